//! A supply that is dispatched gives no more than its available MW in effect.
//!
//! `dispatch[g,p,b] <= availability[g,b] x MW in effect[g,p]`.
//!
//! Its price is the worth of one more available MW in b.

use crate::domain::Output;
use crate::formulation::Statement;
use crate::formulation::context::PlaceKey;
use crate::formulation::effects::{Mw, megawatts};
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;
use crate::formulation::slices::dispatched;

/// The name of the equation and of its rows.
pub const NAME: &str = "supply_power";

/// One row for each supply that is dispatched, period and block.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for (g, supply) in m.ctx.model.supplies.iter().filter(|(_, supply)| supply.output == Output::Dispatched) {
        for (p, b) in m.ctx.slices() {
            let available: Lin =
                megawatts(m.ctx, m.vars, PlaceKey::Supply(g), Mw::Power, p, false).times(supply.available(b));
            rows.push(Row::at_most(
                Key::new(NAME, Of::Supply(g), Some(p)).in_block(m.ctx.named(b)),
                dispatched(m.vars, g, p, b),
                available,
            ));
        }
    }
    rows
}
