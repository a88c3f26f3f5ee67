//! Labels of periods, and whether a date exists.
//!
//! `2026Q3`, `2026H2` and `2026` are calendar; `FY27` is known where the fiscal year is. A label of a longer span than
//! a period stands for all its periods. `2026-02` stands for the period that begins in that month, and is how
//! periods are written that begin in the middle of a calendar quarter, half or year.

use crate::domain::{Date, Horizon, Month, Months, Step};

/// The years that a model may speak of.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// The words that stand for everything dated after the last period.
const AFTER: &str = "after-horizon";

/// A span that a label names: its first month and its length in months; `None` for a bare month.
struct Span {
    first: Month,
    months: Option<i32>,
}

impl Horizon {
    /// The month after the last period.
    #[must_use]
    pub fn end(&self) -> Month {
        let periods = i32::try_from(self.periods).unwrap_or(i32::MAX / 12 - 1);
        Month(self.start.0.saturating_add(periods.saturating_mul(self.step.months())))
    }
}

/// The month after the last period of a horizon, if it lies in the years that a model may speak of.
#[must_use]
pub fn end(start: Month, periods: usize, step: Step) -> Option<Month> {
    let months = i32::try_from(periods).ok()?.checked_mul(step.months())?;
    let end = Month(start.0.checked_add(months)?);
    YEARS.contains(&end.year()).then_some(end)
}

/// The first month of a horizon and, where the text is a period, its step.
///
/// # Errors
/// What is wrong with the text, as the end of a sentence that begins with it.
pub fn start(text: &str, fiscal_year_starts: Option<i32>) -> Result<(Month, Option<Step>), String> {
    let span = label(text, fiscal_year_starts)?;
    let step = match span.months {
        Some(3) => Some(Step::Quarter),
        Some(6) => Some(Step::Half),
        Some(_) => Some(Step::Year),
        None => None,
    };
    Ok((span.first, step))
}

/// The first month of the one period that a text names.
///
/// # Errors
/// What is wrong with the text, as the end of a sentence that begins with it.
pub fn period(text: &str, horizon: &Horizon) -> Result<Month, String> {
    let months = aligned(text, horizon)?;
    if months.end.0 - months.first.0 == horizon.step.months() {
        Ok(months.first)
    } else {
        Err(format!("is more than one period; one such as `{}` is needed here", write(months.first, horizon)))
    }
}

/// The first month of the period, or of the first of the periods, that a text names.
///
/// # Errors
/// What is wrong with the text, as the end of a sentence that begins with it.
pub fn first(text: &str, horizon: &Horizon) -> Result<Month, String> {
    aligned(text, horizon).map(|months| months.first)
}

/// The periods that a text names: `2026Q1..2027Q4`, `2026`, `2030, after-horizon`, `after-horizon`.
///
/// # Errors
/// What is wrong with the text, as the end of a sentence that begins with it.
pub fn span(text: &str, horizon: &Horizon) -> Result<Months, String> {
    let (periods, after) = match text.split_once(',') {
        Some((periods, after)) if after.trim() == AFTER => (periods.trim(), true),
        Some(_) => return Err(format!("is not a range of periods; only `{AFTER}` may follow a comma")),
        None if text.trim() == AFTER => {
            let end = horizon.end();
            return Ok(Months { first: end, end, after_horizon: true });
        }
        None => (text.trim(), false),
    };
    let months = match periods.split_once("..") {
        None => aligned(periods, horizon)?,
        Some((from, to)) => {
            let (from, to) = (aligned(from.trim(), horizon)?, aligned(to.trim(), horizon)?);
            if to.end <= from.first {
                return Err("ends before it begins".to_owned());
            }
            Months { first: from.first, end: to.end, after_horizon: false }
        }
    };
    Ok(Months { after_horizon: after, ..months })
}

/// The label of the period that begins in a month.
#[must_use]
pub fn write(month: Month, horizon: &Horizon) -> String {
    let (year, within) = (month.year(), month.month() - 1);
    match horizon.step {
        Step::Quarter if within % 3 == 0 => format!("{year}Q{}", within / 3 + 1),
        Step::Half if within % 6 == 0 => format!("{year}H{}", within / 6 + 1),
        Step::Year if within == 0 => year.to_string(),
        _ => format!("{year}-{:02}", within + 1),
    }
}

