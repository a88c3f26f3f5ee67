//! What keeps chips from filling power that is there.

use std::collections::BTreeSet;

use super::holds::{Holder, NEAR, at_limit, used_up};
use super::purse;
use super::scene::Scene;
use crate::domain::{Allotment, BlockId, ChipId, SiteId};
use crate::plan::types::GridRow;

/// What keeps chips from filling power that is there.
pub(super) fn of_chips(scene: &Scene, site: SiteId, period: i32, chips: &[ChipId]) -> Holder {
    if idle(scene, site, period, chips) {
        let full = full_network(scene, site, period);
        return if full.is_empty() { Holder::Worth } else { Holder::Grid(full) };
    }
    let mut limits = BTreeSet::new();
    let mut arrives: Option<i32> = None;
    let mut short = BTreeSet::new();
    let (mut to_be_had, mut affordable) = (false, false);
    for chip in chips {
        let Some(terms) = &scene.model.chips[*chip].supply else {
            continue;
        };
        let lead = scene.calendar.periods(terms.lead);
        let from = terms.window.start.map_or(0, |month| scene.calendar.period_of(month).max(0)) + lead;
        if from > period {
            arrives = Some(arrives.map_or(from, |known: i32| known.min(from)));
            continue;
        }
        let full = full_allotments(scene, *chip, site, period, lead);
        if !full.is_empty() {
            limits.extend(full);
            continue;
        }
        to_be_had = true;
        let per_mw = if scene.model.chips[*chip].kw > 0.0 { 1000.0 / scene.model.chips[*chip].kw } else { 1.0 };
        let chips = terms.lot.map_or(per_mw, |lot| lot.max(per_mw));
        let money = (from - lead..=period - lead)
            .map(|ordered| purse::too_small(scene, &purse::of_chips(scene, *chip, terms, site, ordered, chips), period))
            .min_by_key(BTreeSet::len)
            .unwrap_or_default();
        affordable |= money.is_empty();
        short.extend(money);
    }
    if !to_be_had {
        Holder::Chips(limits, arrives)
    } else if !affordable {
        Holder::Money(short)
    } else {
        let full = full_network(scene, site, period);
        if full.is_empty() { Holder::Worth } else { Holder::Grid(full) }
    }
}

/// Whether chips that unmet demand accepts stand idle at the site.
fn idle(scene: &Scene, site: SiteId, period: i32, chips: &[ChipId]) -> bool {
    let name = scene.model.sites.name(site);
    let rows = scene.plan.map_or(&[][..], |plan| &plan.fleet).iter();
    rows.filter(|row| row.site == name && scene.period(&row.span) == period)
        .filter(|row| !at_limit(row.in_use, row.owned))
        .any(|row| scene.model.chips.find(&row.chip).is_some_and(|chip| chips.contains(&chip)))
}

/// Allotments of a chip that are used up in the period of delivery (or order).
fn full_allotments(scene: &Scene, chip: ChipId, site: SiteId, period: i32, lead: i32) -> Vec<String> {
    let model = scene.model;
    let mut full = Vec::new();
    let own = model.chips.address(chip);
    if used_up(scene, &format!("{own}.allotment@{}", scene.label(period))) {
        full.push(own);
    }
    let of_chip = |row: &Allotment| {
        let of = &row.of;
        of.expansions.is_none()
            && of.leases.is_none()
            && of.chips.as_ref().is_none_or(|chips| chips.contains(&chip))
            && of.sites.as_ref().is_none_or(|sites| sites.contains(&site))
            && of
                .vendors
                .as_ref()
                .is_none_or(|names| model.chips[chip].vendor.as_ref().is_some_and(|v| names.contains(v)))
    };
    for (id, row) in model.allotments.iter().filter(|(_, row)| of_chip(row)) {
        let address = model.allotments.address(id);
        let counted = scene.label(if row.by_order { period - lead } else { period });
        let grown = scene.label(period - lead);
        let ids = [
            format!("{address}.at_most@{counted}"),
            format!("{address}.cumulative"),
            format!("{address}.growth@{grown}"),
        ];
        if ids.iter().any(|id| used_up(scene, id)) {
            full.push(address);
        }
    }
    full
}

/// What keeps more power from the site's node in any block of a period: serving more takes power in all of them.
fn full_network(scene: &Scene, site: SiteId, period: i32) -> BTreeSet<String> {
    scene.model.blocks.ids().flat_map(|block| full_in(scene, site, period, block)).collect()
}

/// What keeps more power from the site's node, with the flows of the plan: full lines and full supplies, if no supply with
/// something left can reach it.
fn full_in(scene: &Scene, site: SiteId, period: i32, block: BlockId) -> BTreeSet<String> {
    let model = scene.model;
    let (Some(node), Some(plan)) = (model.sites[site].node, scene.plan) else {
        return BTreeSet::new();
    };
    let of_block = |row: &GridRow| row.block.as_deref().is_none_or(|name| name == model.blocks.name(block));
    let of_period = |kind: &'static str| {
        plan.grid.iter().filter(move |row| row.kind == kind && scene.period(&row.span) == period && of_block(row))
    };
    // A line without a rating always has room.
    let unlimited = |row: &GridRow| row.limit_mw.unwrap_or(f64::INFINITY);
    let left = |limit: f64, level: f64| limit - level > NEAR.0 * limit.abs() + NEAR.1;
    if of_period("supply").next().is_none() {
        return BTreeSet::new();
    }
    // From the node outwards, over lines that could carry more towards it.
    let mut reached = BTreeSet::from([node]);
    let mut frontier = vec![node];
    while let Some(at) = frontier.pop() {
        for row in of_period("line") {
            let Some(id) = model.lines.find(&row.element) else {
                continue;
            };
            let line = &model.lines[id];
            let from = if line.to == at && left(unlimited(row), row.mw) {
                line.from
            } else if line.from == at && left(unlimited(row), -row.mw) {
                line.to
            } else {
                continue;
            };
            if reached.insert(from) {
                frontier.push(from);
            }
        }
    }
    let mut full = BTreeSet::new();
    for row in of_period("supply") {
        let Some(id) = model.supplies.find(&row.element) else {
            continue;
        };
        let supply = &model.supplies[id];
        if model.node_of(supply.feed).is_some_and(|node| reached.contains(&node)) {
            if left(unlimited(row) * supply.available(block), row.mw) {
                return BTreeSet::new();
            }
            if unlimited(row) > 0.0 {
                full.insert(model.supplies.address(id));
            }
        }
    }
    let cut = model.lines.iter().filter(|(_, line)| reached.contains(&line.from) != reached.contains(&line.to));
    full.extend(cut.map(|(id, _)| model.lines.address(id)));
    if full.is_empty() {
        full.insert(model.nodes.address(node));
    }
    full
}
