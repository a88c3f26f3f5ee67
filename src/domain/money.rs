//! Money, prices over time and payment schedules as a file says them.

use super::id::CurrencyId;
use super::time::{Date, Month};

/// An amount in a currency.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Money {
    /// Units of the currency (USD, not M USD).
    pub amount: f64,
    /// The currency.
    pub currency: CurrencyId,
}

/// A number that depends on the period.
#[derive(Clone, PartialEq, Debug)]
pub enum Path {
    /// `value x (1 + change)^(years from the quote date to the middle of the period)`.
    Growing {
        /// The number at the quote date.
        value: f64,
        /// The quote date; absent, the base date.
        at: Option<Date>,
        /// Change a year as a share: -0.06 is -6 % a year.
        change: f64,
        /// Zero before this month; absent, never.
        from: Option<Month>,
    },
    /// Each value holds from its month until the next; the first also before it.
    Steps(Vec<(Month, f64)>),
}

impl Path {
    /// A number that never changes.
    #[must_use]
    pub const fn constant(value: f64) -> Self {
        Self::Growing { value, at: None, change: 0.0, from: None }
    }
}

/// A price over time in one currency; its denominator is said by the field that holds it.
#[derive(Clone, PartialEq, Debug)]
pub struct MoneyPath {
    /// Currency units.
    pub path: Path,
    /// The currency.
    pub currency: CurrencyId,
}

/// Which share of a price is paid when; the shares sum to 1.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Payments {
    /// In the period of the start or order.
    pub start: f64,
    /// In equal parts in start .. start + lead - 1 (all at the start when the lead is 0).
    pub spread: f64,
    /// In the period of completion or delivery.
    pub completion: f64,
}

/// What cancelling costs.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Fee {
    /// A sum.
    Money(Money),
    /// A share of the full price.
    Share(f64),
}
