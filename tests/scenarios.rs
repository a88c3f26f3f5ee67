//! Scenarios: what is laid over a model is the model edited by hand, and everything that was changed is said.

use std::path::{Path, PathBuf};

use capplan::formulation::Formulation;
use capplan::input::{self, Loaded, Overlay};
use capplan::solve::outcome::Options;
use capplan::solve::run::solve;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{copy, printed, root, run};

/// A copy of two-valleys with scenarios beside it.
struct Desk(TempDir);

impl Desk {
    fn new(scenarios: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        copy(&root().join("tests/data/two-valleys"), folder.path());
        std::fs::create_dir_all(folder.path().join("scenarios")).expect("a folder can be made");
        let desk = Self(folder);
        for (name, text) in scenarios {
            desk.write(&format!("scenarios/{name}"), text);
        }
        desk
    }

    fn path(&self, file: &str) -> PathBuf {
        self.0.path().join(file)
    }

    fn write(&self, file: &str, text: &str) {
        std::fs::write(self.path(file), text).expect("it can be written");
    }

    /// The model with words of its files replaced.
    fn by_hand(edits: &[(&str, &str, &str)]) -> Value {
        let other = Self::new(&[]);
        for (file, from, to) in edits {
            let text = std::fs::read_to_string(other.path(file)).expect("a file of the model is there");
            assert!(text.contains(from), "{file} has no {from}");
            other.write(file, &text.replacen(from, to, 1));
        }
        resolved(&other.read(None, &[]))
    }

    fn read(&self, scenario: Option<&str>, set: &[&str]) -> Loaded {
        let set = set.iter().map(ToString::to_string).collect();
        input::load_with(self.0.path(), &Overlay { scenario: scenario.map(str::to_owned), set })
    }
}

fn resolved(loaded: &Loaded) -> Value {
    input::write(loaded.model.as_ref().unwrap_or_else(|| panic!("{}", loaded.findings.render(false))))
}

/// Each change as `address: old -> new, from`.
fn changes(loaded: &Loaded) -> Vec<String> {
    let none = || "none".to_owned();
    let line = |change: &input::Change| {
        let (old, new) = (change.old.clone().unwrap_or_else(none), change.new.clone().unwrap_or_else(none));
        format!("{}: {old} -> {new}, {}", change.address, change.from)
    };
    loaded.scenario.changes.iter().map(line).collect()
}

#[test]
fn a_scenario_is_the_model_edited_by_hand() {
    let desk = Desk::new(&[
        (
            "other.toml",
            "remove = [\"policy[nvidia-share]\", \"chip[gb200].window\"]\n\
             tables = { chip = \"chips.csv\", demand = \"demand.csv\" }\n\
             [set]\n\"project[valley-east/hall].lead\" = \"7 quarters\"\n\"money.discount_rate\" = \"10 %/year\"\n\
             \"cash[store].amount\" = \"31 B USD\"\n\"chip[trainium3].price.value\" = \"22 kUSD\"\n\
             [scale]\n\"chip[vendor:annapurna].fixed_om\" = \"-10 %\"\n",
        ),
        ("chips.csv", "chip,price.value [kUSD],lead\nh200,,\n"),
        ("demand.csv", "segment,unit\n"),
    ]);
    let laid = desk.read(Some("other"), &[]);
    let hand = Desk::by_hand(&[
        ("model.toml", "window     = { start = \"2026Q2\", complete = \"2027Q4\" }\n", ""),
        ("model.toml", "lead     = \"6 quarters\"", "lead = \"7 quarters\""),
        ("model.toml", "9 %/year", "10 %/year"),
        ("model.toml", "30 B USD", "31 B USD"),
        ("model.toml", "value = \"20 kUSD\"", "value = \"22 kUSD\""),
        ("model.toml", "200 USD/chip/year", "180 USD/chip/year"),
        (
            "model.toml",
            "[policy.nvidia-share]\nmeasure = \"spend\"\nfilter  = { vendor = \"nvidia\" }\nof      = { measure = \"spend\", filter = { category = \"chips\" } }\nperiods = \"2026Q1..2027Q4\"\nat_most = \"40 %\"\ntier    = \"wish\"\n",
            "",
        ),
    ]);
    assert_eq!(resolved(&laid), hand);
    assert_eq!(laid.scenario.name, "other");
    let lines = changes(&laid);
    assert!(
        lines.contains(&"money.discount_rate: 9 %/year -> 10 %/year, scenarios/other.toml:5".to_owned()),
        "{lines:?}"
    );
    assert!(
        lines.contains(
            &"chip[gb200].window: { start = 2026Q2, complete = 2027Q4 } -> none, scenarios/other.toml:1".to_owned()
        ),
        "{lines:?}"
    );
    // A section of the model file says the same, and a plan's inputs read as what they were written from.
    let written = laid.scenario.write(laid.model.as_ref().expect("it was read"));
    let again = input::from_value(&written);
    assert_eq!(again.scenario, laid.scenario);
    assert_eq!(again.scenario.write(again.model.as_ref().expect("it is whole")), written);
}

