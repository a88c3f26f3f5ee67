//! Why there is no plan, in chains that a planner can follow, and the smallest ways out.

use super::due::behind;
use super::meeting;
use super::scene::{Scene, listed};
use super::ways_out::{amount, ways};
use crate::domain::{Adds, Model, Place, ProjectId, SegmentId};
use crate::study::clash::{Clash, Limit, More};
use std::collections::{BTreeMap, BTreeSet};

/// How many limits are told one by one.
const TOLD: usize = 12;
/// How many chains are told for one limit.
const CHAINS: usize = 4;

/// What is said where the clock or somebody ended the search.
const STOPPED: &str = "The search was stopped before it was done: what is missing here was not asked.";

/// The whole answer.
#[must_use]
pub fn no_plan(model: &Model, clash: &Clash) -> String {
    let stopped = if clash.stopped { format!("\n\n{STOPPED}") } else { String::new() };
    if !clash.told {
        return format!(
            "no plan keeps all limits; which ones clash could not be told within the work allowed{stopped}"
        );
    }
    if clash.conflict.is_empty() {
        return "no plan: commitments, balances and the dates of projects clash by themselves, whatever limits give way".to_owned();
    }
    let scene = Scene::new(model, None).ok();
    let way = meeting::way_out(clash);
    let first = conflict(scene.as_ref(), &clash.conflict, way.as_deref(), clash.minimal, clash.only_whole);
    let mut text = format!("no plan: {first}");
    for other in &clash.others {
        let told = conflict(scene.as_ref(), &other.conflict, None, other.minimal, other.only_whole);
        text.push_str(&format!("\n\nand apart from that: {told}"));
    }
    match clash.more {
        More::None => {}
        More::Some => text.push_str("\n\nStill other limits clash besides these."),
        More::NotTold => text.push_str("\n\nWhether other limits clash besides was not told within the work allowed."),
    }
    text.push_str(&ways(clash));
    text + &stopped
}

/// One conflict: its sentences, its limits, and what stands behind each.
fn conflict(scene: Option<&Scene>, limits: &[Limit], way: Option<&str>, minimal: bool, only_whole: bool) -> String {
    let groups = grouped(limits);
    let late = scene.and_then(|scene| groups.iter().find_map(|group| too_late(scene, group)));
    let mut text = format!("{}\n", headline(&groups));
    for sentence in meeting::number(&groups, late.as_deref()).as_deref().into_iter().chain(way) {
        text.push_str(&format!("{sentence}\n"));
    }
    let mut known = BTreeSet::new();
    for group in groups.iter().take(TOLD) {
        text.push_str(&format!("\n  {}", sentence(group)));
        let chains = scene.into_iter().flat_map(|scene| facts(scene, group)).take(CHAINS);
        for fact in chains.chain(group.iter().flat_map(|limit| behind(limit, groups.len() == 1))) {
            if known.insert(fact.clone()) {
                text.push_str(&format!("\n    {fact}"));
            }
        }
    }
    if groups.len() > TOLD {
        text.push_str(&format!("\n  and {} more limits", groups.len() - TOLD));
    }
    text.push('\n');
    if only_whole {
        text.push_str("\n  They clash only because starts, copies, lots and places come whole.");
    }
    if groups.len() > 1 {
        if groups.iter().any(|group| group.iter().any(|limit| limit.gives.is_some())) {
            text.push_str("\n  Each amount is what would do if the other limits here are kept.");
        }
        if minimal {
            text.push_str("\n  Without any one of these limits the others could be kept.");
        }
    }
    if !minimal {
        text.push_str("\n  Perhaps fewer of these already clash: the search for fewer ended at its limit of work.");
    }
    text.trim_end().to_owned()
}

