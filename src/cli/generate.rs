//! `capplan generate`: a synthetic model.

use super::args::Generate;
use super::say;
use crate::fault::Fault;
use crate::files::output::write_folder;
use crate::generate::{Ask, folder};

pub(super) fn run(args: &Generate) -> Result<(), Fault> {
    let ask = Ask {
        sites: args.sites,
        regions: args.regions,
        chips: args.chips,
        workloads: args.workloads,
        projects: args.projects,
        periods: args.periods,
        tightness: args.tightness,
        seed: args.seed,
    };
    let made = folder(&ask);
    let files: Vec<(&str, &[u8])> = made.iter().map(|file| (file.path.as_str(), file.text.as_bytes())).collect();
    let path = args.output.display().to_string();
    write_folder(&args.output, &files)
        .map_err(|error| Fault::Unwritable { path: path.clone(), reason: error.to_string() })?;
    if args.json {
        return say::written(&args.output, &made.iter().map(|file| file.path.as_str()).collect::<Vec<_>>());
    }
    say::note(&format!("the model is in {path} ({} files)", files.len()));
    Ok(())
}
