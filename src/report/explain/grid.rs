//! The power network: islands, what is cut off, bridges, and how full lines and supplies are; also as dot and mermaid.

use serde_json::Value;

use super::dependencies::escaped;
use super::scene::{Scene, listed};
use super::{Drawing, Page};
use crate::domain::{Feed, Index, Line, LineId, Model, NodeId, Supply, SupplyId};
use crate::network::grid::{self, Grid, When, line_projects};
use crate::plan::types::GridRow;
use crate::report::table::{Table, finish, head, right, text_table};
use crate::report::words::{megawatts, percent};

/// How full a line is at its fullest: 0 under half of its rating, 1 from there, 2 from 80 %, 3 full; nothing where no plan says it.
pub(in crate::report) fn band(loading: Option<f64>) -> Option<usize> {
    loading.map(|share| [0.5, 0.8, FULL].iter().filter(|from| share >= **from).count())
}

/// What a line is drawn in, by how full it gets; grey where no plan says it.
pub(super) fn colour(loading: Option<f64>) -> &'static str {
    band(loading).map_or("#808080", |band| ["#2a8f3a", "#c9a800", "#e07a00", "#c1121f"][band])
}

/// How thick it is drawn.
pub(super) fn width(loading: Option<f64>) -> f64 {
    loading.map_or(1.5, |share| 1.5 + 2.5 * share.clamp(0.0, 1.0))
}

/// The share of its rating from which a line counts as full.
const FULL: f64 = 0.999;

/// How full a line gets.
fn loading(scene: &Scene, line: LineId) -> Option<f64> {
    fullest(scene, "line", scene.model.lines.name(line)).and_then(|row| row.loading)
}

/// The page of the power network and its drawings.
pub(super) fn drawing(scene: &Scene) -> Drawing {
    let grid = Grid::new(scene.model, When::Ever);
    Drawing { page: Page { text: text(scene, &grid), table: table(scene) }, dot: dot(scene), mermaid: mermaid(scene) }
}

/// The row of the plan in which a supply or line is fullest.
fn fullest<'a>(scene: &Scene<'a>, kind: &str, element: &str) -> Option<&'a GridRow> {
    let share = |row: &GridRow| row.limit_mw.filter(|limit| *limit > 0.0).map_or(0.0, |limit| row.mw.abs() / limit);
    let rows = scene.plan?.grid.iter().filter(|row| row.kind == kind && row.element == element);
    // Of equal ones the first in time.
    rows.rev().max_by(|a, b| share(a).total_cmp(&share(b)))
}

/// `2027Q1`, or `2027Q1/peak` where periods have several blocks.
pub(super) fn when(row: &GridRow) -> String {
    let block = row.block.as_ref().map_or_else(String::new, |block| format!("/{block}"));
    format!("{}{block}", row.span.period)
}

/// MW of a line on day one; `None` is unlimited.
fn day_one_mw(line: &Line) -> Option<f64> {
    if line.circuits == 0 { Some(0.0) } else { line.rating_mw }
}

/// A rating, or that there is none.
fn rated(mw: Option<f64>) -> String {
    mw.map_or_else(|| "unlimited".into(), megawatts)
}

fn rated_mw(mw: Option<f64>) -> String {
    mw.map_or_else(|| "unlimited".into(), |mw| format!("{} MW", megawatts(mw)))
}

/// What a line can carry on day one, in words.
pub(super) fn on_day_one(line: &Line) -> String {
    format!("{} on day one", rated_mw(day_one_mw(line)))
}

fn text(scene: &Scene, grid: &Grid) -> String {
    let model = scene.model;
    if model.nodes.is_empty() {
        return "the model has no nodes: power does not limit it\n".into();
    }
    let mut out = String::new();
    for (n, island) in grid.islands.iter().enumerate() {
        let names = |ids: Vec<String>| {
            if ids.is_empty() { "none".to_owned() } else { listed(&ids) }
        };
        let nodes = names(island.nodes.iter().map(|id| model.nodes.name(*id).to_owned()).collect());
        let supplies = names(island.supplies.iter().map(|id| model.supplies.name(*id).to_owned()).collect());
        let sites = names(island.sites.iter().map(|id| model.sites.name(*id).to_owned()).collect());
        out.push_str(&format!("island {}: nodes {nodes}; supplies {supplies}; sites {sites}\n", n + 1));
    }
    for site in grid.unreachable_sites() {
        out.push_str(&format!("site {} is in an island without supply: it cannot run\n", model.sites.name(site)));
    }
    out.push('\n');
    out.push_str(&elements(scene));
    out.push_str(&super::batteries::over_the_day(scene));
    out.push_str(&super::deliver::sites(scene));
    out.push_str(&super::deliver::worth(scene));
    let mut notes = Vec::new();
    for bridge in &grid.bridges {
        let sites: Vec<String> = bridge.sites.iter().map(|id| model.sites.name(*id).to_owned()).collect();
        let sites = if sites.is_empty() { "no site".to_owned() } else { listed(&sites) };
        let beyond: Vec<String> = bridge.beyond.iter().map(|id| model.nodes.name(*id).to_owned()).collect();
        let fed = if bridge.supplied { "which has supply of its own" } else { "which has no other supply" };
        notes.push(format!(
            "line {} is the only way to {} ({sites}), {fed}",
            model.lines.name(bridge.line),
            listed(&beyond)
        ));
    }
    for line in &grid.idle_lines {
        notes.push(format!(
            "line {} connects nothing: it has no rating and nothing adds to it",
            model.lines.name(*line)
        ));
    }
    if !notes.is_empty() {
        out.push_str(&format!("\n{}\n", notes.join("\n")));
    }
    out
}

