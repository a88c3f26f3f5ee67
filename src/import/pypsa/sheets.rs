//! The files of a folder: one of static values for each kind of component, one for each value that varies by snapshot.

use std::collections::BTreeMap;
use std::path::Path;

use crate::files::table::{self, Grid, Record};
use crate::files::{Finding, Findings, Place};

/// The tables of a folder by the name of their file without `.csv`.
pub(super) struct Sheets {
    tables: BTreeMap<String, Grid>,
}

/// A component: its row with the columns of its table.
#[derive(Clone, Copy)]
pub(super) struct Row<'s> {
    grid: &'s Grid,
    record: Record<'s>,
}

impl Sheets {
    /// Reads every CSV file; what is wrong with them is found.
    pub(super) fn read(folder: &Path, findings: &mut Findings) -> Self {
        let mut tables = BTreeMap::new();
        let listed = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
        let mut names: Vec<String> = listed.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        // A folder without buses is no network; the file that is missing is named.
        if !names.iter().any(|name| name == "buses.csv") {
            names.push("buses.csv".into());
        }
        for name in names {
            let Some(stem) = name.strip_suffix(".csv") else { continue };
            let mut wrong = Vec::new();
            match table::read(folder, &name, &mut findings.sources, &mut wrong) {
                Ok(grid) => {
                    tables.insert(stem.to_owned(), grid);
                }
                Err(finding) => wrong.push(*finding),
            }
            for finding in wrong {
                findings.push(finding);
            }
        }
        Self { tables }
    }

    /// The rows of a table, none where it is not there.
    pub(super) fn rows<'s>(&'s self, name: &str) -> Vec<Row<'s>> {
        let grid = self.tables.get(name);
        grid.into_iter().flat_map(|grid| grid.records().map(move |record| Row { grid, record })).collect()
    }

    /// Whether a value of a component varies by snapshot.
    pub(super) fn varies(&self, name: &str, component: &str) -> bool {
        self.tables.get(name).is_some_and(|grid| grid.header.iter().skip(1).any(|cell| cell.text == component))
    }

    /// A value of a component by snapshot; `None` where it does not vary.
    pub(super) fn series(&self, name: &str, component: &str, findings: &mut Findings) -> Option<Vec<f64>> {
        let rows = self.rows(name);
        self.varies(name, component).then(|| rows.iter().map(|row| row.number(component, 0.0, findings)).collect())
    }

    /// The names of all tables.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.tables.keys().map(String::as_str)
    }
}

impl<'s> Row<'s> {
    fn column(self, name: &str) -> Option<usize> {
        self.grid.header.iter().position(|cell| cell.text == name)
    }

    /// Its name: what stands in the first column.
    pub(super) fn name(self) -> &'s str {
        self.record.text(0).trim()
    }

    /// A text; empty where there is none.
    pub(super) fn text(self, column: &str) -> &'s str {
        self.column(column).map_or("", |column| self.record.text(column).trim())
    }

    /// A number; `otherwise` where the cell is empty or not there.
    pub(super) fn number(self, column: &str, otherwise: f64, findings: &mut Findings) -> f64 {
        let text = self.text(column);
        if text.is_empty() {
            return otherwise;
        }
        match text {
            "inf" => f64::INFINITY,
            "-inf" => f64::NEG_INFINITY,
            text => text.parse().ok().filter(|number: &f64| number.is_finite()).unwrap_or_else(|| {
                let message = format!("`{}` is no number", crate::files::tree::shorten(text));
                findings.push(Finding::error(message, self.place(column)).label("not a number"));
                otherwise
            }),
        }
    }

    /// Whether a flag is set.
    pub(super) fn flag(self, column: &str) -> bool {
        matches!(self.text(column), "True" | "true" | "TRUE" | "1" | "1.0")
    }

    /// Where a cell stands; the name where there is no such column.
    pub(super) fn place(self, column: &str) -> Place {
        self.record.place(self.column(column).unwrap_or(0))
    }
}
