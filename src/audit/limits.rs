//! Every limit: what the plan does, what it may do, and what bending costs.

use super::Scene;
use super::capacity::slot;
use super::compare::{Findings, Sum, Unit, by_key};
use super::decisions::Decisions;
use super::money_limits::money_limits;
use crate::domain::{
    AllotmentOf, Bend, ChipId, Growth, Index, MinOutput, Model, OrderOf, Pick, ProjectId, SegmentKind, SiteId, Tier,
};
use crate::plan::types::{LimitRow, Plan};

/// How level and bound must stand to each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sense {
    AtMost,
    AtLeast,
    Equal,
}

/// One limit in one of its periods.
pub(super) struct Limit {
    pub(super) id: String,
    pub(super) sense: Sense,
    pub(super) level: Sum,
    pub(super) bound: Sum,
    pub(super) unit: Unit,
    /// Its tier, where the model says it.
    pub(super) tier: Option<Tier>,
    pub(super) bend: Option<Bend>,
    /// The period whose exchange rate and discount a bend is priced at.
    pub(super) at: i32,
    /// The sentence when it is broken.
    pub(super) note: &'static str,
    /// Whether the plan may leave the row out.
    pub(super) optional: bool,
}

impl Limit {
    /// A limit that cannot bend.
    pub(super) fn new(id: String, sense: Sense, level: Sum, bound: Sum, unit: Unit, note: &'static str) -> Self {
        let optional = level.value == 0.0 && bound.value == 0.0;
        Self {
            id,
            sense,
            level,
            bound,
            unit,
            tier: None,
            bend: None,
            at: 0,
            note,
            optional,
        }
    }

    /// With its tier.
    pub(super) fn tier(mut self, tier: Tier) -> Self {
        self.tier = Some(tier);
        self
    }

    /// With what bending costs in period `p`.
    pub(super) fn bends(mut self, bend: Option<&Bend>, p: i32) -> Self {
        self.bend = bend.cloned();
        self.at = p;
        self
    }

    /// A row that the plan may leave out while nothing is on its left.
    pub(super) fn quiet(mut self) -> Self {
        self.optional |= self.level.value == 0.0;
        self
    }

    /// By how much it is exceeded; not negative.
    fn excess(&self) -> f64 {
        let over = match self.sense {
            Sense::AtMost => self.level.value - self.bound.value,
            Sense::AtLeast => self.bound.value - self.level.value,
            Sense::Equal => (self.bound.value - self.level.value).abs(),
        };
        over.max(0.0)
    }

    fn tolerance(&self) -> f64 {
        self.unit.tolerance(self.level.largest.max(self.bound.largest))
    }
}

/// A limit that the plan exceeds at a price.
pub(super) struct Bent {
    pub(super) limit: String,
    pub(super) amount: Sum,
    pub(super) unit: Unit,
    pub(super) usd: Sum,
}

/// Checks every limit and the plan's rows of limits; gives what bends.
pub(super) fn check(scene: &Scene, plan: &Plan, findings: &mut Findings) -> Vec<Bent> {
    let mut limits = Vec::new();
    scene.site_limits(&mut limits);
    scene.grid_limits(&mut limits);
    scene.offer_limits(&mut limits);
    scene.allotment_limits(&mut limits);
    scene.project_limits(&mut limits);
    scene.demand_limits(&mut limits);
    money_limits(scene, &mut limits);
    let mut rows = by_key(&plan.limits, findings, |row| row.id.clone(), |row| row.id.clone());
    let mut bent = Vec::new();
    for limit in &limits {
        findings.limit();
        kept(scene, limit, findings, &mut bent);
        match rows.remove(&limit.id) {
            Some(row) => compare(limit, row, findings),
            None if limit.optional => {}
            None => findings.wrong(&limit.id, "the plan has no row for this limit"),
        }
    }
    let mut unknown: Vec<&String> = rows.keys().collect();
    unknown.sort();
    for id in unknown {
        findings.wrong(id, "the plan has a row for a limit that the model does not have");
    }
    bent
}

/// Whether a limit is kept, or bent no further than it may be.
fn kept(scene: &Scene, limit: &Limit, findings: &mut Findings, bent: &mut Vec<Bent>) {
    let (excess, tolerance) = (limit.excess(), limit.tolerance());
    if !excess.is_finite() {
        findings.wrong(&limit.id, "what the plan does is not a number");
    }
    if excess <= 0.0 {
        return;
    }
    let Some(bend) = &limit.bend else {
        if excess > tolerance {
            findings.differ(
                &limit.id,
                limit.level.value,
                limit.bound.value,
                &limit.unit.name,
                limit.note,
            );
        }
        return;
    };
    if bend.at_most.is_some_and(|most| excess > most + tolerance) {
        let most = bend.at_most.unwrap_or(0.0);
        findings.differ(
            &limit.id,
            excess,
            most,
            &limit.unit.name,
            "it is bent by {said}, it may be bent by {found}",
        );
    }
    let largest = limit.level.largest.max(limit.bound.largest);
    let amount = Sum { value: excess, largest };
    let price = scene.calendar.converted(&bend.price, limit.at) * scene.calendar.discount(limit.at);
    bent.push(Bent {
        limit: limit.id.clone(),
        amount,
        unit: limit.unit.clone(),
        usd: amount.times(price),
    });
}

