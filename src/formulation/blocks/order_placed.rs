//! An order of a period pays its order cost.
//!
//! `ordered[i,p] <= most[i] x placed[i,p]`, where `most` is what all demand could ever use, or what is on offer.
//!
//! Its price has no meaning for a planner: the row joins a quantity to a binary.

use crate::formulation::Statement;
use crate::formulation::effects::{at, ordered};
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "order_placed";

/// One row for each purchase with an order cost and each order period.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for (i, purchase) in m.ctx.purchases.iter().enumerate() {
        for p in m.ctx.periods() {
            let Some(placed) = m.vars.placed[i][at(p)] else {
                continue;
            };
            let key = Key::new(NAME, Of::Purchase(purchase.of), Some(p));
            rows.push(Row::at_most(key, ordered(m.ctx, m.vars, i, p), Lin::of(placed, purchase.most)));
        }
    }
    rows
}