fn elements(scene: &Scene) -> String {
    let model = scene.model;
    let mut text = text_table();
    let planned = scene.plan.is_some();
    let mut heads = vec![head("", false), head("at", false), head("day one MW", true)];
    if planned {
        heads.extend([head("fullest", false), head("MW", true), head("of MW", true), head("loading", true)]);
    } else {
        heads.push(head("can grow by", false));
    }
    text.set_header(heads);
    let mut add = |kind: &str, name: &str, at: String, day_one: String, grows: String| {
        let mut row = vec![head(&format!("{kind} {name}"), false), head(&at, false), right(day_one)];
        if planned {
            let full = fullest(scene, kind, name);
            row.push(head(&full.map_or_else(|| "-".into(), when), false));
            row.push(right(full.map_or_else(|| "-".into(), |row| megawatts(row.mw))));
            row.push(right(full.map_or_else(|| "-".into(), |row| rated(row.limit_mw))));
            let share = full.and_then(|row| Some(row.mw.abs() / row.limit_mw.filter(|limit| *limit > 0.0)?));
            row.push(right(share.map_or_else(|| "-".into(), percent)));
        } else {
            row.push(head(&grows, false));
        }
        text.add_row(row);
    };
    for (id, supply) in model.supplies.iter() {
        add(
            "supply",
            model.supplies.name(id),
            feeds_at(model, supply.feed).1,
            megawatts(supply.power_mw),
            supply_grows(scene, id),
        );
    }
    for (id, line) in model.lines.iter() {
        let ends = format!("{} - {}", model.nodes.name(line.from), model.nodes.name(line.to));
        let projects: Vec<String> =
            line_projects(model, id).into_iter().map(|project| earliest(scene, project)).collect();
        add("line", model.lines.name(id), ends, rated(day_one_mw(line)), listed(&projects));
    }
    finish(&text)
}

/// `300 MW by line-upgrade, from 2028Q1 at the earliest`.
pub(super) fn earliest(scene: &Scene, project: crate::domain::ProjectId) -> String {
    let row = &scene.model.projects[project];
    let mw = row.adds.map_or(0.0, |adds| adds.mw()) * f64::from(row.copies);
    let when = scene
        .alone
        .first_effect(project)
        .map_or_else(|| "never".into(), |effect| format!("from {} at the earliest", scene.label(effect)));
    format!("{} MW by {}, {when}", megawatts(mw), scene.name(project))
}

fn supply_grows(scene: &Scene, supply: SupplyId) -> String {
    let projects = scene.model.projects.iter().filter(
        |(_, project)| matches!(project.adds, Some(crate::domain::Adds::Supply { supply: on, .. }) if on == supply),
    );
    listed(&projects.map(|(id, _)| earliest(scene, id)).collect::<Vec<_>>())
}

fn table(scene: &Scene) -> Table {
    let model = scene.model;
    let mut columns =
        vec!["kind", "element", "from", "to", "period", "mw", "limit_mw", "mwh", "loading", "angle_degrees"];
    let by_block = model.several_blocks() && scene.plan.is_some();
    if by_block {
        columns.insert(5, "block");
    }
    let mut table = Table::new("grid", &columns);
    let ends = |kind: &str, name: &str| -> [Value; 2] {
        match kind {
            "line" => model.lines.find(name).map_or([Value::Null, Value::Null], |id: LineId| {
                [model.nodes.name(model.lines[id].from).into(), model.nodes.name(model.lines[id].to).into()]
            }),
            "supply" => {
                let node = model.supplies.find(name).and_then(|id| model.node_of(model.supplies[id].feed));
                [node.map_or(Value::Null, |node: NodeId| model.nodes.name(node).into()), Value::Null]
            }
            _ => [name.into(), Value::Null],
        }
    };
    if let Some(plan) = scene.plan {
        for row in &plan.grid {
            let [from, to] = ends(&row.kind, &row.element);
            let mut cells: Vec<Value> = vec![
                row.kind.clone().into(),
                row.element.clone().into(),
                from,
                to,
                row.span.period.clone().into(),
                row.mw.into(),
                row.limit_mw.into(),
                row.mwh.into(),
                row.loading.into(),
                row.angle_degrees.into(),
            ];
            if by_block {
                cells.insert(5, row.block.clone().into());
            }
            table.rows.push(cells);
        }
        return table;
    }
    let lines = model.lines.iter().map(|(id, line)| ("line", model.lines.name(id), day_one_mw(line)));
    let supplies = model.supplies.iter().map(|(id, supply)| ("supply", model.supplies.name(id), Some(supply.power_mw)));
    for (kind, name, mw) in lines.chain(supplies) {
        let [from, to] = ends(kind, name);
        table.rows.push(vec![
            kind.into(),
            name.into(),
            from,
            to,
            Value::Null,
            Value::Null,
            mw.into(),
            Value::Null,
            Value::Null,
            Value::Null,
        ]);
    }
    table
}

