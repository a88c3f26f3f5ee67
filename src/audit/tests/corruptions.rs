//! What is said of a plan that was tampered with: one edit each, and the sentence that names it.

use super::made::{model, plan};
use crate::audit::verify;
use crate::plan::types::{Plan, State, Status};

/// Edits the plan and looks for a sentence among those of the verdict.
fn said(name: &str, edit: impl FnOnce(&mut Plan), sentence: &str) {
    let mut plan = plan();
    edit(&mut plan);
    let verdict = verify(&model(), &plan);
    let sentences: Vec<String> = verdict.disagreements.iter().map(ToString::to_string).collect();
    assert!(sentences.iter().any(|s| s == sentence), "{name}: not among\n{}", sentences.join("\n"));
}

/// Edits the plan and expects that sentence alone.
fn only(name: &str, edit: impl FnOnce(&mut Plan), sentence: &str) {
    let mut plan = plan();
    edit(&mut plan);
    let verdict = verify(&model(), &plan);
    let sentences: Vec<String> = verdict.disagreements.iter().map(ToString::to_string).collect();
    assert_eq!(sentences, [sentence], "{name}");
}

#[test]
fn totals_and_outcome() {
    only(
        "npv",
        |p| p.totals.npv_usd += 1e6,
        "totals.npv_usd: the plan says -10.2 M USD, its payments give -11.2 M USD",
    );
    only(
        "cost",
        |p| p.totals.cost_usd += 200.0,
        "totals.cost_usd: the plan says 35.198 M USD, its payments give 35.197 M USD",
    );
    only(
        "salvage",
        |p| p.totals.salvage_usd_discounted = 134e6,
        "totals.salvage_usd_discounted: the plan says 134 M USD, its payments give 135 M USD",
    );
    only("unmet", |p| p.totals.unmet_weighted = 0.0, "totals.unmet_weighted: the plan says 0, its decisions give 6000");
    only("it", |p| p.totals.it_mw_added = 6.0, "totals.it_mw_added: the plan says 6 MW, its decisions give 5 MW");
    only(
        "payback",
        |p| p.totals.payback = Some("2027".into()),
        "totals.payback: the plan says it is 2027, it should be none",
    );
    said(
        "objective",
        |p| p.outcome.objective = 5e6,
        "outcome.objective: the plan says 5 M USD, its payments give -11.2 M USD",
    );
    said(
        "better than bound",
        |p| p.outcome.bound = -12e6,
        "outcome.bound: the objective of -11.2 M USD is better than the bound that was proved, -12 M USD",
    );
    only("gap", |p| p.outcome.gap = 0.5, "outcome.gap: the plan says 0.5, its payments give 0.001203");
    said(
        "gap in money",
        |p| p.outcome.gap_usd = 0.0,
        "outcome.gap_usd: the plan says 0 USD, bound and objective are 197500 USD apart",
    );
    said("another goal", |p| p.outcome.goal = "cost".into(), "outcome.goal: it is not the last of the goals");
    said("no goals", |p| p.outcome.goals.clear(), "outcome.goals: the plan strives for , the model for npv");
    only(
        "a goal's value",
        |p| p.outcome.goals[0].value = 0.0,
        "outcome.goals[0].value: the plan says 0 USD, its payments give -11.2 M USD",
    );
    only(
        "a goal's best",
        |p| p.outcome.goals[0].best = 0.0,
        "outcome.goals[0]: npv is worse than its best by 11.2 M USD, it may be by 0 USD",
    );
    only(
        "no number",
        |p| p.totals.capital_usd_nominal = f64::NAN,
        "totals.capital_usd_nominal: the plan says no number USD, its payments give 162 M USD",
    );
}

