//! Questions about a small plan made by hand: a campus in Northern Virginia whose connection is used up.
//!
//! 16 quarters from 2026Q1. Day one: 160 MW of halls, 200 MW of connection, pue 1.25, so 160 MW can be used. `land` is committed
//! (2025Q3, 3 quarters: complete 2026Q2, period 1). `permit` starts one quarter after it (2026Q3, period 2) and takes 2: complete
//! 2027Q1 (4). `substation-9` starts after it and takes 8: 2029Q1 (12). `hall-3` starts after the permit, takes 6 (complete 2028Q3,
//! 10) and needs the substation: dark until 2029Q1.

use serde_json::{Value, json};

use super::{address, dependencies, grid};
use crate::domain::RelationKind::{After, Needs};
use crate::domain::{
    Allotment, AllotmentOf, Budget, Chip, ChipId, Cooling, Counts, Filter, Index, Model, Month, Months, Path, Payments,
    Placement, Reach, Segment, SegmentKind, ServiceLife, Supplying, Throughput, Tier, Unspent, Window, Workload,
};
use crate::network::testing::{
    adds_connection, adds_it, commit, line, model, node, price, project, quarter, quarters, site, supply, wait,
};
use crate::plan::types::Plan;

fn virginia() -> Model {
    let mut m = model(16);
    let node = node(&mut m, "iad-500");
    let far = crate::network::testing::node(&mut m, "west-345");
    line(&mut m, "east-west", node, far, 500.0);
    supply(&mut m, "grid-west", far, 2000.0);
    let campus = site(&mut m, "iad/loudoun", Some(node));
    let row = m.sites.get_mut(campus);
    (row.liquid_mw, row.connection_mw) = (160.0, 200.0);
    let land = project(&mut m, "iad/land", 3);
    commit(&mut m, land, quarter(2025, 3), 0.0);
    let permit = project(&mut m, "iad/permit", 2);
    let station = project(&mut m, "iad/substation-9", 8);
    let hall = project(&mut m, "iad/hall-3", 6);
    wait(&mut m, permit, After, land, 1, false);
    wait(&mut m, station, After, permit, 0, false);
    wait(&mut m, hall, After, permit, 0, false);
    wait(&mut m, hall, Needs, station, 0, false);
    adds_connection(&mut m, station, campus, 400.0);
    adds_it(&mut m, hall, campus, 120.0);
    m.projects.get_mut(hall).cost = Some(price(1.4e9));
    let training = m.workloads.push("training", Workload { unit: "H100e".into(), utilisation: 1.0, weight: 1.0 });
    let chip = m.chips.push("gb300", chip(training));
    m.segments.push(
        "openai",
        Segment {
            customer: None,
            workload: training,
            region: crate::domain::RegionId::new(0),
            kind: SegmentKind::Market,
            chips: vec![chip],
            reach: Reach::default(),
            price: Some(price(9e3)),
            penalty: None,
            defer: None,
            headroom: 0.0,
            placement: Placement::Anywhere,
            demand: Path::constant(200_000.0),
            tier: Tier::Contract,
            bend: None,
            tags: Vec::new(),
        },
    );
    m.budgets.push(
        "fy2026",
        Budget {
            periods: Months { first: quarter(2026, 1), end: quarter(2027, 1), after_horizon: false },
            filter: Filter::default(),
            counts: Counts { capital: true, lease: false, opex: false },
            at_most: Some(5e9),
            at_least: None,
            unspent: Unspent::Lost,
            tier: Tier::Policy,
            bend: None,
        },
    );
    m.allotments.push(
        "nvidia",
        Allotment {
            of: AllotmentOf { vendors: Some(vec!["nvidia".into()]), ..AllotmentOf::default() },
            at_most: Some(Path::constant(40_000.0)),
            cumulative: None,
            growth: None,
            by_order: false,
            tier: Tier::Contract,
            bend: None,
        },
    );
    m.places.insert("site[iad/loudoun]".into(), "model.toml:22".into());
    m
}

