//! Tests of the audit: the worked ledger, a plan made by hand, and what is said when it is tampered with.

// A table of cases, or a model and its plan written out row by row, reads best in one piece.
#![allow(clippy::too_many_lines)]

mod corruptions;
mod ledger;
mod made;
mod rules;

use super::calendar::Calendar;
use crate::domain::model::Horizon;
use crate::domain::time::{Month, Step};
use crate::domain::{
    Basis, Block, Cooling, CurrencyId, Duration, FlowLaw, Goal, GoalKind, Index, Model, Money, MoneyPath, Path,
    Payments, Project, ServiceLife, Supplying, Table, Tier, Window,
};

/// A model without rows.
fn empty(start: Month, periods: usize, step: Step, discount_rate: f64) -> Model {
    let mut currencies = Table::default();
    currencies.push("USD", Path::constant(1.0));
    let mut blocks = Table::default();
    blocks.push("all", Block::whole());
    Model {
        name: "hand".to_owned(),
        horizon: Horizon { start, periods, step, fiscal_year_starts: None },
        discount_rate,
        tax_rate: None,
        carbon_price: None,
        goals: vec![Goal { kind: GoalKind::Npv, tol: 0.0, abs: 0.0 }],
        basis: Basis::Total,
        flow: FlowLaw::Transport,
        base_mw: 100.0,
        losses: None,
        security: crate::domain::Security::None,
        currencies,
        days: Table::default(),
        blocks,
        regions: Table::default(),
        workloads: Table::default(),
        sites: Table::default(),
        chips: Table::default(),
        segments: Table::default(),
        projects: Table::default(),
        groups: Table::default(),
        orders: Table::default(),
        fleet: Table::default(),
        leases: Table::default(),
        agreements: Table::default(),
        expansions: Table::default(),
        allotments: Table::default(),
        paths: Table::default(),
        nodes: Table::default(),
        lines: Table::default(),
        supplies: Table::default(),
        batteries: Table::default(),
        budgets: Table::default(),
        policies: Table::default(),
        cash: Table::default(),
        patience: Table::default(),
        places: std::collections::BTreeMap::new(),
    }
}

fn usd() -> CurrencyId {
    CurrencyId::new(0)
}

fn money(amount: f64) -> Money {
    Money { amount, currency: usd() }
}

fn price(value: f64) -> MoneyPath {
    MoneyPath { path: Path::constant(value), currency: usd() }
}

fn months(months: f64) -> Duration {
    Duration { months }
}

fn shares(start: f64, spread: f64, completion: f64) -> Payments {
    Payments { start, spread, completion }
}

/// A project of one copy that costs so much.
fn project(cost: f64, lead: f64, life: f64) -> Project {
    Project {
        site: None,
        region: None,
        copies: 1,
        starts_per_period: None,
        adds: None,
        cost: Some(price(cost)),
        lead: months(lead),
        life: Some(months(life)),
        relations: Vec::new(),
        payments: shares(1.0, 0.0, 0.0),
        window: Window::default(),
        required: false,
        tier: Tier::Policy,
        committed: None,
        salvage: true,
        book_life: None,
        fixed_om: None,
        category: None,
        vendor: None,
        tags: Vec::new(),
    }
}

/// Terms of buying chips at so much.
fn supplying(cost: f64, lead: f64) -> Supplying {
    Supplying {
        price: price(cost),
        lead: months(lead),
        payments: shares(1.0, 0.0, 0.0),
        lot: None,
        order_cost: None,
        window: Window::default(),
    }
}

/// A service life of so many months, credited at the end.
fn serving(life: f64) -> ServiceLife {
    ServiceLife { life: Some(months(life)), salvage: true, book_life: None }
}

fn chip(supply: Supplying, life: f64) -> crate::domain::Chip {
    crate::domain::Chip {
        vendor: None,
        kw: 1.0,
        cooling: Cooling::Air,
        throughput: Vec::new(),
        supply: Some(supply),
        service: serving(life),
        sites: None,
        fixed_om: None,
        tags: Vec::new(),
        allotment: None,
    }
}

#[test]
fn durations_round_up_and_labels_follow_the_calendar() {
    let model = empty(Month::new(2026, 1), 8, Step::Quarter, 0.09);
    let calendar = Calendar::of(&model);
    assert_eq!(calendar.whole(months(9.0)), 3);
    assert_eq!(calendar.whole(months(9.000_000_000_1)), 3);
    assert_eq!(calendar.whole(months(9.1)), 4);
    assert_eq!(calendar.whole(months(0.0)), 0);
    assert_eq!(calendar.label(-1), "2025Q4");
    assert_eq!(calendar.read("2027Q4"), Some(7));
    assert_eq!(calendar.read("2025Q4"), Some(-1));
    for wrong in ["2027Q5", "2027Q0", "2027", "2027H1", "x", "", "2027Qé", "20é7Q1"] {
        assert_eq!(calendar.read(wrong), None, "{wrong}");
    }
    let span = calendar.span(8);
    assert_eq!((span.starts.as_str(), span.ends.as_str()), ("2028-01-01", "2028-03-31"));
}
