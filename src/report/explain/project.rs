//! A project: its state and dates, what it waits for, its slack, and what waits for it.

use serde_json::Value;

use super::Page;
use super::scene::Scene;
use super::waiting::{waits_for, waits_on};
use crate::domain::ProjectId;
use crate::network::dependencies::Wait;
use crate::network::slack::{Slack, Stop};
use crate::plan::types::{MoneyKind, ProjectRow, State};
use crate::report::table::{Table, finish, head, right, text_table};
use crate::report::words::{count, money, percent};

/// The page of a project.
pub(super) fn page(scene: &Scene, project: ProjectId) -> Page {
    let slack: Vec<(&ProjectRow, Slack)> =
        scene.slack().into_iter().filter(|(row, _)| row.project == scene.model.projects.name(project)).collect();
    let mut text = title(scene, project);
    text.push_str(&state(scene, project));
    text.push_str(&starts(scene, project, &slack));
    text.push_str(&earliest(scene, project));
    text.push_str(&waits_for(scene, project));
    text.push_str(&waits_on(scene, project));
    Page { text, table: table(scene, project, &slack) }
}

fn title(scene: &Scene, project: ProjectId) -> String {
    let model = scene.model;
    let row = &model.projects[project];
    let timing = scene.graph.timing(project);
    let address = model.projects.address(project);
    let mut facts = Vec::new();
    if row.copies > 1 {
        facts.push(format!("{} copies", row.copies));
    }
    let each = if row.copies > 1 { " each" } else { "" };
    facts.push(
        row.adds.as_ref().map_or_else(|| "adds nothing itself".into(), |adds| format!("{}{each}", scene.adds(adds))),
    );
    if let Some(cost) = scene.cost(row, 0) {
        facts.push(format!("{cost}{each}"));
    }
    facts.push(format!("lead {}", scene.long(timing.lead)));
    facts.extend(timing.life.map(|life| format!("life {}", scene.long(life))));
    facts.extend(
        timing.per_period.map(|most| format!("at most {most} begun in one {}", scene.long(1).trim_start_matches("1 "))),
    );
    facts.extend(timing.first_start.map(|first| format!("no start before {}", scene.label(first))));
    facts.extend(timing.last_completion.map(|last| format!("complete by {} at the latest", scene.label(last))));
    let groups = model.groups.iter().filter(|(_, group)| group.projects.contains(&project));
    facts.extend(groups.map(|(id, _)| format!("one of '{}'", model.groups.address(id))));
    format!("{address}{}\n{}\n", scene.place(&address), facts.join(" · "))
}

/// The answer in one line.
fn state(scene: &Scene, project: ProjectId) -> String {
    let rows = scene.rows_of(project);
    let row = &scene.model.projects[project];
    let timing = scene.graph.timing(project);
    if scene.plan.is_none() || rows.is_empty() {
        return match (timing.committed, scene.plan.is_some()) {
            (Some(start), _) => {
                format!("committed: begun {}, complete {}\n", scene.label(start), scene.label(start + timing.lead))
            }
            (None, true) => "not begun in this plan\n".into(),
            (None, false) => "open\n".into(),
        };
    }
    let begun: f64 = rows.iter().filter(|row| row.state != State::Cancelled).map(|row| row.copies).sum();
    let of = if row.copies > 1 { format!(", {} of {} copies", count(begun), row.copies) } else { String::new() };
    let effect = rows.iter().filter_map(|row| row.effect.as_ref()).map(|span| scene.period(span)).min();
    let effect = effect.map_or_else(
        || "not in effect within the horizon".into(),
        |first| format!("in effect from {}", scene.label(first)),
    );
    if rows.iter().all(|row| row.state == State::Cancelled) {
        let when = rows.iter().find_map(|row| row.cancelled.as_ref()).map_or("", |span| span.period.as_str());
        return format!("committed before, cancelled in {when} by this plan\n");
    }
    let word = if timing.committed.is_some() { "committed" } else { "begun in this plan" };
    format!("{word}{of}: {effect}\n")
}

const fn state_word(state: State) -> &'static str {
    match state {
        State::Committed => "committed",
        State::Planned => "planned",
        State::Cancelled => "cancelled",
    }
}

/// Capital payments of a start.
fn paid(scene: &Scene, row: &ProjectRow) -> f64 {
    let address = format!("project[{}]", row.project);
    let asset = |asset: &str| asset == row.id || (row.state != State::Planned && asset == address);
    let rows = scene.plan.map_or(&[][..], |plan| &plan.payments).iter();
    let later = scene.plan.map_or(&[][..], |plan| &plan.after_horizon).iter();
    let ids: std::collections::BTreeSet<&str> = rows.clone().map(|row| row.id.as_str()).collect();
    // Payments after the horizon stand in both arrays; each is counted once.
    rows.chain(later.filter(|row| !ids.contains(row.id.as_str())))
        .filter(|payment| payment.kind == MoneyKind::Capital && asset(&payment.asset))
        .map(|payment| payment.usd_nominal)
        .sum()
}

