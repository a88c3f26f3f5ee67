//! `capplan init`: a first model in a folder of its own.

use super::args::Init;
use super::say;
use crate::fault::Fault;

/// What is written; the model file last, so that a folder that has one is whole.
const FILES: [(&str, &str); 4] = [
    ("tables/demand.csv", include_str!("../../models/two-valleys/tables/demand.csv")),
    ("scenarios/late-substation.toml", include_str!("../../models/two-valleys/scenarios/late-substation.toml")),
    ("plans/README.md", include_str!("../../models/two-valleys/plans/README.md")),
    ("model.toml", include_str!("../../models/two-valleys/model.toml")),
];

pub(super) fn run(args: &Init) -> Result<(), Fault> {
    let there: Vec<String> = FILES
        .iter()
        .map(|(file, _)| args.folder.join(file))
        .filter(|path| path.symlink_metadata().is_ok())
        .map(|path| format!("`{}`", path.display()))
        .collect();
    if !there.is_empty() {
        let is = if there.len() == 1 { "is" } else { "are" };
        say::error(&format!("{} {is} there already; nothing was written", there.join(", ")));
        return Err(Fault::Findings);
    }
    for (file, text) in FILES {
        say::write(&args.folder.join(file), text.as_bytes())?;
    }
    if args.json {
        return say::written(&args.folder, &FILES.map(|(file, _)| file));
    }
    let folder = args.folder.display();
    say::result(&format!(
        "a first model is in {folder}: read {folder}/model.toml, then\n\
         \x20 capplan check {folder}\n\
         \x20 capplan solve {folder} -o {folder}/plans/base.json\n\
         \x20 capplan solve {folder} --scenario late-substation -o {folder}/plans/late-substation.json\n"
    ))
}
