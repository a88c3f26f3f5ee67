//! What holds a plan: every limit that binds, by place, with the periods in which it does and what one per cent more of it is worth;
//! what stands and waits; which limits are never near.

use serde_json::{Value, json};
use std::collections::BTreeMap;

use super::table::{Table, finish, head, right, text_table};
use super::words::{money, significant};
use crate::plan::types::{LimitRow, Plan, Status};

/// Lines of a group for reading.
const LINES: usize = 6;
/// A limit is near where the plan comes within this share of it.
const NEAR: f64 = 0.02;
/// The part of a limit whose worth ranks it.
const STEP: f64 = 0.01;
/// Names said of limits that are never near.
const NAMED: usize = 6;

/// A limit over its periods.
#[derive(Clone, Debug, PartialEq)]
struct Held {
    /// Its id without the period.
    limit: String,
    /// Periods in which it has a price, in order.
    binds: Vec<String>,
    /// Periods in which it is near, priced or not.
    near: usize,
    /// What one unit more in all of these is worth, USD; negative where less would be.
    per_unit: f64,
    unit: String,
    /// What one per cent more in all of these is worth, USD; negative where less would be.
    worth: f64,
    tier: String,
    /// Bounds between which the price holds, of a limit with one row, where they are known.
    range: Option<(f64, f64)>,
}

/// What a planner looks at together.
fn group(limit: &str) -> &'static str {
    match limit.split('[').next().unwrap_or(limit) {
        "budget" | "patience" => "money",
        "policy" | "group" => "policies",
        "chip" | "allotment" => "chips",
        "segment" | "demand" => "promises",
        "site" | "lease" | "agreement" => "campuses",
        "project" => "projects",
        _ => "grid",
    }
}

fn held(plan: &Plan) -> Vec<Held> {
    let mut by: BTreeMap<String, Vec<&LimitRow>> = BTreeMap::new();
    for row in &plan.limits {
        by.entry(row.id.split('@').next().unwrap_or(&row.id).to_owned()).or_default().push(row);
    }
    let range = |rows: &[&LimitRow]| {
        let [row] = rows else { return None };
        let price = plan.prices.iter().find(|price| price.limit.as_deref() == Some(row.id.as_str()))?;
        price.from.zip(price.to)
    };
    // A price is the change of the objective, of which a cost should be small.
    let better = if plan.outcome.goal == "npv" { 1.0 } else { -1.0 };
    let one = |(limit, rows): (String, Vec<&LimitRow>)| {
        let priced: Vec<&&LimitRow> = rows.iter().filter(|row| row.price.is_some_and(|price| price != 0.0)).collect();
        let price = |row: &&&LimitRow| better * row.price.unwrap_or(0.0);
        let when = |row: &&&LimitRow| row.id.split_once('@').map_or(String::new(), |(_, when)| when.to_owned());
        let near = |row: &&&LimitRow| row.slack <= NEAR * row.bound.abs().max(1e-9);
        Held {
            binds: priced.iter().map(when).collect(),
            near: rows.iter().filter(near).count(),
            per_unit: priced.iter().map(price).sum(),
            worth: priced.iter().map(|row| price(row) * row.bound.abs() * STEP).sum(),
            unit: rows[0].unit.clone(),
            tier: rows[0].tier.clone(),
            range: range(&rows),
            limit,
        }
    };
    let mut list: Vec<Held> = by.into_iter().map(one).collect();
    list.sort_by(|a, b| b.worth.abs().total_cmp(&a.worth.abs()).then_with(|| a.limit.cmp(&b.limit)));
    list
}

