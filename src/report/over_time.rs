//! Tables whose columns are the periods of a plan.

use super::columns::Columns;
use super::table::{head, narrow, right, text_table};
use crate::plan::types::Plan;

/// A table with columns of time: names on the left, a unit on the right.
pub(super) struct Grid {
    pub(super) columns: Columns,
    /// What its numbers are.
    pub(super) corner: String,
    pub(super) rows: Vec<Row>,
}

/// A line of it: its numbers, and as they are read.
pub(super) struct Row {
    pub(super) name: String,
    /// By column; not a number where there is none.
    pub(super) values: Vec<f64>,
    pub(super) words: Vec<String>,
    pub(super) unit: String,
}

impl Grid {
    /// An empty one over the periods of a plan; the corner says what its numbers are.
    pub(super) fn new(plan: &Plan, corner: &str) -> Self {
        Self { columns: Columns::of(plan), corner: corner.to_owned(), rows: Vec::new() }
    }

    /// Adds a line.
    pub(super) fn row(&mut self, name: &str, values: Vec<f64>, write: impl Fn(f64) -> String, unit: &str) {
        let words = values.iter().map(|value| write(*value)).collect();
        self.rows.push(Row { name: name.to_owned(), values, words, unit: unit.to_owned() });
    }

    /// Its lines.
    pub(super) fn text(&self) -> String {
        let mut text = text_table();
        let heads = self.columns.heads.iter().map(|name| head(name, true));
        text.set_header(std::iter::once(head(&self.corner, false)).chain(heads).chain([head("", false)]));
        for row in &self.rows {
            let words = row.words.iter().map(right);
            text.add_row(std::iter::once(head(&row.name, false)).chain(words).chain([head(&row.unit, false)]));
        }
        narrow(&text)
    }
}

/// Writes nothing as a dash.
pub(super) fn dash(write: fn(f64) -> String) -> impl Fn(f64) -> String {
    move |value| if value.abs() < 1e-9 { "-".into() } else { write(value) }
}
