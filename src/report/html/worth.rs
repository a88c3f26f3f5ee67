//! What limits are worth.

use super::Subject;
use super::parts::{BarRow, Bars, Cell, Chart, List, Section};
use crate::report::topic::limits::binding;
use crate::report::words::{Scale, money};

pub(super) fn section(subject: &Subject) -> Option<Section> {
    let told: Vec<_> = subject.summary.worth_told().collect();
    let most = told.iter().filter_map(|(row, _)| row.kept_usd).fold(0.0_f64, |most, usd| most.max(usd.abs()));
    let scale = Scale::of(most);
    let bar = |(row, why): &(&crate::plan::types::WorthRow, String)| {
        let usd = row.kept_usd?;
        Some(BarRow { name: row.words.clone(), value: scale.scaled(usd), words: money(usd), more: why.clone() })
    };
    let rows: Vec<BarRow> = told.iter().filter_map(bar).filter(|row| row.value.abs() > 0.0).collect();
    let name = "What one more would be worth, this plan's decisions kept".to_owned();
    let drawn = rows.len();
    let chart = (!rows.is_empty()).then(|| Chart::Bars(Bars { name, unit: scale.unit.into(), rows }));
    let mut worth =
        List::new("What one more would be worth", &["one more", "#decisions kept", "decided again, and why"]);
    // Where the bars say it all, a list would say it twice.
    let more = told.len() > drawn || told.iter().any(|(_, why)| !why.is_empty());
    for (row, why) in told.into_iter().filter(|_| more) {
        let kept = row.kept_usd.map_or_else(|| "-".into(), money);
        worth.rows.push(vec![
            Cell::words(&row.words),
            Cell::Number(row.kept_usd.unwrap_or(f64::NAN), kept),
            Cell::words(why),
        ]);
    }
    let lists: Vec<List> = [worth, limits(subject)].into_iter().filter(|list| !list.rows.is_empty()).collect();
    if chart.is_none() && lists.is_empty() {
        return None;
    }
    let lead = vec![format!(
        "{} of {} limits bind. A worth is USD per unit at the period where it is highest, starts kept as they are.",
        binding(subject.plan).iter().map(|line| line.periods).sum::<usize>(),
        subject.plan.limits.len()
    )];
    let charts = chart.into_iter().collect();
    Some(Section { id: "limits", title: "What limits are worth", lead, charts, lists })
}

fn limits(subject: &Subject) -> List {
    let heads = ["limit", "#level", "#of", "unit", "when", "#worth a unit", "tier"];
    let mut list = List::new("Limits that bind", &heads);
    for line in binding(subject.plan) {
        let row = line.worst;
        let [level, of] = line.numbers();
        let worth = line.worth();
        list.rows.push(vec![
            Cell::words(line.name),
            Cell::Number(row.level, level),
            Cell::Number(row.bound, of),
            Cell::words(&row.unit),
            Cell::words(&line.when),
            Cell::Number(row.price.unwrap_or(f64::NAN), worth),
            Cell::words(&row.tier),
        ]);
    }
    list
}
