//! `--help` and the manual: every example runs as it stands, every command has a page.

use crate::support::transcript::shell;
use crate::support::{copy, printed, root, run};

/// The commands, as `--help` lists them.
fn commands() -> Vec<String> {
    let output = run(root(), &["--help"]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let list = text.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names: Vec<String> = list.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect();
    assert!(names.len() > 8, "{text}");
    names.into_iter().filter(|name| name != "help").collect()
}

/// The lines under `Examples:` of a help.
fn examples(text: &str) -> Vec<String> {
    let lines = text.lines().skip_while(|line| *line != "Examples:").skip(1);
    lines.take_while(|line| line.starts_with("  ")).map(|line| line.trim().to_owned()).collect()
}

#[test]
fn every_example_of_help_runs() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for model in ["first-steps", "amazon-2026"] {
        copy(&root().join("models").join(model), &folder.path().join("models").join(model));
    }
    copy(&root().join("data"), &folder.path().join("data"));
    copy(&root().join("docs/cases"), &folder.path().join("docs/cases"));
    let completions = folder.path().join(".local/share/bash-completion/completions");
    std::fs::create_dir_all(completions).expect("it can be made");
    let mut lines = Vec::new();
    for args in std::iter::once(vec!["--help".to_owned()])
        .chain(commands().into_iter().map(|command| vec![command, "--help".to_owned()]))
    {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let output = run(root(), &args);
        let found = examples(&String::from_utf8_lossy(&output.stdout));
        assert!(!found.is_empty(), "{args:?} has no example: {}", printed(&output));
        lines.extend(found);
    }
    for line in lines {
        assert!(line.starts_with("capplan "), "{line}");
        // A plan for Amazon takes minutes, on some machines many; the line is as the others are, and is parsed elsewhere.
        if line.starts_with("capplan solve models/amazon-2026") {
            continue;
        }
        let output = shell(folder.path(), &line);
        assert!(output.status.success(), "{line}: {}", printed(&output));
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = run(folder.path(), &["man", "-o", "man1"]);
    assert!(output.status.success(), "{}", printed(&output));
    let page = |name: &str| {
        let text = std::fs::read_to_string(folder.path().join("man1").join(format!("{name}.1")));
        text.unwrap_or_else(|error| panic!("{name}: {error}"))
    };
    let own = page("capplan");
    for command in commands() {
        assert!(own.contains(&format!("capplan\\-{command}(1)")), "{command}: {own}");
        let text = page(&format!("capplan-{command}"));
        assert!(text.starts_with(".ie") && text.contains(".TH capplan-"), "{text}");
        assert!(text.contains("Examples:"), "{command}: {text}");
        let printed = run(folder.path(), &["man", &command]);
        assert_eq!(String::from_utf8_lossy(&printed.stdout), text, "{command}");
    }
    let wrong = run(folder.path(), &["man", "slove"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("did you mean `solve`?"), "{}", printed(&wrong));
}
