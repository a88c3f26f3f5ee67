//! A small model and a plan of it, every number worked out by hand.
//!
//! Two years, nothing discounted, M USD. A hall of two copies (100 each, half at the start, half when complete a year later, 2 a
//! year to run, ten years) is begun once in 2026. 3,000 chips (20 k each, an order costs 1 besides, four years) follow in 2027.
//! A connection begun in 2025 (8 due in 2026, 12 in 2027) is called off in 2026 for 1. So capital is 50 + 1 in 2026 and
//! 50 + 60 + 1 in 2027. `open` asks for 4,000 units a year at 12 k a unit (1 k penalty), `firm` for 1,000 in 2027: 2,000 and
//! 1,000 are served, revenue is 24, penalties are 4 and 2. The network carries 5 MW at one node, 3 MW at the other and 3 MW x
//! 1.25 of the site, for 1,000 hours a year at 10 USD: 0.08 and 0.1175. Salvage: 9 of 10 years of 100 and 3 of 4 years of 60
//! (the cost of ordering apart): 135. Net present value: 24 - 0.1975 - 2 - 6 - 162 + 135 = -11.1975.

use serde_json::{Value, json};

use super::ledger::site as plain_site;
use super::{chip, empty, money, price, project, shares, supplying};
use crate::domain::demand::Reach;
use crate::domain::project::{Adds, Cancel, Committed};
use crate::domain::time::{Month, Months, Step};
use crate::domain::{
    Billing, Bounds, Budget, Cooling, Counts, Fee, Feed, Filter, Group, Index as _, Line, Measure, MeasureKind,
    MinOutput, Model, Node, Output, Over, Path, Patience, Per, Pick, Placement, Policy, Region, Segment, SegmentKind,
    Shares, Supply, Throughput, Tier, Unspent, Workload,
};
use crate::plan::types::Plan;

fn years(first: i32, last: i32) -> Months {
    Months { first: Month::new(first, 1), end: Month::new(last + 1, 1), after_horizon: false }
}

fn budget(year: i32, at_most: f64, unspent: Unspent) -> Budget {
    Budget {
        periods: years(year, year),
        filter: Filter::default(),
        counts: Counts { capital: true, lease: false, opex: false },
        at_most: Some(at_most),
        at_least: None,
        unspent,
        tier: Tier::Policy,
        bend: None,
    }
}

