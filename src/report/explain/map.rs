//! The network on a map, as `GeoJSON`: nodes, sites and lines where they are, with what the plan does with each over time.
//!
//! A node or site without a place of its own is shown at that of its region, and says so. Lines bear the colour of their loading
//! (`stroke`), which viewers that know simplestyle draw.

use geojson::{Feature, FeatureCollection, Geometry, JsonObject, JsonValue};
use serde_json::json;

use super::grid::{colour, width};
use crate::domain::{Model, Node, NodeId, RegionId, Site};
use crate::plan::types::{GridRow, Plan};

/// Degrees north and east.
type Degrees = (f64, f64);

/// The features of a model, with what its plan does where there is one.
///
/// # Errors
/// A sentence where nothing has a place.
pub(super) fn map(model: &Model, plan: Option<&Plan>) -> Result<String, String> {
    let features = features(model, plan);
    if features.is_empty() {
        return Err(
            "nothing on the map: no site, node or region of the model has an `at = [latitude, longitude]`".into()
        );
    }
    let collection = serde_json::to_string_pretty(&FeatureCollection::new(features)).expect("features are plain data");
    Ok(format!("{collection}\n"))
}

/// The same as features; none where nothing has a place.
pub(super) fn features(model: &Model, plan: Option<&Plan>) -> Vec<Feature> {
    let mut features: Vec<Feature> = Vec::new();
    for (id, line) in model.lines.iter() {
        let ends = [line.from, line.to].map(|node| at_node(model, node));
        if let [Some((from, _)), Some((to, _))] = ends {
            let way = Geometry::new_line_string([from, to].map(|(north, east)| vec![east, north]));
            features.push(feature(way, line_words(model, plan, model.lines.name(id))));
        }
    }
    for id in model.nodes.ids() {
        if let Some((place, own)) = at_node(model, id) {
            let name = model.nodes.name(id);
            let periods = rows(plan, "node", name).map(|row| {
                json!({ "period": row.span.period, "block": row.block, "other_load_mw": row.limit_mw, "shed_mw": row.mw,
                    "worth_usd_per_mw": price(plan, &format!("node_balance[{name}]@"), row) })
            });
            features.push(feature(point(place), words("node", name, own, periods.collect())));
        }
    }
    for (id, site) in model.sites.iter() {
        if let Some((place, own)) = at_site(model, site) {
            let name = model.sites.name(id);
            let of_site = plan.into_iter().flat_map(|plan| &plan.sites).filter(|row| row.site == name);
            let periods = of_site.map(|row| serde_json::to_value(row).expect("a row is plain data"));
            let mut told = words("site", name, own, periods.collect());
            told.insert("node".into(), site.node.map(|node| model.nodes.name(node)).into());
            features.push(feature(point(place), told));
        }
    }
    features
}

/// Where a node is, and whether that is its own place.
fn at_node(model: &Model, id: NodeId) -> Option<(Degrees, bool)> {
    let Node { at, region, .. } = &model.nodes[id];
    at.map(|at| (at, true)).or_else(|| of_region(model, (*region)?))
}

fn at_site(model: &Model, site: &Site) -> Option<(Degrees, bool)> {
    site.at.map(|at| (at, true)).or_else(|| of_region(model, site.region))
}

fn of_region(model: &Model, region: RegionId) -> Option<(Degrees, bool)> {
    model.regions[region].at.map(|at| (at, false))
}

fn point((north, east): Degrees) -> Geometry {
    Geometry::new_point(vec![east, north])
}

fn feature(geometry: Geometry, properties: JsonObject) -> Feature {
    Feature { properties: Some(properties), ..Feature::from(geometry) }
}

/// What is said of every feature.
fn words(kind: &str, name: &str, own_place: bool, periods: Vec<JsonValue>) -> JsonObject {
    let mut words = JsonObject::new();
    words.insert("kind".into(), kind.into());
    words.insert("name".into(), name.into());
    if !own_place {
        words.insert("placed_at".into(), "its region".into());
    }
    words.insert("marker-color".into(), if kind == "site" { "#1f4e9c" } else { "#808080" }.into());
    words.insert("periods".into(), periods.into());
    words
}

fn line_words(model: &Model, plan: Option<&Plan>, name: &str) -> JsonObject {
    let line = model.lines.find(name).map(|id| &model.lines[id]);
    let periods = rows(plan, "line", name).map(|row| {
        json!({ "period": row.span.period, "block": row.block, "mw": row.mw, "in_service_mw": row.limit_mw,
            "loading": row.loading, "slack_mw": row.limit_mw.map(|limit| limit - row.mw.abs()), "loss_mw": row.loss_mw,
            "worth_usd_per_mw": price(plan, &format!("line_rating[{name}]@"), row)
                .or_else(|| price(plan, &format!("line_rating_back[{name}]@"), row)) })
    });
    let mut words = words("line", name, true, periods.collect());
    words.remove("marker-color");
    if let Some(line) = line {
        words.insert("from".into(), model.nodes.name(line.from).into());
        words.insert("to".into(), model.nodes.name(line.to).into());
        words.insert("rating_mw".into(), line.rating_mw.into());
    }
    let fullest = rows(plan, "line", name).filter_map(|row| row.loading).reduce(f64::max);
    words.insert("fullest".into(), fullest.into());
    words.insert("stroke".into(), colour(fullest).into());
    words.insert("stroke-width".into(), width(fullest).into());
    words
}

/// The rows of a plan about a part of the network.
fn rows<'p>(plan: Option<&'p Plan>, kind: &'p str, name: &'p str) -> impl Iterator<Item = &'p GridRow> {
    let rows = plan.into_iter().flat_map(|plan| &plan.grid);
    rows.filter(move |row| row.kind == kind && row.element == name)
}

/// The price of a row in the period and block of another, where it has one: what a megawatt more there is worth.
fn price(plan: Option<&Plan>, row_of: &str, row: &GridRow) -> Option<f64> {
    let when = row.id.rsplit_once('@').map_or("", |(_, when)| when);
    let id = format!("{row_of}{when}");
    plan?.prices.iter().find(|price| price.id == id).map(|price| price.price)
}
