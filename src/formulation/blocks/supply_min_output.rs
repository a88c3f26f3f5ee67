//! A supply that is dispatched gives at least its least output, which may be negative.
//!
//! `dispatch[g,p,b] >= min_output[g]`, or a share of the MW in effect.
//!
//! Its price is what one MW less of least output in b would save.

use crate::domain::{MinOutput, Output};
use crate::formulation::Statement;
use crate::formulation::context::PlaceKey;
use crate::formulation::effects::{Mw, megawatts};
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;
use crate::formulation::slices::dispatched;

/// The name of the equation and of its rows.
pub const NAME: &str = "supply_min_output";

/// One row for each supply that is dispatched, period and block.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for (g, supply) in m.ctx.model.supplies.iter().filter(|(_, supply)| supply.output == Output::Dispatched) {
        for (p, b) in m.ctx.slices() {
            let least = match supply.min_output {
                MinOutput::Megawatts(mw) => Lin::number(mw),
                MinOutput::Share(share) => {
                    megawatts(m.ctx, m.vars, PlaceKey::Supply(g), Mw::Power, p, false).times(share)
                }
            };
            rows.push(Row::at_least(
                Key::new(NAME, Of::Supply(g), Some(p)).in_block(m.ctx.named(b)),
                dispatched(m.vars, g, p, b),
                least,
            ));
        }
    }
    rows
}
