//! Demand is billed for the largest draw of any block, and for a share of what is contracted at least.
//!
//! `billed_mw[a,p] >= drawn[a,p,b]` and `billed_mw[a,p] >= minimum demand[a] x contracted MW[a,p]`: with a price that is not negative
//! the bill is the largest of them.
//!
//! Its price is the demand charge of one more MW.

use crate::domain::Index;
use crate::formulation::Statement;
use crate::formulation::agreed::{column, contracted, drawn};
use crate::formulation::key::{Key, Of};
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "bill_demand";

/// A row for each block and one for the minimum, for each agreement with a demand charge and each period in which it may be in force.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for (a, agreement) in m.ctx.model.agreements.iter() {
        for p in m.ctx.periods() {
            let billed = column(&m.vars.agreed.billed_mw[a.get()], p);
            if billed.is_zero() {
                continue;
            }
            for b in m.ctx.blocks() {
                let key = Key::new(NAME, Of::Agreement(a), Some(p)).in_block(m.ctx.named(b));
                rows.push(Row::at_least(key, billed.clone(), drawn(m.vars, a, p, b)));
            }
            let least = contracted(m.ctx, m.vars, a, p).times(agreement.minimum_demand);
            if !least.is_zero() {
                rows.push(Row::at_least(Key::new(NAME, Of::Minimum(a), Some(p)), billed, least));
            }
        }
    }
    rows
}
