//! `capplan verify`: a plan computed again from its decisions and inputs.

use serde_json::json;

use super::args::{Over, Verify};
use super::{given, model, say};
use crate::audit;
use crate::fault::Fault;

/// Disagreements that are printed before the rest is counted.
const SHOWN: usize = 20;

pub(super) fn run(args: &Verify) -> Result<(), Fault> {
    let plan = given::plan(&args.plan)?;
    let inputs = model::of_plan(&plan)?.model;
    let mut changed = None;
    if let Some(path) = &args.model {
        // The model is read as the plan's own scenario; what is resolved already has none.
        let has_scenarios = !path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        let over = Over { scenario: has_scenarios.then(|| plan.model.scenario.clone()), ..Over::default() };
        let now = model::read(path, &over, false)?.model;
        changed = Some(audit::changed_inputs(&plan.inputs, &crate::input::write(&now)));
    }
    let verdict = audit::verify(&inputs, &plan);
    let sentences: Vec<String> = verdict.disagreements.iter().map(ToString::to_string).collect();
    if args.json {
        say::data(&json!({
            "agrees": verdict.agreed(),
            "numbers_checked": verdict.numbers_checked,
            "limits_checked": verdict.limits_checked,
            "disagreements": sentences,
            "changed_inputs": changed,
        }))?;
        return if verdict.agreed() { Ok(()) } else { Err(Fault::AuditDisagreed) };
    }
    if let Some(changed) = &changed {
        changes(changed)?;
    }
    if verdict.agreed() {
        return say::page(&format!(
            "{} agrees: {} numbers computed again, {} limits kept\n",
            args.plan.display(),
            verdict.numbers_checked,
            verdict.limits_checked
        ));
    }
    disagreements(&sentences);
    Err(Fault::AuditDisagreed)
}

/// What is wrong with a plan, on standard error.
pub(super) fn disagreements(sentences: &[String]) {
    sentences.iter().take(SHOWN).for_each(|sentence| say::error(sentence));
    if sentences.len() > SHOWN {
        say::note(&format!("and {} more", sentences.len() - SHOWN));
    }
}

fn changes(changed: &[String]) -> Result<(), Fault> {
    if changed.is_empty() {
        return say::result("the model is the one that the plan was made from\n");
    }
    say::result(&format!("changed since the plan was made:\n  {}\n", changed.join("\n  ")))
}
