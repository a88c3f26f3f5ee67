//! Outcome -> plan, in the planner's words.

pub mod settle;
pub mod types;
