//! Days of a month.

/// Days in a month; `month` counts from 1.
#[must_use]
pub fn days_in_month(year: i32, month: i32) -> i32 {
    let month = i8::try_from(month).unwrap_or(1).clamp(1, 12);
    let year = i16::try_from(year.clamp(-9999, 9999)).expect("clamped to four digits");
    i32::from(jiff::civil::date(year, month, 1).days_in_month())
}
