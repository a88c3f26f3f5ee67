//! Finance by period and year, and the payback.

use super::types::{FinanceRow, FinanceYearRow};
use super::view::View;
use crate::domain::Basis;
use crate::formulation::cash::{Asset, CashKind};
use crate::formulation::effects::kept_until;
use crate::formulation::measure::{depreciation, free_cash_flow, on_basis};
use crate::formulation::scale::MONEY;
use std::collections::BTreeMap;

/// Finance of every period on the model's basis.
pub(super) fn periods(view: &View) -> Vec<FinanceRow> {
    let (ctx, statement) = (&view.f.ctx, view.statement());
    let basis = ctx.model.basis;
    let mut cumulative = 0.0;
    let row = |p: i32| {
        let sum = |kinds: &[CashKind]| -> f64 {
            let terms = view.f.ledger.cash.iter().filter(|term| term.t == p && kinds.contains(&term.kind));
            terms.map(|term| view.value(&on_basis(term, basis))).sum::<f64>() * MONEY
        };
        let revenue_usd = -sum(&[CashKind::Revenue]) + 0.0;
        let opex_usd = sum(&[CashKind::Opex, CashKind::Lease]);
        let penalties_usd = sum(&[CashKind::Penalty]);
        let depreciation_usd = view.value(&depreciation(&statement, p, basis)) * MONEY;
        let operating_income_usd = revenue_usd - opex_usd - penalties_usd - depreciation_usd;
        let free_cash_flow_usd = view.value(&free_cash_flow(&statement, p, basis)) * MONEY;
        cumulative += free_cash_flow_usd;
        FinanceRow {
            id: format!("finance{}", view.at(p)),
            span: view.span(p),
            revenue_usd,
            opex_usd,
            penalties_usd,
            depreciation_usd,
            operating_income_usd,
            tax_usd: ctx.model.tax_rate.unwrap_or(0.0) * operating_income_usd,
            capital_usd: sum(&[CashKind::Capital]),
            cash_lines_usd: sum(&[CashKind::CashLine]),
            free_cash_flow_usd,
            cumulative_free_cash_flow_usd: cumulative,
        }
    };
    ctx.periods().map(row).collect()
}

/// Net book value at the end of a period on the model's basis, USD.
fn net_book_value(view: &View, p: i32) -> f64 {
    let basis = view.f.ctx.model.basis;
    let mut value = 0.0;
    for term in &view.f.ledger.book {
        if term.committed && basis == Basis::Incremental {
            continue;
        }
        // A commitment stays on the books until it is called off.
        let (value_so_far, base) = if let (Some(owed), Asset::Commitment(of)) = (&term.owed, term.asset) {
            let kept = view.value(&kept_until(&view.f.ctx, &view.f.vars, of, p));
            let later: f64 = owed.due.iter().filter(|(t, _)| *t > p).map(|(_, amount)| amount).sum();
            (kept * (owed.full - later), view.value(&term.base))
        } else {
            let dated = term.payments.iter().filter(|(t, _)| *t <= p);
            (dated.map(|(_, amount)| view.value(amount)).sum(), view.value(&term.base))
        };
        value += value_so_far;
        if let Some(periods) = term.periods.filter(|periods| *periods > 0) {
            let written = (p + 1 - term.from).clamp(0, periods);
            value -= base * f64::from(written) / f64::from(periods);
        }
    }
    value * MONEY
}

/// Finance of every calendar year.
pub(super) fn years(view: &View, periods: &[FinanceRow]) -> Vec<FinanceYearRow> {
    let ctx = &view.f.ctx;
    let mut by_year: BTreeMap<i32, Vec<(i32, &FinanceRow)>> = BTreeMap::new();
    for (p, row) in ctx.periods().zip(periods) {
        by_year.entry(ctx.cal.month_of(p).year()).or_default().push((p, row));
    }
    let row = |(year, rows): (i32, Vec<(i32, &FinanceRow)>)| {
        let nopat_usd: f64 = rows.iter().map(|(_, row)| row.operating_income_usd - row.tax_usd).sum();
        let count = f64::from(u32::try_from(rows.len()).expect("a year has few periods"));
        let net_book_value_usd = rows.iter().map(|(p, _)| net_book_value(view, *p)).sum::<f64>() / count;
        FinanceYearRow {
            id: format!("finance@{year}"),
            year: year.to_string(),
            nopat_usd,
            net_book_value_usd,
            roic: (net_book_value_usd.abs() > 1.0).then(|| nopat_usd / net_book_value_usd),
        }
    };
    by_year.into_iter().map(row).collect()
}
