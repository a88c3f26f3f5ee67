//! Who wants computing, where, of which kind, at what price.

use super::id::{ChipId, RegionId, SegmentId, SiteId, WorkloadId};
use super::limit::{Bend, Tier};
use super::money::{MoneyPath, Path};

/// Where demand is.
#[derive(Clone, PartialEq, Debug)]
pub struct Region {
    /// Latitude and longitude in degrees, for maps.
    pub at: Option<(f64, f64)>,
}

/// A kind of computing with its own unit of work.
#[derive(Clone, PartialEq, Debug)]
pub struct Workload {
    /// Its unit: `H100e`, `vCPU` ...
    pub unit: String,
    /// Share of a chip's throughput that becomes work, unless the throughput is already effective.
    pub utilisation: f64,
    /// Weight of one unit-year unmet in the goal `unmet`.
    pub weight: f64,
}

/// How binding a segment's demand is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SegmentKind {
    /// Must be served.
    Firm,
    /// May go unserved at a penalty.
    Contracted,
    /// May be declined at no charge.
    Market,
}

/// Whether a segment may be served from several sites.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Placement {
    /// Anywhere within reach, in any split.
    Anywhere,
    /// From one site for the whole horizon.
    OneSite,
}

/// From where a segment may be served.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Reach {
    /// The longest path, in milliseconds.
    pub latency_ms: Option<f64>,
    /// Sites in these regions only.
    pub regions: Option<Vec<RegionId>>,
    /// These sites only.
    pub sites: Option<Vec<SiteId>>,
}

/// How far demand may wait for a later period.
#[derive(Clone, PartialEq, Debug)]
pub struct Defer {
    /// What waits at the end of a period at most, as a share of the period's demand; above 0.
    pub up_to: f64,
    /// Currency a unit that waits and year.
    pub penalty: MoneyPath,
}

/// A row of demand.
#[derive(Clone, PartialEq, Debug)]
pub struct Segment {
    /// Who asks.
    pub customer: Option<String>,
    /// The kind of computing.
    pub workload: WorkloadId,
    /// Where it is asked.
    pub region: RegionId,
    /// How binding it is.
    pub kind: SegmentKind,
    /// Chips it accepts, resolved, in chip order; all have a throughput for the workload.
    pub chips: Vec<ChipId>,
    /// From where.
    pub reach: Reach,
    /// Currency a unit and year served.
    pub price: Option<MoneyPath>,
    /// Currency a unit and year unmet (contracted only).
    pub penalty: Option<MoneyPath>,
    /// How far it may wait; `None` cannot.
    pub defer: Option<Defer>,
    /// Standby beyond what is served, as a share.
    pub headroom: f64,
    /// One site or several.
    pub placement: Placement,
    /// Units of work by period.
    pub demand: Path,
    /// Tier of serving firm demand.
    pub tier: Tier,
    /// What leaving firm demand unserved may cost: currency a unit and period.
    pub bend: Option<Bend>,
    /// Free words for filters.
    pub tags: Vec<String>,
}

/// One end of a path.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PathEnd {
    /// A site (as origin).
    Site(SiteId),
    /// A segment (as destination).
    Segment(SegmentId),
    /// A region (as either).
    Region(RegionId),
}

/// The way from where work is done to where it is asked for.
#[derive(Clone, PartialEq, Debug)]
pub struct TravelPath {
    /// A site or a region.
    pub from: PathEnd,
    /// A segment or a region.
    pub to: PathEnd,
    /// Milliseconds.
    pub latency_ms: Option<f64>,
    /// Currency a unit of the segment's work and year.
    pub cost: Option<MoneyPath>,
}
