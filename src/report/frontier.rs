//! A frontier: the answer, then a line a value.

use serde_json::{Value, json};

use super::compare::name;
use super::interval::{cells, interval};
use super::table::{Table, finish, head, right, text_table};
use super::words::{Scale, grouped, money, significant};
use crate::plan::types::Status;
use crate::study::again::Interval;
use crate::study::decisions::Decided;
use crate::study::frontier::{Frontier, Point, Reached};

/// Cells of the bar of the best member.
const BAR: f64 = 24.0;
/// Decisions named in a line; of more, the number.
const NAMED: usize = 2;

/// The frontier for reading; the first line is the answer.
#[must_use]
pub fn text(frontier: &Frontier) -> String {
    let mut text = answer(frontier);
    text.push_str("\n\n");
    let reached: Vec<&Reached> = frontier.points.iter().filter_map(|point| point.reached.as_ref()).collect();
    let (least, most) = reached.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), reached| {
        (least.min(reached.objective), most.max(reached.objective))
    });
    let mut table = text_table();
    let goal = goal(frontier);
    table.set_header([
        head(&frontier.address, true),
        head(goal, true),
        head("within", true),
        head("", false),
        head("better by", true),
        head("enters", false),
        head("leaves", false),
    ]);
    for point in &frontier.points {
        let value = right(value(frontier, point.value));
        let Some(reached) = &point.reached else {
            table.add_row([value, head("no plan keeps every limit", false)]);
            continue;
        };
        let share = if most > least { (reached.objective - least) / (most - least) } else { 1.0 };
        let gap = (reached.bound - reached.objective).abs();
        table.add_row([
            value,
            right(among(frontier, reached.objective, (least, most))),
            right(if reached.status == Status::Relaxed { "-".to_owned() } else { amount(frontier, gap) }),
            head(&bar(share), false),
            right(reached.gain.map_or_else(String::new, |gain| gained(frontier, gain))),
            head(&named(&reached.enters), false),
            head(&named(&reached.leaves), false),
        ]);
    }
    text += &finish(&table);
    if reached.iter().any(|reached| reached.status == Status::Relaxed) {
        text += "of the linear relaxation: starts and lots may be fractions\n";
    } else {
        text += "better by: than the value before it, as far as the two are proved\n";
    }
    if frontier.stopped {
        text += &format!("stopped after {} of {} values\n", frontier.points.len(), frontier.range.points);
    }
    text
}

fn goal(frontier: &Frontier) -> &'static str {
    match frontier.goal.as_str() {
        "npv" => "NPV",
        "cost" => "cost",
        _ => "unit-years unmet",
    }
}

fn amount(frontier: &Frontier, objective: f64) -> String {
    if frontier.goal == "unmet" { significant(objective) } else { money(objective) }
}

/// An objective with as many digits as tell it from the others.
fn among(frontier: &Frontier, objective: f64, (least, most): (f64, f64)) -> String {
    let size = least.abs().max(most.abs());
    let (divisor, unit) =
        if frontier.goal == "unmet" { (1.0, "") } else { (Scale::of(size).divisor(), Scale::of(size).unit) };
    let spread = ((most - least) / divisor).abs();
    let decimals = if spread >= 100.0 {
        0
    } else if spread >= 10.0 {
        1
    } else if spread >= 1.0 {
        2
    } else {
        3
    };
    format!("{} {unit}", grouped(objective / divisor, decimals)).trim_end().to_owned()
}

fn gained(frontier: &Frontier, gain: Interval) -> String {
    if frontier.goal != "unmet" {
        return interval(Some(gain));
    }
    format!("{} to {}", significant(gain.low), significant(gain.high))
}

/// `100 M USD`.
fn value(frontier: &Frontier, value: f64) -> String {
    let number = if value.abs() >= 1000.0 { significant(value) } else { format!("{}", (value * 1e4).round() / 1e4) };
    format!("{number} {}", frontier.range.unit).trim_end().to_owned()
}

fn bar(share: f64) -> String {
    // A share of a bar of a few dozen cells.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let cells = (share.clamp(0.0, 1.0) * BAR).round() as usize;
    "▪".repeat(cells.max(1))
}

fn named(decisions: &[(String, Decided)]) -> String {
    let names: Vec<String> = decisions.iter().map(|(address, _)| name(address)).collect();
    if names.len() <= NAMED {
        return names.join(", ");
    }
    format!("{} and {} more", names[..NAMED].join(", "), names.len() - NAMED)
}

/// What the frontier says in one sentence.
fn answer(frontier: &Frontier) -> String {
    let plans: Vec<(&Point, &Reached)> =
        frontier.points.iter().filter_map(|point| point.reached.as_ref().map(|reached| (point, reached))).collect();
    let Some(((first, from), (last, to))) = plans.first().zip(plans.last()) else {
        return format!("no value of {} leaves a plan that keeps every limit", frontier.address);
    };
    let goal = goal(frontier);
    let ends = (from.objective.min(to.objective), from.objective.max(to.objective));
    let mut words = format!(
        "{goal} goes from {} to {} as {} goes from {} to {}",
        among(frontier, from.objective, ends),
        among(frontier, to.objective, ends),
        frontier.address,
        value(frontier, first.value),
        value(frontier, last.value)
    );
    let told = |(_, reached): &&(&Point, &Reached)| reached.gain.is_some_and(|gain| gain.low > 0.0 || gain.high < 0.0);
    // From where on nothing is told apart any more.
    if let Some((n, _)) = plans.iter().enumerate().rev().find(|(_, pair)| told(pair)) {
        if n + 1 < plans.len() {
            words += &format!("; beyond {} nothing more is told apart", value(frontier, plans[n].0.value));
        }
    } else if plans.len() > 1 {
        words += "; no two of them are told apart";
    }
    words
}

/// The frontier in full precision: a row a value.
#[must_use]
pub fn table(frontier: &Frontier) -> Table {
    let columns = [
        "value",
        "unit",
        "objective",
        "bound",
        "status",
        "capital_usd_nominal",
        "it_mw_added",
        "gain_low",
        "gain_best",
        "gain_high",
        "enters",
        "leaves",
    ];
    let mut table = Table::new("frontier", &columns);
    let row = |point: &Point| -> Vec<Value> {
        let mut row = vec![json!(point.value), json!(frontier.range.unit)];
        let Some(reached) = &point.reached else {
            row.extend([Value::Null, Value::Null, json!("infeasible")]);
            row.resize(columns.len(), Value::Null);
            return row;
        };
        row.extend([json!(reached.objective), json!(reached.bound), json!(reached.status)]);
        row.extend([json!(reached.capital_usd), json!(reached.it_mw_added)]);
        row.extend(cells(reached.gain));
        let ids =
            |list: &[(String, Decided)]| json!(list.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>().join(";"));
        row.extend([ids(&reached.enters), ids(&reached.leaves)]);
        row
    };
    table.rows = frontier.points.iter().map(row).collect();
    table
}
