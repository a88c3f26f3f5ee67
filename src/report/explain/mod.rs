//! Pages that answer questions about one row of a model and of its plan: what it is, what the plan does with it, what holds it.
//!
//! [`address`] gives the page of `site[ID]`, `project[ID]` or any other row; [`dependencies`] and [`grid`] those of all projects and of
//! the power network, also as drawings; [`timeline`] that of a plan over time. Without a plan a page tells what the input alone says: the earliest dates.

mod batteries;
mod chain;
mod chips;
mod deliver;
mod dependencies;
mod due;
mod facts;
mod facts_agreements;
mod facts_limits;
mod facts_power;
mod grid;
mod holds;
mod map;
mod meeting;
mod no_plan;
mod offer;
mod project;
mod purse;
mod record;
mod region;
mod scene;
mod sentences;
mod site;
mod timeline;
mod waiting;
mod ways_out;

#[cfg(test)]
mod tests;

pub(super) use grid::band;
pub use no_plan::no_plan;
pub(super) use timeline::Drawn;

use super::table::Table;
use crate::domain::Model;
use crate::plan::types::Plan;
use scene::Scene;

/// A page for reading, and its rows for CSV and JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// For a terminal.
    pub text: String,
    /// The same facts in full precision.
    pub table: Table,
}

/// A page with drawings of the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// The page.
    pub page: Page,
    /// For Graphviz.
    pub dot: String,
    /// For Mermaid.
    pub mermaid: String,
}

/// All projects and what waits for what.
///
/// # Errors
/// A sentence that names the circle, where projects wait for each other in one (the reader of models rejects these).
pub fn dependencies(model: &Model, plan: Option<&Plan>) -> Result<Drawing, String> {
    Ok(dependencies::drawing(&Scene::new(model, plan)?))
}

/// The power network.
///
/// # Errors
/// As [`dependencies`]: the network grows by projects.
pub fn grid(model: &Model, plan: Option<&Plan>) -> Result<Drawing, String> {
    Ok(grid::drawing(&Scene::new(model, plan)?))
}

/// The network on a map, as `GeoJSON`.
///
/// # Errors
/// A sentence where nothing has a place.
pub fn network_map(model: &Model, plan: Option<&Plan>) -> Result<String, String> {
    map::map(model, plan)
}

/// The plan in order of time: what decides when each site has its power, what could slip, what lies idle, what happens.
///
/// # Errors
/// As [`dependencies`].
pub fn timeline(model: &Model, plan: &Plan) -> Result<Page, String> {
    Ok(timeline::page(&Scene::new(model, Some(plan))?, plan))
}

/// The same as a picture in SVG: bars over time.
///
/// # Errors
/// As [`dependencies`].
pub fn timeline_picture(model: &Model, plan: &Plan) -> Result<String, String> {
    Ok(timeline::picture(&Scene::new(model, Some(plan))?, plan))
}

/// The same as data, for a page that draws it.
///
/// # Errors
/// As [`dependencies`].
pub(super) fn timeline_drawn(model: &Model, plan: &Plan) -> Result<Drawn, String> {
    Ok(timeline::drawn(&Scene::new(model, Some(plan))?))
}

/// What has a place on a map, as features of `GeoJSON`; none where nothing has.
pub(super) fn on_the_map(model: &Model, plan: &Plan) -> Vec<geojson::Feature> {
    map::features(model, Some(plan))
}

/// The page of a row by its address: `site[valley-east]`, `project[substation-7]`, `budget[fy2026]` ...
///
/// # Errors
/// A sentence that says why there is none: a word that is no address, a kind that has no page, an id that no row has (with the
/// nearest one), or a circle among the projects.
pub fn address(model: &Model, plan: Option<&Plan>, address: &str) -> Result<Page, String> {
    let (kind, id) =
        parts(address).ok_or_else(|| format!("`{address}` is not an address: 'kind[id]', such as 'site[ID]'"))?;
    let scene = Scene::new(model, plan)?;
    match kind {
        "site" => Ok(site::page(&scene, model.sites.named(id)?)),
        "project" => Ok(project::page(&scene, model.projects.named(id)?)),
        "region" => Ok(region::page(&scene, model.regions.named(id)?)),
        _ => record::page(&scene, kind, id),
    }
}

/// The kind and the id of an address; a field or a period after it is not looked at, since a page tells of all of them.
fn parts(address: &str) -> Option<(&str, &str)> {
    let (kind, rest) = address.trim().split_once('[')?;
    let (id, after) = rest.split_once(']')?;
    let plain = !kind.is_empty() && kind.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    (plain && !id.is_empty() && (after.is_empty() || after.starts_with(['.', '@']))).then_some((kind, id))
}
