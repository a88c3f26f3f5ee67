//! Only what was signed is ended early, and once.
//!
//! `sum over t of ended[a,e,t] <= sum of signed[a,p] over p energised in e`, for t = e + minimum time .. e + term - 1.
//!
//! Its price is the worth of one more way out; rows of integers alone have none.

use crate::domain::Index;
use crate::formulation::Statement;
use crate::formulation::agreed::signed_for;
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "agreement_ended";

/// One row for each agreement with an exit and each period in which it may be energised.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for a in m.ctx.model.agreements.ids() {
        for e in m.ctx.energisations(a) {
            let range = m.vars.agreed.ended[a.get()].range((e, i32::MIN)..=(e, i32::MAX));
            let ended = Lin { constant: 0.0, terms: range.map(|(_, column)| (*column, 1.0)).collect() };
            if !ended.terms.is_empty() {
                let key = Key::new(NAME, Of::Energised(a, e), None);
                rows.push(Row::at_most(key, ended, signed_for(m.ctx, m.vars, a, e)));
            }
        }
    }
    rows
}
