//! What holds the next megawatt of a site in each period of a plan: time, money, chips, the network, a choice, or demand.

use std::collections::BTreeSet;

use super::chips::of_chips;
use super::purse;
use super::scene::Scene;
use crate::domain::{Adds, ChipId, Cooling, Filter, MeasureKind, Pick, ProjectId, SegmentId, SiteId};
use crate::network::power::{Gain, Power, Source, gains};
use crate::plan::types::LimitRow;

/// Which power of a site is used up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Full {
    /// IT power.
    It,
    /// The connection.
    Connection,
    /// IT power and connection alike.
    Both,
    /// Liquid-cooled IT power.
    Liquid,
    /// None: there is power to spare.
    Nothing,
}

/// What stops the next megawatt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Holder {
    /// Nothing more can stand before a period; `None`: the model has nothing more.
    Time(Option<i32>),
    /// Limits on money, by address.
    Money(BTreeSet<String>),
    /// No more chips can be had: limits by address; the first period in which chips ordered today would arrive.
    Chips(BTreeSet<String>, Option<i32>),
    /// Nothing unmet that the site can reach.
    Demand,
    /// Supplies and lines at their limit, by address.
    Grid(BTreeSet<String>),
    /// Policies at their limit, by address.
    Policy(BTreeSet<String>),
    /// Groups in which another project was picked, by address.
    Choice(BTreeSet<String>),
    /// Nothing stops it: it does not pay, or not enough to be told apart from none within the gap.
    Worth,
}

/// What holds a site in one period.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Verdict {
    pub(super) period: i32,
    pub(super) full: Full,
    pub(super) holder: Holder,
    /// What could have stood by then and does not, in the order of the model.
    pub(super) missing: Vec<Gain>,
    /// Segments with unmet demand that the site reaches.
    pub(super) unmet: Vec<SegmentId>,
}

impl Verdict {
    /// Whether the same can be said of two periods.
    pub(super) fn alike(&self, other: &Self) -> bool {
        self.holder == other.holder && (self.full == Full::Nothing) == (other.full == Full::Nothing)
    }
}

/// A level within this share (and this many MW) of its limit is at it.
pub(super) const NEAR: (f64, f64) = (1e-4, 1e-3);

pub(super) fn at_limit(level: f64, limit: f64) -> bool {
    level >= limit - NEAR.0 * limit.abs() - NEAR.1
}

/// Whether the limit with an id has nothing left.
pub(super) fn used_up(scene: &Scene, id: &str) -> bool {
    let nothing_left = |row: &LimitRow| row.slack <= NEAR.0 * row.bound.abs() + NEAR.1;
    scene.limit(id).is_some_and(nothing_left)
}

/// The verdicts of all periods of the horizon.
pub(super) fn verdicts(scene: &Scene, site: SiteId) -> Vec<Verdict> {
    let offered = gains(scene.model, &scene.calendar, &scene.alone, site, 0);
    let power = Power::of(scene.model, site, &offered);
    scene.horizon().map(|period| verdict(scene, site, period, &offered, &power)).collect()
}

fn verdict(scene: &Scene, site: SiteId, period: i32, offered: &[Gain], power: &Power) -> Verdict {
    let (mut full, usable, liquid) = fullness(scene, site, period);
    let unmet: Vec<SegmentId> = scene.unmet(site, period).into_iter().map(|(segment, _)| segment).collect();
    let mut chips = wanted_chips(scene, site, &unmet);
    let is_liquid = |chip: &ChipId| scene.model.chips[*chip].cooling == Cooling::Liquid;
    if full == Full::Liquid && (chips.is_empty() || !chips.iter().all(is_liquid)) {
        // Air-cooled chips can still use what is left; liquid-cooled ones cannot.
        full = Full::Nothing;
        chips.retain(|chip| !is_liquid(chip));
    }
    let missing = missing(scene, period, full, offered);
    let holder = if unmet.is_empty() {
        Holder::Demand
    } else if full == Full::Nothing {
        of_chips(scene, site, period, &chips)
    } else {
        let possible = power.by(period);
        let (now, then) =
            if full == Full::Liquid { (liquid, possible.liquid_mw) } else { (usable, possible.usable_mw) };
        if then <= now + NEAR.0 * now + NEAR.1 {
            let rise = power.rises.iter().find(|rise| {
                let level = if full == Full::Liquid { rise.level.liquid_mw } else { rise.level.usable_mw };
                level > now + NEAR.0 * now + NEAR.1
            });
            Holder::Time(rise.map(|rise| rise.period))
        } else {
            of_power(scene, site, period, &missing, &chips)
        }
    };
    let holder = match holder {
        Holder::Worth => Some(full_policies(scene, site, period))
            .filter(|full| !full.is_empty())
            .map_or(Holder::Worth, Holder::Policy),
        other => other,
    };
    Verdict { period, full, holder, missing, unmet }
}

