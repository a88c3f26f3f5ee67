//! Plans beside each other: the bridge, what moved, what the wrong scenario would cost, what is common to all.

use serde_json::{Value, json};

use super::interval::{cells, interval};
use super::table::{finish, head, right, text_table};
use super::words::{Scale, count, grouped, money, significant};
use crate::study::compare::bridge::{Basis, Bridge};
use crate::study::compare::common::Shared;
use crate::study::compare::regret::Regret;
use crate::study::compare::{Comparison, Step};
use crate::study::decisions::{Decided, Differs};
use std::collections::BTreeMap;

/// Differences named in a line; of more, the number.
const NAMED: usize = 8;
/// Decisions common to all that are named.
const COMMON: usize = 12;

/// The comparison for reading; its first line is the answer.
#[must_use]
pub fn text(comparison: &Comparison) -> String {
    let mut text = String::new();
    for (step, pair) in comparison.steps.iter().zip(comparison.plans.windows(2)) {
        let names = [pair[0].name.as_str(), pair[1].name.as_str()];
        text += &format!("{}\n\n{}", answer(comparison, step, names), bridge(comparison, &step.bridge, names));
        text += &format!("{}\n", moved(&step.differs));
    }
    text += &common(comparison);
    text += "\n";
    text += &regrets(comparison);
    text
}

fn goal(comparison: &Comparison) -> &'static str {
    match comparison.plans[0].plan.outcome.goal.as_str() {
        "npv" => "NPV",
        "cost" => "cost",
        _ => "unit-years unmet",
    }
}

fn is_money(comparison: &Comparison) -> bool {
    comparison.plans[0].plan.outcome.goal != "unmet"
}

fn amount(comparison: &Comparison, x: f64) -> String {
    if is_money(comparison) { money(x) } else { significant(x) }
}

fn answer(comparison: &Comparison, step: &Step, [from, to]: [&str; 2]) -> String {
    let adds = step.bridge.to - step.bridge.from;
    let most = step.bridge.bars.iter().max_by(|a, b| a.adds.abs().total_cmp(&b.adds.abs()));
    let why =
        most.filter(|bar| bar.adds != 0.0).map_or_else(String::new, |bar| format!(", most of all by {}", bar.words));
    let direction = if adds >= 0.0 { "more" } else { "less" };
    format!("{to} has {} {direction} {} than {from}{why}", amount(comparison, adds.abs()), goal(comparison))
}

/// From one objective to the next, bar by bar, in one unit.
fn bridge(comparison: &Comparison, bridge: &Bridge, [from, to]: [&str; 2]) -> String {
    let scale = Scale::of(bridge.from.abs().max(bridge.to.abs()));
    let whole = |x: f64| if is_money(comparison) { scale.number(x) } else { significant(x) };
    let most = bridge.bars.iter().map(|bar| bar.adds.abs()).chain([bridge.rest.abs()]).fold(0.0, f64::max);
    let bars = if is_money(comparison) { Scale::of(most) } else { scale };
    let signed = |x: f64| {
        let number = if is_money(comparison) { bars.number(x) } else { significant(x) };
        if number == "0" || number.starts_with('-') { number } else { format!("+{number}") }
    };
    let unit = |scale: Scale| if is_money(comparison) { scale.unit } else { "" };
    let mut table = text_table();
    let line = |words: &str, number: String, unit: &str, note: String| {
        [head(words, false), right(number), head(unit, false), head(&note, false)]
    };
    table.add_row(line(from, whole(bridge.from), &format!("{} {}", unit(scale), goal(comparison)), String::new()));
    let mut told: Vec<_> = bridge.bars.iter().collect();
    told.sort_by(|a, b| b.adds.abs().total_cmp(&a.adds.abs()).then_with(|| a.words.cmp(&b.words)));
    for bar in told {
        let note = bar.error.map(|error| format!("+- {}", amount(comparison, error))).unwrap_or_default();
        table.add_row(line(&format!("  {}", bar.words), signed(bar.adds), unit(bars), note));
    }
    let rest = match bridge.basis {
        Basis::Kept => "  re-optimised",
        Basis::Relaxed => "  whole numbers, and how near each is to its best",
    };
    table.add_row(line(rest, signed(bridge.rest), unit(bars), String::new()));
    table.add_row(line(to, whole(bridge.to), unit(scale), String::new()));
    let mut text = finish(&table);
    if bridge.basis == Basis::Relaxed && !bridge.bars.is_empty() {
        text += &format!(
            "{from}'s decisions cannot be kept under what changed: the bars are of the linear relaxation, decided anew\n"
        );
    }
    if bridge.bars.iter().any(|bar| bar.error.is_some()) {
        text += "shares of the groups by a sample of their orders, with its standard error\n";
    }
    text
}

