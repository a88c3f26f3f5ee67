//! What limits a plan, and what it strives for.

use super::id::{BudgetId, ChipId, ExpansionId, LeaseId, LineId, RegionId, SegmentId, SiteId, SupplyId, WorkloadId};
use super::money::{Money, Path};
use super::time::Months;

/// How hard a limit is; harder ones are kept first when not all can be.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Tier {
    /// Would be nice.
    Wish,
    /// Set by ourselves.
    Policy,
    /// Promised to or by others.
    Contract,
    /// Never bends.
    Physics,
}

/// What going beyond a limit costs, as an entry of the objective (no cash moves).
#[derive(Clone, PartialEq, Debug)]
pub struct Bend {
    /// Currency a unit of the limit, each period that the limit has a row for.
    pub price: Money,
    /// The most it may bend by, in the limit's unit; `None` is any amount.
    pub at_most: Option<f64>,
}

/// A pair of bounds of a limit; at least one is present.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Bounds {
    /// The most.
    pub at_most: Option<Path>,
    /// The least.
    pub at_least: Option<Path>,
}

/// Which rows of a measure or of cash are counted; every present list must contain the row's value.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// Categories of cash.
    pub category: Option<Vec<String>>,
    /// Regions.
    pub region: Option<Vec<RegionId>>,
    /// Sites.
    pub site: Option<Vec<SiteId>>,
    /// Vendors.
    pub vendor: Option<Vec<String>>,
    /// Tags, any of them.
    pub tag: Option<Vec<String>>,
    /// Chips.
    pub chip: Option<Vec<ChipId>>,
    /// Workloads.
    pub workload: Option<Vec<WorkloadId>>,
    /// Segments.
    pub segment: Option<Vec<SegmentId>>,
    /// Customers.
    pub customer: Option<Vec<String>>,
    /// Lines.
    pub line: Option<Vec<LineId>>,
    /// Supplies.
    pub supply: Option<Vec<SupplyId>>,
}

/// What a budget counts besides nothing else.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Counts {
    /// Capital payments, committed ones included.
    pub capital: bool,
    /// Lease fees.
    pub lease: bool,
    /// Operating expenditure other than lease fees.
    pub opex: bool,
}

/// What becomes of money not spent.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Unspent {
    /// It is lost.
    Lost,
    /// It may be carried to a later budget, up to a share of this budget's `at_most`.
    Carry {
        /// The receiver.
        to: BudgetId,
        /// The share.
        up_to: f64,
    },
}

/// A limit on money over a span of time.
#[derive(Clone, PartialEq, Debug)]
pub struct Budget {
    /// When.
    pub periods: Months,
    /// Which money.
    pub filter: Filter,
    /// What kinds of payment.
    pub counts: Counts,
    /// The most, in the model's currency.
    pub at_most: Option<f64>,
    /// The least, on spending alone.
    pub at_least: Option<f64>,
    /// What becomes of the rest.
    pub unspent: Unspent,
    /// How hard.
    pub tier: Tier,
    /// What going beyond costs.
    pub bend: Option<Bend>,
}

/// What a policy measures.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MeasureKind {
    /// Capital payments, in the model's currency.
    Spend,
    /// Chips ordered, commitments included.
    Orders,
    /// IT MW in effect.
    ItMw,
    /// Liquid-cooled IT MW in effect.
    LiquidMw,
    /// Connection MW in effect.
    ConnectionMw,
    /// Chips owned.
    Owned,
    /// Supply MW in effect.
    SupplyMw,
    /// Line MW in effect.
    LineMw,
    /// Work served, in units of one workload.
    Served,
    /// Work that chips do, headroom included, in units of one workload.
    ChipWork,
    /// MWh that sites draw.
    Energy,
    /// MWh that sites draw while as much comes without carbon in the same region and block.
    CarbonFree,
    /// Tonnes.
    Carbon,
    /// Cubic metres.
    Water,
}