/// What is used up, usable MW in effect and liquid-cooled MW in effect.
fn fullness(scene: &Scene, site: SiteId, period: i32) -> (Full, f64, f64) {
    let Some(row) = scene.site_row(site, period) else {
        return (Full::It, 0.0, 0.0);
    };
    let here = &scene.model.sites[site];
    let powered = !scene.model.nodes.is_empty();
    let carried = row.connection_mw + row.own_supply_mw;
    let usable = if powered { row.it_mw.min(carried / here.pue) } else { row.it_mw };
    let connection = powered && at_limit(row.facility_mw, carried);
    let full = if connection && at_limit(row.used_mw, row.it_mw) {
        Full::Both
    } else if connection {
        Full::Connection
    } else if at_limit(row.used_mw, row.it_mw) {
        Full::It
    } else if at_limit(row.liquid_used_mw, row.liquid_mw) {
        Full::Liquid
    } else {
        Full::Nothing
    };
    (full, usable, row.liquid_mw)
}

/// What could have added to the power that is used up by then, and is not in effect in the plan by then.
fn missing(scene: &Scene, period: i32, full: Full, offered: &[Gain]) -> Vec<Gain> {
    let adds_to = |gain: &&Gain| match gain.adds {
        Adds::Connection { .. } | Adds::Supply { .. } => matches!(full, Full::Connection | Full::Both),
        Adds::It { cooling: Cooling::Liquid, .. } => matches!(full, Full::It | Full::Both | Full::Liquid),
        Adds::It { .. } => matches!(full, Full::It | Full::Both),
        _ => false,
    };
    let in_effect = |gain: &&Gain| match gain.source {
        Source::Project(project, copy) => {
            let dates = scene.given.copy(project, copy);
            dates.begun && dates.blocked.is_none() && dates.effect <= period
        }
        Source::Order(_) => true,
        Source::Agreement(_) | Source::Lease(_) | Source::Expansion(_) => false,
    };
    offered
        .iter()
        .filter(|gain| gain.period <= period)
        .filter(adds_to)
        .filter(|gain| !in_effect(gain))
        .copied()
        .collect()
}

/// Chips that unmet demand accepts and that can be ordered to the site.
fn wanted_chips(scene: &Scene, site: SiteId, unmet: &[SegmentId]) -> Vec<ChipId> {
    let accepted: BTreeSet<ChipId> =
        unmet.iter().flat_map(|segment| scene.model.segments[*segment].chips.iter().copied()).collect();
    let here = |chip: &ChipId| {
        let row = &scene.model.chips[*chip];
        row.supply.is_some() && row.sites.as_ref().is_none_or(|sites| sites.contains(&site))
    };
    accepted.into_iter().filter(here).collect()
}

/// What keeps power that could stand from standing.
fn of_power(scene: &Scene, site: SiteId, period: i32, missing: &[Gain], chips: &[ChipId]) -> Holder {
    // Where halls and connection are both used up, more takes one of each.
    let connections = |gain: &&Gain| matches!(gain.adds, Adds::Connection { .. });
    let (connections, halls): (Vec<_>, Vec<_>) = missing.iter().partition(connections);
    for kind in [halls, connections] {
        if let Some(holder) = of_kind(scene, period, &kind) {
            return holder;
        }
    }
    match of_chips(scene, site, period, chips) {
        Holder::Grid(_) | Holder::Demand => Holder::Worth,
        other => other,
    }
}

