//! The worked ledger of the problem statement, to the printed digits.

use super::{chip, empty, months, price, project, shares, supplying};
use crate::audit::book::{Book, Entry};
use crate::audit::calendar::Calendar;
use crate::audit::capacity::Capacity;
use crate::audit::compare::Findings;
use crate::audit::decisions::{Decisions, Timed};
use crate::audit::effects::Effects;
use crate::audit::service;
use crate::domain::project::Adds;
use crate::domain::time::{Date, Month, Step};
use crate::domain::{Cooling, Index, Lease, Model, Path, Region, Site, Window};
use crate::plan::types::MoneyKind;

/// Eight quarters from 2026Q1 at 9 % a year, with a site.
fn quarters() -> Model {
    let mut model = empty(Month::new(2026, 1), 8, Step::Quarter, 0.09);
    let region = model.regions.push("r", Region { at: None });
    model.sites.push("s", site(region));
    model
}

pub(super) fn site(region: crate::domain::RegionId) -> Site {
    Site {
        region,
        node: None,
        pue: 1.0,
        water_m3: 0.0,
        liquid_mw: 0.0,
        air_mw: 0.0,
        at: None,
        connection_mw: 0.0,
        load_factor: None,
        bend: None,
        tags: Vec::new(),
    }
}

/// Decisions of a plan that decides nothing.
fn nothing(model: &Model) -> Decisions {
    Decisions {
        relaxed: false,
        begun: vec![Timed::new(); model.projects.len()],
        dropped_projects: vec![Timed::new(); model.projects.len()],
        dropped_orders: vec![Timed::new(); model.orders.len()],
        bought: std::collections::BTreeMap::new(),
        expanded: Vec::new(),
        agreed: crate::audit::agreements::Agreed::nothing(model),
        leased: vec![Timed::new(); model.leases.len()],
        relaxed_order_costs: std::collections::HashMap::new(),
        relaxed_groups: std::collections::HashMap::new(),
        classes: Vec::new(),
        class_of: Vec::new(),
        assigned: std::collections::BTreeMap::new(),
        served: std::collections::BTreeMap::new(),
        waiting: vec![Timed::new(); model.segments.len()],
        dispatch: Vec::new(),
        stored: Vec::new(),
        flow: Vec::new(),
        shed: Vec::new(),
    }
}

fn book(model: &Model, decisions: &Decisions) -> (Book, f64) {
    let calendar = Calendar::of(model);
    let mut findings = Findings::default();
    let effects = Effects::walk(model, &calendar, decisions, &mut findings);
    let capacity = Capacity::walk(model, &calendar, decisions, &effects);
    let service = service::walk(model, &calendar, decisions, &capacity, &mut findings);
    let book = Book::write(model, &calendar, decisions, &effects, &capacity, &service);
    assert!(findings.verdict().agreed());
    let present = book.discounted(&calendar, |entry| entry.kind == MoneyKind::Capital).value;
    (book, present)
}

/// M USD to a millionth.
fn is(found: f64, printed: f64) {
    assert!((found / 1e6 - printed).abs() < 0.51e-6, "{} is not {printed}", found / 1e6);
}

fn by_period(book: &Book, from: i32, to: i32) -> Vec<f64> {
    (from..=to).map(|p| book.sum(|entry: &Entry| entry.period == p).value).collect()
}

#[test]
fn discounts() {
    let model = quarters();
    let calendar = Calendar::of(&model);
    let printed =
        [0.989_286, 0.968_200, 0.947_564, 0.927_367, 0.907_601, 0.888_257, 0.869_325, 0.850_796, 0.832_662, 0.814_915];
    for (p, printed) in (0..).zip(printed) {
        assert!((calendar.discount(p) - printed).abs() < 0.51e-6);
    }
    assert!((calendar.discount_end() - 0.841_680).abs() < 0.51e-6);
}

#[test]
fn a_project() {
    let mut model = quarters();
    let mut row = project(1_400e6, 18.0, 180.0);
    row.payments = shares(0.1, 0.6, 0.3);
    let id = model.projects.push("hall", row);
    let mut decisions = nothing(&model);
    decisions.begun[id.get()].insert(1, 1.0);
    let (book, present) = book(&model, &decisions);
    for (found, printed) in
        by_period(&book, 0, 8).into_iter().zip([0.0, 280.0, 140.0, 140.0, 140.0, 140.0, 140.0, 420.0, 0.0])
    {
        is(found, printed);
    }
    assert!((present / 1e6 - 1264.046).abs() < 0.51e-3);
    assert_eq!(book.credits.len(), 1);
    assert!((book.credits[0].unused - 59.0 / 60.0).abs() < 1e-12);
    assert!((book.credits[0].usd.value / 1e6 - 1158.713).abs() < 0.51e-3);
    assert!(((present - book.credits[0].usd.value) / 1e6 - 105.333).abs() < 0.51e-3);
    assert_eq!(book.assets[0].in_service, 7);
}

#[test]
fn chips_ordered_late() {
    let mut model = quarters();
    let mut supply = supplying(20e3, 9.0);
    supply.price.path =
        Path::Growing { value: 20e3, at: Some(Date { year: 2026, month: 1, day: 1 }), change: -0.06, from: None };
    supply.payments = shares(0.3, 0.0, 0.7);
    let id = model.chips.push("chip", chip(supply, 60.0));
    let mut decisions = nothing(&model);
    let site = model.sites.ids().next().expect("there is a site");
    decisions.bought.insert((id, site), Timed::from([(6, 10_000.0)]));
    let (book, present) = book(&model, &decisions);
    is(by_period(&book, 6, 6)[0], 54.260_528);
    is(by_period(&book, 9, 9)[0], 126.607_898);
    is(book.sum(|_| true).value / 10.0, 18.086_843);
    is(book.credits[0].usd.value, 148.844_617);
    is(present - book.credits[0].usd.value, 1.500_008);
}

#[test]
fn a_lease() {
    let mut model = quarters();
    let site = model.sites.ids().next().expect("there is a site");
    let id = model.leases.push(
        "colo",
        Lease {
            adds: Adds::It { site, cooling: Cooling::Air, mw: 50.0 },
            fee: price(1.8e6),
            lead: months(3.0),
            term: months(48.0),
            lot: None,
            window: Window::default(),
            vendor: None,
            tags: Vec::new(),
        },
    );
    let mut decisions = nothing(&model);
    decisions.leased[id.get()].insert(0, 50.0);
    let (book, _) = book(&model, &decisions);
    let calendar = Calendar::of(&model);
    for fee in by_period(&book, 1, 16) {
        is(fee, 22.5);
    }
    is(by_period(&book, 0, 0)[0] + by_period(&book, 17, 17)[0], 0.0);
    is(book.sum(|entry| entry.period < 8).value, 157.5);
    is(book.discounted(&calendar, |entry| entry.period < 8).value, 143.079_969);
    is(book.sum(|entry| entry.period >= 8).value, 202.5);
    assert!(book.credits.is_empty());
}