/// The model.
pub(super) fn model() -> Model {
    let mut model = empty(Month::new(2026, 1), 2, Step::Year, 0.0);
    model.blocks.get_mut(crate::domain::BlockId::new(0)).hours = Some(1000.0);
    let region = model.regions.push("east", Region { at: None });
    let workload = model.workloads.push("train", Workload { unit: "u".to_owned(), utilisation: 0.5, weight: 1.0 });
    let node = |load: f64| Node {
        region: Some(region),
        at: None,
        other_load: Path::constant(load),
        load_factor: Shares::Same(1.0),
        shed: None,
    };
    let (here, there) = (model.nodes.push("here", node(5.0)), model.nodes.push("there", node(3.0)));
    model.lines.push(
        "link",
        Line {
            from: here,
            to: there,
            rating_mw: Some(4.0),
            circuits: 1,
            emergency_mw: None,
            retires: None,
            circuit: crate::domain::Circuit::default(),
            bend: None,
        },
    );
    model.supplies.push(
        "grid",
        Supply {
            feed: Feed::Node(here),
            power_mw: 100.0,
            output: Output::Dispatched,
            min_output: MinOutput::Megawatts(0.0),
            availability: Shares::Same(1.0),
            price: Some(price(10.0)),
            carbon_t: 0.0,
            water_m3: 0.0,
            billing: Billing::default(),
            fixed_om: None,
            tags: Vec::new(),
        },
    );
    let mut site = plain_site(region);
    (site.node, site.pue, site.connection_mw) = (Some(here), 1.25, 20.0);
    let site = model.sites.push("campus", site);
    let mut row = chip(supplying(20e3, 0.0), 48.0);
    row.vendor = Some("vendor".to_owned());
    row.throughput = vec![Throughput { workload, work: 2.0, effective: false }];
    row.allotment = Some(Path::constant(6000.0));
    if let Some(supply) = &mut row.supply {
        (supply.lot, supply.order_cost) = (Some(1000.0), Some(money(1e6)));
    }
    let chips = vec![model.chips.push("chip", row)];
    let segment = |kind, demand, price, penalty| Segment {
        customer: None,
        workload,
        region,
        kind,
        chips: chips.clone(),
        reach: Reach { latency_ms: Some(10.0), regions: None, sites: None },
        price,
        penalty,
        defer: None,
        headroom: 0.0,
        placement: Placement::OneSite,
        demand,
        tier: Tier::Contract,
        bend: None,
        tags: Vec::new(),
    };
    let open = segment(SegmentKind::Contracted, Path::constant(4000.0), Some(price(12e3)), Some(price(1e3)));
    model.segments.push("open", open);
    let steps = Path::Steps(vec![(Month::new(2026, 1), 0.0), (Month::new(2027, 1), 1000.0)]);
    model.segments.push("firm", segment(SegmentKind::Firm, steps, None, None));
    let mut hall = project(100e6, 12.0, 120.0);
    (hall.site, hall.region) = (Some(site), Some(region));
    (hall.copies, hall.starts_per_period) = (2, Some(1));
    hall.adds = Some(Adds::It { site, cooling: Cooling::Air, mw: 5.0 });
    (hall.payments, hall.fixed_om) = (shares(0.5, 0.0, 0.5), Some(price(2e6)));
    let hall = model.projects.push("hall", hall);
    let mut old = project(0.0, 36.0, 120.0);
    (old.site, old.region, old.cost) = (Some(site), Some(region), None);
    old.adds = Some(Adds::Connection { site, mw: 30.0 });
    old.committed = Some(Committed {
        start: Month::new(2025, 1),
        to_pay: vec![(Month::new(2026, 1), money(8e6)), (Month::new(2027, 1), money(12e6))],
        cancel: Some(Cancel { until: Month::new(2026, 1), fee: Fee::Money(money(1e6)), part: false }),
    });
    model.projects.push("old", old);
    model.groups.push(
        "choice",
        Group { pick: Pick::AtMostOne, projects: vec![hall], agreements: Vec::new(), tier: Tier::Policy },
    );
    let later = model.budgets.push("fy27", budget(2027, 108e6, Unspent::Lost));
    model.budgets.push("fy26", budget(2026, 60e6, Unspent::Carry { to: later, up_to: 0.1 }));
    model.policies.push(
        "small",
        Policy {
            measure: Measure { kind: MeasureKind::ItMw, filter: Filter::default() },
            of: None,
            periods: years(2026, 2027),
            over: Over::Each,
            bounds: Bounds { at_most: Some(Path::constant(20.0)), at_least: None },
            tier: Tier::Wish,
            bend: None,
        },
    );
    model.patience.push(
        "floor",
        Patience { periods: years(2026, 2026), at_least: -60e6, per: Per::Period, tier: Tier::Policy, bend: None },
    );
    model
}

fn span(year: i32) -> Value {
    json!({ "period": year.to_string(), "starts": format!("{year}-01-01"), "ends": format!("{year}-12-31") })
}

/// A row with its period flattened into it.
fn dated(year: i32, row: Value) -> Value {
    let mut row = row;
    for (key, value) in span(year).as_object().cloned().unwrap_or_default() {
        row[key] = value;
    }
    row
}

#[allow(clippy::too_many_arguments)] // One column of the table each.
fn paid(
    asset: &str,
    milestone: &str,
    year: i32,
    kind: &str,
    category: &str,
    site: bool,
    vendor: bool,
    status: &str,
    usd: f64,
) -> Value {
    dated(
        year,
        json!({
            "id": format!("payment[{asset},{milestone}]@{year}"), "asset": asset, "kind": kind, "milestone": milestone,
            "category": category, "region": "east", "site": site.then_some("campus"), "vendor": vendor.then_some("vendor"),
            "tags": [], "usd_nominal": usd, "usd_discounted": usd, "status": status,
        }),
    )
}

