//! Model file to [`Model`] and back.
//!
//! Read, then check: tables in CSV and sheets are merged into the tree of the model file, a scenario is laid over it, every row is
//! read by a reader that pushes findings and goes on, and a model that reads without errors is looked at as a whole, one function per check.
//! Last, what no plan can keep is found by arithmetic ([`impossible`]): such a model is handed out, for a solve tells more of it.

use std::path::Path;

use crate::domain::{Model, Table};
use crate::files::{Findings, json};

mod address;
mod agreements;
mod arithmetic;
mod batteries;
mod blocks;
mod check;
mod check_agreements;
mod check_dominated;
mod check_limits;
mod circuits;
mod days;
mod defer;
mod demand;
mod existing;
mod guess;
mod ids;
mod limits;
mod losses;
mod merge;
mod open;
mod origin;
mod overlay;
mod part;
mod patches;
mod power;
mod projects;
mod purchases;
mod read;
mod rows;
mod scaling;
mod scenario;
mod schema;
mod security;
mod series;
pub mod shape;
mod supply_bills;
mod time;
mod top;
mod value;
mod write;
mod write_agreements;
mod write_blocks;
mod write_limits;
mod write_places;
mod write_things;

pub use arithmetic::{Impossible, impossible};
pub use origin::{Change, Overlay, Scenario};
pub use schema::schema;
pub use write::write;

/// What came of reading a model.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The model; `None` when there are errors.
    pub model: Option<Model>,
    /// Which scenario it is, and what that changed.
    pub scenario: Scenario,
    /// Everything that was found.
    pub findings: Findings,
    /// Limits of a model that is sound otherwise, which no plan can keep by arithmetic alone: errors, each with its place.
    pub impossible: Findings,
}

/// Reads a model as it stands: a folder with `model.toml`, a `.toml`, a resolved model in `.json`, or a plan.
#[must_use]
pub fn load(path: &Path) -> Loaded {
    load_with(path, &Overlay::default())
}

/// Reads a model with a scenario and values laid over it.
#[must_use]
pub fn load_with(path: &Path, overlay: &Overlay) -> Loaded {
    let mut findings = Findings::default();
    match open::open(path, &mut findings) {
        Some(opened) => top::read(opened, overlay, findings),
        None => Loaded { model: None, scenario: Scenario::default(), findings, impossible: Findings::default() },
    }
}

/// Reads a resolved model, such as the `inputs` of a plan.
#[must_use]
pub fn from_value(value: &json::Value) -> Loaded {
    from_value_with(value, &Overlay::default())
}

/// The same with values laid over it; it has no scenarios beside it.
#[must_use]
pub fn from_value_with(value: &json::Value, overlay: &Overlay) -> Loaded {
    let mut findings = Findings::default();
    let opened = open::value(value, &mut findings);
    top::read(opened, overlay, findings)
}

/// A row, if the table has it: stand-in ids of references that failed may lie outside.
fn row_of<I: crate::domain::Index, T>(table: &Table<I, T>, id: I) -> Option<&T> {
    (id.get() < table.len()).then(|| &table[id])
}
