//! Outcome -> plan, in the planner's words.

pub mod types;
