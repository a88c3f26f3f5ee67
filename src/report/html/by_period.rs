//! The terminal's tables over time, as lists.

use super::Subject;
use super::parts::{Cell, Head, List, Section};
use crate::plan::types::Plan;
use crate::report::topic::Topic;

/// The plan by period, as in the summary, and its orders.
pub(super) fn section(subject: &Subject) -> Option<Section> {
    let summary = subject.summary;
    let name = if summary.years { "By period and year: MW at the end, shares over the whole" } else { "By period" };
    let mut list = over_time(name, &summary.columns);
    for (series, words, unit) in summary.rows() {
        let name = if series.part { format!("\u{2003}{}", series.name) } else { series.name.clone() };
        list.rows.push(line(name, series.values.iter().copied().zip(words), unit));
    }
    let orders = self::list("Orders", Topic::Orders, subject.plan);
    let lists: Vec<List> = [Some(list), orders].into_iter().flatten().filter(|list| !list.rows.is_empty()).collect();
    (!lists.is_empty()).then(|| Section {
        id: "periods",
        title: "By period",
        lead: Vec::new(),
        charts: Vec::new(),
        lists,
    })
}

/// A part of a plan over time as the terminal prints it; nothing where it is empty.
pub(super) fn list(name: &str, topic: Topic, plan: &Plan) -> Option<List> {
    let grid = topic.grid(plan)?;
    let mut list = over_time(&format!("{name} ({})", grid.corner), &grid.columns.heads);
    for row in grid.rows {
        // The terminal sets parts in by two blanks.
        let name = row.name.strip_prefix("  ").map_or(row.name.clone(), |part| format!("\u{2003}{part}"));
        list.rows.push(line(name, row.values.into_iter().zip(row.words), &row.unit));
    }
    (!list.rows.is_empty()).then_some(list)
}

fn over_time(name: &str, heads: &[String]) -> List {
    let mut list = List::new(name, &[""]);
    list.columns.extend(heads.iter().map(|head| Head { name: head.clone(), numeric: true }));
    list.columns.push(Head { name: "unit".into(), numeric: false });
    list.fixed = true;
    list
}

fn line(name: String, values: impl Iterator<Item = (f64, String)>, unit: &str) -> Vec<Cell> {
    let cells = values.map(|(value, words)| Cell::Number(value, words));
    std::iter::once(Cell::Words(name)).chain(cells).chain([Cell::words(unit)]).collect()
}
