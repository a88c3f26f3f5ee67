//! What a page is made of: sections of charts and lists, every number beside the words that it is read as.

use serde::Serialize;

use crate::report::explain::Drawn;
use crate::report::summary::Headline;
use crate::report::words::Scale;

/// A page.
#[derive(Serialize)]
pub(super) struct Page {
    pub(super) title: String,
    pub(super) headline: Headline,
    pub(super) notes: Vec<String>,
    pub(super) sections: Vec<Section>,
    pub(super) foot: Vec<String>,
}

/// A part of the page.
#[derive(Serialize)]
pub(super) struct Section {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    /// Sentences below the title.
    pub(super) lead: Vec<String>,
    pub(super) charts: Vec<Chart>,
    pub(super) lists: Vec<List>,
}

/// A drawing; which there are is all that the scripts know.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(super) enum Chart {
    /// Money that flows from the left to the right.
    Flow(Flow),
    /// Bars and lines by period.
    OverTime(OverTime),
    /// A bar a thing.
    Bars(Bars),
    /// Places.
    Map(Map),
    /// What is begun, complete and in effect.
    Gantt(Gantt),
}

impl Chart {
    /// Whether it draws places.
    pub(super) const fn is_map(&self) -> bool {
        matches!(self, Self::Map(_))
    }
}

/// Colours of Okabe and Ito's palette (jfly.uni-koeln.de/color), which stay apart for every kind of colour blindness.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Colour {
    Blue,
    Sky,
    Vermilion,
    Orange,
    Green,
    Purple,
    Grey,
    Ink,
}

/// Layers of things, and what flows between neighbours.
#[derive(Serialize)]
pub(super) struct Flow {
    pub(super) name: String,
    pub(super) unit: String,
    /// Heads of the layers.
    pub(super) layers: Vec<&'static str>,
    pub(super) nodes: Vec<FlowNode>,
    pub(super) links: Vec<FlowLink>,
}

#[derive(Serialize)]
pub(super) struct FlowNode {
    pub(super) name: String,
    pub(super) layer: usize,
    pub(super) words: String,
}

#[derive(Serialize)]
pub(super) struct FlowLink {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) value: f64,
    pub(super) words: String,
}

/// Series by period.
#[derive(Serialize)]
pub(super) struct OverTime {
    pub(super) name: String,
    pub(super) unit: String,
    pub(super) periods: Vec<String>,
    pub(super) series: Vec<Drawing>,
    /// Periods that matter, with what they are.
    pub(super) marks: Vec<Mark>,
}

/// A series: bars are stacked on each other, lines are not.
#[derive(Serialize)]
pub(super) struct Drawing {
    pub(super) name: String,
    pub(super) line: bool,
    pub(super) colour: Colour,
    pub(super) hatched: bool,
    pub(super) dashed: bool,
    pub(super) values: Vec<f64>,
    pub(super) words: Vec<String>,
}

impl Drawing {
    /// Bars, with the words of each value.
    pub(super) fn bars(name: &str, colour: Colour, mut values: Vec<f64>, words: impl Fn(f64) -> String) -> Self {
        let most = values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
        // What is left of a difference of equal numbers would still bend an axis.
        values.iter_mut().filter(|value| value.abs() <= (1e-9 * most).max(1e-6)).for_each(|value| *value = 0.0);
        let words = values.iter().map(|value| words(*value)).collect();
        Self { name: name.to_owned(), line: false, colour, hatched: false, dashed: false, values, words }
    }

    /// A line.
    pub(super) fn line(name: &str, colour: Colour, values: Vec<f64>, words: impl Fn(f64) -> String) -> Self {
        Self { line: true, ..Self::bars(name, colour, values, words) }
    }

    /// The same, hatched.
    pub(super) fn hatched(self) -> Self {
        Self { hatched: true, ..self }
    }

    /// The same, dashed.
    pub(super) fn dashed(self) -> Self {
        Self { dashed: true, ..self }
    }

    /// Money in a scale; its words stay those of the money, which the scale would round a second time.
    pub(super) fn scaled(self, scale: Scale) -> Self {
        Self { values: self.values.iter().map(|usd| scale.scaled(*usd)).collect(), ..self }
    }

    /// Whether there is anything to draw.
    pub(super) fn some(&self) -> bool {
        self.values.iter().any(|value| value.abs() > 1e-9)
    }
}

#[derive(Serialize)]
pub(super) struct Mark {
    pub(super) period: String,
    pub(super) words: String,
}

/// Bars beside names.
#[derive(Serialize)]
pub(super) struct Bars {
    pub(super) name: String,
    pub(super) unit: String,
    pub(super) rows: Vec<BarRow>,
}

#[derive(Serialize)]
pub(super) struct BarRow {
    pub(super) name: String,
    pub(super) value: f64,
    pub(super) words: String,
    /// Said on hover.
    pub(super) more: String,
}

/// Places, longitude first.
#[derive(Serialize)]
pub(super) struct Map {
    pub(super) name: String,
    /// West, south, east, north of what is shown.
    pub(super) frame: [f64; 4],
    pub(super) places: Vec<MapPlace>,
    pub(super) lines: Vec<MapLine>,
}

#[derive(Serialize)]
pub(super) struct MapPlace {
    /// `region`, `site` or `node`.
    pub(super) of: &'static str,
    pub(super) name: String,
    pub(super) at: [f64; 2],
    /// What its mark is as large as, from 0 to 1.
    pub(super) size: f64,
    /// Said on hover, a line each.
    pub(super) words: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct MapLine {
    pub(super) name: String,
    pub(super) ends: [[f64; 2]; 2],
    /// How full it gets: 0 to 3; nothing where no plan says it.
    pub(super) band: Option<usize>,
    pub(super) words: Vec<String>,
}

/// Bars over time.
#[derive(Serialize)]
pub(super) struct Gantt {
    pub(super) name: String,
    #[serde(flatten)]
    pub(super) drawn: Drawn,
}

/// A table that can be sorted.
#[derive(Serialize)]
pub(super) struct List {
    pub(super) name: String,
    pub(super) columns: Vec<Head>,
    pub(super) rows: Vec<Vec<Cell>>,
    /// Whether rows belong to the rows above them, so that sorting would tear them apart.
    pub(super) fixed: bool,
}

#[derive(Serialize)]
pub(super) struct Head {
    pub(super) name: String,
    pub(super) numeric: bool,
}

/// A cell: words, or a number with the words that it is read as.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Cell {
    Words(String),
    Number(f64, String),
}

impl List {
    /// An empty one; heads that begin with `#` are those of numbers.
    pub(super) fn new(name: impl Into<String>, heads: &[&str]) -> Self {
        let head = |head: &&str| Head { name: head.trim_start_matches('#').to_owned(), numeric: head.starts_with('#') };
        Self { name: name.into(), columns: heads.iter().map(head).collect(), rows: Vec::new(), fixed: false }
    }
}

impl Cell {
    /// Words.
    pub(super) fn words(words: impl Into<String>) -> Self {
        Self::Words(words.into())
    }
}
