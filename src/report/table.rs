//! A flat table on its way to a terminal, a CSV file or JSON.

use comfy_table::presets::NOTHING;
use comfy_table::{Cell as TextCell, CellAlignment, ColumnConstraint, ContentArrangement, Row, Table as TextTable};
use serde_json::Value;

use super::{page, words};

/// Rows of a table whose columns are folded on a narrow page; of a longer one they would be too far apart to be read together.
const FOLDED: usize = 45;

/// A named table of plain values.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Table {
    /// Its name: the key of the array in a plan, and the name of its CSV file.
    pub name: String,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The unit of each column, of a table of a plan; none of words.
    pub units: Vec<Option<&'static str>>,
    /// Rows as long as the heads; what is absent is `null`.
    pub rows: Vec<Vec<Value>>,
}

impl Table {
    /// An empty table.
    pub fn new(name: impl Into<String>, columns: &[&str]) -> Self {
        let columns = columns.iter().map(ToString::to_string).collect();
        Self { name: name.into(), columns, ..Self::default() }
    }

    /// The rows of an array of objects, flattened: nested objects become `outer.inner`, lists are joined by `;`.
    ///
    /// Columns stand in the order in which they first appear; anything that is not an array of objects has no rows.
    #[must_use]
    pub fn from_json(name: &str, array: &Value) -> Self {
        let mut table = Self { name: name.into(), ..Self::default() };
        let mut places = std::collections::HashMap::new();
        for object in array.as_array().into_iter().flatten() {
            let mut cells = Vec::new();
            flatten("", object, &mut cells);
            let mut row = vec![Value::Null; table.columns.len()];
            for (column, value) in cells {
                let place = *places.entry(column.clone()).or_insert_with(|| {
                    table.columns.push(column);
                    table.columns.len() - 1
                });
                if row.len() <= place {
                    row.resize(place + 1, Value::Null);
                }
                row[place] = value;
            }
            table.rows.push(row);
        }
        for row in &mut table.rows {
            row.resize(table.columns.len(), Value::Null);
        }
        table.without_absent_objects();
        table
    }

    /// Takes out the columns of objects that are absent in some rows: where they are there, they are columns of their own.
    fn without_absent_objects(&mut self) {
        let inside = |name: &str| {
            self.columns.iter().any(|other| other.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
        };
        let kept: Vec<bool> = self.columns.iter().map(|name| !inside(name)).collect();
        let mut keep = kept.iter();
        self.columns.retain(|_| *keep.next().expect("a flag a column"));
        for row in &mut self.rows {
            let mut keep = kept.iter();
            row.retain(|_| *keep.next().expect("a flag a column"));
        }
    }

    /// The heads of its columns: the name, and the unit of a number.
    #[must_use]
    pub fn heads(&self) -> Vec<String> {
        let units = self.units.iter().copied().chain(std::iter::repeat(None));
        let head = |(name, unit): (&String, Option<&str>)| {
            unit.map_or_else(|| name.clone(), |unit| format!("{name} [{unit}]"))
        };
        self.columns.iter().zip(units).map(head).collect()
    }

    /// The table for reading: numbers aligned right and rounded, absent values left blank.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = text_table();
        text.set_header(self.columns.iter().map(|name| head(name, self.is_numeric(name))));
        for row in &self.rows {
            text.add_row(row.iter().map(text_cell));
        }
        finish(&text)
    }

    /// The table as CSV with a line of [heads](Self::heads); numbers in full precision.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let records = std::iter::once(self.heads()).chain(self.rows.iter().map(|row| row.iter().map(plain).collect()));
        for record in records {
            writer.write_record(&record).expect("every row is as long as the heads, and memory takes any write");
        }
        let bytes = writer.into_inner().expect("memory takes any write");
        String::from_utf8(bytes).expect("text in, text out")
    }

    /// The rows as JSON objects; absent values are left out.
    #[must_use]
    pub fn json(&self) -> Value {
        let object = |row: &Vec<Value>| {
            let pairs = self.columns.iter().cloned().zip(row.iter().cloned());
            Value::Object(pairs.filter(|(_, value)| !value.is_null()).collect())
        };
        Value::Array(self.rows.iter().map(object).collect())
    }

    fn is_numeric(&self, name: &str) -> bool {
        let place = self.columns.iter().position(|column| column == name);
        let mut values = place.into_iter().flat_map(|n| self.rows.iter().map(move |row| &row[n]));
        values.all(|value| value.is_number() || value.is_null())
    }
}

