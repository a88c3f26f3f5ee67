//! `capplan show`: any part of a plan or a model.

use super::asks::{Format, Members, Show};

use super::given::{Given, look};
use super::members::Underway;
use super::model::Read;
use super::{members, model, say};
use crate::domain::Model;
use crate::fault::Fault;
use crate::plan::types::Plan;
use crate::report::changes;
use crate::report::explain::{self, Drawing};
use crate::report::export;
use crate::report::slips as report;
use crate::report::summary::Summary;
use crate::report::table::Table;
use crate::report::topic::Topic;
use crate::study::letters as study;
use crate::study::slip::slips;

pub(super) fn run(args: &Show) -> Result<(), Fault> {
    let plan = match look(&args.of)? {
        Given::Plan(plan) => Some(*plan),
        Given::Model => None,
    };
    if plan.is_some() && !args.over.is_empty() {
        let words = "--scenario and --set are asked of a model; a plan shows what it was solved from";
        return Err(Fault::Usage(words.into()));
    }
    if args.changes {
        return changes(args, plan.as_ref());
    }
    match (args.topic.as_str(), &plan) {
        ("dependencies", _) => drawing(args, plan.as_ref(), explain::dependencies),
        ("grid", _) => drawing(args, plan.as_ref(), explain::grid),
        (topic, _) if topic.contains('[') => address(args, plan.as_ref()),
        ("timeline", Some(plan)) => timeline(args, plan),
        ("slip", Some(plan)) => slip(args, plan),
        ("letters", Some(plan)) => letters(args, plan),
        ("summary", Some(plan)) => summary(args, plan),
        (name, Some(plan)) => match (Topic::find(name), export::table(plan, name)) {
            (Some(topic), _) => printed(args, || topic.text(plan), || topic.table(plan)),
            (None, Some(table)) => printed(args, || table.text(), || table.clone()),
            (None, None) => Err(unknown(name, Some(plan))),
        },
        (name, None) => {
            let known = ["summary", "timeline", "slip", "letters"].contains(&name) || Topic::find(name).is_some();
            let of_plan = || Fault::Usage(format!("`{name}` is asked of a plan: solve the model first"));
            Err(if known { of_plan() } else { unknown(name, None) })
        }
    }
}

fn summary(args: &Show, plan: &Plan) -> Result<(), Fault> {
    let summary = Summary::of(plan);
    match format(args) {
        Format::Table => say::page(&summary.text()),
        Format::Json => say::data(&summary.json()),
        _ => Err(Fault::Usage("the summary is printed as table or json".into())),
    }
}

/// The plan in order of time.
fn timeline(args: &Show, plan: &Plan) -> Result<(), Fault> {
    let model = model_of(args, Some(plan))?;
    let page = explain::timeline(&model, plan).map_err(Fault::Usage)?;
    printed(args, || page.text.clone(), || page.table.clone())
}

/// What a slip of each project and agreement would delay and cost.
fn slip(args: &Show, plan: &Plan) -> Result<(), Fault> {
    let model = model_of(args, Some(plan))?;
    let underway = Underway::begin(&Members::default(), "what a slip of each would cost");
    let found = slips(&model, plan, &underway.asked);
    let found = underway.end(found)?;
    printed(args, || report::text(&model, plan, &found), || report::table(&model, plan, &found))
}

/// What each agreement on offer is worth.
fn letters(args: &Show, plan: &Plan) -> Result<(), Fault> {
    let model = model_of(args, Some(plan))?;
    let underway = Underway::begin(&Members::default(), "what each letter is worth");
    let found = study::letters(&model, plan, &underway.asked);
    let found = underway.end(found)?;
    printed(args, || report::letters_text(&found), || report::letters_table(&found))
}

/// A drawing of a model, with what its plan does where there is one.
type Draw = fn(&Model, Option<&Plan>) -> Result<Drawing, String>;

fn drawing(args: &Show, plan: Option<&Plan>, draw: Draw) -> Result<(), Fault> {
    let model = model_of(args, plan)?;
    let drawing = draw(&model, plan).map_err(Fault::Usage)?;
    match format(args) {
        Format::Dot => say::result(&drawing.dot),
        Format::Mermaid => say::result(&drawing.mermaid),
        _ => printed(args, || drawing.page.text.clone(), || drawing.page.table.clone()),
    }
}

fn address(args: &Show, plan: Option<&Plan>) -> Result<(), Fault> {
    let model = model_of(args, plan)?;
    let page = explain::address(&model, plan, &args.topic).map_err(Fault::Usage)?;
    printed(args, || page.text.clone(), || page.table.clone())
}

fn model_of(args: &Show, plan: Option<&Plan>) -> Result<Model, Fault> {
    read(args, plan).map(|read| read.model)
}

fn read(args: &Show, plan: Option<&Plan>) -> Result<Read, Fault> {
    plan.map_or_else(|| model::read(&args.of, &args.over, false), model::of_plan)
}

/// What a scenario changed.
fn changes(args: &Show, plan: Option<&Plan>) -> Result<(), Fault> {
    let read = read(args, plan)?;
    let scenario = read.scenario.json();
    printed(args, || changes::text(&scenario, &read.model.horizon), || changes::table(&scenario))
}

fn printed(args: &Show, text: impl Fn() -> String, table: impl Fn() -> Table) -> Result<(), Fault> {
    members::printed(format(args), text, table)
}

const fn format(args: &Show) -> Format {
    if args.json { Format::Json } else { args.format }
}

/// A topic that is none, with the nearest that is.
fn unknown(topic: &str, plan: Option<&Plan>) -> Fault {
    let known = Topic::ALL.iter().map(|(name, _)| *name).chain([
        "summary",
        "timeline",
        "dependencies",
        "grid",
        "slip",
        "letters",
    ]);
    let tables: Vec<String> = plan.map(export::tables).into_iter().flatten().map(|table| table.name).collect();
    let known = known.chain(tables.iter().map(String::as_str));
    Fault::Usage(format!("there is nothing to show under `{topic}`{}", say::nearest(topic, known)))
}
