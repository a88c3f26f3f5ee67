//! Short pages of all other rows: what the input says, what the plan does by period, what one more would be worth.

use super::Page;
use super::facts::{self, Facts};
use super::scene::Scene;
use super::{facts_agreements, facts_limits, facts_power};
use crate::domain::{Index, Table as Rows};
use crate::plan::types::{LimitRow, OrderRow, State};
use crate::report::table::{Table, finish, head, right, text_table};
use crate::report::words::{count, money, percent, rounded_count};

/// Kinds whose rows have a page.
const KINDS: [&str; 22] = [
    "site",
    "project",
    "region",
    "chip",
    "segment",
    "order",
    "lease",
    "agreement",
    "expansion",
    "fleet",
    "group",
    "allotment",
    "budget",
    "policy",
    "patience",
    "cash",
    "node",
    "line",
    "supply",
    "battery",
    "workload",
    "path",
];

/// The page of a row of a kind that has no page of its own.
pub(super) fn page(scene: &Scene, kind: &str, id: &str) -> Result<Page, String> {
    let model = scene.model;
    let (name, facts) = match kind {
        "chip" => told(&model.chips, id, |row| facts::chip(scene, row))?,
        "segment" | "demand" => told(&model.segments, id, |row| facts::segment(scene, row))?,
        "order" => told(&model.orders, id, |row| facts::order(scene, row))?,
        "agreement" => told(&model.agreements, id, |row| facts_agreements::agreement(scene, row))?,
        "lease" => told(&model.leases, id, |row| facts::lease(scene, row))?,
        "expansion" => told(&model.expansions, id, |row| facts::expansion(scene, row))?,
        "fleet" => told(&model.fleet, id, |row| facts::fleet(scene, row))?,
        "group" => told(&model.groups, id, |row| facts_limits::group(scene, row))?,
        "allotment" => told(&model.allotments, id, |row| facts_limits::allotment(scene, row))?,
        "budget" => told(&model.budgets, id, |row| facts_limits::budget(scene, row))?,
        "policy" => told(&model.policies, id, |row| facts_limits::policy(scene, row))?,
        "patience" => told(&model.patience, id, |row| facts_limits::patience(scene, row))?,
        "cash" => told(&model.cash, id, |row| facts_limits::cash(scene, row))?,
        "node" => told(&model.nodes, id, |row| facts_power::node(scene, row))?,
        "line" => told(&model.lines, id, |row| facts_power::line(scene, row))?,
        "supply" => told(&model.supplies, id, |row| facts_power::supply(scene, row))?,
        "battery" => told(&model.batteries, id, |row| super::batteries::facts(scene, row))?,
        "workload" => told(&model.workloads, id, |row| facts::workload(scene, row))?,
        "path" => told(&model.paths, id, |row| facts::path(scene, row))?,
        _ => {
            let near = KINDS.iter().map(|known| (strsim::damerau_levenshtein(kind, known), known)).min();
            let near =
                near.filter(|(distance, _)| *distance <= 2).map(|(_, known)| format!("did you mean '{known}[{id}]'? "));
            return Err(format!("`{kind}` has no page: {}use {}", near.unwrap_or_default(), KINDS.join(", ")));
        }
    };
    let mut text = format!("{name}{}\n", scene.place(&name));
    let width = facts.iter().map(|(key, _)| key.chars().count()).max().unwrap_or(0);
    for (key, value) in &facts {
        text.push_str(&format!("  {key:<width$}  {value}\n"));
    }
    let mut table = table(scene, &name);
    if table.rows.is_empty() {
        table = Table::new(kind, &["address", "key", "value"]);
        let row = |(key, value): &(&str, String)| vec![name.clone().into(), (*key).into(), value.clone().into()];
        table.rows = facts.iter().map(row).collect();
    }
    if scene.plan.is_some() {
        text.push_str(&done(scene, kind, id));
        text.push_str(&limits(scene, &name));
        text.push_str(&worth(scene, &name));
    }
    Ok(Page { text, table })
}

/// The address of a row and what the input says of it.
fn told<I: Index, T>(rows: &Rows<I, T>, id: &str, facts: impl Fn(I) -> Facts) -> Result<(String, Facts), String> {
    let id = rows.named(id)?;
    Ok((rows.address(id), facts(id)))
}

