//! A start waits for the start of another project.
//!
//! `begun[j,p] <= copies[j] x all_begun[i, p - lag]`; with `each`, `begun[j,p] <= begun[i, p - lag]`.
//!
//! Its price is the worth of having the other begun; rows of integers alone have none.

use crate::domain::RelationKind;
use crate::formulation::Statement;
use crate::formulation::effects::{all_begun, begun};
use crate::formulation::key::{Key, Of};
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "project_with";

/// One row for each relation `with` of an open project and each start period.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let (ctx, vars) = (m.ctx, m.vars);
    let mut rows = Vec::new();
    for (j, project) in ctx.model.projects.iter() {
        for relation in project.relations.iter().filter(|r| r.kind == RelationKind::With) {
            let other = relation.project;
            let lag = ctx.cal.periods(relation.lag);
            for p in ctx.starts(j) {
                let key = Key::new(NAME, Of::Wait(j, other), Some(p));
                let allowed = if relation.each {
                    begun(ctx, vars, other, p - lag)
                } else {
                    all_begun(ctx, vars, other, p - lag, false).times(f64::from(project.copies))
                };
                rows.push(Row::at_most(key, begun(ctx, vars, j, p), allowed));
            }
        }
    }
    rows
}
