//! At most, or exactly, one project or agreement of a group is begun or signed; a committed one counts unless cancelled.
//!
//! `sum over j of any_begun[j] + sum over a and p of signed[a,p] <= 1` (or `= 1`).
//!
//! Its price is the worth of picking one more; rows of integers alone have none.

use crate::domain::{Pick, ProjectId};
use crate::formulation::Statement;
use crate::formulation::agreed::signed;
use crate::formulation::context::CommitmentOf;
use crate::formulation::effects::{begun, kept};
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "group_pick";

/// One row for each group.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for (g, group) in m.ctx.model.groups.iter() {
        let mut picked = Lin::default();
        group.projects.iter().for_each(|&j| picked.add(1.0, &any_begun(m, j)));
        group.agreements.iter().for_each(|&a| picked.add(1.0, &signed(m.ctx, m.vars, a)));
        let key = Key::new(NAME, Of::Group(g), None);
        rows.push(match group.pick {
            Pick::AtMostOne => Row::at_most(key, picked, Lin::number(1.0)),
            Pick::ExactlyOne => Row::equal(key, picked, Lin::number(1.0)),
        });
    }
    rows
}

/// 1 when any copy of a project is begun, else 0.
#[must_use]
pub fn any_begun(m: &Statement, j: ProjectId) -> Lin {
    if m.ctx.model.projects[j].committed.is_some() {
        let part = m.ctx.cancellable(CommitmentOf::Project(j)).is_some_and(|c| m.ctx.commitments[c].part);
        return match m.vars.any_begun.get(&j) {
            Some(&column) if part => Lin::of(column, 1.0),
            _ => kept(m.ctx, m.vars, CommitmentOf::Project(j)),
        };
    }
    match m.vars.any_begun.get(&j) {
        Some(&column) => Lin::of(column, 1.0),
        None => begun(m.ctx, m.vars, j, m.ctx.last()),
    }
}
