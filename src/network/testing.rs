//! A small model for tests, written in Rust: quarters from 2026Q1.

use crate::calendar::Calendar;
use crate::domain::{
    Adds, Basis, Billing, Block, Circuit, Committed, Cooling, CurrencyId, Duration, Feed, FlowLaw, Goal, GoalKind,
    Horizon, Index, Line, MinOutput, Model, Money, MoneyPath, Month, Node, NodeId, Output, Path, Payments, Project,
    ProjectId, Region, RegionId, Relation, RelationKind, Shares, Site, SiteId, Step, Supply, SupplyId, Table, Tier,
    Window,
};

/// The first month of a quarter of a year.
pub(crate) fn quarter(year: i32, quarter: i32) -> Month {
    Month::new(year, quarter * 3 - 2)
}

/// So many quarters.
pub(crate) fn quarters(n: i32) -> Duration {
    Duration { months: f64::from(3 * n) }
}

/// A constant amount of the model's currency.
pub(crate) fn price(amount: f64) -> MoneyPath {
    MoneyPath { path: Path::constant(amount), currency: CurrencyId::new(0) }
}

/// A model with a horizon and one region, and nothing else.
pub(crate) fn model(periods: usize) -> Model {
    let mut currencies = Table::default();
    currencies.push("USD", Path::constant(1.0));
    let mut blocks = Table::default();
    blocks.push("all", Block::whole());
    let mut regions = Table::default();
    regions.push("us-east", Region { at: None });
    Model {
        name: "test".into(),
        horizon: Horizon { start: quarter(2026, 1), periods, step: Step::Quarter, fiscal_year_starts: None },
        discount_rate: 0.09,
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
        regions,
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

/// Its calendar.
pub(crate) fn calendar(model: &Model) -> Calendar {
    Calendar::new(model)
}

/// A site with nothing on it.
pub(crate) fn site(model: &mut Model, name: &str, node: Option<NodeId>) -> SiteId {
    model.sites.push(
        name,
        Site {
            region: RegionId::new(0),
            node,
            pue: 1.25,
            water_m3: 0.0,
            liquid_mw: 0.0,
            air_mw: 0.0,
            at: None,
            connection_mw: 0.0,
            load_factor: None,
            bend: None,
            tags: Vec::new(),
        },
    )
}

/// A node without other load.
pub(crate) fn node(model: &mut Model, name: &str) -> NodeId {
    model.nodes.push(
        name,
        Node {
            region: None,
            at: None,
            other_load: Path::constant(0.0),
            load_factor: crate::domain::Shares::Same(1.0),
            shed: None,
        },
    )
}

/// A line.
pub(crate) fn line(model: &mut Model, name: &str, from: NodeId, to: NodeId, rating_mw: f64) -> crate::domain::LineId {
    model.lines.push(
        name,
        Line {
            from,
            to,
            rating_mw: Some(rating_mw),
            circuits: 1,
            emergency_mw: None,
            retires: None,
            circuit: Circuit::default(),
            bend: None,
        },
    )
}

/// A supply.
pub(crate) fn supply(model: &mut Model, name: &str, node: NodeId, power_mw: f64) -> SupplyId {
    model.supplies.push(
        name,
        Supply {
            feed: Feed::Node(node),
            power_mw,
            output: Output::Dispatched,
            min_output: MinOutput::Megawatts(0.0),
            availability: Shares::Same(1.0),
            price: None,
            carbon_t: 0.0,
            water_m3: 0.0,
            billing: Billing::default(),
            fixed_om: None,
            tags: Vec::new(),
        },
    )
}

/// A permit that takes so many quarters.
pub(crate) fn project(model: &mut Model, name: &str, lead: i32) -> ProjectId {
    model.projects.push(
        name,
        Project {
            site: None,
            region: None,
            copies: 1,
            starts_per_period: None,
            adds: None,
            cost: Some(price(1e6)),
            lead: quarters(lead),
            life: None,
            relations: Vec::new(),
            payments: Payments { start: 1.0, spread: 0.0, completion: 0.0 },
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
        },
    )
}

/// IT MW of a project.
pub(crate) fn adds_it(model: &mut Model, project: ProjectId, site: SiteId, mw: f64) {
    let row = model.projects.get_mut(project);
    row.site = Some(site);
    row.adds = Some(Adds::It { site, cooling: Cooling::Liquid, mw });
}

/// Connection MW of a project.
pub(crate) fn adds_connection(model: &mut Model, project: ProjectId, site: SiteId, mw: f64) {
    let row = model.projects.get_mut(project);
    row.site = Some(site);
    row.adds = Some(Adds::Connection { site, mw });
}

/// Settles a start.
pub(crate) fn commit(model: &mut Model, project: ProjectId, start: Month, to_pay: f64) {
    let money = Money { amount: to_pay, currency: CurrencyId::new(0) };
    let to_pay = if to_pay > 0.0 { vec![(quarter(2026, 1), money)] } else { Vec::new() };
    model.projects.get_mut(project).committed = Some(Committed { start, to_pay, cancel: None });
}

/// Makes one project wait for another.
pub(crate) fn wait(model: &mut Model, project: ProjectId, kind: RelationKind, on: ProjectId, lag: i32, each: bool) {
    let relation = Relation { kind, project: on, lag: quarters(lag), each };
    model.projects.get_mut(project).relations.push(relation);
}
