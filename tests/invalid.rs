//! Every distinct cause of a finding: one small model each, with the exact words it expects at its top.
//! A case may say what is laid over it.
//!
//! `CAPPLAN_BLESS=1` writes the words anew; read them before they are committed.

use std::fs;
use std::path::{Path, PathBuf};

use capplan::input::{self, Overlay};

const MARK: &str = "# expect: ";

/// What a case is read with: `# with: --scenario NAME`, `# with: --set ADDRESS=VALUE`.
const WITH: &str = "# with: ";

fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> = fs::read_dir("tests/invalid")
        .expect("the cases are there")
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    cases.sort();
    cases
}

/// What is found, as the comment lines that expect it.
fn found(path: &Path) -> String {
    let text = fs::read(path).expect("a case can be read");
    let text = String::from_utf8_lossy(&text);
    let asked = |option: &str| -> Vec<String> {
        let lines = text.lines().filter_map(|line| line.strip_prefix(WITH)?.strip_prefix(option));
        lines.map(|value| value.trim().to_owned()).collect()
    };
    let overlay = Overlay { scenario: asked("--scenario").pop(), set: asked("--set") };
    let words = input::load_with(path, &overlay).findings.render(false);
    words.lines().map(|line| format!("{MARK}{line}").trim_end().to_owned() + "\n").collect()
}

/// The words at the top of a case, and the rest of it.
fn split(text: &str) -> (String, String) {
    let is_mark = |line: &&str| line.starts_with(MARK.trim_end());
    let top = text.split_inclusive('\n').take_while(is_mark).collect();
    let rest = text.split_inclusive('\n').skip_while(is_mark).collect();
    (top, rest)
}

fn bless(path: &Path, rest: &str) {
    // The words name lines, which they themselves move: the first pass learns how many lines they take.
    let write = |top: &str| fs::write(path, format!("{top}{rest}")).expect("a case can be written");
    for _ in 0..3 {
        write(&found(path));
    }
}

#[test]
fn every_case_is_found_in_the_words_it_expects() {
    let cases = cases();
    assert!(cases.len() >= 40, "{} cases", cases.len());
    let mut wrong = Vec::new();
    for path in cases {
        let text = fs::read_to_string(&path).expect("a case is text");
        let (expected, rest) = split(&text);
        if std::env::var_os("CAPPLAN_BLESS").is_some() {
            bless(&path, &rest);
            continue;
        }
        let found = found(&path);
        if found != expected || found.is_empty() {
            wrong.push(format!("{}\nexpected\n{expected}found\n{found}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
