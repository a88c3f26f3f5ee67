//! What a line carries follows from the angles at its ends (Kirchhoff's laws, linear).
//!
//! `flow[l,p,b] = susceptance[l] x (angle[from,p,b] - angle[to,p,b] - shift[l])`, for what stands in a model with `flow = "dc"`.
//!
//! Its price is what one MW that flows around the law on l in b would be worth.

use crate::domain::Index;
use crate::formulation::Statement;
use crate::formulation::circuits::lawful;
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;
use crate::formulation::slices::column;

/// The name of the equation and of its rows.
pub const NAME: &str = "line_law";

/// One row for each line that stands, period and block.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    if !m.ctx.has_angles() {
        return rows;
    }
    for l in m.ctx.model.lines.ids() {
        for (p, b) in m.ctx.slices() {
            let Some(flow) = column(&m.vars.flow[l.get()], p, b) else {
                continue;
            };
            let key = Key::new(NAME, Of::Line(l), Some(p)).in_block(m.ctx.named(b));
            rows.push(Row::equal(key, Lin::of(flow, 1.0), lawful(m.ctx, m.vars, l, 1.0, p, b)));
        }
    }
    rows
}
