//! `capplan export`: a plan or a model in another format.

use std::path::Path;

use super::args::{Export, ExportFormat};
use super::given::{self, Given};
use super::model::Read;
use super::{model, say};
use crate::fault::Fault;
use crate::formulation::Formulation;
use crate::plan::types::Plan;
use crate::report::table::Table;
use crate::report::{explain, export, xlsx};
use crate::solve;
use crate::solve::export::Format;

pub(super) fn run(args: &Export) -> Result<(), Fault> {
    match args.format {
        ExportFormat::Csv => tables(args, "csv", |table| table.csv().into_bytes()),
        ExportFormat::Xlsx => workbook(args),
        #[cfg(feature = "parquet")]
        ExportFormat::Parquet => tables(args, "parquet", crate::report::parquet::file),
        #[cfg(not(feature = "parquet"))]
        ExportFormat::Parquet => {
            Err(Fault::Usage("this capplan was built without parquet: cargo build --release --features parquet".into()))
        }
        ExportFormat::Json => json(args),
        ExportFormat::Mps => linear(args, Format::Mps),
        ExportFormat::Lp => linear(args, Format::Lp),
        ExportFormat::Svg => picture(args),
        ExportFormat::Geojson => map(args),
    }
}

/// The model itself, or the one that a plan carries, with what is laid over it.
fn read(args: &Export) -> Result<Read, Fault> {
    match given::look(&args.of)? {
        Given::Plan(plan) if args.over.is_empty() => model::of_plan(&plan),
        _ => model::read(&args.of, &args.over, false),
    }
}

fn json(args: &Export) -> Result<(), Fault> {
    let read = read(args)?;
    let json = format!("{:#}\n", read.scenario.write(&read.model));
    say::write(target(args), json.as_bytes())
}

/// HiGHS writes to a path only: it writes a temporary file, which is copied whole to where it was asked for.
fn linear(args: &Export, format: Format) -> Result<(), Fault> {
    let model = read(args)?.model;
    let formulation = Formulation::new(&model);
    let unwritable = |reason: String| Fault::Unwritable { path: target(args).display().to_string(), reason };
    let temporary = std::env::temp_dir().join(format!("capplan-{}.{}", std::process::id(), format.ending()));
    let written = solve::export::write(&formulation, format, args.relax, &temporary);
    let bytes = std::fs::read(&temporary).map_err(|error| unwritable(error.to_string()));
    // What cannot be removed is the system's to clean up.
    let _ = std::fs::remove_file(&temporary);
    if !written {
        return Err(unwritable("the solver could not write it".into()));
    }
    say::write(target(args), &bytes?)
}

/// The timeline of a plan as a picture.
fn picture(args: &Export) -> Result<(), Fault> {
    let plan = of_plan(args, "the picture is that of a plan")?;
    let model = model::of_plan(&plan)?.model;
    let picture = explain::timeline_picture(&model, &plan).map_err(Fault::Usage)?;
    say::write(target(args), picture.as_bytes())
}

/// The network on a map: that of a plan, or of a model alone.
fn map(args: &Export) -> Result<(), Fault> {
    let plan = match given::look(&args.of)? {
        Given::Plan(plan) if args.over.is_empty() => Some(*plan),
        _ => None,
    };
    let model = match &plan {
        Some(plan) => model::of_plan(plan)?.model,
        None => model::read(&args.of, &args.over, false)?.model,
    };
    let map = explain::network_map(&model, plan.as_ref()).map_err(Fault::Usage)?;
    say::write(target(args), map.as_bytes())
}

/// The plan that is asked for, which nothing is laid over.
fn of_plan(args: &Export, why: &str) -> Result<Plan, Fault> {
    if !args.over.is_empty() {
        return Err(Fault::Usage(format!("--scenario and --set are asked of a model, {why}")));
    }
    given::plan(&args.of)
}

fn target(args: &Export) -> &Path {
    args.output.as_deref().unwrap_or(Path::new("-"))
}

/// A file a table, in a folder.
fn tables(args: &Export, ending: &str, file: fn(&Table) -> Vec<u8>) -> Result<(), Fault> {
    let plan = of_plan(args, "the tables are those of a plan")?;
    let folder = match args.output.as_deref() {
        Some(folder) if folder != Path::new("-") => folder,
        _ => return Err(Fault::Usage("the tables of a plan are several files: name a folder with -o, or `capplan show PLAN TOPIC --format csv` for one".into())),
    };
    let mut written = 0;
    for table in export::filled(&plan) {
        say::write(&folder.join(format!("{}.{ending}", table.name)), &file(&table))?;
        written += 1;
    }
    say::note(&format!("{written} tables in {}", folder.display()));
    Ok(())
}

/// All tables in one file.
fn workbook(args: &Export) -> Result<(), Fault> {
    let plan = of_plan(args, "the tables are those of a plan")?;
    say::write(target(args), &xlsx::workbook(&plan).map_err(Fault::Usage)?)
}
