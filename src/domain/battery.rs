//! Storage of power.

use super::block::Shares;
use super::feed::Feed;
use super::id::BlockId;
use super::money::MoneyPath;

/// Takes power in some blocks of a representative day and gives it in others.
#[derive(Clone, PartialEq, Debug)]
pub struct Battery {
    /// Where it takes and gives.
    pub feed: Feed,
    /// MW in service on day one.
    pub power_mw: f64,
    /// Hours for which it can give its MW in effect: MWh are these x MW.
    pub hours: f64,
    /// Share of what it takes that it gives again, in (0, 1]; half of the loss, as a factor, is on either way.
    pub efficiency: f64,
    /// Share of its MW that can be used, 0..1, by block; 1 where none is said.
    pub availability: Shares,
    /// Currency a MW in service and year.
    pub fixed_om: Option<MoneyPath>,
    /// Free words for filters.
    pub tags: Vec<String>,
}

impl Battery {
    /// The share of its MW that can be used in a block.
    #[must_use]
    pub fn available(&self, block: BlockId) -> f64 {
        self.availability.of(block).unwrap_or(1.0)
    }
}
