//! Projects of which one at most may be begun, where another of the same choice outdoes one.
//!
//! Whatever copies a plan begins of the one it can begin of the other instead, in the same period or so much later that they are complete
//! together: the choice keeps the other from being begun already, nothing waits for the one, and no row is worse for it.

use super::cost::{Terms, at_most, same};
use super::limits::Limits;
use super::offer::Offer;
use super::{Respect, Why};
use crate::domain::{Adds, Attributes, Cooling, GroupId, Pick, Project, ProjectId, Relation};
use std::collections::{BTreeMap, BTreeSet};

/// The projects that are never worth a start, with the reason.
pub(super) fn find(limits: &Limits) -> BTreeMap<ProjectId, Why<ProjectId>> {
    let m = limits.model;
    let mut gone = BTreeMap::new();
    let mut chosen: BTreeMap<ProjectId, BTreeSet<GroupId>> = BTreeMap::new();
    for (g, group) in m.groups.iter() {
        for j in &group.projects {
            chosen.entry(*j).or_default().insert(g);
        }
    }
    let awaited: BTreeSet<ProjectId> = (m.projects.iter().flat_map(|(_, project)| &project.relations))
        .map(|relation| relation.project)
        .chain(m.agreements.iter().flat_map(|(_, agreement)| agreement.needs.iter().copied()))
        .collect();
    let mut left: BTreeSet<ProjectId> = chosen.keys().copied().collect();
    for (&j, groups) in chosen.iter().rev() {
        if awaited.contains(&j) {
            continue;
        }
        let rivals = left.iter().filter(|by| **by != j && chosen[*by] == *groups);
        let why = rivals.copied().find_map(|by| outdoes(limits, j, by).map(|respects| Why::Outdone { by, respects }));
        if let Some(why) = why {
            left.remove(&j);
            gone.insert(j, why);
        }
    }
    gone
}

fn offer<'m>(limits: &Limits, project: &'m Project) -> Offer<'m> {
    let periods = |duration| limits.cal.periods(duration);
    let terms = Terms {
        price: project.cost.as_ref(),
        payments: project.payments,
        lead: periods(project.lead),
        life: project.life.map(periods),
        salvage: project.salvage,
        book: project.book_life.map(periods),
        fixed_om: project.fixed_om.as_ref(),
    };
    Offer::new(limits, terms, Attributes::of_project(project), project.window)
}

/// In which respects the second project outdoes the first; `None` where it does not in all.
fn outdoes(limits: &Limits, one: ProjectId, other: ProjectId) -> Option<BTreeSet<Respect>> {
    let m = limits.model;
    let (a, b) = (&m.projects[one], &m.projects[other]);
    let free = |project: &Project| project.committed.is_none() && !project.required;
    let pace = b.starts_per_period.is_none_or(|most| a.starts_per_period.is_some_and(|of| of <= most));
    if !free(a) || !free(b) || a.copies != b.copies || !pace {
        return None;
    }
    let mut respects = adds(limits, a.adds.as_ref(), b.adds.as_ref())?;
    if waits_less(limits, a, b)? {
        respects.insert(Respect::WaitsForLess);
    }
    let (mine, theirs) = (offer(limits, a), offer(limits, b));
    // Where one must be begun, one must be begun in its place.
    let must = m.groups.iter().any(|(_, group)| group.pick == Pick::ExactlyOne && group.projects.contains(&one));
    let or_nothing = !must && !limits.taxed;
    respects.extend(mine.replaced_by(limits, &theirs, (limits.more_can_hurt, or_nothing))?);
    Some(respects)
}

/// Whether the second waits for less than the first; `None` where it waits for anything that the first does not wait for as long.
fn waits_less(limits: &Limits, a: &Project, b: &Project) -> Option<bool> {
    let lag = |relation: &Relation| limits.cal.periods(relation.lag);
    let like =
        |of: &Relation, other: &Relation| of.kind == other.kind && of.project == other.project && of.each == other.each;
    let known = |of: &Relation| a.relations.iter().find(|other| like(of, other));
    let waits = b.relations.iter().all(|of| known(of).is_some_and(|other| lag(of) <= lag(other)));
    let alike = a.relations.len() == b.relations.len()
        && b.relations.iter().all(|of| known(of).is_some_and(|other| lag(of) == lag(other)));
    (waits && (alike || !limits.more_can_hurt)).then_some(!alike)
}

/// In which respects what the second adds is more; `None` where it is not in all.
fn adds(limits: &Limits, one: Option<&Adds>, other: Option<&Adds>) -> Option<BTreeSet<Respect>> {
    let mut respects = BTreeSet::new();
    let (mw, more) = match (one, other) {
        (None, None) => return Some(respects),
        (Some(one), Some(other)) if one.place() == other.place() => ((one.mw(), other.mw()), !limits.more_can_hurt),
        _ => return None,
    };
    let more = match (one?, other?) {
        (Adds::It { cooling: Cooling::Liquid, .. }, Adds::It { cooling: Cooling::Air, .. }) => return None,
        (Adds::It { cooling: Cooling::Air, .. }, Adds::It { cooling: Cooling::Liquid, .. }) => {
            if !more {
                return None;
            }
            respects.insert(Respect::Liquid);
            more
        }
        (Adds::It { .. }, Adds::It { .. })
        | (Adds::Connection { .. }, Adds::Connection { .. })
        | (Adds::Line { .. }, Adds::Line { .. }) => more,
        // More of a supply can be billed or forced, and circuits share what flows.
        (Adds::Supply { .. }, Adds::Supply { .. }) | (Adds::Battery { .. }, Adds::Battery { .. }) => false,
        (Adds::Circuits { circuits: a, .. }, Adds::Circuits { circuits: b, .. }) if a == b => false,
        _ => return None,
    };
    if !same(mw.0, mw.1) {
        if !more || !at_most(mw.0, mw.1) {
            return None;
        }
        respects.insert(Respect::MoreMegawatts);
    }
    Some(respects)
}
