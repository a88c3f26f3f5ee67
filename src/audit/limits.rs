//! Every limit: what the plan does, what it may do, and what bending costs.

use super::Scene;
use super::compare::{Findings, Sum, Unit, by_key};
use super::money_limits::money_limits;
use crate::domain::{Bend, BlockId, Model, Tier};
use crate::plan::types::{LimitRow, Plan};

/// How level and bound must stand to each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sense {
    AtMost,
    AtLeast,
    Equal,
}

/// One limit in one of its periods, and of some in one of its blocks.
pub(super) struct Limit {
    pub(super) id: String,
    /// The id without the block: what bends, bends for the period.
    pub(super) base: String,
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
        // Noise of the last digit decides whether a plan has a row of nothing at all.
        let optional = level.value.abs() < 1e-9 && bound.value.abs() < 1e-9;
        Self { base: id.clone(), id, sense, level, bound, unit, tier: None, bend: None, at: 0, note, optional }
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

    /// In one of several blocks.
    pub(super) fn in_block(mut self, model: &Model, block: BlockId) -> Self {
        if model.blocks.len() > 1 {
            self.id = format!("{}/{}", self.base, model.blocks.name(block));
        }
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
    scene.connection_limits(&mut limits);
    scene.grid_limits(&mut limits);
    scene.angle_limits(&mut limits);
    scene.battery_limits(&mut limits);
    scene.outage_limits(&mut limits, findings);
    scene.offer_limits(&mut limits);
    scene.allotment_limits(&mut limits);
    scene.project_limits(&mut limits);
    scene.agreement_limits(&mut limits);
    scene.demand_limits(&mut limits);
    scene.waiting_limits(&mut limits);
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
    let Some(terms) = &limit.bend else {
        if excess > tolerance {
            findings.differ(&limit.id, limit.level.value, limit.bound.value, &limit.unit.name, limit.note);
        }
        return;
    };
    if terms.at_most.is_some_and(|most| excess > most + tolerance) {
        let most = terms.at_most.unwrap_or(0.0);
        findings.differ(&limit.id, excess, most, &limit.unit.name, "it is bent by {said}, it may be bent by {found}");
    }
    let largest = limit.level.largest.max(limit.bound.largest);
    let amount = Sum { value: excess, largest };
    let price = scene.calendar.converted(&terms.price, limit.at) * scene.calendar.discount(limit.at);
    let one = Bent { limit: limit.base.clone(), amount, unit: limit.unit.clone(), usd: amount.times(price) };
    match bent.iter_mut().find(|other| other.limit == one.limit) {
        // Blocks of a period share what a limit is bent by: the most counts.
        Some(other) if other.amount.value < one.amount.value => *other = one,
        Some(_) => {}
        None => bent.push(one),
    }
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
        findings.wrong(&limit.id, format!("the plan says its sense is '{}', it should be '{}'", row.sense, senses[0]));
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
