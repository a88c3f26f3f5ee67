//! Reading a model for a command: findings to standard error, and on with it where there are no errors.

use std::path::Path;

use super::args::Over;
use super::say;
use serde_json::Value;

use crate::domain::Model;
use crate::fault::Fault;
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
}

/// Reads a model with what is laid over it and prints every finding; `strict` makes warnings errors.
pub(super) fn read(path: &Path, over: &Over, strict: bool) -> Result<Read, Fault> {
    let loaded = looked_at(path, over, strict);
    print(&loaded);
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
        print(&loaded);
    }
    let Loaded { model, scenario, findings } = loaded;
    let (warnings, findings) = (findings.warnings(), findings.json());
    Ok(Read { model: model.ok_or(Fault::Findings)?, scenario, warnings, findings })
}

fn accept(loaded: Loaded) -> Result<Read, Value> {
    let (errors, warnings, findings) = (loaded.findings.errors(), loaded.findings.warnings(), loaded.findings.json());
    match loaded.model {
        Some(model) if errors == 0 => Ok(Read { model, scenario: loaded.scenario, warnings, findings }),
        _ => Err(findings),
    }
}

fn print(loaded: &Loaded) {
    if !loaded.findings.is_empty() {
        say::note(loaded.findings.render(say::has_colours()).trim_end());
    }
}
