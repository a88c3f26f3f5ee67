//! The auditor's own calendar: periods from months, rounding, prices at mid-period, exchange and discount.

use crate::domain::{CurrencyId, Date, Duration, Model, Money, MoneyPath, Month, Months, Path, Table};
use crate::plan::types::Span;

/// An excess under this share of a period does not round up.
const SLACK: f64 = 1e-9;
/// No duration is longer than this many periods; it keeps sums of dates far from the edge of the integers.
const LONGEST: f64 = 100_000.0;

/// Counts periods from the first month of the horizon.
pub(super) struct Calendar<'m> {
    first: Month,
    months: i32,
    /// Periods of the horizon.
    pub(super) periods: i32,
    rate: f64,
    currencies: &'m Table<CurrencyId, Path>,
}

impl<'m> Calendar<'m> {
    /// The calendar of a model.
    pub(super) fn of(model: &'m Model) -> Self {
        Self {
            first: model.horizon.start,
            months: model.horizon.step.months(),
            periods: i32::try_from(model.horizon.periods).unwrap_or(i32::MAX / 64),
            rate: model.discount_rate,
            currencies: &model.currencies,
        }
    }

    /// Years of a period.
    pub(super) fn years(&self) -> f64 {
        f64::from(self.months) / 12.0
    }

    /// The period that holds a month.
    pub(super) fn period(&self, month: Month) -> i32 {
        (month.0 - self.first.0).div_euclid(self.months)
    }

    /// Whole periods of a duration, rounded up.
    #[allow(clippy::cast_possible_truncation)] // Clamped to a range that an i32 holds.
    pub(super) fn whole(&self, duration: Duration) -> i32 {
        (duration.months / f64::from(self.months) - SLACK).ceil().clamp(0.0, LONGEST) as i32
    }

    /// Periods of the horizon that a span touches.
    pub(super) fn covered(&self, span: &Months) -> std::ops::Range<i32> {
        if span.end <= span.first {
            return 0..0;
        }
        let from = self.period(span.first).max(0);
        let to = self.period(Month(span.end.0 - 1)).min(self.periods - 1) + 1;
        from..to.max(from)
    }

    /// All periods of a span, the horizon notwithstanding.
    pub(super) fn length(&self, span: &Months) -> i32 {
        if span.end <= span.first {
            return 0;
        }
        self.period(Month(span.end.0 - 1)) - self.period(span.first) + 1
    }

    /// Whether a payment dated `p` falls in a span.
    pub(super) fn falls_in(&self, span: &Months, p: i32) -> bool {
        self.covered(span).contains(&p) || (span.after_horizon && p >= self.periods)
    }

    fn date_months(&self, date: Date) -> f64 {
        let first = Month::new(date.year, date.month);
        let day = f64::from(date.day - 1) / f64::from(days_of(first));
        f64::from(first.0 - self.first.0) + day
    }

    /// A number over time at the middle of period `p`.
    pub(super) fn at(&self, path: &Path, p: i32) -> f64 {
        match path {
            Path::Growing { value, at, change, from } => {
                if from.is_some_and(|month| p < self.period(month)) {
                    return 0.0;
                }
                let quoted = at.map_or(0.0, |date| self.date_months(date));
                let middle = (f64::from(p) + 0.5) * f64::from(self.months);
                value * (1.0 + change).powf((middle - quoted) / 12.0)
            }
            Path::Steps(steps) => {
                let holding = steps.iter().rev().find(|(month, _)| self.period(*month) <= p);
                holding.or_else(|| steps.first()).map_or(0.0, |(_, value)| *value)
            }
        }
    }

    /// A price at the middle of period `p`, in its own currency.
    pub(super) fn price(&self, price: &MoneyPath, p: i32) -> f64 {
        self.at(&price.path, p)
    }

    /// Units of the model's currency a unit of another in period `p`.
    pub(super) fn exchange(&self, currency: CurrencyId, p: i32) -> f64 {
        self.at(&self.currencies[currency], p)
    }

    /// A price of period `p`, converted in period `p`.
    pub(super) fn current(&self, price: &MoneyPath, p: i32) -> f64 {
        self.price(price, p) * self.exchange(price.currency, p)
    }

    /// A sum converted in period `p`.
    pub(super) fn converted(&self, money: &Money, p: i32) -> f64 {
        money.amount * self.exchange(money.currency, p)
    }

    /// Discount of the middle of period `p`.
    pub(super) fn discount(&self, p: i32) -> f64 {
        (1.0 + self.rate).powf(-((f64::from(p) + 0.5) * self.years()))
    }

    /// Discount of the end of the horizon.
    pub(super) fn discount_end(&self) -> f64 {
        (1.0 + self.rate).powf(-(f64::from(self.periods) * self.years()))
    }

    /// The first month of period `p`.
    pub(super) fn month(&self, p: i32) -> Month {
        Month(self.first.0 + p * self.months)
    }

    /// `2026Q3`, `2026H2`, `2026`, or the first month where the horizon does not start with one of these.
    pub(super) fn label(&self, p: i32) -> String {
        let month = self.month(p);
        let (year, passed) = (month.year(), month.month() - 1);
        match (passed % self.months, self.months) {
            (0, 3) => format!("{year}Q{}", passed / 3 + 1),
            (0, 6) => format!("{year}H{}", passed / 6 + 1),
            (0, _) => format!("{year}"),
            _ => format!("{year}-{:02}", passed + 1),
        }
    }

    /// The label and days of period `p`.
    pub(super) fn span(&self, p: i32) -> Span {
        let first = self.month(p);
        let last = Month(self.month(p + 1).0 - 1);
        Span {
            period: self.label(p),
            starts: format!("{}-{:02}-01", first.year(), first.month()),
            ends: format!("{}-{:02}-{:02}", last.year(), last.month(), days_of(last)),
        }
    }

    /// The period of a label, if it is one of this calendar.
    pub(super) fn read(&self, label: &str) -> Option<i32> {
        let (year, rest) = label.split_at_checked(4)?;
        let year: i32 = year.parse().ok()?;
        let month = match rest.split_at_checked(1) {
            None => 1,
            Some(("Q", quarter)) => quarter.parse::<u8>().ok().map(|n| (i32::from(n) - 1) * 3 + 1)?,
            Some(("H", half)) => half.parse::<u8>().ok().map(|n| (i32::from(n) - 1) * 6 + 1)?,
            Some(("-", month)) => month.parse::<u8>().ok().map(i32::from)?,
            Some(_) => return None,
        };
        let p = self.period(Month::new(year, month));
        (self.label(p) == label).then_some(p)
    }
}

/// Days of a month.
fn days_of(month: Month) -> i32 {
    let year = month.year();
    match month.month() {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
