//! Reading a model for a command: findings to standard error, and on with it where there are no errors.

use std::io::IsTerminal;
use std::path::Path;

use super::args::Over;
use super::say;
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
    /// What no plan can keep by arithmetic alone.
    impossible: Findings,
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
    accept(load_with(path, &Overlay { scenario: over.scenario.clone(), set: over.set.clone() }), strict)
}

/// Reads the model that a plan carries.
pub(super) fn of_plan(plan: &Plan) -> Result<Read, Fault> {
    let loaded = from_value(&plan.inputs);
    // What is odd about a model was said when it was solved.
    if loaded.findings.errors() > 0 {
        print(&loaded.findings);
    }
    let Loaded { model, scenario, findings, .. } = loaded;
    let impossible = Findings::default();
    Ok(Read { model: model.ok_or(Fault::Findings)?, scenario, warnings: findings.warnings(), impossible })
}

fn accept(mut loaded: Loaded, strict: bool) -> Result<Read, Fault> {
    if strict {
        loaded.findings.strict();
    }
    print(&loaded.findings);
    match loaded.model {
        Some(model) if loaded.findings.errors() == 0 => {
            let warnings = loaded.findings.warnings();
            Ok(Read { model, scenario: loaded.scenario, warnings, impossible: loaded.impossible })
        }
        _ => Err(Fault::Findings),
    }
}

/// Prints findings on standard error.
pub(super) fn print(findings: &Findings) {
    if !findings.is_empty() {
        let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        say::note(findings.render(colour).trim_end());
    }
}
