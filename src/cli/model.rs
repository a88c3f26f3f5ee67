//! Reading a model for a command: findings to standard error, and on with it where there are no errors.

use std::io::IsTerminal;
use std::path::Path;

use super::args::Over;
use super::say;
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
}

/// Reads a model with what is laid over it and prints every finding; `strict` makes warnings errors.
pub(super) fn read(path: &Path, over: &Over, strict: bool) -> Result<Read, Fault> {
    accept(load_with(path, &Overlay { scenario: over.scenario.clone(), set: over.set.clone() }), strict)
}

/// Reads the model that a plan carries.
pub(super) fn of_plan(plan: &Plan) -> Result<Read, Fault> {
    let loaded = from_value(&plan.inputs);
    // What is odd about a model was said when it was solved.
    if loaded.findings.errors() > 0 {
        print(&loaded);
    }
    let Loaded { model, scenario, findings } = loaded;
    Ok(Read { model: model.ok_or(Fault::Findings)?, scenario, warnings: findings.warnings() })
}

fn accept(mut loaded: Loaded, strict: bool) -> Result<Read, Fault> {
    if strict {
        loaded.findings.strict();
    }
    print(&loaded);
    match loaded.model {
        Some(model) if loaded.findings.errors() == 0 => {
            Ok(Read { model, scenario: loaded.scenario, warnings: loaded.findings.warnings() })
        }
        _ => Err(Fault::Findings),
    }
}

fn print(loaded: &Loaded) {
    if !loaded.findings.is_empty() {
        let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        say::note(loaded.findings.render(colour).trim_end());
    }
}