#[test]
fn some_periods_change_and_the_others_keep_their_values() {
    let desk = Desk::new(&[
        (
            "a.toml",
            "set = { \"chip[gb200].lead\" = \"3 quarters\" }\n[scale]\n\"demand[openai-*]@2026Q2..2026Q3\" = 2\n\"supply[grid-east].price@2027Q1..2027Q2\" = 0.5\n",
        ),
        ("b.toml", "[tables]\ndemand = \"b.csv\"\n"),
        ("b.csv", "segment,unit,2026Q2,2026Q4\nopenai-training,k H100e,77,\n"),
    ]);
    let base = resolved(&desk.read(None, &[]));
    let series = |value: &Value| value["segment"]["openai-training"]["demand"].clone();
    let number = |value: &Value, period: &str| series(value)[period]["value"].as_f64();
    let a = resolved(&desk.read(Some("a"), &[]));
    for (period, factor) in [("2026Q1", 1.0), ("2026Q2", 2.0), ("2026Q3", 2.0), ("2026Q4", 1.0), ("2027Q4", 1.0)] {
        assert_eq!(number(&a, period), number(&base, period).map(|n| n * factor), "{period}");
    }
    let price = &a["supply"]["grid-east"]["price"];
    let steps: Vec<(&str, f64)> = price
        .as_object()
        .expect("it has become a table of periods")
        .iter()
        .map(|(period, usd)| (period.as_str(), usd["value"].as_f64().expect("a price is a number")))
        .collect();
    assert_eq!(steps, [("2026Q1", 70.0), ("2027Q1", 35.0), ("2027Q3", 70.0)]);
    let b = resolved(&desk.read(Some("b"), &[]));
    assert_eq!((number(&b, "2026Q2"), number(&b, "2026Q4")), (Some(77_000.0), number(&base, "2026Q4")));
}

#[test]
fn what_is_laid_later_wins_and_each_scenario_is_laid_once() {
    let desk = Desk::new(&[
        ("low.toml", "[scale]\n\"chip[gb200].power\" = 0.5\n[set]\n\"project[substation-7].lead\" = \"10 quarters\"\n"),
        ("left.toml", "inherits = \"low\"\n[set]\n\"project[substation-7].lead\" = \"11 quarters\"\n"),
        ("right.toml", "inherits = [\"low\", \"base\"]\n[set]\n\"project[substation-7].lead\" = \"12 quarters\"\n"),
        ("both.toml", "inherits = [\"right\", \"left\"]\n"),
        ("rows.toml", "inherits = \"both\"\n[project.substation-7]\nlead = \"13 quarters\"\n"),
    ]);
    let lead = |scenario: &str, set: &[&str]| {
        let value = resolved(&desk.read(Some(scenario), set));
        value["project"]["substation-7"]["lead"]["value"].as_f64().map(|months| months / 3.0)
    };
    let all = ["low", "left", "right", "both", "rows"].map(|name| lead(name, &[]));
    assert_eq!(all, [10.0, 11.0, 12.0, 11.0, 13.0].map(Some));
    let set = ["project[substation-7].lead=14 quarters", "project[substation-7].lead = 15 quarters"];
    assert_eq!(lead("rows", &set), Some(15.0));
    let both = desk.read(Some("both"), &set);
    assert_eq!(resolved(&both)["chip"]["gb200"]["power"]["value"].as_f64(), Some(0.95));
    assert_eq!(
        changes(&both),
        [
            "project[substation-7].lead: 9 quarters -> 15 quarters, --set",
            "chip[gb200].power: 1.9 kW -> 0.95 kW, scenarios/low.toml:2",
        ]
    );
    assert_eq!(resolved(&desk.read(Some("base"), &[])), resolved(&desk.read(None, &[])));
}

#[test]
fn values_of_the_command_line_are_what_a_model_would_say() {
    let desk = Desk::new(&[]);
    let set = [
        "goal=[\"cost\"]",
        "project[valley-east/hall].copies=3",
        "project[valley-east/annex].required=false",
        "segment[openai-training].chips=gb200;h200",
        "horizon.fiscal_year_starts=2026-04",
        "chip[gb200].window={ start = \"2026Q3\" }",
    ];
    let loaded = desk.read(None, &set);
    let value = resolved(&loaded);
    assert_eq!(value["goal"][0]["goal"], "cost");
    assert_eq!(value["project"]["valley-east/hall"]["copies"], 3);
    assert_eq!(value["chip"]["gb200"]["window"]["start"], "2026Q3");
    assert_eq!((loaded.scenario.name.as_str(), loaded.scenario.changes.len()), ("base", 6));
}

