//! What policies measure, in one period.

use super::Scene;
use super::accounts::region_of_feed;
use super::blocks::{factor, hours, mwh};
use super::capacity::slot;
use super::compare::{Sum, Unit};
use super::decisions::Decisions;
use super::service::work_of;
use crate::domain::{ChipId, Filter, Index, Measure, MeasureKind, OrderOf, RegionId, SegmentId, SiteId, SupplyId};
use crate::plan::types::MoneyKind;

/// Whether a list is absent or holds a value.
fn has<T: PartialEq>(list: Option<&Vec<T>>, value: Option<&T>) -> bool {
    list.is_none_or(|list| value.is_some_and(|value| list.contains(value)))
}

fn tagged(list: Option<&Vec<String>>, tags: &[String]) -> bool {
    list.is_none_or(|list| tags.iter().any(|tag| list.contains(tag)))
}

impl Scene<'_> {
    /// A measure in period `p`.
    pub(super) fn measure(&self, measure: &Measure, p: i32) -> Sum {
        let filter = &measure.filter;
        match measure.kind {
            MeasureKind::Spend => self
                .book
                .sum(|entry| entry.kind == MoneyKind::Capital && entry.period == p && entry.account.fits(filter)),
            MeasureKind::Orders => self.orders(filter, p),
            MeasureKind::Owned => self.owned(filter, p),
            MeasureKind::ItMw => self.sites(filter, |site| self.capacity.site(site, p).it),
            MeasureKind::LiquidMw => self.sites(filter, |site| self.capacity.site(site, p).liquid),
            MeasureKind::ConnectionMw => self.sites(filter, |site| self.capacity.site(site, p).connection),
            MeasureKind::Energy => self.sites(filter, |site| self.service.energy[site.get()][slot(p)]),
            MeasureKind::CarbonFree => self.carbon_free(filter, p),
            MeasureKind::LineMw => self.lines(filter, p),
            MeasureKind::SupplyMw => self.supplies(filter, |supply| self.capacity.supply(supply, p)),
            MeasureKind::Carbon => self.supplies(filter, |s| self.output(s, p, self.model.supplies[s].carbon_t)),
            MeasureKind::Water => self.water(filter, p),
            MeasureKind::Served => self.served(filter, p),
            MeasureKind::ChipWork => self.chip_work(filter, p),
        }
    }

    /// Its unit.
    pub(super) fn unit_of(&self, measure: &Measure) -> Unit {
        match measure.kind {
            MeasureKind::Spend => Unit::usd(),
            MeasureKind::Orders | MeasureKind::Owned => Unit::chips(),
            MeasureKind::ItMw
            | MeasureKind::LiquidMw
            | MeasureKind::ConnectionMw
            | MeasureKind::SupplyMw
            | MeasureKind::LineMw => Unit::mw(),
            MeasureKind::Energy | MeasureKind::CarbonFree => Unit::mwh(),
            MeasureKind::Carbon => Unit::tonnes(),
            MeasureKind::Water => Unit::cubic_metres(),
            MeasureKind::Served | MeasureKind::ChipWork => self.work_unit(measure),
        }
    }

    /// The unit of the first workload that a measure of work takes; a measure of nothing has none.
    fn work_unit(&self, measure: &Measure) -> Unit {
        let filter = &measure.filter;
        let workload = if measure.kind == MeasureKind::Served {
            self.model
                .segments
                .ids()
                .find(|id| self.segment_fits(filter, *id))
                .map(|id| self.model.segments[id].workload)
        } else {
            self.model.workloads.ids().find(|id| has(filter.workload.as_ref(), Some(id)))
        };
        workload.map_or_else(Unit::plain, |workload| self.service.units[workload.get()].clone())
    }

    fn segment_fits(&self, filter: &Filter, id: SegmentId) -> bool {
        let segment = &self.model.segments[id];
        has(filter.workload.as_ref(), Some(&segment.workload))
            && has(filter.segment.as_ref(), Some(&id))
            && has(filter.customer.as_ref(), segment.customer.as_ref())
            && has(filter.region.as_ref(), Some(&segment.region))
            && tagged(filter.tag.as_ref(), &segment.tags)
    }

    fn chip_fits(&self, filter: &Filter, chip: ChipId, site: SiteId, more: &[String]) -> bool {
        let row = &self.model.chips[chip];
        has(filter.chip.as_ref(), Some(&chip))
            && has(filter.vendor.as_ref(), row.vendor.as_ref())
            && self.place_fits(filter, site)
            && (tagged(filter.tag.as_ref(), &row.tags) || tagged(filter.tag.as_ref(), more))
    }

    fn place_fits(&self, filter: &Filter, site: SiteId) -> bool {
        has(filter.site.as_ref(), Some(&site)) && has(filter.region.as_ref(), Some(&self.model.sites[site].region))
    }

    pub(super) fn sites(&self, filter: &Filter, of: impl Fn(SiteId) -> Sum) -> Sum {
        let mut sum = Sum::default();
        for (id, site) in self.model.sites.iter() {
            if self.place_fits(filter, id) && tagged(filter.tag.as_ref(), &site.tags) {
                sum.take(of(id));
            }
        }
        sum
    }

    fn lines(&self, filter: &Filter, p: i32) -> Sum {
        let mut sum = Sum::default();
        for (id, line) in self.model.lines.iter() {
            let region: Option<RegionId> = self.model.nodes[line.from].region;
            if line.rating_mw.is_some()
                && has(filter.line.as_ref(), Some(&id))
                && has(filter.region.as_ref(), region.as_ref())
                && filter.tag.is_none()
            {
                sum.take(self.capacity.line(id, p));
            }
        }
        sum
    }

    pub(super) fn supplies(&self, filter: &Filter, of: impl Fn(SupplyId) -> Sum) -> Sum {
        let mut sum = Sum::default();
        for (id, supply) in self.model.supplies.iter() {
            let region = region_of_feed(self.model, supply.feed);
            let fits = has(filter.supply.as_ref(), Some(&id))
                && has(filter.region.as_ref(), region.as_ref())
                && has(filter.site.as_ref(), supply.site().as_ref());
            if fits && tagged(filter.tag.as_ref(), &supply.tags) {
                sum.take(of(id));
            }
        }
        sum
    }

    /// MWh that sites draw in hours in which as much comes without carbon in the same region.
    fn carbon_free(&self, filter: &Filter, p: i32) -> Sum {
        let mut sum = Sum::default();
        for region in self.model.regions.ids().filter(|region| has(filter.region.as_ref(), Some(region))) {
            for block in self.model.blocks.ids() {
                let (mut load, mut clean) = (0.0, 0.0);
                for (id, site) in self.model.sites.iter().filter(|(_, site)| site.region == region) {
                    load += self.service.used[id.get()][slot(p)].value * site.pue * factor(self.model, id, block);
                }
                for (id, supply) in self.model.supplies.iter().filter(|(_, supply)| supply.carbon_t == 0.0) {
                    if region_of_feed(self.model, supply.feed) == Some(region) {
                        clean += self.decisions.dispatch[id.get()][slot(p)][block.get()];
                    }
                }
                sum.add(load.min(clean) * hours(self.model, &self.calendar, block));
            }
        }
        sum
    }

    pub(super) fn output(&self, supply: SupplyId, p: i32, intensity: f64) -> Sum {
        let given = mwh(self.model, &self.calendar, &self.decisions.dispatch[supply.get()][slot(p)]);
        Sum::of(given * intensity)
    }

    fn orders(&self, filter: &Filter, p: i32) -> Sum {
        let mut sum = Sum::default();
        for ((chip, site), orders) in &self.decisions.bought {
            if self.chip_fits(filter, *chip, *site, &[]) {
                orders.get(&p).into_iter().for_each(|amount| sum.add(*amount));
            }
        }
        for (id, order) in self.model.orders.iter() {
            let OrderOf::Chips(chip, site) = order.of else { continue };
            if self.calendar.period(order.ordered) == p && self.chip_fits(filter, chip, site, &order.tags) {
                sum.add(order.quantity * Decisions::kept(&self.decisions.dropped_orders[id.get()], p));
            }
        }
        sum
    }

    fn owned(&self, filter: &Filter, p: i32) -> Sum {
        let mut sum = Sum::default();
        for site in self.model.sites.ids() {
            for chip in self.model.chips.ids() {
                if self.chip_fits(filter, chip, site, &[]) {
                    sum.take(self.capacity.owned(site, chip, p));
                }
            }
        }
        sum
    }

    fn served(&self, filter: &Filter, p: i32) -> Sum {
        let mut sum = Sum::default();
        for (&(id, site, _), &work) in self.decisions.served.iter().filter(|((_, _, t), _)| *t == p) {
            if self.segment_fits(filter, id) && has(filter.site.as_ref(), Some(&site)) {
                sum.add(work);
            }
        }
        sum
    }

    fn chip_work(&self, filter: &Filter, p: i32) -> Sum {
        let mut sum = Sum::default();
        for (&(site, chip, class, _), &chips) in self.decisions.assigned.iter().filter(|((_, _, _, t), _)| *t == p) {
            let workload = self.decisions.classes[class].workload;
            if has(filter.workload.as_ref(), Some(&workload)) && self.chip_fits(filter, chip, site, &[]) {
                sum.add(work_of(self.model, chip, workload) * chips);
            }
        }
        sum
    }
}
