//! Finance by period and year: depreciation, operating income, tax, free cash flow, book value, payback.

use std::collections::BTreeMap;

use super::book::{Asset, Book};
use super::calendar::Calendar;
use super::capacity::slot;
use super::compare::{Sum, Unit};
use super::payback::Walk;
use crate::domain::{Basis, Model};
use crate::plan::types::MoneyKind;

/// Finance of one period.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Statement {
    pub(super) revenue: Sum,
    pub(super) opex: Sum,
    pub(super) penalties: Sum,
    pub(super) depreciation: Sum,
    pub(super) income: Sum,
    pub(super) tax: Sum,
    pub(super) capital: Sum,
    pub(super) cash_lines: Sum,
    pub(super) free: Sum,
    /// Free cash flow summed from period 0.
    pub(super) cumulative: Sum,
}

/// Finance of one calendar year.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Year {
    pub(super) nopat: Sum,
    /// Mean net book value.
    pub(super) book_value: Sum,
}

/// Finance on the model's basis, and the payback of what the plan adds.
pub(super) struct Finance {
    pub(super) periods: Vec<Statement>,
    pub(super) years: BTreeMap<i32, Year>,
    /// Cumulative cash flow of what the plan adds.
    added: Vec<Sum>,
}

impl Finance {
    /// Keeps the accounts.
    pub(super) fn keep(walk: &Walk) -> Self {
        let (model, calendar, book) = (walk.model, walk.calendar, walk.book);
        let periods = statements(model, calendar, book, model.basis);
        let mut years: BTreeMap<i32, Year> = BTreeMap::new();
        let mut counts: BTreeMap<i32, f64> = BTreeMap::new();
        for p in 0..calendar.periods {
            let year = calendar.month(p).year();
            let entry = years.entry(year).or_default();
            let statement = &periods[slot(p)];
            entry.nopat.take(statement.income.less(statement.tax));
            entry.book_value.take(book_value(book, model.basis, p));
            *counts.entry(year).or_default() += 1.0;
        }
        for (year, entry) in &mut years {
            entry.book_value = entry.book_value.times(1.0 / counts[year]);
        }
        let added = walk.cumulative(&statements(model, calendar, book, Basis::Incremental));
        Self { periods, years, added }
    }

    /// The first period from which the cumulative cash flow of what the plan adds stays at or above zero; `slack` is how many
    /// tolerances below zero still count as zero.
    pub(super) fn payback(&self, slack: f64) -> Option<i32> {
        let holds = |sum: &Sum| sum.value >= -slack * Unit::usd().tolerance(sum.largest);
        let stays = self.added.iter().rev().take_while(|sum| holds(sum)).count();
        let first = self.added.len() - stays;
        (stays > 0).then(|| i32::try_from(first).unwrap_or(i32::MAX))
    }
}

/// Periods over which an asset is written off, from its first in service.
fn written_off(asset: &Asset) -> Option<i32> {
    asset.book_life.filter(|life| *life > 0)
}

/// What is written off in the end.
fn base(asset: &Asset) -> Sum {
    asset.promise.as_ref().map_or_else(
        || asset.paid.iter().chain(&asset.costs).map(|(_, usd)| *usd).collect(),
        |promise| promise.full.times(promise.kept_at_last),
    )
}

fn counts(asset: &Asset, basis: Basis) -> bool {
    basis == Basis::Total || asset.promise.is_none()
}

fn statements(model: &Model, calendar: &Calendar, book: &Book, basis: Basis) -> Vec<Statement> {
    let mut statements = vec![Statement::default(); model.horizon.periods];
    for entry in book.entries.iter().filter(|entry| entry.period < calendar.periods) {
        let statement = &mut statements[slot(entry.period)];
        match entry.kind {
            MoneyKind::Capital => statement.capital.take(entry.usd),
            MoneyKind::Lease | MoneyKind::Opex => statement.opex.take(entry.usd),
            MoneyKind::Penalty => statement.penalties.take(entry.usd),
            MoneyKind::Revenue => statement.revenue.take(entry.usd.times(-1.0)),
            MoneyKind::CashLine if basis == Basis::Total => statement.cash_lines.take(entry.usd),
            MoneyKind::CashLine => {}
        }
        if entry.milestone == "cancelling fee" {
            statement.depreciation.take(entry.usd);
        }
    }
    for asset in book.assets.iter().filter(|asset| counts(asset, basis)) {
        if let Some(life) = written_off(asset) {
            let part = base(asset).times(1.0 / f64::from(life));
            for p in asset.in_service.max(0)..asset.in_service.saturating_add(life).min(calendar.periods) {
                statements[slot(p)].depreciation.take(part);
            }
        }
    }
    let mut cumulative = Sum::default();
    for (p, s) in statements.iter_mut().enumerate() {
        if basis == Basis::Incremental {
            s.capital = s.capital.less(book.owed_anyway[p]);
            s.opex = s.opex.less(book.upkeep_anyway[p]);
        }
        s.income = s.revenue.less(s.opex).less(s.penalties).less(s.depreciation);
        s.tax = s.income.times(model.tax_rate.unwrap_or(0.0));
        s.free = s.revenue.less(s.opex).less(s.penalties).less(s.capital).less(s.cash_lines).less(s.tax);
        cumulative.take(s.free);
        s.cumulative = cumulative;
    }
    statements
}

/// Net book value at the end of period `p`.
fn book_value(book: &Book, basis: Basis, p: i32) -> Sum {
    let mut value = Sum::default();
    for asset in book.assets.iter().filter(|asset| counts(asset, basis)) {
        match &asset.promise {
            None => asset.paid.iter().chain(&asset.costs).filter(|(t, _)| *t <= p).for_each(|(_, usd)| value.add(*usd)),
            Some(promise) => {
                let later: Sum = promise.due.iter().filter(|(t, _)| *t > p).map(|(_, usd)| *usd).collect();
                value.take(promise.full.less(later).times(promise.kept[slot(p)]));
            }
        }
        if let Some(life) = written_off(asset) {
            let passed = (p + 1 - asset.in_service).clamp(0, life);
            value.take(base(asset).times(-f64::from(passed) / f64::from(life)));
        }
    }
    value
}
