//! The bars and the chains as data, for a page that draws them itself.

use serde::Serialize;

use super::Timeline;
use super::axis::{Axis, Phase};
use super::bars::Bar;
use super::events::state_word;
use super::reached::{By, Of};
use crate::plan::types::State;
use crate::report::explain::scene::Scene;
use crate::report::words::megawatts;

/// Bars over the periods that are drawn, and what decides each site's dates.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(in crate::report) struct Drawn {
    /// The periods that are drawn.
    pub(in crate::report) periods: Vec<String>,
    /// Each year with the place of its first period.
    pub(in crate::report) years: Vec<(String, usize)>,
    /// The place of the first period of the horizon.
    pub(in crate::report) today: usize,
    /// `quarters`.
    pub(in crate::report) unit: String,
    /// In dependency order.
    pub(in crate::report) bars: Vec<DrawnBar>,
    /// A row a link of a chain that decides a date: site, date, what decides it, name, begun, done, why.
    #[serde(skip)]
    pub(in crate::report) links: Vec<[String; 7]>,
}

/// A bar.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(in crate::report) struct DrawnBar {
    pub(in crate::report) name: String,
    pub(in crate::report) site: String,
    pub(in crate::report) adds: String,
    pub(in crate::report) critical: bool,
    /// Periods by which it can slip, or why there are none.
    pub(in crate::report) slack: String,
    /// All its dates in a sentence.
    pub(in crate::report) told: String,
    /// What it is from one place of `periods` to before another: `lead`, `critical`, `dark`, `effect`.
    pub(in crate::report) runs: Vec<(&'static str, usize, usize)>,
    /// The signature and the energisation of an agreement: `open`, `mark`.
    pub(in crate::report) marks: Vec<(&'static str, usize)>,
}

pub(super) fn drawn(scene: &Scene, timeline: &Timeline) -> Drawn {
    let axis = Axis::of(scene, &timeline.bars);
    let place = |period: i32| usize::try_from(period - axis.first).unwrap_or(0);
    let mut years: Vec<(String, usize)> = Vec::new();
    for period in axis.first..axis.end {
        let year = scene.calendar.month_of(period).year().to_string();
        if years.last().is_none_or(|(last, _)| *last != year) {
            years.push((year, place(period)));
        }
    }
    let bar = |bar: &Bar| DrawnBar {
        name: bar.name.clone(),
        site: bar.site.clone(),
        adds: bar.amount.clone(),
        critical: bar.critical,
        slack: slack_words(bar),
        told: told(scene, bar),
        runs: bar
            .runs(axis)
            .into_iter()
            .filter_map(|(phase, from, to)| Some((class(phase, bar.critical)?, place(from), place(to))))
            .collect(),
        marks: marks(bar, axis).map(|(class, period)| (class, place(period))).collect(),
    };
    Drawn {
        periods: (axis.first..axis.end).map(|period| scene.label(period)).collect(),
        years,
        today: place(0),
        unit: scene.long(2).trim_start_matches("2 ").to_owned(),
        bars: timeline.bars.iter().map(bar).collect(),
        links: links(scene, timeline),
    }
}

/// The class of what is drawn in a phase; nothing where there is nothing.
pub(super) const fn class(phase: Phase, critical: bool) -> Option<&'static str> {
    match phase {
        Phase::Nothing => None,
        Phase::Lead if critical => Some("critical"),
        Phase::Lead => Some("lead"),
        Phase::Dark => Some("dark"),
        Phase::Effect => Some("effect"),
    }
}

/// The signature and the energisation of an agreement, where they are drawn.
pub(super) fn marks(bar: &Bar, axis: Axis) -> impl Iterator<Item = (&'static str, i32)> {
    let agreed = matches!(bar.of, Of::Agreement(_));
    let dates = [("open", Some(bar.begins)), ("mark", bar.complete)].into_iter().filter(move |_| agreed);
    let dates = dates.filter_map(|(class, date)| Some((class, date?)));
    dates.filter(move |(_, date)| (axis.first..=axis.end).contains(date))
}

/// By how much it can slip.
pub(super) fn slack_words(bar: &Bar) -> String {
    match &bar.slack {
        Some((periods, _)) => periods.to_string(),
        None if bar.state == State::Cancelled => "called off".into(),
        None => "-".into(),
    }
}

/// What a pointer on a line is told.
pub(super) fn told(scene: &Scene, bar: &Bar) -> String {
    let [begun, complete] = match bar.of {
        Of::Project(_) => ["begun", "complete"],
        Of::Agreement(_) => ["signed", "energised"],
        Of::Order(_) => ["ordered", "delivered"],
    };
    let mut told = format!("{} ({}): {begun} {}", bar.name, state_word(bar.state), scene.label(bar.begins));
    for (what, date) in [(complete, bar.complete), ("in effect", bar.effect)] {
        if let Some(date) = date {
            told.push_str(&format!(", {what} {}", scene.label(date)));
        }
    }
    told
}

fn links(scene: &Scene, timeline: &Timeline) -> Vec<[String; 7]> {
    let mut rows = Vec::new();
    for chain in &timeline.chains {
        let Some(growth) = timeline.growths.iter().find(|growth| growth.site == chain.site) else { continue };
        let (which, (period, mw)) = if chain.full { ("full", growth.full) } else { ("first", growth.first) };
        let by = match chain.by {
            By::It => "its halls",
            By::Connection => "its connection",
        };
        for link in &chain.links {
            rows.push([
                scene.model.sites.name(chain.site).to_owned(),
                format!("{which}: {} MW from {}", megawatts(mw), scene.label(period)),
                by.to_owned(),
                link.name.clone(),
                format!("{} {}", link.begun, scene.label(link.begins)),
                format!("{} {}", link.done, scene.label(link.until)),
                link.why.clone(),
            ]);
        }
    }
    rows
}
