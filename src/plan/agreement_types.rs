//! The rows of agreements in a plan.

use super::types::{Span, State};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An agreement signed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AgreementRow {
    /// `agreement[ID]@2026Q3` where the plan signs it, or `agreement[ID]` of one signed before.
    pub id: String,
    /// The agreement.
    pub agreement: String,
    /// The site that it connects, or behind whose meter it brings a supply.
    pub site: String,
    /// Settled before, or signed by this plan.
    pub state: State,
    /// 1; in a relaxed plan the share of a signature.
    #[schemars(extend("x-origin" = "decision"))]
    pub signed_share: f64,
    /// When it is signed.
    pub signed: Span,
    /// In force from.
    pub energised: Span,
    /// The first period after its term.
    pub ends: Span,
}

/// An agreement ended early.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EndingRow {
    /// `ended[ID,2027Q1]@2030Q1`: the agreement, when it was energised, the first period without it.
    pub id: String,
    /// The agreement.
    pub agreement: String,
    /// The period from which it was in force.
    pub energised: String,
    /// The first period without it.
    #[serde(flatten)]
    pub span: Span,
    /// 1; in a relaxed plan a share.
    #[schemars(extend("x-origin" = "decision"))]
    pub share: f64,
}

/// What an agreement gives and bills in a period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BillRow {
    /// `bill[ID]@2026Q3`.
    pub id: String,
    /// The agreement.
    pub agreement: String,
    /// The site that it connects, or behind whose meter it brings a supply.
    pub site: String,
    /// When.
    #[serde(flatten)]
    pub span: Span,
    /// Contracted MW in force: what bills count.
    #[schemars(extend("x-origin" = "derived"))]
    pub contracted_mw: f64,
    /// Connection MW that it gives, as far as what it needs is in effect; 0 where it brings a supply.
    #[schemars(extend("x-origin" = "derived"))]
    pub connection_mw: f64,
    /// MW of the supply that it brings, as far as what it needs is in effect; 0 where it connects the site.
    #[serde(default)]
    #[schemars(extend("x-origin" = "derived"))]
    pub supply_mw: f64,
    /// MW that the site draws, or the supply gives, under it; with several blocks the most in any.
    #[schemars(extend("x-origin" = "derived"))]
    pub drawn_mw: f64,
    /// MW for which demand is paid; 0 without a demand charge.
    #[schemars(extend("x-origin" = "derived"))]
    pub billed_mw: f64,
    /// MWh for which energy is paid; 0 without an energy charge.
    #[schemars(extend("x-origin" = "derived"))]
    pub billed_mwh: f64,
}

/// What is drawn under an agreement in a block.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DrawRow {
    /// `drawn[ID]@2026Q3`; with several blocks `drawn[ID]@2026Q3/peak`.
    pub id: String,
    /// The agreement.
    pub agreement: String,
    /// When.
    #[serde(flatten)]
    pub span: Span,
    /// In which block, where a period has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub block: Option<String>,
    /// MW that the site draws, or the supply gives, under it.
    #[schemars(extend("x-origin" = "decision"))]
    pub mw: f64,
    /// Energy in the period (in the block, where it has several).
    #[schemars(extend("x-origin" = "derived"))]
    pub mwh: f64,
}
