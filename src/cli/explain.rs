//! `capplan explain`: what holds a plan.

use super::asks::{Explain, Format};
use super::given;
use super::members::printed;
use crate::fault::Fault;
use crate::report::holds;

pub(super) fn run(args: &Explain) -> Result<(), Fault> {
    let plan = given::plan(&args.plan)?;
    let format = if args.json { Format::Json } else { args.format };
    printed(format, || holds::text(&plan), || holds::table(&plan))
}
