//! What one more of the limits that matter most would be worth.

use super::run::Worth;
use super::said::{said, short};
use crate::formulation::Formulation;
use crate::formulation::key::{Key, Of};
use crate::formulation::row::Sense;
use crate::formulation::scale::MONEY;
use crate::plan::limits::describe;
use crate::plan::types::{Plan, WorthRow};
use crate::solve::outcome::{Options, Stop};
use crate::solve::run::Solved;
use crate::solve::worth::{hold_lots, of_steps, standing};
use std::collections::BTreeMap;

/// How many lines are asked for.
const LINES: usize = 8;
/// A step of one or several rows.
struct Candidate {
    id: String,
    words: String,
    key: Option<(Key, Option<String>)>,
    step: f64,
    unit: String,
    why: Option<String>,
    rows: Vec<(usize, f64)>,
    /// What the prices promise, internal units of the goal.
    promised: f64,
}

/// The lines, by what they are worth with decisions kept.
pub fn lines(f: &Formulation, solved: &mut Solved, plan: &Plan, options: &Options, asked: Worth) -> Vec<WorthRow> {
    let money = plan.outcome.goal != "unmet";
    if !money || plan.outcome.status == crate::plan::types::Status::Relaxed && plan.limits.is_empty() {
        return Vec::new();
    }
    let mut candidates = candidates(f, solved, plan);
    candidates.sort_by(|a, b| b.promised.total_cmp(&a.promised).then_with(|| a.id.cmp(&b.id)));
    let candidates = chosen(candidates, |candidate| family(&candidate.id));
    hold_lots(solved);
    let Some(before) = standing(f, solved) else {
        return Vec::new();
    };
    let mut rows = Vec::new();
    for candidate in &candidates {
        let kept = of_steps(f, solved, before, &candidate.rows);
        if options.watch.stopped() {
            break;
        }
        let free = if asked == Worth::Free { free(f, solved, plan, candidate, options) } else { None };
        rows.push(WorthRow {
            id: candidate.id.clone(),
            words: candidate.words.clone(),
            step: candidate.step,
            unit: candidate.unit.clone(),
            kept_usd: kept.map(|gain| gain.max(0.0) * MONEY),
            free_low_usd: free.map(|(low, _, _)| low),
            free_best_usd: free.map(|(_, best, _)| best),
            free_high_usd: free.map(|(_, _, high)| high),
            why: candidate.why.clone(),
        });
    }
    rows.extend(super::earlier::lines(f, solved, plan, before));
    rows.retain(|row| row.kept_usd.is_none_or(|usd| usd > 0.0));
    rows.sort_by(|a, b| b.kept_usd.unwrap_or(0.0).total_cmp(&a.kept_usd.unwrap_or(0.0)).then_with(|| a.id.cmp(&b.id)));
    let mut rows = chosen(rows, |row| family(&row.id));
    rows.sort_by(|a, b| b.kept_usd.unwrap_or(0.0).total_cmp(&a.kept_usd.unwrap_or(0.0)).then_with(|| a.id.cmp(&b.id)));
    rows
}

/// The first of each family, and then the first of the rest, as many as there are lines.
fn chosen<T>(ranked: Vec<T>, family: impl Fn(&T) -> &'static str) -> Vec<T> {
    let mut seen: Vec<&'static str> = Vec::new();
    let (mut first, mut rest) = (Vec::new(), Vec::new());
    for one in ranked {
        let of = family(&one);
        if seen.contains(&of) {
            rest.push(one);
        } else {
            seen.push(of);
            first.push(one);
        }
    }
    first.extend(rest);
    first.truncate(LINES);
    first
}

/// What a planner tells apart: dates, chips, money, promises and megawatts.
fn family(id: &str) -> &'static str {
    match id.split('[').next().unwrap_or(id) {
        "project" => "date",
        "chip" | "allotment" => "chips",
        "budget" => "budget",
        "patience" | "policy" | "group" => "policy",
        _ => "power",
    }
}

