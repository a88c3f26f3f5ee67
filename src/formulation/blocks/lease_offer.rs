//! No more megawatts of a lease are in service at once than are on offer.
//!
//! `sum of orders in service[l,p] <= MW on offer[l]`.
//!
//! Its price is the worth of one more MW on offer in p.

use crate::formulation::Statement;
use crate::formulation::context::Bought;
use crate::formulation::effects::bought_in_service;
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "lease_offer";

/// One row for each lease and period.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for (i, purchase) in m.ctx.purchases.iter().enumerate() {
        let Bought::Lease(l) = purchase.of else { continue };
        for p in m.ctx.periods() {
            let mut taken = Lin::default();
            taken.add(1.0, &bought_in_service(m.ctx, m.vars, i, p));
            let offered = Lin::number(m.ctx.model.leases[l].adds.mw());
            rows.push(Row::at_most(Key::new(NAME, Of::Lease(l), Some(p)), taken, offered));
        }
    }
    rows
}
