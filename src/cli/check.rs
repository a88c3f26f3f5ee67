//! `capplan check`: every finding about a model.

use serde_json::{Value, json};

use super::args::Check;
use super::{model, say};
use crate::domain::Model;
use crate::fault::Fault;
use crate::input::Scenario;

pub(super) fn run(args: &Check) -> Result<(), Fault> {
    if args.json {
        return data(args);
    }
    let read = model::read(&args.model, &args.over, args.strict)?;
    if read.tell_impossible() {
        return Err(Fault::Findings);
    }
    say::page(&format!("{}\n", words(&read)))
}

/// The same for machines: findings are a result there.
fn data(args: &Check) -> Result<(), Fault> {
    match model::silently(&args.model, &args.over, args.strict) {
        Ok(read) if !read.impossible.is_empty() => {
            let impossible = read.impossible.json();
            let all = [&read.findings, &impossible].into_iter().filter_map(Value::as_array).flatten();
            say::data(&json!({ "findings": all.collect::<Vec<_>>() }))?;
            Err(Fault::Findings)
        }
        Ok(read) => {
            let counts: Value =
                counts(&read.model).map(|(n, _, many)| (many.to_owned(), json!(n))).into_iter().collect();
            say::data(&json!({
                "model": read.model.name,
                "scenario": read.scenario.name,
                "values_changed": read.scenario.changes.len(),
                "counts": counts,
                "findings": read.findings,
            }))
        }
        Err(findings) => {
            say::data(&json!({ "findings": findings }))?;
            Err(Fault::Findings)
        }
    }
}

/// How many there are of what, in singular and plural.
fn counts(model: &Model) -> [(usize, &'static str, &'static str); 6] {
    [
        (model.horizon.periods, "period", "periods"),
        (model.regions.len(), "region", "regions"),
        (model.sites.len(), "site", "sites"),
        (model.chips.len(), "chip", "chips"),
        (model.projects.len(), "project", "projects"),
        (model.segments.len(), "segment", "segments"),
    ]
}

/// What a sound model holds, in a line.
fn words(read: &model::Read) -> String {
    let model = &read.model;
    let counts = counts(model).map(|(n, one, many)| format!("{n} {}", if n == 1 { one } else { many }));
    let odd = match read.warnings {
        0 => "nothing is wrong".to_owned(),
        1 => "no errors, 1 warning".to_owned(),
        n => format!("no errors, {n} warnings"),
    };
    let of = match &read.scenario {
        base if *base == Scenario::default() => model.name.clone(),
        scenario => format!("{} · {}, {}", model.name, scenario.name, changed(scenario.changes.len())),
    };
    format!("{of}: {odd} ({})", counts.join(", "))
}

fn changed(values: usize) -> String {
    if values == 1 { "1 value changed".to_owned() } else { format!("{values} values changed") }
}
