//! What the input says of groups, budgets, policies and other limits.

use super::facts::{Facts, names, over, tier};
use super::scene::{Scene, listed};
use crate::domain::{
    AllotmentId, BudgetId, CashId, Filter, GroupId, MeasureKind, Months, Over, PatienceId, Per, Pick, PolicyId, Unspent,
};
use crate::report::words::{money, percent, rounded_count};

pub(super) fn group(scene: &Scene, id: GroupId) -> Facts {
    let row = &scene.model.groups[id];
    let pick = match row.pick {
        Pick::AtMostOne => "at most one of these",
        Pick::ExactlyOne => "exactly one of these",
    };
    let mut facts: Facts = vec![("pick", pick.into()), ("tier", tier(row.tier).into())];
    for project in &row.projects {
        let [state, start, complete] = super::waiting::dates_of(scene, *project);
        facts.push(("project", format!("{}: {state}, {start}, {complete}", scene.model.projects.name(*project))));
    }
    for agreement in &row.agreements {
        facts.push(("agreement", scene.model.agreements.name(*agreement).to_owned()));
    }
    facts
}

fn span(scene: &Scene, months: Months) -> String {
    let within = scene.calendar.within(months);
    let mut parts = Vec::new();
    if !within.is_empty() {
        parts.push(scene.range(within.start, within.end - 1));
    }
    if months.after_horizon {
        parts.push("after the horizon".into());
    }
    if parts.is_empty() { "no period of the horizon".into() } else { listed(&parts) }
}

/// What a filter lets through.
fn filter(scene: &Scene, filter: &Filter) -> String {
    let model = scene.model;
    let mut parts = Vec::new();
    let mut add = |key: &str, names: Option<String>| parts.extend(names.map(|names| format!("{key} {names}")));
    add("category", filter.category.as_deref().map(listed));
    add("region", filter.region.as_deref().map(|ids| names(&model.regions, ids)));
    add("site", filter.site.as_deref().map(|ids| names(&model.sites, ids)));
    add("vendor", filter.vendor.as_deref().map(listed));
    add("tag", filter.tag.as_deref().map(listed));
    add("chip", filter.chip.as_deref().map(|ids| names(&model.chips, ids)));
    add("workload", filter.workload.as_deref().map(|ids| names(&model.workloads, ids)));
    add("segment", filter.segment.as_deref().map(|ids| names(&model.segments, ids)));
    add("customer", filter.customer.as_deref().map(listed));
    add("line", filter.line.as_deref().map(|ids| names(&model.lines, ids)));
    add("supply", filter.supply.as_deref().map(|ids| names(&model.supplies, ids)));
    if parts.is_empty() { "everything".into() } else { parts.join("; ") }
}

pub(super) fn budget(scene: &Scene, id: BudgetId) -> Facts {
    let row = &scene.model.budgets[id];
    let mut facts: Facts = vec![("periods", span(scene, row.periods)), ("counts", filter(scene, &row.filter))];
    let kinds =
        [(row.counts.capital, "capital"), (row.counts.lease, "lease fees"), (row.counts.opex, "operating expenditure")];
    facts.push((
        "kinds",
        listed(&kinds.iter().filter(|(counts, _)| *counts).map(|(_, name)| (*name).to_owned()).collect::<Vec<_>>()),
    ));
    facts.extend(row.at_most.map(|most| ("at most", money(most))));
    facts.extend(row.at_least.map(|least| ("at least", money(least))));
    facts.push((
        "unspent",
        match row.unspent {
            Unspent::Lost => "lost".into(),
            Unspent::Carry { to, up_to } => {
                format!("carried to '{}', up to {}", scene.model.budgets.address(to), percent(up_to))
            }
        },
    ));
    facts.push(("tier", tier(row.tier).into()));
    facts
}

