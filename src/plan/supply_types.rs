//! The rows of supplies' bills in a plan.

use super::types::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a supply with a minimum bill or a demand charge bills in a period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SupplyBillRow {
    /// `supply_bill[ID]@2026Q3`.
    pub id: String,
    /// The supply.
    pub supply: String,
    /// When.
    #[serde(flatten)]
    pub span: Span,
    /// Contracted MW, or the MW in service where none are contracted: what bills count at least a share of.
    #[schemars(extend("x-origin" = "derived"))]
    pub contracted_mw: f64,
    /// The most that it gives in any block.
    #[schemars(extend("x-origin" = "derived"))]
    pub peak_mw: f64,
    /// MW for which demand is paid; 0 without a demand charge.
    #[schemars(extend("x-origin" = "derived"))]
    pub billed_mw: f64,
    /// Energy that it gives.
    #[schemars(extend("x-origin" = "derived"))]
    pub taken_mwh: f64,
    /// MWh for which energy is paid; 0 without a minimum bill.
    #[schemars(extend("x-origin" = "derived"))]
    pub billed_mwh: f64,
}
