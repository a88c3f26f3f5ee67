//! What may be ordered, and where chips are or may be owned.

use super::context::{Bought, Purchase, Stock};
use super::waiting::most_asked;
use crate::calendar::Calendar;
use crate::domain::{ChipId, Index, Model, OrderOf, ServiceLife, SiteId, Supplying};
use crate::network::dominated::Dominated;
use std::collections::BTreeSet;

/// Order periods of a window: the order within the horizon, the delivery by the latest completion.
fn order_periods(cal: &Calendar, window: crate::domain::Window, lead: i32) -> (i32, i32) {
    let first = window.start.map_or(0, |month| cal.period_of(month)).max(0);
    let last = window.complete.map_or(cal.len() - 1, |month| (cal.period_of(month) - lead).min(cal.len() - 1));
    (first, (last + 1).max(first))
}

pub(super) fn purchases(model: &Model, cal: &Calendar, dominated: &Dominated) -> Vec<Purchase> {
    let mut list = Vec::new();
    for (k, chip) in model.chips.iter() {
        let Some(supply) = &chip.supply else { continue };
        for s in model.sites.ids() {
            let elsewhere = chip.sites.as_ref().is_some_and(|sites| !sites.contains(&s));
            if elsewhere || dominated.chips.contains_key(&(k, s)) {
                continue;
            }
            let most = if supply.order_cost.is_some() { most_useful(model, cal, k) } else { f64::INFINITY };
            list.push(purchase(cal, Bought::Chip(k, s), (supply, &chip.service), super::scale::CHIPS, most));
        }
    }
    for (x, expansion) in model.expansions.iter() {
        list.push(purchase(
            cal,
            Bought::Expansion(x),
            (&expansion.supply, &expansion.service),
            1.0,
            expansion.adds.mw(),
        ));
    }
    for (l, lease) in model.leases.iter() {
        let lead = cal.periods(lease.lead);
        let (first, end) = order_periods(cal, lease.window, lead);
        let life = Some(cal.periods(lease.term));
        let (of, most) = (Bought::Lease(l), lease.adds.mw());
        list.push(Purchase { of, lead, life, first, end, lot: lease.lot, fixed_cost: false, most });
    }
    list
}

fn purchase(
    cal: &Calendar,
    of: Bought,
    (supply, service): (&Supplying, &ServiceLife),
    unit: f64,
    most: f64,
) -> Purchase {
    let lead = cal.periods(supply.lead);
    let (first, end) = order_periods(cal, supply.window, lead);
    let life = service.life.map(|life| cal.periods(life));
    let lot = supply.lot.map(|lot| lot / unit);
    Purchase {
        of,
        lead,
        life,
        first,
        end,
        lot,
        fixed_cost: supply.order_cost.is_some(),
        // Whole lots: one and a half that are useful take two.
        most: lot.map_or(most, |lot| if most.is_finite() { lot * (most / lot - 1e-9).ceil().max(1.0) } else { most }),
    }
}

/// Thousand chips that all demand which accepts the chip could ever use at once.
fn most_useful(model: &Model, cal: &Calendar, k: ChipId) -> f64 {
    let mut chips = 0.0;
    for (_, segment) in model.segments.iter().filter(|(_, q)| q.chips.contains(&k)) {
        let peak = cal.horizon().map(|p| most_asked(cal, segment, p)).fold(0.0, f64::max);
        let utilisation = model.workloads[segment.workload].utilisation;
        let each = model.chips[k].throughput.iter().find(|t| t.workload == segment.workload);
        if let Some(t) = each.filter(|t| t.work > 0.0) {
            let share = if t.effective { 1.0 } else { utilisation };
            chips += (1.0 + segment.headroom) * peak / (t.work * share);
        }
    }
    chips / super::scale::CHIPS
}

pub(super) fn stocks(model: &Model, cal: &Calendar, purchases: &[Purchase]) -> (Vec<Stock>, Vec<Vec<usize>>) {
    let mut pairs: BTreeSet<(SiteId, ChipId)> = BTreeSet::new();
    pairs.extend(model.fleet.iter().map(|(_, f)| (f.site, f.chip)));
    pairs.extend(model.orders.iter().filter_map(|(_, o)| match o.of {
        OrderOf::Chips(k, s) => Some((s, k)),
        OrderOf::Expansion(_) => None,
    }));
    pairs.extend(purchases.iter().filter_map(|i| match i.of {
        Bought::Chip(k, s) => Some((s, k)),
        _ => None,
    }));
    let mut at = vec![Vec::new(); model.sites.len()];
    let mut list = Vec::new();
    for (site, chip) in pairs {
        at[site.get()].push(list.len());
        let purchase = purchases.iter().position(|i| i.of == Bought::Chip(chip, site));
        let of_pair = |o: &OrderOf| *o == OrderOf::Chips(chip, site);
        let orders = model.orders.iter().filter(|(_, o)| of_pair(&o.of)).map(|(id, _)| id).collect();
        let existing = cal.horizon().map(|p| existing(model, cal, site, chip, p)).collect();
        list.push(Stock { site, chip, purchase, orders, existing });
    }
    (list, at)
}

/// Thousand chips of the existing fleet still in service in a period.
fn existing(model: &Model, cal: &Calendar, site: SiteId, chip: ChipId, p: i32) -> f64 {
    let rows = model.fleet.iter().filter(|(_, f)| f.site == site && f.chip == chip);
    let chips: f64 = rows
        .map(|(_, f)| {
            let gone = f.retires.iter().filter(|(month, _)| cal.period_of(*month) <= p).map(|(_, n)| n).sum::<f64>();
            (f.quantity - gone).max(0.0)
        })
        .sum();
    chips / super::scale::CHIPS
}
