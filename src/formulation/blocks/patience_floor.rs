//! Free cash flow, of a period or accumulated, stays at or above the floor.
//!
//! `cash_flow[p] >= at_least`, or `sum over t <= p of cash_flow[t] >= at_least`.
//!
//! Its price is the worth of a floor that is one M USD lower.

use crate::domain::Per;
use crate::formulation::Statement;
use crate::formulation::effects::at;
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;
use crate::formulation::scale::MONEY;

/// The name of the equation and of its rows.
pub const NAME: &str = "patience_floor";

/// One row for each floor and each of its periods.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for (y, patience) in m.ctx.model.patience.iter() {
        for p in m.ctx.cal.within(patience.periods) {
            let first = match patience.per {
                Per::Period => p,
                Per::Cumulative => 0,
            };
            let flows = (first..=p).filter_map(|t| m.vars.cash_flow[at(t)]);
            let mut left = Lin::default();
            flows.for_each(|column| left.terms.push((column, 1.0)));
            let mut floor = Lin::number(patience.at_least / MONEY);
            floor.add(-1.0, &m.vars.bent(NAME, Of::Patience(y), Some(p)));
            rows.push(Row::at_least(Key::new(NAME, Of::Patience(y), Some(p)), left, floor));
        }
    }
    rows
}
