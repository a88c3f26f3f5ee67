//! No more waits at the end of a period than a share of its demand.
//!
//! `waiting[q,p] <= up_to[q] x demand[q,p]`.
//!
//! Its price is the worth of one more unit that may wait; the last period has no row, for nothing waits beyond it.

use crate::domain::Index;
use crate::formulation::Statement;
use crate::formulation::effects::at;
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "demand_waiting";

/// One row for each segment that may wait and each period but the last with demand.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for q in m.ctx.model.segments.ids() {
        for p in m.ctx.periods() {
            if let Some(column) = m.vars.waiting[q.get()][at(p)] {
                let key = Key::new(NAME, Of::Segment(q), Some(p));
                rows.push(Row::at_most(key, Lin::of(column, 1.0), Lin::number(m.ctx.may_wait(q, p))));
            }
        }
    }
    rows
}
