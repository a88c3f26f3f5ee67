//! Work: who may serve whom, what chips do, what is served and unmet, and the power that it draws.

use std::collections::{BTreeMap, BTreeSet};

use super::blocks::{factor, hours};
use super::calendar::Calendar;
use super::capacity::{Capacity, slot};
use super::compare::{Findings, Sum, Unit};
use super::decisions::{Decisions, Timed};
use crate::domain::{
    ChipId, Cooling, Index, Model, MoneyPath, PathEnd, Placement, SegmentId, SiteId, TravelPath, WorkloadId,
};

/// What work there is, by row and period.
pub(super) struct Service {
    /// IT MW of chips in use, by site and period.
    pub(super) used: Vec<Vec<Sum>>,
    /// The same of liquid-cooled chips.
    pub(super) liquid_used: Vec<Vec<Sum>>,
    /// MWh drawn by site and period, with or without a network.
    pub(super) energy: Vec<Vec<Sum>>,
    /// Units served, by segment and period.
    pub(super) served: Vec<Vec<Sum>>,
    /// Units asked for, by segment and period.
    pub(super) demand: Vec<Vec<f64>>,
    /// Units left to wait at the end of a period, by segment.
    pub(super) waiting: Vec<Timed>,
    /// Chips in use by site, chip and period.
    pub(super) in_use: BTreeMap<(SiteId, ChipId, i32), Sum>,
    /// The unit of each workload, with the power of ten that a thousand of its middling chips do.
    pub(super) units: Vec<Unit>,
}

/// Work that one chip does for a workload.
pub(super) fn work_of(model: &Model, chip: ChipId, workload: WorkloadId) -> f64 {
    let throughput = model.chips[chip].throughput.iter().find(|t| t.workload == workload);
    throughput.map_or(0.0, |t| if t.effective { t.work } else { t.work * model.workloads[workload].utilisation })
}

/// The path that leads from a site to a segment, if a row speaks of it: the most specific one.
pub(super) fn way(model: &Model, site: SiteId, segment: SegmentId) -> Option<&TravelPath> {
    let from_region = PathEnd::Region(model.sites[site].region);
    let to_region = PathEnd::Region(model.segments[segment].region);
    let (from_site, to_segment) = (PathEnd::Site(site), PathEnd::Segment(segment));
    let ranks = [(from_site, to_segment), (from_site, to_region), (from_region, to_segment), (from_region, to_region)];
    ranks
        .iter()
        .find_map(|(from, to)| model.paths.iter().map(|(_, path)| path).find(|p| p.from == *from && p.to == *to))
}

/// What a unit served along a path costs.
pub(super) fn path_cost(model: &Model, site: SiteId, segment: SegmentId) -> Option<&MoneyPath> {
    way(model, site, segment).and_then(|path| path.cost.as_ref())
}

/// Whether a site may serve a segment at all; else why not.
fn reaches(model: &Model, site: SiteId, segment: SegmentId) -> Result<(), String> {
    let reach = &model.segments[segment].reach;
    let home = model.sites[site].region;
    if reach.sites.as_ref().is_some_and(|sites| !sites.contains(&site)) {
        return Err("the segment may not be served from this site".to_owned());
    }
    if reach.regions.as_ref().is_some_and(|regions| !regions.contains(&home)) {
        return Err("the segment may not be served from this region".to_owned());
    }
    let latency = match way(model, site, segment) {
        Some(path) => path.latency_ms,
        None if home == model.segments[segment].region => Some(0.0),
        None => None,
    };
    match (reach.latency_ms, latency) {
        (Some(most), None) => Err(format!("its latency is not known, and at most {most} ms are allowed")),
        (Some(most), Some(ms)) if ms > most => Err(format!("it is {ms} ms away, and at most {most} ms are allowed")),
        _ => Ok(()),
    }
}

/// The unit of a workload: a power of ten of what a thousand middling chips do.
fn unit(model: &Model, workload: WorkloadId) -> Unit {
    let mut works: Vec<f64> =
        model.chips.ids().map(|chip| 1000.0 * work_of(model, chip, workload)).filter(|work| *work > 0.0).collect();
    works.sort_by(f64::total_cmp);
    let one = works.get(works.len() / 2).map_or(1.0, |median| 10f64.powf(median.log10().floor()));
    Unit::new(&model.workloads[workload].unit, one)
}

/// Walks the calendar and checks what chips do, who serves whom and how much is owned.
pub(super) fn walk(
    model: &Model,
    calendar: &Calendar,
    decisions: &Decisions,
    capacity: &Capacity,
    findings: &mut Findings,
) -> Service {
    let rows = |n: usize| vec![vec![Sum::default(); model.horizon.periods]; n];
    let mut service = Service {
        used: rows(model.sites.len()),
        liquid_used: rows(model.sites.len()),
        energy: rows(model.sites.len()),
        served: rows(model.segments.len()),
        demand: demand(model, calendar),
        waiting: decisions.waiting.clone(),
        in_use: BTreeMap::new(),
        units: model.workloads.ids().map(|workload| unit(model, workload)).collect(),
    };
    service.work(model, calendar, decisions, findings);
    service.draw(model, calendar);
    service.fleet(model, calendar, capacity, findings);
    service.balance(model, calendar, decisions, findings);
    service.places(model, decisions, findings);
    service
}