fn chip(workload: crate::domain::WorkloadId) -> Chip {
    Chip {
        vendor: Some("nvidia".into()),
        kw: 1.6,
        cooling: Cooling::Liquid,
        throughput: vec![Throughput { workload, work: 2.0, effective: false }],
        supply: Some(Supplying {
            price: price(40e3),
            lead: quarters(3),
            payments: Payments { start: 0.3, spread: 0.0, completion: 0.7 },
            lot: None,
            order_cost: None,
            window: Window::default(),
        }),
        service: ServiceLife::default(),
        sites: None,
        fixed_om: None,
        tags: Vec::new(),
        allotment: None,
    }
}

fn span(period: i32) -> Value {
    let first = Month::new(2026, 1).0 + 3 * period;
    let (first, last) = (Month(first), Month(first + 2));
    let label = format!("{}Q{}", first.year(), (first.month() - 1) / 3 + 1);
    json!({ "period": label, "starts": format!("{}-{:02}-01", first.year(), first.month()), "ends": format!("{}-{:02}-28", last.year(), last.month()) })
}

fn at(mut row: Value, period: i32) -> Value {
    let span = span(period);
    row.as_object_mut().expect("a row is an object").extend(span.as_object().expect("a span is an object").clone());
    row
}

/// A period of the site: IT MW in effect, used, and connection MW.
struct Level(f64, f64, f64);

/// A plan with levels of the site and unmet demand by period.
fn plan(levels: impl Fn(i32) -> Level, unmet: impl Fn(i32) -> f64, projects: &Value, limits: &Value) -> Plan {
    let mut sites = Vec::new();
    let mut demand = Vec::new();
    for p in 0..16 {
        let Level(it, used, connection) = levels(p);
        sites.push(at(
            json!({ "id": "site", "site": "iad/loudoun", "it_mw": it, "used_mw": used, "liquid_mw": it, "liquid_used_mw": used,
                "dark_mw": 0.0, "facility_mw": used * 1.25, "connection_mw": connection, "energy_mwh": 0.0 }),
            p,
        ));
        demand.push(at(
            json!({ "id": "demand", "segment": "openai", "demand": 200_000.0, "served": 200_000.0 - unmet(p), "unmet": unmet(p),
                "unit": "H100e" }),
            p,
        ));
    }
    let plan = json!({
        "schema": "capplan-plan/1",
        "model": { "name": "test", "scenario": "base", "sha256": "0" },
        "outcome": { "status": "optimal", "goal": "npv", "objective": 0.0, "bound": 0.0, "gap": 0.0, "gap_usd": 0.0, "goals": [], "notes": [] },
        "totals": crate::plan::types::Totals::default(),
        "projects": projects, "orders": [], "cancellations": [], "assignments": [], "service": [], "demand": demand,
        "sites": sites, "fleet": [], "grid": [], "salvage": [], "bends": [], "payments": [], "cash": [], "finance": [],
        "finance_years": [], "after_horizon": [], "limits": limits, "prices": [], "worth": [],
        "audit": { "numbers_checked": 0, "limits_checked": 0, "agreed": true }, "inputs": {},
        "run": { "version": "", "solver": "", "options": null, "size": null, "seconds": null, "work": null },
    });
    serde_json::from_value(plan).expect("the plan follows the schema")
}

fn begun(project: &str, state: &str, start: i32, lead: i32, effect: Option<i32>) -> Value {
    json!({ "id": format!("project[{project}]@{}", span(start)["period"].as_str().unwrap_or("")), "project": project, "state": state,
        "copies": 1.0, "begun": span(start), "in_service": span(start + lead), "out_of_service": null,
        "effect": effect.map(span), "decide_by": span(start), "cancelled_share": 0.0, "cancelled": null })
}

fn limit(id: &str, level: f64, bound: f64, unit: &str, price: Option<f64>) -> Value {
    json!({ "id": id, "block": "x", "sense": "at-most", "level": level, "bound": bound, "unit": unit, "slack": bound - level,
        "tier": "policy", "price": price, "place": null })
}

