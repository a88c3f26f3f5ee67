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
    /// A cell of a table and its column from 0: of the record that begins at a byte of a CSV file, or of a row (from 0)
    /// of a sheet.
    Cell(u32, u32),
    /// A JSON pointer.
    Pointer(Arc<str>),
}

/// A file that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Its path as findings print it.
    pub path: String,
    /// Its text; empty where places are JSON pointers or cells of a sheet.
    pub text: Arc<str>,
    cells: Cells,
    line_starts: Vec<u32>,
}

/// How the cells of a table stand in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cells {
    /// Between separators.
    Separated(u8),
    /// In a sheet of this name.
    Sheet(String),
}

impl Default for Cells {
    fn default() -> Self {
        Self::Separated(b',')
    }
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
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts = std::iter::once(0).chain(ends.filter_map(|(n, _)| u32::try_from(n + 1).ok())).collect();
        Self { path, text: text.into(), cells: Cells::default(), line_starts }
    }

    /// The line (from 1) of a byte.
    #[must_use]
    pub fn line(&self, byte: usize) -> usize {
        self.line_starts.partition_point(|start| *start as usize <= byte).max(1)
    }

    /// The name of a cell of a sheet: `Demand!D14`.
    #[must_use]
    pub fn cell_name(&self, at: &At) -> Option<String> {
        let (Cells::Sheet(sheet), At::Cell(row, column)) = (&self.cells, at) else {
            return None;
        };
        let plain = sheet.chars().all(|c| c.is_alphanumeric() || c == '_');
        let sheet = if plain { sheet.clone() } else { format!("'{sheet}'") };
        Some(format!("{sheet}!{}{}", letters(*column), row.saturating_add(1)))
    }

    /// Where a place is in the text; `None` for whole files, pointers and sheets.
    #[must_use]
    pub fn spot(&self, at: &At) -> Option<Spot<'_>> {
        let (start, end) = match (at, &self.cells) {
            (At::Span(start, end), _) => (*start as usize, *end as usize),
            (At::Cell(record, column), Cells::Separated(separator)) => {
                self.cell(*record as usize, *column as usize, *separator)
            }
            _ => return None,
        };
        let start = floor_boundary(&self.text, start);
        let line = self.line(start);
        let line_start = self.line_starts.get(line - 1).map_or(0, |start| *start as usize);
        let text = self.text.get(line_start..)?.split('\n').next()?.trim_end_matches('\r');
        let from = floor_boundary(text, start - line_start);
        let to = floor_boundary(text, end.max(start).saturating_sub(line_start)).max(from);
        Some(Spot { line, column: text[..from].chars().count() + 1, text, range: from..to })
    }

    /// The bytes of a cell of the record that begins at a byte.
    fn cell(&self, record: usize, column: usize, separator: u8) -> (usize, usize) {
        let (mut quoted, mut seen, mut start) = (false, 0, record);
        for (n, byte) in self.text.bytes().enumerate().skip(record) {
            match byte {
                b'"' => quoted = !quoted,
                byte if !quoted && (byte == separator || matches!(byte, b'\n' | b'\r')) => {
                    if seen == column || byte != separator {
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

/// The name of a column from 0 as a sheet writes it: `A`, `Z`, `AA`.
pub(super) fn letters(mut column: u32) -> String {
    let mut name = Vec::new();
    loop {
        name.insert(0, char::from(b'A' + u8::try_from(column % 26).unwrap_or(0)));
        if column < 26 {
            return name.into_iter().collect();
        }
        column = column / 26 - 1;
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
        let (text, wrong) = match super::read::text(path) {
            Ok(text) => (text, None),
            Err(why) => (String::new(), Some(why)),
        };
        let file = self.add(shown.to_owned(), text);
        let place = Place { file, at: At::File };
        let finding = |why: super::read::Why| Finding::error(format!("`{shown}` {}", why.words), place).maybe(why.hint);
        (file, wrong.map(finding))
    }

    /// Says how the cells of a table stand in its file.
    pub(super) fn set_cells(&mut self, file: FileId, cells: Cells) {
        if let Some(source) = self.files.get_mut(file.0 as usize) {
            source.cells = cells;
        }
    }

    /// `file:line`, `file: pointer` for JSON, or `file: Sheet!A1`.
    #[must_use]
    pub fn shown(&self, place: &Place) -> String {
        let Some(source) = self.get(place.file) else {
            return String::new();
        };
        match (&place.at, source.spot(&place.at)) {
            (_, Some(spot)) => format!("{}:{}", source.path, spot.line),
            (At::Pointer(pointer), _) => format!("{}: {pointer}", source.path),
            (at, _) => match source.cell_name(at) {
                Some(cell) => format!("{}: {cell}", source.path),
                None => source.path.clone(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_a_sheet_have_letters() {
        let names = [(0, "A"), (3, "D"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")];
        for (column, name) in names {
            assert_eq!(letters(column), name);
        }
        assert_eq!(letters(16_383), "XFD");
        assert!(!letters(u32::MAX).is_empty());
    }
}
