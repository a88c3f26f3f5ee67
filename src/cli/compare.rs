//! `capplan compare`: what makes the difference between plans, and what is common to all.

use std::path::Path;

use super::args::Over;
use super::asks::Compare;
use super::given::{Given, look};
use super::members::Underway;
use super::{model, say};
use crate::fault::Fault;
use crate::plan::types::Plan;
use crate::report::compare as report;
use crate::study::compare::{Named, compare};
use crate::study::scenario::planned;

pub(super) fn run(args: &Compare) -> Result<(), Fault> {
    let mut plans: Vec<Named> = Vec::new();
    let mut models = Vec::new();
    for path in &args.plans {
        match look(path)? {
            Given::Plan(plan) => plans.push(Named { name: name(path, &plan), plan: *plan }),
            Given::Model => models.push(path),
        }
    }
    let Some(first) = plans.first().map(|named| named.plan.clone()) else {
        return Err(Fault::Usage(
            "a comparison begins with a plan: `capplan solve MODEL -o plan.json` makes one".into(),
        ));
    };
    let mut reads = Vec::new();
    for path in models {
        if args.scenario.is_empty() {
            return Err(Fault::Usage(format!("`{}` is a model: name its scenarios with --scenario", path.display())));
        }
        for scenario in &args.scenario {
            let over = Over { scenario: Some(scenario.clone()), set: Vec::new() };
            reads.push(model::read(path, &over, false)?);
        }
    }
    if reads.is_empty() && !args.scenario.is_empty() {
        return Err(Fault::Usage("--scenario needs the model that it is a scenario of, after the plans".into()));
    }
    if plans.len() + reads.len() < 2 {
        return Err(Fault::Usage("two plans at least, or a plan and a model with --scenario".into()));
    }
    distinct(&mut plans);
    let underway = Underway::begin(&args.members, "comparing");
    let mut found = Ok(());
    for read in reads {
        underway.say(&format!("planning {}", read.scenario.name));
        match planned(&first, &read.model, &read.scenario, &underway.asked) {
            Ok(plan) => plans.push(Named { name: read.scenario.name.clone(), plan }),
            Err(none) => {
                found = Err(none);
                break;
            }
        }
    }
    let found =
        found.and_then(|()| compare(plans, args.until.as_deref(), &underway.asked, &|words: &str| underway.say(words)));
    let found = underway.end(found)?;
    if args.json { say::data(&report::json(&found)) } else { say::page(&report::text(&found)) }
}

/// The scenario of a plan, or its file where it is of none.
fn name(path: &Path, plan: &Plan) -> String {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    if plan.model.scenario == "base" { stem } else { plan.model.scenario.clone() }
}

/// Names that are given twice are told apart by number.
fn distinct(plans: &mut [Named]) {
    for n in 1..plans.len() {
        let same = plans[..n].iter().filter(|other| other.name == plans[n].name).count();
        if same > 0 {
            plans[n].name = format!("{} ({})", plans[n].name, same + 1);
        }
    }
}
