//! Energy is billed for what is drawn, and for a share of what is contracted in all hours at least.
//!
//! `billed_gwh[a,p] >= sum over b of hours[b] x drawn[a,p,b] / 1000` and
//! `billed_gwh[a,p] >= minimum bill[a] x contracted MW[a,p] x sum of hours[b] / 1000`: with a price that is not negative the bill is the
//! larger of the two, and nobody is forced to draw.
//!
//! Its price is the energy charge of one more GWh.

use crate::domain::Index;
use crate::formulation::Statement;
use crate::formulation::agreed::{column, contracted, drawn_mwh};
use crate::formulation::key::{Key, Of};
use crate::formulation::row::Row;
use crate::formulation::scale::ENERGY;

/// The name of the equation and of its rows.
pub const NAME: &str = "bill_energy";

/// Two rows for each agreement with an energy charge and each period in which it may be in force.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    let hours = m.ctx.all_hours() / ENERGY;
    for (a, agreement) in m.ctx.model.agreements.iter() {
        for p in m.ctx.periods() {
            let billed = column(&m.vars.agreed.billed_gwh[a.get()], p);
            if billed.is_zero() {
                continue;
            }
            let drawn = drawn_mwh(m.ctx, m.vars, a, p).times(1.0 / ENERGY);
            rows.push(Row::at_least(Key::new(NAME, Of::Agreement(a), Some(p)), billed.clone(), drawn));
            let least = contracted(m.ctx, m.vars, a, p).times(agreement.minimum_bill * hours);
            if !least.is_zero() {
                rows.push(Row::at_least(Key::new(NAME, Of::Minimum(a), Some(p)), billed, least));
            }
        }
    }
    rows
}
