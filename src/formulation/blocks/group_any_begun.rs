//! "Any copy is begun" is so exactly when one is.
//!
//! `begun[j, P-1] <= copies[j] x any_begun[j]` and `any_begun[j] <= begun[j, P-1]`; for what may be cancelled in part,
//! `any_begun[j] >= 1 - sum of cancel[j,p]`, and `any_begun[j] <= 1 - sum of cancel[j,p]` in a group of which exactly one is
//! picked: no sliver of a commitment stands for the whole.
//!
//! Rows of integers alone have no price.

use crate::domain::Pick;
use crate::formulation::Statement;
use crate::formulation::context::CommitmentOf;
use crate::formulation::effects::{begun, kept};
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "group_any_begun";

/// Two rows for each binary `any_begun`.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for (&j, &column) in &m.vars.any_begun {
        let project = &m.ctx.model.projects[j];
        let key = Key::new(NAME, Of::Project(j), None);
        if project.committed.is_some() {
            let share = kept(m.ctx, m.vars, CommitmentOf::Project(j));
            let mut groups = m.ctx.model.groups.iter().filter(|(_, group)| group.projects.contains(&j));
            if groups.any(|(_, group)| group.pick == Pick::ExactlyOne) {
                let whole = Key::new(NAME, Of::Project(j), Some(0));
                rows.push(Row::at_most(whole, Lin::of(column, 1.0), share.clone()));
            }
            rows.push(Row::at_least(key, Lin::of(column, 1.0), share));
            continue;
        }
        let last = begun(m.ctx, m.vars, j, m.ctx.last());
        rows.push(Row::at_most(key, last.clone(), Lin::of(column, f64::from(project.copies))));
        rows.push(Row::at_most(Key::new(NAME, Of::Project(j), Some(m.ctx.last())), Lin::of(column, 1.0), last));
    }
    rows
}
