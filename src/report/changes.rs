//! What a scenario changed: every value that is not the model's own.

use serde_json::Value;

use super::table::Table;
use crate::calendar::label;
use crate::domain::Horizon;

/// Longer values are cut where they are read; CSV and JSON have all of them.
const WIDEST: usize = 40;

/// Every change in full: address, old value, new value, and where the new one stands.
#[must_use]
pub fn table(scenario: &Value) -> Table {
    let mut table = Table::new("changes", &["address", "old", "new", "from"]);
    for change in scenario.get("changes").and_then(Value::as_array).into_iter().flatten() {
        let cell = |key: &String| change.get(key.as_str()).cloned().unwrap_or(Value::Null);
        table.rows.push(table.columns.iter().map(cell).collect());
    }
    table
}

/// The changes for reading: periods of one number over time that follow one another in one line, long values cut.
#[must_use]
pub fn text(scenario: &Value, horizon: &Horizon) -> String {
    let name = scenario.get("scenario").and_then(Value::as_str).unwrap_or("base");
    let mut folded = Table::new("changes", &["address", "old", "new", "from"]);
    let rows = table(scenario).rows;
    if rows.is_empty() {
        return format!("{name} changes nothing\n");
    }
    let parts = |row: &[Value]| {
        let text = |n: usize| row[n].as_str().unwrap_or("none").to_owned();
        let (address, period) = match text(0).rsplit_once('@') {
            Some((address, period)) => (address.to_owned(), period.to_owned()),
            None => (text(0), String::new()),
        };
        (address, period, text(1), text(2), text(3))
    };
    let mut rows = rows.iter().map(|row| parts(row)).peekable();
    while let Some((address, first, old, new, from)) = rows.next() {
        let mut last: Option<(String, String, String, String, String)> = None;
        while let Some(next) = rows.next_if(|next| {
            let before = last.as_ref().map_or(&first, |last| &last.1);
            next.0 == address && follows(&next.1, before, horizon) && together(&next.4, &from)
        }) {
            last = Some(next);
        }
        let at = match (&last, first.is_empty()) {
            (_, true) => address,
            (None, false) => format!("{address}@{first}"),
            (Some(last), false) => format!("{address}@{first}..{}", last.1),
        };
        let span = |first: String, last: Option<&String>| match last.filter(|last| **last != first) {
            Some(last) => format!("{} .. {}", cut(&first), cut(last)),
            None => cut(&first),
        };
        let from = match last.as_ref().map(|last| last.4.as_str()).filter(|last| *last != from) {
            Some(last) => format!("{from}..{}", spot(last).1),
            None => from,
        };
        let cells =
            [at, span(old, last.as_ref().map(|last| &last.2)), span(new, last.as_ref().map(|last| &last.3)), from];
        folded.rows.push(cells.into_iter().map(Value::String).collect());
    }
    folded.text()
}

/// Whether a period is the one after another.
fn follows(period: &str, before: &str, horizon: &Horizon) -> bool {
    match (label::period(period, horizon), label::period(before, horizon)) {
        (Ok(month), Ok(before)) => month.0 - before.0 == horizon.step.months(),
        _ => false,
    }
}

/// Whether two values of one number over time are read as one: they stand on one line, or in one table.
fn together(one: &str, other: &str) -> bool {
    let (table, _) = spot(one);
    one == other || (table == spot(other).0 && !table.is_empty() && !table.ends_with(".toml:"))
}

/// A table and where in it: `high.csv:` and `7`, `high.xlsx: Demand!` and `D7`; what is no table is all where.
fn spot(from: &str) -> (&str, &str) {
    let end = from.rfind(['!', ':']).map_or(0, |n| n + 1);
    from.split_at(end)
}

