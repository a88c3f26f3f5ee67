//! The command line from outside: what goes where, and exit codes.

use std::io::Read;
use std::process::Stdio;

use crate::support::{capplan, printed, root, run};

#[test]
fn a_wrong_command_line_is_usage() {
    for args in [&["plan"][..], &["show"], &["solve", "x", "--gap", "5"], &["solve", "x", "--time-limit", "soon"], &[]]
    {
        let output = run(root(), args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", printed(&output));
        assert!(output.stdout.is_empty(), "{args:?}: {}", printed(&output));
    }
}

#[test]
fn what_is_not_there_is_said_without_a_panic() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("list.json"), "[1, 2").expect("it can be written");
    std::fs::write(folder.path().join("old.json"), r#"{ "schema": "capplan-plan/0" }"#).expect("it can be written");
    std::fs::write(folder.path().join("part.json"), r#"{ "schema": "capplan-plan/1" }"#).expect("it can be written");
    for file in ["nowhere.json", "list.json", "old.json", "part.json"] {
        let output = run(folder.path(), &["show", file, "cash"]);
        assert_eq!(output.status.code(), Some(1), "{file}: {}", printed(&output));
        assert!(String::from_utf8_lossy(&output.stderr).starts_with("error: "), "{file}: {}", printed(&output));
    }
}

#[test]
fn a_closed_pipe_is_a_quiet_end() {
    let mut child = capplan(root())
        .args(["schema", "plan"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program was built");
    drop(child.stdout.take());
    let mut words = String::new();
    child.stderr.take().expect("it was piped").read_to_string(&mut words).expect("it is text");
    let status = child.wait().expect("it ends");
    assert_eq!((status.code(), words.as_str()), (Some(0), ""));
}

#[test]
fn the_schema_says_where_every_number_comes_from() {
    let output = run(root(), &["schema", "plan"]);
    let schema: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a schema is JSON");
    let mut bare = Vec::new();
    numbers_without_origin("", &schema, &mut bare);
    assert!(bare.is_empty(), "numbers without `x-origin`: {bare:?}");
}

/// Numbers of the schema that do not say whether they are a decision, derived or reported.
fn numbers_without_origin(at: &str, value: &serde_json::Value, bare: &mut Vec<String>) {
    let Some(object) = value.as_object() else { return };
    let is_number = |kind: &serde_json::Value| {
        kind == "number" || kind.as_array().is_some_and(|kinds| kinds.iter().any(|k| k == "number"))
    };
    if object.get("type").is_some_and(is_number) && !object.contains_key("x-origin") {
        bare.push(at.to_owned());
    }
    for (key, value) in object {
        numbers_without_origin(&format!("{at}/{key}"), value, bare);
    }
}

#[test]
fn completions_are_printed_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = run(root(), &["completions", shell]);
        assert!(output.status.success() && !output.stdout.is_empty(), "{shell}: {}", printed(&output));
    }
}
