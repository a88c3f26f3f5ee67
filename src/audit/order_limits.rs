//! Limits on orders: what is on offer, allotments, growth.

use super::Scene;
use super::capacity::slot;
use super::compare::{Sum, Unit};
use super::decisions::Decisions;
use super::limits::{Limit, Sense};
use crate::domain::{AllotmentOf, ChipId, Growth, Index, Model, OrderOf, SiteId, Tier};

impl Scene<'_> {
    pub(super) fn offer_limits(&self, limits: &mut Vec<Limit>) {
        let note = "has {said} in service, {found} are on offer";
        for (id, row) in self.model.expansions.iter() {
            let address = self.model.expansions.address(id);
            for p in self.each() {
                let (name, level) =
                    (format!("{address}.adds@{}", self.label(p)), self.capacity.expansions[id.get()][slot(p)]);
                limits.push(Limit::new(name, Sense::AtMost, level, Sum::of(row.adds.mw()), Unit::mw(), note));
            }
            if let Some(growth) = row.growth {
                let of = AllotmentOf { expansions: Some(vec![id]), ..AllotmentOf::default() };
                self.growth(&address, &of, growth, &Unit::mw(), None, limits);
            }
        }
        for (id, row) in self.model.leases.iter() {
            let address = self.model.leases.address(id);
            for p in self.each() {
                let (name, level) =
                    (format!("{address}.adds@{}", self.label(p)), self.capacity.leases[id.get()][slot(p)]);
                limits.push(Limit::new(name, Sense::AtMost, level, Sum::of(row.adds.mw()), Unit::mw(), note));
            }
        }
    }

    fn growth(
        &self,
        address: &str,
        of: &AllotmentOf,
        growth: Growth,
        unit: &Unit,
        tier: Option<Tier>,
        limits: &mut Vec<Limit>,
    ) {
        for p in self.each() {
            let mut bound = self.taken(of, p - 1, true).times(1.0 + growth.rate);
            bound.add(growth.seed);
            let name = format!("{address}.growth@{}", self.label(p));
            let note = "orders {said}, may order {found} after the period before";
            let limit = Limit::new(name, Sense::AtMost, self.taken(of, p, true), bound, unit.clone(), note);
            limits.push(Limit { tier, ..limit });
        }
    }

    pub(super) fn allotment_limits(&self, limits: &mut Vec<Limit>) {
        let note = "takes {said}, {found} are allotted";
        for (id, chip) in self.model.chips.iter() {
            let Some(rate) = &chip.allotment else { continue };
            let of = AllotmentOf { chips: Some(vec![id]), ..AllotmentOf::default() };
            for p in self.each() {
                let bound = Sum::of(self.calendar.at(rate, p) * self.calendar.years());
                let name = format!("{}.allotment@{}", self.model.chips.address(id), self.label(p));
                let level = self.taken(&of, p, false);
                limits.push(Limit::new(name, Sense::AtMost, level, bound, Unit::chips(), note).tier(Tier::Contract));
            }
        }
        for (id, row) in self.model.allotments.iter() {
            let address = self.model.allotments.address(id);
            let megawatts = row.of.expansions.is_some() || row.of.leases.is_some();
            let unit = if megawatts { Unit::mw() } else { Unit::chips() };
            if let Some(rate) = &row.at_most {
                for p in self.each() {
                    let bound = Sum::of(self.calendar.at(rate, p) * self.calendar.years());
                    let name = format!("{address}.at_most@{}", self.label(p));
                    let level = self.taken(&row.of, p, row.by_order);
                    let limit = Limit::new(name, Sense::AtMost, level, bound, unit.clone(), note);
                    limits.push(limit.tier(row.tier).bends(row.bend.as_ref(), p));
                }
            }
            if let Some(cumulative) = row.cumulative {
                let mut level = Sum::default();
                self.each().for_each(|p| level.take(self.taken(&row.of, p, row.by_order)));
                let name = format!("{address}.cumulative");
                limits.push(
                    Limit::new(name, Sense::AtMost, level, Sum::of(cumulative), unit.clone(), note).tier(row.tier),
                );
            }
            if let Some(growth) = row.growth {
                self.growth(&address, &row.of, growth, &unit, Some(row.tier), limits);
            }
        }
    }

    /// Chips or MW delivered (or ordered) in period `p`, commitments included unless cancelled by then.
    fn taken(&self, of: &AllotmentOf, p: i32, by_order: bool) -> Sum {
        let megawatts = of.expansions.is_some() || of.leases.is_some();
        let model: &Model = self.model;
        let chip_counts = |chip: ChipId, site: SiteId| {
            !megawatts
                && of.chips.as_ref().is_none_or(|chips| chips.contains(&chip))
                && of.sites.as_ref().is_none_or(|sites| sites.contains(&site))
                && of
                    .vendors
                    .as_ref()
                    .is_none_or(|list| model.chips[chip].vendor.as_ref().is_some_and(|v| list.contains(v)))
        };
        let before = |lead| if by_order { p } else { p - self.calendar.whole(lead) };
        let mut sum = Sum::default();
        for ((chip, site), orders) in &self.decisions.bought {
            if let Some(supply) = model.chips[*chip].supply.as_ref().filter(|_| chip_counts(*chip, *site)) {
                orders.get(&before(supply.lead)).into_iter().for_each(|amount| sum.add(*amount));
            }
        }
        for id in of.expansions.iter().flatten() {
            let orders = &self.decisions.expanded[id.get()];
            orders.get(&before(model.expansions[*id].supply.lead)).into_iter().for_each(|mw| sum.add(*mw));
        }
        for id in of.leases.iter().flatten() {
            let orders = &self.decisions.leased[id.get()];
            orders.get(&before(model.leases[*id].lead)).into_iter().for_each(|mw| sum.add(*mw));
        }
        for (id, order) in model.orders.iter() {
            let counts = match order.of {
                OrderOf::Chips(chip, site) => chip_counts(chip, site),
                OrderOf::Expansion(expansion) => of.expansions.as_ref().is_some_and(|list| list.contains(&expansion)),
            };
            let dated = if by_order { order.ordered } else { order.delivered };
            if counts && self.calendar.period(dated) == p {
                sum.add(order.quantity * Decisions::kept(&self.decisions.dropped_orders[id.get()], p));
            }
        }
        sum
    }
}