fn starts(scene: &Scene, project: ProjectId, slack: &[(&ProjectRow, Slack)]) -> String {
    let rows = scene.rows_of(project);
    if rows.is_empty() {
        return String::new();
    }
    let mut text = text_table();
    text.set_header(
        [
            ("begun", false),
            ("copies", true),
            ("state", false),
            ("complete", false),
            ("in effect", false),
            ("pays", true),
            ("can slip", false),
            ("decide by", false),
        ]
        .map(|(name, numeric)| head(name, numeric)),
    );
    for row in &rows {
        let slip =
            slack.iter().find(|(of, _)| of.id == row.id).map_or_else(|| "-".into(), |(_, slack)| slip(scene, slack));
        let cancelled = if row.cancelled_share > 1e-6 && row.state != State::Cancelled {
            format!(", {} cancelled", percent(row.cancelled_share))
        } else {
            String::new()
        };
        text.add_row([
            head(&row.begun.period, false),
            right(count(row.copies)),
            head(&format!("{}{cancelled}", state_word(row.state)), false),
            head(&row.in_service.period, false),
            head(row.effect.as_ref().map_or("-", |span| span.period.as_str()), false),
            right(money(paid(scene, row))),
            head(&slip, false),
            head(row.decide_by.as_ref().map_or("-", |span| span.period.as_str()), false),
        ]);
    }
    let mut out = format!("\n{}", finish(&text));
    for (row, slack) in slack {
        out.push_str(&format!("{}: {}.\n", row.begun.period, slip_sentence(scene, slack)));
    }
    out
}

fn slip(scene: &Scene, slack: &Slack) -> String {
    if slack.periods == 0 { "no".into() } else { scene.long(slack.periods) }
}

fn slip_sentence(scene: &Scene, slack: &Slack) -> String {
    let by = if slack.periods == 0 {
        "it cannot slip".to_owned()
    } else {
        format!("it can slip by {}", scene.long(slack.periods))
    };
    let then = match slack.stop {
        Stop::OwnEffect => "then what it adds would be in effect later than planned".into(),
        Stop::Start(wait) => format!("then {} could not start when planned", scene.name(wait.project)),
        Stop::Effect(other) => format!("then {} would be in effect later than planned", scene.name(other)),
        Stop::Window => "then it would miss the latest completion of its window".into(),
        Stop::Rate => "then too many copies would start at once".into(),
        Stop::Horizon => "nothing in effect within the horizon waits for it".into(),
    };
    format!("{by}; {then}")
}

/// When it could be in effect if begun today, and the chain that holds it.
fn earliest(scene: &Scene, project: ProjectId) -> String {
    let Some((copy, _)) = scene.alone.next(project) else {
        return effect_of_committed(scene, project);
    };
    let rest = scene.given.next(project).map(|(copy, _)| copy);
    let copy = if scene.plan.is_some() { rest.unwrap_or(copy) } else { copy };
    let dates = scene.alone.copy(project, copy);
    let what = if scene.plan.is_some() && rest.is_some() && copy > 0 { "one more copy" } else { "it" };
    if let Some(why) = dates.blocked {
        return format!("\n{what} can never be in effect: {}.\n", scene.blocked(project, why));
    }
    let path = scene.graph.critical_path(&scene.alone, project, copy);
    let mut out = format!(
        "\nIf all that is open is begun as early as it can be, {what} is in effect from {} at the earliest:\n{}",
        scene.label(dates.effect),
        scene.chain(&path)
    );
    if dates.dark.is_some() {
        out.push_str(&format!("  (complete {}, but dark until then)\n", scene.label(dates.complete)));
    }
    if path.len() == 1 && scene.graph.prerequisites(project).is_empty() {
        out.push_str("  It waits for nothing.\n");
    }
    out
}

fn effect_of_committed(scene: &Scene, project: ProjectId) -> String {
    let dates = scene.given.copy(project, 0);
    match (dates.blocked, dates.dark) {
        (Some(why), _) => format!("\nIt is never in effect: {}.\n", scene.blocked(project, why)),
        (None, Some(_)) => format!(
            "\nComplete in {}, it stands dark until {}:\n{}",
            scene.label(dates.complete),
            scene.label(dates.effect),
            scene.chain(&scene.graph.critical_path(&scene.given, project, 0))
        ),
        (None, None) => String::new(),
    }
}

fn table(scene: &Scene, project: ProjectId, slack: &[(&ProjectRow, Slack)]) -> Table {
    let mut table = Table::new(
        "project",
        &[
            "project",
            "state",
            "copies",
            "begun",
            "in_service",
            "effect",
            "earliest_start",
            "earliest_effect",
            "slack_periods",
            "decide_by",
            "usd_nominal",
            "waits_for",
            "waited_for_by",
        ],
    );
    let model = scene.model;
    let names = |waits: Vec<Wait>, other: fn(&Wait) -> ProjectId| -> Value {
        waits.iter().map(|wait| model.projects.name(other(wait))).collect::<Vec<_>>().join(";").into()
    };
    let dates = scene.alone.copy(project, 0);
    let fixed = |row: Option<&ProjectRow>| {
        let label =
            |span: Option<&crate::plan::types::Span>| span.map_or(Value::Null, |span| span.period.clone().into());
        let slip = row.and_then(|row| slack.iter().find(|(of, _)| of.id == row.id)).map(|(_, slack)| slack.periods);
        let unbegun = if scene.graph.timing(project).committed.is_some() { "committed" } else { "open" };
        vec![
            model.projects.name(project).into(),
            row.map_or(unbegun, |row| state_word(row.state)).into(),
            row.map_or(Value::Null, |row| row.copies.into()),
            label(row.map(|row| &row.begun)),
            label(row.map(|row| &row.in_service)),
            label(row.and_then(|row| row.effect.as_ref())),
            scene.label(dates.start).into(),
            scene.alone.first_effect(project).map_or(Value::Null, |effect| scene.label(effect).into()),
            slip.map_or(Value::Null, Value::from),
            label(row.and_then(|row| row.decide_by.as_ref())),
            row.map_or(Value::Null, |row| paid(scene, row).into()),
            names(scene.graph.waits_of(project), |wait| wait.on),
            names(scene.graph.waits_on(project), |wait| wait.project),
        ]
    };
    let rows = scene.rows_of(project);
    if rows.is_empty() {
        table.rows.push(fixed(None));
    } else {
        table.rows.extend(rows.into_iter().map(|row| fixed(Some(row))));
    }
    table
}
