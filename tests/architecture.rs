//! Who may use whom: every `crate::ROOM` path outside tests is held against the table of the house.

use std::collections::BTreeSet;
use std::path::Path;

use crate::support::{files, root};

/// A room, and what it may use besides itself and what is open to all.
const MAY_USE: &[(&str, &[&str])] = &[
    ("files", &[]),
    ("domain", &[]),
    ("calendar", &["domain"]),
    ("network", &["domain", "calendar"]),
    ("input", &["files", "domain", "calendar", "network"]),
    ("formulation", &["domain", "calendar", "network"]),
    ("solve", &["formulation", "domain"]),
    ("plan", &["files", "domain", "calendar", "formulation", "solve"]),
    ("audit", &["plan::types", "domain"]),
    ("study", &["input", "files", "plan", "audit", "solve", "formulation", "calendar", "domain"]),
    ("report", &["study", "plan", "domain", "calendar", "network"]),
    // Made models are text like any other: what makes them shares nothing with what reads them.
    ("generate", &[]),
    ("import", &["files"]),
    (
        "cli",
        &[
            "files",
            "domain",
            "calendar",
            "network",
            "input",
            "formulation",
            "solve",
            "plan",
            "audit",
            "study",
            "report",
            "generate",
            "import",
        ],
    ),
    ("units", &[]),
    ("fault", &[]),
    ("main", &["cli"]),
    ("lib", &[]),
];

const OPEN_TO_ALL: [&str; 2] = ["units", "fault"];

