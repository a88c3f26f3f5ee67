//! Demand is served, waits or stays unmet; firm demand is served in the end.
//!
//! `sum over s of served[q,s,p] + unmet[q,p] + waiting[q,p] = demand[q,p] + waiting[q,p-1]`; nothing waits before the first period
//! or after the last; a firm segment has no `unmet`, only what it may bend by.
//!
//! Its price is the worth of one more unit of demand of the segment in p.

use crate::domain::Index;
use crate::formulation::Statement;
use crate::formulation::effects::{at, served};
use crate::formulation::key::{Key, Of};
use crate::formulation::row::Row;
use crate::formulation::waiting::asked;

/// The name of the equation and of its rows.
pub const NAME: &str = "demand_met";

/// One row for each segment and period with demand, or in which some may have waited for.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for q in m.ctx.model.segments.ids() {
        for p in m.ctx.periods() {
            if m.ctx.most_asked(q, p) <= 0.0 {
                continue;
            }
            let of = Of::Segment(q);
            let mut right = asked(m.ctx, m.vars, q, p);
            right.terms.extend(m.vars.unmet[q.get()][at(p)].map(|column| (column, -1.0)));
            right.add(-1.0, &m.vars.bent(NAME, of, Some(p)));
            rows.push(Row::equal(Key::new(NAME, of, Some(p)), served(m.vars, q, p), right));
        }
    }
    rows
}
