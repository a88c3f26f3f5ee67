//! The tables of a plan for other programs: the same in CSV, in a workbook and in columns, every number with its unit.

use std::io::Cursor;
use std::path::Path;

use calamine::{Data, DataType, Range, Reader, Xlsx};
use serde_json::Value;

use crate::support::plans::assert_near;
use crate::support::{plan_of, printed, root, run};

/// A folder with a plan that cancels, owes and serves.
fn desk() -> (tempfile::TempDir, Value) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let plan = plan_of("first-steps", &["--gap", "0"]);
    std::fs::write(folder.path().join("plan.json"), plan.to_string()).expect("it can be written");
    (folder, plan)
}

fn export(folder: &Path, format: &str, to: &str) {
    let output = run(folder, &["export", "plan.json", "--format", format, "-o", to]);
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
}

/// The lines of a CSV file.
fn separated(folder: &Path, table: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_path(folder.join(format!("{table}.csv")))
        .expect("it is there");
    reader.records().map(|line| line.expect("it is CSV").iter().map(ToOwned::to_owned).collect()).collect()
}

/// The tables of a folder by name.
fn tables(folder: &Path, ending: &str) -> Vec<String> {
    let files = crate::support::files(folder, ending);
    files.iter().map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned()).collect()
}

struct Book(Xlsx<Cursor<Vec<u8>>>);

impl Book {
    fn open(path: &Path) -> Self {
        let bytes = std::fs::read(path).expect("it was written");
        Self(Xlsx::new(Cursor::new(bytes)).expect("it is a workbook"))
    }

