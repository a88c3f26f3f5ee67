//! Dates and durations as a file says them, without arithmetic.

/// A month, counted from January of year 0: `2026-07` is `2026 * 12 + 6`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Month(pub i32);

impl Month {
    /// The month of a year; `month` counts from 1.
    #[must_use]
    pub const fn new(year: i32, month: i32) -> Self {
        Self(year * 12 + month - 1)
    }
    /// The year.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.0.div_euclid(12)
    }
    /// The month of the year, from 1.
    #[must_use]
    pub const fn month(self) -> i32 {
        self.0.rem_euclid(12) + 1
    }
}

/// A span of months `first <= m < end`; with `after_horizon` it also holds everything dated after the last period.
///
/// `first == end` with `after_horizon` is the time after the horizon alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Months {
    /// The first month.
    pub first: Month,
    /// The month after the last.
    pub end: Month,
    /// Whether payments dated after the horizon belong to it as well.
    pub after_horizon: bool,
}

/// A calendar date.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Date {
    /// Year.
    pub year: i32,
    /// Month from 1.
    pub month: i32,
    /// Day from 1.
    pub day: i32,
}

/// A duration in months; 52 weeks = 365 days = 12 months.
#[derive(Clone, Copy, PartialEq, PartialOrd, Debug)]
pub struct Duration {
    /// Months, not necessarily whole.
    pub months: f64,
}

/// The length of every period.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// Three months.
    Quarter,
    /// Six months.
    Half,
    /// Twelve months.
    Year,
}

impl Step {
    /// Months in a period.
    #[must_use]
    pub const fn months(self) -> i32 {
        match self {
            Self::Quarter => 3,
            Self::Half => 6,
            Self::Year => 12,
        }
    }
}
