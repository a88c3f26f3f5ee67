//! Tables in CSV and sheets become part of the tree of the model file, each value with its cell as place.

use std::borrow::Cow;
use std::path::Path;

use crate::files::number::{MEND, is_error_value};
use crate::files::table::{self, Grid, Record};
use crate::files::tree::shorten;
use crate::files::{Entry, Finding, Node, Place, Value};
use crate::units::split_number;

use super::guess;
use super::read::{Field, Reader, Row};
use super::shape;

/// A column of a table of rows: the parts of its key, and its unit if the header gives one.
pub(super) struct Column {
    pub(super) parts: Vec<String>,
    pub(super) unit: String,
}

/// The columns of a table of rows.
pub(super) struct Columns {
    pub(super) kind: &'static str,
    /// Whether the first one holds ids; else the rows are named by keys of theirs.
    by_id: bool,
    /// Those that name a row.
    pub(super) naming: Vec<usize>,
    /// The key of each one; none for ids and for what is no key.
    pub(super) list: Vec<Option<Column>>,
}

/// What a table holds.
#[derive(Clone, Copy)]
pub(super) enum Holds {
    /// Rows of a kind.
    Rows(&'static str),
    /// Series of the rows of a kind, and the key that they are.
    Series(&'static str, &'static str),
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
            let before = self.findings.errors();
            let Some(grid) = self.grid(&field, folder) else {
                self.unread.push(key);
                continue;
            };
            match holds(key) {
                Holds::Rows(kind) => self.table(root, &grid, kind),
                Holds::Series(kind, key) => self.series(root, &grid, kind, key),
            }
            if self.findings.errors() > before {
                self.unread.push(key);
            }
        }
    }

    pub(super) fn grid(&mut self, field: &Field<'_>, folder: &Path) -> Option<Grid> {
        let name = self.text(field);
        if name.is_empty() {
            return None;
        }
        let mut wrong = Vec::new();
        let read = table::read(folder, &name, &mut self.findings.sources, &mut wrong);
        for finding in wrong {
            self.findings.push(finding);
        }
        match read {
            Ok(grid) => Some(grid),
            Err(finding) => {
                self.findings.push(Finding { place: Some(field.place()), ..*finding });
                None
            }
        }
    }

    /// Adds the rows of a table of a kind.
    fn table(&mut self, root: &mut Node, grid: &Grid, kind: &'static str) {
        let Some(columns) = self.columns(grid, kind) else { return };
        let mut added = Vec::with_capacity(grid.records().len());
        for record in grid.records() {
            let id = if columns.by_id { record.text(0) } else { "" };
            let entries = Vec::with_capacity(columns.list.len());
            let mut node = Node { value: Value::Table(entries), place: record.place(0) };
            for (n, column) in columns.list.iter().enumerate() {
                let Some(column) = column else { continue };
                if let Some(value) = self.value_below(record, n, column, &columns) {
                    insert(&mut node, &column.parts, value, &record.place(n));
                }
            }
            if self.named(record, &columns) {
                added.push(Entry { key: id.to_owned(), place: record.place(0), node });
            }
        }
        append(root, kind, added);
    }

    /// The value of a cell of a table of rows, with its unit.
    pub(super) fn value_below(
        &mut self,
        record: Record<'_>,
        n: usize,
        column: &Column,
        columns: &Columns,
    ) -> Option<Node> {
        let name = || format!("`{}` of {} `{}`", column.parts.join("."), columns.kind, shorten(&columns.name(record)));
        let text = self.cell(record, n, name)?;
        Some(Node { value: Value::Cell(with_unit(&text, &column.unit)), place: record.place(n) })
    }

    /// Whether a row has an id, where it needs one.
    pub(super) fn named(&mut self, record: Record<'_>, columns: &Columns) -> bool {
        let named = !columns.by_id || !record.text(0).is_empty();
        if !named {
            self.error(format!("this {} has no id", columns.kind), &record.place(0));
        }
        named
    }

    /// The text of a cell with its number as a model file writes it; `None` for an empty one and for what is wrong.
    pub(super) fn cell<'g>(
        &mut self,
        record: Record<'g>,
        column: usize,
        name: impl FnOnce() -> String,
    ) -> Option<Cow<'g, str>> {
        let text = record.text(column);
        if text.is_empty() {
            return None;
        }
        if is_error_value(text) {
            let message = format!("{} is `{text}`", name());
            self.findings.push(Finding::error(message, record.place(column)).hint(MEND));
            return None;
        }
        match record.plain(column) {
            Ok(text) => Some(text),
            Err((why, mend)) => {
                let message = format!("{} is `{}`, which {why}", name(), shorten(text));
                self.findings.push(Finding::error(message, record.place(column)).hint(mend));
                None
            }
        }
    }

    /// Whether the first column is the one of ids, as its header says.
    pub(super) fn id_column(&mut self, grid: &Grid, kind: &'static str) -> bool {
        let Some(first) = grid.header.first() else { return false };
        let good = first.text == kind || first.text == "id";
        if !good {
            let message = format!("the first column of a table of {kind} rows is `{}`", shorten(&first.text));
            let hint = format!("it holds their ids: name it `{kind}` or `id`");
            self.findings.push(Finding::error(message, first.place.clone()).label("not an id").hint(hint));
        }
        good
    }

    /// The columns of a table of rows; an unknown key is said once, at the header.
    pub(super) fn columns(&mut self, grid: &Grid, kind: &'static str) -> Option<Columns> {
        let (_, shape) = shape::KINDS.iter().find(|(name, _)| *name == kind)?;
        let by_id = shape::named_by(kind).is_empty();
        if by_id && !self.id_column(grid, kind) {
            return None;
        }
        let mut list = Vec::new();
        for (n, cell) in grid.header.iter().enumerate() {
            if n == 0 && by_id {
                list.push(None);
                continue;
            }
            let (key, unit) = header(&cell.text);
            let parts: Vec<String> = key.split('.').map(|part| part.trim().to_owned()).collect();
            if parts.len() > 4 || !shape.has(&parts[0]) {
                let hint = guess::hint(&parts[0], shape.keys.iter().copied());
                let message = format!("`{}` is not a key of a {}", shorten(key), shape.name);
                self.findings.push(Finding::error(message, cell.place.clone()).label("not a key").maybe(hint));
                list.push(None);
                continue;
            }
            if grid.header[..n].iter().any(|other| header(&other.text).0 == key) {
                self.error(format!("there are two columns `{}`", shorten(key)), &cell.place);
            }
            list.push(Some(Column { parts, unit: unit.to_owned() }));
        }
        let is = |column: &Option<Column>, key: &str| column.as_ref().is_some_and(|column| column.parts == [key]);
        let keys = shape::named_by(kind).iter();
        let naming = keys.filter_map(|key| list.iter().position(|column| is(column, key))).collect();
        Some(Columns { kind, by_id, naming: if by_id { vec![0] } else { naming }, list })
    }
}

impl Columns {
    /// The name of a row: its id, or the keys that name it.
    pub(super) fn name(&self, record: Record<'_>) -> String {
        let parts: Vec<&str> = self.naming.iter().map(|n| record.text(*n)).collect();
        parts.join(",")
    }
}

/// What the table of a key of `[tables]` holds.
pub(super) fn holds(key: &'static str) -> Holds {
    match shape::SERIES.iter().find(|(name, _, _)| *name == key) {
        Some((_, kind, key)) => Holds::Series(kind, key),
        None if key == "paths" => Holds::Rows("path"),
        None => Holds::Rows(key),
    }
}

/// The key and the unit of a header: `power [kW]`.
pub(super) fn header(text: &str) -> (&str, &str) {
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
pub(super) fn root_value<'r>(root: &'r mut Node, key: &str) -> Option<&'r mut Value> {
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
pub(super) fn insert(node: &mut Node, parts: &[String], value: Node, place: &Place) {
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