/// The label of a span: `2026Q1..2026Q4`, with `after-horizon` where it belongs to it.
#[must_use]
pub fn write_span(months: &Months, horizon: &Horizon) -> String {
    if months.first == months.end {
        return AFTER.to_owned();
    }
    let last = Month(months.end.0 - horizon.step.months());
    let after = if months.after_horizon { ", after-horizon" } else { "" };
    format!("{}..{}{after}", write(months.first, horizon), write(last, horizon))
}

/// A date: `2026-01-31`, or `2026-01` for its first day.
///
/// # Errors
/// What is wrong with the text, as the end of a sentence that begins with it.
pub fn date(text: &str) -> Result<Date, String> {
    let parts: Vec<&str> = text.trim().split('-').collect();
    let (year, month, day) = match parts[..] {
        [year, month] => (number(year, 4), number(month, 2), Some(1)),
        [year, month, day] => (number(year, 4), number(month, 2), number(day, 2)),
        _ => (None, None, None),
    };
    let (Some(year), Some(month), Some(day)) = (year, month, day) else {
        return Err("is not a date such as `2026-01-31` or `2026-01`".to_owned());
    };
    known_year(year)?;
    let narrow = |n: i32| i8::try_from(n).ok();
    let exists = i16::try_from(year)
        .ok()
        .zip(narrow(month).zip(narrow(day)))
        .is_some_and(|(year, (month, day))| jiff::civil::Date::new(year, month, day).is_ok());
    if exists { Ok(Date { year, month, day }) } else { Err("is not in the calendar".to_owned()) }
}

/// A date as a model file writes it.
#[must_use]
pub fn write_date(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

/// A month as a model file writes it.
#[must_use]
pub fn write_month(month: Month) -> String {
    format!("{:04}-{:02}", month.year(), month.month())
}

/// The months of a label that begins and ends with periods of the horizon (or of its grid before and after it).
fn aligned(text: &str, horizon: &Horizon) -> Result<Months, String> {
    let span = match (label(text, horizon.fiscal_year_starts), date(text)) {
        // Spreadsheets like dates where a quarter is meant.
        (Err(_), Ok(date)) if horizon.step.months() % 3 == 0 => {
            let step = horizon.step.months();
            let since = (Month::new(date.year, date.month).0 - horizon.start.0).div_euclid(step);
            let period = write(Month(horizon.start.0 + since * step), horizon);
            return Err(format!("is a date; the period it lies in is written `{period}`"));
        }
        (span, _) => span?,
    };
    let step = horizon.step.months();
    let months = span.months.unwrap_or(step);
    if months < step {
        return Err(format!("is shorter than a period of this model ({})", step_name(horizon.step)));
    }
    if (span.first.0 - horizon.start.0).rem_euclid(step) != 0 || months % step != 0 {
        let start = write_month(horizon.start);
        return Err(format!("does not begin with a period of this model (one begins in {start})"));
    }
    Ok(Months { first: span.first, end: Month(span.first.0 + months), after_horizon: false })
}

/// The name of a step.
#[must_use]
pub const fn step_name(step: Step) -> &'static str {
    match step {
        Step::Quarter => "quarter",
        Step::Half => "half",
        Step::Year => "year",
    }
}

