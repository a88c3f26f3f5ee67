//! A one-site segment is served where it is.
//!
//! `served[q,s,p] <= (demand[q,p] + most that waits from p-1) x located[q,s]`.
//!
//! Its price is the worth of serving one more unit at that site.

use crate::domain::Index;
use crate::formulation::Statement;
use crate::formulation::effects::at;
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "segment_located";

/// One row for each one-site segment, site and period with demand.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for (&(q, s), &located) in &m.vars.located {
        for p in m.ctx.periods() {
            let Some(column) = m.vars.served[q.get()].get(&s).and_then(|row| row[at(p)]) else {
                continue;
            };
            let key = Key::new(NAME, Of::Served(q, s), Some(p));
            rows.push(Row::at_most(key, Lin::of(column, 1.0), Lin::of(located, m.ctx.most_asked(q, p))));
        }
    }
    rows
}
