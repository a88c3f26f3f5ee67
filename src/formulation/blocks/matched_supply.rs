//! What is matched without carbon in a block is no more than comes without carbon in the region.
//!
//! `matched[r,p,b] <= sum over g of r without carbon of dispatch[g,p,b]`, at nodes of the region and behind the meters of its sites; for
//! regions that a policy on `carbon_free` looks at.
//!
//! Its price is the worth of one more MW without carbon in b.

use crate::formulation::Statement;
use crate::formulation::key::{Key, Of};
use crate::formulation::matched::{carbon_free_output, matched};
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "matched_supply";

/// One row for each such region, period and block.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let (ctx, vars) = (m.ctx, m.vars);
    let mut rows = Vec::new();
    for &r in vars.matched.keys() {
        for (p, b) in ctx.slices() {
            let key = Key::new(NAME, Of::Region(r), Some(p)).in_block(ctx.named(b));
            rows.push(Row::at_most(key, matched(vars, r, p, b), carbon_free_output(ctx, vars, r, p, b)));
        }
    }
    rows
}
