//! The tables of a plan as a workbook: a sheet a table, and the plan's totals as sums over the other sheets.
//!
//! A reader that does not recalculate sees the results that the formulas are written with, which are the plan's own.

use rust_xlsxwriter::utility::column_number_to_name;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Formula, Workbook, Worksheet, XlsxError};
use serde_json::Value;

use super::export;
use super::table::Table;
use crate::plan::types::Plan;

/// The sheet of the totals: a line each, since there is one row of them.
const TOTALS: &str = "totals";
/// Rows of a sheet, its head apart.
const MOST_ROWS: usize = 1_048_575;
/// Characters of the widest and the narrowest column.
const WIDTHS: (usize, usize) = (9, 44);

/// A sum over a column of a sheet.
struct Term {
    sign: char,
    sheet: &'static str,
    column: &'static str,
    /// Columns and what they must be.
    only: &'static [(&'static str, Is)],
}

/// What a cell must be to count.
#[derive(Clone, Copy)]
enum Is {
    Equal(&'static str),
    Other(&'static str),
    /// A date not after, or after, the last day of the horizon.
    Within,
    After,
}

use Is::{After, Equal, Other, Within};

const fn payments(sign: char, column: &'static str, only: &'static [(&'static str, Is)]) -> Term {
    Term { sign, sheet: "payments", column, only }
}

const fn whole(sheet: &'static str) -> Term {
    Term { sign: '+', sheet, column: "usd_discounted", only: &[] }
}

/// The totals that are sums of rows; the others are written as they are.
const SUMS: &[(&str, &[Term])] = &[
    ("revenue_usd_discounted", &[payments('-', "usd_discounted", &[("kind", Equal("revenue")), ("starts", Within)])]),
    (
        "opex_usd_discounted",
        &[
            payments('+', "usd_discounted", &[("kind", Equal("opex")), ("starts", Within)]),
            payments('+', "usd_discounted", &[("kind", Equal("lease")), ("starts", Within)]),
        ],
    ),
    ("penalties_usd_discounted", &[payments('+', "usd_discounted", &[("kind", Equal("penalty")), ("starts", Within)])]),
    ("capital_usd_discounted", &[payments('+', "usd_discounted", &[("kind", Equal("capital"))])]),
    ("salvage_usd_discounted", &[whole("salvage")]),
    (
        "cash_lines_usd_discounted",
        &[payments('+', "usd_discounted", &[("kind", Equal("cash-line")), ("starts", Within)])],
    ),
    ("bends_usd_discounted", &[whole("bends")]),
    ("capital_usd_nominal", &[payments('+', "usd_nominal", &[("kind", Equal("capital")), ("starts", Within)])]),
    (
        "committed_usd_nominal",
        &[
            payments(
                '+',
                "usd_nominal",
                &[("kind", Equal("capital")), ("status", Equal("committed")), ("starts", Within)],
            ),
            payments(
                '+',
                "usd_nominal",
                &[
                    ("kind", Equal("capital")),
                    ("status", Other("committed")),
                    ("milestone", Equal("cancelling fee")),
                    ("starts", Within),
                ],
            ),
        ],
    ),
    (
        "capital_after_horizon_usd_nominal",
        &[payments('+', "usd_nominal", &[("kind", Equal("capital")), ("starts", After)])],
    ),
    ("fees_after_horizon_usd_nominal", &[payments('+', "usd_nominal", &[("kind", Equal("lease")), ("starts", After)])]),
];

/// The net present value, of other totals.
const NPV: &[(char, &str)] = &[
    ('+', "revenue_usd_discounted"),
    ('-', "opex_usd_discounted"),
    ('-', "penalties_usd_discounted"),
    ('-', "capital_usd_discounted"),
    ('+', "salvage_usd_discounted"),
    ('-', "cash_lines_usd_discounted"),
    ('-', "bends_usd_discounted"),
];

/// The workbook of a plan; equal plans give equal bytes.
///
/// # Errors
/// A sentence where a table has more rows than a sheet.
pub fn workbook(plan: &Plan) -> Result<Vec<u8>, String> {
    let tables: Vec<Table> = export::filled(plan).collect();
    if let Some(long) = tables.iter().find(|table| table.rows.len() > MOST_ROWS) {
        return Err(format!(
            "`{}` has {} rows, a sheet holds {MOST_ROWS}: --format parquet or csv",
            long.name,
            long.rows.len()
        ));
    }
    // What cannot be written to memory is a mistake of this file, such as a name that no sheet may have.
    Ok(written(&tables).expect("names of tables are names of sheets, and memory takes any write"))
}

fn written(tables: &[Table]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The day on which it is written is no part of a plan.
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_author("capplan").set_creation_datetime(&day));
    for table in tables {
        let sheet = book.add_worksheet().set_name(&table.name)?;
        if table.name == TOTALS { totals(sheet, table, tables)? } else { rows(sheet, table)? }
    }
    book.save_to_buffer()
}

/// How a number of a unit is shown; what varies by row as it is.
fn format(unit: Option<&str>) -> Format {
    let pattern = match unit {
        Some("USD" | "chips" | "MWh") => "#,##0",
        Some("MW") => "#,##0.0",
        Some("share") => "0.0%",
        Some("USD/unit" | "USD/per") => "#,##0.00",
        _ => "General",
    };
    Format::new().set_num_format(pattern)
}

fn rows(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let heading = Format::new().set_bold().set_border_bottom(rust_xlsxwriter::FormatBorder::Thin);
    let formats: Vec<Format> = table.units.iter().map(|unit| format(*unit)).collect();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let mut widths: Vec<usize> = Vec::new();
    for (column, head) in (0_u16..).zip(table.heads()) {
        sheet.write_string_with_format(0, column, &head, &heading)?;
        widths.push(head.chars().count() + 3);
    }
    for (row, cells) in (1_u32..).zip(&table.rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            let place = usize::from(column);
            match cell {
                Value::Null => continue,
                Value::Bool(whether) => sheet.write_boolean(row, column, *whether)?,
                Value::Number(number) => {
                    let number = number.as_f64().unwrap_or(f64::NAN);
                    sheet.write_number_with_format(row, column, number, &formats[place])?
                }
                other => {
                    let text = other.as_str().unwrap_or_default();
                    widths[place] = widths[place].max(text.chars().count() + 1);
                    match day(&table.columns[place], text) {
                        Some(day) => sheet.write_datetime_with_format(row, column, &day, &date)?,
                        None => sheet.write_string(row, column, text)?,
                    }
                }
            };
        }
    }
    for (column, width) in (0_u16..).zip(widths) {
        sheet.set_column_width(column, width.clamp(WIDTHS.0, WIDTHS.1) as f64)?;
    }
    let (last, columns) = (row_number(table.rows.len()), column_number(table.columns.len().saturating_sub(1)));
    sheet.autofilter(0, 0, last, columns)?.set_freeze_panes(1, 1)?;
    Ok(())
}

/// A day, in the columns that hold first and last days.
fn day(column: &str, text: &str) -> Option<ExcelDateTime> {
    let is_day = column.rsplit('.').next().is_some_and(|name| matches!(name, "starts" | "ends"));
    ExcelDateTime::parse_from_str(text).ok().filter(|_| is_day)
}

fn totals(sheet: &mut Worksheet, table: &Table, tables: &[Table]) -> Result<(), XlsxError> {
    let heading = Format::new().set_bold().set_border_bottom(rust_xlsxwriter::FormatBorder::Thin);
    for (column, head) in [(0, "total"), (1, "unit"), (2, "value")] {
        sheet.write_string_with_format(0, column, head, &heading)?;
    }
    let cells = table.rows.first().map_or(&[][..], Vec::as_slice);
    for (n, ((name, unit), value)) in table.columns.iter().zip(&table.units).zip(cells).enumerate() {
        let row = row_number(n + 1);
        sheet.write_string(row, 0, name)?.write_string(row, 1, unit.unwrap_or_default())?;
        match (value.as_f64(), formula(name, table, tables)) {
            (Some(number), Some(formula)) => {
                let formula = Formula::new(formula).set_result(number.to_string());
                sheet.write_formula_with_format(row, 2, formula, &format(*unit))?
            }
            (Some(number), None) => sheet.write_number_with_format(row, 2, number, &format(*unit))?,
            (None, _) => sheet.write_string(row, 2, value.as_str().unwrap_or_default())?,
        };
    }
    for (column, width) in [(0, 38.0), (1, 22.0), (2, 24.0)] {
        sheet.set_column_width(column, width)?;
    }
    sheet.set_freeze_panes(1, 1)?;
    Ok(())
}

/// A total as a sum over other cells; nothing where it is none, or where there is nothing to add.
fn formula(name: &str, totals: &Table, tables: &[Table]) -> Option<String> {
    if name == "npv_usd" {
        let cell = |(sign, name): &(char, &str)| {
            let row = totals.columns.iter().position(|column| column == name)? + 2;
            Some(format!("{sign}C{row}"))
        };
        return NPV.iter().map(cell).collect::<Option<String>>().map(|sum| sum_of(&sum));
    }
    let (_, terms) = SUMS.iter().find(|(known, _)| *known == name)?;
    let sums: String = terms.iter().filter_map(|term| term_of(term, tables)).collect();
    (!sums.is_empty()).then(|| sum_of(&sums))
}

/// Terms with their signs as a formula.
fn sum_of(terms: &str) -> String {
    format!("={}", terms.strip_prefix('+').unwrap_or(terms))
}

fn term_of(term: &Term, tables: &[Table]) -> Option<String> {
    let range = |sheet: &str, column: &str| {
        let table = tables.iter().find(|table| table.name == sheet)?;
        let place = table.columns.iter().position(|name| name == column)?;
        let letter = column_number_to_name(column_number(place));
        Some(format!("{sheet}!${letter}$2:${letter}${}", table.rows.len() + 1))
    };
    let sum = range(term.sheet, term.column)?;
    if term.only.is_empty() {
        return Some(format!("{}SUM({sum})", term.sign));
    }
    let last = format!("MAX({})", range("finance", "ends")?);
    let only = |(column, is): &(&str, Is)| {
        let what = match is {
            Equal(text) => format!("\"{text}\""),
            Other(text) => format!("\"<>{text}\""),
            Within => format!("\"<=\"&{last}"),
            After => format!("\">\"&{last}"),
        };
        Some(format!(",{},{what}", range(term.sheet, column)?))
    };
    let only: String = term.only.iter().map(only).collect::<Option<String>>()?;
    Some(format!("{}SUMIFS({sum}{only})", term.sign))
}

fn row_number(n: usize) -> u32 {
    u32::try_from(n).expect("longer tables are refused")
}

fn column_number(n: usize) -> u16 {
    u16::try_from(n).expect("a table of a plan has few columns")
}
