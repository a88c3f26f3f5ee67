//! The most chips that can be there.

use super::{Most, at, order_periods};
use crate::domain::{Allotment, ChipId, Path, SiteId};

impl Most<'_> {
    /// Chips of a kind at a site that were there before or were ordered before, in a period.
    #[must_use]
    pub fn settled(&self, k: ChipId, s: SiteId, p: i32) -> f64 {
        let m = self.model;
        let fleet = self.fleet.get(&(k, s)).into_iter().flatten().map(|&f| {
            let row = &m.fleet[f];
            let gone = row.retires.iter().filter(|(month, _)| self.cal.period_of(*month) <= p).map(|(_, n)| n);
            (row.quantity - gone.sum::<f64>()).max(0.0)
        });
        let orders = self.orders.get(&(k, s)).into_iter().flatten().map(|&o| {
            let delivered = self.cal.period_of(m.orders[o].delivered);
            let gone = m.chips[k].service.life.is_some_and(|life| p >= delivered + self.cal.periods(life));
            if p < delivered || gone { 0.0 } else { m.orders[o].quantity }
        });
        fleet.chain(orders).sum()
    }

    /// First and last delivery of chips that are in service in a period; `None` where none can be bought.
    fn deliveries(&self, k: ChipId, p: i32) -> Option<(i32, i32, i32)> {
        let chip = &self.model.chips[k];
        let supply = chip.supply.as_ref()?;
        let lead = self.cal.periods(supply.lead);
        let (first, last) = order_periods(&self.cal, supply.window, lead);
        let since = chip.service.life.map_or(i32::MIN, |life| p - self.cal.periods(life) + 1);
        let (from, to) = ((first + lead).max(since), (last + lead).min(p));
        (first <= last && from <= to).then_some((from, to, lead))
    }

    /// Whether a kind of chips can be bought for a site, ever.
    fn sold_to(&self, k: ChipId, s: SiteId) -> bool {
        self.model.chips[k].sites.as_ref().is_none_or(|sites| sites.contains(&s))
    }

    /// Whether chips of a kind can be at a site in a period.
    #[must_use]
    pub fn can_be(&self, k: ChipId, s: SiteId, p: i32) -> bool {
        self.settled(k, s, p) > 0.0 || (self.sold_to(k, s) && self.deliveries(k, p).is_some())
    }

    /// The most of all kinds of chips that can be bought for sites and be in service in a period, each counted with its weight.
    #[must_use]
    pub fn bought(&self, chips: &[(ChipId, f64)], sites: &[SiteId], p: i32) -> f64 {
        let m = self.model;
        // What is left of each allotment; each kind is held against the first that covers it besides its own.
        let mut left: Vec<Option<f64>> = vec![None; m.allotments.len()];
        let mut wanted = Vec::new();
        for &(k, weight) in chips.iter().filter(|(_, weight)| *weight > 0.0) {
            let here: Vec<SiteId> = sites.iter().copied().filter(|s| self.sold_to(k, *s)).collect();
            let Some((from, to, lead)) = self.deliveries(k, p).filter(|_| !here.is_empty()) else { continue };
            let rate = |path: &Path, from: i32, to: i32| -> f64 {
                (from.max(0)..=to.min(self.cal.len() - 1)).map(|t| self.cal.value(path, t) * self.cal.years()).sum()
            };
            let mut most = m.chips[k].allotment.as_ref().map_or(f64::INFINITY, |path| rate(path, from, to));
            let mut shared = None;
            for a in self.allotments.iter().copied().filter(|a| covers(self, &m.allotments[*a], k, &here)) {
                let row = &m.allotments[a];
                let back = if row.by_order { lead } else { 0 };
                let of = |from: i32| {
                    let by_rate = row.at_most.as_ref().map_or(f64::INFINITY, |path| rate(path, from - back, to - back));
                    by_rate.min(row.cumulative.unwrap_or(f64::INFINITY))
                };
                most = most.min(of(from));
                // Of all kinds together it may give what it gives from the first period on.
                let all = of(back);
                let place = &mut left[crate::domain::Index::get(a)];
                *place = Some(place.map_or(all, |other| other.max(all)));
                shared = shared.or(Some(a));
            }
            wanted.push((weight, most, shared));
        }
        wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut sum = 0.0;
        for (weight, most, shared) in wanted {
            let room = shared.and_then(|a| left[crate::domain::Index::get(a)]).unwrap_or(f64::INFINITY);
            let taken = most.min(room);
            if let Some(a) = shared {
                left[crate::domain::Index::get(a)] = Some(room - taken);
            }
            sum += weight * taken;
        }
        sum
    }

    /// All chips of some kinds at some sites in a period, each counted with its weight.
    #[must_use]
    pub fn chips(&self, chips: &[(ChipId, f64)], sites: &[SiteId], p: i32) -> f64 {
        debug_assert!(at(p) < self.model.horizon.periods);
        let pairs = chips.iter().flat_map(|(k, weight)| sites.iter().map(move |s| weight * self.settled(*k, *s, p)));
        pairs.sum::<f64>() + self.bought(chips, sites, p)
    }
}

/// Whether an allotment counts all purchases of a kind of chips for sites.
fn covers(most: &Most<'_>, allotment: &Allotment, k: ChipId, sites: &[SiteId]) -> bool {
    let of = &allotment.of;
    let vendor = most.model.chips[k].vendor.as_ref();
    of.chips.as_ref().is_none_or(|list| list.contains(&k))
        && of.vendors.as_ref().is_none_or(|list| vendor.is_some_and(|vendor| list.contains(vendor)))
        && of.sites.as_ref().is_none_or(|list| sites.iter().all(|s| list.contains(s)))
}
