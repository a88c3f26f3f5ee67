//! Free cash flow of a period, on the model's basis; a column, so that floors on sums stay short.
//!
//! `cash_flow[p] = - sum of payments in p - tax rate x operating income[p]`, as `docs/plan-file.md` defines them.
//!
//! Its price is the worth of one more M USD of cash in p to the floors.

use crate::formulation::Statement;
use crate::formulation::effects::at;
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::measure::free_cash_flow;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "cash_flow";

/// One row for each period, where some floor reads it.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for p in m.ctx.periods() {
        let Some(column) = m.vars.cash_flow[at(p)] else {
            continue;
        };
        rows.push(Row::equal(
            Key::new(NAME, Of::Plan, Some(p)),
            Lin::of(column, 1.0),
            free_cash_flow(m, p, m.ctx.model.basis),
        ));
    }
    rows
}
