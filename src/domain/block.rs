//! Slices of a period, and shares that may differ by slice.

use super::id::{BlockId, Index};

/// A slice of a period.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Block {
    /// Hours a period; `None` is all hours of the period (only where it is the one block).
    pub hours: Option<f64>,
    /// Share of nameplate IT power that is drawn, 0..1.
    pub load_factor: f64,
}

impl Block {
    /// All hours of the period at nameplate: what a model without blocks has.
    #[must_use]
    pub const fn whole() -> Self {
        Self { hours: None, load_factor: 1.0 }
    }
}

/// Shares of 0..1: one for all blocks, or one for each that is named.
#[derive(Clone, PartialEq, Debug)]
pub enum Shares {
    /// The same in every block.
    Same(f64),
    /// By block, in their order; `None` where the file does not name the block.
    Each(Vec<Option<f64>>),
}

impl Shares {
    /// The share in a block, if the file says one.
    #[must_use]
    pub fn of(&self, block: BlockId) -> Option<f64> {
        match self {
            Self::Same(share) => Some(*share),
            Self::Each(list) => list.get(block.get()).copied().flatten(),
        }
    }
}
