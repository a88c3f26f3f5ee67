//! A supply whose output is as produced gives all that is available, wanted or not.
//!
//! `dispatch[g,p,b] = availability[g,b] x MW in effect[g,p]`.
//!
//! Its price is the worth of one more MW that comes in b; negative where it is one too many.

use crate::domain::Output;
use crate::formulation::Statement;
use crate::formulation::context::PlaceKey;
use crate::formulation::effects::{Mw, megawatts};
use crate::formulation::key::{Key, Of};
use crate::formulation::row::Row;
use crate::formulation::slices::dispatched;

/// The name of the equation and of its rows.
pub const NAME: &str = "supply_produced";

/// One row for each supply whose output is as produced, period and block.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for (g, supply) in m.ctx.model.supplies.iter().filter(|(_, supply)| supply.output == Output::AsProduced) {
        for (p, b) in m.ctx.slices() {
            let produced =
                megawatts(m.ctx, m.vars, PlaceKey::Supply(g), Mw::Power, p, false).times(supply.available(b));
            let key = Key::new(NAME, Of::Supply(g), Some(p)).in_block(m.ctx.named(b));
            rows.push(Row::equal(key, dispatched(m.vars, g, p, b), produced));
        }
    }
    rows
}