#[test]
fn a_plan_says_which_scenario_it_is_and_what_that_changed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    copy(&root().join("models/first-steps"), &folder.path().join("first-steps"));
    let path = folder.path().join("first-steps/scenarios");
    std::fs::create_dir(&path).expect("a folder can be made");
    std::fs::write(path.join("poor.toml"), "[scale]\n\"budget[fy2026].at_most\" = \"50 %\"\n")
        .expect("it can be written");
    let ok = |args: &[&str]| {
        let output = run(folder.path(), args);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", printed(&output));
        String::from_utf8(output.stdout).expect("results are text")
    };
    let solve = ["solve", "first-steps", "--scenario", "poor", "--set", "chip[swift].price=31 kUSD"];
    let summary = ok(&[&solve[..], &["--threads", "1", "-o", "poor.json"]].concat());
    assert!(summary.starts_with("first-steps · poor, 1 value set · "), "{summary}");
    let plan: Value =
        serde_json::from_str(&std::fs::read_to_string(folder.path().join("poor.json")).expect("it is there"))
            .expect("a plan is JSON");
    assert_eq!(plan["model"]["scenario"], "poor");
    let listed = &plan["inputs"]["overrides"]["changes"];
    assert_eq!(listed[0]["from"], "scenarios/poor.toml:2");
    assert_eq!((&listed[1]["address"], &listed[1]["from"]), (&"chip[swift].price".into(), &"--set".into()));
    assert!(ok(&["verify", "poor.json"]).contains(" agrees: "));
    let changed = ok(&["verify", "poor.json", "--model", "first-steps"]);
    assert!(changed.contains("chip[swift].price") && !changed.contains("budget"), "{changed}");
    let again = ok(&["solve", "poor.json", "--threads", "1", "--json"]);
    assert!(again.contains("\"scenario\": \"poor, 1 value set\""), "{again}");
    let shown = "address                 old          new         from\n\
                 budget[fy2026].at_most  151.2 M USD  75.6 M USD  scenarios/poor.toml:2\n\
                 chip[swift].price       30 kUSD      31 kUSD     --set\n";
    assert_eq!(ok(&["show", "poor.json", "--changes"]), shown);
    let of_model = [&["show"], &solve[1..], &["--changes"]].concat();
    assert_eq!(ok(&of_model), shown);
    let csv = ok(&[&of_model[..], &["--format", "csv"]].concat());
    assert!(csv.starts_with("address,old,new,from\nbudget[fy2026].at_most,151.2 M USD,75.6 M USD,"), "{csv}");
    let json: Value = serde_json::from_str(&ok(&[&of_model[..], &["--format", "json"]].concat())).expect("it is JSON");
    assert_eq!(&json, listed);
    assert_eq!(ok(&["show", "first-steps", "--changes"]), "base changes nothing\n");
    for (args, code) in [
        (&["solve", "first-steps", "--scenario", "rich"][..], 1),
        (&["check", "first-steps", "--set", "budget[fy2027].at_most=1 USD"], 1),
        (&["check", "poor.json", "--scenario", "poor"], 1),
        (&["check", "first-steps", "--set", "budget"], 2),
        (&["show", "poor.json", "--scenario", "poor"], 2),
        (&["export", "poor.json", "--format", "csv", "--set", "name=x", "-o", "tables"], 2),
    ] {
        let output = run(folder.path(), args);
        assert_eq!(output.status.code(), Some(code), "{args:?}: {}", printed(&output));
    }
}

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
    let folder = root().join("models/amazon-2026/scenarios");
    let mut names: Vec<String> = crate::support::files(&folder, "toml").iter().filter_map(|path| stem(path)).collect();
    names.sort();
    assert_eq!(
        names,
        [
            "budget-150",
            "demand-high",
            "demand-low",
            "impatient",
            "northern-virginia-late",
            "nvidia-cut",
            "trainium-shock"
        ]
    );
    for name in names {
        let text = std::fs::read_to_string(folder.join(format!("{name}.toml"))).expect("a scenario is text");
        assert!(
            text.starts_with("# What if ") && text.lines().next().is_some_and(|line| line.ends_with('?')),
            "{name}"
        );
        let by = value(Some(&name)) - base;
        let expected = if name == "demand-high" { 1.0..30.0 } else { -80.0..-0.5 };
        assert!(expected.contains(&by), "{name} moves the net present value by {by:.2} B USD");
    }
}

fn stem(path: &Path) -> Option<String> {
    Some(path.file_stem()?.to_str()?.to_owned())
}

#[test]
fn a_first_model_is_written_whole_and_over_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |args: &[&str]| run(folder.path(), args);
    let made = at(&["init", "west/first"]);
    assert_eq!(made.status.code(), Some(0), "{}", printed(&made));
    for args in [
        &["check", "west/first", "--strict"][..],
        &["check", "west/first", "--strict", "--scenario", "late-substation"],
    ] {
        let output = at(args);
        assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
    }
    let solved = at(&["solve", "west/first", "--threads", "1", "--worth", "none", "-o", "west/first/plans/base.json"]);
    assert_eq!(solved.status.code(), Some(0), "{}", printed(&solved));
    let file = folder.path().join("west/first/model.toml");
    std::fs::write(&file, "mine").expect("it can be written");
    std::fs::remove_file(folder.path().join("west/first/tables/demand.csv")).expect("it is there");
    let again = at(&["init", "west/first"]);
    assert_eq!(again.status.code(), Some(1), "{}", printed(&again));
    assert_eq!(std::fs::read_to_string(&file).expect("it is there"), "mine");
    assert!(!folder.path().join("west/first/tables/demand.csv").exists());
}
