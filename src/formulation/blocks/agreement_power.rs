//! No more is drawn under an agreement than it connects.
//!
//! `drawn[a,p] <= connected[a,p]`.
//!
//! Its price is the worth of one more MW under the agreement in p.

use crate::domain::Index;
use crate::formulation::Statement;
use crate::formulation::agreed::{column, connected};
use crate::formulation::key::{Key, Of};
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "agreement_power";

/// One row for each agreement and each period in which it may be in force.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for a in m.ctx.model.agreements.ids() {
        for p in m.ctx.periods() {
            let drawn = column(&m.vars.agreed.drawn[a.get()], p);
            if !drawn.is_zero() {
                rows.push(Row::at_most(
                    Key::new(NAME, Of::Agreement(a), Some(p)),
                    drawn,
                    connected(m.ctx, m.vars, a, p),
                ));
            }
        }
    }
    rows
}
