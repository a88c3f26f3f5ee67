//! "All copies are begun" is so only when they are.
//!
//! `copies[i] x all_begun[i,t] <= begun[i,t]`, where somebody waits for a project with several copies;
//! `whole[c] <= 1 - sum of cancel[c,p]`, where somebody waits for what may be cancelled in part.
//!
//! Rows of integers alone have no price.

use crate::formulation::Statement;
use crate::formulation::effects::{begun, kept};
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "project_all_begun";

/// One row for each binary `all_begun` and `whole`.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let (ctx, vars) = (m.ctx, m.vars);
    let mut rows = Vec::new();
    for (&(i, t), &column) in &vars.all_begun {
        let key = Key::new(NAME, Of::Project(i), Some(t));
        let copies = f64::from(ctx.model.projects[i].copies);
        rows.push(Row::at_most(key, Lin::of(column, copies), begun(ctx, vars, i, t)));
    }
    for (&c, &column) in &vars.whole {
        let of = ctx.commitments[c].of;
        let key = Key::new(NAME, Of::Commitment(of), None);
        rows.push(Row::at_most(key, Lin::of(column, 1.0), kept(ctx, vars, of)));
    }
    rows
}