const fn measure(kind: MeasureKind) -> &'static str {
    match kind {
        MeasureKind::Spend => "capital payments",
        MeasureKind::Orders => "chips ordered",
        MeasureKind::ItMw => "IT MW in effect",
        MeasureKind::LiquidMw => "liquid-cooled IT MW in effect",
        MeasureKind::ConnectionMw => "connection MW in effect",
        MeasureKind::Owned => "chips owned",
        MeasureKind::SupplyMw => "supply MW in service",
        MeasureKind::LineMw => "line MW in service",
        MeasureKind::Served => "work served",
        MeasureKind::ChipWork => "work that chips do",
        MeasureKind::Energy => "MWh drawn",
        MeasureKind::CarbonFree => "MWh drawn and matched without carbon",
        MeasureKind::Carbon => "tonnes of carbon",
        MeasureKind::Water => "cubic metres of water",
    }
}

pub(super) fn policy(scene: &Scene, id: PolicyId) -> Facts {
    let row = &scene.model.policies[id];
    let mut facts: Facts =
        vec![("measure", format!("{}: {}", measure(row.measure.kind), filter(scene, &row.measure.filter)))];
    facts.extend(
        row.of.as_ref().map(|of| ("as a share of", format!("{}: {}", measure(of.kind), filter(scene, &of.filter)))),
    );
    let over_each = if row.over == Over::Sum { "in the sum" } else { "in each period" };
    facts.push(("periods", format!("{}, {over_each}", span(scene, row.periods))));
    let write = |value: f64| match (&row.of, row.measure.kind) {
        (Some(_), _) => percent(value),
        (None, MeasureKind::Spend) => money(value),
        (None, _) => rounded_count(value),
    };
    facts.extend(row.bounds.at_most.as_ref().map(|path| ("at most", over(scene, path, 1.0, write))));
    facts.extend(row.bounds.at_least.as_ref().map(|path| ("at least", over(scene, path, 1.0, write))));
    facts.push(("tier", tier(row.tier).into()));
    facts
}

pub(super) fn allotment(scene: &Scene, id: AllotmentId) -> Facts {
    let (model, row) = (scene.model, &scene.model.allotments[id]);
    let mut of = Vec::new();
    of.extend(row.of.chips.as_deref().map(|ids| format!("chips {}", names(&model.chips, ids))));
    of.extend(row.of.vendors.as_deref().map(|names| format!("vendor {}", listed(names))));
    of.extend(row.of.sites.as_deref().map(|ids| format!("for {}", names(&model.sites, ids))));
    of.extend(row.of.expansions.as_deref().map(|ids| format!("expansions {}", names(&model.expansions, ids))));
    of.extend(row.of.leases.as_deref().map(|ids| format!("leases {}", names(&model.leases, ids))));
    let mut facts: Facts = vec![("of", of.join("; "))];
    let years = scene.calendar.years();
    facts.extend(
        row.at_most.as_ref().map(|path| ("at most", format!("{} a period", over(scene, path, years, rounded_count)))),
    );
    facts.extend(row.cumulative.map(|most| ("cumulative", rounded_count(most))));
    facts.extend(row.growth.map(|growth| {
        ("growth", format!("{} a period and {} besides", percent(growth.rate), rounded_count(growth.seed)))
    }));
    facts
        .push(("counts", if row.by_order { "in the period of the order" } else { "in the period of delivery" }.into()));
    facts.push(("tier", tier(row.tier).into()));
    facts
}

pub(super) fn patience(scene: &Scene, id: PatienceId) -> Facts {
    let row = &scene.model.patience[id];
    let per = match row.per {
        Per::Period => "in each period",
        Per::Cumulative => "accumulated from the base date",
    };
    vec![
        ("free cash flow", format!("at least {} {per}", money(row.at_least))),
        ("periods", span(scene, row.periods)),
        ("tier", tier(row.tier).into()),
    ]
}

pub(super) fn cash(scene: &Scene, id: CashId) -> Facts {
    let row = &scene.model.cash[id];
    let way = if row.inflow { "money in" } else { "money out" };
    vec![
        ("category", row.category.clone()),
        ("amount", format!("{} {way}, spread evenly", money(scene.calendar.paid(row.amount, 0)))),
        ("periods", span(scene, row.periods)),
    ]
}
