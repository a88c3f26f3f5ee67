//! The rows of limits in a plan: how near it comes to them, how they bend, what more of them is worth.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A limit bent at a price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BendRow {
    /// `bend[LIMIT ID]`.
    pub id: String,
    /// The id of the limit in `limits`, without its block.
    pub limit: String,
    /// By how much; of a limit by block the most in any block.
    #[schemars(extend("x-origin" = "derived"))]
    pub amount: f64,
    /// The limit's unit.
    pub unit: String,
    /// What it costs in the objective.
    #[schemars(extend("x-origin" = "derived"))]
    pub usd_discounted: f64,
}

/// A limit that the planner stated, in one of its periods.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LimitRow {
    /// `budget[fy2026]`, `allotment[nvidia]@2026Q3`, `site[x].connection@2026Q3`, `line[l].rating@2026Q3/peak` ...
    pub id: String,
    /// The equation it is a row of.
    pub block: String,
    /// `at-most`, `at-least` or `equal`.
    pub sense: String,
    /// What the plan does.
    #[schemars(extend("x-origin" = "derived"))]
    pub level: f64,
    /// What it may do.
    #[schemars(extend("x-origin" = "derived"))]
    pub bound: f64,
    /// Of both.
    pub unit: String,
    /// How far the plan is from the limit; negative by what was bent.
    #[schemars(extend("x-origin" = "derived"))]
    pub slack: f64,
    /// `physics`, `contract`, `policy` or `wish`.
    pub tier: String,
    /// Change of the objective per unit more, in USD; of the LP with starts fixed and lots relaxed where there are integers.
    #[schemars(extend("x-origin" = "reported"))]
    pub price: Option<f64>,
    /// Where it stands in the input.
    pub place: Option<String>,
}

/// The price of a row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PriceRow {
    /// `connection[site]@2026Q3`: the equation and its index.
    pub id: String,
    /// The equation.
    pub block: String,
    /// The limit it belongs to.
    pub limit: Option<String>,
    /// USD (or unit-years) per unit.
    #[schemars(extend("x-origin" = "reported"))]
    pub price: f64,
    /// The unit of the limit: `MW`, `chips`, `USD` ...
    pub per: String,
    /// The right-hand side down to which it holds (LPs only, large ones with `--ranges`).
    #[schemars(extend("x-origin" = "reported"))]
    pub from: Option<f64>,
    /// The right-hand side up to which it holds (LPs only, large ones with `--ranges`).
    #[schemars(extend("x-origin" = "reported"))]
    pub to: Option<f64>,
    /// `lp`, or `starts kept` where there are integers.
    pub basis: String,
}

/// What one more of something would be worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WorthRow {
    /// The limit: `budget[fy2026]`.
    pub id: String,
    /// In words: `95 M USD more in fy2026`.
    pub words: String,
    /// The step.
    #[schemars(extend("x-origin" = "reported"))]
    pub step: f64,
    /// Its unit.
    pub unit: String,
    /// This plan's integers held and the LP solved again, USD.
    #[schemars(extend("x-origin" = "reported"))]
    pub kept_usd: Option<f64>,
    /// Everything decided again: low end proved, USD.
    #[schemars(extend("x-origin" = "reported"))]
    pub free_low_usd: Option<f64>,
    /// Best found.
    #[schemars(extend("x-origin" = "reported"))]
    pub free_best_usd: Option<f64>,
    /// High end proved.
    #[schemars(extend("x-origin" = "reported"))]
    pub free_high_usd: Option<f64>,
    /// Why, in the planner's words.
    pub why: Option<String>,
}
