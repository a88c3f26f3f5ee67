//! Tables whose columns are the periods of a plan.

use super::columns::Columns;
use super::table::{head, narrow, right, text_table};
use crate::plan::types::Plan;

/// A table with columns of time: names on the left, a unit on the right.
pub(super) struct Grid {
    pub(super) columns: Columns,
    text: comfy_table::Table,
}

impl Grid {
    /// An empty one over the periods of a plan; the corner says what its numbers are.
    pub(super) fn new(plan: &Plan, corner: &str) -> Self {
        let columns = Columns::of(plan);
        let mut text = text_table();
        let heads = columns.heads.iter().map(|name| head(name, true));
        text.set_header(std::iter::once(head(corner, false)).chain(heads).chain([head("", false)]));
        Self { columns, text }
    }

    /// Adds a line.
    pub(super) fn row(&mut self, name: &str, values: impl IntoIterator<Item = String>, unit: &str) {
        let values = values.into_iter().map(right);
        self.text.add_row(std::iter::once(head(name, false)).chain(values).chain([head(unit, false)]));
    }

    /// Its lines.
    pub(super) fn finish(&self) -> String {
        narrow(&self.text)
    }
}

/// Writes nothing as a dash.
pub(super) fn dash(write: fn(f64) -> String) -> impl Fn(f64) -> String {
    move |value| if value.abs() < 1e-9 { "-".into() } else { write(value) }
}
