//! No more copies are in effect than are in service.
//!
//! `effective[j,p] <= begun[j, p - lead] - begun[j, p - lead - life]`, times the share kept of a commitment.
//!
//! Its price is the worth of one more copy in service in p.

use crate::domain::Index;
use crate::formulation::Statement;
use crate::formulation::effects::{at, in_service};
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "project_effect";

/// One row for each project with needs and each period in which it may be in service.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for j in m.ctx.model.projects.ids() {
        for p in m.ctx.periods() {
            let Some(column) = m.vars.effective[j.get()][at(p)] else {
                continue;
            };
            let key = Key::new(NAME, Of::Project(j), Some(p));
            rows.push(Row::at_most(key, Lin::of(column, 1.0), in_service(m.ctx, m.vars, j, p)));
        }
    }
    rows
}
