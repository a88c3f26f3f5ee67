//! Rules that the plan made by hand does not touch: each is added to its model, and a sentence says how the plan breaks it.

use super::made::{model, plan};
use super::{months, price, project, serving, supplying};
use crate::audit::compare::Findings;
use crate::audit::{Scene, verify};
use crate::domain::demand::TravelPath;
use crate::domain::project::{Adds, Cancel, Committed, Relation, RelationKind};
use crate::domain::time::{Month, Months};
use crate::domain::{
    Allotment, AllotmentOf, Bend, CashLine, Cooling, Expansion, Fee, Fleet, Growth, Index, Lease, Model, Order,
    OrderOf, Over, Path, PathEnd, Pick, ProjectId, SegmentKind, SiteId, Tier, Window,
};
use crate::plan::types::{OrderKind, Plan, Status};

/// Edits model and plan and looks for a sentence among those of the verdict.
fn said(name: &str, edit: impl FnOnce(&mut Model, &mut Plan), sentence: &str) {
    let (mut model, mut plan) = (model(), plan());
    edit(&mut model, &mut plan);
    let sentences: Vec<String> = verify(&model, &plan).disagreements.iter().map(ToString::to_string).collect();
    assert!(sentences.iter().any(|s| s == sentence), "{name}: not among\n{}", sentences.join("\n"));
}

fn hall(model: &mut Model) -> &mut crate::domain::Project {
    model.projects.get_mut(ProjectId::new(0))
}

fn relation(kind: RelationKind, project: ProjectId, lag: f64, each: bool) -> Relation {
    Relation { kind, project, lag: months(lag), each }
}

fn campus() -> SiteId {
    SiteId::new(0)
}

#[test]
fn starts() {
    let opens = |m: &mut Model, _: &mut Plan| hall(m).window.start = Some(Month::new(2027, 1));
    said("too early", opens, "project[hall]@2026: its window opens in 2027");
    let closes = |m: &mut Model, _: &mut Plan| hall(m).window.complete = Some(Month::new(2026, 1));
    said(
        "too late",
        closes,
        "project[hall]@2026: it would be in service from 2027, later than 2026, the latest its window allows",
    );
    let after = |m: &mut Model, _: &mut Plan| {
        let permit = m.projects.push("permit", project(0.0, 0.0, 120.0));
        hall(m).relations.push(relation(RelationKind::After, permit, 0.0, false));
    };
    said("after", after, "project[hall]@2026: 1 copies are begun by then, but 'permit' has complete enough for 0");
    let with = |m: &mut Model, _: &mut Plan| {
        let permit = m.projects.push("permit", project(0.0, 0.0, 120.0));
        hall(m).relations.push(relation(RelationKind::With, permit, 0.0, true));
    };
    said("with", with, "project[hall]@2026: 1 copies are begun by then, but 'permit' has begun enough for 0");
    let needs = |m: &mut Model, _: &mut Plan| {
        let substation = m.projects.push("substation", project(0.0, 0.0, 120.0));
        hall(m).relations.push(relation(RelationKind::Needs, substation, 0.0, false));
    };
    said("needs", needs, "site[campus].it_power@2027: draws 3 MW, may draw 0 MW");
    said("dark", needs, "site[campus]@2027 dark_mw: the plan says 0 MW, its decisions give 5 MW");
    let required = |m: &mut Model, _: &mut Plan| hall(m).required = true;
    said("required", required, "project[hall].required: 1 copies are begun, 2 are required");
    let exactly = |m: &mut Model, p: &mut Plan| {
        m.groups.get_mut(crate::domain::GroupId::new(0)).pick = Pick::ExactlyOne;
        p.projects.remove(0);
    };
    said("exactly one", exactly, "group[choice]: 0 of its projects are begun, 1 may be");
    let both = |m: &mut Model, _: &mut Plan| {
        let two = m.projects.push("old2", committed());
        m.groups.get_mut(crate::domain::GroupId::new(0)).projects.push(two);
    };
    said("at most one", both, "group[choice]: 2 of its projects are begun, 1 may be");
}

