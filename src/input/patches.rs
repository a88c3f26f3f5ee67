//! The tables of a scenario: each cell that is not empty changes that of its row. They are read as the tables of a model are.

use std::collections::HashMap;
use std::path::Path;

use crate::files::table::Grid;
use crate::files::tree::shorten;
use crate::files::{Finding, Node, Place};

use super::address::Address;
use super::merge::{Columns, Holds, holds};
use super::overlay::{Act, Edit};
use super::read::{Reader, Row};
use super::shape;

impl Reader {
    /// What the tables of a scenario change in a model.
    pub(super) fn patches(&mut self, scenario: &Row<'_>, folder: &Path, root: &Node) -> Vec<Edit> {
        let mut edits = Vec::new();
        let Some(row) = scenario.get("tables").and_then(|field| self.sub(shape::TABLES, &field)) else {
            return edits;
        };
        for key in shape::TABLES.keys {
            let Some(field) = row.get(key) else { continue };
            let Some(grid) = self.grid(&field, folder) else { continue };
            match holds(key) {
                Holds::Rows(kind) => self.patch_rows(&grid, kind, &mut edits),
                Holds::Series(kind, key) => self.patch_series(root, &grid, kind, key, &mut edits),
            }
        }
        edits
    }

    fn patch_rows(&mut self, grid: &Grid, kind: &'static str, edits: &mut Vec<Edit>) {
        let before = self.findings.errors();
        let Some(columns) = self.columns(grid, kind) else { return };
        // A column that is missing may be one of those that have been found wrong.
        if self.findings.errors() == before {
            self.naming_columns(grid, &columns);
        }
        let mut seen: HashMap<String, Place> = HashMap::new();
        for record in grid.records() {
            let (id, place) = (columns.name(record), record.place(0));
            let mut changed = Vec::new();
            let mut named = self.named(record, &columns);
            for (n, column) in columns.list.iter().enumerate() {
                let Some(column) = column else { continue };
                let value = self.value_below(record, n, column, &columns);
                if columns.naming.contains(&n) {
                    named &= value.is_some() || record.text(n).is_empty();
                } else if let Some(value) = value {
                    changed.push((column, value));
                }
            }
            if !named || columns.naming.len() < shape::named_by(kind).len() {
                continue;
            }
            if let Some(first) = seen.get(&id) {
                let finding = Finding::error(format!("{kind} `{}` is there twice", shorten(&id)), place);
                self.findings.push(finding.also(first.clone(), "the first one"));
                continue;
            }
            for (column, value) in changed {
                let address = Address::of_row(kind, &id, &column.parts, None);
                edits.push(Edit { address, place: place.clone(), act: Act::Set(value) });
            }
            seen.insert(id, place);
        }
    }

    /// That the columns which name a row are all there.
    fn naming_columns(&mut self, grid: &Grid, columns: &Columns) {
        let Some(first) = grid.header.first() else { return };
        let there = |key: &str| columns.list.iter().flatten().any(|column| column.parts == [key]);
        for key in shape::named_by(columns.kind).iter().filter(|key| !there(key)) {
            let kind = columns.kind;
            let message = format!("this table has no column `{key}`");
            let hint = format!("it says which {kind} a row changes");
            self.findings.push(Finding::error(message, first.place.clone()).hint(hint));
        }
    }

    fn patch_series(&mut self, root: &Node, grid: &Grid, kind: &'static str, key: &'static str, edits: &mut Vec<Edit>) {
        for series in self.read_series(root, grid, (kind, key), false) {
            for value in series.values {
                let address = Address::of_row(kind, &series.id, &[key.to_owned()], Some(value.key));
                edits.push(Edit { address, place: series.first.clone(), act: Act::Set(value.node) });
            }
        }
    }
}
