//! Demand that waits.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Summary;
use super::lists::rest;
use crate::plan::types::Plan;
use crate::report::table::{finish, head, right, text_table};
use crate::report::words::{percent, rounded_count};

/// Demand of a segment that is left to wait.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Waits {
    /// Whose.
    pub segment: String,
    /// The most that waits at the end of a period.
    pub most: f64,
    /// The workload's unit.
    pub unit: String,
    /// That, as a share of what the segment asks for in the period.
    pub share: f64,
    /// First period at whose end some waits.
    pub from: String,
    /// Last period at whose end some waits.
    pub to: String,
}

/// The segments of a plan some of whose demand waits, in their order.
pub(super) fn waits(plan: &Plan) -> Vec<Waits> {
    let mut found: BTreeMap<&str, Waits> = BTreeMap::new();
    // Rounding of the solver is not a decision to wait.
    for row in plan.demand.iter().filter(|row| row.waiting > 1e-6 * row.demand.max(1.0)) {
        let span = || row.span.period.clone();
        let one = found.entry(&row.segment).or_insert_with(|| Waits {
            segment: row.segment.clone(),
            most: 0.0,
            unit: row.unit.clone(),
            share: 0.0,
            from: span(),
            to: span(),
        });
        if row.waiting > one.most {
            (one.most, one.share) = (row.waiting, row.waiting / row.demand);
        }
        one.to = span();
    }
    found.into_values().collect()
}

/// As a list; nothing where nothing waits.
pub(super) fn list(summary: &Summary) -> String {
    if summary.waits.is_empty() {
        return String::new();
    }
    let mut table = text_table();
    let names = ["Lets wait", "at most", "of its demand", "when"];
    table.set_header(names.map(|name| head(name, matches!(name, "at most" | "of its demand"))));
    for row in summary.waits.iter().take(super::lists::SHOWN) {
        let when = if row.from == row.to { row.from.clone() } else { format!("{}..{}", row.from, row.to) };
        table.add_row([
            head(&row.segment, false),
            right(format!("{} {}", rounded_count(row.most), row.unit)),
            right(percent(row.share)),
            head(&when, false),
        ]);
    }
    finish(&table) + &rest(summary.waits.len(), "show PLAN demand")
}
