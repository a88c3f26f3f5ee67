//! Text files, read piece by piece: what cannot be a model or a table is refused early.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Why a file cannot be read, as the end of a sentence that begins with its name, and the mend.
#[derive(Debug)]
pub(super) struct Why {
    pub(super) words: String,
    pub(super) hint: Option<String>,
}

impl Why {
    fn new(words: impl Into<String>) -> Self {
        Self { words: words.into(), hint: None }
    }

    fn hint(self, hint: &str) -> Self {
        Self { hint: Some(hint.to_owned()), ..self }
    }
}

impl From<io::Error> for Why {
    fn from(error: io::Error) -> Self {
        let reason = match error.kind() {
            io::ErrorKind::NotFound => "there is no such file".to_owned(),
            io::ErrorKind::PermissionDenied => "no permission".to_owned(),
            io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
            // Without the operating system's error number.
            _ => error.to_string().split(" (os error").next().unwrap_or_default().to_lowercase(),
        };
        Self::new(format!("cannot be read: {reason}"))
    }
}

/// How much is read before it is looked at.
const PIECE: u64 = 1 << 20;

/// The longest line of a model file or a table.
const LONGEST_LINE: usize = 1_000_000;

/// A million bytes.
const MB: u64 = 1_000_000;

/// The most bytes of a file: rows belong in tables, and offsets in a text are kept in 32 bits.
fn most_bytes(path: &Path) -> u64 {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("toml") => 8 * MB,
        Some("json") => 256 * MB,
        _ => 1000 * MB,
    }
}

/// Opens a file, and says how many bytes it has. What is no plain file is not opened: a pipe that nobody writes to would wait for ever.
pub(super) fn open(path: &Path) -> Result<(File, u64), Why> {
    let about = std::fs::metadata(path)?;
    if about.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory).into());
    }
    if !about.is_file() {
        return Err(Why::new("is a pipe or a device, not a file").hint("write what it gives to a file, and name that"));
    }
    Ok((File::open(path)?, about.len()))
}

/// The text of a file without its byte order mark.
pub(super) fn text(path: &Path) -> Result<String, Why> {
    let (file, bytes) = open(path)?;
    let most = most_bytes(path);
    let too_large = || {
        let why = Why::new(format!("is larger than {} MB", most / MB));
        if most == 8 * MB { why.hint("rows of a kind belong in a table: `[tables]` names it") } else { why }
    };
    if bytes > most {
        return Err(too_large());
    }
    let one_line = path.extension().is_some_and(|extension| extension == "json");
    let mut file = file.take(most + 1);
    let mut bytes = Vec::new();
    let (mut sound, mut line) = (0, 0);
    while file.by_ref().take(PIECE).read_to_end(&mut bytes)? > 0 {
        sound = look(&bytes, sound)?;
        line = bytes[line..].iter().rposition(|byte| *byte == b'\n').map_or(line, |end| line + end + 1);
        if bytes.len() - line > LONGEST_LINE && !one_line {
            let number = bytes[..line].split(|byte| *byte == b'\n').count();
            let words = format!("is no model file or table: line {number} is longer than a million bytes");
            return Err(Why::new(words));
        }
    }
    if bytes.len() as u64 > most {
        return Err(too_large());
    }
    let bom = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    bytes.drain(..bom);
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        not_utf8(error.as_bytes(), at)
    })
}

/// Looks at what was read since the last look; returns up to where it is sound.
fn look(bytes: &[u8], from: usize) -> Result<usize, Why> {
    if from == 0 {
        if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
            return Err(Why::new("is UTF-16 text").hint("save it as `CSV UTF-8`"));
        }
        if bytes.starts_with(b"PK\x03\x04") {
            let hint = "a sheet is named with `#`, such as `forecast.xlsx#Demand`";
            return Err(Why::new("is a workbook or an archive, not text").hint(hint));
        }
    }
    if let Some(at) = bytes[from..].iter().position(|byte| *byte == 0) {
        return Err(Why::new(format!("is not text: byte {} of it is zero", from + at + 1)));
    }
    match std::str::from_utf8(&bytes[from..]) {
        Ok(_) => Ok(bytes.len()),
        Err(error) if error.error_len().is_none() => Ok(from + error.valid_up_to()),
        Err(error) => Err(not_utf8(bytes, from + error.valid_up_to())),
    }
}

fn not_utf8(bytes: &[u8], at: usize) -> Why {
    let before = &bytes[..at];
    let line = before.split(|byte| *byte == b'\n').count();
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let column = String::from_utf8_lossy(&before[start..]).trim_start_matches('\u{feff}').chars().count() + 1;
    let byte = bytes.get(at).copied().unwrap_or(0);
    let words =
        format!("is not UTF-8 text: line {line}, column {column} holds byte 0x{byte:02X}, which begins no character");
    Why::new(words).hint("save it as UTF-8; a spreadsheet program calls that `CSV UTF-8`")
}
