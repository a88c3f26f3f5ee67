//! Questions that take many solves: a plan with its worth, and what clashes where there is none.

pub mod clash;
mod earlier;
pub mod run;
mod said;
mod unbounded;
pub mod worth;
