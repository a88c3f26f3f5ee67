//! Which file a value came from, and where in it.

use std::path::Path;
use std::sync::Arc;

use super::finding::Finding;

/// A file that was read, by number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub struct FileId(pub u32);

/// Where something stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// In which file.
    pub file: FileId,
    /// Where in it.
    pub at: At,
}

/// Where in a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum At {
    /// The file as a whole.
    File,
    /// Bytes `start..end` of its text.
    Span(u32, u32),
    /// The record that begins at a byte of a CSV file, and a column of it, both from 0.
    Cell(u32, u32),
    /// A JSON pointer.
    Pointer(Arc<str>),
}

/// A file that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Its path as findings print it.
    pub path: String,
    /// Its text; empty where places are JSON pointers.
    pub text: String,
    line_starts: Vec<usize>,
}

/// Line, column (both from 1) and the part of the line that is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot<'s> {
    /// Line from 1.
    pub line: usize,
    /// Column from 1, in characters.
    pub column: usize,
    /// The line's text.
    pub text: &'s str,
    /// The bytes of the line that are meant.
    pub range: std::ops::Range<usize>,
}

impl Source {
    /// A source of a path with its text.
    #[must_use]
    pub fn new(path: String, text: String) -> Self {
        let line_starts =
            std::iter::once(0).chain(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(n, _)| n + 1));
        let line_starts = line_starts.collect();
        Self { path, text, line_starts }
    }

    /// The line (from 1) of a byte.
    #[must_use]
    pub fn line(&self, byte: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= byte).max(1)
    }

    /// Where a place is in the text; `None` for whole files and pointers.
    #[must_use]
    pub fn spot(&self, at: &At) -> Option<Spot<'_>> {
        let (start, end) = match at {
            At::File | At::Pointer(_) => return None,
            At::Span(start, end) => (*start as usize, *end as usize),
            At::Cell(record, column) => self.cell(*record as usize, *column as usize),
        };
        let start = floor_boundary(&self.text, start);
        let line = self.line(start);
        let line_start = self.line_starts.get(line - 1).copied().unwrap_or(0);
        let text = self.text.get(line_start..)?.split('\n').next()?.trim_end_matches('\r');
        let from = floor_boundary(text, start - line_start);
        let to = floor_boundary(text, end.max(start).saturating_sub(line_start)).max(from);
        Some(Spot { line, column: text[..from].chars().count() + 1, text, range: from..to })
    }

    /// The bytes of a cell of the record that begins at a byte.
    fn cell(&self, record: usize, column: usize) -> (usize, usize) {
        let (mut quoted, mut seen, mut start) = (false, 0, record);
        for (n, byte) in self.text.bytes().enumerate().skip(record) {
            match byte {
                b'"' => quoted = !quoted,
                b',' | b'\n' | b'\r' if !quoted => {
                    if seen == column || byte != b',' {
                        return if seen == column { (start, n) } else { (n, n) };
                    }
                    seen += 1;
                    start = n + 1;
                }
                _ => {}
            }
        }
        if seen == column { (start, self.text.len()) } else { (self.text.len(), self.text.len()) }
    }
}

/// The nearest character boundary at or before a byte, never beyond the end.
fn floor_boundary(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

/// All files that were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Adds a file and returns its number.
    ///
    /// # Panics
    /// Never for fewer than 2^32 files.
    pub fn add(&mut self, path: String, text: String) -> FileId {
        self.files.push(Source::new(path, text));
        FileId(u32::try_from(self.files.len() - 1).expect("fewer than 2^32 files are read"))
    }

    /// A file.
    #[must_use]
    pub fn get(&self, file: FileId) -> Option<&Source> {
        self.files.get(file.0 as usize)
    }

    /// Reads a file as UTF-8 without its byte order mark; what is wrong with it is a finding.
    ///
    /// The file is known afterwards even if it cannot be read, so that a finding can name it.
    pub fn read(&mut self, path: &Path, shown: &str) -> (FileId, Option<Finding>) {
        let read = read_text(path);
        let (text, wrong) = match read {
            Ok(text) => (text, None),
            Err(why) => (String::new(), Some(why)),
        };
        let file = self.add(shown.to_owned(), text);
        let wrong = wrong.map(|why| Finding::error(format!("`{shown}` {why}"), Place { file, at: At::File }));
        (file, wrong)
    }

    /// `file:line`, or `file: pointer` for JSON.
    #[must_use]
    pub fn shown(&self, place: &Place) -> String {
        let Some(source) = self.get(place.file) else {
            return String::new();
        };
        match (&place.at, source.spot(&place.at)) {
            (_, Some(spot)) => format!("{}:{}", source.path, spot.line),
            (At::Pointer(pointer), _) => format!("{}: {pointer}", source.path),
            _ => source.path.clone(),
        }
    }
}

/// The text of a file without its byte order mark, or why there is none.
fn read_text(path: &Path) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|error| format!("cannot be read: {}", reason(&error)))?;
    if bytes.len() > MOST_BYTES {
        return Err("is larger than 1 GB".to_owned());
    }
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let line =
            String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]).matches('\n').count() + 1;
        format!("is not UTF-8 text: line {line} holds a byte that no character has")
    })?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(text)
}

/// Offsets in a text are kept in 32 bits.
const MOST_BYTES: usize = 1_000_000_000;

/// Why a file cannot be read, without the operating system's error number.
fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        std::io::ErrorKind::PermissionDenied => "no permission".to_owned(),
        std::io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    }
}
