//! A commitment is cancelled once at most.
//!
//! `sum over p of cancel[c,p] <= 1`.
//!
//! Rows of integers alone have no price.

use crate::formulation::Statement;
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "commitment_cancelled";

/// One row for each commitment that can be cancelled in more than one period.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for (c, commitment) in m.ctx.commitments.iter().enumerate() {
        let mut cancelled = Lin::default();
        m.vars.cancel[c].iter().flatten().for_each(|column| cancelled.terms.push((*column, 1.0)));
        if cancelled.terms.len() > 1 {
            rows.push(Row::at_most(Key::new(NAME, Of::Commitment(commitment.of), None), cancelled, Lin::number(1.0)));
        }
    }
    rows
}
