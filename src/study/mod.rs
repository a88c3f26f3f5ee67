//! Questions that take many solves: a plan with its worth, and what clashes where there is none.

pub mod again;
pub mod alternatives;
pub mod clash;
pub mod compare;
pub mod decisions;
mod earlier;
pub mod frontier;
pub mod letters;
pub mod run;
mod said;
pub mod scenario;
pub mod series;
pub mod slip;
mod unbounded;
pub mod why;
pub mod worth;
