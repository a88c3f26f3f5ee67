//! The scenarios of `amazon-2026`: each moves the relaxation as one would expect, and as the guide to its power says.

use std::path::Path;

use capplan::formulation::Formulation;
use capplan::input::{self, Overlay};
use capplan::solve::outcome::Options;
use capplan::solve::run::solve;

use crate::support::root;

#[test]
fn the_scenarios_of_amazon_move_it_as_one_would_expect() {
    let value = |scenario: Option<&str>| {
        let overlay = Overlay { scenario: scenario.map(str::to_owned), set: Vec::new() };
        let loaded = input::load_with(&root().join("models/amazon-2026"), &overlay);
        assert_eq!(loaded.findings.render(false), "", "{scenario:?}");
        let model = loaded.model.expect("there is nothing wrong with it");
        let formulation = Formulation::new(&model);
        let options = Options { relax: true, threads: 1, ..Options::default() };
        let solved = solve(&formulation, &options).unwrap_or_else(|failure| panic!("{scenario:?}: {failure:?}"));
        solved.outcome.goals.last().expect("there is a goal").best / 1e9
    };
    let base = value(None);
    let guide =
        std::fs::read_to_string(root().join("docs/guides/power-of-amazon-2026.md")).expect("the guide is there");
    // The guide's table of relaxations, in billions with two digits: a row a scenario, its value in the fifth column.
    let told = |name: &str| {
        let row = guide.lines().find(|line| line.starts_with(&format!("| `{name}` |")))?;
        row.split('|').nth(5)?.trim().parse::<f64>().ok()
    };
    let holds = |name: &str, value: f64| told(name).is_some_and(|told| (told - value).abs() < 0.0051);
    assert!(holds("base", base), "the guide says {:?} of the model as it stands, not {base:.4}", told("base"));
    let folder = root().join("models/amazon-2026/scenarios");
    let mut names: Vec<String> = crate::support::files(&folder, "toml").iter().filter_map(|path| stem(path)).collect();
    names.sort();
    assert_eq!(
        names,
        [
            "budget-150",
            "copper-plate",
            "demand-high",
            "demand-low",
            "impatient",
            "no-agreements",
            "northern-virginia-late",
            "nvidia-cut",
            "plain",
            "trainium-shock",
            "transport"
        ]
    );
    for name in names {
        let text = std::fs::read_to_string(folder.join(format!("{name}.toml"))).expect("a scenario is text");
        assert!(
            text.starts_with("# What if ") && text.lines().next().is_some_and(|line| line.ends_with('?')),
            "{name}"
        );
        let by = value(Some(&name)) - base;
        let expected = match name.as_str() {
            "demand-high" => 1.0..30.0,
            // What an obligation costs, where power is a small part of all: less than 1 B USD of some 350.
            "copper-plate" | "no-agreements" | "plain" | "transport" => {
                assert!(holds(&name, base + by), "the guide says {:?} of {name}, not {:.4}", told(&name), base + by);
                0.02..1.0
            }
            _ => -80.0..-0.5,
        };
        assert!(expected.contains(&by), "{name} moves the net present value by {by:.2} B USD");
    }
}

fn stem(path: &Path) -> Option<String> {
    Some(path.file_stem()?.to_str()?.to_owned())
}
