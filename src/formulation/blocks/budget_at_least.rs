//! Spending reaches the least of the budget.
//!
//! `sum of payments that count >= at_least[b]`.
//!
//! Its price is what one M USD less of it would save.

use crate::formulation::Statement;
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::measure::spent;
use crate::formulation::row::Row;
use crate::formulation::scale::MONEY;

/// The name of the equation and of its rows.
pub const NAME: &str = "budget_at_least";

/// One row for each budget with a least.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for (b, budget) in m.ctx.model.budgets.iter() {
        let Some(at_least) = budget.at_least else { continue };
        let key = Key::new(NAME, Of::Budget(b), None);
        rows.push(Row::at_least(key, spent(m, budget), Lin::number(at_least / MONEY)));
    }
    rows
}
