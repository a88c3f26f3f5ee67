//! What is done with a mutated input, and what must hold of it.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use capplan::audit;
use capplan::files::Severity;
use capplan::input::{self, Loaded, Overlay};
use capplan::plan::types::Plan;
use capplan::report::summary::Summary;
use capplan::report::topic::Topic;
use capplan::report::{changes, explain, export};
use capplan::solve::outcome::{Gap, Options};
use capplan::study::run::{NoPlan, Worth, solve};

use super::mutate::Dice;

/// What was reached, for the report of a run.
#[derive(Default)]
pub(super) struct Reached {
    pub(super) read: u64,
    pub(super) solved: u64,
    pub(super) infeasible: u64,
    pub(super) plans: u64,
}

/// More work than this in one solve would leave none for other inputs.
const LARGEST: usize = 400;

/// Reads a model, looks at it, and solves it where it is small.
pub(super) fn model(path: &Path, overlay: &Overlay, dice: &mut Dice, reached: &mut Reached) -> Result<(), String> {
    let loaded = input::load_with(path, overlay);
    said(&loaded)?;
    let Some(model) = &loaded.model else { return Ok(()) };
    reached.read += 1;
    let written = input::write(model);
    match input::from_value(&written).model {
        Some(again) if input::write(&again) == written => {}
        Some(_) => return Err("what is written is not what was read".to_owned()),
        None => return Err("what is written cannot be read again".to_owned()),
    }
    let _ = changes::text(&loaded.scenario.json(), &model.horizon);
    let _ = (explain::dependencies(model, None), explain::grid(model, None));
    for address in addresses(model, dice) {
        let _ = explain::address(model, None, &address);
    }
    let size = model.horizon.periods
        * (model.segments.len() + model.projects.len() + model.sites.len() * model.chips.len().max(1));
    if size > LARGEST || dice.below(3) > 0 {
        return Ok(());
    }
    let options = Options {
        gap: Gap::Share(0.01),
        time_limit: Some(Duration::from_secs(3)),
        relax: dice.below(4) == 0,
        ..Options::default()
    };
    match solve(model, &loaded.scenario, &options, if dice.below(3) == 0 { Worth::Kept } else { Worth::None }) {
        Ok(plan) => {
            reached.solved += 1;
            let text = serde_json::to_string(&plan).map_err(|error| format!("a plan is not JSON: {error}"))?;
            let again: Plan = serde_json::from_str(&text).map_err(|error| format!("a plan is not read: {error}"))?;
            shown(&again, dice);
            let Some(inputs) = input::from_value(&again.inputs).model else {
                return Err("the inputs of a plan cannot be read".to_owned());
            };
            let verdict = audit::verify(&inputs, &again);
            if verdict.agreed() { Ok(()) } else { Err(format!("verify disagrees: {}", verdict.disagreements[0])) }
        }
        Err(NoPlan::Infeasible(clash)) => {
            reached.infeasible += 1;
            let _ = explain::no_plan(model, &clash);
            Ok(())
        }
        Err(NoPlan::Unbounded(_) | NoPlan::Stopped) => Ok(()),
        Err(NoPlan::AuditDisagreed(words)) => Err(format!("the audit disagrees: {}", words[0])),
        Err(NoPlan::Solver(words)) => Err(format!("the solver gave up: {words}")),
    }
}

/// Findings say what is wrong and where.
fn said(loaded: &Loaded) -> Result<(), String> {
    let words = loaded.findings.render(true);
    if loaded.model.is_none() != (loaded.findings.errors() > 0) {
        return Err("a model with errors, or none without".to_owned());
    }
    for finding in loaded.findings.sorted().iter().filter(|finding| finding.severity == Severity::Error) {
        let shown = finding.place.as_ref().map(|place| loaded.findings.sources.shown(place));
        if shown.is_none_or(|shown| shown.is_empty()) {
            return Err(format!("no place for: {}", finding.message));
        }
        if finding.message.chars().count() > 600 {
            return Err(format!("a message of {} characters", finding.message.chars().count()));
        }
    }
    if words.len() > 2_000_000 { Err(format!("{} bytes of findings", words.len())) } else { Ok(()) }
}

/// Reads a plan and asks everything of it.
pub(super) fn plan(path: &Path, dice: &mut Dice, reached: &mut Reached) -> Result<(), String> {
    let Ok(text) = fs::read_to_string(path) else { return Ok(()) };
    let Ok(plan) = serde_json::from_str::<Plan>(&text) else { return Ok(()) };
    reached.plans += 1;
    shown(&plan, dice);
    let loaded = input::from_value(&plan.inputs);
    said(&loaded)?;
    let Some(model) = &loaded.model else { return Ok(()) };
    let _ = audit::verify(model, &plan).to_string();
    let _ = (explain::dependencies(model, Some(&plan)), explain::grid(model, Some(&plan)));
    for address in addresses(model, dice) {
        let _ = explain::address(model, Some(&plan), &address);
    }
    Ok(())
}

fn shown(plan: &Plan, dice: &mut Dice) {
    let summary = Summary::of(plan);
    let _ = (summary.text(), summary.json());
    for (_, topic) in Topic::ALL {
        let _ = topic.text(plan);
        let _ = topic.table(plan).csv();
    }
    if dice.below(8) == 0 {
        let _ = export::tables(plan).iter().map(|table| table.csv().len()).sum::<usize>();
    }
}

/// Addresses of rows of a model, and some that are nearly so.
fn addresses(model: &capplan::domain::Model, dice: &mut Dice) -> Vec<String> {
    let mut all: Vec<String> = vec!["site[]".into(), "[".into(), "buy[a,b]@2026Q1".into(), "x[y]@z".into()];
    all.extend(model.sites.ids().map(|id| model.sites.address(id)));
    all.extend(model.projects.ids().map(|id| model.projects.address(id)));
    all.extend(model.segments.ids().map(|id| format!("{}@2026Q3", model.segments.address(id))));
    all.extend(model.chips.ids().map(|id| model.chips.address(id)));
    all.extend(model.regions.ids().map(|id| model.regions.address(id)));
    all.extend(model.budgets.ids().map(|id| format!("{}.at_most", model.budgets.address(id))));
    all.extend(model.lines.ids().map(|id| model.lines.address(id)));
    all.extend(model.supplies.ids().map(|id| model.supplies.address(id)));
    all.extend(model.orders.ids().map(|id| model.orders.address(id)));
    all.extend(model.leases.ids().map(|id| model.leases.address(id)));
    all.extend(model.expansions.ids().map(|id| model.expansions.address(id)));
    all.extend(model.policies.ids().map(|id| model.policies.address(id)));
    (0..4).map(|_| dice.one(&all).clone()).collect()
}

/// How long a step took, where that is too long to wait for.
pub(super) fn slow(begun: Instant) -> Option<String> {
    let took = begun.elapsed();
    (took > Duration::from_secs(15)).then(|| format!("it took {} s", took.as_secs()))
}