/// The rows of the plan's limits, for CSV and JSON.
fn table(scene: &Scene, address: &str) -> Table {
    let rows = serde_json::to_value(scene.limits(address)).unwrap_or_default();
    Table::from_json("limits", &rows)
}

/// What the plan does with it.
fn done(scene: &Scene, kind: &str, id: &str) -> String {
    match kind {
        "chip" => {
            chips(scene, id)
                + &orders(scene, |row| row.asset == id && row.id.starts_with("buy["))
                + &commitments(scene, id)
        }
        "agreement" => facts_agreements::bills(scene, id),
        "lease" => orders(scene, |row| row.id.starts_with(&format!("lease[{id}]"))),
        "expansion" => orders(scene, |row| row.id.starts_with(&format!("expansion[{id}]"))) + &commitments(scene, id),
        "order" => orders(scene, |row| row.id == format!("order[{id}]")),
        "segment" | "demand" => demand(scene, id),
        "node" | "line" | "supply" => network(scene, kind, id),
        "battery" => super::batteries::done(scene, id),
        _ => String::new(),
    }
}

fn chips(scene: &Scene, id: &str) -> String {
    let mut text = text_table();
    text.set_header(["", "owned", "in use"].map(|name| head(name, !name.is_empty())));
    let mut any = false;
    for period in scene.horizon() {
        let rows = scene.plan.map_or(&[][..], |plan| &plan.fleet).iter();
        let rows = rows.filter(|row| row.chip == id && scene.period(&row.span) == period);
        let (owned, used) = rows.fold((0.0, 0.0), |(owned, used), row| (owned + row.owned, used + row.in_use));
        any |= owned > 0.0;
        text.add_row([head(&scene.label(period), false), right(rounded_count(owned)), right(rounded_count(used))]);
    }
    if any { format!("\nchips at all sites\n{}", finish(&text)) } else { "\nnone is owned in this plan\n".into() }
}

fn commitments(scene: &Scene, asset: &str) -> String {
    let rows = scene.plan.map_or(&[][..], |plan| &plan.orders).iter();
    let n = rows.filter(|row| row.asset == asset && row.id.starts_with("order[")).count();
    if n == 0 { String::new() } else { format!("and {n} placed before: show PLAN orders\n") }
}

fn orders(scene: &Scene, which: impl Fn(&OrderRow) -> bool) -> String {
    let mut text = text_table();
    text.set_header(
        [
            ("ordered", false),
            ("in service", false),
            ("quantity", true),
            ("", false),
            ("for", false),
            ("state", false),
            ("decide by", false),
        ]
        .map(|(name, numeric)| head(name, numeric)),
    );
    let mut any = false;
    for row in scene.plan.map_or(&[][..], |plan| &plan.orders).iter().filter(|row| which(row)) {
        any = true;
        let state = match row.state {
            State::Committed => "committed",
            State::Planned => "planned",
            State::Cancelled => "cancelled",
        };
        let part = if row.cancelled_share > 1e-6 && row.state != State::Cancelled {
            format!(", {} cancelled", percent(row.cancelled_share))
        } else {
            String::new()
        };
        text.add_row([
            head(&row.ordered.period, false),
            head(&row.in_service.period, false),
            right(rounded_count(row.quantity)),
            head(&row.unit, false),
            head(row.site.as_deref().unwrap_or(""), false),
            head(&format!("{state}{part}"), false),
            head(row.decide_by.as_ref().map_or("-", |span| span.period.as_str()), false),
        ]);
    }
    if any { format!("\n{}", finish(&text)) } else { "\nnothing of it is ordered in this plan\n".into() }
}

