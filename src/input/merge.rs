//! Tables in CSV become part of the tree of the model file, each value with its cell as place.

use std::collections::HashMap;
use std::path::Path;

use crate::calendar::label;
use crate::domain::Month;
use crate::files::table::{self, Cell, Grid};
use crate::files::tree::shorten;
use crate::files::{Entry, Finding, Node, Place, Value};
use crate::units::split_number;

use super::guess;
use super::read::{Field, Reader, Row};
use super::shape::{self, Shape};

/// A column of a table of rows: the parts of its key, and its unit if the header gives one.
pub(super) struct Column {
    pub(super) parts: Vec<String>,
    pub(super) unit: String,
}

impl Reader {
    /// Merges every table that the model file names.
    pub(super) fn merge(&mut self, root: &mut Node, folder: &Path) {
        let Some(tables) = root.get("tables").cloned() else {
            return;
        };
        let place = tables.place.clone();
        let top = Node { value: Value::Table(vec![]), place: place.clone() };
        let field = Row::top(&top, &place).section("tables", &tables);
        let Some(row) = self.sub(shape::TABLES, &field) else {
            return;
        };
        for key in shape::TABLES.keys {
            let Some(field) = row.get(key) else { continue };
            let Some(grid) = self.grid(&field, folder) else {
                continue;
            };
            match *key {
                "demand" => self.series(root, &grid, "segment", "demand"),
                "other_load" => self.series(root, &grid, "node", "other_load"),
                "paths" => self.table(root, &grid, "path"),
                kind => self.table(root, &grid, kind),
            }
        }
    }

    pub(super) fn grid(&mut self, field: &Field<'_>, folder: &Path) -> Option<Grid> {
        let name = self.text(field);
        if name.is_empty() {
            return None;
        }
        let path = folder.join(&name);
        let (file, read) = self.findings.sources.read(&path, &path.display().to_string());
        if let Some(finding) = read {
            self.findings.push(Finding { place: Some(field.place()), ..finding });
            return None;
        }
        let text = self.findings.sources.get(file).map(|source| source.text.clone()).unwrap_or_default();
        let mut wrong = Vec::new();
        let grid = table::parse(&text, file, &mut wrong);
        for finding in wrong {
            self.findings.push(finding);
        }
        Some(grid)
    }

    /// Adds the rows of a table of a kind.
    fn table(&mut self, root: &mut Node, grid: &Grid, kind: &str) {
        let Some((_, shape)) = shape::KINDS.iter().find(|(name, _)| *name == kind) else {
            return;
        };
        let ids = id_columns(kind);
        let columns = self.columns(grid, shape, ids);
        let mut added = Vec::new();
        for record in &grid.records {
            let Some(first) = record.first() else { continue };
            let mut node = Node { value: Value::Table(vec![]), place: first.place.clone() };
            for (cell, column) in record.iter().zip(&columns) {
                let Some(column) = column else { continue };
                if !cell.text.is_empty() {
                    let value = Value::Cell(with_unit(&cell.text, &column.unit));
                    insert(&mut node, &column.parts, Node { value, place: cell.place.clone() }, &cell.place);
                }
            }
            if ids == [""] && first.text.is_empty() {
                self.error(format!("this {kind} has no id"), &first.place);
                continue;
            }
            added.push(Entry { key: first.text.clone(), place: first.place.clone(), node });
        }
        append(root, kind, added);
    }

    /// The columns of a table of rows; an unknown key is said once, at the header.
    pub(super) fn columns(&mut self, grid: &Grid, shape: &Shape, ids: &[&str]) -> Vec<Option<Column>> {
        let mut columns = Vec::new();
        for (n, cell) in grid.header.iter().enumerate() {
            if let Some(id) = ids.get(n) {
                columns.push((!id.is_empty()).then(|| Column { parts: vec![(*id).to_owned()], unit: String::new() }));
                continue;
            }
            let (key, unit) = header(&cell.text);
            let parts: Vec<String> = key.split('.').map(|part| part.trim().to_owned()).collect();
            if parts.len() > 4 || !shape.has(&parts[0]) {
                let hint = guess::hint(&parts[0], shape.keys.iter().copied());
                let message = format!("`{}` is not a key of a {}", shorten(key), shape.name);
                self.findings.push(Finding::error(message, cell.place.clone()).label("not a key").maybe(hint));
                columns.push(None);
                continue;
            }
            if grid.header[..n].iter().any(|other| header(&other.text).0 == key) {
                self.error(format!("there are two columns `{}`", shorten(key)), &cell.place);
            }
            columns.push(Some(Column { parts, unit: unit.to_owned() }));
        }
        columns
    }

