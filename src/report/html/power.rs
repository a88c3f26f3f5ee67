//! Megawatts over time.

use super::Subject;
use super::parts::{Chart, Colour, Drawing, OverTime, Section};
use crate::plan::types::SiteRow;
use crate::report::columns::Columns;
use crate::report::topic::Topic;
use crate::report::words::megawatts;

pub(super) fn section(subject: &Subject) -> Option<Section> {
    let plan = subject.plan;
    let columns = Columns::each(plan);
    let level =
        |mw: fn(&SiteRow) -> f64| columns.ends(plan.sites.iter().map(|row| (row.span.period.as_str(), mw(row))));
    let words = |mw: f64| format!("{} MW", megawatts(mw));
    let used = Drawing::bars("used by chips", Colour::Blue, level(|row| row.used_mw), words);
    let idle = Drawing::bars("in service, idle", Colour::Sky, level(|row| row.it_mw - row.used_mw), words);
    let dark = Drawing::bars("complete, but dark", Colour::Grey, level(|row| row.dark_mw), words).hatched();
    let facility = Drawing::line("facility power", Colour::Ink, level(|row| row.facility_mw), words);
    let connection =
        Drawing::line("grid connection", Colour::Vermilion, level(|row| row.connection_mw), words).dashed();
    let mut series: Vec<Drawing> = [used, idle, dark].into_iter().filter(Drawing::some).collect();
    // As in the summary: without a network there is no connection to hold facility power against.
    if connection.some() {
        series.extend([facility, connection]);
    }
    if series.is_empty() {
        return None;
    }
    let chart = OverTime {
        name: "Power at the end of each period".into(),
        unit: "MW".into(),
        periods: columns.heads,
        series,
        marks: Vec::new(),
    };
    let adds = &subject.summary.adds;
    let lead = vec![format!(
        "IT power in service is what chips use and what is idle; halls are dark while they wait for what they need. The plan adds {} MW.",
        megawatts(adds.it_mw)
    )];
    let lists = super::by_period::list("Power by site, MW", Topic::Sites, plan).into_iter().collect();
    Some(Section { id: "power", title: "Megawatts over time", lead, charts: vec![Chart::OverTime(chart)], lists })
}
