//! CSV to a table, with the habits of spreadsheet programs.

use super::finding::Finding;
use super::number::{MEND, is_error_value};
use super::source::{At, Cells, FileId, Place, Sources};
use super::table::{Builder, Grid, narrow};

/// Parses CSV with a header; lines that begin with `#` are passed over. What is wrong is pushed as findings.
///
/// The columns are separated by `,`, `;` or tabs, as the header or a first line `sep=;` says.
pub(super) fn parse(file: FileId, sources: &mut Sources, findings: &mut Vec<Finding>) -> Grid {
    let text = sources.get(file).map(|source| source.text.clone()).unwrap_or_default();
    let (separator, begin) = separator(&text);
    sources.set_cells(file, Cells::Separated(separator));
    hidden_errors(&text, separator, file, findings);
    let mut table = Builder::new(file, false, separator != b',', findings);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .comment(Some(b'#'))
        .delimiter(separator)
        .from_reader(text[begin..].as_bytes());
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                let place = Place { file, at: At::File };
                table.wrong(Finding::error(format!("this is not a CSV table: {error}"), place));
                break;
            }
        }
        let byte = record.position().map_or(0, csv::Position::byte);
        let start = start(&text, begin + usize::try_from(byte).unwrap_or(usize::MAX / 2));
        table.row(narrow(start), record.iter());
    }
    table.finish()
}

/// What separates the columns, and the byte after the line that says so, if there is one.
fn separator(text: &str) -> (u8, usize) {
    let mut lines = text.split_inclusive('\n');
    if let Some(first) = lines.clone().next()
        && let [sign @ (b',' | b';' | b'\t')] =
            first.trim_end_matches(['\n', '\r']).strip_prefix("sep=").unwrap_or_default().as_bytes()
    {
        return (*sign, first.len());
    }
    let is_header = |line: &&str| !line.starts_with('#') && !line.trim().is_empty();
    let header = lines.find(is_header).unwrap_or_default();
    let mut quoted = false;
    let bare: Vec<u8> = header
        .bytes()
        .filter(|byte| {
            quoted ^= *byte == b'"';
            !quoted
        })
        .collect();
    let separator = [b',', b';', b'\t'].into_iter().find(|sign| bare.contains(sign));
    (separator.unwrap_or(b','), 0)
}

/// Rows that begin with `#REF!` look like comments; they are none.
fn hidden_errors(text: &str, separator: u8, file: FileId, findings: &mut Vec<Finding>) {
    let lines = text.match_indices("\n#").map(|(n, _)| n + 1).chain(text.starts_with('#').then_some(0));
    for start in lines {
        let end = |sign: char| sign == char::from(separator) || sign == '\n' || sign == '\r';
        let cell = text[start..].split(end).next().unwrap_or_default().trim();
        if is_error_value(cell) && !cell.bytes().all(|byte| byte == b'#') {
            let place = Place { file, at: At::Cell(narrow(start), 0) };
            findings.push(Finding::error(format!("this row begins with `{cell}`"), place).hint(MEND));
        }
    }
}

/// The first byte of a record at or after a byte: blank and commented lines are passed over.
///
/// The reader's position may still be on them.
fn start(text: &str, mut byte: usize) -> usize {
    loop {
        let Some(rest) = text.get(byte..) else {
            return text.len();
        };
        if rest.starts_with(['\n', '\r']) {
            byte += 1;
        } else if rest.starts_with('#') {
            byte += rest.find('\n').map_or(rest.len(), |end| end + 1);
        } else {
            return byte;
        }
    }
}