/// What a line's arrow says: its rating, or how full it gets.
fn line_label(scene: &Scene, line: LineId) -> String {
    let name = scene.model.lines.name(line);
    match fullest(scene, "line", name) {
        Some(row) => {
            format!("{} {} of {} MW in {}", escaped(name), megawatts(row.mw.abs()), rated(row.limit_mw), when(row))
        }
        None => format!("{} {}", escaped(name), rated_mw(day_one_mw(&scene.model.lines[line]))),
    }
}

/// Where a supply or battery feeds in: a node, or behind the meter of a site.
pub(super) fn feeds_at(model: &Model, feed: Feed) -> (&'static str, String) {
    match feed {
        Feed::Node(node) => ("at", model.nodes.name(node).to_owned()),
        Feed::Meter(site) => ("behind the meter of", model.sites.name(site).to_owned()),
    }
}

/// What a supply hangs on in a picture.
fn drawn_at(supply: &Supply) -> String {
    match supply.feed {
        Feed::Node(node) => format!("n{}", node.get()),
        Feed::Meter(site) => format!("s{}", site.get()),
    }
}

fn dot(scene: &Scene) -> String {
    let model = scene.model;
    let mut out = String::from("graph grid {\n  node [shape=circle];\n");
    for node in model.nodes.ids() {
        out.push_str(&format!("  n{} [label=\"{}\"];\n", node.get(), escaped(model.nodes.name(node))));
    }
    for (id, supply) in model.supplies.iter() {
        let label = format!("{}\\n{} MW", escaped(model.supplies.name(id)), megawatts(supply.power_mw));
        out.push_str(&format!(
            "  g{} [shape=triangle, label=\"{label}\"];\n  g{} -- {};\n",
            id.get(),
            id.get(),
            drawn_at(supply)
        ));
    }
    for (id, site) in model.sites.iter() {
        if let Some(node) = site.node {
            let label = escaped(model.sites.name(id));
            out.push_str(&format!(
                "  s{} [shape=box, label=\"{label}\"];\n  s{} -- n{};\n",
                id.get(),
                id.get(),
                node.get()
            ));
        }
    }
    for (id, line) in model.lines.iter() {
        let style = if grid::on_day_one(line) { "" } else { ", style=dashed" };
        let full = loading(scene, id).map_or_else(String::new, |share| {
            format!(", color=\"{}\", penwidth={:.1}", colour(Some(share)), width(Some(share)))
        });
        out.push_str(&format!(
            "  n{} -- n{} [label=\"{}\"{full}{style}];\n",
            line.from.get(),
            line.to.get(),
            line_label(scene, id)
        ));
    }
    out.push_str("}\n");
    out
}

fn mermaid(scene: &Scene) -> String {
    let model = scene.model;
    let mut out = String::from("flowchart LR\n");
    for node in model.nodes.ids() {
        out.push_str(&format!("  n{}((\"{}\"))\n", node.get(), escaped(model.nodes.name(node))));
    }
    for (id, supply) in model.supplies.iter() {
        let label = format!("{}<br/>{} MW", escaped(model.supplies.name(id)), megawatts(supply.power_mw));
        out.push_str(&format!("  g{}[/\"{label}\"\\] --- {}\n", id.get(), drawn_at(supply)));
    }
    for (id, site) in model.sites.iter() {
        if let Some(node) = site.node {
            out.push_str(&format!("  s{}[\"{}\"] --- n{}\n", id.get(), escaped(model.sites.name(id)), node.get()));
        }
    }
    let before = model.supplies.len() + model.sites.iter().filter(|(_, site)| site.node.is_some()).count();
    let mut styles = String::new();
    for (n, (id, line)) in model.lines.iter().enumerate() {
        if let Some(share) = loading(scene, id) {
            let (colour, width) = (colour(Some(share)), width(Some(share)));
            styles.push_str(&format!("  linkStyle {} stroke:{colour},stroke-width:{width:.1}px\n", before + n));
        }
        let arrow = if grid::on_day_one(line) { "---" } else { "-.-" };
        out.push_str(&format!("  n{} {arrow}|\"{}\"| n{}\n", line.from.get(), line_label(scene, id), line.to.get()));
    }
    out + &styles
}
