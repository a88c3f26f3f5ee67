//! A plan as one page for a browser: what the terminal's tables say, drawn, sorted and with its words, in a single file that asks no
//! network for anything.
//!
//! Every number and word is made here or by the pages of the terminal; the page's scripts only lay out and draw them. They stand in the file
//! as one block of JSON in which no `<` is left, so that no name can end the block or begin another element.

mod allocation;
mod by_period;
mod cash;
mod demand;
mod frame;
mod map;
mod parts;
mod power;
mod timeline;
mod worth;

use parts::{Page, Section};

use crate::domain::Model;
use crate::plan::types::Plan;
use crate::report::facts::Facts;
use crate::report::summary::Summary;

/// What a section is made of.
struct Subject<'a> {
    model: &'a Model,
    plan: &'a Plan,
    facts: Facts<'a>,
    summary: &'a Summary,
}

/// A part of the page; nothing where the plan has nothing to say there.
type Make = fn(&Subject) -> Result<Option<Section>, String>;

/// The sections in their order.
const SECTIONS: &[Make] = &[
    |subject| Ok(allocation::section(subject)),
    |subject| Ok(power::section(subject)),
    |subject| Ok(demand::section(subject)),
    |subject| Ok(cash::section(subject)),
    |subject| Ok(map::section(subject)),
    timeline::section,
    |subject| Ok(worth::section(subject)),
    |subject| Ok(by_period::section(subject)),
];

/// The page of a plan; equal plans give equal bytes.
///
/// # Errors
/// A sentence that names the circle, where projects wait for each other in one (the reader of models rejects these).
pub fn page(model: &Model, plan: &Plan) -> Result<String, String> {
    let summary = Summary::of(plan);
    let subject = Subject { model, plan, facts: Facts::new(&plan.inputs), summary: &summary };
    let mut sections = Vec::new();
    for make in SECTIONS {
        sections.extend(make(&subject)?);
    }
    let headline = summary.headline();
    let notes = summary.notes.iter().cloned().chain(summary.assumed.map(|assumed| assumed.words()));
    let page = Page {
        title: format!("{} · {} · {}", plan.model.name, plan.model.scenario, headline.answer),
        headline,
        notes: notes.collect(),
        sections,
        foot: foot(plan),
    };
    Ok(frame::document(&page))
}

fn foot(plan: &Plan) -> Vec<String> {
    let audit = &plan.audit;
    let verdict = if audit.agreed { "all agree" } else { "not all agree" };
    let inputs: String = plan.model.sha256.chars().take(12).collect();
    vec![
        format!(
            "An audit of its own arithmetic computed {} numbers of this plan again and held {} limits against it: {verdict}.",
            crate::report::words::grouped(audit.numbers_checked as f64, 0),
            crate::report::words::grouped(audit.limits_checked as f64, 0),
        ),
        format!("Money is nominal where nothing else is said. Inputs {inputs}, capplan {}.", plan.run.version),
    ]
}
