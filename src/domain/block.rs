//! Slices of a period, and shares that may differ by slice.

use super::id::{BlockId, DayId, Index};

/// A representative day: some days of every period are like it.
#[derive(Clone, PartialEq, Debug)]
pub struct Day {
    /// How many, a period; above 0.
    pub days: f64,
}

/// The part of a representative day that a block is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PartOfDay {
    /// Which day.
    pub day: DayId,
    /// Hours of it; the blocks of a day follow each other in the order of the file, and its first follows its last.
    pub hours: f64,
}

/// A slice of a period.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Block {
    /// Hours a period; `None` is those of its days, or all hours of the period (only where it is the one block).
    pub hours: Option<f64>,
    /// The part of a day that it is, if it is one.
    pub part: Option<PartOfDay>,
    /// Share of nameplate IT power that is drawn, 0..1.
    pub load_factor: f64,
}

impl Block {
    /// All hours of the period at nameplate: what a model without blocks has.
    #[must_use]
    pub const fn whole() -> Self {
        Self { hours: None, part: None, load_factor: 1.0 }
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