fn demand(scene: &Scene, id: &str) -> String {
    let Some(plan) = scene.plan else { return String::new() };
    let mut text = text_table();
    let waits = plan.demand.iter().any(|row| row.segment == id && row.waiting > 0.0);
    let names = ["", "demand", "served", "waits", "unmet", "unit", "from"].into_iter();
    let names = names.filter(|name| waits || *name != "waits");
    text.set_header(names.map(|name| head(name, matches!(name, "demand" | "served" | "waits" | "unmet"))));
    let amount = |work: f64| right(if work.abs() < 1e-9 { "-".into() } else { rounded_count(work) });
    for row in plan.demand.iter().filter(|row| row.segment == id) {
        let from: Vec<&str> = plan
            .service
            .iter()
            .filter(|served| served.segment == id && served.span.period == row.span.period && served.work > 1e-9)
            .map(|served| served.site.as_str())
            .collect();
        let mut cells =
            vec![head(&row.span.period, false), right(rounded_count(row.demand)), right(rounded_count(row.served))];
        cells.extend(waits.then(|| amount(row.waiting)));
        cells.extend([amount(row.unmet), head(&row.unit, false), head(&from.join(", "), false)]);
        text.add_row(cells);
    }
    format!("\n{}", finish(&text))
}

fn network(scene: &Scene, kind: &str, id: &str) -> String {
    let rows: Vec<_> = scene
        .plan
        .map_or(&[][..], |plan| &plan.grid)
        .iter()
        .filter(|row| row.kind == kind && row.element == id)
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let (mw, limit) = match kind {
        "line" => ("flow MW", "rating MW"),
        "supply" => ("dispatch MW", "in service MW"),
        _ => ("shed MW", "other load MW"),
    };
    let mut text = text_table();
    text.set_header(["", mw, limit, "GWh"].map(|name| head(name, !name.is_empty())));
    for row in rows {
        text.add_row([
            head(&super::grid::when(row), false),
            right(count(row.mw.round())),
            right(row.limit_mw.map_or_else(|| "-".into(), |mw| count(mw.round()))),
            right(rounded_count((row.mwh / 1000.0).round())),
        ]);
    }
    format!("\n{}", finish(&text))
}

fn amount(value: f64, unit: &str) -> String {
    if unit == "USD" { money(value) } else { rounded_count(value) }
}

/// The limits of the row by period: level, bound, what is left, and the price.
fn limits(scene: &Scene, address: &str) -> String {
    let mut rows = scene.limits(address);
    // That a supply gives at least nothing is no limit that a planner stated.
    rows.retain(|row| row.sense != "at-least" || row.bound != 0.0);
    if rows.is_empty() {
        return String::new();
    }
    let mut text = text_table();
    text.set_header(
        [
            ("limit", false),
            ("level", true),
            ("", false),
            ("bound", true),
            ("unit", false),
            ("left", true),
            ("one more is worth", true),
        ]
        .map(|(name, numeric)| head(name, numeric)),
    );
    for row in &rows {
        let name = row.id.strip_prefix(address).unwrap_or(&row.id).trim_start_matches('.');
        let than = match row.sense.as_str() {
            "at-least" => "of at least",
            "equal" => "of",
            _ => "of at most",
        };
        text.add_row([
            head(if name.is_empty() { address } else { name }, false),
            right(amount(row.level, &row.unit)),
            head(than, false),
            right(amount(row.bound, &row.unit)),
            head(&row.unit, false),
            right(amount(row.slack, &row.unit)),
            right(worth_of(row)),
        ]);
    }
    let binding = rows.iter().filter(|row| binds(row)).count();
    let said = match (binding, rows.len()) {
        (0, _) => "it does not bind".to_owned(),
        (1, 1) => "it binds".to_owned(),
        (n, all) => format!("{n} of {all} rows bind"),
    };
    format!("\n{}{said}\n", finish(&text))
}

fn binds(row: &LimitRow) -> bool {
    row.slack <= 1e-6 * row.bound.abs().max(1.0)
}

fn worth_of(row: &LimitRow) -> String {
    match row.price {
        Some(price) if price.abs() > 1e-9 && row.unit == "USD" => {
            format!("{} USD", crate::report::words::significant(price))
        }
        Some(price) if price.abs() > 1e-9 => money(price),
        Some(_) => "-".into(),
        None => String::new(),
    }
}

/// What the plan says one more is worth.
fn worth(scene: &Scene, address: &str) -> String {
    let mut out = String::new();
    for row in scene.plan.map_or(&[][..], |plan| &plan.worth).iter().filter(|row| row.id.starts_with(address)) {
        if let Some(kept) = row.kept_usd {
            let why = row.why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
            out.push_str(&format!("{} is worth {} (decisions kept){why}\n", row.words, money(kept)));
        }
    }
    out
}