fn cash(year: i32, kind: &str, category: &str, usd: f64) -> Value {
    let id = format!("cash[{kind},{category},east]@{year}");
    dated(year, json!({ "id": id, "kind": kind, "category": category, "region": "east", "usd": usd }))
}

fn limit(id: &str, sense: &str, level: f64, bound: f64, unit: &str, tier: &str) -> Value {
    let slack = if sense == "at-most" { bound - level } else { level - bound };
    json!({
        "id": id, "block": "hand", "sense": sense, "level": level, "bound": bound, "unit": unit, "slack": slack,
        "tier": tier, "price": null, "place": null,
    })
}

fn grid(kind: &str, element: &str, year: i32, mw: f64, limit: f64) -> Value {
    let id = format!("{kind}[{element}]@{year}");
    let loading = (kind == "line").then_some(mw.abs() / limit);
    dated(
        year,
        json!({
            "id": id, "kind": kind, "element": element, "mw": mw, "limit_mw": limit, "mwh": mw * 1000.0, "loading": loading,
        }),
    )
}

fn asked(segment: &str, year: i32, demand: f64, served: f64) -> Value {
    let id = format!("demand[{segment}]@{year}");
    let unmet = demand - served;
    dated(
        year,
        json!({ "id": id, "segment": segment, "demand": demand, "served": served, "unmet": unmet, "unit": "u" }),
    )
}

fn site(year: i32, it: f64, used: f64) -> Value {
    dated(
        year,
        json!({
            "id": format!("site[campus]@{year}"), "site": "campus", "it_mw": it, "used_mw": used, "liquid_mw": 0.0,
            "liquid_used_mw": 0.0, "dark_mw": 0.0, "facility_mw": used * 1.25, "connection_mw": 20.0,
            "energy_mwh": used * 1250.0,
        }),
    )
}

fn finance(year: i32, n: [f64; 9]) -> Value {
    let usd = |n: f64| (n * 1e6).round();
    dated(
        year,
        json!({
            "id": format!("finance@{year}"), "revenue_usd": usd(n[0]), "opex_usd": usd(n[1]), "penalties_usd": usd(n[2]),
            "depreciation_usd": usd(n[3]), "operating_income_usd": usd(n[4]), "tax_usd": 0.0, "capital_usd": usd(n[5]),
            "cash_lines_usd": usd(n[6]), "free_cash_flow_usd": usd(n[7]), "cumulative_free_cash_flow_usd": usd(n[8]),
        }),
    )
}

fn year(year: i32, nopat: f64, value: f64) -> Value {
    json!({
        "id": format!("finance@{year}"), "year": year.to_string(), "nopat_usd": nopat, "net_book_value_usd": value,
        "roic": nopat / value,
    })
}

