//! No more chips work than are owned.
//!
//! `sum over c of assigned[s,k,c,p] <= owned[s,k,p]`.
//!
//! Its price is the worth of a thousand more chips at the site in p.

use crate::formulation::Statement;
use crate::formulation::effects::at;
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "chip_assigned";

/// One row for each site, chip and period in which some class could use it.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for (n, stock) in m.ctx.stocks.iter().enumerate() {
        for p in m.ctx.periods() {
            let mut working = Lin::default();
            m.vars.assigned[n].values().for_each(|row| working.terms.extend(row[at(p)].map(|column| (column, 1.0))));
            let Some(owned) = m.vars.owned[n][at(p)] else { continue };
            if !working.terms.is_empty() {
                let key = Key::new(NAME, Of::Stock(stock.site, stock.chip), Some(p));
                rows.push(Row::at_most(key, working, Lin::of(owned, 1.0)));
            }
        }
    }
    rows
}
