//! `capplan alternatives`: plans nearly as good.

use super::asks::Alternatives;
use super::members::Underway;
use super::{given, model, say};
use crate::fault::Fault;
use crate::report::alternatives as report;
use crate::study::alternatives::alternatives;

pub(super) fn run(args: &Alternatives) -> Result<(), Fault> {
    let plan = given::plan(&args.plan)?;
    let read = model::of_plan(&plan)?;
    let underway = Underway::begin(&args.members, "looking for plans nearly as good");
    let at = |words: &str| underway.say(words);
    let found = alternatives(&read.model, &plan, args.within, args.plans, &underway.asked, &at);
    let found = underway.end(found)?;
    if let Some(folder) = &args.output {
        for (n, alternative) in found.plans.iter().enumerate() {
            let path = folder.join(format!("alternative-{}.json", n + 1));
            let mut json =
                serde_json::to_vec_pretty(&alternative.plan).map_err(|error| Fault::Bug(error.to_string()))?;
            json.push(b'\n');
            let made = std::fs::create_dir_all(folder);
            made.map_err(|error| Fault::Unwritable { path: folder.display().to_string(), reason: error.to_string() })?;
            say::write(&path, &json)?;
        }
    }
    if args.json {
        say::data(&report::json(&read.model, &found))
    } else {
        say::page(&report::text(&read.model, &plan, &found))
    }
}