/// The plan that begins permit, substation and hall as early as it can: full until 2028Q4, then 280 MW used up.
fn early() -> Plan {
    let projects = json!([
        begun("iad/land", "committed", -2, 3, Some(1)),
        begun("iad/permit", "planned", 2, 2, Some(4)),
        begun("iad/substation-9", "planned", 4, 8, Some(12)),
        begun("iad/hall-3", "planned", 4, 6, Some(12)),
    ]);
    let limits = json!([
        limit("site[iad/loudoun].connection@2026Q1", 200.0, 200.0, "MW", Some(3.1e6)),
        limit("budget[fy2026].at_most", 4.2e9, 5e9, "USD", None),
    ]);
    plan(
        |p| {
            if p < 12 { Level(160.0, 160.0, 200.0) } else { Level(280.0, 280.0, 600.0) }
        },
        |_| 1000.0,
        &projects,
        &limits,
    )
}

#[test]
fn why_nothing_more_in_northern_virginia_before_2029() {
    let page = address(&virginia(), Some(&early()), "site[iad/loudoun]").expect("the site is there");
    for line in [
        "2026Q1..2028Q4  time: no more power can be in effect before 2029Q1: `iad/hall-3`, dark until `iad/substation-9`",
        "2029Q1..2029Q4  no more power: nothing in the model adds to it",
        "2026Q1..2028Q4: all 160 MW of IT power and all 200 MW of connection are used. Time holds it: whatever is begun today, nothing more can be in effect before 2029Q1.",
        "  The plan has `iad/hall-3` in effect then.",
    ] {
        assert!(page.text.lines().any(|found| found == line), "{line}\nis not in\n{}", page.text);
    }
    let chain: Vec<String> = page
        .text
        .lines()
        .filter(|line| line.starts_with("    iad/"))
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(
        chain,
        [
            "iad/land begun 2025Q3 lead 3 quarters complete 2026Q2 committed",
            "iad/permit starts 2026Q3 lead 2 quarters complete 2027Q1 starts after `iad/land` is complete, 1 quarter later",
            "iad/substation-9 starts 2027Q1 lead 8 quarters in effect 2029Q1 starts after `iad/permit` is complete",
            "iad/hall-3 starts 2027Q1 lead 6 quarters in effect 2029Q1 stands dark until `iad/substation-9` is in effect",
        ]
    );
    assert!(page.text.contains("3.1 M USD"), "the price of the connection\n{}", page.text);
    let rows = page.table.json();
    assert_eq!(rows[0]["held_by"], "time");
    assert_eq!(rows[0]["not_before"], "2029Q1");
    assert_eq!(rows[15]["held_by"], "time");
    assert!(page.text.starts_with("site[iad/loudoun]   us-east · pue 1.25 · node iad-500   (model.toml:22)\n"));
}

#[test]
fn a_region_says_it_for_its_sites() {
    let page = address(&virginia(), Some(&early()), "region[us-east]").expect("the region is there");
    assert!(page.text.contains("2026Q1..2028Q4  time: no more power can be in effect before 2029Q1"), "{}", page.text);
    assert_eq!(page.table.rows.len(), 2);
}

#[test]
fn what_waits_for_the_permit_and_how_far_it_can_slip() {
    let page = address(&virginia(), Some(&early()), "project[iad/permit]").expect("the project is there");
    let text = &page.text;
    assert!(text.contains("begun in this plan: in effect from 2027Q1"), "{text}");
    assert!(text.contains("2026Q3: it cannot slip; then `iad/substation-9` could not start when planned."), "{text}");
    let lines: Vec<String> = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    for line in [
        "iad/land start waits for its completion, 1 quarter later committed starts 2025Q3 complete 2026Q2",
        "iad/substation-9 start waits for its completion planned starts 2027Q1 complete 2029Q1",
        "iad/hall-3 start waits for its completion planned starts 2027Q1 complete 2028Q3, in effect 2029Q1",
        "120 MW of IT power and 400 MW of connection hang on it in all, its own included",
    ] {
        assert!(lines.iter().any(|found| found == line), "{line}\nis not in\n{text}");
    }
    assert_eq!(page.table.json()[0]["slack_periods"], 0);
    assert_eq!(page.table.json()[0]["decide_by"], "2026Q3");
}