/// A table of text without borders whose lines are never wrapped.
pub(super) fn text_table() -> TextTable {
    let mut table = TextTable::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table
}

/// A head aligned like its column.
pub(super) fn head(name: &str, numeric: bool) -> TextCell {
    let alignment = if numeric { CellAlignment::Right } else { CellAlignment::Left };
    TextCell::new(name).set_alignment(alignment)
}

/// A cell aligned right.
pub(super) fn right(text: impl Into<String>) -> TextCell {
    TextCell::new(text.into()).set_alignment(CellAlignment::Right)
}

/// The lines of a table, two blanks between columns, none at the ends of lines, closed by a newline.
pub(super) fn finish(table: &TextTable) -> String {
    lines(table, 2)
}

/// The same with one blank between columns: for many columns of time.
pub(super) fn narrow(table: &TextTable) -> String {
    lines(table, 1)
}

fn lines(table: &TextTable, blanks: u16) -> String {
    let mut table = table.clone();
    for column in table.column_iter_mut() {
        column.set_padding((0, blanks));
    }
    fitted(&table, blanks, page::width())
}

/// The table on a page of so many columns: where it is wider, its columns stand below each other in parts that all begin with the first
/// one (and end with the units); of a long table only the first part, and what was left out is said.
fn fitted(table: &TextTable, blanks: u16, page: Option<usize>) -> String {
    let whole = rendered(table);
    let Some(page) = page.filter(|page| whole.lines().any(|line| line.chars().count() > *page)) else {
        return whole;
    };
    let parts = parts(table, blanks, page);
    if table.row_count() <= FOLDED {
        let texts: Vec<String> = parts.iter().map(|shown| part(table, shown, page)).collect();
        return texts.join("\n");
    }
    let heads: Vec<String> = table.header().into_iter().flat_map(Row::cell_iter).map(TextCell::content).collect();
    let shown = parts.first().map_or(&[][..], Vec::as_slice);
    let left: Vec<&str> = (0..heads.len()).filter(|n| !shown.contains(n)).map(|n| heads[n].as_str()).collect();
    format!(
        "{}({} columns are too few for {}: a wider terminal, or --format csv)\n",
        part(table, shown, page),
        page,
        left.join(", ")
    )
}

/// Which columns stand beside each other.
fn parts(table: &TextTable, blanks: u16, page: usize) -> Vec<Vec<usize>> {
    let widths: Vec<usize> =
        table.column_max_content_widths().iter().map(|width| usize::from(*width) + usize::from(blanks)).collect();
    let Some((first, last)) = (0..widths.len()).next().zip(widths.len().checked_sub(1)) else {
        return Vec::new();
    };
    let mut heads = table.header().into_iter().flat_map(Row::cell_iter).map(TextCell::content);
    // A last column without a head says the unit of its line.
    let unit = (last > 1 && heads.nth(last).is_some_and(|head| head.is_empty())).then_some(last);
    // Of a long table only one part is shown: names that take most of the page would leave no room for what they are names of.
    let lead = (table.row_count() <= FOLDED || 2 * widths[first] <= page).then_some(first);
    let kept = lead.map_or(0, |lead| widths[lead]) + unit.map_or(0, |unit| widths[unit]);
    let mut parts: Vec<Vec<usize>> = Vec::new();
    let mut used = usize::MAX;
    for n in (0..widths.len()).filter(|n| *n != first && Some(*n) != unit) {
        // Blanks behind the last column are not printed.
        if used.saturating_add(widths[n]) > page + usize::from(blanks) {
            parts.push(lead.into_iter().collect());
            used = kept;
        }
        used += widths[n];
        parts.last_mut().expect("a part was begun").push(n);
    }
    for part in &mut parts {
        part.extend(unit);
    }
    parts
}

