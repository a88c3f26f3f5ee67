//! What a planner sees: as wide as the terminal, coloured only where it is one, and nothing lost without a word.

use std::fs::OpenOptions;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{capplan, copy, printed, root, run};

/// A folder with the first model and its plan.
fn desk() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    copy(&root().join("models/first-steps"), &folder.path().join("first-steps"));
    let output =
        run(folder.path(), &["solve", "first-steps", "--gap", "0", "--threads", "1", "--quiet", "-o", "plan.json"]);
    assert!(output.status.success(), "{}", printed(&output));
    folder
}

/// What is printed on a terminal of so many columns.
fn on(folder: &Path, columns: usize, args: &[&str]) -> String {
    let output = capplan(folder).args(args).env("COLUMNS", columns.to_string()).output().expect("it was built");
    assert!(output.status.success(), "{args:?}: {}", printed(&output));
    String::from_utf8(output.stdout).expect("results are text")
}

fn json(folder: &Path, args: &[&str], code: i32) -> Value {
    let output = run(folder, args);
    assert_eq!(output.status.code(), Some(code), "{args:?}: {}", printed(&output));
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{args:?}: {error}: {}", printed(&output)))
}

#[test]
fn nothing_is_wider_than_the_terminal() {
    let folder = desk();
    let plan = &["summary", "cash", "after", "sites", "timeline", "limits", "orders", "demand", "finance"][..];
    let more = &["dependencies", "grid", "payments", "site[south-1]", "project[south-1/hall]", "budget[fy2026]"][..];
    let mut folded = 0;
    for topic in plan.iter().chain(more) {
        let free = on(folder.path(), 500, &["show", "plan.json", topic]);
        for columns in [60, 80, 100] {
            let text = on(folder.path(), columns, &["show", "plan.json", topic]);
            let widest = text.lines().map(|line| line.chars().count()).max().unwrap_or_default();
            assert!(widest <= columns, "{topic} is {widest} wide on {columns} columns:\n{text}");
            folded += usize::from(text != free);
        }
    }
    assert!(folded > 10, "only {folded} pages changed on narrow terminals");
}

#[test]
fn no_number_of_a_page_is_lost_or_broken_on_a_narrow_terminal() {
    let folder = desk();
    for topic in ["summary", "cash", "sites", "finance", "demand"] {
        let narrow = on(folder.path(), 60, &["show", "plan.json", topic]);
        let narrow: Vec<&str> = narrow.split_whitespace().collect();
        let wide = on(folder.path(), 500, &["show", "plan.json", topic]);
        for word in wide.split_whitespace() {
            assert!(narrow.contains(&word), "`{word}` of {topic} is missing");
        }
    }
}

