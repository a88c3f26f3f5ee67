//! Transcripts in documents: their files, their commands, and whether a run prints what is shown.

use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Runs a line in a shell, as a planner with a home of their own would; `capplan` is the program that was built.
pub(crate) fn shell(folder: &Path, line: &str) -> Output {
    let binary = Path::new(env!("CARGO_BIN_EXE_capplan")).parent().expect("a program stands in a folder");
    let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap_or_default());
    let mut command = Command::new("sh");
    command
        .args(["-c", line])
        .current_dir(folder)
        .env("PATH", path)
        .env("HOME", folder)
        .env("NO_COLOR", "1")
        .env_remove("COLUMNS");
    command.stdin(Stdio::null()).output().expect("there is a shell")
}

/// Fenced blocks: what stands after the fence, and the text.
pub(crate) fn blocks(text: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in text.lines() {
        match (line.strip_prefix("```"), open.take()) {
            (Some(_), Some(block)) => blocks.push(block),
            (Some(info), None) => open = Some((info.trim().to_owned(), String::new())),
            (None, Some((info, text))) => open = Some((info, format!("{text}{line}\n"))),
            (None, None) => {}
        }
    }
    blocks
}

/// The lines of a console block that somebody asks for, each with what is shown under it.
pub(crate) fn commands(text: &str, asked: impl Fn(&str) -> bool) -> Vec<(String, Vec<String>)> {
    let mut commands: Vec<(String, Vec<String>)> = Vec::new();
    let mut ours = false;
    for line in text.lines() {
        if let Some(line) = line.strip_prefix("$ ") {
            ours = asked(line);
            if ours {
                commands.push((line.to_owned(), Vec::new()));
            }
        } else if let (true, Some((_, shown))) = (ours, commands.last_mut()) {
            shown.push(line.trim_end().to_owned());
        }
    }
    commands
}

/// Whether a text holds the lines shown, in order and without others between them but where `...` stands.
pub(crate) fn agrees(shown: &[String], text: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let shown: Vec<&str> = shown.iter().map(String::as_str).collect();
    let parts = shown.split(|line| *line == "...").filter(|part| !part.is_empty());
    let mut from = 0;
    for part in parts {
        let Some(at) = lines[from..].windows(part.len()).position(|window| window == part) else {
            return false;
        };
        from += at + part.len();
    }
    true
}