/// Policies on a level of the site that are at their limit.
fn full_policies(scene: &Scene, site: SiteId, period: i32) -> BTreeSet<String> {
    let model = scene.model;
    let region = model.sites[site].region;
    let here = |filter: &Filter| {
        filter.site.as_ref().is_none_or(|sites| sites.contains(&site))
            && filter.region.as_ref().is_none_or(|regions| regions.contains(&region))
    };
    // Spending is looked at with the other limits on money; what is measured by segment or supply is not the site's.
    let level = |kind: MeasureKind| {
        use MeasureKind::{ConnectionMw, Energy, ItMw, LiquidMw, Orders, Owned};
        matches!(kind, ConnectionMw | Energy | ItMw | LiquidMw | Orders | Owned)
    };
    let policies = model.policies.iter().filter(|(_, row)| level(row.measure.kind) && here(&row.measure.filter));
    let addresses = policies.map(|(id, _)| model.policies.address(id));
    addresses
        .filter(|address| {
            used_up(scene, &format!("{address}.at_most@{}", scene.label(period)))
                || used_up(scene, &format!("{address}.at_most"))
        })
        .collect()
}

/// What holds all of some gains, any of which would do; `None` where one is free.
fn of_kind(scene: &Scene, period: i32, missing: &[&Gain]) -> Option<Holder> {
    let mut projects = BTreeSet::new();
    for gain in missing {
        match gain.source {
            Source::Project(project, _) => projects.insert(project),
            _ => return None,
        };
    }
    let (mut groups, mut short) = (BTreeSet::new(), BTreeSet::new());
    for project in projects {
        let other = picked(scene, project);
        let limits = if other.is_empty() { unaffordable(scene, project, period) } else { BTreeSet::new() };
        if other.is_empty() && limits.is_empty() {
            return None;
        }
        groups.extend(other);
        short.extend(limits);
    }
    if !short.is_empty() {
        Some(Holder::Money(short))
    } else if !groups.is_empty() {
        Some(Holder::Choice(groups))
    } else {
        None
    }
}

/// Groups in which another project is begun.
fn picked(scene: &Scene, project: ProjectId) -> BTreeSet<String> {
    let begun = |other: &ProjectId| {
        *other != project && scene.given.copies(*other).iter().any(|copy| copy.begun && copy.stuck.is_none())
    };
    let groups = scene.model.groups.iter().filter(|(_, group)| {
        matches!(group.pick, Pick::AtMostOne | Pick::ExactlyOne)
            && group.projects.contains(&project)
            && group.projects.iter().any(begun)
    });
    groups.map(|(id, _)| scene.model.groups.address(id)).collect()
}

/// Limits on money that leave no room for one more copy of a project and for what it waits for, whenever they start so
/// that it is in effect by a period; none when some start fits.
fn unaffordable(scene: &Scene, project: ProjectId, period: i32) -> BTreeSet<String> {
    let copy = scene.given.next(project).map_or(0, |(copy, _)| copy);
    let effect = scene.alone.copy(project, copy).effect;
    let mut chain: Vec<(ProjectId, i32)> = scene
        .graph
        .prerequisites(project)
        .into_iter()
        .filter(|id| scene.given.copies(*id).iter().all(|dates| !dates.begun))
        .map(|id| (id, scene.alone.copy(id, 0).start))
        .collect();
    chain.push((project, scene.alone.copy(project, copy).start));
    let mut last = BTreeSet::new();
    for later in 0..=(period - effect).max(0) {
        let dues: Vec<_> = chain.iter().flat_map(|(id, start)| purse::of_project(scene, *id, start + later)).collect();
        last = purse::too_small(scene, &dues, period);
        if last.is_empty() {
            break;
        }
    }
    last
}
