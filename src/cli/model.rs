//! Reading a model for a command: findings to standard error, and on with it where there are no errors.

use std::path::Path;

use super::args::Over;
use super::say;
use serde_json::Value;

use crate::domain::Model;
use crate::fault::Fault;
use crate::files::Findings;
use crate::input::{Loaded, Overlay, Scenario, from_value, load_with};
use crate::plan::types::Plan;

/// How many warnings a model has that is good enough to go on with.
pub(super) struct Read {
    /// The model.
    pub(super) model: Model,
    /// Which scenario it is.
    pub(super) scenario: Scenario,
    /// Its warnings, all printed.
    pub(super) warnings: usize,
    /// All that was found, as data.
    pub(super) findings: Value,
    /// What no plan can keep by arithmetic alone.
    pub(super) impossible: Findings,
}

impl Read {
    /// Prints what no plan can keep by arithmetic alone; whether there is any.
    pub(super) fn tell_impossible(&self) -> bool {
        print(&self.impossible);
        !self.impossible.is_empty()
    }
}

/// Reads a model with what is laid over it and prints every finding; `strict` makes warnings errors.
pub(super) fn read(path: &Path, over: &Over, strict: bool) -> Result<Read, Fault> {
    let loaded = looked_at(path, over, strict);
    print(&loaded.findings);
    accept(loaded).map_err(|_| Fault::Findings)
}

/// The same without a word: all findings as data where there are errors.
pub(super) fn silently(path: &Path, over: &Over, strict: bool) -> Result<Read, Value> {
    accept(looked_at(path, over, strict))
}

fn looked_at(path: &Path, over: &Over, strict: bool) -> Loaded {
    let mut loaded = load_with(path, &Overlay { scenario: over.scenario.clone(), set: over.set.clone() });
    if strict {
        loaded.findings.strict();
    }
    loaded
}

/// Reads the model that a plan carries.
pub(super) fn of_plan(plan: &Plan) -> Result<Read, Fault> {
    let loaded = from_value(&plan.inputs);
    // What is odd about a model was said when it was solved.
    if loaded.findings.errors() > 0 {
        print(&loaded.findings);
    }
    let Loaded { model, scenario, findings, .. } = loaded;
    let (warnings, findings) = (findings.warnings(), findings.json());
    let impossible = Findings::default();
    Ok(Read { model: model.ok_or(Fault::Findings)?, scenario, warnings, findings, impossible })
}

fn accept(loaded: Loaded) -> Result<Read, Value> {
    let Loaded { model, scenario, findings, impossible } = loaded;
    let (errors, warnings, findings) = (findings.errors(), findings.warnings(), findings.json());
    match model {
        Some(model) if errors == 0 => Ok(Read { model, scenario, warnings, findings, impossible }),
        _ => Err(findings),
    }
}

/// Prints findings on standard error.
pub(super) fn print(findings: &Findings) {
    if !findings.is_empty() {
        say::note(findings.render(say::has_colours()).trim_end());
    }
}
