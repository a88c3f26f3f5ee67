//! Spending, and what is carried out, fits the budget and what is carried in.
//!
//! `sum of payments that count + carried[b] <= at_most[b] + sum over givers of carried`.
//!
//! Its price is the worth of one more M USD in the budget, after paying for it.

use crate::domain::{Index, Unspent};
use crate::formulation::Statement;
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::measure::spent;
use crate::formulation::row::Row;
use crate::formulation::scale::MONEY;

/// The name of the equation and of its rows.
pub const NAME: &str = "budget_at_most";

/// One row for each budget with a most.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for (b, budget) in m.ctx.model.budgets.iter() {
        let Some(at_most) = budget.at_most else { continue };
        let mut right = Lin::number(at_most / MONEY);
        right.terms.extend(m.vars.carried[b.get()].map(|column| (column, -1.0)));
        for (giver, other) in m.ctx.model.budgets.iter() {
            if matches!(other.unspent, Unspent::Carry { to, .. } if to == b) {
                right.terms.extend(m.vars.carried[giver.get()].map(|column| (column, 1.0)));
            }
        }
        right.add(1.0, &m.vars.bent(NAME, Of::Budget(b), None));
        rows.push(Row::at_most(Key::new(NAME, Of::Budget(b), None), spent(m, budget), right));
    }
    rows
}
