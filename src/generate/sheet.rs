//! A table that drops the columns in which nothing stands.

/// Rows under columns.
pub(super) struct Sheet {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Sheet {
    /// An empty table; the first column is the id.
    pub(super) fn new<C: Into<String>>(columns: impl IntoIterator<Item = C>) -> Self {
        Self { columns: columns.into_iter().map(Into::into).collect(), rows: Vec::new() }
    }

    /// Adds a row of as many cells as there are columns.
    pub(super) fn row(&mut self, cells: Vec<String>) {
        debug_assert_eq!(cells.len(), self.columns.len(), "a row has a cell for each column");
        self.rows.push(cells);
    }

    /// Whether there is no row.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table under a comment. No cell holds a comma, a quote or a line break: they are ids and numbers.
    pub(super) fn text(&self, comment: &str) -> String {
        let kept: Vec<usize> =
            (0..self.columns.len()).filter(|&n| n == 0 || self.rows.iter().any(|row| !row[n].is_empty())).collect();
        let mut text = format!("# {comment}\n");
        let line = |text: &mut String, cells: &[String]| {
            for (n, column) in kept.iter().enumerate() {
                if n > 0 {
                    text.push(',');
                }
                text.push_str(&cells[*column]);
            }
            text.push('\n');
        };
        line(&mut text, &self.columns);
        for row in &self.rows {
            line(&mut text, row);
        }
        text
    }
}

/// A cell that may be empty.
pub(super) fn cell<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// A number, empty where it is zero.
pub(super) fn some(value: f64) -> String {
    if value == 0.0 { String::new() } else { value.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_columns_are_left_out() {
        let mut sheet = Sheet::new(["site", "pue", "tags"]);
        sheet.row(vec!["a".into(), some(1.2), cell::<String>(None)]);
        sheet.row(vec!["b".into(), some(0.0), String::new()]);
        assert_eq!(sheet.text("made"), "# made\nsite,pue\na,1.2\nb,\n");
    }
}