/// Limits of one address, in the order of their periods.
fn grouped(limits: &[Limit]) -> Vec<Vec<&Limit>> {
    let mut groups: Vec<Vec<&Limit>> = Vec::new();
    for limit in limits {
        match groups.iter_mut().find(|group| group[0].limit == limit.limit) {
            Some(group) => group.push(limit),
            None => groups.push(vec![limit]),
        }
    }
    for group in &mut groups {
        group.sort_by_key(|limit| limit.p);
    }
    // What is asked for is told before what is allowed, and rules last.
    groups.sort_by_key(|group| match group[0].sense.as_str() {
        "exactly" => 0,
        "at-least" => 1,
        "rule" => 3,
        _ => 2,
    });
    groups
}

fn headline(groups: &[Vec<&Limit>]) -> String {
    let names: Vec<String> = groups.iter().take(4).map(|group| noun(&group[0].limit)).collect();
    let more = groups.len().saturating_sub(names.len());
    let asked = groups.first().is_some_and(|group| group[0].limit.ends_with(".demand"));
    let rest = |names: &[String]| {
        if more > 0 { format!("{} and {more} more limits", names.join(", ")) } else { listed(names) }
    };
    match names.as_slice() {
        [one] if asked => format!("{one} cannot be met by what can be had in time"),
        [one] => match groups[0].as_slice() {
            [Limit { amount: Some(allowed), gives: Some(gives), behind, unit, .. }] if !behind.is_empty() => {
                let least = amount(allowed + gives, unit);
                format!(
                    "{one} cannot be kept: it allows {}, and {least} must be paid whatever is decided",
                    amount(*allowed, unit)
                )
            }
            _ => format!("{one} cannot be kept"),
        },
        [first, others @ ..] if asked => format!("{first} cannot be met with {}", rest(others)),
        [_, _] if more == 0 => format!("{} cannot both be kept", listed(&names)),
        _ => format!("{} cannot all be kept", rest(&names)),
    }
}

/// Kind, id and field of an address.
fn parts(address: &str) -> (&str, &str, &str) {
    let (kind, rest) = address.split_once('[').unwrap_or((address, ""));
    // What a line carries while another is out names that one in brackets of its own.
    let (id, field) = rest.split_once("].").unwrap_or_else(|| (rest.strip_suffix(']').unwrap_or(rest), ""));
    (kind, id, field)
}

/// What an address is called in a sentence.
pub(super) fn noun(address: &str) -> String {
    let (kind, id, field) = parts(address);
    match (kind, field) {
        ("segment", "demand") => format!("firm demand of `{id}`"),
        ("segment", "defer.up_to") => format!("what of `{id}` may wait"),
        ("segment", "reach") => format!("the reach of `{id}`"),
        ("segment", "chips") => format!("the chips that `{id}` accepts"),
        ("segment", "placement") => format!("one site for `{id}`"),
        ("site", "it_power") => format!("the IT power of `{id}`"),
        ("site", "liquid") => format!("the liquid-cooled power of `{id}`"),
        ("site", "connection") => format!("the grid connection of `{id}`"),
        ("site", "export") => format!("what `{id}` can give back"),
        ("line", field) if field.starts_with("emergency_rating[") => {
            let out = field.trim_start_matches("emergency_rating[").trim_end_matches(']');
            format!("the rating of line `{id}` while `{out}` is out")
        }
        ("line", _) => format!("the rating of line `{id}`"),
        ("supply", "min_output") => format!("the least output of supply `{id}`"),
        ("supply", _) => format!("the power of supply `{id}`"),
        ("battery", "energy") => format!("the energy of battery `{id}`"),
        ("battery", _) => format!("the power of battery `{id}`"),
        ("chip", "allotment") | ("allotment", "at_most" | "cumulative") => format!("the allotment of `{id}`"),
        ("chip", "sites") => format!("the sites for `{id}`"),
        (_, "growth") => format!("the growth of orders of `{id}`"),
        (_, "lot") => format!("the lots of `{id}`"),
        (_, "window") => format!("the window of `{id}`"),
        ("budget", "at_least") => format!("the least of budget `{id}`"),
        ("budget", _) => format!("budget `{id}`"),
        ("policy", "at_least") => format!("the least of policy `{id}`"),
        ("policy", _) => format!("policy `{id}`"),
        ("patience", _) => format!("the floor `{id}`"),
        ("group", _) => format!("the choice `{id}`"),
        ("project", "required") => format!("required project `{id}`"),
        ("project", _) => format!("the pace of `{id}`"),
        _ => format!("what {kind} `{id}` offers"),
    }
}

