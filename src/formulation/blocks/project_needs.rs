//! Effects count only while everything needed is in effect.
//!
//! `effective[j,p] <= copies[j] x all_effective[i, p - lag]`; with `each`, `effective[j,p] <= effective[i, p - lag]`.
//!
//! Its price is the worth of one more copy of the needed project in effect in p.

use crate::domain::{Index, RelationKind};
use crate::formulation::Statement;
use crate::formulation::effects::{all_effective, at, effective};
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "project_needs";

/// One row for each relation `needs` and each period in which the project may be in service.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let (ctx, vars) = (m.ctx, m.vars);
    let mut rows = Vec::new();
    for (j, project) in ctx.model.projects.iter() {
        for relation in project.relations.iter().filter(|r| r.kind == RelationKind::Needs) {
            let other = relation.project;
            let lag = ctx.cal.periods(relation.lag);
            for p in ctx.periods() {
                let Some(column) = vars.effective[j.get()][at(p)] else {
                    continue;
                };
                let key = Key::new(NAME, Of::Wait(j, other), Some(p));
                let allowed = if relation.each {
                    effective(ctx, vars, other, p - lag)
                } else {
                    all_effective(ctx, vars, other, p - lag).times(f64::from(project.copies))
                };
                rows.push(Row::at_most(key, Lin::of(column, 1.0), allowed));
            }
        }
    }
    rows
}
