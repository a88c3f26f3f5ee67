//! Regions, sites, nodes and lines on a map, where they have a place.

use geojson::{Feature, GeometryValue, JsonObject};

use super::Subject;
use super::parts::{Chart, Map, MapLine, MapPlace, Section};
use crate::report::explain::{band, on_the_map};
use crate::report::words::{megawatts, percent};

/// Degrees around what is shown, so that names have room.
const MARGIN: f64 = 4.0;

/// Degrees east and north.
type Place = [f64; 2];

pub(super) fn section(subject: &Subject) -> Option<Section> {
    let features = on_the_map(subject.model, subject.plan);
    let mut places = regions(subject);
    places.extend(marks(subject, &features));
    if places.is_empty() {
        return None;
    }
    let lines: Vec<MapLine> = features.iter().filter_map(line).collect();
    let words = |what: &str, n: usize| (n > 0).then(|| format!("{n} {what}{}", if n == 1 { "" } else { "s" }));
    let count = |of: &str| features.iter().filter(|feature| text(feature, "kind") == Some(of)).count();
    let shown = [words("site", count("site")), words("node", count("node")), words("line", lines.len())];
    let shown: Vec<String> = shown.into_iter().flatten().collect();
    let mut lead = vec![format!("{}; a mark is as large as the IT power at the end of the horizon.", shown.join(", "))];
    if lines.iter().any(|line| line.band.is_some()) {
        lead.push("Lines are straight, and as dark and thick as they are full at their fullest.".into());
    }
    let name = "Regions, sites and lines".into();
    let chart = Map { name, frame: frame(&places), places, lines };
    Some(Section { id: "map", title: "On the map", lead, charts: vec![Chart::Map(chart)], lists: Vec::new() })
}

fn regions(subject: &Subject) -> Vec<MapPlace> {
    let regions = subject.model.regions.iter().filter_map(|(id, region)| {
        let (north, east) = region.at?;
        let name = subject.model.regions.name(id).to_owned();
        Some(MapPlace { of: "region", words: vec![format!("region {name}")], name, at: [east, north], size: 0.0 })
    });
    regions.collect()
}

/// Things of one kind in one place.
struct Spot<'f> {
    of: &'static str,
    at: Place,
    names: Vec<&'f str>,
    words: Vec<String>,
    mw: f64,
}

/// Sites and nodes; those of one place share a mark.
fn marks(subject: &Subject, features: &[Feature]) -> Vec<MapPlace> {
    let mut spots: Vec<Spot> = Vec::new();
    for feature in features {
        let (Some(kind), Some(name), Some(at)) = (text(feature, "kind"), text(feature, "name"), point(feature)) else {
            continue;
        };
        let (of, mw, mut words) = match kind {
            "site" => site(subject, feature, name),
            _ => ("node", 0.0, vec![format!("node {name}")]),
        };
        words.extend(text(feature, "placed_at").map(|whose| format!("shown at {whose}")));
        match spots.iter_mut().find(|spot| spot.of == of && spot.at == at) {
            Some(spot) => {
                spot.names.push(name);
                spot.words.extend(words);
                spot.mw += mw;
            }
            None => spots.push(Spot { of, at, names: vec![name], words, mw }),
        }
    }
    let largest = spots.iter().map(|spot| spot.mw).fold(0.0_f64, f64::max);
    let mark = |spot: Spot| {
        let name = match spot.names.as_slice() {
            [first, _, _, ..] => format!("{first} and {} more", spot.names.len() - 1),
            names => names.join(", "),
        };
        // As large in area as in megawatts.
        let size = if largest > 0.0 { (spot.mw / largest).sqrt() } else { 0.0 };
        MapPlace { of: spot.of, name, at: spot.at, size, words: spot.words }
    };
    spots.into_iter().map(mark).collect()
}

/// Megawatts at the end, and what is said of a site.
fn site(subject: &Subject, feature: &Feature, name: &str) -> (&'static str, f64, Vec<String>) {
    let periods = feature.property("periods").and_then(|periods| periods.as_array()?.last());
    let level = |field: &str| periods.and_then(|row| row.get(field)?.as_f64()).unwrap_or(0.0);
    let mut words = vec![
        format!("site {name}"),
        format!("{} MW in service at the end, {} used", megawatts(level("it_mw")), megawatts(level("used_mw"))),
    ];
    if let Some(added) = subject.summary.adds.sites.iter().find(|site| site.name == name) {
        words.push(format!("{} MW of it added by the plan", megawatts(added.value)));
    }
    if level("connection_mw") > 0.0 {
        words.push(format!("connection {} MW", megawatts(level("connection_mw"))));
    }
    ("site", level("it_mw"), words)
}

fn line(feature: &Feature) -> Option<MapLine> {
    let ends = match &feature.geometry.as_ref()?.value {
        GeometryValue::LineString { coordinates } => {
            let end =
                |n: usize| Some([*coordinates.get(n)?.as_slice().first()?, *coordinates.get(n)?.as_slice().get(1)?]);
            [end(0)?, end(1)?]
        }
        _ => return None,
    };
    let name = text(feature, "name")?.to_owned();
    let number = |field: &str| feature.property(field).and_then(serde_json::Value::as_f64);
    let between = format!("{} to {}", text(feature, "from").unwrap_or("?"), text(feature, "to").unwrap_or("?"));
    let mut words = vec![format!("line {name}"), between];
    words.push(
        number("rating_mw")
            .map_or_else(|| "without a rating on day one".into(), |mw| format!("rated {} MW", megawatts(mw))),
    );
    words.extend(number("fullest").map(|share| format!("{} full at its fullest", percent(share))));
    Some(MapLine { name, ends, band: band(number("fullest")), words })
}

fn point(feature: &Feature) -> Option<Place> {
    match &feature.geometry.as_ref()?.value {
        GeometryValue::Point { coordinates } => {
            Some([*coordinates.as_slice().first()?, *coordinates.as_slice().get(1)?])
        }
        _ => None,
    }
}

fn text<'f>(feature: &'f Feature, field: &str) -> Option<&'f str> {
    feature.properties.as_ref().and_then(|words: &JsonObject| words.get(field)?.as_str())
}

/// West, south, east, north of all places with a margin.
fn frame(places: &[MapPlace]) -> [f64; 4] {
    let mut frame = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    for MapPlace { at: [east, north], .. } in places {
        frame = [frame[0].min(*east), frame[1].min(*north), frame[2].max(*east), frame[3].max(*north)];
    }
    let margin = (frame[2] - frame[0]).max(frame[3] - frame[1]).mul_add(0.06, MARGIN);
    [
        (frame[0] - margin).max(-180.0),
        (frame[1] - margin).max(-90.0),
        (frame[2] + margin).min(180.0),
        (frame[3] + margin).min(90.0),
    ]
}
