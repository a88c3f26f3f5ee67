//! No more copies start in a period than the crews allow.
//!
//! `begun[j,p] - begun[j,p-1] <= starts_per_period[j]`.
//!
//! Its price is the worth of one more start in that period; rows of integers alone have none.

use crate::formulation::Statement;
use crate::formulation::effects::started;
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "project_pace";

/// One row for each project with a pace and each start period.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for (j, project) in m.ctx.model.projects.iter() {
        let Some(pace) = project.starts_per_period else {
            continue;
        };
        for p in m.ctx.starts(j) {
            let key = Key::new(NAME, Of::Project(j), Some(p));
            rows.push(Row::at_most(key, started(m.ctx, m.vars, j, p), Lin::number(f64::from(pace))));
        }
    }
    rows
}