    /// Adds a series to each row that it names.
    fn series(&mut self, root: &mut Node, grid: &Grid, kind: &'static str, key: &str) {
        if grid.header.is_empty() {
            return;
        }
        let unit = header_unit(grid);
        if unit.is_none() {
            self.error("this table has no column `unit`", &grid.header[0].place);
        }
        let periods = self.series_periods(grid, unit);
        let missing = self.periods_without(&periods);
        if !missing.is_empty() {
            let some = missing.iter().take(4).cloned().collect::<Vec<_>>().join(", ");
            let more = if missing.len() > 4 { format!(" and {} more", missing.len() - 4) } else { String::new() };
            self.error(format!("this table has no column for {some}{more}"), &grid.header[0].place);
        }
        let mut rows: HashMap<String, usize> = HashMap::new();
        for (n, entry) in root.get(kind).map(Node::entries).unwrap_or_default().iter().enumerate() {
            rows.insert(entry.key.clone(), n);
        }
        for record in &grid.records {
            let Some(first) = record.first() else { continue };
            let Some(row) = rows.get(&first.text).copied() else {
                let hint = guess::hint(&first.text, rows.keys().map(String::as_str));
                let message = format!("this row is for `{}`, which no {kind} is", shorten(&first.text));
                self.findings
                    .push(Finding::error(message, first.place.clone()).label(format!("not a {kind}")).maybe(hint));
                continue;
            };
            let unit = unit.and_then(|n| record.get(n)).map(|cell| cell.text.clone()).unwrap_or_default();
            let values = self.series_values(record, &periods, &unit, key);
            let value = Node { value: Value::Table(values), place: first.place.clone() };
            let Some(Value::Table(entries)) = root_value(root, kind) else {
                continue;
            };
            let node = &mut entries[row].node;
            if let Some(other) = node.get(key) {
                let message = format!("`{key}` of {kind} `{}` is given twice", shorten(&first.text));
                let finding = Finding::error(message, first.place.clone()).also(other.place.clone(), "also here");
                self.findings.push(finding);
                continue;
            }
            insert(node, &[key.to_owned()], value, &first.place);
        }
    }

    /// The month of each column that is a period.
    pub(super) fn series_periods(&mut self, grid: &Grid, unit: Option<usize>) -> Vec<Option<Month>> {
        let mut periods = Vec::new();
        for (n, cell) in grid.header.iter().enumerate() {
            if n == 0 || Some(n) == unit {
                periods.push(None);
                continue;
            }
            match label::period(&cell.text, &self.horizon) {
                Ok(month) => {
                    if periods.contains(&Some(month)) {
                        self.error(format!("there are two columns `{}`", shorten(&cell.text)), &cell.place);
                        periods.push(None);
                    } else {
                        periods.push(Some(month));
                    }
                }
                Err(why) => {
                    self.error(format!("the column `{}` {why}", shorten(&cell.text)), &cell.place);
                    periods.push(None);
                }
            }
        }
        periods
    }

    /// The periods of the horizon that no column gives.
    fn periods_without(&self, periods: &[Option<Month>]) -> Vec<String> {
        let step = self.horizon.step.months();
        let mut missing = Vec::new();
        let mut month = self.horizon.start;
        while month < self.horizon.end() {
            if !periods.contains(&Some(month)) {
                missing.push(label::write(month, &self.horizon));
            }
            month = Month(month.0 + step);
        }
        missing
    }

