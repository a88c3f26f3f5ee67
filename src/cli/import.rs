//! `capplan import`: another program's files as a model folder.

use std::path::Path;

use super::args::{Import, ImportFrom, Susceptance};
use super::say;
use crate::fault::Fault;
use crate::files::output::write_folder;
use crate::import::matpower::{self, Ask, Reading};
use crate::import::pypsa;

pub(super) fn run(args: &Import) -> Result<(), Fault> {
    let ((made, findings), output, json) = match &args.from {
        ImportFrom::Matpower(args) => {
            let reading = match args.susceptance {
                Susceptance::Textbook => Reading::Textbook,
                Susceptance::Pglib => Reading::Pglib,
            };
            let ask = Ask { reading, error: args.error, losses: args.losses };
            (matpower::import(&args.case, ask), &args.output, args.json)
        }
        ImportFrom::Pypsa(args) => (pypsa::import(&args.folder), &args.output, args.json),
    };
    if !findings.is_empty() {
        say::note(findings.render(say::has_colours()).trim_end());
    }
    let Some(made) = made else { return Err(Fault::Findings) };
    write(&made, output, json)
}

fn write(made: &crate::import::Imported, output: &Path, json: bool) -> Result<(), Fault> {
    let files: Vec<(&str, &[u8])> = made.files.iter().map(|file| (file.path.as_str(), file.text.as_bytes())).collect();
    let path = output.display().to_string();
    write_folder(output, &files)
        .map_err(|error| Fault::Unwritable { path: path.clone(), reason: error.to_string() })?;
    if json {
        return say::data(&serde_json::json!({
            "folder": path,
            "files": files.iter().map(|(name, _)| name).collect::<Vec<_>>(),
            "carried_over": made.said,
            "left_out": made.left_out,
        }));
    }
    say::note(&format!("the model is in {path}: {}", made.said.join(", ")));
    for what in &made.left_out {
        say::note(&format!("not carried over: {what}"));
    }
    Ok(())
}
