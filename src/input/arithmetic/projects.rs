//! Projects that must be begun and cannot stand in time, and groups that ask for two where one is allowed.

use super::{Impossible, period, some};
use crate::domain::{Pick, ProjectId};
use crate::network::earliest::{Blocked, CopyDates};
use crate::network::most::Most;

/// Required projects whose window closes before the earliest date that what they wait for allows.
pub(super) fn late(most: &Most<'_>) -> Vec<Impossible> {
    let m = most.model;
    let mut found = Vec::new();
    for (j, project) in m.projects.iter().filter(|(_, project)| project.required && project.committed.is_none()) {
        let dates = *most.earliest.copy(j, 0);
        if let Some(blocked) = dates.stuck {
            found.push(stuck(most, j, &dates, blocked));
            continue;
        }
        let last_start = last_start(most, j);
        let starts = (last_start - dates.start + 1).max(0);
        let Some(pace) = project.starts_per_period else { continue };
        let can = i64::from(pace) * i64::from(starts);
        if can < i64::from(project.copies) {
            let name = m.projects.name(j);
            let message = format!(
                "project `{name}` is required with {} copies, but at {pace} a period only {can} can be begun in {}..{}",
                project.copies,
                period(&most.cal, m, dates.start),
                period(&most.cal, m, last_start)
            );
            let hint = "raise `starts_per_period`, widen its `window`, or ask for fewer copies".to_owned();
            let at = ("project", name.to_owned(), vec!["starts_per_period"]);
            found.push(Impossible { at, when: None, message, hint, also: None });
        }
    }
    found
}

/// The last period in which a project may start.
fn last_start(most: &Most<'_>, j: ProjectId) -> i32 {
    let project = &most.model.projects[j];
    let last = most.cal.len() - 1;
    let complete = project.window.complete.map(|month| most.cal.period_of(month) - most.cal.periods(project.lead));
    complete.map_or(last, |complete| complete.min(last))
}

fn stuck(most: &Most<'_>, j: ProjectId, dates: &CopyDates, blocked: Blocked) -> Impossible {
    let m = most.model;
    let name = m.projects.name(j);
    let waits: Vec<&str> = m.projects[j].relations.iter().map(|wait| m.projects.name(wait.project)).collect();
    let after = if waits.is_empty() { String::new() } else { format!(", as it waits for {}", some(waits.into_iter())) };
    let (start, complete) = (period(&most.cal, m, dates.start), period(&most.cal, m, dates.complete));
    let window = m.projects[j].window.complete.map(|month| period(&most.cal, m, most.cal.period_of(month)));
    let (why, hint) = match (blocked, window) {
        (Blocked::Wait(on), _) => (
            format!("it waits for `{}`, which can never stand", m.projects.name(on)),
            "mend the dates of what it waits for, or do not require it".to_owned(),
        ),
        (Blocked::Window, Some(window)) => (
            format!("it must be complete by {window}, and can be complete in {complete} at the earliest{after}"),
            format!("let it be complete by {complete}, or shorten what it waits for"),
        ),
        _ => (
            format!("it can start in {start} at the earliest{after}, after the horizon"),
            "start what it waits for earlier, or plan for more periods".to_owned(),
        ),
    };
    let keys = if matches!(blocked, Blocked::Window) { vec!["window", "complete"] } else { vec!["required"] };
    let message = format!("project `{name}` is required, but {why}");
    Impossible { when: None, at: ("project", name.to_owned(), keys), message, hint, also: None }
}

/// Groups of which two must be begun, or none can be.
pub(super) fn groups(most: &Most<'_>) -> Vec<Impossible> {
    let m = most.model;
    let mut found = Vec::new();
    for (g, group) in m.groups.iter() {
        let name = m.groups.name(g).to_owned();
        let must = |j: &&ProjectId| {
            let project = &m.projects[**j];
            project.committed.as_ref().map_or(project.required, |committed| committed.cancel.is_none())
        };
        let musts: Vec<&str> = group.projects.iter().filter(must).map(|j| m.projects.name(*j)).collect();
        if musts.len() > 1 {
            let message = format!(
                "group `{name}` allows one project, and {} of them are required or committed: {}",
                musts.len(),
                some(musts.into_iter())
            );
            let hint = "take one of them out of the group, or do not require it".to_owned();
            found.push(Impossible { when: None, at: ("group", name, vec!["projects"]), message, hint, also: None });
            continue;
        }
        let never = |j: &ProjectId| most.earliest.copy(*j, 0).stuck.is_some();
        let alone = group.agreements.is_empty();
        if group.pick == Pick::ExactlyOne && alone && group.projects.iter().all(never) {
            let message =
                format!("group `{name}` needs exactly one project, and none of its projects can ever be begun");
            let hint = "mend the windows of its projects and of what they wait for".to_owned();
            found.push(Impossible { when: None, at: ("group", name, vec!["projects"]), message, hint, also: None });
        }
    }
    found
}
