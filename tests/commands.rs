//! The commands of a planner, one after the other, on the first model.

use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{copy, printed, root, run};

/// A folder with the first model and its plan.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        copy(&root().join("models/first-steps"), &folder.path().join("first-steps"));
        let desk = Self { folder };
        desk.ok(&["solve", "first-steps", "--gap", "0", "--threads", "1", "--quiet", "-o", "plan.json"]);
        desk
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Runs a command that must succeed, and returns what it printed.
    fn ok(&self, args: &[&str]) -> String {
        let output = run(self.path(), args);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", printed(&output));
        String::from_utf8(output.stdout).expect("results are text")
    }

    /// Runs a command that must end with a code, and returns its words.
    fn ends(&self, args: &[&str], code: i32) -> String {
        let output = run(self.path(), args);
        assert_eq!(output.status.code(), Some(code), "{args:?}: {}", printed(&output));
        String::from_utf8(output.stderr).expect("words are text")
    }

    fn plan(&self, file: &str) -> Value {
        let text = std::fs::read_to_string(self.path().join(file)).expect("the plan was written");
        serde_json::from_str(&text).expect("a plan is JSON")
    }

    fn write(&self, file: &str, text: &str) {
        std::fs::write(self.path().join(file), text).expect("it can be written");
    }
}

#[test]
fn a_plan_is_solved_shown_verified_and_exported() {
    let desk = Desk::new();
    let summary = desk.ok(&["show", "plan.json"]);
    assert!(summary.starts_with("first-steps · base · "), "{summary}");
    assert!(summary.lines().next().is_some_and(|line| line.ends_with("NPV 226 M USD")), "{summary}");
    for words in ["Spends ", "Adds 20 MW of IT power", "order[steady-north-2025q4]", "cancelled in 2026Q1"] {
        assert!(summary.contains(words), "{words}: {summary}");
    }
    assert!(desk.ok(&["verify", "plan.json"]).contains("plan.json agrees: "));
    for topic in ["cash", "sites", "timeline", "limits", "orders", "demand", "finance", "payments", "service"] {
        assert!(!desk.ok(&["show", "plan.json", topic]).is_empty(), "{topic}");
        let csv = desk.ok(&["show", "plan.json", topic, "--format", "csv"]);
        let json = desk.ok(&["show", "plan.json", topic, "--format", "json"]);
        let json: Value = serde_json::from_str(&json).expect("it is JSON");
        assert_eq!(json.as_array().map(Vec::len), Some(csv.lines().count() - 1), "{topic}");
    }
    desk.ok(&["export", "plan.json", "--format", "csv", "-o", "tables"]);
    let payments = std::fs::read_to_string(desk.path().join("tables/payments.csv")).expect("payments were written");
    assert_eq!(payments.lines().count() - 1, desk.plan("plan.json")["payments"].as_array().map_or(0, Vec::len));
}

#[test]
fn the_summary_is_the_same_in_json() {
    let desk = Desk::new();
    let summary: Value =
        serde_json::from_str(&desk.ok(&["show", "plan.json", "--format", "json"])).expect("it is JSON");
    let plan = desk.plan("plan.json");
    assert_eq!(summary["npv_usd"], plan["totals"]["npv_usd"]);
    assert_eq!(summary["spend"]["usd"], plan["totals"]["capital_usd_nominal"]);
    let solved = desk.ok(&["solve", "first-steps", "--gap", "0", "--threads", "1", "--json"]);
    let solved: Value = serde_json::from_str(&solved).expect("it is JSON");
    assert_eq!(solved, summary);
}

#[test]
fn results_go_to_standard_output_and_words_to_standard_error() {
    let desk = Desk::new();
    let output = run(desk.path(), &["solve", "first-steps", "--threads", "1", "-o", "-"]);
    assert!(output.status.success(), "{}", printed(&output));
    let plan: Value = serde_json::from_slice(&output.stdout).expect("standard output is the plan");
    assert_eq!(plan["schema"], "capplan-plan/1");
    assert!(String::from_utf8_lossy(&output.stderr).contains("first-steps · base"), "{}", printed(&output));
}

#[test]
fn a_plan_is_a_model_too() {
    let desk = Desk::new();
    assert!(desk.ok(&["check", "plan.json"]).starts_with("first-steps: "));
    desk.ok(&["solve", "plan.json", "--gap", "0", "--threads", "1", "--quiet", "-o", "again.json"]);
    let (mut first, mut again) = (desk.plan("plan.json"), desk.plan("again.json"));
    for plan in [&mut first, &mut again] {
        plan["run"] = Value::Null;
        // Places name the file that was read.
        for limit in plan["limits"].as_array_mut().into_iter().flatten() {
            limit["place"] = Value::Null;
        }
    }
    assert_eq!(first, again);
}

#[test]
fn inputs_may_stand_beside() {
    let desk = Desk::new();
    let solve =
        ["solve", "first-steps", "--gap", "0", "--threads", "1", "--quiet", "--inputs", "beside", "-o", "out/p.json"];
    desk.ok(&solve);
    assert_eq!(desk.plan("out/p.json")["inputs"], "p.inputs.json");
    assert!(desk.ok(&["verify", "out/p.json"]).contains(" agrees: "));
    desk.ends(&["solve", "first-steps", "--inputs", "beside"], 2);
}

