//! A sheet of a workbook to a table: the values that the spreadsheet program stored, read and never computed.

use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::Path;

use calamine::{DataRef, Reader, Xlsx, XlsxError};
use zip::ZipArchive;

use super::finding::Finding;
use super::source::{At, Cells, FileId, Place, Sources};
use super::table::{Builder, Grid};
use crate::units::shifted;

/// Names of files that hold sheets; only the first two can be read cell by cell, within bounds of memory.
const WORKBOOKS: &[&str] = &["xlsx", "xlsm", "xls", "xlsb", "ods", "numbers"];

/// The largest workbook.
const MOST_BYTES: u64 = 64_000_000;

/// The most bytes that the parts of a workbook may unpack to.
const MOST_UNPACKED: u64 = 1_000_000_000;

/// The most bytes of a part that is held as a whole, such as the shared texts.
const MOST_HELD: u64 = 200_000_000;

/// The most cells of a table that a sheet may spread.
const MOST_CELLS: usize = 50_000_000;

/// The file and the sheet that a name means, if the file is a workbook: `forecast.xlsx#Demand`.
pub(super) fn split(name: &str) -> Option<(&str, Option<&str>)> {
    let (file, sheet) = name.split_once('#').map_or((name, None), |(file, sheet)| (file, Some(sheet.trim())));
    WORKBOOKS.iter().any(|ending| has_ending(file, ending)).then_some((file.trim_end(), sheet))
}

fn has_ending(file: &str, ending: &str) -> bool {
    Path::new(file.trim_end()).extension().is_some_and(|found| found.eq_ignore_ascii_case(ending))
}

/// Reads a sheet as a table; what is wrong with cells is pushed as findings.
///
/// # Errors
/// What is wrong with the file or the name of the sheet, without a place.
pub(super) fn read(
    path: &Path,
    sheet: Option<&str>,
    sources: &mut Sources,
    findings: &mut Vec<Finding>,
) -> Result<Grid, Box<Finding>> {
    let shown = path.display().to_string();
    let file = sources.add(shown.clone(), String::new());
    let place = Place { file, at: At::File };
    let wrong = |words: String| Finding::error(format!("`{shown}` {words}"), place.clone());
    if !WORKBOOKS[..2].iter().any(|ending| has_ending(&shown, ending)) {
        return Err(Box::new(
            wrong("is a workbook that is not read".to_owned()).hint("save it as `.xlsx` or as `CSV UTF-8`"),
        ));
    }
    let (open, bytes) = super::read::open(path).map_err(|why| wrong(why.words).maybe(why.hint))?;
    if bytes > MOST_BYTES {
        let message = format!("is larger than {} MB", MOST_BYTES / 1_000_000);
        return Err(Box::new(wrong(message).hint("save the sheet as `CSV UTF-8`")));
    }
    let open = bounded(open).map_err(|words| wrong(words).hint("save the sheet as `CSV UTF-8`"))?;
    let unreadable = |error: XlsxError| wrong(format!("is no workbook that can be read: {}", words(&error)));
    let mut book: Xlsx<_> = Xlsx::new(BufReader::new(open)).map_err(unreadable)?;
    let names = book.sheet_names();
    let name = choose(&names, sheet, path).map_err(|(words, hint)| wrong(words).hint(hint))?;
    sources.set_cells(file, Cells::Sheet(name.clone()));
    cells(&mut book, &name, file, findings).map_err(|error| Box::new(unreadable(error)))
}

/// The file, if its parts unpack to no more than can be held: a small one may unpack to a thousand times its size.
///
/// What a part says of its size is not believed.
fn bounded(file: File) -> Result<File, String> {
    let damaged = || "is no workbook that can be read: it is damaged, or something else".to_owned();
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|_| damaged())?;
    let mut left = MOST_UNPACKED;
    for n in 0..archive.len() {
        let part = archive.by_index(n).map_err(|_| damaged())?;
        // Sheets are read cell by cell, everything else is held as a whole.
        let most =
            if part.name().is_ok_and(|name| name.starts_with("xl/worksheets/")) { left } else { left.min(MOST_HELD) };
        let claimed = part.size();
        let unpacked = if claimed > most {
            claimed
        } else {
            std::io::copy(&mut part.take(most + 1), &mut std::io::sink()).map_err(|_| damaged())?
        };
        if unpacked > most {
            return Err(format!("unpacks to more than {} MB", most / 1_000_000));
        }
        left -= unpacked;
    }
    let mut file = archive.into_inner().into_inner();
    file.rewind().map_err(|_| damaged())?;
    Ok(file)
}

