//! What is begun stays begun.
//!
//! `begun[j,p] >= begun[j,p-1]` for open projects and periods of their start window.
//!
//! Its price is the worth of undoing a start; rows of integers alone have none.

use crate::formulation::Statement;
use crate::formulation::effects::begun;
use crate::formulation::key::{Key, Of};
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "project_begun";

/// One row for each open project and start period after the first.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for j in m.ctx.model.projects.ids() {
        for p in m.ctx.starts(j).skip(1) {
            let key = Key::new(NAME, Of::Project(j), Some(p));
            rows.push(Row::at_least(key, begun(m.ctx, m.vars, j, p), begun(m.ctx, m.vars, j, p - 1)));
        }
    }
    rows
}
