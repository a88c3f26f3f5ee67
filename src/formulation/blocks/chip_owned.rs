//! Chips owned are those of the period before, plus arrivals, less those whose life ends.
//!
//! `owned[s,k,p] = existing fleet[p] + sum of orders in service in p`; here `owned[p] - owned[p-1] = arriving[p] - leaving[p]`.
//!
//! Its price is the worth of a thousand chips given to the site in p and kept.

use crate::domain::OrderId;
use crate::formulation::Statement;
use crate::formulation::effects::{at, order_in_service, ordered};
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "chip_owned";

/// One row for each site, chip and period.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for (n, stock) in m.ctx.stocks.iter().enumerate() {
        for p in m.ctx.periods() {
            let Some(owned) = m.vars.owned[n][at(p)] else { continue };
            let mut left = Lin::of(owned, 1.0);
            let before = p - 1;
            if before >= 0 {
                left.terms.extend(m.vars.owned[n][at(before)].map(|column| (column, -1.0)));
            }
            let mut right =
                Lin::number(stock.existing[at(p)] - if before >= 0 { stock.existing[at(before)] } else { 0.0 });
            for &o in &stock.orders {
                right.add(1.0, &committed(m, o, p));
                right.add(-1.0, &committed(m, o, before));
            }
            if let Some(i) = stock.purchase {
                let purchase = &m.ctx.purchases[i];
                right.add(1.0, &ordered(m.ctx, m.vars, i, p - purchase.lead));
                if let Some(life) = purchase.life {
                    right.add(-1.0, &ordered(m.ctx, m.vars, i, p - purchase.lead - life));
                }
            }
            rows.push(Row::equal(Key::new(NAME, Of::Stock(stock.site, stock.chip), Some(p)), left, right));
        }
    }
    rows
}

/// Chips of a committed order in service; none before the horizon, whose chips count as arriving in period 0.
fn committed(m: &Statement, o: OrderId, p: i32) -> Lin {
    if p < 0 { Lin::default() } else { order_in_service(m.ctx, m.vars, o, p) }
}
