//! The plan as it is written: one versioned schema of flat rows.
//!
//! Every number is marked in the JSON Schema (`x-origin`) as a `decision` (taken by the solver), `derived` (computed from
//! decisions and inputs by closed form; the audit computes it again) or `reported` (bound, prices, run; checked only for
//! agreement with each other and the objective). Money is in USD, power in MW; where a unit varies by row a `unit` key says it.

pub use super::agreement_types::{AgreementRow, BillRow, DrawRow, EndingRow};
pub use super::battery_types::BatteryRow;
pub use super::limit_types::{BendRow, LimitRow, PriceRow, WorthRow};
pub use super::money_types::{CashRow, FinanceRow, FinanceYearRow, MoneyKind, PaymentRow, PaymentStatus, SalvageRow};
pub use super::operation_types::{AssignmentRow, DemandRow, FleetRow, GridRow, ServiceRow, SiteRow};
pub use super::supply_types::SupplyBillRow;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The `schema` key of a plan of this version.
pub const SCHEMA: &str = "capplan-plan/1";

/// A period: its label and its first and last day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Span {
    /// `2026Q3`; also periods before and after the horizon.
    pub period: String,
    /// First day, `2026-07-01`.
    pub starts: String,
    /// Last day, `2026-09-30`.
    pub ends: String,
}

/// A solved, audited plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// `capplan-plan/1`.
    pub schema: String,
    /// Which model.
    pub model: ModelRef,
    /// What was found, and how good it is.
    pub outcome: Outcome,
    /// Sums over the plan.
    pub totals: Totals,
    /// Projects begun, committed or cancelled; one row a project and start.
    pub projects: Vec<ProjectRow>,
    /// Chips, expansions and leases ordered; one row an order.
    pub orders: Vec<OrderRow>,
    /// Connection agreements signed; one row an agreement and period of signing.
    #[serde(default)]
    pub agreements: Vec<AgreementRow>,
    /// Connection agreements ended early.
    #[serde(default)]
    pub endings: Vec<EndingRow>,
    /// What connection agreements give and bill; one row an agreement in force and period.
    #[serde(default)]
    pub bills: Vec<BillRow>,
    /// What sites draw under connection agreements; one row an agreement in force, period and block.
    #[serde(default)]
    pub draws: Vec<DrawRow>,
    /// What supplies bill that have a minimum bill or a demand charge; one row a supply and period.
    #[serde(default)]
    pub supply_bills: Vec<SupplyBillRow>,
    /// Commitments called off; one row a commitment and period.
    pub cancellations: Vec<CancelRow>,
    /// Chips in use; one row a site, chip, class and period.
    pub assignments: Vec<AssignmentRow>,
    /// Work served; one row a segment, site and period.
    pub service: Vec<ServiceRow>,
    /// Demand met and unmet; one row a segment and period.
    pub demand: Vec<DemandRow>,
    /// Power at sites; one row a site and period.
    pub sites: Vec<SiteRow>,
    /// Chips owned; one row a site, chip and period.
    pub fleet: Vec<FleetRow>,
    /// The network; one row a node, line or supply, period and block.
    pub grid: Vec<GridRow>,
    /// What batteries do over the blocks of a day; one row a battery, period and block that is a part of a day.
    #[serde(default)]
    pub batteries: Vec<BatteryRow>,
    /// Salvage credits; one row an asset with any.
    pub salvage: Vec<SalvageRow>,
    /// Limits bent at a price; one row a limit and period.
    pub bends: Vec<BendRow>,
    /// Every payment behind every total; one row a payment.
    pub payments: Vec<PaymentRow>,
    /// Payments summed by period, kind, category and region.
    pub cash: Vec<CashRow>,
    /// Finance by period.
    pub finance: Vec<FinanceRow>,
    /// Finance by calendar year.
    pub finance_years: Vec<FinanceYearRow>,
    /// What is still paid after the horizon.
    pub after_horizon: Vec<PaymentRow>,
    /// Every limit a planner stated.
    pub limits: Vec<LimitRow>,
    /// What one more unit of each limit is worth.
    pub prices: Vec<PriceRow>,
    /// What one more of the limits that matter most would be worth.
    pub worth: Vec<WorthRow>,
    /// The verdict of the audit.
    pub audit: AuditNote,
    /// The resolved model: tables inlined, defaults filled in; `solve` and `verify` take it as a model. Or the name of the file beside it.
    pub inputs: serde_json::Value,
    /// The only part that may differ between equal runs.
    pub run: Run,
}

