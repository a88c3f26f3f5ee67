//! Plan -> words and tables. Everything here returns text or JSON; printing and writing is for the commands.
//!
//! - [`summary`]: one screen that answers what the room asks;
//! - [`topic`]: any part of a plan, as a table for reading, CSV or JSON;
//! - [`export`]: every table of a plan, one CSV file each;
//! - [`changes`]: what a scenario changed;
//! - [`page`]: how wide all of this may be;
//! - [`words`]: how numbers are written.

pub mod changes;
pub mod explain;
pub mod export;
pub mod page;
pub mod slips;
pub mod summary;
pub mod table;
pub mod topic;
pub mod words;

mod columns;
mod facts;
mod money;
#[cfg(test)]
mod sample;
