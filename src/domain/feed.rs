//! Where supplies and batteries feed in: at a node of the network, or behind the meter of a site.

use super::battery::Battery;
use super::id::{BatteryId, NodeId, RegionId, SiteId, SupplyId};
use super::model::Model;
use super::power::Supply;

/// Where a supply or a battery feeds in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Feed {
    /// At a node.
    Node(NodeId),
    /// Behind the meter of a site: what it gives is taken off what the site draws.
    Meter(SiteId),
}

impl Feed {
    /// The site behind whose meter it is, if it is behind one.
    #[must_use]
    pub const fn site(self) -> Option<SiteId> {
        match self {
            Self::Node(_) => None,
            Self::Meter(site) => Some(site),
        }
    }
}

impl Supply {
    /// The site behind whose meter it stands, if it stands behind one.
    #[must_use]
    pub const fn site(&self) -> Option<SiteId> {
        self.feed.site()
    }
}

impl Model {
    /// The node that what is fed in comes to: its own, or that of its site.
    #[must_use]
    pub fn node_of(&self, feed: Feed) -> Option<NodeId> {
        match feed {
            Feed::Node(node) => Some(node),
            Feed::Meter(site) => self.sites[site].node,
        }
    }

    /// The region where the money and output of what feeds in count: its node's, or its site's.
    #[must_use]
    pub fn region_of(&self, feed: Feed) -> Option<RegionId> {
        match feed {
            Feed::Node(node) => self.nodes[node].region,
            Feed::Meter(site) => Some(self.sites[site].region),
        }
    }

    /// The batteries behind the meter of a site.
    pub fn batteries_behind(&self, site: SiteId) -> impl Iterator<Item = (BatteryId, &Battery)> {
        self.batteries.iter().filter(move |(_, battery)| battery.feed.site() == Some(site))
    }

    /// The supplies behind the meter of a site.
    pub fn behind(&self, site: SiteId) -> impl Iterator<Item = (SupplyId, &Supply)> {
        self.supplies.iter().filter(move |(_, supply)| supply.site() == Some(site))
    }
}
