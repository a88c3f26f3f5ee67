//! Words on standard error, results on standard output, files written whole.

use std::io::IsTerminal;
use std::path::Path;

use anstyle::{AnsiColor, Color, Style};

use crate::fault::Fault;
use crate::files::{Output, write_atomic};

const ERROR: Style = Style::new().bold().fg_color(Some(Color::Ansi(AnsiColor::Red)));

/// A line on standard error.
pub(super) fn note(words: &str) {
    anstream::eprintln!("{words}");
}

/// How a run ended badly, and what to do about it.
pub(super) fn fault(fault: &Fault) {
    anstream::eprintln!("{ERROR}capplan{ERROR:#}: {fault}");
    anstream::eprintln!("  = {}", fault.hint());
}

/// An error that is no finding about a model: a file that is not there or is no plan.
pub(super) fn error(words: &str) {
    anstream::eprintln!("{ERROR}error{ERROR:#}: {words}");
}

/// A mistake of this program.
pub(super) fn bug(words: &str) {
    let fault = Fault::Bug(words.to_owned());
    anstream::eprintln!("{ERROR}capplan{ERROR:#}: {fault}\n  = {}", fault.hint());
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
