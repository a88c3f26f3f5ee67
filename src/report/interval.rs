//! Differences of two plans, as far as their bounds prove them.

use serde_json::{Value, json};

use super::words::{Scale, money};
use crate::study::again::Interval;

/// A difference as the bounds prove it: `204 M USD`, `84 to 97 M USD`, `not told apart (under 40 M USD)`.
pub(super) fn interval(cost: Option<Interval>) -> String {
    let Some(Interval { low, high, .. }) = cost else { return "no plan keeps every limit".into() };
    // What is under a thousand dollars is not told by three digits of the amounts beside it.
    let nothing = |usd: f64| usd.abs() < 1e3;
    if nothing(low) && nothing(high) {
        "nothing".into()
    } else if money(low) == money(high) {
        money(low)
    } else if low <= 0.0 && high >= 0.0 {
        format!("not told apart (under {})", money(high.max(-low)))
    } else {
        let scale = Scale::of(high.abs().max(low.abs()));
        format!("{} to {} {}", scale.number(low), scale.number(high), scale.unit)
    }
}

/// The same in full precision: low, best, high.
pub(super) fn cells(interval: Option<Interval>) -> [Value; 3] {
    let cell = |of: fn(&Interval) -> f64| interval.as_ref().map_or(Value::Null, |interval| json!(of(interval)));
    [cell(|i| i.low), cell(|i| i.best), cell(|i| i.high)]
}
