//! Firm demand, which may not be declined, above all that could be reached by then.

use std::collections::{BTreeMap, BTreeSet};

use super::{Impossible, exceeds, period, shown, some};
use crate::domain::{Battery, ChipId, Index, NodeId, Place, Segment, SegmentId, SegmentKind, SiteId, WorkloadId};
use crate::network::most::{By, Most, Which};

/// Segments that ask for the same work of the same sites and chips.
struct Like {
    workload: WorkloadId,
    sites: Vec<SiteId>,
    chips: Vec<ChipId>,
    segments: Vec<SegmentId>,
    /// Work by period, with headroom.
    asked: Vec<f64>,
}

/// With more kinds of segments than this only each kind alone is held against what there is.
const MOST_TOGETHER: usize = 300;

/// Firm segments by what can serve them; one that may bend asks for nothing.
fn likes(most: &Most<'_>) -> Vec<Like> {
    let m = most.model;
    let mut likes: BTreeMap<(WorkloadId, Vec<SiteId>, Vec<ChipId>), Like> = BTreeMap::new();
    for (q, segment) in m.segments.iter() {
        if segment.kind != SegmentKind::Firm || segment.bend.is_some() {
            continue;
        }
        let sites: Vec<SiteId> = m.sites.ids().filter(|s| most.reach.admits(q, *s)).collect();
        let like = likes.entry((segment.workload, sites.clone(), segment.chips.clone())).or_insert_with(|| Like {
            workload: segment.workload,
            sites,
            chips: segment.chips.clone(),
            segments: Vec::new(),
            asked: vec![0.0; m.horizon.periods],
        });
        like.segments.push(q);
        for (p, asked) in most.cal.horizon().zip(&mut like.asked) {
            *asked += due(most, segment, p) * (1.0 + segment.headroom);
        }
    }
    likes.into_values().collect()
}

/// What a period serves of firm demand at least: all of it but for what may wait, and nothing waits beyond the last period.
fn due(most: &Most<'_>, segment: &Segment, p: i32) -> f64 {
    let may_wait = segment.defer.as_ref().filter(|_| p + 1 < most.cal.len()).map_or(0.0, |defer| defer.up_to);
    most.cal.value(&segment.demand, p).max(0.0) * (1.0 - may_wait).max(0.0)
}

fn within<T: Ord>(inner: &[T], outer: &[T]) -> bool {
    let outer: BTreeSet<&T> = outer.iter().collect();
    inner.iter().all(|one| outer.contains(one))
}

/// Demand above the work of all chips that can be at the sites it reaches, in service or on the power there.
pub(super) fn beyond_reach(most: &Most<'_>) -> Vec<Impossible> {
    let likes = likes(most);
    let mut found = Vec::new();
    let mut told: BTreeSet<SegmentId> = BTreeSet::new();
    let together = likes.len() <= MOST_TOGETHER;
    // Each kind alone comes before those that share with it, so that the fewest segments are named.
    for with_others in [false, true] {
        for like in likes.iter().filter(|like| !like.sites.is_empty() && !like.chips.is_empty()) {
            let inside = |other: &&Like| {
                other.workload == like.workload
                    && (std::ptr::eq(*other, like)
                        || (with_others && within(&other.sites, &like.sites) && within(&other.chips, &like.chips)))
            };
            if with_others && !together {
                continue;
            }
            let members: Vec<&Like> = likes.iter().filter(inside).collect();
            let segments: Vec<SegmentId> = members.iter().flat_map(|one| one.segments.iter().copied()).collect();
            if (with_others && members.len() == 1) || segments.iter().any(|q| told.contains(q)) {
                continue;
            }
            let short = most.cal.horizon().find_map(|p| {
                let asked: f64 = members.iter().map(|one| one.asked[p_at(p)]).sum();
                let had = (asked > 0.0).then(|| most.work(like.workload, &like.sites, &like.chips, p))?;
                exceeds(asked, had.work).then_some((p, asked, had))
            });
            if let Some((p, asked, had)) = short {
                found.push(shortage(most, like, &segments, p, asked, had.work, had.by));
                told.extend(segments);
            }
        }
    }
    if together {
        found.extend(power(most, &likes, &mut told));
    }
    found
}

fn p_at(p: i32) -> usize {
    usize::try_from(p).unwrap_or(0)
}

