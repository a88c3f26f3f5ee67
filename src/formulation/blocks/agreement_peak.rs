//! The peak of a period is the largest draw under the agreement in any of its blocks.
//!
//! `peak[a,p] >= drawn[a,p,b]`, where load may be called off.
//!
//! Its price is what calling off one more MW costs.

use crate::domain::Index;
use crate::formulation::Statement;
use crate::formulation::agreed::{column, drawn};
use crate::formulation::key::{Key, Of};
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "agreement_peak";

/// One row for each agreement that may be curtailed, each period in which it may be in force and each of its blocks.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for a in m.ctx.model.agreements.ids() {
        for (p, b) in m.ctx.slices() {
            let peak = column(&m.vars.agreed.peak[a.get()], p);
            if !peak.is_zero() {
                let key = Key::new(NAME, Of::Agreement(a), Some(p)).in_block(m.ctx.named(b));
                rows.push(Row::at_least(key, peak, drawn(m.vars, a, p, b)));
            }
        }
    }
    rows
}
