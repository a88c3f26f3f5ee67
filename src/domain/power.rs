//! The power network.

use super::block::Shares;
use super::circuit::Circuit;
use super::feed::Feed;
use super::id::{BlockId, NodeId, RegionId};
use super::limit::Bend;
use super::money::{MoneyPath, Path};
use super::time::Month;

/// A point of the network.
#[derive(Clone, PartialEq, Debug)]
pub struct Node {
    /// The region its money counts in.
    pub region: Option<RegionId>,
    /// Latitude and longitude in degrees, for maps.
    pub at: Option<(f64, f64)>,
    /// MW of load that is not ours; may be negative.
    pub other_load: Path,
    /// Share of it that is drawn, 0..1, by block; 1 where none is said.
    pub load_factor: Shares,
    /// Currency a MWh of other load that is not served; `None` is never shed.
    pub shed: Option<MoneyPath>,
}

impl Node {
    /// The share of its other load that is drawn in a block.
    #[must_use]
    pub fn drawn(&self, block: BlockId) -> f64 {
        self.load_factor.of(block).unwrap_or(1.0)
    }
}

/// A connection of two nodes.
#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    /// One end.
    pub from: NodeId,
    /// The other end.
    pub to: NodeId,
    /// MW of a circuit on day one, in both directions; `None` is unlimited.
    pub rating_mw: Option<f64>,
    /// MW of a circuit for as long as another is out of service, in both directions; its rating where none is said.
    pub emergency_mw: Option<f64>,
    /// Like circuits that stand on day one: one, or none where projects bring all of them.
    pub circuits: u32,
    /// What stands on day one is out of service from the period of this month on.
    pub retires: Option<Month>,
    /// What makes each of its circuits carry power.
    pub circuit: Circuit,
    /// What flowing beyond the rating may cost: currency a MW and period.
    pub bend: Option<Bend>,
}

/// A source of power, at a node or behind a site's meter.
#[derive(Clone, PartialEq, Debug)]
pub struct Supply {
    /// Where it feeds in.
    pub feed: Feed,
    /// MW in service on day one.
    pub power_mw: f64,
    /// Whether it gives what is asked of it, or what it produces.
    pub output: Output,
    /// MW of least output on day one, or, where projects or purchases add to it, as a share.
    pub min_output: MinOutput,
    /// Share of its MW that can be used, 0..1, by block; 1 where none is said.
    pub availability: Shares,
    /// Currency a MWh.
    pub price: Option<MoneyPath>,
    /// Tonnes a MWh.
    pub carbon_t: f64,
    /// Cubic metres a MWh.
    pub water_m3: f64,
    /// What its contract bills at least, and for its peak.
    pub billing: Billing,
    /// Currency a MW in service and year.
    pub fixed_om: Option<MoneyPath>,
    /// Free words for filters.
    pub tags: Vec<String>,
}

impl Supply {
    /// The share of its MW that can be used in a block.
    #[must_use]
    pub fn available(&self, block: BlockId) -> f64 {
        self.availability.of(block).unwrap_or(1.0)
    }
}

/// What the contract of a supply bills at least for its energy, and for its peak.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Billing {
    /// MW that bills count at least a share of; `None` is the MW in service.
    pub contracted_mw: Option<f64>,
    /// Share of contracted MW in all hours for which energy is paid at least; with 0 the energy given is paid.
    pub minimum_bill: f64,
    /// Currency a billed MW and year.
    pub demand: Option<MoneyPath>,
    /// Share of contracted MW for which demand is paid at least.
    pub minimum_demand: f64,
}

/// Who decides what a supply gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Output {
    /// The plan: between its least output and what is available.
    Dispatched,
    /// The weather, or a contract: all that is available, wanted or not.
    AsProduced,
}

/// Least output of a supply.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum MinOutput {
    /// MW; may be negative.
    Megawatts(f64),
    /// Share of the MW in service.
    Share(f64),
}