/// The segment that asks for most in a period.
fn largest(most: &Most<'_>, segments: &[SegmentId], p: i32) -> SegmentId {
    let asks = |q: &SegmentId| most.cal.value(&most.model.segments[*q].demand, p);
    *segments.iter().max_by(|a, b| asks(a).total_cmp(&asks(b))).expect("a kind of segments has one")
}

fn shortage(most: &Most<'_>, like: &Like, segments: &[SegmentId], p: i32, asked: f64, had: f64, by: By) -> Impossible {
    let m = most.model;
    let unit = &m.workloads[like.workload].unit;
    let when = period(&most.cal, m, p);
    let largest = largest(most, segments, p);
    let who = if let [only] = segments {
        format!("firm demand of segment `{}` is", m.segments.name(*only))
    } else {
        format!("firm demand of {} is together", some(segments.iter().map(|q| m.segments.name(*q))))
    };
    let headroom = if segments.iter().any(|q| m.segments[*q].headroom > 0.0) { ", headroom included" } else { "" };
    let waits = if segments.iter().any(|q| m.segments[*q].defer.is_some()) { ", less what may wait" } else { "" };
    let sites = some(like.sites.iter().map(|s| m.sites.name(*s)));
    let why = match by {
        By::Power(mw, Some(chip)) => format!(
            "{sites} can have no more than {} MW of IT power for them by then, on which `{}` does most",
            shown(mw),
            m.chips.name(chip)
        ),
        By::Chips(chips) if chips > 0.0 => {
            format!("no more than {} chips that it accepts can be at {sites} by then", shown(chips))
        }
        By::Power(..) | By::Chips(_) => format!("none of the chips that it accepts can be at {sites} by then"),
    };
    let message = format!(
        "{who} {} {unit} in {when}{headroom}{waits}; at most {} {unit} can be served: {why}",
        shown(asked),
        shown(had)
    );
    let hint = match by {
        By::Power(..) => {
            "ask for less or later, give it a `bend` price, reach more sites, or add power there that can stand in time"
        }
        By::Chips(_) => {
            "ask for less or later, give it a `bend` price, accept more chips, or let more of them be ordered in time"
        }
    };
    Impossible {
        at: ("segment", m.segments.name(largest).to_owned(), vec!["demand"]),
        when: Some(when),
        message,
        hint: hint.to_owned(),
        also: None,
    }
}

/// Demand for different work that shares the power of the same sites.
fn power(most: &Most<'_>, likes: &[Like], told: &mut BTreeSet<SegmentId>) -> Vec<Impossible> {
    let m = most.model;
    let places: BTreeSet<&Vec<SiteId>> =
        likes.iter().map(|like| &like.sites).filter(|sites| !sites.is_empty()).collect();
    let mut found = Vec::new();
    for sites in places {
        let members: Vec<&Like> =
            likes.iter().filter(|like| !like.sites.is_empty() && within(&like.sites, sites)).collect();
        let segments: Vec<SegmentId> = members.iter().flat_map(|one| one.segments.iter().copied()).collect();
        if members.len() < 2 || segments.iter().any(|q| told.contains(q)) {
            continue;
        }
        let short = most.cal.horizon().find_map(|p| {
            let asked: f64 = members.iter().map(|like| drawn(most, like, p)).sum();
            let had: f64 = sites.iter().map(|s| most.usable(*s, Which::It, p)).sum();
            (asked > 0.0 && exceeds(asked, had)).then_some((p, asked, had))
        });
        let Some((p, asked, had)) = short else { continue };
        let message = format!(
            "firm demand of {} needs together at least {} MW of IT power in {}; {} can have no more than {} MW by then",
            some(segments.iter().map(|q| m.segments.name(*q))),
            shown(asked),
            period(&most.cal, m, p),
            some(sites.iter().map(|s| m.sites.name(*s))),
            shown(had)
        );
        let hint = "ask for less or later, give one a `bend` price, reach more sites, or add power there that can stand in time";
        let at = ("segment", m.segments.name(largest(most, &segments, p)).to_owned(), vec!["demand"]);
        found.push(Impossible { at, when: None, message, hint: hint.to_owned(), also: None });
        told.extend(segments);
    }
    found
}

/// The least IT megawatts that serve segments in a period.
fn drawn(most: &Most<'_>, like: &Like, p: i32) -> f64 {
    let asked = like.asked[p_at(p)];
    let dense = if asked > 0.0 { most.dense(like.workload, &like.sites, &like.chips, p) } else { 0.0 };
    if dense > 0.0 { asked / dense } else { 0.0 }
}

