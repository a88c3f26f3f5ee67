//! What must be true of every calendar.

use capplan::calendar::Calendar;
use capplan::domain::{Date, Duration, Model, Path, Payments};
use capplan::input;
use proptest::prelude::*;
use serde_json::json;

/// A calendar of so many periods of so many months at a discount rate in per cent.
fn calendar(step: &str, periods: i32, rate: f64) -> Calendar {
    let start = if step == "year" { "2026" } else { "2026-01" };
    let value = json!({
        "name": "calendar",
        "horizon": { "start": start, "periods": periods, "step": step },
        "money": { "currency": "USD", "discount_rate": format!("{rate} %/year") },
    });
    let model: Model = input::from_value(&value).model.expect("a horizon and money are a model");
    Calendar::new(&model)
}

fn steps() -> impl Strategy<Value = (&'static str, i32)> {
    prop_oneof![Just(("quarter", 3)), Just(("half", 6)), Just(("year", 12))]
}

const fn months(months: f64) -> Duration {
    Duration { months }
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-12 * a.abs().max(b.abs()).max(1e-12)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    #[test]
    fn durations_round_up_to_whole_periods((step, m) in steps(), a in 0.0..200.0_f64, b in 0.0..200.0_f64, whole in 0..60_i32) {
        let cal = calendar(step, 8, 5.0);
        let p = cal.periods(months(a));
        prop_assert!(f64::from(p * m) >= a - 1e-8 && f64::from((p - 1) * m) < a);
        prop_assert_eq!(cal.periods(months(f64::from(whole * m))), whole);
        // An excess that is noise does not round up, one that can be written does.
        prop_assert_eq!(cal.periods(months(f64::from(whole * m) * (1.0 + 1e-15))), whole);
        prop_assert_eq!(cal.periods(months(f64::from(whole * m) + 0.01)), whole + 1);
        prop_assert!(cal.periods(months(a + b)) <= p + cal.periods(months(b)));
        prop_assert!(a > b || p <= cal.periods(months(b)));
    }

    #[test]
    fn discounts_multiply((step, m) in steps(), rate in 0.0..30.0_f64, periods in 1..40_i32, t in -8..60_i32) {
        let cal = calendar(step, periods, rate);
        let growth = 1.0 + rate / 100.0;
        prop_assert!(near(cal.discount(t) * cal.discount(periods - 1 - t), cal.discount_at_end()));
        prop_assert!(near(cal.discount(t), cal.discount(t + 12 / m) * growth));
        prop_assert!(near(cal.discount(t).powi(2), cal.discount(t - 1) * cal.discount(t + 1)));
        prop_assert!(near(cal.discount(0) * cal.discount(-1), 1.0));
        prop_assert!(cal.discount(t + 1) <= cal.discount(t));
        // The end of the horizon lies between the middles of the periods around it.
        prop_assert!(cal.discount(periods) <= cal.discount_at_end() && cal.discount_at_end() <= cal.discount(periods - 1));
    }

    #[test]
    fn periods_are_consecutive_and_hold_their_months((step, m) in steps(), t in -20..60_i32) {
        let cal = calendar(step, 8, 5.0);
        let first = cal.month_of(t);
        for month in 0..m {
            prop_assert_eq!(cal.period_of(capplan::domain::Month(first.0 + month)), t);
        }
        prop_assert_eq!(cal.month_of(t + 1).0, first.0 + m);
        prop_assert!(near(cal.years() * 12.0, f64::from(m)));
    }

    #[test]
    fn a_price_is_quoted_once_and_grows_by_the_year((step, m) in steps(), change in -0.5..0.5_f64, t in -8..60_i32) {
        let cal = calendar(step, 8, 5.0);
        let path = |at: Option<Date>| Path::Growing { value: 7.0, at, change, from: None };
        prop_assert!(near(cal.value(&path(None), t + 12 / m), cal.value(&path(None), t) * (1.0 + change)));
        // The quote date defaults to the base date; a year later, the same number stands a year earlier in its growth.
        let later = Some(Date { year: 2027, month: 1, day: 1 });
        prop_assert!(near(cal.value(&path(later), t) * (1.0 + change), cal.value(&path(None), t)));
        prop_assert!(near(cal.value(&path(None), t), 7.0 * (1.0 + change).powf(cal.middle(t))));
    }

    #[test]
    fn payments_are_all_made_between_start_and_completion(start in -4..12_i32, lead in 0..12_i32, first in 0..=100_i32, rest in 0..=100_i32) {
        let spread = rest.min(100 - first);
        let share = |of_hundred: i32| f64::from(of_hundred) / 100.0;
        let payments = Payments { start: share(first), spread: share(spread), completion: share(100 - first - spread) };
        let due = Calendar::schedule(payments, start, lead);
        let sum: f64 = due.iter().map(|(_, _, share)| share).sum();
        prop_assert!((sum - 1.0).abs() < 1e-12);
        prop_assert!(due.iter().all(|(_, t, share)| (start..=start + lead).contains(t) && *share > 0.0));
        let at_end: f64 = due.iter().filter(|(_, t, _)| *t == start + lead).map(|(_, _, share)| share).sum();
        prop_assert!(lead == 0 || (at_end - payments.completion).abs() < 1e-12);
    }

    #[test]
    fn life_is_used_up_evenly(periods in 1..40_i32, life in 1..60_i32, in_service in -40..60_i32) {
        let cal = calendar("quarter", periods, 5.0);
        let unused = cal.unused(in_service, life);
        prop_assert!((0.0..=1.0).contains(&unused));
        prop_assert!(unused <= cal.unused(in_service + 1, life));
        prop_assert_eq!(unused == 1.0, in_service >= periods);
        prop_assert_eq!(unused == 0.0, in_service + life <= periods);
        let used = f64::from((periods - in_service).clamp(0, life));
        prop_assert!(near(used / f64::from(life) + unused, 1.0));
    }
}
