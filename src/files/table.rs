//! Rows of cells, from CSV or a sheet, to records under a header whose cells know where they stand.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::path::Path;

use super::finding::Finding;
use super::number::{self, Decimal, Habits};
use super::source::{At, FileId, Place, Sources, letters};
use super::tree::shorten;

/// A cell of the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its text without blanks around it.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

/// A table: a header and records of as many cells.
///
/// A million records are kept as one text, so that they cost little more than their file.
#[derive(Clone, Debug)]
pub struct Grid {
    /// The header without columns that hold nothing.
    pub header: Vec<Cell>,
    /// Whether it came from a sheet.
    pub sheet: bool,
    file: FileId,
    comma_allowed: bool,
    columns: Vec<u32>,
    starts: Vec<u32>,
    ends: Vec<u32>,
    text: String,
    shown: OnceCell<Option<Decimal>>,
}

/// A record of a table.
#[derive(Clone, Copy, Debug)]
pub struct Record<'g> {
    grid: &'g Grid,
    row: usize,
}

impl Grid {
    /// The records in order.
    pub fn records(&self) -> impl ExactSizeIterator<Item = Record<'_>> {
        (0..self.starts.len()).map(|row| Record { grid: self, row })
    }

    /// What the numbers of the table show about its decimal mark, where they agree.
    fn shown(&self) -> Option<Decimal> {
        *self.shown.get_or_init(|| {
            let mut shown = None;
            for record in self.records() {
                for decimal in (0..self.header.len()).filter_map(|n| number::shows(record.text(n))) {
                    if *shown.get_or_insert(decimal) != decimal {
                        return None;
                    }
                }
            }
            shown
        })
    }
}

impl<'g> Record<'g> {
    /// The text of a cell without blanks around it.
    #[must_use]
    pub fn text(&self, column: usize) -> &'g str {
        let grid = self.grid;
        let n = self.row * grid.header.len() + column;
        let start = if n == 0 { 0 } else { grid.ends[n - 1] };
        &grid.text[start as usize..grid.ends[n] as usize]
    }

    /// What to do about an empty cell that is needed.
    #[must_use]
    pub fn hint_if_empty(&self) -> Option<String> {
        let hint = "a formula reads as empty until a spreadsheet program has computed and saved it";
        self.grid.sheet.then(|| hint.to_owned())
    }

    /// Where a cell stands.
    #[must_use]
    pub fn place(&self, column: usize) -> Place {
        let grid = self.grid;
        Place { file: grid.file, at: At::Cell(grid.starts[self.row], grid.columns[column]) }
    }

    /// The text of a cell with its number as a model file writes it.
    ///
    /// # Errors
    /// What is wrong with it, as the end of a sentence that begins with it, and the mend.
    pub fn plain(&self, column: usize) -> Result<Cow<'g, str>, (String, String)> {
        let text = self.text(column);
        // Nearly all cells are plain; only a table with a doubtful one is looked at as a whole.
        let habits = Habits { comma_allowed: self.grid.comma_allowed, shown: None };
        number::plain(text, habits).or_else(|_| number::plain(text, Habits { shown: self.grid.shown(), ..habits }))
    }
}

/// Reads a table from CSV or a sheet: `demand.csv`, `forecast.xlsx#Demand`, in a folder. What is wrong with rows is
/// pushed as findings.
///
/// # Errors
/// Why there is no table, without a place in the file that names it.
pub fn read(
    folder: &Path,
    name: &str,
    sources: &mut Sources,
    findings: &mut Vec<Finding>,
) -> Result<Grid, Box<Finding>> {
    if let Some((file, sheet)) = super::sheet::split(name) {
        return super::sheet::read(&folder.join(file), sheet, sources, findings);
    }
    let path = folder.join(name);
    let (file, wrong) = sources.read(&path, &path.display().to_string());
    match wrong {
        Some(wrong) => Err(Box::new(wrong)),
        None => Ok(super::separated::parse(file, sources, findings)),
    }
}

/// Builds a table from rows of cells.
pub(super) struct Builder<'f> {
    grid: Grid,
    findings: &'f mut Vec<Finding>,
    /// Which columns of the file have a header.
    named: Vec<bool>,
    begun: bool,
}

