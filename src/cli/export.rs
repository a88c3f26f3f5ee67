//! `capplan export`: a plan or a model in another format.

use std::path::Path;

use super::args::{Export, ExportFormat};
use super::given::{self, Given};
use super::{model, say};
use crate::fault::Fault;
use crate::report::export;

pub(super) fn run(args: &Export) -> Result<(), Fault> {
    match args.format {
        ExportFormat::Csv => csv(args),
        ExportFormat::Json => json(args),
        ExportFormat::Mps | ExportFormat::Lp => Err(Fault::Bug("not connected".into())),
    }
}

fn json(args: &Export) -> Result<(), Fault> {
    let model = match given::look(&args.of)? {
        Given::Plan(plan) => model::of_plan(&plan)?,
        Given::Model => model::read(&args.of, false)?.model,
    };
    let path = args.output.as_deref().unwrap_or(Path::new("-"));
    say::write(path, format!("{:#}\n", crate::input::write(&model)).as_bytes())
}

fn csv(args: &Export) -> Result<(), Fault> {
    let plan = given::plan(&args.of)?;
    let folder = match args.output.as_deref() {
        Some(folder) if folder != Path::new("-") => folder,
        _ => return Err(Fault::Usage("the tables of a plan are several files: name a folder with -o, or `capplan show PLAN TOPIC --format csv` for one".into())),
    };
    let tables = export::tables(&plan);
    let mut written = 0;
    for table in tables.iter().filter(|table| !table.rows.is_empty()) {
        say::write(&folder.join(format!("{}.csv", table.name)), table.csv().as_bytes())?;
        written += 1;
    }
    say::note(&format!("{written} tables in {}", folder.display()));
    Ok(())
}
