//! No line carries more than its rating from its start to its end.
//!
//! `flow[l,p,b] <= rating MW in effect[l,p]`.
//!
//! Its price is the worth of one more MW of rating in b.

use crate::domain::Index;
use crate::formulation::Statement;
use crate::formulation::context::PlaceKey;
use crate::formulation::effects::{Mw, megawatts};
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;
use crate::formulation::slices::column;

/// The name of the equation and of its rows.
pub const NAME: &str = "line_rating";

/// One row for each line, period and block.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for l in m.ctx.model.lines.ids() {
        for (p, b) in m.ctx.slices() {
            let Some(flow) = column(&m.vars.flow[l.get()], p, b) else {
                continue;
            };
            let mut rating = megawatts(m.ctx, m.vars, PlaceKey::Line(l), Mw::Power, p, false);
            rating.add(1.0, &m.vars.bent("line_rating", Of::Line(l), Some(p)));
            rows.push(Row::at_most(
                Key::new(NAME, Of::Line(l), Some(p)).in_block(m.ctx.named(b)),
                Lin::of(flow, 1.0),
                rating,
            ));
        }
    }
    rows
}
