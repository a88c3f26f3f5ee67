//! Demand is served or stays unmet; firm demand is served.
//!
//! `sum over s of served[q,s,p] + unmet[q,p] = demand[q,p]`; a firm segment has no `unmet`, only what it may bend by.
//!
//! Its price is the worth of one more unit of demand of the segment in p.

use crate::domain::Index;
use crate::formulation::Statement;
use crate::formulation::effects::{at, served};
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "demand_met";

/// One row for each segment and period with demand.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for q in m.ctx.model.segments.ids() {
        for p in m.ctx.periods() {
            let demand = m.ctx.demand(q, p);
            if demand <= 0.0 {
                continue;
            }
            let of = Of::Segment(q);
            let mut right = Lin::number(demand);
            right.terms.extend(m.vars.unmet[q.get()][at(p)].map(|column| (column, -1.0)));
            right.add(-1.0, &m.vars.bent(NAME, of, Some(p)));
            rows.push(Row::equal(Key::new(NAME, of, Some(p)), served(m.vars, q, p), right));
        }
    }
    rows
}