/// Which model a plan is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ModelRef {
    /// Its name.
    pub name: String,
    /// `base`, or a scenario.
    pub scenario: String,
    /// SHA-256 of the canonical text of `inputs`.
    pub sha256: String,
}

/// How a solve ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Proved best, to the solver's tolerance.
    Optimal,
    /// Proved within the gap that was asked for.
    WithinGap,
    /// The time ran out; the best so far.
    TimeLimit,
    /// Stopped by the user; the best so far.
    Interrupted,
    /// The linear relaxation: starts and lots may be fractions.
    Relaxed,
}

/// What was found, and how good it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Outcome {
    /// How the solve ended.
    pub status: Status,
    /// The last goal, whose objective this is.
    pub goal: String,
    /// USD for `npv` and `cost`, weighted unit-years for `unmet`.
    #[schemars(extend("x-origin" = "derived"))]
    pub objective: f64,
    /// No plan is better than this.
    #[schemars(extend("x-origin" = "reported"))]
    pub bound: f64,
    /// The distance of the two as a share of the discounted payments that the plan decides.
    #[schemars(extend("x-origin" = "reported"))]
    pub gap: f64,
    /// The distance in USD (weighted unit-years for `unmet`).
    #[schemars(extend("x-origin" = "reported"))]
    pub gap_usd: f64,
    /// Every goal in order, with what it reached.
    pub goals: Vec<GoalRow>,
    /// Said where it matters: `cost breaks ties` ...
    pub notes: Vec<String>,
}

/// A goal and what it reached.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GoalRow {
    /// `npv`, `cost`, `unmet`.
    pub goal: String,
    /// Its best when it was solved.
    #[schemars(extend("x-origin" = "reported"))]
    pub best: f64,
    /// The bound then.
    #[schemars(extend("x-origin" = "reported"))]
    pub bound: f64,
    /// What the final plan gives.
    #[schemars(extend("x-origin" = "derived"))]
    pub value: f64,
    /// By how much it was allowed to get worse.
    #[schemars(extend("x-origin" = "reported"))]
    pub allowed: f64,
}

/// Sums over the plan. Discounted sums include payments after the horizon where the objective does.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Totals {
    /// Net present value.
    #[schemars(extend("x-origin" = "derived"))]
    pub npv_usd: f64,
    /// Net present cost: without revenue and inflows.
    #[schemars(extend("x-origin" = "derived"))]
    pub cost_usd: f64,
    /// Weighted unit-years unmet.
    #[schemars(extend("x-origin" = "derived"))]
    pub unmet_weighted: f64,
    /// Discounted revenue.
    #[schemars(extend("x-origin" = "derived"))]
    pub revenue_usd_discounted: f64,
    /// Discounted operating expenditure, lease fees included.
    #[schemars(extend("x-origin" = "derived"))]
    pub opex_usd_discounted: f64,
    /// Discounted penalties.
    #[schemars(extend("x-origin" = "derived"))]
    pub penalties_usd_discounted: f64,
    /// Discounted capital payments, committed ones and those after the horizon included.
    #[schemars(extend("x-origin" = "derived"))]
    pub capital_usd_discounted: f64,
    /// Discounted salvage credit.
    #[schemars(extend("x-origin" = "derived"))]
    pub salvage_usd_discounted: f64,
    /// Discounted cash lines, outflow positive.
    #[schemars(extend("x-origin" = "derived"))]
    pub cash_lines_usd_discounted: f64,
    /// Discounted price of bending limits.
    #[schemars(extend("x-origin" = "derived"))]
    pub bends_usd_discounted: f64,
    /// Nominal capital payments within the horizon.
    #[schemars(extend("x-origin" = "derived"))]
    pub capital_usd_nominal: f64,
    /// Of these, for commitments (fees of cancelling included).
    #[schemars(extend("x-origin" = "derived"))]
    pub committed_usd_nominal: f64,
    /// Nominal capital payments after the horizon.
    #[schemars(extend("x-origin" = "derived"))]
    pub capital_after_horizon_usd_nominal: f64,
    /// Nominal lease fees after the horizon.
    #[schemars(extend("x-origin" = "derived"))]
    pub fees_after_horizon_usd_nominal: f64,
    /// Discounted payments that the plan decides: the base of the gap.
    #[schemars(extend("x-origin" = "derived"))]
    pub decided_usd_discounted: f64,
    /// IT MW in effect at the last period less the first day's.
    #[schemars(extend("x-origin" = "derived"))]
    pub it_mw_added: f64,
    /// First period in which cumulative undiscounted free cash flow turns and stays >= 0, of the incremental plan; absent: not within the horizon.
    #[schemars(extend("x-origin" = "derived"))]
    pub payback: Option<String>,
}

