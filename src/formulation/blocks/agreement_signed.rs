//! An agreement is signed once at most.
//!
//! `sum over p of signed[a,p] <= 1`.
//!
//! Rows of integers alone have no price.

use crate::formulation::Statement;
use crate::formulation::agreed::signed;
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "agreement_signed";

/// One row for each agreement on offer that may be signed in more than one period.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for a in m.ctx.model.agreements.ids() {
        let once = signed(m.ctx, m.vars, a);
        if once.terms.len() > 1 {
            rows.push(Row::at_most(Key::new(NAME, Of::Agreement(a), None), once, Lin::number(1.0)));
        }
    }
    rows
}