/// A commitment without payments, begun in 2026.
fn committed() -> crate::domain::Project {
    let mut row = project(0.0, 12.0, 120.0);
    row.committed = Some(Committed { start: Month::new(2026, 1), to_pay: Vec::new(), cancel: None });
    row
}

#[test]
fn orders_and_offers() {
    let chip = crate::domain::ChipId::new(0);
    let sites = |m: &mut Model, _: &mut Plan| m.chips.get_mut(chip).sites = Some(Vec::new());
    said("another site", sites, "buy[chip,campus]@2027: 'chip' cannot be ordered for 'campus'");
    let gone = |m: &mut Model, _: &mut Plan| m.chips.get_mut(chip).supply = None;
    said("not on sale", gone, "buy[chip,campus]@2027: 'chip' cannot be bought");
    let late = |m: &mut Model, _: &mut Plan| {
        let supply = m.chips.get_mut(chip).supply.as_mut().expect("it is on sale");
        supply.window = Window { start: None, complete: Some(Month::new(2026, 1)) };
    };
    said(
        "window",
        late,
        "buy[chip,campus]@2027: it would be in service from 2027, later than 2026, the latest its window allows",
    );
    let allot = |of: AllotmentOf, growth, cumulative| Allotment {
        of,
        at_most: None,
        cumulative,
        growth,
        by_order: false,
        tier: Tier::Contract,
        bend: None,
    };
    let vendor = AllotmentOf { vendors: Some(vec!["vendor".to_owned()]), ..AllotmentOf::default() };
    let growth = |m: &mut Model, _: &mut Plan| {
        let growth = Growth { rate: 0.5, seed: 2000.0 };
        m.allotments.push("v", allot(vendor.clone(), Some(growth), None));
    };
    said("growth", growth, "allotment[v].growth@2027: orders 3000 chips, may order 2000 chips after the period before");
    let total = |m: &mut Model, _: &mut Plan| {
        m.allotments.push("v", allot(vendor.clone(), None, Some(2500.0)));
    };
    said("cumulative", total, "allotment[v].cumulative: takes 3000 chips, 2500 chips are allotted");
    let lease = |m: &mut Model, p: &mut Plan| {
        m.leases.push(
            "colo",
            Lease {
                adds: Adds::It { site: campus(), cooling: Cooling::Air, mw: 2.0 },
                fee: price(1e6),
                lead: months(0.0),
                term: months(24.0),
                lot: Some(3.0),
                window: Window::default(),
                vendor: None,
                tags: Vec::new(),
            },
        );
        let mut row = p.orders[0].clone();
        (row.id, row.asset, row.kind) = ("lease[colo]@2027".to_owned(), "colo".to_owned(), OrderKind::Lease);
        (row.quantity, row.unit, row.lots) = (4.0, "MW".to_owned(), Some(4.0 / 3.0));
        p.orders.push(row);
    };
    said("lease", lease, "lease[colo].adds@2027: has 4 MW in service, 2 MW are on offer");
    said(
        "lots of a lease",
        lease,
        "lease[colo]@2027: 1.333 lots ordered, which should be a whole number such as 1 lots ordered",
    );
    said("fees", lease, "totals.fees_after_horizon_usd_nominal: the plan says 0 USD, its payments give 4 M USD");
    let expansion = |m: &mut Model, p: &mut Plan| {
        m.expansions.push(
            "grid",
            Expansion {
                adds: Adds::Connection { site: campus(), mw: 2.0 },
                supply: supplying(1e6, 0.0),
                service: serving(120.0),
                vendor: None,
                category: None,
                fixed_om: None,
                tags: Vec::new(),
                growth: Some(Growth { rate: 0.0, seed: 1.0 }),
            },
        );
        let mut row = p.orders[0].clone();
        (row.id, row.asset, row.kind) = ("expansion[grid]@2027".to_owned(), "grid".to_owned(), OrderKind::Expansion);
        (row.quantity, row.unit, row.lots, row.vendor) = (2.5, "MW".to_owned(), None, None);
        p.orders.push(row);
    };
    said("expansion", expansion, "expansion[grid].adds@2027: has 2.5 MW in service, 2 MW are on offer");
    said("its growth", expansion, "expansion[grid].growth@2027: orders 2.5 MW, may order 1 MW after the period before");
    said("its price", expansion, "payment[expansion[grid]@2027,order]@2027: the plan has no such row");
}