#[test]
fn rows_of_money() {
    only(
        "payment",
        |p| p.payments[0].usd_nominal = 51e6,
        "payment[project[hall]@2026,start]@2026 usd_nominal: the plan says 51 M USD, its decisions give 50 M USD",
    );
    only(
        "discounted",
        |p| p.payments[0].usd_discounted = 49e6,
        "payment[project[hall]@2026,start]@2026 usd_discounted: the plan says 49 M USD, its decisions give 50 M USD",
    );
    only(
        "category",
        |p| p.payments[0].category = "grid".into(),
        "payment[project[hall]@2026,start]@2026: the plan says the category is grid, it should be site",
    );
    only(
        "region",
        |p| p.payments[0].region = None,
        "payment[project[hall]@2026,start]@2026: the plan says the region is none, it should be east",
    );
    only(
        "vendor",
        |p| p.payments[4].vendor = Some("other".into()),
        "payment[buy[chip,campus]@2027,order]@2027: the plan says the vendor is other, it should be vendor",
    );
    only(
        "tags",
        |p| p.payments[0].tags.push("x".into()),
        "payment[project[hall]@2026,start]@2026: the plan says the tags are [x], it should be []",
    );
    only(
        "status",
        |p| p.payments[0].status = crate::plan::types::PaymentStatus::Committed,
        "payment[project[hall]@2026,start]@2026: the plan says the status is Committed, it should be Planned",
    );
    only(
        "missing",
        |p| drop(p.payments.remove(5)),
        "payment[buy[chip,campus]@2027,order cost]@2027: the plan has no such row",
    );
    only(
        "extra",
        |p| {
            let mut row = p.payments[0].clone();
            row.id = "payment[x,due]@2026".into();
            p.payments.push(row);
        },
        "payment[x,due]@2026: nothing in the model accounts for this row",
    );
    only(
        "twice",
        |p| {
            let row = p.payments[0].clone();
            p.payments.push(row);
        },
        "payment[project[hall]@2026,start]@2026: the plan has this row twice",
    );
    said(
        "an amount added to a zero",
        |p| {
            let mut row = p.payments[8].clone();
            row.id = "payment[segment[open],revenue]@2026".into();
            row.span = p.payments[0].span.clone();
            p.payments.push(row);
        },
        "payment[segment[open],revenue]@2026 usd_nominal: the plan says -24 M USD, its decisions give 0 USD",
    );
    only(
        "days",
        |p| p.payments[0].span.ends = "2026-12-30".into(),
        "payment[project[hall]@2026,start]@2026: the plan says the days are 2026-01-01 to 2026-12-30, it should be 2026-01-01 to 2026-12-31",
    );
    only(
        "after the horizon",
        |p| {
            let row = p.payments[0].clone();
            p.after_horizon.push(row);
        },
        "payment[project[hall]@2026,start]@2026: nothing in the model accounts for this row",
    );
    only(
        "cash",
        |p| p.cash[0].usd = 0.0,
        "cash[capital,site,east]@2026 usd: the plan says 0 USD, its decisions give 50 M USD",
    );
    only(
        "salvage",
        |p| p.salvage[0].usd_discounted = 91e6,
        "salvage[project[hall]@2026] usd_discounted: the plan says 91 M USD, its decisions give 90 M USD",
    );
    only(
        "unused",
        |p| p.salvage[0].unused_share = 1.0,
        "salvage[project[hall]@2026] unused_share: the plan says 1, its decisions give 0.9",
    );
    only("no salvage row", |p| drop(p.salvage.remove(1)), "salvage[buy[chip,campus]@2027]: the plan has no such row");
    only(
        "depreciation",
        |p| p.finance[1].depreciation_usd = 0.0,
        "finance@2027 depreciation_usd: the plan says 0 USD, its decisions give 25.25 M USD",
    );
    only(
        "free cash flow",
        |p| p.finance[0].free_cash_flow_usd = 0.0,
        "finance@2026 free_cash_flow_usd: the plan says 0 USD, its decisions give -55.08 M USD",
    );
    only("finance", |p| drop(p.finance.pop()), "finance@2027: the plan has no such row");
    only(
        "book value",
        |p| p.finance_years[1].net_book_value_usd = 1e6,
        "finance@2027 net_book_value_usd: the plan says 1 M USD, its decisions give 135.8 M USD",
    );
    only(
        "return",
        |p| p.finance_years[0].roic = Some(0.1),
        "finance@2026 roic: the plan says 0.1, its decisions give -0.1016",
    );
    only("no return", |p| p.finance_years[0].roic = None, "finance@2026: the return on invested capital is missing");
    only(
        "a bend",
        |p| {
            p.bends.push(crate::plan::types::BendRow {
                id: "bend[x]".into(),
                limit: "x".into(),
                amount: 1.0,
                unit: "MW".into(),
                usd_discounted: 0.0,
            });
        },
        "bend[x]: nothing in the model accounts for this row",
    );
}