/// Some columns of a table; a single one that is too wide for the page is broken within its cells.
fn part(table: &TextTable, shown: &[usize], page: usize) -> String {
    let mut table = table.clone();
    for (n, column) in table.column_iter_mut().enumerate() {
        if !shown.contains(&n) {
            column.set_constraint(ColumnConstraint::Hidden);
        }
    }
    let text = rendered(&table);
    if text.lines().all(|line| line.chars().count() <= page) {
        return text;
    }
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(u16::try_from(page).unwrap_or(u16::MAX));
    rendered(&table)
}

fn rendered(table: &TextTable) -> String {
    let mut out = String::new();
    for line in table.to_string().lines() {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn flatten(prefix: &str, value: &Value, cells: &mut Vec<(String, Value)>) {
    let Value::Object(object) = value else { return };
    for (key, value) in object {
        let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match value {
            Value::Object(_) => flatten(&name, value, cells),
            Value::Array(list) => {
                cells.push((name, Value::String(list.iter().map(plain).collect::<Vec<_>>().join(";"))));
            }
            _ => cells.push((name, value.clone())),
        }
    }
}

fn text_cell(value: &Value) -> TextCell {
    match value.as_f64() {
        Some(number) => right(words::count(number)),
        None => TextCell::new(plain(value)),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn sample() -> Table {
        Table::from_json(
            "orders",
            &json!([
                { "id": "buy[a,b]@2026Q1", "quantity": 1234.5678, "ordered": { "period": "2026Q1" }, "vendor": null },
                { "id": "order[c, \"d\"]", "quantity": 5.0, "ordered": { "period": "2025Q4" }, "tags": ["x", "y"] },
            ]),
        )
    }

    #[test]
    fn on_a_narrow_page_columns_stand_below_each_other_or_are_named() {
        let wide = |rows: usize| {
            let mut table = text_table();
            table.set_header(["what", "2026Q1", "2026Q2", "2026Q3", ""]);
            for n in 0..rows {
                table.add_row([
                    head(&format!("row {n}"), false),
                    right("1,234"),
                    right("56,789"),
                    right("-"),
                    head("MW", false),
                ]);
            }
            for column in table.column_iter_mut() {
                column.set_padding((0, 1));
            }
            table
        };
        let narrow = fitted(&wide(2), 1, Some(24));
        let expected = "what  2026Q1 2026Q2\nrow 0  1,234 56,789 MW\nrow 1  1,234 56,789 MW\n\n\
                        what  2026Q3\nrow 0      - MW\nrow 1      - MW\n";
        assert_eq!(narrow, expected);
        assert_eq!(fitted(&wide(2), 1, Some(80)), fitted(&wide(2), 1, None));
        let long = fitted(&wide(FOLDED + 1), 1, Some(24));
        assert!(long.ends_with("(24 columns are too few for 2026Q3: a wider terminal, or --format csv)\n"), "{long}");
        assert_eq!(long.lines().count(), FOLDED + 3);
        let mut named = wide(FOLDED + 1);
        named.add_row([head("a name that takes most of the page", false), right("1")]);
        let named = fitted(&named, 1, Some(40));
        assert!(named.starts_with("2026Q1 2026Q2 2026Q3"), "{named}");
        assert!(named.ends_with("(40 columns are too few for what: a wider terminal, or --format csv)\n"), "{named}");
    }

    #[test]
    fn nested_rows_become_flat_columns_in_order_of_appearance() {
        let table = sample();
        assert_eq!(table.columns, ["id", "quantity", "ordered.period", "vendor", "tags"]);
        assert!(table.rows.iter().all(|row| row.len() == 5));
    }

    #[test]
    fn csv_quotes_what_needs_it_and_keeps_every_digit() {
        let csv = sample().csv();
        assert_eq!(
            csv,
            "id,quantity,ordered.period,vendor,tags\n\
             \"buy[a,b]@2026Q1\",1234.5678,2026Q1,,\n\
             \"order[c, \"\"d\"\"]\",5.0,2025Q4,,x;y\n"
        );
    }

    #[test]
    fn json_leaves_out_what_is_absent() {
        assert_eq!(
            sample().json()[0],
            json!({ "id": "buy[a,b]@2026Q1", "quantity": 1234.5678, "ordered.period": "2026Q1" })
        );
    }
}
