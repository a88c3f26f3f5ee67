//! No more is drawn under an agreement than it gives.
//!
//! `drawn[a,p,b] <= connected[a,p]`; of one that brings a supply `drawn[a,p,b] <= availability[g,b] x connected[a,p]`.
//!
//! Its price is the worth of one more MW under the agreement in b.

use crate::formulation::Statement;
use crate::formulation::agreed::{connected, drawn};
use crate::formulation::key::{Key, Of};
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "agreement_power";

/// One row for each agreement, each period in which it may be in force and each of its blocks.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for a in m.ctx.model.agreements.ids() {
        for (p, b) in m.ctx.slices() {
            let drawn = drawn(m.vars, a, p, b);
            if !drawn.is_zero() {
                let key = Key::new(NAME, Of::Agreement(a), Some(p)).in_block(m.ctx.named(b));
                rows.push(Row::at_most(key, drawn, connected(m.ctx, m.vars, a, p).times(m.ctx.available(a, b))));
            }
        }
    }
    rows
}
