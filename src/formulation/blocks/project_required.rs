//! A required project has all its copies begun within the horizon.
//!
//! `begun[j, P-1] = copies[j]`.
//!
//! Its price is what one copy less would save; rows of integers alone have none.

use crate::formulation::Statement;
use crate::formulation::effects::begun;
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "project_required";

/// One row for each open required project.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let required = m.ctx.model.projects.iter().filter(|(_, j)| j.required && j.committed.is_none());
    required
        .map(|(j, project)| {
            let key = Key::new(NAME, Of::Project(j), None);
            Row::at_least(key, begun(m.ctx, m.vars, j, m.ctx.last()), Lin::number(f64::from(project.copies)))
        })
        .collect()
}
