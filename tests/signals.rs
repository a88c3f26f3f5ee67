//! Ctrl-C and SIGTERM during `solve`: what is left behind, and how it ends. Signals are sent when a line of `--json-progress`
//! says what is being done, never after a time.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{capplan, printed, run};

/// A folder with a model whose best plan takes minutes, and whose first plan a few seconds.
fn slow_model() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let size = ["--sites", "6", "--regions", "3", "--projects", "40", "--periods", "12"];
    let output = run(folder.path(), &[&["generate", "-o", "slow"][..], &size].concat());
    assert!(output.status.success(), "{}", printed(&output));
    folder
}

/// A run of `solve` whose progress is read line by line.
struct Running {
    child: Child,
    lines: std::io::Lines<BufReader<ChildStderr>>,
    heard: Vec<Value>,
}

impl Running {
    fn begin(folder: &Path, args: &[&str]) -> Self {
        let mut command = capplan(folder);
        command.args(["solve"]).args(args).args(["--threads", "1", "--json-progress"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program was built");
        let lines = BufReader::new(child.stderr.take().expect("it was piped")).lines();
        Self { child, lines, heard: Vec::new() }
    }

    fn next(&mut self) -> Option<Value> {
        let line = self.lines.next()?.expect("words are text");
        let value: Value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{line}: {error}"));
        self.heard.push(value.clone());
        Some(value)
    }

    /// Reads until a line is the one waited for.
    fn wait_for(&mut self, what: &str, is: impl Fn(&Value) -> bool) {
        while let Some(line) = self.next() {
            if is(&line) {
                return;
            }
        }
        panic!("it ended before {what}: {:?}", self.heard);
    }

    fn wait_for_phase(&mut self, phase: &str) {
        self.wait_for(phase, |line| line["phase"] == phase);
    }

    fn wait_for_plan(&mut self) {
        self.wait_for("any plan", |line| line["incumbent_usd"].is_number());
    }

    /// Sends signals, one right after the other.
    fn send(&self, signals: &[&str]) {
        let mut script = String::new();
        for signal in signals {
            write!(script, "kill -s {signal} {}; ", self.child.id()).expect("text grows");
        }
        assert!(Command::new("sh").args(["-c", &script]).status().expect("there is a shell").success());
    }

    /// Reads to the end; the exit code, and the last line.
    fn end(mut self) -> (Option<i32>, Value) {
        while self.next().is_some() {}
        let status = self.child.wait().expect("it ends");
        (status.code(), self.heard.pop().unwrap_or_default())
    }
}

/// The names in a folder, hidden ones too.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Asserts that a plan is there, whole, and marked as interrupted.
fn assert_interrupted(folder: &Path) -> Value {
    assert_eq!(names(folder), ["plan.json", "slow"]);
    let verified = run(folder, &["verify", "plan.json"]);
    assert!(verified.status.success(), "{}", printed(&verified));
    let text = std::fs::read_to_string(folder.join("plan.json")).expect("it was written");
    let plan: Value = serde_json::from_str(&text).expect("a plan is JSON");
    assert_eq!(plan["outcome"]["status"], "interrupted");
    let shown = run(folder, &["show", "plan.json"]);
    assert!(String::from_utf8_lossy(&shown.stdout).contains("interrupted, within "), "{}", printed(&shown));
    plan
}

#[test]
fn one_signal_ends_with_the_best_plan_so_far() {
    let folder = slow_model();
    for signal in ["INT", "TERM"] {
        let mut running = Running::begin(folder.path(), &["slow", "--gap", "0", "-o", "plan.json"]);
        running.wait_for_plan();
        running.send(&[signal]);
        let (code, last) = running.end();
        assert_eq!((code, &last["ended"]), (Some(4), &"stopped-early".into()), "{signal}: {last}");
        assert_interrupted(folder.path());
        std::fs::remove_file(folder.path().join("plan.json")).expect("it is there");
    }
}

#[test]
fn two_signals_end_at_once_and_leave_nothing() {
    let folder = slow_model();
    let mut running = Running::begin(folder.path(), &["slow", "--gap", "0", "-o", "plan.json"]);
    running.wait_for_plan();
    running.send(&["INT", "TERM"]);
    let (code, last) = running.end();
    assert_eq!(code, Some(130), "{last}");
    assert_ne!(last["phase"], "end");
    assert_eq!(names(folder.path()), ["slow"]);
}

#[test]
fn a_signal_before_any_plan_ends_with_none() {
    let folder = slow_model();
    let mut running = Running::begin(folder.path(), &["slow", "-o", "plan.json"]);
    running.wait_for_phase("relaxation");
    running.send(&["INT"]);
    let (code, last) = running.end();
    assert_eq!((code, &last["ended"]), (Some(130), &"stopped-with-none".into()), "{last}");
    assert_eq!(names(folder.path()), ["slow"]);
}

#[test]
fn a_signal_is_heard_while_it_is_asked_what_one_more_is_worth() {
    let folder = slow_model();
    let args = ["slow", "--gap", "10 %", "--worth", "free", "-o", "plan.json"];
    let mut running = Running::begin(folder.path(), &args);
    running.wait_for_phase("worth");
    running.send(&["INT"]);
    let (code, last) = running.end();
    assert_eq!((code, &last["ended"]), (Some(4), &"stopped-early".into()), "{last}");
    let plan = assert_interrupted(folder.path());
    let notes = plan["outcome"]["notes"].to_string();
    assert!(notes.contains("interrupted before all was asked that one more would be worth"), "{notes}");
}

#[test]
fn a_signal_is_heard_while_it_is_asked_what_clashes() {
    let folder = slow_model();
    let path = folder.path().join("slow/model.toml");
    let model = std::fs::read_to_string(&path).expect("the model is there");
    let asked = "\n[policy.too-much]\nmeasure = \"spend\"\nperiods = \"2026Q1..2026Q1\"\nat_least = \"900 B USD\"\n";
    std::fs::write(&path, model + asked).expect("it can be written");
    let mut running = Running::begin(folder.path(), &["slow", "-o", "plan.json"]);
    running.wait_for_phase("clash");
    running.send(&["INT"]);
    running.wait_for("words about the clash", |line| {
        line["words"].as_str().is_some_and(|w| w.contains("could not be told"))
    });
    let (code, last) = running.end();
    assert_eq!((code, &last["ended"]), (Some(3), &"infeasible".into()), "{last}");
    assert_eq!(names(folder.path()), ["slow"]);
}

#[test]
fn a_signal_ends_the_reading() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    // A table of sixty megabytes takes its time.
    let model = "name = \"long\"\nhorizon = { start = \"2026Q1\", periods = 4 }\n[tables]\ndemand = \"long.csv\"\n";
    std::fs::write(folder.path().join("model.toml"), model).expect("it can be written");
    let table = "segment,period,value [H100e]\n".to_owned() + &"nobody,2026Q1,1\n".repeat(4_000_000);
    std::fs::write(folder.path().join("long.csv"), table).expect("it can be written");
    let mut running = Running::begin(folder.path(), &["model.toml", "-o", "plan.json"]);
    running.wait_for_phase("reading");
    running.send(&["INT"]);
    assert_eq!(running.end().0, Some(130));
    assert_eq!(names(folder.path()), ["long.csv", "model.toml"]);
}

#[test]
fn a_kill_leaves_no_part_of_a_file() {
    let folder = slow_model();
    let mut running = Running::begin(folder.path(), &["slow", "--gap", "10 %", "-o", "plan.json"]);
    running.wait_for_phase("prices");
    running.send(&["KILL"]);
    assert_eq!(running.end().0, None);
    assert_eq!(names(folder.path()), ["slow"]);
}

#[test]
fn a_limit_of_time_ends_as_a_signal_does() {
    let folder = slow_model();
    let none = Running::begin(folder.path(), &["slow", "--time-limit", "0.001 s", "-o", "plan.json"]).end();
    assert_eq!((none.0, &none.1["ended"]), (Some(130), &"stopped-with-none".into()));
    assert_eq!(names(folder.path()), ["slow"]);
    // How far it comes in this time is the machine's: with a plan it is 4, without one 130.
    let (code, last) =
        Running::begin(folder.path(), &["slow", "--gap", "0", "--time-limit", "9 s", "-o", "plan.json"]).end();
    if code == Some(4) {
        assert_eq!(last["ended"], "stopped-early");
        let verified = run(folder.path(), &["verify", "plan.json"]);
        assert!(verified.status.success(), "{}", printed(&verified));
        let text = std::fs::read_to_string(folder.path().join("plan.json")).expect("it was written");
        assert!(text.contains("\"status\": \"time-limit\""));
    } else {
        assert_eq!((code, names(folder.path())), (Some(130), vec!["slow".to_owned()]));
    }
}

#[test]
fn every_line_of_progress_is_json_with_units_in_its_names() {
    let folder = slow_model();
    let mut running = Running::begin(folder.path(), &["slow", "--gap", "10 %", "-o", "plan.json"]);
    while running.next().is_some() {}
    let phases: Vec<&str> = running.heard.iter().filter_map(|line| line["phase"].as_str()).collect();
    for phase in ["reading", "relaxation", "prices", "worth"] {
        assert!(phases.contains(&phase), "{phase}: {phases:?}");
    }
    for line in &running.heard {
        for (name, value) in line.as_object().expect("every line is an object") {
            let has_unit = ["_seconds", "_usd", "_unit_years"].iter().any(|unit| name.ends_with(unit));
            assert!(!value.is_number() || has_unit || name == "exit_code", "{name}: {line}");
        }
    }
    let last = running.heard.last().expect("there are lines");
    assert_eq!((&last["phase"], &last["ended"], &last["exit_code"]), (&"end".into(), &"done".into(), &0.into()));
    running.child.wait().expect("it ends");
}
