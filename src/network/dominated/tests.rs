//! Costs against the worked ledger of the calendar, and what a row has of them.

use super::cost::{Cost, Dear, Terms, compare};
use super::limits::Limits;
use crate::domain::{Attributes, Budget, Counts, Date, Filter, MoneyPath, Months, Path, Payments, Tier, Unspent};
use crate::network::testing::{calendar, model, price};

fn terms(price: &MoneyPath) -> Terms<'_> {
    let payments = Payments { start: 0.1, spread: 0.6, completion: 0.3 };
    Terms { price: Some(price), payments, lead: 6, life: Some(60), salvage: true, book: None, fixed_om: None }
}

#[test]
fn net_charges_are_those_of_the_ledger() {
    let m = model(8);
    let cal = calendar(&m);
    let cost = price(1400.0);
    assert!((terms(&cost).cost(&cal, 1).net - 105.333).abs() < 1e-3);
    let paid: f64 = terms(&cost).cost(&cal, 1).payments.iter().map(|paid| paid.amount * cal.discount(paid.t)).sum();
    assert!((paid - 1264.046).abs() < 1e-3, "{paid}");
    let at = Some(Date { year: 2026, month: 1, day: 1 });
    let chips = MoneyPath { path: Path::Growing { value: 200.0, at, change: -0.06, from: None }, ..price(0.0) };
    let payments = Payments { start: 0.3, spread: 0.0, completion: 0.7 };
    let terms = Terms { payments, lead: 3, life: Some(20), ..terms(&chips) };
    assert!((terms.cost(&cal, 6).net - 1.500_008).abs() < 1e-6, "{}", terms.cost(&cal, 6).net);
    let for_ever = Terms { life: None, ..terms };
    assert!(for_ever.cost(&cal, 6).net > 140.0, "what has no life has no credit");
}

#[test]
fn upkeep_is_paid_while_it_stands_and_within_the_horizon() {
    let m = model(8);
    let rate = price(4.0);
    let terms = Terms { price: None, lead: 2, life: Some(3), fixed_om: Some(&rate), ..terms(&rate) };
    let periods = |p: i32| -> Vec<i32> { terms.cost(&calendar(&m), p).payments.iter().map(|paid| paid.t).collect() };
    assert_eq!(periods(0), [2, 3, 4]);
    assert_eq!(periods(4), [6, 7], "the horizon ends");
    assert_eq!(periods(7), [0; 0]);
    assert!(
        terms.cost(&calendar(&m), 0).payments.iter().all(|paid| (paid.amount - 1.0).abs() < 1e-12 && !paid.capital)
    );
}

/// A budget of two quarters from a period on.
fn budget(from: i32, most: bool) -> Budget {
    let first = calendar(&model(8)).month_of(from);
    Budget {
        periods: Months { first, end: crate::domain::Month(first.0 + 6), after_horizon: false },
        filter: Filter::default(),
        counts: Counts { capital: true, lease: false, opex: false },
        at_most: most.then_some(1.0),
        at_least: (!most).then_some(1.0),
        unspent: Unspent::Lost,
        tier: Tier::Policy,
        bend: None,
    }
}

#[test]
fn costs_are_compared_budget_by_budget() {
    let mut m = model(8);
    let at_once = Payments { start: 1.0, spread: 0.0, completion: 0.0 };
    let (one, half) = (price(100.0), price(99.0));
    let early = Terms { payments: at_once, ..terms(&one) };
    let late = Terms { payments: Payments { start: 0.0, spread: 0.0, completion: 1.0 }, ..early };
    let less = Terms { price: Some(&half), ..early };
    let any = Attributes::default();
    let told = |m: &crate::domain::Model, a: &Cost, b: &Cost| compare(&Limits::new(m), (a, &any), (b, &any));
    let cost = |terms: &Terms, p: i32| terms.cost(&calendar(&model(8)), p);
    assert_eq!(told(&m, &cost(&early, 0), &cost(&early, 0)), Some(Dear::Same));
    assert_eq!(told(&m, &cost(&early, 0), &cost(&less, 0)), Some(Dear::Less));
    assert_eq!(told(&m, &cost(&early, 0), &cost(&late, 0)), Some(Dear::Less), "what is paid later costs less");
    assert_eq!(told(&m, &cost(&late, 0), &cost(&early, 0)), None);
    m.budgets.push("later", budget(6, true));
    assert_eq!(told(&m, &cost(&early, 0), &cost(&late, 0)), None, "but not from the later budget");
    assert_eq!(told(&m, &cost(&early, 0), &cost(&less, 0)), Some(Dear::Less));
    m.budgets.push("floor", budget(0, false));
    assert_eq!(told(&m, &cost(&early, 0), &cost(&less, 0)), None, "a floor asks for spending");
}
