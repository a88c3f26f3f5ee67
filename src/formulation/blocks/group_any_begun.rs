//! "Any copy is begun" is so exactly when one is.
//!
//! `begun[j, P-1] <= copies[j] x any_begun[j]` and `any_begun[j] <= begun[j, P-1]`; for what may be cancelled in part,
//! `any_begun[j] >= 1 - sum of cancel[j,p]` and `any_begun[j] <= 10,000 x (1 - sum of cancel[j,p])`.
//!
//! Rows of integers alone have no price.

use crate::formulation::Statement;
use crate::formulation::context::CommitmentOf;
use crate::formulation::effects::{begun, kept};
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "group_any_begun";

/// A commitment of which less than one part in so many is kept does not count as begun.
const SMALLEST: f64 = 1e4;

/// Two rows for each binary `any_begun`.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for (&j, &column) in &m.vars.any_begun {
        let project = &m.ctx.model.projects[j];
        let key = Key::new(NAME, Of::Project(j), None);
        if project.committed.is_some() {
            let share = kept(m.ctx, m.vars, CommitmentOf::Project(j));
            rows.push(Row::at_most(
                Key::new(NAME, Of::Project(j), Some(0)),
                Lin::of(column, 1.0),
                share.times(SMALLEST),
            ));
            rows.push(Row::at_least(key, Lin::of(column, 1.0), share));
            continue;
        }
        let last = begun(m.ctx, m.vars, j, m.ctx.last());
        rows.push(Row::at_most(key, last.clone(), Lin::of(column, f64::from(project.copies))));
        rows.push(Row::at_most(Key::new(NAME, Of::Project(j), Some(m.ctx.last())), Lin::of(column, 1.0), last));
    }
    rows
}
