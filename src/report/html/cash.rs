//! Cash flow and payback.

use super::Subject;
use super::parts::{Chart, Colour, Drawing, Mark, OverTime, Section};
use crate::plan::types::FinanceRow;
use crate::report::columns::Columns;
use crate::report::summary::Line;
use crate::report::topic::Topic;
use crate::report::words::{Scale, money};

/// A part of free cash flow: its name, its colour, and what it adds.
type Part = (&'static str, Colour, fn(&FinanceRow) -> f64);

const PARTS: [Part; 6] = [
    ("revenue", Colour::Blue, |row| row.revenue_usd),
    ("operating expenditure", Colour::Orange, |row| -row.opex_usd),
    ("penalties", Colour::Purple, |row| -row.penalties_usd),
    ("tax", Colour::Grey, |row| -row.tax_usd),
    ("capital", Colour::Vermilion, |row| -row.capital_usd),
    ("cash lines", Colour::Green, |row| -row.cash_lines_usd),
];

pub(super) fn section(subject: &Subject) -> Option<Section> {
    let Subject { plan, summary, .. } = *subject;
    let columns = Columns::each(plan);
    let sums =
        |usd: fn(&FinanceRow) -> f64| columns.sums(plan.finance.iter().map(|row| (row.span.period.as_str(), usd(row))));
    let lines: Vec<(&Part, Vec<f64>)> = PARTS.iter().map(|part| (part, sums(part.2))).collect();
    let most = lines.iter().flat_map(|(_, sums)| sums).fold(0.0_f64, |most, usd| most.max(usd.abs()));
    if most < 0.5 {
        return None;
    }
    let scale = Scale::of(most);
    let bars = lines.into_iter().map(|((name, colour, _), values)| Drawing::bars(name, *colour, values, money));
    let mut series: Vec<Drawing> = bars.filter(Drawing::some).collect();
    series.push(Drawing::line("free cash flow", Colour::Ink, sums(|row| row.free_cash_flow_usd), money));
    let flows = OverTime {
        name: "Cash in each period, money out below zero".into(),
        unit: scale.unit.into(),
        periods: columns.heads.clone(),
        series: series.into_iter().map(|series| series.scaled(scale)).collect(),
        marks: Vec::new(),
    };
    let so_far = sums(|row| row.cumulative_free_cash_flow_usd);
    let scale = Scale::of(so_far.iter().fold(0.0_f64, |most, usd| most.max(usd.abs())));
    let line = Drawing::line("cumulative free cash flow", Colour::Blue, so_far, money).scaled(scale);
    let marks = [(&summary.payback, "what the plan adds pays back"), (&summary.turns, "the cash flow turns")];
    // What has nothing to pay back has no day on which it does.
    let marks = marks.into_iter().filter(|_| summary.paid_back().is_some());
    let marks = marks.filter_map(|(period, words)| Some(Mark { period: period.clone()?, words: words.into() }));
    let total = OverTime {
        name: "Free cash flow since the start".into(),
        unit: scale.unit.into(),
        periods: columns.heads,
        series: vec![line],
        marks: marks.collect(),
    };
    let lead = [summary.paid_back(), Some(summary.paid_after())].into_iter().flatten();
    Some(Section {
        id: "cash",
        title: "Cash flow and payback",
        lead: lead.map(|line| sentence(&line)).collect(),
        // Of a single period the sum says nothing new.
        charts: [flows, total].into_iter().take(plan.finance.len().min(2)).map(Chart::OverTime).collect(),
        lists: [("Finance", Topic::Finance), ("Payments by kind and category", Topic::Cash)]
            .into_iter()
            .filter_map(|(name, topic)| super::by_period::list(name, topic, plan))
            .collect(),
    })
}

/// A line of the summary as a sentence.
fn sentence(line: &Line) -> String {
    if line.details.is_empty() {
        format!("{}.", line.lead)
    } else {
        format!("{}: {}.", line.lead, line.details.join(", "))
    }
}
