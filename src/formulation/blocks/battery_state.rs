//! What is in a battery at the end of a block is what was in it before, and what it took and gave, each with half of the loss; a day
//! ends as it began.
//!
//! `stored_mwh[y,p,b] = stored_mwh[y,p,block before] + hours_of_day[b] x (sqrt(efficiency[y]) x charged[y,p,b] - discharged[y,p,b] / sqrt(efficiency[y]))`;
//! before the first block of a day is its last.
//!
//! Its price is the worth of one MWh put into the battery in b, in one such day of every period's days.

use crate::formulation::Statement;
use crate::formulation::key::{Key, Of};
use crate::formulation::row::Row;
use crate::formulation::storage::{gained, held};

/// The name of the equation and of its rows.
pub const NAME: &str = "battery_state";

/// One row for each battery, period and block that is a part of a day.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let (ctx, vars) = (m.ctx, m.vars);
    let mut rows = Vec::new();
    for y in ctx.model.batteries.ids() {
        for (p, b, part) in ctx.parts_of_days() {
            let mut after = held(vars, y, p, ctx.before(b, part));
            after.add(1.0, &gained(ctx, vars, y, p, (b, part.hours)));
            let key = Key::new(NAME, Of::Battery(y), Some(p)).in_block(ctx.named(b));
            rows.push(Row::equal(key, held(vars, y, p, b), after));
        }
    }
    rows
}
