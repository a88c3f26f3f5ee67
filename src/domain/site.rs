//! Campuses.

use super::block::Shares;
use super::id::{NodeId, RegionId};
use super::limit::Bend;

/// A campus: what stands on day one; projects, leases and expansions add to it.
#[derive(Clone, PartialEq, Debug)]
pub struct Site {
    /// Its region.
    pub region: RegionId,
    /// Its node in the power network; present exactly when the model has nodes.
    pub node: Option<NodeId>,
    /// Latitude and longitude in degrees, for maps.
    pub at: Option<(f64, f64)>,
    /// Power usage effectiveness: facility power per IT power, at least 1.
    pub pue: f64,
    /// Cubic metres of cooling water a MWh of IT energy.
    pub water_m3: f64,
    /// Liquid-cooled IT megawatts on day one.
    pub liquid_mw: f64,
    /// Air-cooled IT megawatts on day one.
    pub air_mw: f64,
    /// Connection megawatts on day one.
    pub connection_mw: f64,
    /// Its own load factors by block, where they differ from the blocks'.
    pub load_factor: Option<Shares>,
    /// What drawing more than the connection gives may cost: currency a MW and period.
    pub bend: Option<Bend>,
    /// Free words for filters.
    pub tags: Vec<String>,
}
