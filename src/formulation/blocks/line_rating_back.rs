//! No line carries more than its rating from its end to its start.
//!
//! `- flow[l,p] <= rating MW in effect[l,p]`.
//!
//! Its price is the worth of one more MW of rating in p.

use crate::domain::Index;
use crate::formulation::Statement;
use crate::formulation::context::PlaceKey;
use crate::formulation::effects::{Mw, at, megawatts};
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "line_rating_back";

/// One row for each line and period.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for l in m.ctx.model.lines.ids() {
        for p in m.ctx.periods() {
            let Some(flow) = m.vars.flow[l.get()][at(p)] else {
                continue;
            };
            let mut rating = megawatts(m.ctx, m.vars, PlaceKey::Line(l), Mw::Power, p, false);
            rating.add(1.0, &m.vars.bent("line_rating", Of::Line(l), Some(p)));
            rows.push(Row::at_most(Key::new(NAME, Of::Line(l), Some(p)), Lin::of(flow, -1.0), rating));
        }
    }
    rows
}
