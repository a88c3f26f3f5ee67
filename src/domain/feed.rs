//! Where supplies feed in: at a node of the network, or behind the meter of a site.

use super::id::{NodeId, RegionId, SiteId, SupplyId};
use super::model::Model;
use super::power::Supply;

/// Where a supply feeds in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Feed {
    /// At a node.
    Node(NodeId),
    /// Behind the meter of a site: what it gives is taken off what the site draws.
    Meter(SiteId),
}

impl Supply {
    /// The site behind whose meter it stands, if it stands behind one.
    #[must_use]
    pub const fn site(&self) -> Option<SiteId> {
        match self.feed {
            Feed::Node(_) => None,
            Feed::Meter(site) => Some(site),
        }
    }
}

impl Model {
    /// The node that what a supply gives comes to: its own, or that of its site.
    #[must_use]
    pub fn node_of(&self, supply: &Supply) -> Option<NodeId> {
        match supply.feed {
            Feed::Node(node) => Some(node),
            Feed::Meter(site) => self.sites[site].node,
        }
    }

    /// The region where a supply's money and output count: its node's, or its site's.
    #[must_use]
    pub fn region_of(&self, supply: &Supply) -> Option<RegionId> {
        match supply.feed {
            Feed::Node(node) => self.nodes[node].region,
            Feed::Meter(site) => Some(self.sites[site].region),
        }
    }

    /// The supplies behind the meter of a site.
    pub fn behind(&self, site: SiteId) -> impl Iterator<Item = (SupplyId, &Supply)> {
        self.supplies.iter().filter(move |(_, supply)| supply.site() == Some(site))
    }
}