#[test]
fn service_and_money() {
    let open = crate::domain::SegmentId::new(0);
    let far = |m: &mut Model, _: &mut Plan| {
        let to = PathEnd::Region(crate::domain::RegionId::new(0));
        m.paths.push(
            "campus,east",
            TravelPath { from: PathEnd::Site(campus()), to, latency_ms: Some(12.0), cost: Some(price(2.0)) },
        );
        m.paths.push("east,east", TravelPath { from: to, to, latency_ms: Some(1.0), cost: None });
    };
    said("latency", far, "served[open,campus]@2027: it is 12 ms away, and at most 10 ms are allowed");
    said("path cost", far, "payment[path[campus,open],path]@2027: the plan has no such row");
    let residency = |m: &mut Model, _: &mut Plan| m.segments.get_mut(open).reach.sites = Some(Vec::new());
    said("residency", residency, "served[open,campus]@2027: the segment may not be served from this site");
    let headroom = |m: &mut Model, _: &mut Plan| m.segments.get_mut(open).headroom = 0.1;
    said(
        "headroom",
        headroom,
        "work[campus,train:chip]@2027: 3200 u are served (headroom included), its chips do 3000 u",
    );
    let market = |m: &mut Model, _: &mut Plan| m.segments.get_mut(open).kind = SegmentKind::Market;
    said("no penalty", market, "totals.penalties_usd_discounted: the plan says 6 M USD, its payments give 0 USD");
    let two = |m: &mut Model, p: &mut Plan| {
        let site = m.sites[campus()].clone();
        m.sites.push("other", site);
        let mut row = p.service[0].clone();
        (row.id, row.site) = ("served[open,other]@2027".to_owned(), "other".to_owned());
        p.service.push(row);
    };
    said("one site", two, "segment[open]: it must have one site and is served from campus and other");
    let cash = |m: &mut Model, _: &mut Plan| {
        let periods = Months { first: Month::new(2026, 1), end: Month::new(2028, 1), after_horizon: false };
        let category = "others".to_owned();
        m.cash.push(
            "others",
            CashLine { category, periods, amount: super::money(8e6), inflow: true, region: None, tags: Vec::new() },
        );
    };
    said("cash line", cash, "totals.cash_lines_usd_discounted: the plan says 0 USD, its payments give -8 M USD");
    let tax = |m: &mut Model, _: &mut Plan| m.tax_rate = Some(0.25);
    said("tax", tax, "finance@2026 tax_usd: the plan says 0 USD, its decisions give -1.27 M USD");
    let total = |m: &mut Model, _: &mut Plan| {
        let policy = m.policies.get_mut(crate::domain::PolicyId::new(0));
        (policy.over, policy.measure.kind) = (Over::Sum, crate::domain::MeasureKind::Energy);
        policy.bounds.at_most = Some(Path::constant(3000.0));
    };
    said("policy", total, "policy[small].at_most: has 3750 MWh, may have 3000 MWh");
    let bend = |m: &mut Model, _: &mut Plan| {
        let budget = m.budgets.get_mut(crate::domain::BudgetId::new(1));
        (budget.at_most, budget.bend) = (Some(50.5e6), Some(Bend { price: super::money(0.1), at_most: Some(0.25e6) }));
    };
    said("bent too far", bend, "budget[fy26].at_most: it is bent by 500000 USD, it may be bent by 250000 USD");
    said("what it costs", bend, "totals.bends_usd_discounted: the plan says 0 USD, its payments give 50000 USD");
    said("no row", bend, "bend[budget[fy26].at_most]: the plan has no such row");
}

