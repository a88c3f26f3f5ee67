//! Tables from sheets: what is read, and what is refused with the cell and the mend.

use std::path::Path;

use capplan::input;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet, XlsxError};

const MODEL: &str = r#"
name = "x"
horizon = { start = "2026Q1", periods = 4 }
money = { currency = "USD", discount_rate = "9 %/year" }
[workload.training]
unit = "H100e"
[region.east]
[site.valley]
region = "east"
it_power = { liquid = "100 MW" }
[segment.sales]
workload = "training"
region = "east"
kind = "market"
"#;

const CHIP: &str = "[chip.gb200]\nprice = \"50 kUSD\"\nthroughput = { training = \"2 H100e\" }\n";

/// Reads the model with tables from a workbook; returns the model and the words, without the folder.
fn read(
    model: &str,
    tables: &str,
    fill: impl FnOnce(&mut Workbook) -> Result<(), XlsxError>,
) -> (Option<capplan::domain::Model>, String) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let mut book = Workbook::new();
    fill(&mut book).expect("a sheet can be written");
    book.save(folder.path().join("forecast.xlsx")).expect("a workbook can be saved");
    let path = folder.path().join("model.toml");
    std::fs::write(&path, format!("{model}[tables]\n{tables}\n")).expect("a file can be written");
    let loaded = input::load(&path);
    let words = loaded.findings.render(false);
    (loaded.model, words.replace(&format!("{}/", folder.path().display()), ""))
}

fn sheet<'b>(book: &'b mut Workbook, name: &str) -> Result<&'b mut Worksheet, XlsxError> {
    book.add_worksheet().set_name(name)
}

/// The wide demand of two-valleys' shape: a header and one row.
fn demand(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.write_row(0, 0, ["segment", "unit", "2026Q1", "2026Q2", "2026Q3", "2026Q4"])?;
    sheet.write_row(1, 0, ["sales", "k H100e"])?;
    sheet.write_row(1, 2, [10.0, 12.5, 20.0, 40.0])?;
    Ok(())
}

const DEMAND: &str = "demand = \"forecast.xlsx#Demand\"";

fn model() -> String {
    format!("{MODEL}{CHIP}")
}

fn demand_of(model: Option<&capplan::domain::Model>) -> Vec<f64> {
    let model = model.expect("a model without errors is there");
    let (_, segment) = model.segments.iter().next().expect("it has a segment");
    match &segment.demand {
        capplan::domain::Path::Steps(steps) => steps.iter().map(|(_, value)| *value).collect(),
        path @ capplan::domain::Path::Growing { .. } => panic!("{path:?}"),
    }
}

#[test]
fn a_sheet_is_a_table() {
    let (loaded, words) = read(&model(), DEMAND, |book| {
        sheet(book, "Notes")?.write(0, 0, "nothing")?;
        demand(sheet(book, "Demand")?)
    });
    assert_eq!(words, "");
    assert_eq!(demand_of(loaded.as_ref()), [10_000.0, 12_500.0, 20_000.0, 40_000.0]);
    let model = loaded.expect("it was read");
    assert!(model.places["segment[sales]"].ends_with("model.toml:11"), "{:?}", model.places);
}

#[test]
fn habits_of_sheets_are_read() {
    let (loaded, words) = read(&model(), DEMAND, |book| {
        let sheet = sheet(book, "Demand")?;
        // Blank rows and columns before the table, remarks, numbers as text, formulas, styled blanks after it.
        sheet.write(1, 1, "# forecast of sales")?;
        sheet.write_row(3, 1, ["segment", "unit", "2026Q1", "2026Q2", "2026Q3", "2026Q4"])?;
        sheet.write_row(5, 1, [" sales ", "H100e", "1,250.5", "1,250,000", "1 250"])?;
        sheet.write_formula(5, 6, Formula::new("=20*2").set_result("40"))?;
        sheet.write_blank(9, 9, &Format::new().set_bold())?;
        Ok(())
    });
    assert_eq!(words, "");
    assert_eq!(demand_of(loaded.as_ref()), [1250.5, 1_250_000.0, 1250.0, 40.0]);
}

#[test]
fn a_share_is_what_its_cell_shows() {
    let (loaded, words) = read(&format!("{MODEL}demand = \"10 H100e\"\n"), "chip = \"forecast.xlsx#Chips\"", |book| {
        let sheet = sheet(book, "Chips")?;
        let percent = Format::new().set_num_format("0.0%");
        sheet.write_row(0, 0, ["chip", "price [USD]", "payments.order [%]", "payments.delivery [%]"])?;
        sheet.write(0, 4, "throughput.training [H100e]")?;
        sheet.write(1, 0, "gb200")?;
        sheet.write(1, 1, 50_000)?;
        sheet.write_with_format(1, 2, 0.3, &percent)?;
        sheet.write(1, 3, 70)?;
        sheet.write(1, 4, 2)?;
        Ok(())
    });
    assert_eq!(words, "");
    let model = loaded.expect("it was read");
    let (_, chip) = model.chips.iter().next().expect("it has a chip");
    let payments = chip.supply.as_ref().expect("it has a price").payments;
    assert_eq!((payments.start, payments.completion), (0.3, 0.7));
    assert!(model.places["chip[gb200]"].ends_with("forecast.xlsx: Chips!A2"), "{:?}", model.places);
}