fn cut(text: &str) -> String {
    if text.chars().count() <= WIDEST {
        return text.to_owned();
    }
    text.chars().take(WIDEST - 3).chain("...".chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Month, Step};
    use serde_json::json;

    const HORIZON: Horizon =
        Horizon { start: Month::new(2026, 1), periods: 12, step: Step::Quarter, fiscal_year_starts: None };

    #[test]
    fn periods_that_do_not_follow_one_another_are_lines_of_their_own() {
        let change =
            |period: &str| json!({ "address": format!("a.b@{period}"), "old": "1", "new": "2", "from": "--set" });
        let scenario = json!({ "scenario": "base", "changes": [
            change("2026Q1"), change("2026Q2"), change("2026Q4"), change("2027Q3"), change("2027Q4"), change("2027Q4"),
        ] });
        let text = text(&scenario, &HORIZON);
        let addresses: Vec<&str> = text.lines().skip(1).filter_map(|line| line.split_whitespace().next()).collect();
        assert_eq!(addresses, ["a.b@2026Q1..2026Q2", "a.b@2026Q4", "a.b@2027Q3..2027Q4", "a.b@2027Q4"]);
    }

    #[test]
    fn cells_of_one_table_are_one_line() {
        let change = |period: &str, from: &str| json!({ "address": format!("a.b@{period}"), "old": "1", "new": "2", "from": from });
        let scenario = json!({ "scenario": "high", "changes": [
            change("2026Q1", "s/x.xlsx: My Demand!C2"), change("2026Q2", "s/x.xlsx: My Demand!D2"),
            change("2026Q3", "s/x.xlsx: Other!D2"),
            change("2026Q4", "s/x.csv:3"), change("2027Q1", "s/x.csv:4"),
            change("2027Q2", "s/x.toml:4"), change("2027Q3", "s/x.toml:5"),
            change("2027Q4", "--set"), change("2028Q1", "--set"),
        ] });
        let text = text(&scenario, &HORIZON);
        let lines = text.lines().skip(1).map(|line| line.split("  ").filter(|part| !part.is_empty()).map(str::trim));
        let ends: Vec<(&str, &str)> =
            lines.map(|mut parts| (parts.next().unwrap_or_default(), parts.last().unwrap_or_default())).collect();
        let expected = [
            ("a.b@2026Q1..2026Q2", "s/x.xlsx: My Demand!C2..D2"),
            ("a.b@2026Q3", "s/x.xlsx: Other!D2"),
            ("a.b@2026Q4..2027Q1", "s/x.csv:3..4"),
            ("a.b@2027Q2", "s/x.toml:4"),
            ("a.b@2027Q3", "s/x.toml:5"),
            ("a.b@2027Q4..2028Q1", "--set"),
        ];
        assert_eq!(ends, expected);
    }

    #[test]
    fn periods_of_one_row_are_one_line() {
        let change = |address: &str, old: &str, new: &str| json!({ "address": address, "old": old, "new": new, "from": "s.toml:3" });
        let scenario = json!({ "scenario": "high", "changes": [
            change("segment[a].demand@2026Q1", "60 k H100e", "72 k H100e"),
            change("segment[a].demand@2026Q2", "80 k H100e", "96 k H100e"),
            change("project[b].lead", "2 quarters", "3 quarters"),
            { "address": "project[c]", "old": "{ lead = 1 year }", "from": "s.toml:9" },
        ] });
        let text = text(&scenario, &HORIZON);
        let lines: Vec<Vec<&str>> = text
            .lines()
            .map(|line| line.split("  ").filter(|part| !part.is_empty()).map(str::trim).collect())
            .collect();
        assert_eq!(
            lines[1],
            ["segment[a].demand@2026Q1..2026Q2", "60 k H100e .. 80 k H100e", "72 k H100e .. 96 k H100e", "s.toml:3"]
        );
        assert_eq!(lines[2], ["project[b].lead", "2 quarters", "3 quarters", "s.toml:3"]);
        assert_eq!(lines[3], ["project[c]", "{ lead = 1 year }", "none", "s.toml:9"]);
        assert_eq!(table(&scenario).rows.len(), 4);
        assert_eq!(super::text(&json!({ "scenario": "base", "changes": [] }), &HORIZON), "base changes nothing\n");
    }
}
