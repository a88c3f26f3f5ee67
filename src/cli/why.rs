//! `capplan why`: what the opposite of a decision would cost, and what stands behind it.

use super::asks::Why;
use super::members::Underway;
use super::{given, model, say};
use crate::fault::Fault;
use crate::report::why as report;
use crate::study::why::why;

pub(super) fn run(args: &Why) -> Result<(), Fault> {
    let plan = given::plan(&args.plan)?;
    let read = model::of_plan(&plan)?;
    let underway = Underway::begin(&args.members, &format!("asking about {}", args.address));
    let found = why(&read.model, &plan, &args.address, &underway.asked);
    let found = underway.end(found)?;
    if args.json { say::data(&report::json(&found)) } else { say::page(&report::text(&read.model, &found)) }
}
