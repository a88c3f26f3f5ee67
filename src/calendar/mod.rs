//! Periods, rounding, price paths, payment schedules and discount: the one place where the builder does arithmetic on time.
//!
//! Used by every room but the audit, which walks the calendar on its own. Source of the rules: the table in
//! `docs/mathematics.md#calendar`.

pub mod label;
mod span;

pub use span::Covered;

use crate::domain::{CurrencyId, Date, Duration, Model, Money, MoneyPath, Month, Months, Path, Payments, Table};
use std::ops::Range;

/// An excess under this share of a period does not round up.
const ROUNDING_SLACK: f64 = 1e-9;

/// The calendar of a model: periods 0..P, extending to negative ones and beyond the horizon.
#[derive(Clone, Debug)]
pub struct Calendar {
    base: Month,
    months: i32,
    periods: i32,
    rate: f64,
    currencies: Table<CurrencyId, Path>,
}

/// A payment milestone of a price.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Milestone {
    /// In the period of the start or order.
    Start,
    /// In equal parts over the lead.
    Spread,
    /// In the period of completion or delivery.
    Completion,
}

impl Calendar {
    /// The calendar of a model.
    #[must_use]
    pub fn new(model: &Model) -> Self {
        Self {
            base: model.horizon.start,
            months: model.horizon.step.months(),
            periods: i32::try_from(model.horizon.periods).expect("the reader limits the number of periods"),
            rate: model.discount_rate,
            currencies: model.currencies.clone(),
        }
    }

    /// Number of periods P.
    #[must_use]
    pub const fn len(&self) -> i32 {
        self.periods
    }

    /// Whether there are no periods (never, in a valid model).
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.periods == 0
    }

    /// Periods 0..P.
    #[must_use]
    pub const fn horizon(&self) -> Range<i32> {
        0..self.periods
    }

    /// years[p]: the same for every period.
    #[must_use]
    pub fn years(&self) -> f64 {
        f64::from(self.months) / 12.0
    }

    /// A duration in whole periods, rounded up.
    #[must_use]
    pub fn periods(&self, duration: Duration) -> i32 {
        let exact = duration.months / f64::from(self.months);
        let whole = (exact - ROUNDING_SLACK).ceil().max(0.0);
        // A life of a million years is for ever; the cast saturates.
        #[allow(clippy::cast_possible_truncation)]
        let periods = whole as i32;
        periods.min(1_000_000)
    }

    /// The period that holds a month; negative before the horizon.
    #[must_use]
    pub const fn period_of(&self, month: Month) -> i32 {
        (month.0 - self.base.0).div_euclid(self.months)
    }

    /// The first month of a period.
    #[must_use]
    pub const fn month_of(&self, period: i32) -> Month {
        Month(self.base.0 + period * self.months)
    }

    /// The periods of the horizon that a span covers.
    #[must_use]
    pub fn within(&self, span: Months) -> Range<i32> {
        if span.end <= span.first {
            return 0..0;
        }
        let first = self.period_of(span.first).max(0);
        let end = (self.period_of(Month(span.end.0 - 1)) + 1).min(self.periods);
        first..end.max(first)
    }

    /// The periods that a span covers, also outside the horizon: first and one after the last.
    #[must_use]
    pub const fn all_of(&self, span: Months) -> (i32, i32) {
        (self.period_of(span.first), self.period_of(Month(span.end.0 - 1)) + 1)
    }

    /// Whether a payment dated `t` falls in a span, `after-horizon` included.
    #[must_use]
    pub fn contains(&self, span: Months, t: i32) -> bool {
        self.within(span).contains(&t) || (span.after_horizon && t >= self.periods)
    }

    /// The year of a contract, from 1, that holds the beginning of the period `after` periods from its first.
    #[must_use]
    pub fn contract_year(&self, after: i32) -> u32 {
        u32::try_from(after.max(0) * self.months / 12 + 1).unwrap_or(u32::MAX)
    }

    /// Years from the base date to the middle of a period.
    #[must_use]
    pub fn middle(&self, t: i32) -> f64 {
        (f64::from(t) + 0.5) * self.years()
    }

    /// Discount of the middle of a period, also before and after the horizon.
    #[must_use]
    pub fn discount(&self, t: i32) -> f64 {
        (1.0 + self.rate).powf(-self.middle(t))
    }

    /// Discount of the end of the last period.
    #[must_use]
    pub fn discount_at_end(&self) -> f64 {
        (1.0 + self.rate).powf(-f64::from(self.periods) * self.years())
    }

    /// Years from the base date to a date.
    fn years_to(&self, date: Date) -> f64 {
        let months = f64::from(Month::new(date.year, date.month).0 - self.base.0);
        let days = f64::from(label::days_in_month(date.year, date.month));
        (months + f64::from(date.day - 1) / days) / 12.0
    }

    /// A number over time at the middle of a period.
    #[must_use]
    pub fn value(&self, path: &Path, t: i32) -> f64 {
        match path {
            Path::Growing { value, at, change, from } => {
                if from.is_some_and(|month| t < self.period_of(month)) {
                    return 0.0;
                }
                if *change == 0.0 {
                    return *value;
                }
                let quoted = at.map_or(0.0, |date| self.years_to(date));
                value * (1.0 + change).powf(self.middle(t) - quoted)
            }
            Path::Steps(steps) => steps
                .iter()
                .take_while(|(month, _)| self.period_of(*month) <= t)
                .last()
                .or(steps.first())
                .map_or(0.0, |(_, value)| *value),
        }
    }

    /// The exchange rate of a currency at the middle of a period: units of the model's currency a unit of it.
    #[must_use]
    pub fn exchange(&self, currency: CurrencyId, t: i32) -> f64 {
        self.value(&self.currencies[currency], t)
    }

    /// A sum paid in a period, in the model's currency.
    #[must_use]
    pub fn paid(&self, money: Money, t: i32) -> f64 {
        money.amount * self.exchange(money.currency, t)
    }

    /// A price quoted and paid in the same period, in the model's currency.
    #[must_use]
    pub fn price(&self, price: &MoneyPath, t: i32) -> f64 {
        self.value(&price.path, t) * self.exchange(price.currency, t)
    }

    /// A price fixed in period `fixed` and paid in period `t`, in the model's currency.
    #[must_use]
    pub fn price_paid(&self, price: &MoneyPath, fixed: i32, t: i32) -> f64 {
        self.value(&price.path, fixed) * self.exchange(price.currency, t)
    }

    /// The payments of a price: (milestone, period, share), for a start in `start`.
    #[must_use]
    pub fn schedule(payments: Payments, start: i32, lead: i32) -> Vec<(Milestone, i32, f64)> {
        let mut due = Vec::new();
        let mut add = |milestone, t, share: f64| {
            if share > 0.0 {
                due.push((milestone, t, share));
            }
        };
        add(Milestone::Start, start, payments.start);
        if lead == 0 {
            add(Milestone::Spread, start, payments.spread);
        } else {
            for t in start..start + lead {
                add(Milestone::Spread, t, payments.spread / f64::from(lead));
            }
        }
        add(Milestone::Completion, start + lead, payments.completion);
        due
    }

    /// Share of a life unused at the end of the horizon, for something in service from `in_service`.
    #[must_use]
    pub fn unused(&self, in_service: i32, life: i32) -> f64 {
        if in_service >= self.periods {
            return 1.0;
        }
        (1.0 - f64::from(self.periods - in_service) / f64::from(life.max(1))).clamp(0.0, 1.0)
    }
}
