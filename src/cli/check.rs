//! `capplan check`: every finding about a model.

use super::args::Check;
use super::{model, say};
use crate::domain::Model;
use crate::fault::Fault;

pub(super) fn run(args: &Check) -> Result<(), Fault> {
    let read = model::read(&args.model, args.strict)?;
    say::result(&format!("{}\n", words(&read.model, read.warnings)))
}

/// What a sound model holds, in a line.
fn words(model: &Model, warnings: usize) -> String {
    let counts = [
        (model.horizon.periods, "period", "periods"),
        (model.regions.len(), "region", "regions"),
        (model.sites.len(), "site", "sites"),
        (model.chips.len(), "chip", "chips"),
        (model.projects.len(), "project", "projects"),
        (model.segments.len(), "segment", "segments"),
    ];
    let counts = counts.map(|(n, one, many)| format!("{n} {}", if n == 1 { one } else { many }));
    let odd = match warnings {
        0 => "nothing is wrong".to_owned(),
        1 => "no errors, 1 warning".to_owned(),
        n => format!("no errors, {n} warnings"),
    };
    format!("{}: {odd} ({})", model.name, counts.join(", "))
}
