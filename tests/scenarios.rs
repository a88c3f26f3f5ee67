//! Scenarios: what is laid over a model is the model edited by hand, and everything that was changed is said.

use std::path::PathBuf;

use capplan::input::{self, Loaded, Overlay};
use rust_xlsxwriter::{Format, Formula, Workbook, XlsxError};
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

    /// Writes a workbook of scenarios.
    fn workbook(&self, fill: impl FnOnce(&mut Workbook) -> Result<(), XlsxError>) {
        let mut book = Workbook::new();
        fill(&mut book).expect("a sheet can be written");
        book.save(self.path("scenarios/case.xlsx")).expect("a workbook can be saved");
    }

    /// What is found, without the folder.
    fn words(&self, scenario: &str) -> String {
        let words = self.read(Some(scenario), &[]).findings.render(false);
        words.replace(&format!("{}/", self.0.path().display()), "")
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
fn a_table_of_a_scenario_may_be_a_sheet_long_or_wide() {
    let desk = Desk::new(&[
        (
            "case.toml",
            "[tables]\nworkload = \"case.xlsx#Works\"\nchip = \"case.xlsx#Chips\"\ndemand = \"case.xlsx#Long\"\npaths = \"case.xlsx#Paths\"\n\
             other_load = \"case.xlsx#Load\"\n",
        ),
        ("wide.toml", "tables = { demand = \"case.xlsx#Wide\" }\n"),
    ]);
    desk.workbook(|book| {
        let chips = book.add_worksheet().set_name("Chips")?;
        chips.write_row(2, 1, ["chip", "price.change", "power [kW]"])?;
        chips.write_row(3, 1, ["trainium3", "-4 %/year"])?;
        chips.write(4, 1, "h200")?.write(4, 3, 1.3)?;
        let works = book.add_worksheet().set_name("Works")?;
        works.write_row(0, 0, ["id", "utilisation"])?.write(1, 0, "inference")?;
        works.write_with_format(1, 1, 0.65, &Format::new().set_num_format("0%"))?;
        let long = book.add_worksheet().set_name("Long")?;
        long.write_row(0, 0, ["segment", "period", "value [k H100e]"])?;
        long.write_row(1, 0, ["openai-training", "2026Q2"])?.write(1, 2, 77.5)?;
        long.write_row(2, 0, ["east-inference", "2026Q1", "1,250.5 H100e"])?;
        long.write_row(3, 0, ["openai-training", "2026Q4"])?.write_formula(
            3,
            2,
            Formula::new("=4*11").set_result("44"),
        )?;
        long.write_row(4, 0, ["west-general", "2026Q1"])?;
        // The columns that name a path may stand anywhere.
        let paths = book.add_worksheet().set_name("Paths")?;
        paths.write_row(0, 0, ["latency [ms]", "to", "from"])?;
        paths.write(1, 0, 61)?.write_row(1, 1, ["us-east", "us-west"])?;
        let load = book.add_worksheet().set_name("Load")?;
        load.write_row(0, 0, ["node", "unit", "2027Q4"])?.write_row(1, 0, ["east-230", "MW"])?.write(1, 2, 333)?;
        let wide = book.add_worksheet().set_name("Wide")?;
        wide.write_row(0, 0, ["segment", "unit", "2026Q4", "2026Q1", "2026Q2"])?;
        wide.write_row(1, 0, ["openai-training", "k H100e"])?.write_row(1, 2, [44.0])?.write(1, 4, 77.5)?;
        wide.write_row(2, 0, ["east-inference", "H100e"])?.write(2, 3, 1250.5)?;
        Ok(())
    });
    let laid = desk.read(Some("case"), &[]);
    assert_eq!(laid.findings.render(false), "");
    assert_eq!(
        changes(&laid),
        [
            "workload[inference].utilisation: 60 % -> 65 %, scenarios/case.xlsx: Works!B2",
            "chip[trainium3].price.change: -6 %/year -> -4 %/year, scenarios/case.xlsx: Chips!C4",
            "chip[h200].power: 1.1 kW -> 1.3 kW, scenarios/case.xlsx: Chips!D5",
            "path[us-west,us-east].latency: 62 ms -> 61 ms, scenarios/case.xlsx: Paths!A2",
            "segment[openai-training].demand@2026Q2: 12 k H100e -> 77.5 k H100e, scenarios/case.xlsx: Long!C2",
            "segment[openai-training].demand@2026Q4: 40 k H100e -> 44 k H100e, scenarios/case.xlsx: Long!C4",
            "segment[east-inference].demand@2026Q1: 5 k H100e -> 1250.5 H100e, scenarios/case.xlsx: Long!C3",
            "node[east-230].other_load@2027Q4: 315 MW -> 333 MW, scenarios/case.xlsx: Load!C2",
        ]
    );
    let hand = [
        ("model.toml", "utilisation = \"60 %\"", "utilisation = \"65 %\""),
        ("model.toml", "change = \"-6 %/year\"", "change = \"-4 %/year\""),
        ("tables/chips.csv", "nvidia,1.1", "nvidia,1.3"),
        ("tables/paths.csv", "us-east,62", "us-east,61"),
        ("tables/demand.csv", "10,12,20,40", "10,77.5,20,44"),
        ("tables/demand.csv", "k H100e,5,", "k H100e,1.2505,"),
        ("tables/other_load.csv", "315", "333"),
    ];
    assert_eq!(resolved(&laid), Desk::by_hand(&hand));
    assert_eq!(resolved(&desk.read(Some("wide"), &[])), Desk::by_hand(&hand[4..6]));
}

#[test]
fn what_is_wrong_with_a_table_of_a_scenario_is_said_as_of_one_of_a_model() {
    let desk = Desk::new(&[
        ("long.toml", "tables = { demand = \"case.xlsx#Long\" }\n"),
        (
            "rows.toml",
            "tables = { paths = \"case.xlsx#Paths\", chip = \"case.xlsx#Chips\", fleet = \"case.xlsx#Fleet\" }\n",
        ),
    ]);
    desk.workbook(|book| {
        let long = book.add_worksheet().set_name("Long")?;
        long.write_row(0, 0, ["segment", "period", "value", "unit"])?;
        long.write_row(1, 0, ["openai-training", "2026Q2", "#REF!", "k H100e"])?;
        long.write_row(2, 0, ["openai-training", "2026Q3", "1,250", "k H100e"])?;
        long.write_row(3, 0, ["openai-training", "2026Q4", "40"])?;
        long.write_row(4, 0, ["west-general", "2026Q1", "81", "k vCPU"])?;
        long.write_row(5, 0, ["west-general", "2026Q1", "82", "k vCPU"])?;
        long.write_row(6, 0, ["west-general", "2030Q1", "82", "k vCPU"])?;
        long.write_row(7, 0, ["west-genera", "2026Q1", "82", "k vCPU"])?;
        let paths = book.add_worksheet().set_name("Paths")?;
        paths.write_row(0, 0, ["from", "latency [ms]"])?.write_row(1, 0, ["us-west", "61"])?;
        let chips = book.add_worksheet().set_name("Chips")?;
        chips.write_row(0, 0, ["id", "power [kW]"])?.write_row(1, 0, ["h200", "1.2"])?.write_row(
            2,
            0,
            ["h200", "1.3"],
        )?;
        chips.write(3, 1, 5)?;
        let fleet = book.add_worksheet().set_name("Fleet")?;
        fleet.write_row(0, 0, ["chip", "site", "quantity"])?.write_row(1, 0, ["h200", "valley-east", "#N/A"])?;
        Ok(())
    });
    let expected = "\
error: demand of `openai-training` in 2026Q2 is `#REF!`
--> scenarios/case.xlsx: Long!C2
 = the spreadsheet could not compute this cell; mend its formula

error: demand of `openai-training` in 2026Q3 is `1,250`, which could mean 1250 or 1.25
--> scenarios/case.xlsx: Long!C3
 = write `1250` or `1.25`, without a mark between thousands

error: the unit of the demand of `openai-training` is missing
--> scenarios/case.xlsx: Long!D4

error: demand of `west-general` in 2026Q1 is given twice
--> scenarios/case.xlsx: Long!C6
::: scenarios/case.xlsx: Long!C5

warning: `2030Q1` lies outside the horizon (2026Q1..2027Q4); it is not used
--> scenarios/case.xlsx: Long!B7

error: this row is for `west-genera`, which no segment is
--> scenarios/case.xlsx: Long!A8
 = did you mean `west-general`?

5 errors, 1 warning
";
    assert_eq!(desk.words("long"), expected);
    let expected = "\
error: chip `h200` is there twice
--> scenarios/case.xlsx: Chips!A3
::: scenarios/case.xlsx: Chips!A2

error: this chip has no id
--> scenarios/case.xlsx: Chips!A4

error: this table has no column `to`
--> scenarios/case.xlsx: Paths!A1
 = it says which path a row changes

error: `quantity` of fleet `h200,valley-east` is `#N/A`
--> scenarios/case.xlsx: Fleet!C2
 = the spreadsheet could not compute this cell; mend its formula

4 errors
";
    assert_eq!(desk.words("rows"), expected);
    // What a broken table of the model does not give is not missed a second time by a scenario that changes it.
    desk.write("scenarios/after.toml", "[scale]\n\"demand[openai-training]\" = 2\n\"other_load[**]\" = 2\n");
    for table in ["demand", "other_load"] {
        let path = format!("tables/{table}.csv");
        let text = std::fs::read_to_string(desk.path(&path)).expect("it is there");
        desk.write(&path, &text.replacen(",2026Q1", ",2026Q5", 1));
    }
    let words = desk.words("after");
    assert!(words.contains("the column `2026Q5` is not in the calendar") && words.ends_with("\n2 errors\n"), "{words}");
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
