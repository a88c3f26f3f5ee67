//! CSV to records whose cells know where they stand.

use super::finding::Finding;
use super::source::{At, FileId, Place};

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its text without blanks around it.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

/// A table: a header and records of as many cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// The header.
    pub header: Vec<Cell>,
    /// The records that have as many cells as the header.
    pub records: Vec<Vec<Cell>>,
}

/// Parses CSV with a header; lines that begin with `#` are passed over. What is wrong is pushed as findings.
pub fn parse(text: &str, file: FileId, findings: &mut Vec<Finding>) -> Grid {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).comment(Some(b'#')).from_reader(text.as_bytes());
    let mut grid = Grid::default();
    let mut first = true;
    let mut record = csv::StringRecord::new();
    loop {
        // The reader's position may still be on blank or commented lines before the record.
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                let place = Place { file, at: At::File };
                findings.push(Finding::error(format!("this is not a CSV table: {error}"), place));
                break;
            }
        }
        let start = record.position().map_or(0, csv::Position::byte);
        let start = begin(text, usize::try_from(start).unwrap_or(usize::MAX));
        let cells = cells(&record, file, start);
        if first {
            first = false;
            grid.header = cells;
        } else if cells.len() == grid.header.len() {
            grid.records.push(cells);
        } else if cells.iter().any(|cell| !cell.text.is_empty()) {
            let place = cells.last().map_or(Place { file, at: At::File }, |cell| cell.place.clone());
            let plural = if cells.len() == 1 { "" } else { "s" };
            let message = format!("this row has {} cell{plural}, the header has {}", cells.len(), grid.header.len());
            findings
                .push(Finding::error(message, place).hint("leave a cell empty between two commas for an absent key"));
        }
    }
    if grid.header.is_empty() {
        let place = Place { file, at: At::File };
        findings.push(Finding::error("this table is empty", place).hint("its first line names the columns"));
    }
    grid
}

/// The first byte of a record at or after a byte: blank and commented lines are passed over.
fn begin(text: &str, mut byte: usize) -> usize {
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

fn cells(record: &csv::StringRecord, file: FileId, start: usize) -> Vec<Cell> {
    let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let cell = |(column, text): (usize, &str)| Cell {
        text: text.trim().to_owned(),
        place: Place { file, at: At::Cell(narrow(start), narrow(column)) },
    };
    record.iter().enumerate().map(cell).collect()
}
