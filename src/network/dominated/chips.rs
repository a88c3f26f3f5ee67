//! Chips for a site that others outdo there, and chips that nobody can be served with there.
//!
//! Whatever a plan orders of one kind it can order of the other instead, as many in the same period or so much later that they
//! arrive together, and have the same work done: no row is worse for it, and the objective no less.

use super::cost::{Cost, Terms, at_most, compare, same};
use super::limits::Limits;
use super::offer::Offer;
use super::{Respect, Why};
use crate::domain::{Attributes, Chip, ChipId, Cooling, SegmentId, ServiceLife, SiteId, WorkloadId};
use crate::network::reach::Reach;
use std::collections::{BTreeMap, BTreeSet};

/// The pairs that are never worth an order, with the reason.
pub(super) fn find(limits: &Limits, reach: &Reach) -> BTreeMap<(ChipId, SiteId), Why<ChipId>> {
    let m = limits.model;
    let mut gone = BTreeMap::new();
    for s in m.sites.ids() {
        let asked: Vec<SegmentId> = m.segments.ids().filter(|q| reach.admits(*q, s)).collect();
        let offered: Vec<ChipId> = m.chips.ids().filter(|k| is_offered(&m.chips[*k], s)).collect();
        let mut left: BTreeSet<ChipId> = offered.iter().copied().collect();
        // From the last of the file on, so that of two alike the first stays.
        for &k in offered.iter().rev() {
            let why = if is_idle(limits, &asked, k, s) {
                Some(Why::Idle)
            } else {
                left.iter().filter(|by| **by != k).find_map(|by| {
                    outdoes(limits, &asked, (k, *by), s).map(|respects| Why::Outdone { by: *by, respects })
                })
            };
            if let Some(why) = why {
                left.remove(&k);
                gone.insert((k, s), why);
            }
        }
    }
    gone
}

fn is_offered(chip: &Chip, s: SiteId) -> bool {
    chip.supply.is_some() && chip.sites.as_ref().is_none_or(|sites| sites.contains(&s))
}

/// Whether nobody who may be served from a site takes chips of a kind, and nothing but work can make them worth their money.
fn is_idle(limits: &Limits, asked: &[SegmentId], k: ChipId, s: SiteId) -> bool {
    let m = limits.model;
    let taken = asked.iter().any(|q| m.segments[*q].chips.contains(&k));
    let (Some(offer), Some(supply)) = (offer(limits, k, s), &m.chips[k].supply) else { return false };
    let of = &offer.attributes;
    let costs = |p: i32| compare(limits, (&offer.terms.cost(&limits.cal, p), of), (&Cost::nothing(), of)).is_some();
    let paid = supply.order_cost.is_none_or(|cost| cost.amount >= 0.0 && !wants_spending(limits, of));
    !taken && paid && may_be_left(limits, k, s) && offer.open().all(costs)
}

/// Whether nothing but money and work counts what is ordered of a kind for a site.
fn may_be_left(limits: &Limits, k: ChipId, s: SiteId) -> bool {
    // Growth lets what was ordered for nothing make room for more of others; what is written off saves tax.
    let grown = limits.allotments(k, s).any(|allotment| allotment.growth.is_some());
    !grown && !limits.taxed && !limits.asks_for(k, s)
}

/// Whether some row asks for more spending with these attributes.
fn wants_spending(limits: &Limits, of: &Attributes) -> bool {
    limits.money.iter().any(|row| row.least && row.takes(of))
}

/// Chips of a kind on offer for a site; `None` where they are not sold.
fn offer<'m>(limits: &Limits<'m>, k: ChipId, s: SiteId) -> Option<Offer<'m>> {
    let chip = &limits.model.chips[k];
    let supply = chip.supply.as_ref()?;
    let periods = |duration| limits.cal.periods(duration);
    let ServiceLife { life, salvage, book_life } = chip.service;
    let terms = Terms {
        price: Some(&supply.price),
        payments: supply.payments,
        lead: periods(supply.lead),
        life: life.map(periods),
        salvage,
        book: book_life.map(periods),
        fixed_om: chip.fixed_om.as_ref(),
    };
    Some(Offer::new(limits, terms, Attributes::of_chips(limits.model, k, s), supply.window))
}

