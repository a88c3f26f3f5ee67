//! "All copies are in effect" is so only when they are.
//!
//! `copies[i] x all_effective[i,t] <= effective[i,t]`, where somebody needs a project with several copies.
//!
//! Its price is the worth of one more copy in effect for those who need all.

use crate::formulation::Statement;
use crate::formulation::effects::effective;
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "project_all_effective";

/// One row for each binary `all_effective`.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for (&(i, t), &column) in &m.vars.all_effective {
        let key = Key::new(NAME, Of::Project(i), Some(t));
        let copies = f64::from(m.ctx.model.projects[i].copies);
        rows.push(Row::at_most(key, Lin::of(column, copies), effective(m.ctx, m.vars, i, t)));
    }
    rows
}