#[test]
fn rows_of_things() {
    only(
        "demand",
        |p| p.demand[1].unmet = 0.0,
        "demand[open]@2027 unmet: the plan says 0 u, its decisions give 2000 u",
    );
    only(
        "site",
        |p| p.sites[1].facility_mw = 3.0,
        "site[campus]@2027 facility_mw: the plan says 3 MW, its decisions give 3.75 MW",
    );
    only(
        "energy",
        |p| p.sites[1].energy_mwh = 0.0,
        "site[campus]@2027 energy_mwh: the plan says 0 MWh, its decisions give 3750 MWh",
    );
    only(
        "fleet",
        |p| p.fleet[0].owned = 4000.0,
        "owned[campus,chip]@2027 owned: the plan says 4000 chips, its decisions give 3000 chips",
    );
    only(
        "rating",
        |p| p.grid[2].limit_mw = Some(5.0),
        "line[link]@2026 limit_mw: the plan says 5 MW, its decisions give 4 MW",
    );
    only(
        "in service",
        |p| p.projects[0].in_service = p.projects[0].begun.clone(),
        "project[hall]@2026: the plan says it is in service from 2026, it should be 2027",
    );
    only(
        "effect",
        |p| p.projects[0].effect = None,
        "project[hall]@2026: the plan says it is in effect from none, it should be 2027",
    );
    only("lots", |p| p.orders[0].lots = Some(2.0), "buy[chip,campus]@2027 lots: the plan says 2, its decisions give 3");
    only(
        "no lots",
        |p| p.orders[0].lots = None,
        "buy[chip,campus]@2027: it comes in lots, and their number is missing",
    );
    only(
        "vendor",
        |p| p.orders[0].vendor = None,
        "buy[chip,campus]@2027: the plan says the vendor is none, it should be vendor",
    );
    only(
        "state",
        |p| p.projects[1].state = State::Committed,
        "project[old]: its state does not fit the share of it that is cancelled",
    );
    only(
        "share",
        |p| p.projects[1].cancelled_share = 0.5,
        "project[old] cancelled_share: the plan says 0.5, its decisions give 1",
    );
    only("no commitment", |p| drop(p.projects.remove(1)), "project[old]: the plan has no row for this commitment");
    only(
        "limit level",
        |p| p.limits[1].level = 1.0,
        "site[campus].connection@2026 level: the plan says 1 MW, its decisions give 0 MW",
    );
    only(
        "limit bound",
        |p| p.limits[1].bound = 21.0,
        "site[campus].connection@2026 bound: the plan says 21 MW, its decisions give 20 MW",
    );
    only(
        "slack",
        |p| p.limits[1].slack = 0.0,
        "site[campus].connection@2026 slack: the plan says 0 MW, its decisions give 20 MW",
    );
    only(
        "tier",
        |p| p.limits[13].tier = "policy".into(),
        "policy[small].at_most@2026: the plan says the tier is policy, it should be wish",
    );
    only(
        "sense",
        |p| p.limits[1].sense = "equal".into(),
        "site[campus].connection@2026: the plan says its sense is 'equal', it should be 'at-most'",
    );
    only("no limit", |p| drop(p.limits.remove(11)), "budget[fy26].at_most: the plan has no row for this limit");
    said(
        "another limit",
        |p| p.limits[0].id = "site[x].it_power@2027".into(),
        "site[campus].it_power@2027: the plan has no row for this limit",
    );
}