#[test]
fn a_dark_hall_can_slip_until_its_substation() {
    let page = address(&virginia(), Some(&early()), "project[iad/hall-3]").expect("the project is there");
    assert!(
        page.text
            .contains("2027Q1: it can slip by 2 quarters; then what it adds would be in effect later than planned."),
        "{}",
        page.text
    );
    assert!(page.text.contains("Nothing waits for it."), "{}", page.text);
    assert!(page.text.contains("must start by 2027Q1"), "the substation, for 2029Q1\n{}", page.text);
    assert!(page.text.contains("must start by 2026Q3"), "the permit, two quarters before\n{}", page.text);
    assert_eq!(page.table.json()[0]["slack_periods"], 2);
}

/// A plan that begins nothing: power stays as on day one.
fn idle(limits: &Value, used: f64, unmet: f64) -> Plan {
    let projects = json!([begun("iad/land", "committed", -2, 3, Some(1))]);
    plan(move |_| Level(160.0, used, 200.0), move |_| unmet, &projects, limits)
}

#[test]
fn money_holds_what_time_does_not() {
    let mut m = virginia();
    let budget = m.budgets.get_mut(crate::domain::BudgetId::new(0));
    budget.periods.end = quarter(2031, 1);
    let limits = json!([limit("budget[fy2026].at_most", 4.2e9, 5e9, "USD", Some(0.4))]);
    let page = address(&m, Some(&idle(&limits, 160.0, 1000.0)), "site[iad/loudoun]").expect("the site is there");
    assert!(page.text.contains("2029Q1..2029Q4  money: 'budget[fy2026]'"), "{}", page.text);
    assert!(
        page.text.contains("does not fit under 'budget[fy2026]' (800 M USD left; 1 M USD more is worth 400 k USD)"),
        "{}",
        page.text
    );
    assert!(
        page.text.contains("`iad/hall-3` (120 MW of liquid-cooled IT power at iad/loudoun) could be in effect from 2029Q1: the plan does not begin it; it costs 1.4 B USD."),
        "{}",
        page.text
    );
}

#[test]
fn chips_or_demand_hold_when_power_is_to_spare() {
    let limits: Vec<Value> = (0..16)
        .map(|p| {
            limit(
                &format!("allotment[nvidia].at_most@{}", span(p)["period"].as_str().unwrap_or("")),
                1e4,
                1e4,
                "chips",
                Some(20e3),
            )
        })
        .collect();
    let page = address(&virginia(), Some(&idle(&limits.into(), 100.0, 1000.0)), "site[iad/loudoun]")
        .expect("the site is there");
    assert!(page.text.contains("2026Q1..2026Q3  chips: none ordered today arrives before 2026Q4"), "{}", page.text);
    assert!(page.text.contains("2026Q4..2029Q4  chips: 'allotment[nvidia]'"), "{}", page.text);
    assert!(page.text.contains("(one more chip is worth up to 20 k USD)"), "{}", page.text);

    let page =
        address(&virginia(), Some(&idle(&json!([]), 100.0, 0.0)), "site[iad/loudoun]").expect("the site is there");
    assert!(page.text.contains("2026Q1..2029Q4  demand: nothing unmet that it reaches"), "{}", page.text);

    let page =
        address(&virginia(), Some(&idle(&json!([]), 100.0, 10.0)), "site[iad/loudoun]").expect("the site is there");
    assert!(page.text.contains("2026Q4..2029Q4  nothing but its worth: more would not pay"), "{}", page.text);
}

