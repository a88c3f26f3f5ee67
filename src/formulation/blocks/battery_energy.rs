//! A battery holds no more than the hours of energy of its MW in effect.
//!
//! `stored_mwh[y,p,b] <= hours[y] x MW in effect[y,p]`.
//!
//! Its price is the worth of one more MWh that can be held at the end of b, in one such day of every period's days.

use crate::formulation::Statement;
use crate::formulation::key::{Key, Of};
use crate::formulation::row::Row;
use crate::formulation::storage::{held, in_effect};

/// The name of the equation and of its rows.
pub const NAME: &str = "battery_energy";

/// One row for each battery, period and block that is a part of a day.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for (y, battery) in m.ctx.model.batteries.iter() {
        for (p, b, _) in m.ctx.parts_of_days() {
            let room = in_effect(m.ctx, m.vars, y, p).times(battery.hours);
            let key = Key::new(NAME, Of::Battery(y), Some(p)).in_block(m.ctx.named(b));
            rows.push(Row::at_most(key, held(m.vars, y, p, b), room));
        }
    }
    rows
}