#[test]
fn a_row_that_stands_twice_is_said_whichever_way_its_series_is_written() {
    for header in [["segment", "unit", "2026Q1", "2026Q2"], ["segment", "unit", "period", "value"]] {
        let tables = format!("{DEMAND}\nsegment = \"forecast.xlsx#Segments\"");
        let (loaded, words) = read(&model(), &tables, |book| {
            let demand = sheet(book, "Demand")?;
            demand.write_row(0, 0, header)?.write_row(1, 0, ["sales", "H100e", "2026Q1", "5"])?;
            let segments = sheet(book, "Segments")?;
            segments.write_row(0, 0, ["segment", "workload", "region", "kind"])?;
            segments.write_row(1, 0, ["sales", "training", "east", "market"])?;
            Ok(())
        });
        assert!(loaded.is_none() && words.contains("segment `sales` is there twice"), "{words}");
    }
}

#[test]
fn what_is_wrong_names_its_cell() {
    let (_, words) = read(&model(), DEMAND, |book| {
        let sheet = sheet(book, "Demand")?;
        demand(sheet)?;
        sheet.write_formula(1, 3, Formula::new("=Old!A1").set_result("#REF!"))?;
        sheet.clear_cell(1, 4);
        sheet.write(1, 5, "1,250")?;
        Ok(())
    });
    let expected = "\
error: demand of `sales` in 2026Q2 is `#REF!`
--> forecast.xlsx: Demand!D2
 = the spreadsheet could not compute this cell; mend its formula

error: demand of `sales` in 2026Q3 is missing
--> forecast.xlsx: Demand!E2
 = a formula reads as empty until a spreadsheet program has computed and saved it

error: demand of `sales` in 2026Q4 is `1,250`, which could mean 1250 or 1.25
--> forecast.xlsx: Demand!F2
 = write `1250` or `1.25`, without a mark between thousands

3 errors
";
    assert_eq!(words, expected);
}

#[test]
fn headers_that_are_dates_or_merged_are_refused() {
    let (_, words) = read(&model(), DEMAND, |book| {
        let sheet = sheet(book, "Demand")?;
        demand(sheet)?;
        let date = Format::new().set_num_format("mmm yy");
        sheet.write_datetime_with_format(0, 2, ExcelDateTime::from_ymd(2026, 1, 1)?, &date)?;
        Ok(())
    });
    assert!(words.contains("the column `2026-01-01` is a date; the period it lies in is written `2026Q1`"), "{words}");
    assert!(words.contains("--> forecast.xlsx: Demand!C1"), "{words}");
    let (_, words) = read(&model(), DEMAND, |book| {
        let sheet = sheet(book, "My Demand")?;
        demand(sheet)?;
        sheet.set_name("Demand")?;
        sheet.merge_range(0, 6, 0, 7, "2027Q1", &Format::new())?;
        sheet.write(1, 7, 5)?;
        Ok(())
    });
    assert!(words.contains("column H has no header, but holds `5` here\n--> forecast.xlsx: Demand!H2"), "{words}");
}

#[test]
fn a_sheet_must_be_named_and_there() {
    let two = |book: &mut Workbook| {
        demand(sheet(book, "Demand")?)?;
        sheet(book, "Chips 2026")?.write(0, 0, "chip").map(|_| ())
    };
    let one = |book: &mut Workbook| demand(sheet(book, "Demand")?);
    let (_, words) = read(&model(), "demand = \"forecast.xlsx#Demnd\"", two);
    assert!(words.contains("error: `forecast.xlsx` has no sheet `Demnd`\n"), "{words}");
    assert!(words.contains("= its sheets are `forecast.xlsx#Demand`, `forecast.xlsx#Chips 2026`"), "{words}");
    let (_, words) = read(&model(), "demand = \"forecast.xlsx\"", two);
    assert!(words.contains("error: `forecast.xlsx` is a workbook, and none of its sheets is named\n"), "{words}");
    let (_, words) = read(&model(), "demand = \"forecast.xlsx\"", one);
    assert!(words.contains("= its only sheet is `forecast.xlsx#Demand`"), "{words}");
}

#[test]
fn mangled_workbooks_are_refused_or_read_but_never_a_panic() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let mut book = Workbook::new();
    demand(sheet(&mut book, "Demand").expect("it has a name")).expect("a sheet can be written");
    let bytes = book.save_to_buffer().expect("a workbook can be saved");
    let path = folder.path().join("model.toml");
    std::fs::write(&path, format!("{}[tables]\n{DEMAND}\n", model())).expect("a file can be written");
    for n in 0..300_usize {
        let mut bytes = bytes.clone();
        let at = n * 7919 % bytes.len();
        match n % 3 {
            0 => bytes[at] ^= 1 << (n % 8),
            1 => bytes.truncate(at),
            _ => drop(bytes.drain(at..(at + 9).min(bytes.len()))),
        }
        std::fs::write(folder.path().join("forecast.xlsx"), bytes).expect("a file can be written");
        let loaded = input::load(Path::new(&path));
        assert_eq!(loaded.model.is_none(), loaded.findings.errors() > 0);
    }
}
