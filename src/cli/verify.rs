//! `capplan verify`: a plan computed again from its decisions and inputs.

use super::args::Verify;
use super::{given, model, say};
use crate::audit;
use crate::fault::Fault;

/// Disagreements that are printed before the rest is counted.
const SHOWN: usize = 20;

pub(super) fn run(args: &Verify) -> Result<(), Fault> {
    let plan = given::plan(&args.plan)?;
    let inputs = model::of_plan(&plan)?;
    if let Some(path) = &args.model {
        let now = model::read(path, false)?.model;
        changes(&audit::changed_inputs(&plan.inputs, &crate::input::write(&now)))?;
    }
    let verdict = audit::verify(&inputs, &plan);
    if verdict.agreed() {
        return say::result(&format!(
            "{} agrees: {} numbers computed again, {} limits kept\n",
            args.plan.display(),
            verdict.numbers_checked,
            verdict.limits_checked
        ));
    }
    disagreements(&verdict);
    Err(Fault::AuditDisagreed)
}

/// What is wrong with a plan, on standard error.
pub(super) fn disagreements(verdict: &audit::Verdict) {
    for disagreement in verdict.disagreements.iter().take(SHOWN) {
        say::error(&disagreement.to_string());
    }
    if let Some(more) = verdict.disagreements.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        say::note(&format!("and {more} more"));
    }
}

fn changes(changed: &[String]) -> Result<(), Fault> {
    if changed.is_empty() {
        return say::result("the model is the one that the plan was made from\n");
    }
    say::result(&format!(
        "changed since the plan was made:\n  {}\n",
        changed.join("\n  ")
    ))
}