fn compare(limit: &Limit, row: &LimitRow, findings: &mut Findings) {
    let number = |findings: &mut Findings, name: &str, said: f64, found: Sum| {
        findings.number(&format!("{} {name}", limit.id), said, found, &limit.unit);
    };
    number(findings, "level", row.level, limit.level);
    number(findings, "bound", row.bound, limit.bound);
    let gap = limit.bound.less(limit.level);
    let slack = match limit.sense {
        Sense::AtMost => gap,
        Sense::AtLeast | Sense::Equal => gap.times(-1.0),
    };
    number(findings, "slack", row.slack, slack);
    let senses: &[&str] = match limit.sense {
        Sense::AtMost => &["at-most"],
        Sense::AtLeast => &["at-least"],
        Sense::Equal => &["equal", "at-least"],
    };
    if !senses.contains(&row.sense.as_str()) {
        findings.wrong(
            &limit.id,
            format!(
                "the plan says its sense is '{}', it should be '{}'",
                row.sense, senses[0]
            ),
        );
    }
    if !limit.unit.name.is_empty() {
        findings.same(&limit.id, "the unit is", &row.unit, &limit.unit.name);
    }
    if let Some(tier) = limit.tier {
        let tier = match tier {
            Tier::Wish => "wish",
            Tier::Policy => "policy",
            Tier::Contract => "contract",
            Tier::Physics => "physics",
        };
        findings.same(&limit.id, "the tier is", &row.tier.as_str(), &tier);
    }
}

const DRAWS: &str = "draws {said}, may draw {found}";