/// The sheet that is meant.
fn choose(names: &[String], wanted: Option<&str>, path: &Path) -> Result<String, (String, String)> {
    let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let list = |names: &[String]| names.iter().map(|name| format!("`{file}#{name}`")).collect::<Vec<_>>().join(", ");
    let hint = match names {
        [] => "it has no sheets".to_owned(),
        [only] => format!("its only sheet is `{file}#{only}`"),
        names => format!("its sheets are {}", list(&names[..names.len().min(20)])),
    };
    match wanted {
        None | Some("") => Err(("is a workbook, and none of its sheets is named".to_owned(), hint)),
        Some(wanted) => {
            let alike = |name: &&String| name.trim().eq_ignore_ascii_case(wanted);
            let found = names.iter().find(|name| *name == wanted).or_else(|| names.iter().find(alike));
            found.cloned().ok_or_else(|| (format!("has no sheet `{}`", super::tree::shorten(wanted)), hint))
        }
    }
}

/// The cells of a sheet, row by row.
fn cells(
    book: &mut Xlsx<BufReader<File>>,
    name: &str,
    file: FileId,
    findings: &mut Vec<Finding>,
) -> Result<Grid, XlsxError> {
    let mut reader = book.worksheet_cells_reader(name)?;
    let is_share: Vec<bool> = reader
        .styles()
        .iter()
        .map(|style| style.number_format.as_ref().is_some_and(|format| format.format_code.contains('%')))
        .collect();
    let mut table = Builder::new(file, true, false, findings);
    let mut row: Vec<String> = Vec::new();
    let mut at = 0;
    while let Some((cell, style)) = reader.next_cell_with_style_id()? {
        let (line, column) = cell.get_position();
        let text = text(cell.get_value(), is_share.get(style).copied().unwrap_or(false));
        if text.is_empty() {
            continue;
        }
        if line != at {
            table.row(at, row.iter().map(String::as_str));
            row.clear();
            at = line;
        }
        if table.cells_with_one_more() > MOST_CELLS {
            let place = Place { file, at: At::File };
            let message = format!("the sheet `{name}` spreads over more than {MOST_CELLS} cells");
            table.wrong(Finding::error(message, place).hint("save it as `CSV UTF-8`"));
            row.clear();
            break;
        }
        let column = column as usize;
        if row.len() <= column {
            row.resize(column + 1, String::new());
        }
        row[column] = text;
    }
    table.row(at, row.iter().map(String::as_str));
    Ok(table.finish())
}

/// A value as CSV would write it.
fn text(value: &DataRef<'_>, is_share: bool) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        // A cell that shows `30 %` holds 0.3.
        DataRef::Float(number) if is_share => format!("{} %", shifted(*number, 2)),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Bool(flag) => flag.to_string(),
        DataRef::DateTime(date) if date.is_datetime() => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(span) => span.as_f64().to_string(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// What a workbook's reader says, in a line.
fn words(error: &XlsxError) -> String {
    match error {
        XlsxError::Zip(_) => "it is damaged, or something else".to_owned(),
        error => super::tree::shorten(error.to_string().lines().next().unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_means_a_sheet_only_in_a_workbook() {
        assert_eq!(split("a/forecast.xlsx#Demand 2026"), Some(("a/forecast.xlsx", Some("Demand 2026"))));
        assert_eq!(split("forecast.XLSX"), Some(("forecast.XLSX", None)));
        assert_eq!(split("a#b.csv"), None);
        assert_eq!(split("forecast.ods#x"), Some(("forecast.ods", Some("x"))));
    }
}
