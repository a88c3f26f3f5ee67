//! An order of a period pays its order cost.
//!
//! `least[i] x placed[i,p] <= ordered[i,p] <= most[i] x placed[i,p]`, where `least` is a lot, or nearly nothing, and `most` what
//! all demand could ever use, or what is on offer.
//!
//! Its price has no meaning for a planner: the row joins a quantity to a binary.

use crate::formulation::Statement;
use crate::formulation::effects::{at, ordered};
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "order_placed";

/// Nearly nothing, in thousand chips or MW: an order without lots may be small, but paying for none is no order.
const LEAST: f64 = 1e-6;

/// Two rows for each purchase with an order cost and each order period.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for (i, purchase) in m.ctx.purchases.iter().enumerate() {
        for p in m.ctx.periods() {
            let Some(placed) = m.vars.placed[i][at(p)] else {
                continue;
            };
            let key = Key::new(NAME, Of::Purchase(purchase.of), Some(p));
            let quantity = ordered(m.ctx, m.vars, i, p);
            let least = purchase.lot.unwrap_or(LEAST);
            rows.push(Row::at_least(key, quantity.clone(), Lin::of(placed, least)));
            rows.push(Row::at_most(key, quantity, Lin::of(placed, purchase.most)));
        }
    }
    rows
}
