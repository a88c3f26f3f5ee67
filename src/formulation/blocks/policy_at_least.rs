//! A measure reaches its least, in each period or in the sum; a number, or a share of another measure.
//!
//! `measure[p] >= at_least[p]`, or `>= at_least[p] x other measure[p]`.
//!
//! Its price is the worth of one more unit of the bound, in the measure's unit.

use crate::formulation::Statement;
use crate::formulation::key::{Key, Of};
use crate::formulation::measure::{policy_rows, policy_sides};
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "policy_at_least";

/// One row for each policy with such a bound and each of its periods, or one for their sum.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for (y, policy) in m.ctx.model.policies.iter() {
        let Some(bound) = &policy.bounds.at_least else { continue };
        for p in policy_rows(m, policy) {
            let (left, mut right) = policy_sides(m, policy, bound, p);
            right.add(-1.0, &m.vars.bent(NAME, Of::Policy(y), p));
            rows.push(Row::at_least(Key::new(NAME, Of::Policy(y), p), left, right));
        }
    }
    rows
}
