//! Plan -> words and tables. Everything here returns text or JSON; printing and writing is for the commands.
//!
//! - [`summary`]: one screen that answers what the room asks;
//! - [`topic`]: any part of a plan, as a table for reading, CSV or JSON;
//! - [`export`]: every table of a plan, one CSV file each;
//! - [`alternatives`]: plans nearly as good;
//! - [`compare`]: plans beside each other;
//! - [`frontier`]: what the best plan is worth as one value moves;
//! - [`why`]: what the opposite of a decision would cost;
//! - [`holds`]: what holds a plan, by place;
//! - [`changes`]: what a scenario changed;
//! - [`page`]: how wide all of this may be;
//! - [`words`]: how numbers are written.

pub mod alternatives;
pub mod changes;
pub mod compare;
pub mod explain;
pub mod export;
pub mod frontier;
pub mod holds;
pub mod page;
pub mod slips;
pub mod summary;
pub mod table;
pub mod topic;
pub mod why;
pub mod words;

mod columns;
mod facts;
mod interval;
mod money;
mod over_time;
#[cfg(test)]
mod sample;
