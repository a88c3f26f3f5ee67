//! When what the plan adds has paid for itself: revenue, path and energy costs are split by the IT power of chips in use.

use std::collections::{BTreeMap, HashMap};

use super::book::Book;
use super::calendar::Calendar;
use super::capacity::{Capacity, life_of, slot, stands};
use super::compare::Sum;
use super::decisions::Decisions;
use super::finance::Statement;
use super::service::Service;
use crate::domain::{Index, Model, SegmentId, SiteId};
use crate::plan::types::MoneyKind;

/// MW and chips in use, and the part of each that the plan adds.
#[derive(Clone, Copy, Default)]
struct Parts {
    mw: [f64; 2],
    chips: [f64; 2],
}

impl Parts {
    fn ratio(self) -> f64 {
        let [all, added] = if self.mw[0] > 0.0 { self.mw } else { self.chips };
        if all > 0.0 { added / all } else { 0.0 }
    }
}

/// What the plan's decisions add, walked site by site.
pub(super) struct Walk<'a> {
    pub(super) model: &'a Model,
    pub(super) calendar: &'a Calendar<'a>,
    pub(super) decisions: &'a Decisions,
    pub(super) capacity: &'a Capacity,
    pub(super) service: &'a Service,
    pub(super) book: &'a Book,
}

impl Walk<'_> {
    /// Cumulative cash flow of what the plan adds, by period; `incremental` are the accounts on that basis.
    pub(super) fn cumulative(&self, incremental: &[Statement]) -> Vec<Sum> {
        let mut sums = Vec::new();
        let mut so_far = Sum::default();
        for p in 0..self.calendar.periods {
            let accounts = &incremental[slot(p)];
            let income = self.income(p).less(self.book.upkeep_anyway[slot(p)].times(-1.0));
            let tax = income.less(accounts.depreciation).times(self.model.tax_rate.unwrap_or(0.0));
            so_far.take(income.less(accounts.capital).less(tax));
            sums.push(so_far);
        }
        sums
    }

    /// Revenue less running costs of a period, split.
    fn income(&self, p: i32) -> Sum {
        let (sites, all) = self.parts(p);
        let paths: HashMap<String, SiteId> = self.path_sites(p);
        let mut segments: BTreeMap<SegmentId, [f64; 2]> = BTreeMap::new();
        for (&(segment, site, t), &work) in &self.decisions.served {
            if t == p {
                let entry = segments.entry(segment).or_default();
                entry[0] += work;
                entry[1] += work * sites[site.get()].ratio();
            }
        }
        let of_segment: HashMap<String, f64> = segments
            .iter()
            .map(|(segment, [work, added])| {
                (self.model.segments.address(*segment), if *work > 0.0 { added / work } else { 0.0 })
            })
            .collect();
        let mut income = Sum::default();
        for entry in self.book.entries.iter().filter(|entry| entry.period == p) {
            let share = match entry.kind {
                MoneyKind::Revenue => of_segment.get(&*entry.asset).copied().unwrap_or(0.0),
                MoneyKind::Opex => match entry.milestone {
                    "path" => paths.get(&*entry.asset).map_or(0.0, |site| sites[site.get()].ratio()),
                    "energy" | "carbon" | "shedding" => all.ratio(),
                    "energy charge" | "demand charge" if entry.asset.starts_with("supply[") => all.ratio(),
                    _ => 1.0,
                },
                MoneyKind::Lease => 1.0,
                MoneyKind::Capital | MoneyKind::Penalty | MoneyKind::CashLine => continue,
            };
            income.take(entry.usd.times(-share));
        }
        income
    }

    fn path_sites(&self, p: i32) -> HashMap<String, SiteId> {
        let served = self.decisions.served.keys().filter(|(_, _, t)| *t == p);
        let name = |segment: SegmentId, site: SiteId| {
            format!("path[{},{}]", self.model.sites.name(site), self.model.segments.name(segment))
        };
        served.map(|&(segment, site, _)| (name(segment, site), site)).collect()
    }

    fn parts(&self, p: i32) -> (Vec<Parts>, Parts) {
        let mut sites = vec![Parts::default(); self.model.sites.len()];
        let mut all = Parts::default();
        for (&(site, chip, t), in_use) in &self.service.in_use {
            if t != p {
                continue;
            }
            let lead = self.model.chips[chip].supply.as_ref().map_or(0, |terms| self.calendar.whole(terms.lead));
            let life = life_of(self.model, self.calendar, chip);
            let orders = self.decisions.bought.get(&(chip, site));
            let standing = |(from, _): &(&i32, &f64)| stands(**from + lead, life, p);
            let bought: f64 = orders.map_or(0.0, |orders| orders.iter().filter(standing).map(|(_, chips)| chips).sum());
            let owned = self.capacity.owned(site, chip, p).value;
            let share = if owned > 0.0 { bought / owned } else { 0.0 };
            let mw = self.model.chips[chip].kw * in_use.value / 1000.0;
            for parts in [&mut sites[site.get()], &mut all] {
                parts.mw[0] += mw;
                parts.mw[1] += mw * share;
                parts.chips[0] += in_use.value;
                parts.chips[1] += in_use.value * share;
            }
        }
        (sites, all)
    }
}