    fn series_values(&mut self, record: &[Cell], periods: &[Option<Month>], unit: &str, key: &str) -> Vec<Entry> {
        let id = record.first().map(|cell| shorten(&cell.text)).unwrap_or_default();
        let what = key.replace('_', " ");
        let mut values = Vec::new();
        for (cell, month) in record.iter().zip(periods) {
            let Some(month) = month else { continue };
            let label = label::write(*month, &self.horizon);
            if cell.text.is_empty() {
                self.error(format!("{what} of `{id}` in {label} is missing"), &cell.place);
            } else if split_number(&cell.text).is_none() {
                self.error(format!("{what} of `{id}` in {label} is `{}`", shorten(&cell.text)), &cell.place);
            } else {
                let node = Node { value: Value::Cell(with_unit(&cell.text, unit)), place: cell.place.clone() };
                values.push(Entry { key: label, place: cell.place.clone(), node });
            }
        }
        values
    }
}

/// The columns that name a row of a kind: the keys that they are, or its id.
pub(super) fn id_columns(kind: &str) -> &'static [&'static str] {
    match kind {
        "path" => &["from", "to"],
        "fleet" => &["chip", "site"],
        _ => &[""],
    }
}

/// The column of a series table that gives the unit.
pub(super) fn header_unit(grid: &Grid) -> Option<usize> {
    grid.header.iter().position(|cell| cell.text == "unit")
}

/// The key and the unit of a header: `power [kW]`.
fn header(text: &str) -> (&str, &str) {
    match text.split_once('[') {
        Some((key, rest)) => (key.trim(), rest.trim_end().trim_end_matches(']').trim()),
        None => (text.trim(), ""),
    }
}

/// A cell with the unit of its column, unless it has one of its own.
pub(super) fn with_unit(text: &str, unit: &str) -> String {
    match split_number(text) {
        Some((_, "")) if !unit.is_empty() => format!("{text} {unit}"),
        _ => text.to_owned(),
    }
}

/// The value of a key at the top, which becomes a table if it was absent.
fn root_value<'r>(root: &'r mut Node, key: &str) -> Option<&'r mut Value> {
    let place = root.place.clone();
    let Value::Table(entries) = &mut root.value else {
        return None;
    };
    let at = entries.iter().position(|entry| entry.key == key).unwrap_or(entries.len());
    if at == entries.len() {
        let empty = if key == "path" || key == "fleet" { Value::List(vec![]) } else { Value::Table(vec![]) };
        let node = Node { value: empty, place: place.clone() };
        entries.push(Entry { key: key.to_owned(), place, node });
    }
    Some(&mut entries[at].node.value)
}

/// Adds rows to a kind, whichever way its other rows are written.
fn append(root: &mut Node, kind: &str, added: Vec<Entry>) {
    match root_value(root, kind) {
        Some(Value::Table(entries)) => entries.extend(added),
        Some(Value::List(items)) => {
            for mut entry in added {
                if kind == "cash" && entry.node.get("id").is_none() {
                    let id = Node { value: Value::Cell(entry.key.clone()), place: entry.place.clone() };
                    insert(&mut entry.node, &["id".to_owned()], id, &entry.place);
                }
                items.push(entry.node);
            }
        }
        _ => {}
    }
}

/// Puts a value under a dotted key; what already stands there stays.
fn insert(node: &mut Node, parts: &[String], value: Node, place: &Place) {
    let Value::Table(entries) = &mut node.value else { return };
    let Some((first, rest)) = parts.split_first() else {
        return;
    };
    let at = entries.iter().position(|entry| entry.key == *first);
    if rest.is_empty() {
        if at.is_none() {
            entries.push(Entry { key: first.clone(), place: place.clone(), node: value });
        }
        return;
    }
    let at = at.unwrap_or_else(|| {
        let empty = Node { value: Value::Table(vec![]), place: place.clone() };
        entries.push(Entry { key: first.clone(), place: place.clone(), node: empty });
        entries.len() - 1
    });
    insert(&mut entries[at].node, rest, value, place);
}