#[test]
fn verify_says_what_changed_since() {
    let desk = Desk::new();
    assert!(desk.ok(&["verify", "plan.json", "--model", "first-steps"]).contains("the model is the one"));
    let path = desk.path().join("first-steps/model.toml");
    let text = std::fs::read_to_string(&path).expect("the model is there");
    std::fs::write(&path, text.replace("151.2 M USD", "161.2 M USD")).expect("it can be written");
    let words = desk.ok(&["verify", "plan.json", "--model", "first-steps"]);
    assert!(words.contains("budget[fy2026]"), "{words}");
}

#[test]
fn an_edited_plan_is_rejected() {
    let desk = Desk::new();
    let text = std::fs::read_to_string(desk.path().join("plan.json")).expect("the plan was written");
    let mut plan: Value = serde_json::from_str(&text).expect("a plan is JSON");
    let npv = plan["totals"]["npv_usd"].as_f64().expect("a number");
    plan["totals"]["npv_usd"] = (npv * 1.001).into();
    desk.write("edited.json", &plan.to_string());
    let words = desk.ends(&["verify", "edited.json"], 5);
    assert!(words.contains("npv"), "{words}");
}

#[test]
fn a_model_without_a_plan_says_what_clashes() {
    let desk = Desk::new();
    let path = desk.path().join("first-steps/model.toml");
    let text = std::fs::read_to_string(&path).expect("the model is there");
    let firm = text
        .replace("kind     = \"contracted\"", "kind     = \"firm\"")
        .replace("penalty  = \"2 kUSD/H100e/year\"\n", "");
    std::fs::write(&path, firm).expect("it can be written");
    let words = desk.ends(&["solve", "first-steps", "--threads", "1", "-o", "none.json"], 3);
    assert!(words.contains("south-contract"), "{words}");
    assert!(!desk.path().join("none.json").exists());
}

#[test]
fn findings_end_with_one_and_are_all_printed() {
    let desk = Desk::new();
    let path = desk.path().join("first-steps/model.toml");
    let text = std::fs::read_to_string(&path).expect("the model is there");
    let wrong = text
        .replace("[\"south-1/substation\"]", "[\"south-1/substatoin\"]")
        .replace("pue      = 1.2", "pue      = 0.2");
    std::fs::write(&path, wrong).expect("it can be written");
    for command in ["check", "solve"] {
        let words = desk.ends(&[command, "first-steps"], 1);
        assert!(words.contains("did you mean `south-1/substation`?") && words.contains("2 errors"), "{words}");
    }
    desk.ends(&["check", "nowhere"], 1);
}

#[test]
fn what_cannot_be_written_is_said() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path().join("taken.json")).expect("it can be made");
    let words = desk.ends(&["solve", "first-steps", "--threads", "1", "-o", "taken.json"], 1);
    assert!(words.contains("`taken.json` cannot be written"), "{words}");
}

#[test]
fn questions_about_the_network_and_any_address_are_answered() {
    let desk = Desk::new();
    for of in ["plan.json", "first-steps"] {
        assert!(desk.ok(&["show", of, "dependencies"]).contains("south-1/hall"));
        assert!(desk.ok(&["show", of, "dependencies", "--format", "mermaid"]).contains("south-1/hall"));
        assert!(desk.ok(&["show", of, "dependencies", "--format", "dot"]).starts_with("digraph"));
        assert!(!desk.ok(&["show", of, "site[south-1]"]).is_empty());
        assert!(desk.ok(&["show", of, "project[south-1/hall]"]).contains("south-1/substation"));
    }
    assert_eq!(desk.ok(&["show", "plan.json", "after"]), "nothing is paid after 2027Q4\n");
    desk.ends(&["show", "plan.json", "cahs"], 2);
    desk.ends(&["show", "plan.json", "site[south-2]"], 2);
    desk.ends(&["show", "first-steps", "cash"], 2);
}

#[test]
fn the_linear_model_is_written_with_names_by_address() {
    let desk = Desk::new();
    let mps = desk.ok(&["export", "first-steps", "--format", "mps"]);
    assert!(mps.contains(" budget") && mps.contains("site_it_power[north-1]@2026Q3"), "{}", &mps[..2000]);
    assert!(mps.contains("MAX"), "{}", &mps[..200]);
    let lp = desk.ok(&["export", "plan.json", "--format", "lp"]);
    assert!(lp.contains("begun(south~1;hall)@2026Q2"), "{}", &lp[..2000]);
    let relaxed = desk.ok(&["export", "first-steps", "--format", "mps", "--relax"]);
    assert!(mps.contains("INTORG") && !relaxed.contains("INTORG"));
    let json: Value =
        serde_json::from_str(&desk.ok(&["export", "first-steps", "--format", "json"])).expect("it is JSON");
    assert_eq!(json, desk.plan("plan.json")["inputs"]);
}