/// The page; its first line is the answer.
#[must_use]
pub fn text(plan: &Plan) -> String {
    let list = held(plan);
    let binding: Vec<&Held> = list.iter().filter(|held| !held.binds.is_empty()).collect();
    let mut text = match &binding[..] {
        [] if plan.prices.is_empty() => {
            "the plan has no prices: solve it without --no-prices to see what holds it\n".into()
        }
        [] => "nothing holds the plan: no limit has a price\n".to_owned(),
        [first] => format!("the plan is held by {}\n", said(first)),
        [first, second, ..] => format!("the plan is held most by {}, then by {}\n", said(first), said(second)),
    };
    for name in ["money", "chips", "campuses", "grid", "projects", "promises", "policies"] {
        let of: Vec<&&Held> = binding.iter().filter(|held| group(&held.limit) == name).collect();
        if of.is_empty() {
            continue;
        }
        let mut table = text_table();
        table.set_header([
            head(name, false),
            head("binds", false),
            head("one more is worth", true),
            head("1 % more", true),
            head("holds", false),
        ]);
        for held in of.iter().take(LINES) {
            table.add_row([
                head(&held.limit, false),
                head(&periods(&held.binds), false),
                right(per_unit(held)),
                right(money(held.worth)),
                head(&holds(held), false),
            ]);
        }
        text += &format!("\n{}", finish(&table));
        if of.len() > LINES {
            text += &format!("and {} more that are worth less\n", of.len() - LINES);
        }
    }
    text += &waits(plan);
    text += &never(&list);
    if !binding.is_empty() {
        text += if plan.outcome.status == Status::Relaxed {
            "\nprices of the linear relaxation; one more in every period in which it binds; negative where less would be worth something\n"
        } else {
            "\nprices with the starts of this plan kept; one more in every period in which it binds; negative where less would be worth something\n"
        };
    }
    text
}

fn said(held: &Held) -> String {
    let more = if held.worth < 0.0 { "less" } else { "more" };
    format!("{} (1 % {more} is worth {})", held.limit, money(held.worth.abs()))
}

fn per_unit(held: &Held) -> String {
    if held.unit == "USD" {
        return format!("{} USD per USD", significant(held.per_unit));
    }
    format!("{}/{}", money(held.per_unit), held.unit)
}

/// `2026Q1..2027Q4`, or how many where they do not follow each other.
fn periods(binds: &[String]) -> String {
    let mut labels: Vec<&str> =
        binds.iter().map(|when| when.split('/').next().unwrap_or(when)).filter(|label| !label.is_empty()).collect();
    labels.dedup();
    match labels[..] {
        [] => String::new(),
        [one] => one.to_owned(),
        [first, .., last] => format!("{first}..{last} ({})", labels.len()),
    }
}

fn holds(held: &Held) -> String {
    let Some((from, to)) = held.range else { return String::new() };
    let number = |x: f64| {
        if !x.is_finite() || x.abs() > 1e15 {
            "any".to_owned()
        } else if held.unit == "USD" {
            money(x)
        } else {
            format!("{} {}", significant(x), held.unit)
        }
    };
    format!("from {} to {}", number(from), number(to))
}

/// What stands and waits for something, and what it would be worth sooner.
fn waits(plan: &Plan) -> String {
    let dates: Vec<String> = plan
        .worth
        .iter()
        .filter(|row| row.id.starts_with("project["))
        .map(|row| {
            let worth = row.kept_usd.map_or_else(String::new, |usd| format!(" would be worth {}", money(usd)));
            let why = row.why.as_ref().map_or_else(String::new, |why| format!(": {why}"));
            format!("  {}{worth}{why}", row.words)
        })
        .collect();
    if dates.is_empty() { String::new() } else { format!("\nwaits\n{}\n", dates.join("\n")) }
}

/// Limits that the plan never comes near.
fn never(list: &[Held]) -> String {
    let mut names: Vec<&str> =
        list.iter().filter(|held| held.binds.is_empty() && held.near == 0).map(|held| held.limit.as_str()).collect();
    if names.is_empty() {
        return String::new();
    }
    let count = names.len();
    names.sort_unstable();
    names.truncate(NAMED);
    let more = if count > NAMED { format!(" and {} more", count - NAMED) } else { String::new() };
    format!(
        "\nnever within 2 % of the plan, so that none of them changes it by being a little tighter: {}{more}\n",
        names.join(", ")
    )
}

/// Every limit in full precision.
#[must_use]
pub fn table(plan: &Plan) -> Table {
    let columns = [
        "limit",
        "group",
        "tier",
        "binds_periods",
        "near_periods",
        "usd_per_unit",
        "unit",
        "usd_per_percent",
        "from",
        "to",
    ];
    let mut table = Table::new("explain", &columns);
    let row = |held: Held| -> Vec<Value> {
        vec![
            json!(held.limit),
            json!(group(&held.limit)),
            json!(held.tier),
            json!(held.binds.join(";")),
            json!(held.near),
            json!(held.per_unit),
            json!(held.unit),
            json!(held.worth),
            json!(held.range.map(|(from, _)| from)),
            json!(held.range.map(|(_, to)| to)),
        ]
    };
    table.rows = held(plan).into_iter().map(row).collect();
    table
}
