//! The rows of batteries in a plan.

use super::types::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a battery does in a block of a representative day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BatteryRow {
    /// `battery[ID]@2026Q3`; with several blocks `battery[ID]@2026Q3/night`.
    pub id: String,
    /// The battery.
    pub battery: String,
    /// When.
    #[serde(flatten)]
    pub span: Span,
    /// In which block, where a period has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub block: Option<String>,
    /// MW that it takes, as a mean of the block.
    #[schemars(extend("x-origin" = "decision"))]
    pub charge_mw: f64,
    /// MW that it gives, as a mean of the block.
    #[schemars(extend("x-origin" = "decision"))]
    pub discharge_mw: f64,
    /// MW in effect.
    #[schemars(extend("x-origin" = "derived"))]
    pub limit_mw: f64,
    /// MWh in it at the end of the block, if it is empty once a day.
    #[schemars(extend("x-origin" = "derived"))]
    pub state_mwh: f64,
    /// MWh that it can hold.
    #[schemars(extend("x-origin" = "derived"))]
    pub limit_mwh: f64,
    /// Energy that it gives, less what it takes, in the block over the whole period, MWh.
    #[schemars(extend("x-origin" = "derived"))]
    pub mwh: f64,
}
