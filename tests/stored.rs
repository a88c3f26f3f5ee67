//! Some fifty drawn models with the optimum that an independent statement of the problem found (`tests/oracle`).

use capplan::formulation::Formulation;
use capplan::input;
use capplan::solve::outcome::{Failure, Gap, Options};
use capplan::solve::run::solve;
use serde_json::Value;

use crate::support::{files, root};

#[test]
fn stored_optima_come_out() {
    let stored = files(&root().join("tests/oracle/stored"), "json");
    let stored: Vec<_> = stored.into_iter().filter(|file| file.ends_with("expected.json")).collect();
    assert!(stored.len() >= 50, "only {} models are stored", stored.len());
    let mut wrong = Vec::new();
    for file in stored {
        let folder = file.parent().expect("a file stands in a folder");
        let text = std::fs::read_to_string(&file).expect("the file can be read");
        let expected: Value = serde_json::from_str(&text).expect("an expectation is JSON");
        let path = ["model.toml", "model.json"].map(|name| folder.join(name)).into_iter().find(|path| path.is_file());
        let loaded = input::load(&path.expect("a model stands beside its optimum"));
        let Some(model) = loaded.model else {
            wrong.push(format!("{}: {}", folder.display(), loaded.findings.render(false)));
            continue;
        };
        let options = Options { gap: Gap::Share(0.0), ..Options::default() };
        let found = solve(&Formulation::new(&model), &options);
        let agrees = match (expected["status"].as_str(), &found) {
            (Some("optimal"), Ok(solved)) => {
                let optimum = expected["objective"].as_f64().expect("an optimum is a number");
                let last = solved.outcome.goals.last().expect("a model has goals");
                let unit = if expected["goal"] == "unmet" { 1.0 } else { 1e6 };
                (last.best / unit - optimum).abs() <= 1e-6 * optimum.abs().max(1.0)
            }
            (Some("infeasible"), Err(Failure::Infeasible)) => true,
            _ => false,
        };
        if !agrees {
            let found = found.map(|solved| solved.outcome.goals).map_err(|failure| format!("{failure:?}"));
            wrong.push(format!("{}: {} against {found:?}", folder.display(), expected["objective"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
