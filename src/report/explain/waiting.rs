//! What a project waits for, and what waits for it.

use super::scene::{Scene, listed};
use crate::domain::{Adds, Index, ProjectId, RelationKind};
use crate::network::dependencies::Wait;
use crate::report::table::{finish, text_table};
use crate::report::words::megawatts;

/// A relation seen from the one that waits: `after, 1 quarter later`.
fn how(scene: &Scene, wait: &Wait) -> String {
    let kind = match wait.kind {
        RelationKind::After => "start waits for its completion",
        RelationKind::With => "start waits for its start",
        RelationKind::Needs => "dark until it is in effect",
    };
    let lag = if wait.lag > 0 { format!(", {} later", scene.long(wait.lag)) } else { String::new() };
    let each = if wait.each { ", copy by copy" } else { "" };
    format!("{kind}{lag}{each}")
}

/// The state and the dates of another project, in the plan or at the earliest.
pub(super) fn dates_of(scene: &Scene, project: ProjectId) -> [String; 3] {
    let copies = scene.given.copies(project);
    let begun = copies.iter().filter(|dates| dates.begun).count();
    let committed = scene.graph.timing(project).committed.is_some();
    let state = match (committed, begun) {
        (true, _) if copies.iter().any(|dates| dates.stuck.is_some()) => "cancelled".to_owned(),
        (true, _) => "committed".to_owned(),
        (false, 0) if scene.plan.is_some() => "not begun".to_owned(),
        (false, 0) => "open".to_owned(),
        (false, n) if n < copies.len() => format!("{n} of {} begun", copies.len()),
        _ => "planned".to_owned(),
    };
    let of: Vec<_> = copies.iter().filter(|dates| dates.begun).collect();
    let (start, complete) = if of.is_empty() {
        let dates = scene.alone.copy(project, 0);
        (format!("{} at the earliest", scene.label(dates.start)), dates.complete)
    } else {
        let first = of.iter().map(|dates| dates.start).min().unwrap_or(0);
        (scene.label(first), of.iter().map(|dates| dates.complete).max().unwrap_or(0))
    };
    let effect = if of.is_empty() {
        scene.alone.full_effect(project)
    } else {
        of.iter().map(|dates| dates.blocked.is_none().then_some(dates.effect)).max().flatten()
    };
    let effect = effect.map_or_else(
        || "never in effect".into(),
        |effect| {
            if effect == complete {
                format!("complete {}", scene.label(complete))
            } else {
                format!("complete {}, in effect {}", scene.label(complete), scene.label(effect))
            }
        },
    );
    [state, format!("starts {start}"), effect]
}

/// One line a relation; `by` adds when the other must have started.
fn relations(
    scene: &Scene,
    waits: &[Wait],
    other: impl Fn(&Wait) -> ProjectId,
    by: impl Fn(ProjectId) -> Option<i32>,
) -> String {
    let mut text = text_table();
    for wait in waits {
        let project = other(wait);
        let [state, start, complete] = dates_of(scene, project);
        text.add_row([
            format!("  {}", scene.model.projects.name(project)),
            how(scene, wait),
            state,
            start,
            complete,
            by(project).map(|period| format!("must start by {}", scene.label(period))).unwrap_or_default(),
        ]);
    }
    finish(&text)
}

pub(super) fn waits_for(scene: &Scene, project: ProjectId) -> String {
    let direct = scene.graph.waits_of(project);
    if direct.is_empty() {
        return String::new();
    }
    // The effect that the plan gives its first copy says by when each of the chain must have started.
    let planned = scene.given.copies(project).iter().find(|dates| dates.begun && dates.blocked.is_none());
    let latest = planned.filter(|_| scene.plan.is_some()).map(|dates| scene.graph.latest(project, dates.effect));
    let open = |other: &ProjectId| scene.graph.timing(*other).committed.is_none();
    let by = |other: ProjectId| latest.as_ref().filter(|_| open(&other))?[other.get()].map(|latest| latest.start);
    let mut out = format!("\nWaits for\n{}", relations(scene, &direct, |wait| wait.on, by));
    let further: Vec<String> = scene
        .graph
        .prerequisites(project)
        .into_iter()
        .filter(|id| direct.iter().all(|wait| wait.on != *id))
        .map(|id| match by(id) {
            Some(period) => format!("{} (must start by {})", scene.name(id), scene.label(period)),
            None => scene.name(id),
        })
        .collect();
    if !further.is_empty() {
        out.push_str(&format!("  and through these for {}\n", listed(&further)));
    }
    out
}

pub(super) fn waits_on(scene: &Scene, project: ProjectId) -> String {
    let direct = scene.graph.waits_on(project);
    if direct.is_empty() {
        return "\nNothing waits for it.\n".into();
    }
    let mut out = format!("\nWhat waits for it\n{}", relations(scene, &direct, |wait| wait.project, |_| None));
    let all = scene.graph.dependants(project);
    let further: Vec<String> =
        all.iter().filter(|id| direct.iter().all(|wait| wait.project != **id)).map(|id| scene.name(*id)).collect();
    if !further.is_empty() {
        out.push_str(&format!("  and through these {}\n", listed(&further)));
    }
    let waiting = std::iter::once(&project).chain(&all);
    let (mut it, mut connection) = (0.0, 0.0);
    for id in waiting {
        let row = &scene.model.projects[*id];
        match row.adds {
            Some(Adds::It { mw, .. }) => it += mw * f64::from(row.copies),
            Some(Adds::Connection { mw, .. }) => connection += mw * f64::from(row.copies),
            _ => {}
        }
    }
    let mut held = Vec::new();
    for (mw, what) in [(it, "IT power"), (connection, "connection")] {
        if mw > 0.0 {
            held.push(format!("{} MW of {what}", megawatts(mw)));
        }
    }
    if !held.is_empty() {
        out.push_str(&format!("  {} hang on it in all, its own included\n", listed(&held)));
    }
    out
}
