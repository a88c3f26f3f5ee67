//! A battery takes and gives together no more than its available MW in effect: within a block it may do the one and then the other.
//!
//! `charged[y,p,b] + discharged[y,p,b] <= availability[y,b] x MW in effect[y,p]`.
//!
//! Its price is the worth of one more available MW in b.

use crate::formulation::Statement;
use crate::formulation::key::{Key, Of};
use crate::formulation::row::Row;
use crate::formulation::storage::{charged, discharged, in_effect};

/// The name of the equation and of its rows.
pub const NAME: &str = "battery_power";

/// One row for each battery, period and block that is a part of a day.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for (y, battery) in m.ctx.model.batteries.iter() {
        for (p, b, _) in m.ctx.parts_of_days() {
            let mut moved = charged(m.vars, y, p, b);
            moved.add(1.0, &discharged(m.vars, y, p, b));
            let available = in_effect(m.ctx, m.vars, y, p).times(battery.available(b));
            rows.push(Row::at_most(Key::new(NAME, Of::Battery(y), Some(p)).in_block(m.ctx.named(b)), moved, available));
        }
    }
    rows
}
