//! Demand is billed for the most that is taken in any block, and for a share of what is contracted at least.
//!
//! `billed_mw[a,p] >= drawn[a,p,b]`, of a supply `billed_mw[g,p] >= dispatch[g,p,b]`, and
//! `billed_mw[a,p] >= minimum demand[a] x contracted MW[a,p]`: with a price that is not negative the bill is the largest of them.
//! Contracted MW of a supply are those given, else its MW in service, dark ones included.
//!
//! Its price is the demand charge of one more MW.

use crate::formulation::Statement;
use crate::formulation::agreed::column;
use crate::formulation::billed::Biller;
use crate::formulation::key::Key;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "bill_demand";

/// A row for each block and one for the minimum, for each agreement or supply with a demand charge and each period in which it may be in
/// force.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let (ctx, vars) = (m.ctx, m.vars);
    let mut rows = Vec::new();
    for biller in Biller::all(ctx) {
        let (minimum, _) = biller.least(ctx);
        for p in ctx.periods() {
            let billed = column(biller.billed_mw(vars), p);
            if billed.is_zero() {
                continue;
            }
            for b in ctx.blocks() {
                let key = Key::new(NAME, biller.of(), Some(p)).in_block(ctx.named(b));
                rows.push(Row::at_least(key, billed.clone(), biller.taken(vars, p, b)));
            }
            let least = biller.contracted(ctx, vars, p).times(minimum);
            if !least.is_zero() {
                rows.push(Row::at_least(Key::new(NAME, biller.minimum(), Some(p)), billed, least));
            }
        }
    }
    rows
}
