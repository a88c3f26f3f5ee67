//! `capplan frontier`: what the best plan is worth as one value moves.

use super::asks::{Format, Frontier};
use super::given;
use super::members::{Underway, printed};
use crate::fault::Fault;
use crate::report::frontier as report;
use crate::study::frontier::frontier;

pub(super) fn run(args: &Frontier) -> Result<(), Fault> {
    let (address, range) = args.varied().map_err(Fault::Usage)?;
    let plan = given::plan(&args.plan)?;
    let underway = Underway::begin(&args.members, "reading the plan");
    let count = range.points;
    let at = |n: usize| underway.say(&format!("value {} of {count}", n + 1));
    let found = frontier(&plan, address, &range, &underway.asked, args.relax, &at);
    let found = underway.end(found)?;
    let format = if args.json { Format::Json } else { args.format };
    printed(format, || report::text(&found), || report::table(&found))?;
    if found.stopped { Err(Fault::StoppedEarly) } else { Ok(()) }
}
