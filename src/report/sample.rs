//! A small plan made by hand, for the tests of this room.

use serde_json::{Value, json};

use crate::plan::types::Plan;

/// A plan of two campuses in one region over so many quarters from 2026Q1.
pub(super) fn plan_of(periods: usize) -> Plan {
    let spans: Vec<Value> = (0..periods).map(span).collect();
    let level = |n: usize| if n < 3 { 120.0 } else { 240.0 };
    let rows =
        |row: &dyn Fn(usize) -> Value| -> Vec<Value> { (0..periods).map(|n| merged(row(n), &spans[n])).collect() };
    let sites = rows(&|n| {
        json!({ "id": format!("site[valley-east]@{}", label(n)), "site": "valley-east", "it_mw": level(n), "used_mw": 110.0,
            "liquid_mw": 120.0, "liquid_used_mw": 100.0, "dark_mw": if n == 2 { 120.0 } else { 0.0 }, "facility_mw": 126.5,
            "connection_mw": 240.0, "energy_mwh": 240_000.0 })
    });
    let demand = rows(&|n| {
        json!({ "id": format!("demand[openai]@{}", label(n)), "segment": "openai", "demand": 1000.0,
            "served": if n == 1 { 900.0 } else { 1000.0 }, "unmet": if n == 1 { 100.0 } else { 0.0 }, "unit": "H100e" })
    });
    let finance = rows(&|n| {
        json!({ "id": format!("finance@{}", label(n)), "revenue_usd": 5e8, "opex_usd": 5e7, "penalties_usd": 0.0,
            "depreciation_usd": 1e8, "operating_income_usd": 3.5e8, "tax_usd": 0.0, "capital_usd": 2e8, "cash_lines_usd": 0.0,
            "free_cash_flow_usd": 2.5e8, "cumulative_free_cash_flow_usd": 2.5e8 })
    });
    let payment = |asset: &str, kind: &str, milestone: &str, n: usize, category: &str, usd: f64, status: &str| {
        let row = json!({ "id": format!("payment[{asset},{milestone}]@{}", label(n)), "asset": asset, "kind": kind,
            "milestone": milestone, "category": category, "region": "us-east", "site": "valley-east", "vendor": null, "tags": [],
            "usd_nominal": usd, "usd_discounted": usd, "status": status });
        merged(row, &span(n))
    };
    let cash = |n: usize, kind: &str, category: &str, usd: f64| {
        let row = json!({ "id": format!("cash[{kind},{category},us-east]@{}", label(n)), "kind": kind, "category": category,
            "region": "us-east", "usd": usd });
        merged(row, &span(n))
    };
    let after =
        payment("buy[trainium3,valley-east]@2027Q3", "capital", "delivery", periods + 1, "chips", 3e8, "planned");
    let plan = json!({
        "schema": "capplan-plan/1",
        "model": { "name": "two-valleys", "scenario": "base", "sha256": "0" },
        "outcome": { "status": "within-gap", "goal": "npv", "objective": 14.2e9, "bound": 14.231e9, "gap": 0.0018,
            "gap_usd": 31e6, "goals": [], "notes": [] },
        "totals": { "npv_usd": 14.2e9, "cost_usd": 3e9, "unmet_weighted": 25.0, "revenue_usd_discounted": 20e9,
            "opex_usd_discounted": 1e9, "penalties_usd_discounted": 0.0, "capital_usd_discounted": 5e9,
            "salvage_usd_discounted": 1e9, "cash_lines_usd_discounted": 0.0, "bends_usd_discounted": 0.0,
            "capital_usd_nominal": 1.9e9, "committed_usd_nominal": 4e8, "capital_after_horizon_usd_nominal": 3e8,
            "fees_after_horizon_usd_nominal": 0.0, "decided_usd_discounted": 17e9, "it_mw_added": 120.0, "payback": "2027Q2" },
        "projects": [
            { "id": "project[valley-east/hall]@2026Q1", "project": "valley-east/hall", "state": "planned", "copies": 1.0,
              "begun": span(0), "in_service": span(2), "out_of_service": null, "effect": span(3), "decide_by": span(0),
              "cancelled_share": 0.0, "cancelled": null },
            { "id": "project[substation-7]@2026Q1", "project": "substation-7", "state": "committed", "copies": 1.0,
              "begun": span(0), "in_service": span(3), "out_of_service": null, "effect": span(3), "decide_by": span(1),
              "cancelled_share": 0.0, "cancelled": null } ],
        "orders": [
            { "id": "buy[trainium3,valley-east]@2026Q1", "asset": "trainium3", "kind": "chip", "site": "valley-east",
              "ordered": span(0), "in_service": span(3), "quantity": 60_000.0, "unit": "chips", "lots": null,
              "vendor": "annapurna", "state": "planned", "decide_by": span(0), "cancelled_share": 0.0, "cancelled": null } ],
        "cancellations": [], "assignments": [], "service": [], "demand": demand, "sites": sites, "fleet": [], "grid": [],
        "salvage": [], "bends": [],
        "payments": [
            payment("buy[trainium3,valley-east]@2026Q1", "capital", "order", 0, "chips", 1.2e9, "planned"),
            payment("project[valley-east/hall]@2026Q1", "capital", "start", 0, "site", 3e8, "planned"),
            payment("project[substation-7]", "capital", "due", 1, "grid", 4e8, "committed"), after.clone() ],
        "cash": [cash(0, "capital", "chips", 1.2e9), cash(0, "capital", "site", 3e8), cash(1, "capital", "grid", 4e8)],
        "finance": finance, "finance_years": [], "after_horizon": [after],
        "limits": [
            { "id": "budget[fy2026].at_most", "block": "budget", "sense": "at-most", "level": 1.9e9, "bound": 1.9e9,
              "unit": "USD", "slack": 0.0, "tier": "policy", "price": 0.4, "place": "model.toml:132" },
            { "id": "site[valley-east].it_power@2026Q1", "block": "it_power", "sense": "at-most", "level": 110.0,
              "bound": 120.0, "unit": "MW", "slack": 10.0, "tier": "contract", "price": null, "place": null } ],
        "prices": [],
        "worth": [
            { "id": "project[substation-7]", "words": "substation-7 one quarter earlier", "step": 1.0, "unit": "quarter",
              "kept_usd": 204e6, "free_low_usd": null, "free_best_usd": null, "free_high_usd": null,
              "why": "a hall stands dark from 2026Q3 for want of it" },
            { "id": "budget[fy2026]", "words": "95 M USD more in fy2026", "step": 95e6, "unit": "USD", "kept_usd": 39e6,
              "free_low_usd": 30e6, "free_best_usd": 39e6, "free_high_usd": 52e6, "why": null } ],
        "audit": { "numbers_checked": 1234, "limits_checked": 56, "agreed": true },
        "inputs": {
            "workload": { "training": { "unit": "H100e" } },
            "segment": { "openai": { "workload": "training", "region": "us-east", "customer": "openai", "kind": "contracted" } },
            "site": { "valley-east": { "it_power": { "liquid": { "value": 120.0, "unit": "MW" }, "air": { "value": 0.0, "unit": "MW" } } } },
            "budget": { "fy2026": { "at_most": { "value": 1.9e9, "unit": "USD" } } } },
        "run": { "version": "0.1.0", "solver": "", "options": null, "size": null, "seconds": null, "work": null },
    });
    serde_json::from_value(plan).expect("the sample follows the schema")
}

fn label(n: usize) -> String {
    format!("{}Q{}", 2026 + n / 4, n % 4 + 1)
}

fn span(n: usize) -> Value {
    let (year, quarter) = (2026 + n / 4, n % 4);
    let ends = ["03-31", "06-30", "09-30", "12-31"][quarter];
    json!({ "period": label(n), "starts": format!("{year}-{:02}-01", quarter * 3 + 1), "ends": format!("{year}-{ends}") })
}

fn merged(mut row: Value, span: &Value) -> Value {
    if let (Some(row), Some(span)) = (row.as_object_mut(), span.as_object()) {
        row.extend(span.clone());
    }
    row
}
