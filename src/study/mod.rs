//! Questions that take many solves: a plan with its worth, and what clashes where there is none.

pub mod again;
pub mod clash;
mod earlier;
pub mod letters;
pub mod run;
mod said;
pub mod slip;
mod unbounded;
pub mod worth;
