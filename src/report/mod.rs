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
//! - [`export`]: every table of a plan, flat, with the [`units`] of its numbers: one CSV file each;
//! - [`xlsx`], `parquet`: the same tables as a workbook, and as columns;
//! - [`html`]: a plan as one page for a browser;
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
pub mod html;
pub mod page;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod slips;
pub mod summary;
pub mod table;
pub mod topic;
pub mod units;
pub mod why;
pub mod words;
pub mod xlsx;

mod columns;
mod facts;
mod interval;
mod money;
mod over_time;
#[cfg(test)]
mod sample;
