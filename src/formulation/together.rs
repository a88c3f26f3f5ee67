//! Which whole numbers are worth deciding again together: those of a stretch of time, a site, a chain of projects, a chip.

use super::Formulation;
use super::context::{Bought, CommitmentOf};
use super::key::{Key, Of};
use crate::domain::{Adds, Index, ProjectId, SiteId};
use crate::network::dependencies::{campuses, chains};
use std::collections::{BTreeMap, BTreeSet};

/// Integer columns by windows of `length` periods, in order of time; those without a period belong to the first.
fn windows(f: &Formulation, length: i32) -> Vec<Vec<usize>> {
    let mut windows: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
    for (x, key) in integers(f) {
        windows.entry(key.p.map_or(0, |p| p.max(0) / length.max(1))).or_default().push(x);
    }
    windows.into_values().collect()
}

/// Integer columns that decide about one thing: by site, by chain of projects that wait for each other, by chip, by window; each at most
/// `most` columns where it can be cut, small ones of a kind joined up to that.
#[must_use]
pub fn neighbourhoods(f: &Formulation, most: usize) -> Vec<Vec<usize>> {
    let chain = chains(&f.ctx.model.projects);
    let (mut sites, mut chains, mut chips) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for (x, key) in integers(f) {
        if let Some(site) = site_of(f, key.of) {
            push(&mut sites, site.get(), x);
        }
        if let Some(j) = project_of(key.of) {
            push(&mut chains, chain[j.get()], x);
        }
        if let Of::Purchase(Bought::Chip(k, _)) = key.of {
            push(&mut chips, k.get(), x);
        }
    }
    let mut all: Vec<Vec<usize>> = Vec::new();
    for kind in [sites, chains, chips] {
        all.extend(joined(kind.into_values(), most));
    }
    let length = (f.ctx.periods().count() / 4).max(1);
    all.extend(joined(windows(f, i32::try_from(length).unwrap_or(1)).into_iter(), most));
    all.sort();
    all.dedup();
    all
}

/// Columns of begun copies by campus: projects at one site or tied by relations, however far.
#[must_use]
pub fn launches(f: &Formulation) -> Vec<Vec<usize>> {
    by_campus(f, &campuses(&f.ctx.model.projects)).into_values().collect()
}

/// Columns of begun copies of a campus and of what powers it: projects that add to a supply at its node or to a line that ends there.
#[must_use]
pub fn launches_with_power(f: &Formulation) -> Vec<Vec<usize>> {
    let m = f.ctx.model;
    let campus = campuses(&m.projects);
    let launches = by_campus(f, &campus);
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (j, project) in m.projects.iter() {
        let nodes = match project.adds {
            Some(Adds::Supply { supply, .. }) => m.node_of(m.supplies[supply].feed).into_iter().collect(),
            Some(Adds::Battery { battery, .. }) => m.node_of(m.batteries[battery].feed).into_iter().collect(),
            Some(Adds::Line { line, .. }) => vec![m.lines[line].from, m.lines[line].to],
            _ => continue,
        };
        for (i, other) in m.projects.iter() {
            let Some(Adds::It { site, .. } | Adds::Connection { site, .. }) = other.adds else { continue };
            if m.sites[site].node.is_some_and(|node| nodes.contains(&node)) && campus[i.get()] != campus[j.get()] {
                pairs.insert((campus[j.get()], campus[i.get()]));
            }
        }
    }
    let columns = |c: &usize| launches.get(c).into_iter().flatten().copied();
    pairs.iter().map(|(power, powered)| columns(power).chain(columns(powered)).collect()).collect()
}

fn by_campus(f: &Formulation, campus: &[usize]) -> BTreeMap<usize, Vec<usize>> {
    let mut launches = BTreeMap::new();
    for (x, key) in integers(f).filter(|(_, key)| key.name == "begun") {
        if let Some(j) = project_of(key.of) {
            push(&mut launches, campus[j.get()], x);
        }
    }
    launches
}

/// The columns of which one is chosen with that of a segment at a site: the same segment at every site.
pub fn rivals<'f>(f: &'f Formulation, x: usize) -> impl Iterator<Item = usize> + 'f {
    let segment = match f.vars.keys[x].of {
        Of::Served(segment, _) => Some(segment),
        _ => None,
    };
    f.vars.located.iter().filter(move |((q, _), _)| Some(*q) == segment).map(|(_, column)| column.index())
}

fn integers<'f>(f: &'f Formulation) -> impl Iterator<Item = (usize, &'f Key)> {
    let whole = f.vars.bounds.iter().enumerate().filter(|(_, (lower, upper, integer))| *integer && lower < upper);
    whole.map(|(x, _)| (x, &f.vars.keys[x]))
}

fn push(groups: &mut BTreeMap<usize, Vec<usize>>, group: usize, x: usize) {
    groups.entry(group).or_default().push(x);
}

/// Groups one after another, joined while they stay within `most`.
fn joined(groups: impl Iterator<Item = Vec<usize>>, most: usize) -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = Vec::new();
    for mut group in groups {
        match all.last_mut() {
            Some(last) if last.len() + group.len() <= most => last.append(&mut group),
            _ => all.push(group),
        }
    }
    for group in &mut all {
        group.sort_unstable();
    }
    all
}

fn project_of(of: Of) -> Option<ProjectId> {
    match of {
        Of::Project(j) | Of::Wait(j, _) | Of::Circuit(j, _) | Of::Commitment(CommitmentOf::Project(j)) => Some(j),
        _ => None,
    }
}

fn site_of(f: &Formulation, of: Of) -> Option<SiteId> {
    match of {
        Of::Purchase(Bought::Chip(_, s)) | Of::Site(s) | Of::Stock(s, _) | Of::Served(_, s) => Some(s),
        other => match f.ctx.model.projects[project_of(other)?].adds {
            Some(Adds::It { site, .. } | Adds::Connection { site, .. }) => Some(site),
            _ => None,
        },
    }
}
