//! The summary's tables below the first lines: by period, what was committed, what is declined, what one more is worth.

use super::{Series, Summary, Unit};
use crate::plan::types::{State, WorthRow};
use crate::report::table::{finish, head, narrow, right, text_table};
use crate::report::words::{Scale, count, grouped, megawatts, money, percent, rounded_count};

/// Lines of a list before the rest is counted.
pub(super) const SHOWN: usize = 4;

pub(super) fn series(summary: &Summary) -> String {
    if summary.columns.is_empty() {
        return String::new();
    }
    let mut table = text_table();
    let what = if summary.years { "a year: MW at its end" } else { "" };
    let heads = summary.columns.iter().map(|name| head(name, true));
    table.set_header(std::iter::once(head(what, false)).chain(heads).chain([head("", false)]));
    for (line, cells, unit) in rows(summary) {
        let name = if line.part { format!("  {}", line.name) } else { line.name.clone() };
        table.add_row(
            std::iter::once(head(&name, false)).chain(cells.into_iter().map(right)).chain([head(unit, false)]),
        );
    }
    narrow(&table)
}

/// The lines by period as they are read.
pub(super) fn rows(summary: &Summary) -> Vec<(&Series, Vec<String>, &'static str)> {
    let pen = Pen::new(&summary.series);
    let cells = |line: &Series| line.values.iter().map(|value| pen.cell(line.unit, *value)).collect();
    summary.series.iter().map(|line| (line, cells(line), pen.unit(line.unit))).collect()
}

/// How the numbers of one table are written: one scale a kind, so that columns and lines can be compared.
struct Pen {
    usd: Scale,
    most_usd: f64,
    most_chips: f64,
}

impl Pen {
    fn new(series: &[Series]) -> Self {
        let largest = |unit| {
            let lines = series.iter().filter(|line| line.unit == unit);
            lines.flat_map(|line| &line.values).fold(0.0_f64, |most, value| most.max(value.abs()))
        };
        let most_usd = largest(Unit::Usd);
        Self { usd: Scale::of(most_usd), most_usd, most_chips: largest(Unit::Chips) }
    }

    const fn unit(&self, unit: Unit) -> &'static str {
        match unit {
            Unit::Mw => "MW",
            Unit::Usd => self.usd.unit,
            Unit::Chips if self.most_chips >= 1e4 => "k chips",
            Unit::Chips => "chips",
            Unit::Projects => "",
            Unit::Share => "%",
        }
    }

    fn cell(&self, unit: Unit, value: f64) -> String {
        if unit == Unit::Share {
            return percent(value).trim_end_matches(" %").to_owned();
        }
        if value.abs() < 1e-9 {
            return "-".into();
        }
        match unit {
            Unit::Mw => megawatts(value),
            Unit::Usd => self.usd.column(value, self.most_usd),
            Unit::Chips if self.most_chips >= 1e4 => grouped(value / 1e3, usize::from(self.most_chips < 1e6)),
            _ => count(value),
        }
    }
}

pub(super) fn commitments(summary: &Summary) -> String {
    if summary.commitments.is_empty() {
        return String::new();
    }
    let mut table = text_table();
    table.set_header(
        ["Committed before", "", "still to pay", "cancellable", "arrives"]
            .map(|name| head(name, name != "Committed before" && name != "arrives")),
    );
    for row in summary.commitments.iter().take(SHOWN) {
        let [fate, until] = [row.fate(), row.until_words()];
        let arrives = if row.state == State::Cancelled { "-" } else { &row.in_service };
        table.add_row([
            head(&row.address, false),
            head(&fate, false),
            right(if row.due_usd.abs() < 0.5 { "-".into() } else { money(row.due_usd) }),
            right(until),
            head(arrives, false),
        ]);
    }
    finish(&table) + &rest(summary.commitments.len(), "show PLAN timeline")
}

pub(super) fn declines(summary: &Summary) -> String {
    if summary.serves.is_empty() {
        return String::new();
    }
    if summary.declines.is_empty() {
        return "Declines nothing\n".into();
    }
    let mut table = text_table();
    table.set_header(
        ["Declines", "at most", "of its demand", "when", "what"]
            .map(|name| head(name, matches!(name, "at most" | "of its demand"))),
    );
    for row in summary.declines.iter().take(SHOWN) {
        let when = if row.from == row.to { row.from.clone() } else { format!("{}..{}", row.from, row.to) };
        let most = format!("{} {}", rounded_count(row.most), row.unit);
        table.add_row([
            head(&row.segment, false),
            right(most),
            right(percent(row.share)),
            head(&when, false),
            head(&row.what(), false),
        ]);
    }
    finish(&table) + &rest(summary.declines.len(), "show PLAN demand")
}

pub(super) fn worth(summary: &Summary) -> String {
    let answered: Vec<&WorthRow> = answered(summary).collect();
    if answered.is_empty() {
        return String::new();
    }
    let mut table = text_table();
    table.set_header([head("What one more would be worth", false), head("decisions kept", true), head("", false)]);
    for row in answered {
        let kept = row.kept_usd.map_or_else(|| "-".into(), money);
        table.add_row([head(&row.words, false), right(kept), head(&why(row), false)]);
    }
    finish(&table)
}

/// What one more would be worth, where it was asked and answered before a stop.
pub(super) fn answered(summary: &Summary) -> impl Iterator<Item = &WorthRow> {
    summary.worth.iter().filter(|row| row.kept_usd.is_some() || row.free_high_usd.is_some())
}

/// What deciding again proves, and why it is worth that.
pub(super) fn why(row: &WorthRow) -> String {
    let free = match (row.free_low_usd, row.free_high_usd) {
        (Some(low), Some(high)) if low <= 0.0 => Some(format!("decided again: not told apart (under {})", money(high))),
        (Some(low), Some(high)) => {
            let scale = Scale::of(high);
            Some(format!("decided again: {} to {} {}", scale.number(low), scale.number(high), scale.unit))
        }
        _ => None,
    };
    [free, row.why.clone()].into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// A line that counts what a list leaves out.
pub(super) fn rest(all: usize, where_to_look: &str) -> String {
    if all > SHOWN { format!("and {} more: {where_to_look}\n", all - SHOWN) } else { String::new() }
}
