//! What a line carries follows from the angles at its ends (Kirchhoff's laws, linear).
//!
//! `flow[l,p] = susceptance[l] x (angle[from,p] - angle[to,p] - shift[l])`, for what stands in a model with `flow = "dc"`.
//!
//! Its price is what one MW that flows around the law on l in p would be worth.

use crate::domain::Index;
use crate::formulation::Statement;
use crate::formulation::circuits::lawful;
use crate::formulation::effects::at;
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "line_law";

/// One row for each line that stands and each period.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    if !m.ctx.has_angles() {
        return rows;
    }
    for l in m.ctx.model.lines.ids() {
        for p in m.ctx.periods() {
            let Some(flow) = m.vars.flow[l.get()][at(p)] else {
                continue;
            };
            let key = Key::new(NAME, Of::Line(l), Some(p));
            rows.push(Row::equal(key, Lin::of(flow, 1.0), lawful(m.ctx, m.vars, l, 1.0, p)));
        }
    }
    rows
}
