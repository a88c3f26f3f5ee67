//! Questions that take many solves: a plan with its worth, and what clashes where there is none.

pub mod clash;
pub mod run;
pub mod worth;