#[test]
fn a_commitment_kept_in_part() {
    let (mut model, mut plan) = (model(), plan());
    let old = ProjectId::new(1);
    let committed = model.projects.get_mut(old).committed.as_mut().expect("it is a commitment");
    committed.cancel = Some(Cancel { until: Month::new(2026, 1), fee: Fee::Money(super::money(1e6)), part: true });
    plan.cancellations[0].share = 0.25;
    let fleet = Fleet {
        chip: crate::domain::ChipId::new(0),
        site: campus(),
        quantity: 50.0,
        retires: vec![(Month::new(2027, 1), 20.0)],
    };
    model.fleet.push("chip,campus", fleet);
    model.orders.push(
        "early",
        Order {
            of: OrderOf::Chips(crate::domain::ChipId::new(0), campus()),
            quantity: 100.0,
            ordered: Month::new(2025, 1),
            delivered: Month::new(2025, 6),
            to_pay: vec![(Month::new(2026, 3), super::money(4e5)), (Month::new(2026, 9), super::money(1e5))],
            price: None,
            cancel: None,
            tags: Vec::new(),
        },
    );
    let mut findings = Findings::default();
    let scene = Scene::walk(&model, &plan, &mut findings);
    let paid = |asset: &str, p: i32| scene.book.sum(|entry| &*entry.asset == asset && entry.period == p).value;
    // Three quarters of 8 and a quarter of the fee; then three quarters of 12.
    assert_eq!((paid("project[old]", 0), paid("project[old]", 1)), (6.25e6, 9e6));
    assert_eq!(paid("order[early]", 0), 5e5);
    assert_eq!(scene.capacity.owned(campus(), crate::domain::ChipId::new(0), 0).value, 150.0);
    assert_eq!(scene.capacity.owned(campus(), crate::domain::ChipId::new(0), 1).value, 3130.0);
    // Delivered in 2025 with four years of life: three are used at the end of 2027, and only what was still due earns.
    let credit = scene.book.credits.iter().find(|credit| &*credit.asset == "order[early]").expect("it has a life");
    assert_eq!((credit.unused, credit.usd.value), (0.25, 0.25 * 5e5));
    // A full price of 2 M, a quarter a year; what stood before the horizon is left out of the incremental plan.
    assert_eq!(scene.book.owed_anyway[0].value, 8.5e6);
}

#[test]
fn effects_pass_along_a_chain() {
    let (mut model, mut plan) = (model(), plan());
    plan.outcome.status = Status::Optimal;
    // The hall needs a feeder of two copies, which needs a short-lived permit a year before, copy for copy.
    let mut permit = project(0.0, 0.0, 12.0);
    permit.copies = 2;
    let permit = model.projects.push("permit", permit);
    let mut feeder = project(0.0, 0.0, 120.0);
    (feeder.copies, feeder.relations) = (2, vec![relation(RelationKind::Needs, permit, 12.0, true)]);
    let feeder = model.projects.push("feeder", feeder);
    hall(&mut model).relations.push(relation(RelationKind::Needs, feeder, 0.0, false));
    let start = |name: &str, copies: f64, plan: &mut Plan| {
        let mut row = plan.projects[0].clone();
        (row.id, row.project, row.copies) = (format!("project[{name}]@2026"), name.to_owned(), copies);
        plan.projects.push(row);
    };
    start("permit", 1.0, &mut plan);
    start("feeder", 2.0, &mut plan);
    let effects = |plan: &Plan, p: i32| {
        let scene = Scene::walk(&model, plan, &mut Findings::default());
        [permit, feeder, ProjectId::new(0)].map(|id| scene.effects.effective(id, p))
    };
    assert_eq!(effects(&plan, 0), [1.0, 0.0, 0.0]);
    assert_eq!(effects(&plan, 1), [0.0, 1.0, 0.0]);
    plan.outcome.status = Status::Relaxed;
    assert_eq!(effects(&plan, 1), [0.0, 1.0, 1.0]);
    plan.outcome.status = Status::Optimal;
    plan.projects[2].copies = 2.0;
    assert_eq!(effects(&plan, 1), [0.0, 2.0, 1.0]);
}