fn label(text: &str, fiscal_year_starts: Option<i32>) -> Result<Span, String> {
    let text = text.trim();
    let wrong = || "is not a period such as `2026Q3`, `2026H2` or `2026`".to_owned();
    if !text.is_ascii() {
        return Err(wrong());
    }
    if let Some(year) = text.strip_prefix("FY") {
        let year = number(year, 4).or_else(|| number(year, 2).map(|year| 2000 + year)).ok_or_else(wrong)?;
        known_year(year)?;
        let Some(month) = fiscal_year_starts else {
            return Err("is a fiscal year, and `horizon.fiscal_year_starts` does not say when those start".to_owned());
        };
        let first = Month::new(if month == 1 { year } else { year - 1 }, month);
        return Ok(Span { first, months: Some(12) });
    }
    if text.len() < 4 {
        return Err(wrong());
    }
    let (year, rest) = text.split_at(4);
    let year = number(year, 4).ok_or_else(wrong)?;
    let (month, months) = match (rest.as_bytes(), rest.get(1..)) {
        ([], _) => (1, Some(12)),
        ([b'Q', n @ b'1'..=b'4'], _) => (i32::from(n - b'1') * 3 + 1, Some(3)),
        ([b'H', n @ b'1'..=b'2'], _) => (i32::from(n - b'1') * 6 + 1, Some(6)),
        ([b'-', _, _], Some(month)) => {
            let month = number(month, 2).ok_or_else(wrong)?;
            if !(1..=12).contains(&month) {
                return Err("is not in the calendar".to_owned());
            }
            (month, None)
        }
        ([b'Q' | b'H', b'0'..=b'9'], _) => return Err("is not in the calendar".to_owned()),
        _ => return Err(wrong()),
    };
    known_year(year)?;
    Ok(Span { first: Month::new(year, month), months })
}

/// A number of exactly so many digits.
fn number(text: &str, digits: usize) -> Option<i32> {
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

fn known_year(year: i32) -> Result<(), String> {
    if YEARS.contains(&year) {
        Ok(())
    } else {
        Err(format!("lies outside the years {} to {}", YEARS.start(), YEARS.end()))
    }
}

/// Days in a month; `month` counts from 1.
#[must_use]
pub fn days_in_month(year: i32, month: i32) -> i32 {
    let month = i8::try_from(month).unwrap_or(1).clamp(1, 12);
    let year = i16::try_from(year.clamp(-9999, 9999)).expect("clamped to four digits");
    i32::from(jiff::civil::date(year, month, 1).days_in_month())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quarters() -> Horizon {
        Horizon { start: Month::new(2026, 1), periods: 8, step: Step::Quarter, fiscal_year_starts: Some(7) }
    }

    #[test]
    fn labels_are_periods_of_the_step_and_longer_ones_are_spans() {
        let h = quarters();
        assert_eq!(period("2026Q3", &h), Ok(Month::new(2026, 7)));
        assert_eq!(period("2025Q4", &h), Ok(Month::new(2025, 10)));
        assert!(period("2026", &h).is_err());
        let year = span("2026", &h).expect("a year is four quarters");
        assert_eq!((year.first, year.end), (Month::new(2026, 1), Month::new(2027, 1)));
        assert_eq!(write_span(&year, &h), "2026Q1..2026Q4");
        let fiscal = span("FY27", &h).expect("fiscal years are known");
        assert_eq!((fiscal.first, fiscal.end), (Month::new(2026, 7), Month::new(2027, 7)));
        let late = span("2027Q4, after-horizon", &h).expect("after-horizon may follow");
        assert!(late.after_horizon);
        assert_eq!(write_span(&late, &h), "2027Q4..2027Q4, after-horizon");
        assert_eq!(span(&write_span(&late, &h), &h), Ok(late));
        let alone = span("after-horizon", &h).expect("after-horizon may stand alone");
        assert_eq!((alone.first, alone.end, alone.after_horizon), (h.end(), h.end(), true));
        assert!(span("2027..2026", &h).is_err());
    }

    #[test]
    fn dates_outside_the_calendar_are_refused() {
        assert_eq!(date("2028-02-29"), Ok(Date { year: 2028, month: 2, day: 29 }));
        assert_eq!(date("2026-07"), Ok(Date { year: 2026, month: 7, day: 1 }));
        for text in ["2026-02-30", "2026-13", "1-1-1", "20260-01", "", "-", "2026-1", "0001-01-01", "é"] {
            assert!(date(text).is_err(), "{text}");
        }
        for text in ["2026Q5", "2026Q0", "FY", "Q1", "2026Q1Q", "9999", "2026-00", "é026", "202é"] {
            assert!(span(text, &quarters()).is_err(), "{text}");
        }
    }

    #[test]
    fn periods_off_the_calendar_are_written_as_months() {
        let h = Horizon { start: Month::new(2026, 2), ..quarters() };
        assert_eq!(write(h.start, &h), "2026-02");
        assert_eq!(period("2026-05", &h), Ok(Month::new(2026, 5)));
        assert!(period("2026Q1", &h).is_err());
    }
}