/// The plan.
pub(super) fn plan() -> Plan {
    let order = "buy[chip,campus]@2027";
    let service = [("open", 2000.0), ("firm", 1000.0)].map(|(segment, work)| {
        let id = format!("served[{segment},campus]@2027");
        dated(2027, json!({ "id": id, "segment": segment, "site": "campus", "work": work, "unit": "u" }))
    });
    let value = json!({
        "schema": "capplan-plan/1",
        "model": { "name": "hand", "scenario": "base", "sha256": "" },
        "outcome": {
            "status": "within-gap", "goal": "npv", "objective": -11_197_500.0, "bound": -11_000_000.0,
            "gap": 197_500.0 / 164_197_500.0, "gap_usd": 197_500.0, "notes": [],
            "goals": [{ "goal": "npv", "best": -11_197_500.0, "bound": -11_000_000.0, "value": -11_197_500.0, "allowed": 0.0 }],
        },
        "totals": {
            "npv_usd": -11_197_500.0, "cost_usd": 35_197_500.0, "unmet_weighted": 6000.0,
            "revenue_usd_discounted": 24e6, "opex_usd_discounted": 2_197_500.0, "penalties_usd_discounted": 6e6,
            "capital_usd_discounted": 162e6, "salvage_usd_discounted": 135e6, "cash_lines_usd_discounted": 0.0,
            "bends_usd_discounted": 0.0, "capital_usd_nominal": 162e6, "committed_usd_nominal": 1e6,
            "capital_after_horizon_usd_nominal": 0.0, "fees_after_horizon_usd_nominal": 0.0,
            "decided_usd_discounted": 164_197_500.0, "it_mw_added": 5.0, "payback": null,
        },
        "projects": [
            {
                "id": "project[hall]@2026", "project": "hall", "state": "planned", "copies": 1.0, "begun": span(2026),
                "in_service": span(2027), "out_of_service": span(2037), "effect": span(2027), "decide_by": span(2026),
                "cancelled_share": 0.0, "cancelled": null,
            },
            {
                "id": "project[old]", "project": "old", "state": "cancelled", "copies": 1.0, "begun": span(2025),
                "in_service": span(2028), "out_of_service": span(2038), "effect": null, "decide_by": null,
                "cancelled_share": 1.0, "cancelled": span(2026),
            },
        ],
        "orders": [{
            "id": order, "asset": "chip", "kind": "chip", "site": "campus", "ordered": span(2027),
            "in_service": span(2027), "quantity": 3000.0, "unit": "chips", "lots": 3.0, "vendor": "vendor",
            "state": "planned", "decide_by": span(2027), "cancelled_share": 0.0, "cancelled": null,
        }],
        "cancellations": [dated(2026, json!({ "id": "project[old]@2026", "commitment": "project[old]", "share": 1.0 }))],
        "assignments": [dated(2027, json!({
            "id": "assigned[campus,chip,train:chip]@2027", "site": "campus", "chip": "chip", "workload": "train",
            "class": "train:chip", "chips": 3000.0,
        }))],
        "service": service,
        "demand": [
            asked("open", 2026, 4000.0, 0.0), asked("open", 2027, 4000.0, 2000.0), asked("firm", 2026, 0.0, 0.0),
            asked("firm", 2027, 1000.0, 1000.0),
        ],
        "sites": [site(2026, 0.0, 0.0), site(2027, 5.0, 3.0)],
        "fleet": [dated(2027, json!({
            "id": "owned[campus,chip]@2027", "site": "campus", "chip": "chip", "owned": 3000.0, "in_use": 3000.0,
        }))],
        "grid": [
            grid("node", "here", 2026, 0.0, 5.0), grid("node", "there", 2026, 0.0, 3.0), grid("line", "link", 2026, 3.0, 4.0),
            grid("supply", "grid", 2026, 8.0, 100.0), grid("node", "here", 2027, 0.0, 5.0),
            grid("node", "there", 2027, 0.0, 3.0), grid("line", "link", 2027, 3.0, 4.0),
            grid("supply", "grid", 2027, 11.75, 100.0),
        ],
        "salvage": [
            { "id": "salvage[project[hall]@2026]", "asset": "project[hall]@2026", "unused_share": 0.9, "usd_discounted": 90e6 },
            { "id": format!("salvage[{order}]"), "asset": order, "unused_share": 0.75, "usd_discounted": 45e6 },
        ],
        "bends": [],
        "payments": [
            paid("project[hall]@2026", "start", 2026, "capital", "site", true, false, "planned", 50e6),
            paid("project[hall]@2026", "completion", 2027, "capital", "site", true, false, "planned", 50e6),
            paid("project[hall]@2026", "fixed O&M", 2027, "opex", "site", true, false, "planned", 2e6),
            paid("project[old]", "cancelling fee", 2026, "capital", "grid", true, false, "planned", 1e6),
            paid(order, "order", 2027, "capital", "chips", true, true, "planned", 60e6),
            paid(order, "order cost", 2027, "capital", "chips", true, true, "planned", 1e6),
            paid("supply[grid]", "energy", 2026, "opex", "supply", false, false, "planned", 80_000.0),
            paid("supply[grid]", "energy", 2027, "opex", "supply", false, false, "planned", 117_500.0),
            paid("segment[open]", "revenue", 2027, "revenue", "revenue", false, false, "planned", -24e6),
            paid("segment[open]", "penalty", 2026, "penalty", "penalty", false, false, "planned", 4e6),
            paid("segment[open]", "penalty", 2027, "penalty", "penalty", false, false, "planned", 2e6),
        ],
        "cash": [
            cash(2026, "capital", "site", 50e6), cash(2026, "capital", "grid", 1e6), cash(2026, "opex", "supply", 80_000.0),
            cash(2026, "penalty", "penalty", 4e6), cash(2027, "capital", "site", 50e6),
            cash(2027, "capital", "chips", 61e6), cash(2027, "opex", "site", 2e6), cash(2027, "opex", "supply", 117_500.0),
            cash(2027, "penalty", "penalty", 2e6), cash(2027, "revenue", "revenue", -24e6),
        ],
        "finance": [
            finance(2026, [0.0, 0.08, 4.0, 1.0, -5.08, 51.0, 0.0, -55.08, -55.08]),
            finance(2027, [24.0, 2.1175, 2.0, 25.25, -5.3675, 111.0, 0.0, -91.1175, -146.1975]),
        ],
        "finance_years": [year(2026, -5.08e6, 50e6), year(2027, -5.3675e6, 135.75e6)],
        "after_horizon": [],
        "limits": [
            limit("site[campus].it_power@2027", "at-most", 3.0, 5.0, "MW", "contract"),
            limit("site[campus].connection@2026", "at-most", 0.0, 20.0, "MW", "contract"),
            limit("site[campus].connection@2027", "at-most", 3.75, 20.0, "MW", "contract"),
            limit("line[link].rating@2026", "at-most", 3.0, 4.0, "MW", "contract"),
            limit("line[link].rating@2027", "at-most", 3.0, 4.0, "MW", "contract"),
            limit("supply[grid].power@2026", "at-most", 8.0, 100.0, "MW", "contract"),
            limit("supply[grid].power@2027", "at-most", 11.75, 100.0, "MW", "contract"),
            limit("chip[chip].allotment@2026", "at-most", 0.0, 6000.0, "chips", "contract"),
            limit("chip[chip].allotment@2027", "at-most", 3000.0, 6000.0, "chips", "contract"),
            limit("project[hall].starts_per_period@2026", "at-most", 1.0, 1.0, "copies", "policy"),
            limit("group[choice]", "at-most", 1.0, 1.0, "projects", "policy"),
            limit("budget[fy26].at_most", "at-most", 51e6, 60e6, "USD", "policy"),
            limit("budget[fy27].at_most", "at-most", 111e6, 114e6, "USD", "policy"),
            limit("policy[small].at_most@2026", "at-most", 0.0, 20.0, "MW", "wish"),
            limit("policy[small].at_most@2027", "at-most", 5.0, 20.0, "MW", "wish"),
            limit("patience[floor]@2026", "at-least", -55_080_000.0, -60e6, "USD", "policy"),
            limit("segment[firm].demand@2027", "equal", 1000.0, 1000.0, "u", "contract"),
        ],
        "prices": [], "worth": [],
        "audit": { "numbers_checked": 0, "limits_checked": 0, "agreed": true },
        "inputs": null,
        "run": { "version": "", "solver": "", "options": null, "size": null, "seconds": null, "work": null },
    });
    serde_json::from_value(value).expect("the rows above have the plan's shape")
}

#[test]
fn the_plan_is_accepted() {
    let verdict = crate::audit::verify(&model(), &plan());
    assert!(verdict.agreed(), "{verdict}");
    assert!(verdict.numbers_checked > 200 && verdict.limits_checked > 30, "{verdict}");
}
