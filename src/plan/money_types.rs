//! The rows of money in a plan.

use super::types::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Credit for life left at the end of the horizon.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SalvageRow {
    /// `salvage[ADDRESS]`.
    pub id: String,
    /// The address of the asset, as in `payments`.
    pub asset: String,
    /// Share of its life unused at the end of the horizon.
    #[schemars(extend("x-origin" = "derived"))]
    pub unused_share: f64,
    /// The credit.
    #[schemars(extend("x-origin" = "derived"))]
    pub usd_discounted: f64,
}

/// What kind of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MoneyKind {
    /// A capital payment.
    Capital,
    /// A lease fee.
    Lease,
    /// Operating expenditure other than lease fees.
    Opex,
    /// A penalty for contracted demand that is unmet, or for demand that waits.
    Penalty,
    /// An exogenous cash line.
    CashLine,
    /// Revenue (money in: negative).
    Revenue,
}

/// Where a payment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PaymentStatus {
    /// Dated before the horizon (sunk; none of these is written).
    Paid,
    /// Owed by a commitment.
    Committed,
    /// Decided by this plan.
    Planned,
}

/// A payment; money in is negative.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PaymentRow {
    /// `payment[ADDRESS,milestone]@2026Q3`, where ADDRESS is that of what is paid for.
    pub id: String,
    /// The address of what is paid for: `project[x]@2026Q3`, `buy[chip,site]@2026Q1`, `order[x]`, `supply[x]`, `segment[q]` ...
    pub asset: String,
    /// What kind of money.
    pub kind: MoneyKind,
    /// `start`, `spread`, `completion`, `order`, `delivery`, `order cost`, `due`, `cancelling fee`, `fee`, `deposit`, `deposit returned`, `demand charge`, `energy charge`, `curtailment`, `exit fee`, `fixed O&M`, `energy`, `carbon`, `shedding`, `path`, `penalty`, `revenue`, `cash line`.
    pub milestone: String,
    /// When it is paid.
    #[serde(flatten)]
    pub span: Span,
    /// Its category.
    pub category: String,
    /// Its region.
    pub region: Option<String>,
    /// Its site.
    pub site: Option<String>,
    /// Its vendor.
    pub vendor: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Nominal, converted at the rate of its period.
    #[schemars(extend("x-origin" = "derived"))]
    pub usd_nominal: f64,
    /// Nominal x discount of its period.
    #[schemars(extend("x-origin" = "derived"))]
    pub usd_discounted: f64,
    /// Where it stands.
    pub status: PaymentStatus,
}

/// Payments summed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CashRow {
    /// `cash[kind,category,region]@2026Q3`.
    pub id: String,
    /// When.
    #[serde(flatten)]
    pub span: Span,
    /// What kind of money.
    pub kind: MoneyKind,
    /// Its category.
    pub category: String,
    /// Its region.
    pub region: Option<String>,
    /// Money out, positive.
    #[schemars(extend("x-origin" = "derived"))]
    pub usd: f64,
}

/// Finance of a period, on the model's basis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FinanceRow {
    /// `finance@2026Q3`.
    pub id: String,
    /// When.
    #[serde(flatten)]
    pub span: Span,
    /// Revenue.
    #[schemars(extend("x-origin" = "derived"))]
    pub revenue_usd: f64,
    /// Operating expenditure, lease fees included.
    #[schemars(extend("x-origin" = "derived"))]
    pub opex_usd: f64,
    /// Penalties.
    #[schemars(extend("x-origin" = "derived"))]
    pub penalties_usd: f64,
    /// Straight-line depreciation.
    #[schemars(extend("x-origin" = "derived"))]
    pub depreciation_usd: f64,
    /// Revenue - opex - penalties - depreciation.
    #[schemars(extend("x-origin" = "derived"))]
    pub operating_income_usd: f64,
    /// Tax on operating income; 0 without a tax rate; losses are credited.
    #[schemars(extend("x-origin" = "derived"))]
    pub tax_usd: f64,
    /// Capital payments.
    #[schemars(extend("x-origin" = "derived"))]
    pub capital_usd: f64,
    /// Cash lines, outflow positive.
    #[schemars(extend("x-origin" = "derived"))]
    pub cash_lines_usd: f64,
    /// Revenue - opex - penalties - capital - cash lines - tax.
    #[schemars(extend("x-origin" = "derived"))]
    pub free_cash_flow_usd: f64,
    /// Summed from period 0.
    #[schemars(extend("x-origin" = "derived"))]
    pub cumulative_free_cash_flow_usd: f64,
}

/// Finance of a calendar year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FinanceYearRow {
    /// `finance@2026`.
    pub id: String,
    /// The year.
    pub year: String,
    /// Operating income less tax.
    #[schemars(extend("x-origin" = "derived"))]
    pub nopat_usd: f64,
    /// Mean over the year's periods of the net book value at their ends, in service and in progress.
    #[schemars(extend("x-origin" = "derived"))]
    pub net_book_value_usd: f64,
    /// Their ratio; absent where there is no book value.
    #[schemars(extend("x-origin" = "derived"))]
    pub roic: Option<f64>,
}
