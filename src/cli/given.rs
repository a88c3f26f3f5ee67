//! What a command is given: a plan, or a model.

use std::path::Path;
use std::sync::Arc;

use serde_json::Value;

use super::{model, say};
use crate::fault::Fault;
use crate::files::{Findings, json};
use crate::plan::types::{Plan, SCHEMA};

/// A plan or something that is read as a model.
pub(super) enum Given {
    /// A plan with its inputs in it, also where they stand in a file beside it.
    Plan(Box<Plan>),
    /// A folder, a TOML file or a resolved model in JSON.
    Model,
}

/// Looks at what a path holds.
pub(super) fn look(path: &Path) -> Result<Given, Fault> {
    let is_json = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    if path.is_dir() || !is_json {
        return Ok(Given::Model);
    }
    let value = self::json(path)?;
    match value.get("schema").and_then(Value::as_str) {
        Some(_) => Ok(Given::Plan(Box::new(plan_of(path, value)?))),
        None => Ok(Given::Model),
    }
}

/// Reads a plan.
pub(super) fn plan(path: &Path) -> Result<Plan, Fault> {
    match look(path)? {
        Given::Plan(plan) => Ok(*plan),
        Given::Model => {
            say::error(&format!("`{}` is a model, not a plan: `capplan solve` makes one of it", path.display()));
            Err(Fault::Findings)
        }
    }
}

fn json(path: &Path) -> Result<Value, Fault> {
    let mut findings = Findings::default();
    let (file, wrong) = findings.sources.read(path, &path.display().to_string());
    let text = findings.sources.get(file).map(|source| Arc::clone(&source.text)).unwrap_or_default();
    let read = wrong.map_or_else(|| json::parse(&text, file), |finding| Err(Box::new(finding)));
    read.map_err(|finding| {
        findings.push(*finding);
        model::print(&findings);
        Fault::Findings
    })
}

fn plan_of(path: &Path, value: Value) -> Result<Plan, Fault> {
    let schema = value.get("schema").and_then(Value::as_str).unwrap_or_default().to_owned();
    if schema != SCHEMA {
        say::error(&format!("`{}` follows the schema `{schema}`; this version reads `{SCHEMA}`", path.display()));
        return Err(Fault::Findings);
    }
    let mut plan: Plan = serde_json::from_value(value).map_err(|error| {
        say::error(&format!("`{}` does not follow its schema `{SCHEMA}`: {error}", path.display()));
        Fault::Findings
    })?;
    if let Value::String(beside) = &plan.inputs {
        plan.inputs = self::json(&path.with_file_name(beside))?;
    }
    Ok(plan)
}