fn demand(model: &Model, calendar: &Calendar) -> Vec<Vec<f64>> {
    let of =
        |segment: SegmentId| (0..calendar.periods).map(|p| calendar.at(&model.segments[segment].demand, p)).collect();
    model.segments.ids().map(of).collect()
}

impl Service {
    fn work(&mut self, model: &Model, calendar: &Calendar, decisions: &Decisions, findings: &mut Findings) {
        for (&(site, chip, _, p), &chips) in &decisions.assigned {
            self.in_use.entry((site, chip, p)).or_default().add(chips);
            let mw = model.chips[chip].kw / 1000.0 * chips;
            self.used[site.get()][slot(p)].add(mw);
            if model.chips[chip].cooling == Cooling::Liquid {
                self.liquid_used[site.get()][slot(p)].add(mw);
            }
        }
        let mut refused = BTreeSet::new();
        for (&(segment, site, p), &work) in &decisions.served {
            self.served[segment.get()][slot(p)].add(work);
            if work != 0.0
                && let Err(why) = reaches(model, site, segment)
                && refused.insert((segment, site))
            {
                let (segment, site) = (model.segments.name(segment), model.sites.name(site));
                findings.wrong(&format!("served[{segment},{site}]@{}", calendar.label(p)), why);
            }
        }
        for (id, segment) in model.segments.iter() {
            for p in 0..calendar.periods {
                let what = format!("segment[{}].demand@{}", model.segments.name(id), calendar.label(p));
                self.no_more_than_asked(&what, id, p, &self.units[segment.workload.get()], findings);
            }
        }
    }

    fn draw(&mut self, model: &Model, calendar: &Calendar) {
        for (id, site) in model.sites.iter() {
            for p in 0..calendar.periods {
                let facility = self.used[id.get()][slot(p)].times(site.pue);
                for block in model.blocks.ids() {
                    let hours = hours(model, calendar, block) * factor(model, id, block);
                    self.energy[id.get()][slot(p)].take(facility.times(hours));
                }
            }
        }
    }

    fn fleet(&self, model: &Model, calendar: &Calendar, capacity: &Capacity, findings: &mut Findings) {
        for (&(site, chip, p), &in_use) in &self.in_use {
            let what = format!("owned[{},{}]@{}", model.sites.name(site), model.chips.name(chip), calendar.label(p));
            findings.limit();
            let owned = capacity.owned(site, chip, p);
            findings.within(&what, in_use, owned, &Unit::chips(), "{said} are in use, {found} are owned");
        }
    }

    /// Work of a class at a site is what its chips do, in every period.
    fn balance(&self, model: &Model, calendar: &Calendar, decisions: &Decisions, findings: &mut Findings) {
        let mut sides: BTreeMap<(SiteId, usize, i32), (Sum, Sum)> = BTreeMap::new();
        for (&(segment, site, p), &work) in &decisions.served {
            let class = decisions.class_of[segment.get()];
            sides.entry((site, class, p)).or_default().0.add((1.0 + model.segments[segment].headroom) * work);
        }
        for (&(site, chip, class, p), &chips) in &decisions.assigned {
            let work = work_of(model, chip, decisions.classes[class].workload) * chips;
            sides.entry((site, class, p)).or_default().1.add(work);
        }
        for ((site, class, p), (served, done)) in sides {
            let class = &decisions.classes[class];
            let what = format!("work[{},{}]@{}", model.sites.name(site), class.name, calendar.label(p));
            let both = Sum { value: done.value, largest: done.largest.max(served.largest) };
            let unit = &self.units[class.workload.get()];
            findings.limit();
            findings.number_noted(
                &what,
                served.value,
                both,
                unit,
                "{said} are served (headroom included), its chips do {found}",
            );
        }
    }

    /// One-site segments are served from one site over the whole horizon.
    fn places(&self, model: &Model, decisions: &Decisions, findings: &mut Findings) {
        if decisions.relaxed {
            return;
        }
        let mut places: BTreeMap<SegmentId, BTreeSet<SiteId>> = BTreeMap::new();
        for (&(segment, site, _), &work) in &decisions.served {
            let unit = &self.units[model.segments[segment].workload.get()];
            if model.segments[segment].placement == Placement::OneSite && work > unit.tolerance(0.0) {
                places.entry(segment).or_default().insert(site);
            }
        }
        for (segment, sites) in places {
            findings.limit();
            if sites.len() > 1 {
                let names: Vec<&str> = sites.iter().map(|site| model.sites.name(*site)).collect();
                let address = model.segments.address(segment);
                findings.wrong(&address, format!("it must have one site and is served from {}", names.join(" and ")));
            }
        }
    }
}
