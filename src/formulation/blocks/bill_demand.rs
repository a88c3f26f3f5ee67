//! Demand is billed for the largest draw, and for a share of what is contracted at least.
//!
//! `billed_mw[a,p] >= drawn[a,p]` and `billed_mw[a,p] >= minimum demand[a] x contracted MW[a,p]`: with a price that is not negative the
//! bill is the larger of the two.
//!
//! Its price is the demand charge of one more MW.

use crate::domain::Index;
use crate::formulation::Statement;
use crate::formulation::agreed::{column, contracted};
use crate::formulation::key::{Key, Of};
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "bill_demand";

/// Two rows for each agreement with a demand charge and each period in which it may be in force.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for (a, agreement) in m.ctx.model.agreements.iter() {
        for p in m.ctx.periods() {
            let billed = column(&m.vars.agreed.billed_mw[a.get()], p);
            if billed.is_zero() {
                continue;
            }
            let drawn = column(&m.vars.agreed.drawn[a.get()], p);
            rows.push(Row::at_least(Key::new(NAME, Of::Agreement(a), Some(p)), billed.clone(), drawn));
            let least = contracted(m.ctx, m.vars, a, p).times(agreement.minimum_demand);
            if !least.is_zero() {
                rows.push(Row::at_least(Key::new(NAME, Of::Minimum(a), Some(p)), billed, least));
            }
        }
    }
    rows
}
