//! A start waits for the completion of another project.
//!
//! `begun[j,p] <= copies[j] x all_begun[i, p - lag - lead[i]]`; with `each`, `begun[j,p] <= begun[i, p - lag - lead[i]]`.
//!
//! Its price is the worth of having the other complete; rows of integers alone have none.

use crate::domain::RelationKind;
use crate::formulation::Statement;
use crate::formulation::context::CommitmentOf;
use crate::formulation::effects::{all_begun, begun, kept};
use crate::formulation::key::{Key, Of};
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "project_after";

/// One row for each relation `after` of an open project and each start period.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let (ctx, vars) = (m.ctx, m.vars);
    let mut rows = Vec::new();
    for (j, project) in ctx.model.projects.iter() {
        for relation in project.relations.iter().filter(|r| r.kind == RelationKind::After) {
            let other = relation.project;
            let wait = ctx.cal.periods(relation.lag) + ctx.cal.periods(ctx.model.projects[other].lead);
            for p in ctx.starts(j) {
                let key = Key::new(NAME, Of::Wait(j, other), Some(p));
                let allowed = if relation.each {
                    let copies = begun(ctx, vars, other, p - wait);
                    match ctx.committed_start(other) {
                        Some(_) => kept(ctx, vars, CommitmentOf::Project(other)).times(copies.constant),
                        None => copies,
                    }
                } else {
                    all_begun(ctx, vars, other, p - wait, true).times(f64::from(project.copies))
                };
                rows.push(Row::at_most(key, begun(ctx, vars, j, p), allowed));
            }
        }
    }
    rows
}
