//! No more megawatts of an expansion are in service at once than are on offer.
//!
//! `sum of orders in service[x,p] <= MW on offer[x]`.
//!
//! Its price is the worth of one more MW on offer in p.

use crate::domain::OrderOf;
use crate::formulation::Statement;
use crate::formulation::context::Bought;
use crate::formulation::effects::{bought_in_service, order_in_service};
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "expansion_offer";

/// One row for each expansion and period.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for (i, purchase) in m.ctx.purchases.iter().enumerate() {
        let Bought::Expansion(x) = purchase.of else { continue };
        for p in m.ctx.periods() {
            let mut taken = Lin::default();
            taken.add(1.0, &bought_in_service(m.ctx, m.vars, i, p));
            for (o, _) in m.ctx.model.orders.iter().filter(|(_, order)| order.of == OrderOf::Expansion(x)) {
                taken.add(1.0, &order_in_service(m.ctx, m.vars, o, p));
            }
            let offered = Lin::number(m.ctx.model.expansions[x].adds.mw());
            rows.push(Row::at_most(Key::new(NAME, Of::Expansion(x), Some(p)), taken, offered));
        }
    }
    rows
}
