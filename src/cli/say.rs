//! Words on standard error, results on standard output, files written whole.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use anstyle::{AnsiColor, Color, Style};
use serde_json::{Value, json};

use crate::fault::Fault;
use crate::files::{Output, write_atomic};
use crate::report::page;

const ERROR: Style = Style::new().bold().fg_color(Some(Color::Ansi(AnsiColor::Red)));

/// Whether standard error is for machines: one JSON object a line, words included.
static AS_JSON: AtomicBool = AtomicBool::new(false);
/// Whether the last of those lines was written: what hears signals is another thread, and may come too late.
static ENDED: Mutex<bool> = Mutex::new(false);

/// Pages are as wide as COLUMNS says, else as the terminal of standard output; where there is none they have no edge.
pub(super) fn measure() {
    let told = std::env::var("COLUMNS").ok().and_then(|text| text.trim().parse().ok()).filter(|columns| *columns > 0);
    let terminal = || terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| usize::from(width.0));
    if let Some(columns) = told.or_else(terminal) {
        page::fit(columns);
    }
}

/// Whether words on standard error have colours.
pub(super) fn has_colours() -> bool {
    !is_json() && anstream::stderr().current_choice() != anstream::ColorChoice::Never
}

/// From now on every line of standard error is a JSON object.
pub(super) fn as_json() {
    AS_JSON.store(true, Ordering::SeqCst);
}

fn is_json() -> bool {
    AS_JSON.load(Ordering::SeqCst)
}

/// An object on a line of standard error; after the last one, nothing.
pub(super) fn line(object: &Value) {
    // A thread that panicked while it wrote has left nothing half done.
    let mut ended = ENDED.lock().unwrap_or_else(PoisonError::into_inner);
    if !*ended {
        anstream::eprintln!("{object}");
        *ended = object["phase"] == "end";
    }
}

/// A line on standard error.
pub(super) fn note(words: &str) {
    if is_json() {
        return line(&json!({ "phase": "words", "words": words.trim_end() }));
    }
    anstream::eprintln!("{words}");
}

/// For machines, the last line: how the run ended.
pub(super) fn end(ended: &str, exit_code: u8, begun: Instant) {
    if is_json() {
        let seconds = begun.elapsed().as_secs_f64();
        line(&json!({ "phase": "end", "ended": ended, "exit_code": exit_code, "elapsed_seconds": seconds }));
    }
}

/// How a run ended badly, and what to do about it.
pub(super) fn fault(fault: &Fault) {
    if is_json() {
        return line(&json!({ "phase": "fault", "words": fault.to_string(), "hint": fault.hint() }));
    }
    anstream::eprintln!("{ERROR}capplan{ERROR:#}: {fault}");
    anstream::eprintln!("  = {}", fault.hint());
}

/// An error that is no finding about a model: a file that is not there or is no plan.
pub(super) fn error(words: &str) {
    if is_json() {
        return line(&json!({ "phase": "error", "words": words }));
    }
    anstream::eprintln!("{ERROR}error{ERROR:#}: {words}");
}

/// A mistake of this program.
pub(super) fn bug(words: &str) {
    fault(&Fault::Bug(words.to_owned()));
}

/// What was probably meant, as the end of a sentence; nothing where no word is near.
pub(super) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    let near = known.map(|name| (strsim::damerau_levenshtein(word, name), name)).min();
    near.filter(|(distance, _)| *distance <= 3)
        .map_or_else(String::new, |(_, name)| format!("; did you mean `{name}`?"))
}

/// A result on standard output; its styles are dropped where it is no terminal.
pub(super) fn result(text: &str) -> Result<(), Fault> {
    let colours = anstream::stdout().current_choice() != anstream::ColorChoice::Never;
    let written = if colours {
        Output::new().text(text)
    } else {
        Output::new().text(&anstream::adapter::strip_str(text).to_string())
    };
    written.map_err(|error| Fault::Unwritable { path: "standard output".into(), reason: error.to_string() })
}

/// A result for reading, no wider than the terminal.
pub(super) fn page(text: &str) -> Result<(), Fault> {
    result(&page::folded(text))
}

/// A result for machines on standard output.
pub(super) fn data(value: &Value) -> Result<(), Fault> {
    result(&format!("{value:#}\n"))
}

/// What was written where, for machines.
pub(super) fn written(folder: &Path, files: &[&str]) -> Result<(), Fault> {
    data(&json!({ "folder": folder.display().to_string(), "files": files }))
}

/// A file, or standard output where its name is `-`.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let to_stdout = path.as_os_str() == "-";
    let written = if to_stdout { Output::new().bytes(bytes) } else { folder_then(path, bytes) };
    let name = || if to_stdout { "standard output".to_owned() } else { path.display().to_string() };
    written.map_err(|error| Fault::Unwritable { path: name(), reason: error.to_string() })
}

fn folder_then(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => std::fs::create_dir_all(folder)?,
        _ => {}
    }
    write_atomic(path, bytes)
}
