//! Who pays for an order places one.
//!
//! `ordered[i,p] >= least[i] x placed[i,p]`, where `least` is a lot, or nearly nothing.
//!
//! Its price has no meaning for a planner: the row joins a quantity to a binary.

use crate::formulation::Statement;
use crate::formulation::effects::{at, ordered};
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "order_least";

/// Nearly nothing, in thousand chips or MW: an order without lots may be small, but paying for none is no order.
const LEAST: f64 = 1e-6;

/// One row for each purchase with an order cost and each order period.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for (i, purchase) in m.ctx.purchases.iter().enumerate() {
        let least = purchase.lot.unwrap_or(LEAST);
        for p in m.ctx.periods() {
            let Some(placed) = m.vars.placed[i][at(p)] else {
                continue;
            };
            let key = Key::new(NAME, Of::Purchase(purchase.of), Some(p));
            rows.push(Row::at_least(key, ordered(m.ctx, m.vars, i, p), Lin::of(placed, least)));
        }
    }
    rows
}
