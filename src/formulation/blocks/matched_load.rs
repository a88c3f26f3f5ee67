//! What is matched without carbon in a block is no more than the sites of the region draw.
//!
//! `matched[r,p,b] <= sum over sites of r of pue[s] x IT power[s,p] x load factor[s,b]`, for regions that a policy on `carbon_free` looks at.
//!
//! Its price is the worth of one more MW of load in b that could be matched.

use crate::formulation::Statement;
use crate::formulation::key::{Key, Of};
use crate::formulation::matched::{matched, regional_load};
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "matched_load";

/// One row for each such region, period and block.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let (ctx, vars) = (m.ctx, m.vars);
    let mut rows = Vec::new();
    for &r in vars.matched.keys() {
        for (p, b) in ctx.slices() {
            let key = Key::new(NAME, Of::Region(r), Some(p)).in_block(ctx.named(b));
            rows.push(Row::at_most(key, matched(vars, r, p, b), regional_load(ctx, vars, r, p, b)));
        }
    }
    rows
}