/// `moved: hall-3 from 2026Q4 to 2027Q2 · 14,000 fewer trainium3`.
pub(super) fn moved(differs: &[Differs]) -> String {
    let (orders, others): (Vec<&Differs>, Vec<&Differs>) =
        differs.iter().partition(|differs| differs.address.starts_with("buy["));
    let mut items: Vec<String> = others.into_iter().map(one).collect();
    items.extend(chips(&orders));
    if items.is_empty() {
        return "both decide the same".into();
    }
    let more = items.len().saturating_sub(NAMED);
    items.truncate(NAMED);
    let more = if more > 0 { format!(" · and {more} more, which --json names") } else { String::new() };
    format!("moved: {}{more}", items.join(" · "))
}

fn one(differs: &Differs) -> String {
    let name = name(&differs.address);
    match (&differs.before, &differs.after) {
        (None, Some(after)) => format!("{name} in {}, new", periods(after)),
        (Some(before), None) => format!("{name} of {}, left", periods(before)),
        (Some(before), Some(after)) if same_amount(before, after) && periods(before) == periods(after) => {
            format!("{name} otherwise over {}", periods(after))
        }
        (Some(before), Some(after)) if same_amount(before, after) => {
            format!("{name} from {} to {}", periods(before), periods(after))
        }
        (Some(before), Some(after)) => {
            format!("{name} from {} {} to {}", count(before.total()), before.unit, count(after.total()))
        }
        (None, None) => name,
    }
}

fn same_amount(before: &Decided, after: &Decided) -> bool {
    (before.total() - after.total()).abs() <= 1e-6 * before.total().abs().max(1.0)
}

fn periods(decided: &Decided) -> String {
    let labels: Vec<&str> = decided.steps.iter().map(|(_, label, _)| label.as_str()).collect();
    match labels[..] {
        [first, .., last] => format!("{first}..{last}"),
        _ => labels.concat(),
    }
}

/// Orders by chip: how many more or fewer.
fn chips(orders: &[&Differs]) -> Vec<String> {
    let mut by: BTreeMap<String, f64> = BTreeMap::new();
    for order in orders {
        let chip = name(&order.address).split(',').next().unwrap_or_default().to_owned();
        let total = |decided: &Option<Decided>| decided.as_ref().map_or(0.0, Decided::total);
        *by.entry(chip).or_default() += total(&order.after) - total(&order.before);
    }
    let mut list: Vec<(String, f64)> = by.into_iter().collect();
    list.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then_with(|| a.0.cmp(&b.0)));
    let said = |(chip, more): &(String, f64)| match more.round() {
        more if more > 0.0 => format!("{} more {chip}", grouped(more, 0)),
        more if more < 0.0 => format!("{} fewer {chip}", grouped(-more, 0)),
        _ => format!("{chip} at other sites or times"),
    };
    list.iter().map(said).collect()
}

/// What stands in the brackets of an address; of a commitment that is called off, that it is.
pub(super) fn name(address: &str) -> String {
    let inside = |address: &str| -> String {
        let inside = address.split_once('[').map_or(address, |(_, rest)| rest);
        inside.strip_suffix(']').unwrap_or(inside).to_owned()
    };
    match address.strip_prefix("cancel[").and_then(|rest| rest.strip_suffix(']')) {
        Some(commitment) => format!("calling off {}", inside(commitment)),
        None => inside(address),
    }
}