/// One limit of the conflict, over its periods.
fn sentence(group: &[&Limit]) -> String {
    let limit = group[0];
    let place = limit.place.as_ref().map_or_else(String::new, |place| format!("   ({place})"));
    let when = match (limit.period.as_deref(), group.last().and_then(|limit| limit.period.as_deref())) {
        (Some(first), Some(last)) if first != last => format!("@{first}..{last}"),
        (Some(first), _) => format!("@{first}"),
        _ => String::new(),
    };
    let name = format!("'{}{when}'", limit.limit);
    if let Some(words) = &limit.words {
        return format!("{name}  {words}{place}");
    }
    let range = |of: &dyn Fn(&Limit) -> Option<f64>| {
        let all: Vec<f64> = group.iter().filter_map(|limit| of(limit)).collect();
        let (least, most) =
            (all.iter().copied().fold(f64::INFINITY, f64::min), all.iter().copied().fold(0.0, f64::max));
        if all.is_empty() {
            None
        } else if most - least > 1e-6 * most.abs() && least >= 0.0 {
            Some(format!("{} to {}", amount(least, &limit.unit), amount(most, &limit.unit)))
        } else {
            Some(amount(all[0], &limit.unit))
        }
    };
    let of = range(&|limit: &Limit| limit.amount).unwrap_or_default();
    let gives = range(&|limit: &Limit| limit.gives);
    let short = if group.len() == 1 { "" } else { " in one of these periods" };
    let words = match limit.sense.as_str() {
        "exactly" if limit.limit.ends_with(".demand") => {
            let served = limit.amount.zip(limit.gives).filter(|_| group.len() == 1).map(|(of, gives)| of - gives);
            match (served, gives) {
                (Some(served), _) if served < 1e-6 * limit.amount.unwrap_or(1.0) => {
                    format!("asks for {of}: none can be served")
                }
                (Some(served), _) => {
                    format!("asks for {of}: at most {} can be served", amount(served, &limit.unit))
                }
                (None, Some(gives)) => format!("asks for {of}: {gives} less{short} would do"),
                (None, None) => format!("asks for {of}"),
            }
        }
        "exactly" => format!("asks for exactly {of}"),
        "at-least" if limit.amount.is_none() => gives.map_or_else(
            || "asks for its share".to_owned(),
            |gives| format!("asks for its share: {gives} less{short} would do"),
        ),
        "at-least" => gives.map_or_else(
            || format!("asks for at least {of}"),
            |gives| format!("asks for at least {of}: {gives} less{short} would do"),
        ),
        _ => {
            let has = if limit.amount.is_none() {
                "allows its share".to_owned()
            } else if ["site[", "line[", "supply[", "battery["].iter().any(|kind| limit.limit.starts_with(kind)) {
                format!("is {of} on day one")
            } else {
                format!("allows {of}")
            };
            gives.map_or_else(|| has.clone(), |gives| format!("{has}: {gives} more{short} would do"))
        }
    };
    format!("{name}  {words}{place}")
}

/// Why a limit is where it is: what could raise it, and by when.
fn facts(scene: &Scene, group: &[&Limit]) -> Vec<String> {
    let (kind, id, field) = parts(&group[0].limit);
    let last = last(scene, group);
    if kind == "segment" && field == "demand" {
        return scene.model.segments.find(id).map(|q| arrivals(scene, q, last)).unwrap_or_default();
    }
    let told = |j| {
        let (standing, chain) = standing(scene, j, last);
        format!("{standing}: {chain}")
    };
    builders(scene.model, group[0]).into_iter().map(told).collect()
}

