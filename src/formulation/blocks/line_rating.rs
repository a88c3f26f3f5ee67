//! No line carries more than its rating from its start to its end.
//!
//! `flow[l,p,b] <= rating MW in effect[l,p]`.
//!
//! Its price is the worth of one more MW of rating in b.

use crate::formulation::Statement;
use crate::formulation::circuits::carried;
use crate::formulation::context::PlaceKey;
use crate::formulation::effects::{Mw, megawatts};
use crate::formulation::key::{Key, Of};
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "line_rating";

/// One row for each line with a rating, period and block.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for (l, _) in m.ctx.model.lines.iter().filter(|(_, line)| line.rating_mw.is_some()) {
        for (p, b) in m.ctx.slices() {
            let flow = carried(m.vars, l, p, b);
            if flow.terms.is_empty() {
                continue;
            }
            let mut rating = megawatts(m.ctx, m.vars, PlaceKey::Line(l), Mw::Power, p, false);
            rating.add(1.0, &m.vars.bent("line_rating", Of::Line(l), Some(p)));
            let key = Key::new(NAME, Of::Line(l), Some(p)).in_block(m.ctx.named(b));
            rows.push(Row::at_most(key, flow, rating));
        }
    }
    rows
}