/// Load that no supply of its island can carry: what stands at its nodes and may not be shed, and the power of firm demand there.
pub(super) fn beyond_supply(most: &Most<'_>) -> Vec<Impossible> {
    let m = most.model;
    let likes = likes(most);
    let mut found = Vec::new();
    for island in islands(most) {
        let inside = |s: &SiteId| m.sites[*s].node.is_some_and(|n| island.contains(&n));
        let mut slices = most.cal.horizon().flat_map(|p| m.blocks.ids().map(move |b| (p, b)));
        let short = slices.find_map(|(p, b)| {
            let loads = m.nodes.iter().filter(|(n, _)| island.contains(n)).map(|(_, node)| {
                let load = most.cal.value(&node.other_load, p) * node.drawn(b);
                if node.shed.is_some() { load.min(0.0) } else { load }
            });
            let firm =
                likes.iter().filter(|like| !like.sites.is_empty() && like.sites.iter().all(inside)).map(|like| {
                    let factor = |s: &SiteId| m.sites[*s].pue * m.load_factor(*s, b);
                    drawn(most, like, p) * like.sites.iter().map(factor).fold(f64::INFINITY, f64::min)
                });
            let had = m
                .supplies
                .iter()
                .filter(|(_, supply)| m.node_of(supply.feed).is_some_and(|node| island.contains(&node)));
            let had: f64 =
                had.map(|(g, row)| most.megawatts(Place::Supply(g), Which::Power, p) * row.available(b)).sum();
            // What a battery holds is not asked for: it may be full.
            let in_day = m.blocks[b].part.is_some();
            let here = |row: &Battery| m.node_of(row.feed).is_some_and(|node| island.contains(&node));
            let stored = m.batteries.iter().filter(|(_, row)| in_day && here(row));
            let stored = stored.map(|(y, row)| most.megawatts(Place::Battery(y), Which::Power, p) * row.available(b));
            let had = had + stored.sum::<f64>();
            let (loads, firm): (f64, f64) = (loads.sum(), firm.sum());
            exceeds(loads + firm, had).then_some((p, b, loads, firm, had))
        });
        let Some((p, slice, loads, firm, had)) = short else { continue };
        let nodes: Vec<&str> = island.iter().map(|n| m.nodes.name(*n)).collect();
        let first = nodes.first().copied().unwrap_or_default();
        let of =
            if nodes.len() == 1 { format!("node `{first}`") } else { format!("nodes {}", some(nodes.iter().copied())) };
        let firm_words =
            if firm > 0.0 { format!(", and firm demand there at least {} MW", shown(firm)) } else { String::new() };
        let message = format!(
            "other load of {of} is {} MW in {} and may not be shed{firm_words}; the supplies{} that lines connect to it give no more than {} MW by then",
            shown(loads),
            if m.several_blocks() {
                format!("block {} of {}", m.blocks.name(slice), period(&most.cal, m, p))
            } else {
                period(&most.cal, m, p)
            },
            if m.batteries.is_empty() { "" } else { " and batteries" },
            shown(had)
        );
        let heaviest = island.iter().max_by(|a, b| {
            let load = |n: NodeId| most.cal.value(&m.nodes[n].other_load, p) * m.nodes[n].drawn(slice);
            load(**a).total_cmp(&load(**b))
        });
        let name = heaviest.map_or(first, |n| m.nodes.name(*n)).to_owned();
        let hint = "add a supply or a line, give the node a `shed` price, or ask for less".to_owned();
        found.push(Impossible { when: None, at: ("node", name, vec!["other_load"]), message, hint, also: None });
    }
    found
}

/// The nodes that lines connect, whatever these carry.
fn islands(most: &Most<'_>) -> Vec<Vec<NodeId>> {
    let m = most.model;
    let mut island: Vec<usize> = (0..m.nodes.len()).collect();
    // Few lines: numbers are lowered until nothing changes.
    loop {
        let mut changed = false;
        for (_, line) in m.lines.iter() {
            let (a, b) = (line.from.get(), line.to.get());
            let least = island[a].min(island[b]);
            changed |= island[a] != least || island[b] != least;
            (island[a], island[b]) = (least, least);
        }
        if !changed {
            break;
        }
    }
    let mut parts: BTreeMap<usize, Vec<NodeId>> = BTreeMap::new();
    island.iter().enumerate().for_each(|(n, part)| parts.entry(*part).or_default().push(NodeId::new(n)));
    parts.into_values().collect()
}
