//! The README is run: its files are written to a temporary folder, every `capplan` line works there and prints what is shown.

use std::collections::BTreeSet;

use crate::support::transcript::{agrees, blocks, commands, shell};
use crate::support::{copy, printed, root};

fn readme() -> String {
    std::fs::read_to_string(root().join("README.md")).expect("the README is there")
}

#[test]
fn every_line_of_the_readme_works() {
    let lines = works(&readme(), &["first-steps"]);
    assert!(lines >= 8, "only {lines} lines were found");
}

#[test]
fn every_line_of_the_guides_works() {
    for guide in ["four-letters", "questions"] {
        let text = std::fs::read_to_string(root().join(format!("docs/guides/{guide}.md"))).expect("the guide is there");
        let lines = works(&text, &["four-letters"]);
        assert!(lines >= 6, "only {lines} lines of {guide} were found");
    }
}

/// Writes the files of a text and runs its lines in a folder with some models; how many lines there were.
fn works(text: &str, models: &[&str]) -> usize {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for model in models {
        copy(&root().join("models").join(model), &folder.path().join("models").join(model));
    }
    let mut lines = 0;
    for (info, text) in blocks(text) {
        if let Some((_, file)) = info.split_once(' ') {
            let file = folder.path().join(file);
            std::fs::create_dir_all(file.parent().expect("a file stands in a folder")).expect("it can be made");
            let before = std::fs::read_to_string(&file).unwrap_or_default();
            std::fs::write(&file, before + &text).expect("it can be written");
            continue;
        }
        let ours = |line: &str| line.split(['|', ' ']).any(|word| word == "capplan");
        for (line, shown) in commands(&text, ours) {
            let output = shell(folder.path(), &line);
            assert!(output.status.success(), "{line}: {}", printed(&output));
            let stdout = String::from_utf8_lossy(&output.stdout);
            assert!(agrees(&shown, &stdout), "{line} prints\n{stdout}\nnot\n{}", shown.join("\n"));
            lines += 1;
        }
    }
    lines
}

#[test]
fn the_map_of_the_house_is_the_house() {
    let (_, map) =
        blocks(&readme()).into_iter().find(|(_, text)| text.contains("src/\n")).expect("the README has a map");
    let mut folder = String::new();
    let mut mapped = BTreeSet::new();
    for line in map.lines() {
        let name = line.split_whitespace().next().unwrap_or_default();
        if line.starts_with(' ') {
            mapped.insert(format!("{folder}{name}"));
        } else {
            folder = if name.ends_with('/') { name.to_owned() } else { String::new() };
            mapped.insert(name.to_owned());
        }
    }
    for path in &mapped {
        assert!(root().join(path).exists(), "the map shows `{path}`, which is not there");
    }
    for entry in std::fs::read_dir(root().join("src")).expect("it is there") {
        let path = entry.expect("it can be read").path();
        let slash = if path.is_dir() { "/" } else { "" };
        let name = format!("src/{}{slash}", path.file_name().expect("an entry has a name").to_string_lossy());
        assert!(mapped.contains(&name), "the map does not show `{name}`");
    }
    for name in ["models/", "data/", "docs/", "tests/", "tools/", "Makefile"] {
        assert!(!root().join(name).exists() || mapped.contains(name), "the map does not show `{name}`");
    }
}

#[test]
fn what_the_readme_links_to_is_there() {
    let text = readme();
    for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        let file = target.split('#').next().unwrap_or_default();
        if !file.is_empty() && !file.starts_with("http") {
            assert!(root().join(file).exists(), "`{target}` is not there");
        }
    }
}
