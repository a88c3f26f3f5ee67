//! Words on standard error, results on standard output, files written whole.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use anstyle::{AnsiColor, Color, Style};
use serde_json::{Value, json};

use crate::fault::Fault;
use crate::files::{Output, write_atomic};

const ERROR: Style = Style::new().bold().fg_color(Some(Color::Ansi(AnsiColor::Red)));

/// Whether standard error is for machines: one JSON object a line, words included.
static AS_JSON: AtomicBool = AtomicBool::new(false);
/// Whether the last of those lines was written: what hears signals is another thread, and may come too late.
static ENDED: Mutex<bool> = Mutex::new(false);

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
    near.filter(|(distance, _)| *distance <= 3).map_or_else(String::new, |(_, name)| format!("; did you mean `{name}`?"))
}

/// A result on standard output; its styles are dropped where it is no terminal.
pub(super) fn result(text: &str) -> Result<(), Fault> {
    let colours =
        std::io::stdout().is_terminal() && anstream::stdout().current_choice() != anstream::ColorChoice::Never;
    let written = if colours {
        Output::new().text(text)
    } else {
        Output::new().text(&anstream::adapter::strip_str(text).to_string())
    };
    written.map_err(|error| Fault::Unwritable { path: "standard output".into(), reason: error.to_string() })
}

/// A file, or standard output where its name is `-`.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let written = if path.as_os_str() == "-" { Output::new().bytes(bytes) } else { folder_then(path, bytes) };
    written.map_err(|error| Fault::Unwritable { path: path.display().to_string(), reason: error.to_string() })
}

fn folder_then(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => std::fs::create_dir_all(folder)?,
        _ => {}
    }
    write_atomic(path, bytes)
}
