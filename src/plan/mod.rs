//! Outcome -> plan, in the planner's words: settled by closed form, as flat rows with units.

pub mod agreement_types;
mod agreements;
mod batteries;
pub mod battery_types;
mod bills;
pub mod build;
mod finance;
pub mod kept;
pub mod limit_types;
pub mod limits;
mod money;
pub mod money_types;
mod network;
mod operation;
pub mod operation_types;
mod payback;
pub mod settle;
pub mod supply_types;
mod things;
pub mod types;
pub mod view;
