//! The peak of a period is the largest draw under the agreement.
//!
//! `peak[a,p] >= drawn[a,p]`, where load may be called off.
//!
//! Its price is what calling off one more MW costs.

use crate::domain::Index;
use crate::formulation::Statement;
use crate::formulation::agreed::column;
use crate::formulation::key::{Key, Of};
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "agreement_peak";

/// One row for each agreement that may be curtailed and each period in which it may be in force.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for a in m.ctx.model.agreements.ids() {
        for p in m.ctx.periods() {
            let peak = column(&m.vars.agreed.peak[a.get()], p);
            if !peak.is_zero() {
                let drawn = column(&m.vars.agreed.drawn[a.get()], p);
                rows.push(Row::at_least(Key::new(NAME, Of::Agreement(a), Some(p)), peak, drawn));
            }
        }
    }
    rows
}