/// A measure of some rows.
#[derive(Clone, PartialEq, Debug)]
pub struct Measure {
    /// Of what.
    pub kind: MeasureKind,
    /// Of which rows.
    pub filter: Filter,
}

/// Whether a policy holds in each period or in the sum.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Over {
    /// In each.
    Each,
    /// In the sum.
    Sum,
}

/// A linear limit on a measure.
#[derive(Clone, PartialEq, Debug)]
pub struct Policy {
    /// What it measures.
    pub measure: Measure,
    /// Where present, the bounds are shares of this measure.
    pub of: Option<Measure>,
    /// When.
    pub periods: Months,
    /// Each period or their sum.
    pub over: Over,
    /// Its bounds, in the measure's unit or as shares.
    pub bounds: Bounds,
    /// How hard.
    pub tier: Tier,
    /// What going beyond costs.
    pub bend: Option<Bend>,
}

/// Growth of orders from one period to the next.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Growth {
    /// Share by which orders may grow a period.
    pub rate: f64,
    /// Chips (or MW) that may always be ordered on top.
    pub seed: f64,
}

/// What an allotment limits.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AllotmentOf {
    /// These chips; with `vendor`, chips that fit both.
    pub chips: Option<Vec<ChipId>>,
    /// Chips of these vendors.
    pub vendors: Option<Vec<String>>,
    /// For these sites only.
    pub sites: Option<Vec<SiteId>>,
    /// These expansions (then no chips).
    pub expansions: Option<Vec<ExpansionId>>,
    /// These leases (then no chips).
    pub leases: Option<Vec<LeaseId>>,
}

/// A limit on what is delivered or ordered.
#[derive(Clone, PartialEq, Debug)]
pub struct Allotment {
    /// Of what.
    pub of: AllotmentOf,
    /// The most a period, as a rate a year (chips/year or MW/year).
    pub at_most: Option<Path>,
    /// The most over the horizon, from p = 0.
    pub cumulative: Option<f64>,
    /// Growth of orders.
    pub growth: Option<Growth>,
    /// Whether order periods count instead of delivery periods.
    pub by_order: bool,
    /// How hard.
    pub tier: Tier,
    /// What going beyond costs.
    pub bend: Option<Bend>,
}

/// Exogenous money.
#[derive(Clone, PartialEq, Debug)]
pub struct CashLine {
    /// Its category.
    pub category: String,
    /// When; spread evenly over the periods.
    pub periods: Months,
    /// The sum over the periods.
    pub amount: Money,
    /// Whether it is money in.
    pub inflow: bool,
    /// Where, if anywhere.
    pub region: Option<RegionId>,
    /// Free words for filters.
    pub tags: Vec<String>,
}

/// Whether a floor holds for each period or for what has accumulated.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Per {
    /// Each period.
    Period,
    /// The sum from the base date to each period.
    Cumulative,
}

/// A floor on free cash flow.
#[derive(Clone, PartialEq, Debug)]
pub struct Patience {
    /// In which periods it holds.
    pub periods: Months,
    /// The floor, in the model's currency.
    pub at_least: f64,
    /// Of each period or accumulated.
    pub per: Per,
    /// How hard.
    pub tier: Tier,
    /// What going beyond costs.
    pub bend: Option<Bend>,
}

/// What finance counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Basis {
    /// Existing fleet, commitments and cash lines are in.
    Total,
    /// They are left out of finance and patience.
    Incremental,
}

/// What a plan strives for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GoalKind {
    /// Net present value, maximised.
    Npv,
    /// Net present cost without revenue and inflows, minimised.
    Cost,
    /// Weighted unit-years unmet, minimised.
    Unmet,
}

/// A goal of an ordered list.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Goal {
    /// What.
    pub kind: GoalKind,
    /// By what share of its best it may get worse for later goals.
    pub tol: f64,
    /// By what amount besides (currency, or unit-years).
    pub abs: f64,
}
