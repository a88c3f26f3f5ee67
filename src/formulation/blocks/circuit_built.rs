//! So many circuits are built as copies of their project are in effect.
//!
//! `sum over copies c of built[j,c,p] = effective[j,p]`, for projects with copies that bring circuits in a model with `flow = "dc"`.
//!
//! It holds whole numbers together and has no price.

use crate::formulation::Statement;
use crate::formulation::effects::{at, effective};
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "circuit_built";

/// One row for each project with copies that brings circuits, and each period in which it may be in service.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for of_project in m.vars.circuits.chunk_by(|a, b| a.project == b.project) {
        let j = of_project[0].project;
        for p in m.ctx.periods() {
            let built = of_project.iter().filter_map(|circuit| circuit.built[at(p)]);
            let built = Lin { constant: 0.0, terms: built.map(|column| (column, 1.0)).collect() };
            if !built.terms.is_empty() {
                let key = Key::new(NAME, Of::Project(j), Some(p));
                rows.push(Row::equal(key, built, effective(m.ctx, m.vars, j, p)));
            }
        }
    }
    rows
}
