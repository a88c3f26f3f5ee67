//! The plan's tables of demand, sites, fleet, grid, salvage, bends and finance, number by number.

use std::collections::HashMap;
use std::hash::Hash;

use super::Scene;
use super::blocks::{Sliced, hours, label, share};
use super::capacity::slot;
use super::compare::{Findings, Sum, Unit, by_key};
use super::limits::Bent;
use crate::domain::{ChipId, Index, SiteId};
use crate::plan::types::{GridRow, Plan, Span};

/// Numbers of one row: name, what the plan says, what was found, unit.
type Numbers<'a> = Vec<(&'a str, f64, Sum, Unit)>;

/// Checks them.
pub(super) fn check(scene: &Scene, plan: &Plan, bends: &[Bent], findings: &mut Findings) {
    scene.demand_rows(plan, findings);
    scene.site_rows(plan, findings);
    scene.fleet_rows(plan, findings);
    scene.grid_rows(plan, findings);
    scene.battery_rows(plan, findings);
    scene.salvage_rows(plan, findings);
    bend_rows(plan, bends, findings);
    scene.finance_rows(plan, findings);
    scene.year_rows(plan, findings);
}

/// Compares the numbers of a row; without a row, says so unless there is nothing to say.
pub(super) fn row(id: &str, there: bool, numbers: Numbers, findings: &mut Findings) {
    if there {
        for (name, said, found, unit) in numbers {
            findings.number(&format!("{id} {name}"), said, found, &unit);
        }
    } else if numbers.iter().any(|(_, _, found, unit)| found.value.abs() > unit.tolerance(found.largest)) {
        findings.wrong(id, "the plan has no such row");
    }
}

/// Rows that nothing accounts for.
pub(super) fn left<K: Hash + Eq, R>(rows: &HashMap<K, &R>, id: impl Fn(&R) -> &str, findings: &mut Findings) {
    let mut ids: Vec<&str> = rows.values().map(|row| id(row)).collect();
    ids.sort_unstable();
    for id in ids {
        findings.wrong(id, "nothing in the model accounts for this row");
    }
}