#[test]
fn colour_is_for_terminals_and_for_those_who_ask() {
    let folder = desk();
    let coloured = |set: &[(&str, &str)]| {
        let mut command = capplan(folder.path());
        command.args(["show", "plan.json"]).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
        let output = command.envs(set.iter().copied()).output().expect("it was built");
        output.stdout.contains(&0x1b)
    };
    assert!(!coloured(&[]));
    assert!(coloured(&[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    let mut command = capplan(folder.path());
    command.args(["check", "nowhere"]).env_remove("NO_COLOR").env("CLICOLOR_FORCE", "1");
    let output = command.output().expect("it was built");
    assert!(output.stderr.contains(&0x1b), "{}", printed(&output));
}

#[test]
fn every_answer_is_there_as_data() {
    let folder = desk();
    let checked = json(folder.path(), &["check", "first-steps", "--json"], 0);
    assert_eq!((&checked["model"], &checked["counts"]["sites"]), (&"first-steps".into(), &2.into()));
    std::fs::write(folder.path().join("wrong.toml"), "name = \"x\"\nhorizn = 3\n").expect("it can be written");
    let wrong = json(folder.path(), &["check", "wrong.toml", "--json"], 1);
    let findings = wrong["findings"].as_array().expect("findings are a list");
    let horizn = findings.iter().find(|finding| finding["line"] == 2).expect("the key is found");
    assert_eq!((&horizn["severity"], &horizn["column"]), (&"error".into(), &1.into()), "{horizn}");
    let verified = json(folder.path(), &["verify", "plan.json", "--model", "first-steps", "--json"], 0);
    assert_eq!((&verified["agrees"], &verified["changed_inputs"]), (&true.into(), &serde_json::json!([])));
    let text = std::fs::read_to_string(folder.path().join("plan.json")).expect("it was written");
    let mut plan: Value = serde_json::from_str(&text).expect("a plan is JSON");
    plan["totals"]["npv_usd"] = 1.into();
    std::fs::write(folder.path().join("edited.json"), plan.to_string()).expect("it can be written");
    let edited = json(folder.path(), &["verify", "edited.json", "--json"], 5);
    assert!(edited["disagreements"].to_string().contains("npv"), "{edited}");
    for topic in ["summary", "cash", "limits", "dependencies", "site[south-1]"] {
        let short = json(folder.path(), &["show", "plan.json", topic, "--json"], 0);
        assert_eq!(short, json(folder.path(), &["show", "plan.json", topic, "--format", "json"], 0), "{topic}");
    }
    for (args, file) in
        [(&["init", "a", "--json"][..], "a/model.toml"), (&["generate", "-o", "b", "--json"], "b/model.toml")]
    {
        let written = json(folder.path(), args, 0);
        assert!(folder.path().join(file).exists());
        assert!(written["files"].as_array().is_some_and(|files| files.contains(&"model.toml".into())), "{written}");
    }
}

#[test]
fn a_full_disk_is_an_error() {
    let folder = desk();
    for args in [
        &["--help"][..],
        &["--version"],
        &["show", "plan.json"],
        &["show", "plan.json", "cash", "--json"],
        &["check", "first-steps"],
        &["schema", "plan"],
        &["completions", "bash"],
        &["man"],
        &["export", "first-steps", "--format", "mps"],
        &["solve", "first-steps", "--threads", "1"],
    ] {
        let full = OpenOptions::new().write(true).open("/dev/full").expect("there is a full device");
        let output = capplan(folder.path()).args(args).stdout(Stdio::from(full)).output().expect("it was built");
        assert_eq!(output.status.code(), Some(1), "{args:?}: {}", printed(&output));
        let words = String::from_utf8_lossy(&output.stderr);
        assert!(words.contains("`standard output` cannot be written: No space left"), "{args:?}: {words}");
    }
}

#[test]
fn a_link_stays_and_what_is_no_file_is_written_to() {
    let folder = desk();
    std::fs::write(folder.path().join("file.json"), "old").expect("it can be written");
    std::os::unix::fs::symlink("file.json", folder.path().join("link.json")).expect("it can be linked");
    let made = std::process::Command::new("mkfifo").arg(folder.path().join("pipe.json")).status();
    assert!(made.expect("there is mkfifo").success());
    let export = |to: &str| {
        let output = run(folder.path(), &["export", "first-steps", "--format", "json", "-o", to]);
        assert!(output.status.success(), "{}", printed(&output));
    };
    export("link.json");
    assert!(folder.path().join("link.json").symlink_metadata().expect("it is there").is_symlink());
    let written = std::fs::read_to_string(folder.path().join("file.json")).expect("it is there");
    let pipe = folder.path().join("pipe.json");
    let reader = std::thread::spawn(move || std::fs::read_to_string(pipe).expect("it is text"));
    export("pipe.json");
    assert_eq!(reader.join().expect("it reads"), written);
}

#[test]
fn what_is_mistyped_is_guessed() {
    let folder = desk();
    for (args, code, hint) in [
        (&["sovle", "first-steps"][..], 2, "'solve'"),
        (&["show", "plan.json", "cahs"], 2, "did you mean `cash`?"),
        (&["show", "plan.json", "paymants"], 2, "did you mean `payments`?"),
        (&["show", "plan.json", "sites[south-1]"], 2, "did you mean 'site[south-1]'?"),
        (&["show", "plan.json", "site[south-2]"], 2, "did you mean 'site[south-1]'?"),
        (&["solve", "first-steps", "--set", "budget[fy2062].at_most=1 M USD"], 1, "did you mean `fy2026`?"),
    ] {
        let output = run(folder.path(), args);
        assert_eq!(output.status.code(), Some(code), "{args:?}: {}", printed(&output));
        assert!(String::from_utf8_lossy(&output.stderr).contains(hint), "{args:?}: {}", printed(&output));
    }
}
