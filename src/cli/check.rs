//! `capplan check`: every finding about a model.

use super::args::Check;
use super::{model, say};
use crate::fault::Fault;
use crate::input::Scenario;

pub(super) fn run(args: &Check) -> Result<(), Fault> {
    let read = model::read(&args.model, &args.over, args.strict)?;
    if read.tell_impossible() {
        return Err(Fault::Findings);
    }
    say::result(&format!("{}\n", words(&read)))
}

/// What a sound model holds, in a line.
fn words(read: &model::Read) -> String {
    let model = &read.model;
    let counts = [
        (model.horizon.periods, "period", "periods"),
        (model.regions.len(), "region", "regions"),
        (model.sites.len(), "site", "sites"),
        (model.chips.len(), "chip", "chips"),
        (model.projects.len(), "project", "projects"),
        (model.segments.len(), "segment", "segments"),
    ];
    let counts = counts.map(|(n, one, many)| format!("{n} {}", if n == 1 { one } else { many }));
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