#[test]
fn decisions() {
    said(
        "more service",
        |p| p.service[0].work = 2100.0,
        "work[campus,train:chip]@2027: 3100 u are served (headroom included), its chips do 3000 u",
    );
    said(
        "too much service",
        |p| p.service[1].work = 1100.0,
        "segment[firm].demand@2027: 1100 u are served, 1000 u are asked for",
    );
    said(
        "too little",
        |p| p.service[1].work = 900.0,
        "segment[firm].demand@2027: 900 u are served, 1000 u are asked for and firm",
    );
    said(
        "chips in use",
        |p| p.assignments[0].chips = 3100.0,
        "owned[campus,chip]@2027: 3100 chips are in use, 3000 chips are owned",
    );
    said(
        "another class",
        |p| p.assignments[0].class = "train:x".into(),
        "assigned[campus,chip,train:chip]@2027: no segment is of the class 'train:x'",
    );
    said(
        "no site",
        |p| p.assignments[0].site = "x".into(),
        "assigned[campus,chip,train:chip]@2027: the model has no site 'x'",
    );
    said(
        "a lot and a half",
        |p| p.orders[0].quantity = 4500.0,
        "buy[chip,campus]@2027: 4.5 lots ordered, which should be a whole number such as 5 lots ordered",
    );
    said(
        "half a hall",
        |p| p.projects[0].copies = 0.5,
        "project[hall]@2026: 0.5 copies begun, which should be a whole number such as 1 copies begun",
    );
    said("three halls", |p| p.projects[0].copies = 3.0, "project[hall]: 3 copies are begun, there are 2");
    said(
        "two starts",
        |p| p.projects[0].copies = 2.0,
        "project[hall].starts_per_period@2026: 2 copies are begun, 1 may be",
    );
    said(
        "negative",
        |p| p.orders[0].quantity = -1000.0,
        "buy[chip,campus]@2027: the plan decides -1000 chips, it must be at least 0 chips",
    );
    said("no number", |p| p.service[0].work = f64::NAN, "served[open,campus]@2027: its amount is not a number");
    said(
        "allotment",
        |p| p.orders[0].quantity = 7000.0,
        "chip[chip].allotment@2027: takes 7000 chips, 6000 chips are allotted",
    );
    said("budget", |p| p.orders[0].quantity = 4000.0, "budget[fy27].at_most: spends 131 M USD, may spend 114 M USD");
    said(
        "kept after all",
        |p| p.cancellations.clear(),
        "patience[floor]@2026: free cash flow is -62.08 M USD, at least -60 M USD are asked for",
    );
    said(
        "late cancelling",
        |p| {
            p.cancellations[0].span = p.orders[0].ordered.clone();
            p.cancellations[0].id = "project[old]@2027".into();
        },
        "project[old]@2027: it can be cancelled until 2026 at the latest",
    );
    said(
        "half cancelled",
        |p| p.cancellations[0].share = 0.5,
        "project[old]@2026: 0.5 of it cancelled (no part may be), which should be a whole number such as 1 of it cancelled (no part may be)",
    );
    said("dispatch", |p| p.grid[3].mw = 9.0, "node[here].balance@2026: 9 MW come in, 8 MW are drawn or go out");
    said("flow", |p| p.grid[2].mw = 4.5, "line[link].rating@2026: carries 4.5 MW, may carry 4 MW");
    said("shed", |p| p.grid[0].mw = 1.0, "node[here].shed@2026: 1 MW are shed, 0 MW may be");
    said(
        "outside the horizon",
        |p| {
            p.orders[0].ordered = crate::plan::types::Span {
                period: "2028".into(),
                starts: "2028-01-01".into(),
                ends: "2028-12-31".into(),
            }
        },
        "buy[chip,campus]@2027: 2028 is not in the horizon",
    );
    said(
        "a fraction in a relaxed plan is none of these",
        |p| {
            p.outcome.status = Status::Relaxed;
            p.projects[0].copies = 0.5;
        },
        "site[campus].it_power@2027: draws 3 MW, may draw 2.5 MW",
    );
}
