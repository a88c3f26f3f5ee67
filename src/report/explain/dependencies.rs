//! All projects and what waits for what: as a table, as dot and as mermaid.

use serde_json::Value;

use super::scene::Scene;
use super::waiting::dates_of;
use super::{Drawing, Page};
use crate::domain::{ProjectId, RelationKind};
use crate::network::dependencies::Wait;
use crate::report::table::{Table, finish, head, right, text_table};

/// The page of all dependencies and its drawings.
pub(super) fn drawing(scene: &Scene) -> Drawing {
    Drawing { page: Page { text: text(scene), table: table(scene) }, dot: dot(scene), mermaid: mermaid(scene) }
}

const fn word(kind: RelationKind) -> &'static str {
    match kind {
        RelationKind::After => "after",
        RelationKind::With => "with",
        RelationKind::Needs => "needs",
    }
}

/// `after permit +1`.
fn brief(scene: &Scene, wait: &Wait) -> String {
    let lag = if wait.lag > 0 { format!(" +{}", wait.lag) } else { String::new() };
    let each = if wait.each { " each" } else { "" };
    format!("{} {}{lag}{each}", word(wait.kind), scene.model.projects.name(wait.on))
}

/// The least slack of a project's starts.
fn slack_of(scene: &Scene) -> impl Fn(ProjectId) -> Option<i32> {
    let all: Vec<(String, i32)> =
        scene.slack().into_iter().map(|(row, slack)| (row.project.clone(), slack.periods)).collect();
    let names = scene.model.projects.names().to_vec();
    move |id| {
        let name = &names[crate::domain::Index::get(id)];
        all.iter().filter(|(project, _)| project == name).map(|(_, periods)| *periods).min()
    }
}

fn text(scene: &Scene) -> String {
    if scene.model.projects.is_empty() {
        return "the model has no projects\n".into();
    }
    let slack = slack_of(scene);
    let mut text = text_table();
    let heads = ["project", "state", "start", "dates", "can slip", "waits for"];
    text.set_header(heads.map(|name| head(name, name == "can slip")));
    for &id in scene.graph.order() {
        let [state, start, dates] = dates_of(scene, id);
        let waits: Vec<String> = scene.graph.waits_of(id).iter().map(|wait| brief(scene, wait)).collect();
        text.add_row([
            head(scene.model.projects.name(id), false),
            head(&state, false),
            head(start.trim_start_matches("starts "), false),
            head(&dates, false),
            right(slack(id).map_or_else(|| "-".into(), |periods| periods.to_string())),
            head(&waits.join(", "), false),
        ]);
    }
    let waits = scene.graph.waits().len();
    let longest = longest(scene);
    let relaxed =
        if scene.is_relaxed() { "; starts of this relaxed plan may be fractions, so none has a slack" } else { "" };
    format!(
        "{}\n{} projects, {waits} waits; each project stands below what it waits for; lags and slack in {}{relaxed}\n{longest}",
        finish(&text),
        scene.model.projects.len(),
        scene.long(2).trim_start_matches("2 "),
    )
}

/// The chain that ends last, of those that can stand.
fn longest(scene: &Scene) -> String {
    let last = scene
        .graph
        .order()
        .iter()
        .filter_map(|id| Some((scene.given.first_effect(*id)?, *id)))
        .max_by_key(|(effect, _)| *effect);
    let Some((effect, id)) = last else { return String::new() };
    let copies = scene.given.copies(id);
    let copy = copies.iter().position(|dates| dates.effect == effect).unwrap_or(0);
    let path = scene.graph.critical_path(&scene.given, id, copy);
    if path.len() < 2 {
        return String::new();
    }
    format!("\nThe chain that ends last\n{}", scene.chain(&path))
}

