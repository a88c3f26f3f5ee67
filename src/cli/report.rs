//! `capplan report`: a plan as one page for a browser.

use std::path::Path;

use super::args_report::Report;
use super::{given, model, say};
use crate::fault::Fault;
use crate::report::html;

pub(super) fn run(args: &Report) -> Result<(), Fault> {
    let plan = given::plan(&args.plan)?;
    let model = model::of_plan(&plan)?.model;
    let page = html::page(&model, &plan).map_err(Fault::Usage)?;
    say::write(args.output.as_deref().unwrap_or(Path::new("-")), page.as_bytes())
}