impl<'f> Builder<'f> {
    /// A table of a file, which may be a sheet; `comma_allowed` says whether a comma may stand before decimals.
    pub(super) fn new(file: FileId, sheet: bool, comma_allowed: bool, findings: &'f mut Vec<Finding>) -> Self {
        let grid = Grid {
            header: Vec::new(),
            sheet,
            file,
            comma_allowed,
            columns: Vec::new(),
            starts: Vec::new(),
            ends: Vec::new(),
            text: String::new(),
            shown: OnceCell::new(),
        };
        Self { grid, findings, named: Vec::new(), begun: false }
    }

    fn place(&self, start: u32, column: usize) -> Place {
        Place { file: self.grid.file, at: At::Cell(start, narrow(column)) }
    }

    /// Adds a row: the first that is not blank is the header.
    pub(super) fn row<'c>(&mut self, start: u32, cells: impl Iterator<Item = &'c str> + Clone) {
        let filled = cells.clone().map(str::trim).enumerate().filter(|(_, text)| !text.is_empty());
        let (first, last) = (filled.clone().next(), filled.last());
        let (Some((_, first)), Some((last, _))) = (first, last) else { return };
        // CSV's comments never come here.
        if self.grid.sheet && first.starts_with('#') && !number::is_error_value(first) {
            return;
        }
        if !self.begun {
            self.header(start, cells);
            return;
        }
        let width = self.named.len();
        if last >= width {
            let text = cells.clone().nth(last).unwrap_or_default().trim();
            let message = format!("this row has {} cells, the header has {width}", last + 1);
            let hint = "a comma within a number or a text needs quotes around it";
            self.findings.push(if self.grid.sheet {
                self.unnamed(start, last, text)
            } else {
                Finding::error(message, self.place(start, last)).hint(hint)
            });
            return;
        }
        let count = cells.clone().count();
        let needed = self.grid.columns.last().map_or(0, |column| *column as usize + 1);
        if count < needed && !self.grid.sheet {
            let plural = if count == 1 { "" } else { "s" };
            let message = format!("this row has {count} cell{plural}, the header has {needed}");
            let hint = "leave a cell empty between two separators for an absent key";
            self.findings.push(Finding::error(message, self.place(start, count.saturating_sub(1))).hint(hint));
            return;
        }
        self.grid.starts.push(start);
        for (column, text) in cells.map(str::trim).chain(std::iter::repeat("")).take(width).enumerate() {
            if self.named[column] {
                self.grid.text.push_str(text);
                self.grid.ends.push(narrow(self.grid.text.len()));
            } else if !text.is_empty() {
                self.findings.push(self.unnamed(start, column, text));
            }
        }
    }

    fn header<'c>(&mut self, start: u32, cells: impl Iterator<Item = &'c str>) {
        self.begun = true;
        for (column, text) in cells.map(str::trim).enumerate() {
            self.named.push(!text.is_empty());
            if !text.is_empty() {
                self.grid.header.push(Cell { text: text.to_owned(), place: self.place(start, column) });
                self.grid.columns.push(narrow(column));
            }
        }
    }

    /// A cell below no header.
    fn unnamed(&self, start: u32, column: usize, text: &str) -> Finding {
        let which = if self.grid.sheet { letters(narrow(column)) } else { (column + 1).to_string() };
        let message = format!("column {which} has no header, but holds `{}` here", shorten(text));
        let hint = "the first row that is not blank names every column; a merged header names only its first";
        Finding::error(message, self.place(start, column)).hint(hint)
    }

    /// Says that the whole file is wrong.
    pub(super) fn wrong(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// How many cells the table would have with one more row.
    pub(super) fn cells_with_one_more(&self) -> usize {
        (self.grid.starts.len() + 1) * self.grid.header.len()
    }

    /// The table.
    pub(super) fn finish(self) -> Grid {
        if !self.begun {
            let place = Place { file: self.grid.file, at: At::File };
            self.findings.push(Finding::error("this table is empty", place).hint("its first line names the columns"));
        }
        self.grid
    }
}

/// Offsets and columns in 32 bits; files are too small for more.
pub(super) fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