/// One candidate a limit: budgets by themselves, allotments by period, capacities by year.
fn candidates(f: &Formulation, solved: &Solved, plan: &Plan) -> Vec<Candidate> {
    let ctx = &f.ctx;
    let bounds: BTreeMap<&str, f64> = plan.limits.iter().map(|limit| (limit.id.as_str(), limit.bound.abs())).collect();
    let place: BTreeMap<Key, usize> = solved.stated.rows.iter().enumerate().map(|(n, row)| (row.key, n)).collect();
    let mut groups: BTreeMap<String, Candidate> = BTreeMap::new();
    for dual in &solved.outcome.duals {
        let described = describe(ctx, dual.key);
        let (Some(id), Some(&n)) = (described.id.clone(), place.get(&dual.key)) else {
            continue;
        };
        let row = &solved.stated.rows[n];
        let bound = bounds.get(id.as_str()).copied().unwrap_or(0.0);
        let usual: f64 = match described.unit.as_str() {
            "USD" => 1e9,
            "MW" => 100.0,
            "chips" => 10_000.0,
            _ => continue,
        };
        if matches!(dual.key.name, "supply_min_output" | "lease_offer" | "expansion_offer") {
            continue;
        }
        // Where there is nothing yet, several rows hold at once and a price promises what one of them alone cannot give.
        if bound <= 0.0 {
            continue;
        }
        let step = usual.min(bound / 100.0);
        let by_year = matches!(
            dual.key.name,
            "site_it_power"
                | "site_liquid_power"
                | "site_connection"
                | "site_connection_back"
                | "line_rating"
                | "supply_power"
                | "supply_produced"
        );
        let limit = id.split('@').next().unwrap_or(&id).to_owned();
        let when = dual.key.p.map(|p| if by_year { ctx.cal.month_of(p).year().to_string() } else { ctx.cal.label(p) });
        let key = when.as_ref().map_or_else(|| limit.clone(), |when| format!("{limit}@{when}"));
        let sign = if row.sense == Sense::AtLeast { -1.0 } else { 1.0 };
        let internal = sign * step / described.scale;
        let gain_price = if solved.goal == crate::domain::GoalKind::Npv { dual.price } else { -dual.price };
        let entry = groups.entry(key.clone()).or_insert_with(|| Candidate {
            words: String::new(),
            key: None,
            id: key,
            step,
            unit: described.unit.clone(),
            why: None,
            rows: Vec::new(),
            promised: 0.0,
        });
        // The rows of a year all move by the smallest of their steps.
        entry.step = entry.step.min(step);
        entry.promised += gain_price * sign / described.scale;
        entry.rows.push((n, internal));
        entry.key = Some((dual.key, when));
    }
    let mut list: Vec<Candidate> = groups.into_values().filter(|candidate| candidate.promised > 0.0).collect();
    for candidate in &mut list {
        let Some((key, when)) = candidate.key.take() else {
            continue;
        };
        let scale = describe(ctx, key).scale;
        for (_, internal) in &mut candidate.rows {
            *internal = internal.signum() * candidate.step / scale;
        }
        candidate.promised *= candidate.step;
        candidate.words = words(f, key, candidate.step, &candidate.unit, when.as_deref());
    }
    list
}

/// `100 MW more connection at new-carlisle in 2027`.
fn words(f: &Formulation, key: Key, step: f64, unit: &str, when: Option<&str>) -> String {
    let m = f.ctx.model;
    let amount = if unit == "USD" { said(step, unit) } else { short(step) };
    let when = when.map_or_else(String::new, |when| format!(" in {when}"));
    let index = key.of.index(&f.ctx);
    match (key.name, key.of) {
        ("site_it_power", _) => format!("{amount} MW more IT halls at {index}{when}"),
        ("site_liquid_power", _) => format!("{amount} MW more liquid cooling at {index}{when}"),
        ("site_connection" | "site_connection_back", _) => format!("{amount} MW more connection at {index}{when}"),
        ("line_rating" | "line_rating_back", _) => format!("{amount} MW more on line {index}{when}"),
        ("outage_rating" | "outage_rating_back", Of::Outage(l, k)) => {
            let [l, k] = [l, k].map(|line| m.lines.name(line));
            format!("{amount} MW more on line {l} while {k} is out{when}")
        }
        ("supply_power" | "supply_produced", _) => format!("{amount} MW more of supply {index}{when}"),
        ("allotment_rate", Of::Chip(k)) => format!("{amount} more {}{when}", m.chips.name(k)),
        ("allotment_rate" | "allotment_total" | "allotment_growth", _) => {
            format!("{amount} {unit} more of allotment {index}{when}")
        }
        ("budget_at_most", _) => format!("{amount} more in {index}"),
        ("budget_at_least" | "policy_at_least", _) => {
            format!("{amount} {} less asked by {index}{when}", if unit == "USD" { "" } else { unit })
        }
        ("patience_floor", _) => format!("{amount} more patience in {index}{when}"),
        _ if unit == "USD" => format!("{amount} more of {index}{when}"),
        _ => format!("{amount} {unit} more of {index}{when}"),
    }
}

/// Everything decided again with the step: what the incumbents and bounds of both solves prove.
fn free(
    f: &Formulation,
    solved: &Solved,
    plan: &Plan,
    candidate: &Candidate,
    options: &Options,
) -> Option<(f64, f64, f64)> {
    if solved.outcome.stop == Stop::Relaxed {
        return None;
    }
    let steps: BTreeMap<Key, f64> = candidate.rows.iter().map(|&(n, step)| (solved.stated.rows[n].key, step)).collect();
    let formulation = Formulation::new(f.ctx.model);
    // It reports nothing: its best plan and its bound are those of another question.
    let options = Options { watch: options.watch.silent(), ..options.clone() };
    let again = crate::solve::run::solve_stepped(&formulation, &steps, &options).ok()?;
    let goal = again.outcome.goals.last()?;
    let sign = if again.goal == crate::domain::GoalKind::Npv { 1.0 } else { -1.0 };
    let (best, bound) = (plan.outcome.objective, plan.outcome.bound);
    let low = sign * (goal.best - bound);
    let high = sign * (goal.bound - best);
    Some((low.min(high).max(0.0), (sign * (goal.best - best)).max(0.0), high.max(low).max(0.0)))
}
