//! Exogenous money: other divisions' spending, inflow of the existing business.
//!
//! `amount / periods` in each of its periods; inflows are negative.

use crate::domain::Attributes;
use crate::formulation::Statement;
use crate::formulation::cash::{Asset, CashKind, CashTerm, Ledger};
use crate::formulation::lin::Lin;
use crate::formulation::scale::MONEY;
use std::sync::Arc;

/// Every cash line, spread evenly over its periods.
pub(super) fn add(m: &Statement, ledger: &mut Ledger) {
    let ctx = m.ctx;
    for (id, line) in ctx.model.cash.iter() {
        let of = Arc::new(Attributes::of_cash_line(line));
        let sign = if line.inflow { -1.0 } else { 1.0 };
        let (first, end) = ctx.cal.all_of(line.periods);
        for t in first.max(0)..end.min(ctx.cal.len()) {
            let amount = Lin::number(sign * ctx.cal.paid(line.amount, t) / f64::from(end - first) / MONEY);
            let (kind, asset, of) = (CashKind::CashLine, Asset::Cash(id), Arc::clone(&of));
            ledger.pay(CashTerm { t, kind, milestone: "cash line", asset, of, committed: true, amount });
        }
    }
}