impl Scene<'_> {
    fn each(&self) -> std::ops::Range<i32> {
        0..self.calendar.periods
    }

    fn label(&self, p: i32) -> String {
        self.calendar.label(p)
    }

    fn site_limits(&self, limits: &mut Vec<Limit>) {
        let mw = |id, level, bound| Limit::new(id, Sense::AtMost, level, bound, Unit::mw(), DRAWS);
        for (id, site) in self.model.sites.iter() {
            let address = self.model.sites.address(id);
            for p in self.each() {
                let (there, at) = (self.capacity.site(id, p), self.label(p));
                let used = self.service.used[id.get()][slot(p)];
                let liquid = self.service.liquid_used[id.get()][slot(p)];
                limits.push(mw(format!("{address}.it_power@{at}"), used, there.it));
                limits.push(mw(format!("{address}.liquid@{at}"), liquid, there.liquid));
                if !self.model.nodes.is_empty() {
                    let limit = mw(
                        format!("{address}.connection@{at}"),
                        used.times(site.pue),
                        there.connection,
                    );
                    limits.push(limit.bends(site.bend.as_ref(), p));
                }
            }
        }
    }

    fn grid_limits(&self, limits: &mut Vec<Limit>) {
        for (id, line) in self.model.lines.iter() {
            for p in self.each() {
                let flow = Sum::of(self.decisions.flow[id.get()][slot(p)].abs());
                let name = format!("{}.rating@{}", self.model.lines.address(id), self.label(p));
                let note = "carries {said}, may carry {found}";
                let limit = Limit::new(name, Sense::AtMost, flow, self.capacity.line(id, p), Unit::mw(), note);
                limits.push(limit.bends(line.bend.as_ref(), p));
            }
        }
        for (id, supply) in self.model.supplies.iter() {
            for p in self.each() {
                let (address, at) = (self.model.supplies.address(id), self.label(p));
                let output = Sum::of(self.decisions.dispatch[id.get()][slot(p)]);
                let most = self.capacity.supply(id, p).times(supply.availability);
                let least = match supply.min_output {
                    MinOutput::Megawatts(mw) => Sum::of(mw),
                    MinOutput::Share(share) => self.capacity.supply(id, p).times(share),
                };
                let (gives, must) = ("gives {said}, can give {found}", "gives {said}, must give {found}");
                limits.push(Limit::new(
                    format!("{address}.power@{at}"),
                    Sense::AtMost,
                    output,
                    most,
                    Unit::mw(),
                    gives,
                ));
                let mut limit = Limit::new(
                    format!("{address}.min_output@{at}"),
                    Sense::AtLeast,
                    output,
                    least,
                    Unit::mw(),
                    must,
                );
                limit.optional |= least.value == 0.0;
                limits.push(limit);
            }
        }
    }

    fn offer_limits(&self, limits: &mut Vec<Limit>) {
        let note = "has {said} in service, {found} are on offer";
        for (id, row) in self.model.expansions.iter() {
            let address = self.model.expansions.address(id);
            for p in self.each() {
                let (name, level) = (
                    format!("{address}.adds@{}", self.label(p)),
                    self.capacity.expansions[id.get()][slot(p)],
                );
                limits.push(Limit::new(name, Sense::AtMost, level, Sum::of(row.adds.mw()), Unit::mw(), note).quiet());
            }
            if let Some(growth) = row.growth {
                let of = AllotmentOf {
                    expansions: Some(vec![id]),
                    ..AllotmentOf::default()
                };
                self.growth(&address, &of, growth, &Unit::mw(), None, limits);
            }
        }
        for (id, row) in self.model.leases.iter() {
            let address = self.model.leases.address(id);
            for p in self.each() {
                let (name, level) = (
                    format!("{address}.adds@{}", self.label(p)),
                    self.capacity.leases[id.get()][slot(p)],
                );
                limits.push(Limit::new(name, Sense::AtMost, level, Sum::of(row.adds.mw()), Unit::mw(), note).quiet());
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
            let limit = Limit::new(name, Sense::AtMost, self.taken(of, p, true), bound, unit.clone(), note).quiet();
            limits.push(Limit { tier, ..limit });
        }
    }

    fn allotment_limits(&self, limits: &mut Vec<Limit>) {
        let note = "takes {said}, {found} are allotted";
        for (id, chip) in self.model.chips.iter() {
            let Some(rate) = &chip.allotment else { continue };
            let of = AllotmentOf {
                chips: Some(vec![id]),
                ..AllotmentOf::default()
            };
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
                self.each()
                    .for_each(|p| level.take(self.taken(&row.of, p, row.by_order)));
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
                orders
                    .get(&before(supply.lead))
                    .into_iter()
                    .for_each(|amount| sum.add(*amount));
            }
        }
        for id in of.expansions.iter().flatten() {
            let orders = &self.decisions.expanded[id.get()];
            orders
                .get(&before(model.expansions[*id].supply.lead))
                .into_iter()
                .for_each(|mw| sum.add(*mw));
        }
        for id in of.leases.iter().flatten() {
            let orders = &self.decisions.leased[id.get()];
            orders
                .get(&before(model.leases[*id].lead))
                .into_iter()
                .for_each(|mw| sum.add(*mw));
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

    fn project_limits(&self, limits: &mut Vec<Limit>) {
        for (id, project) in self
            .model
            .projects
            .iter()
            .filter(|(_, project)| project.committed.is_none())
        {
            let address = self.model.projects.address(id);
            let starts = &self.decisions.begun[id.get()];
            if project.required {
                let level = starts.values().copied().collect();
                let bound = Sum::of(f64::from(project.copies));
                let note = "{said} copies are begun, {found} are required";
                let limit = Limit::new(
                    format!("{address}.required"),
                    Sense::Equal,
                    level,
                    bound,
                    Unit::plain(),
                    note,
                );
                limits.push(limit.tier(project.tier));
            }
            if let Some(most) = project.starts_per_period {
                for p in self.each() {
                    let name = format!("{address}.starts_per_period@{}", self.label(p));
                    let level = Sum::of(starts.get(&p).copied().unwrap_or(0.0));
                    let note = "{said} copies are begun, {found} may be";
                    limits.push(
                        Limit::new(
                            name,
                            Sense::AtMost,
                            level,
                            Sum::of(f64::from(most)),
                            Unit::plain(),
                            note,
                        )
                        .quiet(),
                    );
                }
            }
        }
        for (id, group) in self.model.groups.iter() {
            let level: Sum = group.projects.iter().map(|project| self.chosen(*project)).collect();
            let (address, one) = (self.model.groups.address(id), Sum::of(1.0));
            let exactly = group.pick == Pick::ExactlyOne;
            let sense = if exactly { Sense::Equal } else { Sense::AtMost };
            let note = "{said} of its projects are begun, {found} may be";
            limits.push(Limit::new(address, sense, level, one, Unit::plain(), note).tier(group.tier));
        }
    }

    /// Whether a project of a group is begun (in a relaxed plan, how far).
    fn chosen(&self, id: ProjectId) -> f64 {
        let project = &self.model.projects[id];
        let amount = if project.committed.is_some() {
            Decisions::kept(&self.decisions.dropped_projects[id.get()], i32::MAX)
        } else {
            self.decisions.begun[id.get()].values().sum::<f64>() / f64::from(project.copies)
        };
        if self.decisions.relaxed {
            amount
        } else {
            f64::from(u8::from(amount > 1e-6))
        }
    }

    fn demand_limits(&self, limits: &mut Vec<Limit>) {
        for (id, segment) in self
            .model
            .segments
            .iter()
            .filter(|(_, segment)| segment.kind == SegmentKind::Firm)
        {
            for p in self.each() {
                let name = format!("{}.demand@{}", self.model.segments.address(id), self.label(p));
                let level = self.service.served[id.get()][slot(p)];
                let bound = Sum::of(self.service.demand[id.get()][slot(p)]);
                let unit = self.service.units[segment.workload.get()].clone();
                let note = "{said} are served, {found} are asked for and firm";
                let limit = Limit::new(name, Sense::Equal, level, bound, unit, note);
                limits.push(limit.tier(segment.tier).bends(segment.bend.as_ref(), p));
            }
        }
    }
}