fn common(comparison: &Comparison) -> String {
    let plans = match comparison.plans.len() {
        2 => "both".to_owned(),
        n => format!("all {n}"),
    };
    if comparison.common.is_empty() {
        return format!("common to {plans} up to {}: nothing\n", comparison.until);
    }
    let mut orders: BTreeMap<String, f64> = BTreeMap::new();
    let mut items: Vec<String> = Vec::new();
    for Shared { address, amount, unit } in &comparison.common {
        let name = name(address);
        match (unit.as_str(), *amount) {
            ("chips", amount) => {
                *orders.entry(name.split(',').next().unwrap_or_default().to_owned()).or_default() += amount;
            }
            ("MW", amount) => items.push(format!("{} MW of {name}", count(amount))),
            ("copies", amount) if amount > 1.0 + 1e-6 => items.push(format!("{} of {name}", count(amount))),
            _ => items.push(name),
        }
    }
    items.extend(orders.iter().map(|(chip, amount)| format!("{} {chip}", grouped(*amount, 0))));
    let more = items.len().saturating_sub(COMMON);
    items.truncate(COMMON);
    let more = if more > 0 { format!(" and {more} more, which --json names") } else { String::new() };
    format!("common to {plans} up to {}: {}{more}\n", comparison.until, items.join(", "))
}

/// A row a plan, a column the scenario that comes.
fn regrets(comparison: &Comparison) -> String {
    let mut table = text_table();
    let mut heads = vec![head("decided for", false)];
    heads.extend(comparison.plans.iter().map(|named| head(&format!("{} comes", named.name), true)));
    table.set_header(heads);
    for (named, row) in comparison.plans.iter().zip(&comparison.regrets) {
        let mut line = vec![head(&named.name, false)];
        line.extend(row.iter().map(|regret| {
            right(match regret {
                Regret::Broken => "cannot be kept".to_owned(),
                Regret::Costs(costs) if is_money(comparison) => interval(Some(*costs)),
                Regret::Costs(costs) => format!("{} to {}", significant(costs.low), significant(costs.high)),
            })
        }));
        table.add_row(line);
    }
    format!(
        "{}regret: what decisions up to {} cost beside the best of the scenario that comes, all later ones made anew\n",
        finish(&table),
        comparison.until
    )
}

/// The comparison in full precision.
#[must_use]
pub fn json(comparison: &Comparison) -> Value {
    let step = |(step, pair): (&Step, &[crate::study::compare::Named])| {
        let bars = step.bridge.bars.iter().map(|bar| {
            let edits = bar.group.edits.iter().map(|edit| json!({ "path": edit.path, "old": edit.old, "new": edit.new }));
            json!({ "words": bar.words, "adds": bar.adds, "standard_error": bar.error, "edits": edits.collect::<Vec<_>>() })
        });
        let decided = |decided: &Option<Decided>| {
            decided.as_ref().map(|decided| {
                let steps =
                    decided.steps.iter().map(|(_, period, amount)| json!({ "period": period, "amount": amount }));
                json!({ "unit": decided.unit, "steps": steps.collect::<Vec<_>>() })
            })
        };
        let differs = step.differs.iter().map(|differs| {
            json!({ "address": differs.address, "before": decided(&differs.before), "after": decided(&differs.after) })
        });
        json!({
            "from": pair[0].name,
            "to": pair[1].name,
            "from_objective": step.bridge.from,
            "to_objective": step.bridge.to,
            "basis": match step.bridge.basis { Basis::Kept => "decisions kept", Basis::Relaxed => "relaxation" },
            "bars": bars.collect::<Vec<_>>(),
            "rest": step.bridge.rest,
            "differs": differs.collect::<Vec<_>>(),
        })
    };
    let names = comparison.plans.iter().map(|named| named.name.as_str());
    let regrets = comparison.plans.iter().zip(&comparison.regrets).flat_map(|(plan, row)| {
        comparison.plans.iter().zip(row).map(move |(comes, regret)| match regret {
            Regret::Broken => json!({ "decided_for": plan.name, "comes": comes.name, "kept": false }),
            Regret::Costs(costs) => {
                let [low, best, high] = cells(Some(*costs));
                json!({ "decided_for": plan.name, "comes": comes.name, "kept": true, "low": low, "best": best, "high": high })
            }
        })
    });
    let common = comparison.common.iter().map(|s| json!({ "address": s.address, "amount": s.amount, "unit": s.unit }));
    json!({
        "goal": comparison.plans[0].plan.outcome.goal,
        "plans": names.collect::<Vec<_>>(),
        "until": comparison.until,
        "steps": comparison.steps.iter().zip(comparison.plans.windows(2)).map(step).collect::<Vec<_>>(),
        "regret": regrets.collect::<Vec<_>>(),
        "common": common.collect::<Vec<_>>(),
    })
}
