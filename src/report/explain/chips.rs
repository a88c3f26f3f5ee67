//! What keeps chips from filling power that is there.

use std::collections::BTreeSet;

use super::holds::{Holder, at_limit, used_up};
use super::purse;
use super::scene::Scene;
use crate::domain::{Allotment, ChipId, SiteId};
use crate::network::grid::{Grid, When};

/// What keeps chips from filling power that is there.
pub(super) fn of_chips(scene: &Scene, site: SiteId, period: i32, chips: &[ChipId]) -> Holder {
    if idle(scene, site, period, chips) {
        let full = full_network(scene, site, period);
        return if full.is_empty() {
            Holder::Worth
        } else {
            Holder::Grid(full)
        };
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
        let from = terms
            .window
            .start
            .map_or(0, |month| scene.calendar.period_of(month).max(0))
            + lead;
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
        let per_mw = if scene.model.chips[*chip].kw > 0.0 {
            1000.0 / scene.model.chips[*chip].kw
        } else {
            1.0
        };
        let chips = terms.lot.map_or(per_mw, |lot| lot.max(per_mw));
        let money = (from - lead..=period - lead)
            .map(|ordered| {
                purse::too_small(
                    scene,
                    &purse::of_chips(scene, *chip, terms, site, ordered, chips),
                    period,
                )
            })
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
        if full.is_empty() {
            Holder::Worth
        } else {
            Holder::Grid(full)
        }
    }
}

/// Whether chips that unmet demand accepts stand idle at the site.
fn idle(scene: &Scene, site: SiteId, period: i32, chips: &[ChipId]) -> bool {
    let name = scene.model.sites.name(site);
    let rows = scene.plan.map_or(&[][..], |plan| &plan.fleet).iter();
    rows.filter(|row| row.site == name && scene.period(&row.span) == period)
        .filter(|row| !at_limit(row.in_use, row.owned))
        .any(|row| {
            scene
                .model
                .chips
                .find(&row.chip)
                .is_some_and(|chip| chips.contains(&chip))
        })
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

/// Supplies and lines of the site's island that are at their limit.
fn full_network(scene: &Scene, site: SiteId, period: i32) -> BTreeSet<String> {
    let model = scene.model;
    let Some(node) = model.sites[site].node else {
        return BTreeSet::new();
    };
    let grid = Grid::new(model, When::Ever);
    let island = grid.island_of(node);
    let at = scene.label(period);
    let supplies = model
        .supplies
        .iter()
        .filter(|(_, supply)| grid.island_of(supply.node) == island)
        .map(|(id, _)| model.supplies.address(id));
    let supplies: Vec<String> = supplies.collect();
    let lines = model
        .lines
        .iter()
        .filter(|(_, line)| grid.island_of(line.from) == island)
        .map(|(id, _)| model.lines.address(id));
    let lines: BTreeSet<String> = lines
        .filter(|line| used_up(scene, &format!("{line}.rating@{at}")))
        .collect();
    let full: BTreeSet<String> = supplies
        .iter()
        .filter(|supply| used_up(scene, &format!("{supply}.power@{at}")))
        .cloned()
        .collect();
    // With a supply to spare and no line full, the network is not what holds.
    if full.len() == supplies.len() || !lines.is_empty() {
        full.into_iter().chain(lines).collect()
    } else {
        BTreeSet::new()
    }
}