/// Whether something was settled before, is decided by this plan, or is called off by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Settled before.
    Committed,
    /// Decided by this plan.
    Planned,
    /// A commitment called off by this plan.
    Cancelled,
}

/// A project and one start of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProjectRow {
    /// `project[ID]@2026Q3`.
    pub id: String,
    /// The project.
    pub project: String,
    /// Settled, planned or cancelled.
    pub state: State,
    /// Copies begun in this start (of a committed one: all its copies; with a part cancelled, before cancelling).
    #[schemars(extend("x-origin" = "decision"))]
    pub copies: f64,
    /// When.
    pub begun: Span,
    /// Complete and in service from.
    pub in_service: Span,
    /// Out of service from, where it has a life.
    pub out_of_service: Option<Span>,
    /// First period of the horizon in which all copies of this start (counted with those before it) are in effect; absent: none.
    pub effect: Option<Span>,
    /// The last period in which this can still be changed as the plan stands: the start of a planned one, the last in which a commitment can be cancelled.
    pub decide_by: Option<Span>,
    /// Share cancelled.
    #[schemars(extend("x-origin" = "decision"))]
    pub cancelled_share: f64,
    /// When it was cancelled (the first time, where in parts).
    pub cancelled: Option<Span>,
}

/// What kind of thing is ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OrderKind {
    /// Chips for a site.
    Chip,
    /// Megawatts bought.
    Expansion,
    /// Megawatts leased.
    Lease,
}

/// An order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OrderRow {
    /// `buy[chip,site]@2026Q3`, `expansion[ID]@2026Q3`, `lease[ID]@2026Q3`, or `order[ID]` of a commitment.
    pub id: String,
    /// The chip, expansion or lease.
    pub asset: String,
    /// Which of them.
    pub kind: OrderKind,
    /// Where.
    pub site: Option<String>,
    /// When ordered.
    pub ordered: Span,
    /// When delivered: in service throughout.
    pub in_service: Span,
    /// Chips or MW (of a commitment: before cancelling).
    #[schemars(extend("x-origin" = "decision"))]
    pub quantity: f64,
    /// `chips` or `MW`.
    pub unit: String,
    /// Lots, where it comes in lots.
    #[schemars(extend("x-origin" = "decision"))]
    pub lots: Option<f64>,
    /// Who sells it.
    pub vendor: Option<String>,
    /// Settled, planned or cancelled.
    pub state: State,
    /// The last period in which a commitment can be cancelled; of a planned order, its period.
    pub decide_by: Option<Span>,
    /// Share cancelled.
    #[schemars(extend("x-origin" = "decision"))]
    pub cancelled_share: f64,
    /// When it was cancelled (the first time, where in parts).
    pub cancelled: Option<Span>,
}

/// A share of a commitment cancelled in a period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CancelRow {
    /// `project[ID]@2026Q2` or `order[ID]@2026Q2`.
    pub id: String,
    /// The address of the commitment.
    pub commitment: String,
    /// When.
    #[serde(flatten)]
    pub span: Span,
    /// Share.
    #[schemars(extend("x-origin" = "decision"))]
    pub share: f64,
}

/// The verdict of the audit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditNote {
    /// How many numbers were computed again and compared.
    pub numbers_checked: usize,
    /// How many limits were checked.
    pub limits_checked: usize,
    /// Whether all agreed; no plan is written when not.
    pub agreed: bool,
}

/// The run: the only part that may differ between equal runs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Run {
    /// The version of capplan.
    pub version: String,
    /// The solver and its version.
    pub solver: String,
    /// Options as given.
    pub options: serde_json::Value,
    /// Columns, rows, non-zeros and integer columns.
    pub size: Option<Size>,
    /// Seconds by phase.
    pub seconds: serde_json::Value,
    /// Solver work: simplex iterations, nodes, sub-solves.
    pub work: serde_json::Value,
}

/// Size of the linear model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Size {
    /// Columns.
    pub columns: usize,
    /// Rows.
    pub rows: usize,
    /// Non-zeros.
    pub nonzeros: usize,
    /// Integer columns.
    pub integers: usize,
}