impl Scene<'_> {
    /// Id and days of a row.
    pub(super) fn stamp(&self, id: &str, expected: &str, span: &Span, p: i32, findings: &mut Findings) {
        findings.same(expected, "the id is", &id, &expected);
        findings.span(expected, "the days are", Some(span), Some(&self.calendar.span(p)));
    }

    /// Whether a sum is what rounding leaves of zero copies in a relaxed plan, whose starts are differences of fractions.
    pub(super) fn negligible(&self, usd: f64) -> bool {
        self.decisions.relaxed && usd.abs() < 1e-3
    }

    fn demand_rows(&self, plan: &Plan, findings: &mut Findings) {
        let key = |segment: &str, period: &str| (segment.to_owned(), period.to_owned());
        let mut rows = by_key(&plan.demand, findings, |r| key(&r.segment, &r.span.period), |r| r.id.clone());
        for (id, segment) in self.model.segments.iter() {
            for p in 0..self.calendar.periods {
                let (name, label) = (self.model.segments.name(id), self.calendar.label(p));
                let found = rows.remove(&key(name, &label));
                let unit = self.service.units[segment.workload.get()].clone();
                let expected = format!("demand[{name}]@{label}");
                let asked = Sum::of(self.service.demand[id.get()][slot(p)]);
                let said = |of: fn(&crate::plan::types::DemandRow) -> f64| found.map_or(0.0, of);
                let mut numbers = vec![
                    ("demand", said(|r| r.demand), asked, unit.clone()),
                    ("served", said(|r| r.served), self.service.served[id.get()][slot(p)], unit.clone()),
                    ("unmet", said(|r| r.unmet), self.service.unmet(id, p), unit.clone()),
                ];
                // What waits where nothing may is told when it is read.
                if segment.defer.is_some() {
                    numbers.push(("waiting", said(|r| r.waiting), self.service.waits(id, p), unit.clone()));
                }
                if let Some(r) = found {
                    self.stamp(&r.id, &expected, &r.span, p, findings);
                    findings.same(&expected, "the unit is", &r.unit, &unit.name);
                }
                row(&expected, found.is_some(), numbers, findings);
            }
        }
        left(&rows, |r| &r.id, findings);
    }

    fn site_rows(&self, plan: &Plan, findings: &mut Findings) {
        let key = |site: &str, period: &str| (site.to_owned(), period.to_owned());
        let mut rows = by_key(&plan.sites, findings, |r| key(&r.site, &r.span.period), |r| r.id.clone());
        for (id, site) in self.model.sites.iter() {
            for p in 0..self.calendar.periods {
                let (name, label) = (self.model.sites.name(id), self.calendar.label(p));
                let found = rows.remove(&key(name, &label));
                let expected = format!("site[{name}]@{label}");
                let there = self.capacity.site(id, p);
                let used = self.service.used[id.get()][slot(p)];
                let said = |of: fn(&crate::plan::types::SiteRow) -> f64| found.map_or(0.0, of);
                let numbers = vec![
                    ("it_mw", said(|r| r.it_mw), there.it, Unit::mw()),
                    ("used_mw", said(|r| r.used_mw), used, Unit::mw()),
                    ("liquid_mw", said(|r| r.liquid_mw), there.liquid, Unit::mw()),
                    (
                        "liquid_used_mw",
                        said(|r| r.liquid_used_mw),
                        self.service.liquid_used[id.get()][slot(p)],
                        Unit::mw(),
                    ),
                    ("dark_mw", said(|r| r.dark_mw), there.dark, Unit::mw()),
                    ("facility_mw", said(|r| r.facility_mw), used.times(site.pue), Unit::mw()),
                    ("own_supply_mw", said(|r| r.own_supply_mw), self.least_own(id, p), Unit::mw()),
                    ("connection_mw", said(|r| r.connection_mw), there.connection, Unit::mw()),
                    ("contracted_mw", said(|r| r.contracted_mw), self.contracted(id, p), Unit::mw()),
                    ("energy_mwh", said(|r| r.energy_mwh), self.service.energy[id.get()][slot(p)], Unit::mwh()),
                    ("water_m3", said(|r| r.water_m3), self.cooling(id, p), Unit::cubic_metres()),
                ];
                if let Some(r) = found {
                    self.stamp(&r.id, &expected, &r.span, p, findings);
                }
                row(&expected, found.is_some(), numbers, findings);
            }
        }
        left(&rows, |r| &r.id, findings);
    }

    fn fleet_rows(&self, plan: &Plan, findings: &mut Findings) {
        let key = |site: &str, chip: &str, period: &str| (site.to_owned(), chip.to_owned(), period.to_owned());
        let mut rows = by_key(&plan.fleet, findings, |r| key(&r.site, &r.chip, &r.span.period), |r| r.id.clone());
        let pairs = self.model.sites.ids().flat_map(|site| self.model.chips.ids().map(move |chip| (site, chip)));
        for (site, chip) in pairs {
            for p in 0..self.calendar.periods {
                let (at, of, label) =
                    (self.model.sites.name(site), self.model.chips.name(chip), self.calendar.label(p));
                let found = rows.remove(&key(at, of, &label));
                let expected = format!("owned[{at},{of}]@{label}");
                let numbers = vec![
                    ("owned", found.map_or(0.0, |r| r.owned), self.capacity.owned(site, chip, p), Unit::chips()),
                    ("in_use", found.map_or(0.0, |r| r.in_use), self.in_use(site, chip, p), Unit::chips()),
                ];
                if let Some(r) = found {
                    self.stamp(&r.id, &expected, &r.span, p, findings);
                }
                row(&expected, found.is_some(), numbers, findings);
            }
        }
        left(&rows, |r| &r.id, findings);
    }

    fn in_use(&self, site: SiteId, chip: ChipId, p: i32) -> Sum {
        self.service.in_use.get(&(site, chip, p)).copied().unwrap_or_default()
    }

    fn grid_rows(&self, plan: &Plan, findings: &mut Findings) {
        let key = |kind: &str, element: &str, slice: &str| format!("{kind}[{element}]@{slice}");
        let of_row = |r: &GridRow| {
            let block = r.block.as_ref().map_or_else(String::new, |block| format!("/{block}"));
            format!("{}{block}", key(&r.kind, &r.element, &r.span.period))
        };
        let mut rows = by_key(&plan.grid, findings, of_row, |r| r.id.clone());
        for (p, block) in self.slices() {
            let label = label(self.model, &self.calendar, p, block);
            let of = |amounts: &Sliced| amounts[slot(p)][block.get()];
            let mut elements: Vec<(String, Sum, f64)> = Vec::new();
            for (id, node) in self.model.nodes.iter() {
                let load = Sum::of(self.calendar.at(&node.other_load, p) * share(self.model, id, block));
                let name = key("node", self.model.nodes.name(id), &label);
                elements.push((name, load, of(&self.decisions.shed[id.get()])));
            }
            for id in self.model.lines.ids() {
                let name = key("line", self.model.lines.name(id), &label);
                elements.push((name, self.capacity.line(id, p), of(&self.decisions.flow[id.get()])));
            }
            for id in self.model.supplies.ids() {
                let name = key("supply", self.model.supplies.name(id), &label);
                elements.push((name, self.capacity.supply(id, p), of(&self.decisions.dispatch[id.get()])));
            }
            let hours = hours(self.model, &self.calendar, block);
            for (expected, limit, mw) in elements {
                let found = rows.remove(&expected);
                let mut numbers = vec![("mwh", found.map_or(0.0, |r| r.mwh), Sum::of(mw * hours), Unit::mwh())];
                let said = found.map_or(0.0, |r| r.limit_mw.unwrap_or(f64::INFINITY));
                // Without end is the same as without end.
                if said != limit.value {
                    numbers.insert(0, ("limit_mw", said, limit, Unit::mw()));
                }
                row(&expected, found.is_some(), numbers, findings);
            }
        }
        left(&rows, |r| &r.id, findings);
    }

    fn salvage_rows(&self, plan: &Plan, findings: &mut Findings) {
        let mut rows = by_key(&plan.salvage, findings, |r| r.asset.clone(), |r| r.id.clone());
        for credit in &self.book.credits {
            let found = rows.remove(&*credit.asset);
            let expected = format!("salvage[{}]", credit.asset);
            let mut numbers =
                vec![("usd_discounted", found.map_or(0.0, |r| r.usd_discounted), credit.usd, Unit::usd())];
            if let Some(r) = found {
                findings.same(&expected, "the id is", &r.id, &expected);
                numbers.push(("unused_share", r.unused_share, Sum::of(credit.unused), Unit::plain()));
            }
            row(&expected, found.is_some(), numbers, findings);
        }
        rows.retain(|_, r| !self.negligible(r.usd_discounted));
        left(&rows, |r| &r.id, findings);
    }
}

fn bend_rows(plan: &Plan, bends: &[Bent], findings: &mut Findings) {
    let mut rows = by_key(&plan.bends, findings, |r| r.limit.clone(), |r| r.id.clone());
    for bent in bends {
        let found = rows.remove(&bent.limit);
        let expected = format!("bend[{}]", bent.limit);
        if let Some(r) = found {
            findings.same(&expected, "the id is", &r.id, &expected);
        }
        let numbers = vec![
            ("amount", found.map_or(0.0, |r| r.amount), bent.amount, bent.unit.clone()),
            ("usd_discounted", found.map_or(0.0, |r| r.usd_discounted), bent.usd, Unit::usd()),
        ];
        row(&expected, found.is_some(), numbers, findings);
    }
    left(&rows, |r| &r.id, findings);
}
