//! `capplan show`: any part of a plan or a model.

use super::args::{Format, Show};
use super::given::{Given, look};
use super::say;
use crate::fault::Fault;
use crate::plan::types::Plan;
use crate::report::summary::Summary;
use crate::report::topic::Topic;

pub(super) fn run(args: &Show) -> Result<(), Fault> {
    match look(&args.of)? {
        Given::Plan(plan) => of_plan(&plan, args),
        Given::Model => Err(Fault::Usage(format!(
            "`{}` is asked of a plan: solve the model first",
            args.topic
        ))),
    }
}

fn of_plan(plan: &Plan, args: &Show) -> Result<(), Fault> {
    if args.topic == "summary" {
        let summary = Summary::of(plan);
        return match args.format {
            Format::Table => say::result(&summary.text()),
            Format::Json => say::result(&pretty(&summary.json())),
            _ => Err(Fault::Usage("the summary is printed as table or json".into())),
        };
    }
    let Some(topic) = Topic::find(&args.topic) else {
        return Err(unknown(&args.topic));
    };
    match args.format {
        Format::Table => say::result(&topic.text(plan)),
        Format::Csv => say::result(&topic.table(plan).csv()),
        Format::Json => say::result(&pretty(&topic.table(plan).json())),
        Format::Dot | Format::Mermaid => Err(Fault::Usage(
            "only dependencies and grid are drawn as dot or mermaid".into(),
        )),
    }
}

fn pretty(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}

/// A topic that is none, with the nearest that is.
fn unknown(topic: &str) -> Fault {
    let known = Topic::ALL
        .iter()
        .map(|(name, _)| *name)
        .chain(["summary", "dependencies", "grid"]);
    let near = known.map(|name| (strsim::damerau_levenshtein(topic, name), name)).min();
    let hint = near
        .filter(|(distance, _)| *distance <= 3)
        .map(|(_, name)| format!("; did you mean `{name}`?"));
    Fault::Usage(format!(
        "there is nothing to show under `{topic}`{}",
        hint.unwrap_or_default()
    ))
}
