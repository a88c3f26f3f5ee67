//! Energy is billed for what is taken, and for a share of what is contracted in all hours at least.
//!
//! `billed_gwh[a,p] >= sum over b of hours[b] x drawn[a,p,b] / 1000`, of a supply with a minimum bill
//! `billed_gwh[g,p] >= sum over b of hours[b] x dispatch[g,p,b] / 1000`, and
//! `billed_gwh[a,p] >= minimum bill[a] x contracted MW[a,p] x sum of hours[b] / 1000`: with a price that is not negative the bill is the
//! larger of the two, and nobody is forced to take.
//!
//! Its price is the energy charge of one more GWh.

use crate::formulation::Statement;
use crate::formulation::agreed::column;
use crate::formulation::billed::Biller;
use crate::formulation::key::Key;
use crate::formulation::row::Row;
use crate::formulation::scale::ENERGY;

/// The name of the equation and of its rows.
pub const NAME: &str = "bill_energy";

/// Two rows for each agreement with an energy charge or supply with a minimum bill and each period in which it may be in force.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let (ctx, vars) = (m.ctx, m.vars);
    let mut rows = Vec::new();
    let hours = ctx.all_hours() / ENERGY;
    for biller in Biller::all(ctx) {
        let (_, minimum) = biller.least(ctx);
        for p in ctx.periods() {
            let billed = column(biller.billed_gwh(vars), p);
            if billed.is_zero() {
                continue;
            }
            let taken = biller.taken_mwh(ctx, vars, p).times(1.0 / ENERGY);
            rows.push(Row::at_least(Key::new(NAME, biller.of(), Some(p)), billed.clone(), taken));
            let least = biller.contracted(ctx, vars, p).times(minimum * hours);
            if !least.is_zero() {
                rows.push(Row::at_least(Key::new(NAME, biller.minimum(), Some(p)), billed, least));
            }
        }
    }
    rows
}