    fn sheet(&mut self, name: &str) -> Range<Data> {
        self.0.worksheet_range(name).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The numbers, dates and words of `name!$L$2:$L$9`.
    fn cells(&mut self, range: &str) -> Vec<Data> {
        let (name, range) = range.split_once('!').expect("a range names its sheet");
        let parts: Vec<&str> = range.split(['$', ':']).filter(|part| !part.is_empty()).collect();
        let [letters, first, again, last] = parts[..] else { panic!("{range} is no range") };
        assert_eq!(letters, again);
        let column = letters.bytes().fold(0, |column, letter| column * 26 + u32::from(letter - b'A') + 1) - 1;
        let [first, last] = [first, last].map(|row| row.parse::<u32>().expect("a row") - 1);
        let sheet = self.sheet(name);
        assert_eq!(sheet.end().map(|(row, _)| row), Some(last), "{range} is all of {name}");
        (first..=last).map(|row| sheet.get_value((row, column)).cloned().unwrap_or(Data::Empty)).collect()
    }

    /// What a formula of sums gives.
    fn sum(&mut self, formula: &str) -> f64 {
        let mut terms: Vec<(f64, String)> = vec![(1.0, String::new())];
        let mut depth = 0;
        for c in formula.trim_start_matches('=').chars() {
            depth += i32::from(c == '(') - i32::from(c == ')');
            match c {
                '+' | '-' if depth == 0 => terms.push((if c == '-' { -1.0 } else { 1.0 }, String::new())),
                _ => terms.last_mut().expect("there is a first term").1.push(c),
            }
        }
        terms.retain(|(_, term)| !term.is_empty());
        terms.into_iter().map(|(sign, term)| sign * self.term(&term)).sum()
    }

    fn term(&mut self, term: &str) -> f64 {
        let Some((function, rest)) = term.split_once('(') else {
            let row: u32 = term.trim_start_matches('C').parse().expect("a cell of the totals");
            return self.sheet("totals").get_value((row - 1, 2)).and_then(number).expect("a total");
        };
        let inside = rest.strip_suffix(')').expect("it is closed");
        let parts: Vec<&str> = inside.split(',').collect();
        let values = self.cells(parts[0]);
        let mut kept = vec![true; values.len()];
        assert_eq!(function, if parts.len() == 1 { "SUM" } else { "SUMIFS" });
        for pair in parts[1..].chunks(2) {
            let [range, is] = pair else { panic!("{term}: a range without what it must be") };
            for (keep, cell) in kept.iter_mut().zip(self.cells(range)) {
                *keep = *keep && self.holds(&cell, is);
            }
        }
        values.iter().zip(kept).filter(|(_, keep)| *keep).filter_map(|(value, _)| number(value)).sum()
    }

    fn holds(&mut self, cell: &Data, is: &str) -> bool {
        if let Some((how, last)) = is.split_once("&MAX(") {
            let days = self.cells(last.trim_end_matches(')'));
            let last = days.iter().filter_map(number).fold(f64::NEG_INFINITY, f64::max);
            let day = number(cell).expect("a day is a number");
            return if how == "\"<=\"" { day <= last } else { day > last };
        }
        let (told, word) = (cell.as_string().unwrap_or_default(), is.trim_matches('"'));
        match word.strip_prefix("<>") {
            Some(other) => told != other,
            None => told == word,
        }
    }
}

fn number(cell: &Data) -> Option<f64> {
    match cell {
        Data::Float(number) => Some(*number),
        #[expect(clippy::cast_precision_loss, reason = "whole numbers of a test are small")]
        Data::Int(number) => Some(*number as f64),
        Data::DateTime(day) => Some(day.as_f64()),
        _ => None,
    }
}

#[test]
fn every_number_of_a_plan_has_a_unit_and_no_word_has() {
    let schema: Value = serde_json::from_slice(&run(root(), &["schema", "plan"]).stdout).expect("it is JSON");
    let definition = |reference: &Value| {
        let name = reference["$ref"].as_str().and_then(|name| name.rsplit('/').next()).expect("rows are defined apart");
        schema["$defs"][name]["properties"].as_object().expect("a row has fields").clone()
    };
    let mut numbers = 0;
    for (table, told) in schema["properties"].as_object().expect("a plan has parts") {
        let fields = match (told["type"].as_str(), table.as_str()) {
            (Some("array"), _) => definition(&told["items"]),
            (_, "totals") => definition(told),
            _ => continue,
        };
        for (field, told) in fields {
            let types = [&told["type"], &told["type"][0]].map(|kind| kind.as_str().unwrap_or_default());
            let is_number = types.contains(&"number") || types.contains(&"integer");
            for goal in ["npv", "unmet"] {
                let unit = capplan::report::units::unit(table, &field, goal);
                assert_eq!(unit.is_some(), is_number, "{table}.{field} has the unit {unit:?}");
            }
            numbers += usize::from(is_number);
        }
    }
    assert!(numbers > 90, "only {numbers} numbers were found");
}

#[test]
fn totals_of_the_workbook_are_sums_of_its_sheets_and_those_of_the_plan() {
    let (folder, plan) = desk();
    export(folder.path(), "xlsx", "plan.xlsx");
    let mut book = Book::open(&folder.path().join("plan.xlsx"));
    let totals = book.sheet("totals");
    let formulas = book.0.worksheet_formula("totals").expect("it has formulas");
    let (mut found, mut summed) = (0, 0);
    for row in 1..=totals.end().expect("it has cells").0 {
        let name = totals.get_value((row, 0)).map(ToString::to_string).unwrap_or_default();
        let expected = &plan["totals"][&name];
        let Some(expected) = expected.as_f64() else { continue };
        let cached = totals.get_value((row, 2)).and_then(number).unwrap_or_else(|| panic!("{name} has no value"));
        assert!((cached - expected).abs() <= 1e-12 * expected.abs(), "{name}: {cached} is not {expected}");
        let formula = formulas.get_value((row, 2)).map(String::as_str).unwrap_or_default();
        if !formula.is_empty() {
            assert_near(book.sum(formula), expected, &format!("{name} = {formula}"));
            summed += 1;
        }
        found += 1;
    }
    assert_eq!(
        found,
        plan["totals"].as_object().map_or(0, |totals| totals.values().filter(|total| total.is_number()).count())
    );
    assert!(summed >= 10, "only {summed} totals are formulas");
}

#[test]
fn csv_workbook_and_columns_hold_the_same_tables() {
    let (folder, plan) = desk();
    let at = |name: &str| folder.path().join(name);
    export(folder.path(), "csv", "tables");
    export(folder.path(), "xlsx", "plan.xlsx");
    let names = tables(&at("tables"), "csv");
    assert!(names.len() > 12, "{names:?}");
    let mut book = Book::open(&at("plan.xlsx"));
    let mut sheets = book.0.sheet_names();
    sheets.sort();
    assert_eq!(sheets, names);
    for name in names.iter().filter(|name| *name != "totals") {
        let lines = separated(&at("tables"), name);
        assert_eq!(Some(lines.len() - 1), plan[name].as_array().map(Vec::len), "{name}");
        let sheet = book.sheet(name);
        for (row, line) in (0_u32..).zip(&lines) {
            for (column, told) in (0_u32..).zip(line) {
                let cell = sheet.get_value((row, column)).cloned().unwrap_or(Data::Empty);
                match (&cell, told.parse::<f64>()) {
                    (Data::Float(number), Ok(told)) => {
                        assert!((number - told).abs() <= 1e-9 * told.abs(), "{name}: {cell} {told}")
                    }
                    (Data::DateTime(day), _) => {
                        let (year, month, day, ..) = day.to_ymd_hms_milli();
                        assert_eq!(format!("{year}-{month:02}-{day:02}"), *told, "{name}");
                    }
                    _ => assert_eq!(cell.to_string(), *told, "{name}, line {row}"),
                }
            }
        }
    }
    let heads = &separated(&at("tables"), "payments")[0];
    assert!(heads.contains(&"usd_nominal [USD]".to_owned()) && heads.contains(&"milestone".to_owned()), "{heads:?}");
}

#[test]
fn equal_plans_are_equal_files() {
    let (folder, _) = desk();
    for (format, ending) in [("xlsx", ".xlsx"), ("parquet", "")] {
        if format == "parquet" && !cfg!(feature = "parquet") {
            continue;
        }
        let names = ["one", "two"].map(|name| format!("{name}{ending}"));
        for name in &names {
            export(folder.path(), format, name);
        }
        let read = |name: &String| std::fs::read(folder.path().join(name)).expect("it was written");
        if ending.is_empty() {
            let [one, two] = names.map(|name| crate::support::files(&folder.path().join(name), "parquet"));
            for (one, two) in one.iter().zip(&two) {
                assert!(std::fs::read(one).ok() == std::fs::read(two).ok(), "{}", one.display());
            }
        } else {
            assert!(read(&names[0]) == read(&names[1]), "{format}");
        }
    }
}

#[test]
fn tables_are_those_of_a_plan_and_several_files_need_a_folder() {
    let (folder, _) = desk();
    let output = run(folder.path(), &["export", "plan.json", "--format", "csv"]);
    assert_eq!(output.status.code(), Some(2), "{}", printed(&output));
    let model = root().join("models/first-steps").display().to_string();
    let output = run(folder.path(), &["export", &model, "--format", "xlsx", "-o", "x.xlsx"]);
    assert_eq!(output.status.code(), Some(1), "{}", printed(&output));
    assert!(!folder.path().join("x.xlsx").exists());
}

#[cfg(feature = "parquet")]
#[test]
fn columns_are_read_back_as_they_stand_in_the_tables() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    let (folder, _) = desk();
    export(folder.path(), "csv", "tables");
    export(folder.path(), "parquet", "columns");
    let names = tables(&folder.path().join("tables"), "csv");
    assert_eq!(tables(&folder.path().join("columns"), "parquet"), names);
    for name in names {
        let lines = separated(&folder.path().join("tables"), &name);
        let file = std::fs::File::open(folder.path().join(format!("columns/{name}.parquet"))).expect("it is there");
        let reader = SerializedFileReader::new(file).expect("it is Parquet");
        let columns = reader.metadata().file_metadata().schema_descr().columns().iter();
        let heads: Vec<String> = columns.map(|column| column.name().to_owned()).collect();
        assert_eq!(heads, lines[0], "{name}");
        let mut count = 0;
        for (row, line) in reader.get_row_iter(None).expect("it has rows").zip(&lines[1..]) {
            for ((head, field), told) in row.expect("a row").get_column_iter().zip(line) {
                match field {
                    Field::Null => assert!(told.is_empty(), "{name}.{head}: {told}"),
                    Field::Double(number) => assert_eq!(Some(*number), told.parse().ok(), "{name}.{head}"),
                    Field::Str(text) => assert_eq!(text, told, "{name}.{head}"),
                    other => assert_eq!(other.to_string(), *told, "{name}.{head}"),
                }
            }
            count += 1;
        }
        assert_eq!(count, lines.len() - 1, "{name}");
    }
}