/// A crate, and the rooms that alone may name it.
const ALONE: &[(&str, &[&str])] = &[
    ("toml", &["files"]),
    ("calamine", &["files"]),
    ("zip", &["files"]),
    ("annotate_snippets", &["files"]),
    ("atomic_write_file", &["files"]),
    ("csv", &["files", "report"]),
    ("serde_json", &["files", "input", "plan", "audit", "study", "report", "cli"]),
    ("serde", &["files", "input", "plan", "audit", "study", "report"]),
    ("schemars", &["plan", "cli"]),
    ("jiff", &["calendar"]),
    ("petgraph", &["network"]),
    ("rsparse", &["network"]),
    ("geojson", &["report"]),
    ("parquet", &["report"]),
    ("rust_xlsxwriter", &["report"]),
    ("good_lp", &["formulation", "solve"]),
    ("highs", &["solve"]),
    ("highs_sys", &["solve"]),
    ("comfy_table", &["report"]),
    ("svg", &["report"]),
    ("rand_chacha", &["generate", "study"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("indicatif", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("signal_hook", &["cli"]),
    ("terminal_size", &["cli"]),
];

#[test]
fn rooms_use_only_what_the_table_allows() {
    let mut wrong = Vec::new();
    for source in sources() {
        let Some((_, may)) = MAY_USE.iter().find(|(room, _)| *room == source.room) else {
            wrong.push(format!("{}: the room `{}` is not in the table", source.path, source.room));
            continue;
        };
        for path in paths_after(&source.text, if source.room == "main" { "capplan::" } else { "crate::" }) {
            let room = path.split("::").next().unwrap_or_default();
            let allowed = |rule: &&str| path == **rule || path.starts_with(&format!("{rule}::"));
            if room != source.room && !OPEN_TO_ALL.contains(&room) && !may.iter().any(allowed) {
                wrong.push(format!("{}: `{}` may not use `{path}`", source.path, source.room));
            }
        }
        if source.climbs_out() {
            wrong.push(format!("{}: `super::` leaves the room", source.path));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn crates_are_named_where_they_belong() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (name, rooms) in ALONE {
            if !rooms.contains(&source.room.as_str()) && names_crate(&source.text, name) {
                wrong.push(format!("{}: `{name}` belongs to {}", source.path, rooms.join(", ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_dependency_has_its_rooms() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("the manifest is there");
    let section = manifest.split("[dependencies]").nth(1).and_then(|rest| rest.split("\n[").next()).unwrap_or_default();
    let open: BTreeSet<&str> = ["anstream", "anstyle", "sha2", "strsim"].into();
    for line in section.lines().filter(|line| line.contains('=')) {
        let name = line.split('=').next().unwrap_or_default().trim().replace('-', "_");
        let known = open.contains(name.as_str()) || ALONE.iter().any(|(known, _)| *known == name);
        assert!(known, "`{name}` is not in the table of crates");
    }
}

#[test]
fn files_are_short_enough_to_know_your_way_around() {
    for path in files(&root().join("src"), "rs").iter().chain(&files(&root().join("tests"), "rs")) {
        let lines = std::fs::read_to_string(path).expect("a source is text").lines().count();
        assert!(lines <= 500, "{} has {lines} lines", path.display());
    }
}

#[test]
fn the_reader_of_sources_sees_what_it_should() {
    let text = code(
        "use crate::{plan::types::Plan, domain};\n\
         // crate::study in a comment\n\
         fn a() { crate::calendar::b(\"crate::solve\", 'x', '\\''); }\n\
         #[cfg(test)]\nmod tests { use crate::audit::x; fn b() { {} } }\n\
         use crate::network::c;\n#[cfg(test)] mod sample;\n#[cfg(test)]\nuse crate::input::d;\n",
    );
    let found: Vec<String> = paths_after(&text, "crate::").collect();
    assert_eq!(found, ["plan::types::Plan", "domain", "calendar::b", "network::c"]);
    assert!(names_crate("use highs::Model;", "highs") && !names_crate("use highs_sys::x; super::highs::y", "highs"));
}

/// A file of the library without its tests, comments and literals.
struct Source {
    path: String,
    room: String,
    depth: usize,
    text: String,
}

impl Source {
    /// Whether a chain of `super::` is longer than the file is deep in its room.
    fn climbs_out(&self) -> bool {
        self.text.contains(&"super::".repeat(self.depth + 1))
    }
}

fn sources() -> Vec<Source> {
    let src = root().join("src");
    let all = files(&src, "rs");
    let tests: BTreeSet<_> = all.iter().flat_map(|path| test_modules(path)).collect();
    let mut sources = Vec::new();
    for path in all
        .iter()
        .filter(|path| !tests.iter().any(|test| path.starts_with(test) || **path == test.with_extension("rs")))
    {
        let inside = path.strip_prefix(&src).expect("it was found there");
        let parts: Vec<String> = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        let room = parts[0].trim_end_matches(".rs").to_owned();
        let is_mod = parts.last().is_some_and(|name| name == "mod.rs");
        let depth = parts.len() - 1 - usize::from(is_mod && parts.len() > 1);
        let text = code(&std::fs::read_to_string(path).expect("a source is text"));
        sources.push(Source { path: inside.display().to_string(), room, depth, text });
    }
    assert!(sources.len() > 10, "the sources were not found");
    sources
}

/// Folders (or files without their extension) of modules that are declared under `#[cfg(test)]`.
fn test_modules(path: &Path) -> Vec<std::path::PathBuf> {
    let text = std::fs::read_to_string(path).expect("a source is text");
    let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
    let folder = if matches!(name, "mod" | "lib" | "main") { path.with_file_name("") } else { path.with_extension("") };
    let mut found = Vec::new();
    for rest in text.split("#[cfg(test)]").skip(1) {
        let item = rest.trim_start().trim_start_matches("pub(crate)").trim_start_matches("pub(super)").trim_start();
        let Some(item) = item.strip_prefix("mod ") else {
            continue;
        };
        let name: String = item.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if item[name.len()..].trim_start().starts_with(';') {
            found.push(folder.join(name));
        }
    }
    found
}

/// The code of a source: without comments, literals and items under `#[cfg(test)]`.
fn code(text: &str) -> String {
    let bare = without_literals(text);
    let mut out = String::new();
    let mut rest = bare.as_str();
    while let Some(at) = rest.find("#[cfg(test)]") {
        out.push_str(&rest[..at]);
        rest = after_item(&rest[at + "#[cfg(test)]".len()..]);
    }
    out.push_str(rest);
    out
}

/// What follows an item that ends with `;` or a block.
fn after_item(text: &str) -> &str {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return &text[at + 1..];
                }
            }
            ';' if depth == 0 => return &text[at + 1..],
            _ => {}
        }
    }
    ""
}

fn without_literals(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while at < chars.len() {
        let next = chars.get(at + 1).copied();
        match chars[at] {
            '/' if next == Some('/') => {
                while at < chars.len() && chars[at] != '\n' {
                    at += 1;
                }
            }
            '"' => at = end_of_text(&chars, at),
            'r' if matches!(next, Some('"' | '#')) && !out.ends_with(|c: char| c.is_alphanumeric() || c == '_') => {
                let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
                if chars.get(at + 1 + hashes) == Some(&'"') {
                    let close: String = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
                    let from: String = chars[at + 2 + hashes..].iter().collect();
                    let length = from.find(&close).map_or(from.len(), |byte| from[..byte].chars().count());
                    at += 2 + hashes + length + close.chars().count();
                } else {
                    out.push('r');
                    at += 1;
                }
            }
            // A character literal; anything else after a quote is a lifetime.
            '\'' if next == Some('\\') => {
                at += 3;
                while at < chars.len() && chars[at] != '\'' {
                    at += 1;
                }
                at += 1;
            }
            '\'' if chars.get(at + 2) == Some(&'\'') => at += 3,
            c => {
                out.push(c);
                at += 1;
            }
        }
    }
    out
}

fn end_of_text(chars: &[char], quote: usize) -> usize {
    let mut at = quote + 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// Every path that follows a prefix, those of a group one by one.
fn paths_after<'a>(text: &'a str, prefix: &'a str) -> impl Iterator<Item = String> + 'a {
    text.match_indices(prefix).flat_map(move |(at, _)| {
        let before = text[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$') {
            return Vec::new();
        }
        let rest = &text[at + prefix.len()..];
        match rest.strip_prefix('{') {
            Some(group) => members(group),
            None => vec![path(rest)],
        }
    })
}

fn path(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | ':'))
        .collect::<String>()
        .trim_end_matches(':')
        .into()
}

fn members(group: &str) -> Vec<String> {
    let mut found = Vec::new();
    let (mut depth, mut begins) = (0_usize, true);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => begins = true,
            c if begins && !c.is_whitespace() => {
                found.push(path(&group[at..]));
                begins = false;
            }
            _ => {}
        }
    }
    found
}

/// Whether a path begins with the name of a crate.
fn names_crate(text: &str, name: &str) -> bool {
    text.match_indices(&format!("{name}::")).any(|(at, _)| {
        let before = text[..at].trim_end_matches([' ', '\n']);
        !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') && !before.ends_with("::")
    })
}