/// In which respects chips of one kind (the second) outdo others at a site; `None` where they do not in all.
fn outdoes(
    limits: &Limits,
    asked: &[SegmentId],
    (one, other): (ChipId, ChipId),
    s: SiteId,
) -> Option<BTreeSet<Respect>> {
    let m = limits.model;
    let (a, b) = (&m.chips[one], &m.chips[other]);
    let (from, by) = (a.supply.as_ref()?, b.supply.as_ref()?);
    // A ration of its own, a cost of ordering or other lots can keep the better one from taking the place of all.
    let lots = by.lot.is_none_or(|lot| from.lot.is_some_and(|of| same(of, lot)));
    if b.allotment.is_some() || by.order_cost.is_some() || !lots || !limits.measure_alike(one, other, s) {
        return None;
    }
    let mut respects = works(limits, asked, (one, other))?;
    let (mine, theirs) = (offer(limits, one, s)?, offer(limits, other, s)?);
    if from.order_cost.is_some_and(|cost| cost.amount < 0.0 || wants_spending(limits, &mine.attributes)) {
        return None;
    }
    if from.order_cost.is_some() {
        respects.insert(Respect::NoOrderCost);
    }
    let (exactly, or_nothing) = (is_counted(limits, (one, other), s)?, may_be_left(limits, one, s));
    respects.extend(mine.replaced_by(limits, &theirs, (exactly, or_nothing))?);
    Some(respects)
}

/// Whether allotments or policies count what is ordered of the better kind, so that it must be there just when the other is; `None` where
/// they count it otherwise than the other.
fn is_counted(limits: &Limits, (one, other): (ChipId, ChipId), s: SiteId) -> Option<bool> {
    let (of_one, of_other): (Vec<_>, Vec<_>) =
        (limits.allotments(one, s).collect(), limits.allotments(other, s).collect());
    let within = of_other.iter().all(|allotment| of_one.iter().any(|of| std::ptr::eq(*of, *allotment)));
    // Growth counts what was ordered before: to order less of one thing can leave no room for more of another.
    let grows = of_one
        .iter()
        .any(|allotment| allotment.growth.is_some() && !of_other.iter().any(|of| std::ptr::eq(*of, *allotment)));
    (within && !grows).then(|| !of_other.is_empty() || limits.measures(other, s))
}

/// Work of one chip for a workload, utilisation included.
fn rate(limits: &Limits, k: ChipId, w: WorkloadId) -> f64 {
    let share = limits.model.workloads[w].utilisation;
    let rate = limits.model.chips[k].throughput.iter().find(|rate| rate.workload == w);
    rate.map_or(0.0, |rate| rate.work * if rate.effective { 1.0 } else { share })
}

/// In which respects chips of one kind do better what the others are asked to do at a site; `None` where they do less, draw more or
/// are not taken.
fn works(limits: &Limits, asked: &[SegmentId], (one, other): (ChipId, ChipId)) -> Option<BTreeSet<Respect>> {
    let m = limits.model;
    let (a, b) = (&m.chips[one], &m.chips[other]);
    let mut respects = BTreeSet::new();
    if a.cooling == Cooling::Air && b.cooling == Cooling::Liquid {
        return None;
    }
    if a.cooling != b.cooling {
        respects.insert(Respect::NoLiquid);
    }
    let taken = asked.iter().map(|q| &m.segments[*q]);
    for segment in taken.filter(|segment| segment.chips.contains(&one)) {
        if !segment.chips.contains(&other) {
            return None;
        }
        let (of_one, of_other) = (rate(limits, one, segment.workload), rate(limits, other, segment.workload));
        if of_one <= 0.0 {
            continue;
        }
        // Kilowatts for the work of one of the chips that are replaced.
        let power = b.kw * of_one / of_other;
        if !at_most(of_one, of_other) || !at_most(power, a.kw) || (!limits.less_power && !same(power, a.kw)) {
            return None;
        }
        if !same(of_one, of_other) {
            respects.insert(Respect::MoreWork);
        }
        if !same(power, a.kw) {
            respects.insert(Respect::LessPower);
        }
    }
    Some(respects)
}
