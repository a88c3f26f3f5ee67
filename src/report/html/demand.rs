//! Demand met, waiting and declined.

use super::Subject;
use super::parts::{Cell, Chart, Colour, Drawing, List, OverTime, Section};
use crate::plan::types::DemandRow;
use crate::report::columns::Columns;
use crate::report::summary::Served;
use crate::report::topic::Topic;
use crate::report::words::{percent, rounded_count};

pub(super) fn section(subject: &Subject) -> Option<Section> {
    let summary = subject.summary;
    if summary.serves.is_empty() {
        return None;
    }
    let share = |served: &Served| format!("{} of {}", percent(served.share()), served.workload);
    let shares: Vec<String> = summary.serves.iter().map(share).collect();
    let mut lead = vec![format!("Over the horizon the plan serves {}.", shares.join(", "))];
    if summary.declines.is_empty() {
        lead.push("It declines nothing.".into());
    }
    let charts = summary.serves.iter().filter_map(|served| chart(subject, served)).map(Chart::OverTime).collect();
    let lists = [
        Some(declines(subject)),
        Some(waits(subject)),
        super::by_period::list("Demand by segment", Topic::Demand, subject.plan),
    ];
    let lists = lists.into_iter().flatten().filter(|list| !list.rows.is_empty()).collect();
    Some(Section { id: "demand", title: "Demand met and declined", lead, charts, lists })
}

/// A workload's demand, as its segments are served.
fn chart(subject: &Subject, of: &Served) -> Option<OverTime> {
    let columns = Columns::each(subject.plan);
    let ours =
        |row: &&DemandRow| subject.facts.text("segment", &row.segment, "workload").unwrap_or(&row.unit) == of.workload;
    let rows = |amount: fn(&DemandRow) -> f64| {
        subject.plan.demand.iter().filter(ours).map(move |row| (row.span.period.as_str(), amount(row)))
    };
    let words = |value: f64| format!("{} {}", rounded_count(value), of.unit);
    let series = [
        Drawing::bars("served", Colour::Blue, columns.means(rows(|row| row.served)), words),
        Drawing::bars("waits at the end", Colour::Orange, columns.ends(rows(|row| row.waiting)), words),
        Drawing::bars("declined", Colour::Grey, columns.means(rows(|row| row.unmet)), words).hatched(),
        Drawing::line("asked for", Colour::Ink, columns.means(rows(|row| row.demand)), words),
    ];
    let series: Vec<Drawing> = series.into_iter().filter(Drawing::some).collect();
    let name = format!("{}, mean over each period", of.workload);
    let periods = columns.heads;
    (!series.is_empty()).then(|| OverTime { name, unit: of.unit.clone(), periods, series, marks: Vec::new() })
}

fn declines(subject: &Subject) -> List {
    let heads = ["segment", "#at most", "#of its demand", "when", "what"];
    let mut list = List::new("Declined", &heads);
    for row in &subject.summary.declines {
        list.rows.push(vec![
            Cell::words(&row.segment),
            Cell::Number(row.most, format!("{} {}", rounded_count(row.most), row.unit)),
            Cell::Number(row.share, percent(row.share)),
            Cell::words(when(&row.from, &row.to)),
            Cell::words(row.what()),
        ]);
    }
    list
}

fn waits(subject: &Subject) -> List {
    let mut list = List::new("Left to wait", &["segment", "#at most", "#of its demand", "when"]);
    for row in &subject.summary.waits {
        list.rows.push(vec![
            Cell::words(&row.segment),
            Cell::Number(row.most, format!("{} {}", rounded_count(row.most), row.unit)),
            Cell::Number(row.share, percent(row.share)),
            Cell::words(when(&row.from, &row.to)),
        ]);
    }
    list
}

fn when(from: &str, to: &str) -> String {
    if from == to { from.to_owned() } else { format!("{from}..{to}") }
}