/// The first project that could raise a limit and stands too late for it.
fn too_late(scene: &Scene, group: &[&Limit]) -> Option<String> {
    let by = last(scene, group);
    let is_late = |j: &ProjectId| scene.alone.first_effect(*j).is_some_and(|first| first > by);
    builders(scene.model, group[0]).into_iter().find(is_late).map(|j| standing(scene, j, by).0)
}

/// The last period of a limit.
fn last(scene: &Scene, group: &[&Limit]) -> i32 {
    group.last().and_then(|limit| limit.p).unwrap_or_else(|| scene.horizon().end - 1)
}

/// Projects that could raise a limit.
fn builders(model: &Model, limit: &Limit) -> Vec<ProjectId> {
    let (kind, id, field) = parts(&limit.limit);
    match kind {
        "site" | "line" | "supply" | "battery" => {
            let fits = |adds: &Adds| match (adds.place(), adds, field) {
                (Place::Site(s), Adds::Connection { .. }, "connection")
                | (Place::Site(s), Adds::It { .. }, "it_power" | "liquid") => model.sites.name(s) == id,
                (Place::Line(l), _, _) => kind == "line" && model.lines.name(l) == id,
                (Place::Supply(g), _, _) => kind == "supply" && model.supplies.name(g) == id,
                (Place::Battery(y), _, _) => kind == "battery" && model.batteries.name(y) == id,
                _ => false,
            };
            let adders = model.projects.iter().filter(|(_, row)| row.adds.as_ref().is_some_and(fits));
            adders.map(|(j, _)| j).collect()
        }
        "project" => model.projects.find(id).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// When a project can stand at the earliest, and the chain that holds it.
fn standing(scene: &Scene, project: ProjectId, by: i32) -> (String, String) {
    let row = &scene.model.projects[project];
    let name = scene.name(project);
    let adds = row.adds.as_ref().map_or_else(String::new, |adds| {
        let each = if row.copies > 1 { format!("{} x ", row.copies) } else { String::new() };
        format!(" ({each}{})", scene.adds(adds))
    });
    let path = scene.graph.critical_path(&scene.alone, project, 0);
    let steps: Vec<String> = path
        .iter()
        .map(|step| {
            let lead = scene.long(scene.graph.timing(step.project).lead);
            let from = scene.label(step.dates.start);
            let begun = if step.dates.begun { " (committed)" } else { "" };
            format!("{} takes {lead} from {from}{begun}", scene.name(step.project))
        })
        .collect();
    let chain = steps.join(", then ");
    let Some(first) = scene.alone.first_effect(project) else {
        let why = scene.alone.copy(project, 0).blocked.map(|why| scene.blocked(project, why));
        return (format!("{name}{adds} can never stand, {}", why.unwrap_or_default()), chain);
    };
    let at = if first > by { "cannot stand before" } else { "can stand from" };
    (format!("{name}{adds} {at} {}", scene.label(first)), chain)
}

/// When the chips that a segment accepts can arrive at the earliest, where that is too late.
fn arrivals(scene: &Scene, segment: SegmentId, by: i32) -> Vec<String> {
    let mut late = BTreeMap::new();
    for &k in &scene.model.segments[segment].chips {
        let chip = &scene.model.chips[k];
        let Some(supply) = &chip.supply else { continue };
        let first = supply.window.start.map_or(0, |month| scene.calendar.period_of(month)).max(0);
        let arrives = first + scene.calendar.periods(supply.lead);
        if arrives > by {
            late.insert(
                k,
                format!("`{}` arrives in {} at the earliest", scene.model.chips.name(k), scene.label(arrives)),
            );
        }
    }
    late.into_values().collect()
}