fn table(scene: &Scene) -> Table {
    let slack = slack_of(scene);
    let mut table = Table::new(
        "dependencies",
        &[
            "project",
            "state",
            "copies",
            "copies_begun",
            "lead_periods",
            "earliest_start",
            "earliest_effect",
            "start",
            "complete",
            "effect",
            "slack_periods",
            "waits_for",
        ],
    );
    for &id in scene.graph.order() {
        let alone = scene.alone.copy(id, 0);
        let begun: Vec<_> = scene.given.copies(id).iter().filter(|dates| dates.begun).collect();
        let label = |period: Option<i32>| period.map_or(Value::Null, |period| scene.label(period).into());
        let effects = begun.iter().filter(|dates| dates.blocked.is_none()).map(|dates| dates.effect);
        let waits: Vec<String> = scene.graph.waits_of(id).iter().map(|wait| brief(scene, wait)).collect();
        table.rows.push(vec![
            scene.model.projects.name(id).into(),
            dates_of(scene, id)[0].clone().into(),
            scene.model.projects[id].copies.into(),
            begun.len().into(),
            scene.graph.timing(id).lead.into(),
            label(Some(alone.start)),
            label(scene.alone.first_effect(id)),
            label(begun.iter().map(|dates| dates.start).min()),
            label(begun.iter().map(|dates| dates.complete).max()),
            label(effects.max()),
            slack(id).map_or(Value::Null, Value::from),
            waits.join(";").into(),
        ]);
    }
    table
}

/// Text within quotes of dot and mermaid.
pub(super) fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "'")
}

/// What a project's box says.
fn label(scene: &Scene, id: ProjectId, newline: &str) -> String {
    let [state, start, dates] = dates_of(scene, id);
    let adds = scene.model.projects[id]
        .adds
        .as_ref()
        .map(|adds| format!("{newline}{}", escaped(&scene.adds(adds))))
        .unwrap_or_default();
    format!(
        "{}{adds}{newline}{state}, {}{newline}{dates}",
        escaped(scene.model.projects.name(id)),
        start.trim_start_matches("starts ")
    )
}

fn edge_label(scene: &Scene, wait: &Wait) -> String {
    let lag = if wait.lag > 0 { format!(" +{}", scene.long(wait.lag)) } else { String::new() };
    format!("{}{lag}", word(wait.kind))
}

fn dot(scene: &Scene) -> String {
    let mut out = String::from("digraph dependencies {\n  rankdir=LR;\n  node [shape=box];\n");
    for &id in scene.graph.order() {
        let begun = scene.given.copies(id).iter().any(|dates| dates.begun);
        let style = if begun { "solid" } else { "dashed" };
        out.push_str(&format!(
            "  \"{}\" [label=\"{}\", style={style}];\n",
            escaped(scene.model.projects.name(id)),
            label(scene, id, "\\n")
        ));
    }
    for wait in scene.graph.waits() {
        let style = if wait.kind == RelationKind::Needs { ", style=dashed" } else { "" };
        out.push_str(&format!(
            "  \"{}\" -> \"{}\" [label=\"{}\"{style}];\n",
            escaped(scene.model.projects.name(wait.on)),
            escaped(scene.model.projects.name(wait.project)),
            edge_label(scene, &wait)
        ));
    }
    out.push_str("}\n");
    out
}

fn mermaid(scene: &Scene) -> String {
    use crate::domain::Index;
    let mut out = String::from("flowchart LR\n");
    for &id in scene.graph.order() {
        out.push_str(&format!("  p{}[\"{}\"]\n", id.get(), label(scene, id, "<br/>")));
    }
    for wait in scene.graph.waits() {
        let arrow = if wait.kind == RelationKind::Needs { "-.->" } else { "-->" };
        out.push_str(&format!("  p{} {arrow}|{}| p{}\n", wait.on.get(), edge_label(scene, &wait), wait.project.get()));
    }
    let open: Vec<String> = scene
        .graph
        .order()
        .iter()
        .filter(|id| !scene.given.copies(**id).iter().any(|dates| dates.begun))
        .map(|id| format!("p{}", id.get()))
        .collect();
    if !open.is_empty() {
        out.push_str(&format!("  classDef open stroke-dasharray: 4 3\n  class {} open\n", open.join(",")));
    }
    out
}