#[test]
fn without_a_plan_the_page_tells_the_earliest_dates() {
    let page = address(&virginia(), None, "site[iad/loudoun]").expect("the site is there");
    assert!(page.text.contains("full power: 280 MW of usable IT power from 2029Q1 at the earliest"), "{}", page.text);
    let page = address(&virginia(), None, "project[iad/hall-3]").expect("the project is there");
    assert!(page.text.contains("it is in effect from 2029Q1 at the earliest"), "{}", page.text);
    assert!(page.text.contains("(complete 2028Q3, but dark until then)"), "{}", page.text);
}

#[test]
fn dependencies_are_told_and_drawn() {
    let drawing = dependencies(&virginia(), Some(&early())).expect("no circle");
    assert!(drawing.page.text.contains("4 projects, 4 waits"), "{}", drawing.page.text);
    assert!(drawing.dot.contains("\"iad/permit\" -> \"iad/substation-9\" [label=\"after\"];"), "{}", drawing.dot);
    assert!(drawing.dot.contains("\"iad/land\" -> \"iad/permit\" [label=\"after +1 quarter\"];"), "{}", drawing.dot);
    assert!(drawing.mermaid.starts_with("flowchart LR\n"), "{}", drawing.mermaid);
    assert!(drawing.mermaid.contains("p2 -.->|needs| p3"), "{}", drawing.mermaid);
    let rows = drawing.page.table.json();
    let hall = rows
        .as_array()
        .and_then(|rows| rows.iter().find(|row| row["project"] == "iad/hall-3"))
        .expect("the hall has a row");
    assert_eq!((&hall["effect"], &hall["slack_periods"]), (&json!("2029Q1"), &json!(2)));
}

#[test]
fn the_grid_is_told_and_drawn() {
    let drawing = grid(&virginia(), None).expect("no circle");
    let text = &drawing.page.text;
    assert!(
        text.starts_with("island 1: nodes iad-500 and west-345; supplies grid-west; sites iad/loudoun\n"),
        "{text}"
    );
    assert!(
        text.contains("line east-west is the only way to iad-500 (iad/loudoun), which has no other supply"),
        "{text}"
    );
    assert!(drawing.dot.contains("n0 -- n1 [label=\"east-west 500 MW\"];"), "{}", drawing.dot);
    assert!(drawing.mermaid.contains("n0 ---|\"east-west 500 MW\"| n1"), "{}", drawing.mermaid);
}

#[test]
fn every_kind_of_row_has_a_page() {
    let (m, plan) = (virginia(), early());
    for (address_, word) in [
        ("chip[gb300]", "3 quarters: ordered 2026Q1, in service 2026Q4"),
        ("segment[openai]", "200,000 H100e of training in us-east"),
        ("demand[openai]@2026Q1", "from"),
        ("budget[fy2026]", "it does not bind"),
        ("allotment[nvidia]", "10,000 a period"),
        ("supply[grid-west]", "2,000 MW on day one"),
        ("line[east-west]", "500 MW on day one"),
        ("node[iad-500]", "iad/loudoun"),
        ("workload[training]", "gb300"),
    ] {
        for plan in [None, Some(&plan)] {
            let page = address(&m, plan, address_).unwrap_or_else(|error| panic!("{address_}: {error}"));
            assert!(
                plan.is_none() && matches!(word, "from" | "it does not bind") || page.text.contains(word),
                "{address_}\n{}",
                page.text
            );
            assert!(!page.table.rows.is_empty(), "{address_}");
        }
    }
    assert_eq!(m.chips.name(ChipId::new(0)), "gb300");
}

#[test]
fn what_is_not_there_is_said_with_the_nearest_name() {
    let m = virginia();
    assert_eq!(
        address(&m, None, "project[iad/permitt]"),
        Err("no project is named `iad/permitt`; did you mean 'project[iad/permit]'?".into())
    );
    assert_eq!(
        address(&m, None, "substation"),
        Err("`substation` is not an address: 'kind[id]', such as 'site[ID]'".into())
    );
    assert!(
        address(&m, None, "planet[x]").is_err_and(|error| error.starts_with("`planet` has no page: use site, project"))
    );
}
