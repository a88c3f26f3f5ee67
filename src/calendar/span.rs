//! What a period is called and which days it covers.

use super::Calendar;
use crate::domain::Month;

/// A period's label with its first and last day as ISO dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    /// `2026Q3`, `2026H2` or `2026`.
    pub label: String,
    /// `2026-07-01`.
    pub starts: String,
    /// `2026-09-30`.
    pub ends: String,
}

impl Calendar {
    /// The label of a period, also outside the horizon: `2026Q3`; the first month (`2026-02`) where a period does not
    /// start with a calendar quarter, half or year.
    #[must_use]
    pub fn label(&self, t: i32) -> String {
        let month = self.month_of(t);
        let (year, of_year) = (month.year(), month.month() - 1);
        if of_year % self.months != 0 {
            return format!("{year}-{:02}", of_year + 1);
        }
        match self.months {
            3 => format!("{year}Q{}", of_year / 3 + 1),
            6 => format!("{year}H{}", of_year / 6 + 1),
            _ => format!("{year}"),
        }
    }

    /// The label and the days of a period.
    #[must_use]
    pub fn covered(&self, t: i32) -> Covered {
        let first = self.month_of(t);
        let last = Month(self.month_of(t + 1).0 - 1);
        Covered {
            label: self.label(t),
            starts: format!("{}-{:02}-01", first.year(), first.month()),
            ends: format!(
                "{}-{:02}-{:02}",
                last.year(),
                last.month(),
                super::label::days_in_month(last.year(), last.month())
            ),
        }
    }
}
