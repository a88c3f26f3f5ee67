//! Why there is no plan: a smallest set of limits that clash, what must give way at least, and the smallest ways out.
//!
//! The answer is data; [`crate::solve`] proves it, and the report puts it into words.

mod rules;
mod ways;

use crate::domain::Model;
use crate::formulation::Formulation;
use crate::formulation::key::{Key, Of};
use crate::formulation::row::Sense;
use crate::plan::limits::{Described, describe, tier_name};
use crate::solve::conflict::Conflict;
use crate::solve::elastic::{Answer, Elastic, Excess, family};
use crate::solve::outcome::Options;
use serde::Serialize;
use std::time::{Duration, Instant};

/// Seconds after which no further question is asked: which limits clash; which rules; which ways lead out.
const PATIENCE: [u64; 3] = [40, 60, 120];

/// A limit of a conflict, in the planner's words and units.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Limit {
    /// Its address: `budget[fy2026].at_most`.
    pub limit: String,
    /// Its period; `null` where it spans several, or all.
    pub period: Option<String>,
    /// What it allows or asks for, in `unit` (capacity: on day one); `null` where it is a share of another measure, or no amount.
    pub amount: Option<f64>,
    /// `at-most`, `at-least`, `exactly`, or `rule`.
    pub sense: String,
    /// By how much it would have to give way if the other limits of the conflict were kept; `null` where that was not told.
    pub gives: Option<f64>,
    /// The unit of both amounts.
    pub unit: String,
    /// `contract`, `policy` or `wish`.
    pub tier: String,
    /// What a rule says, in words.
    pub words: Option<String>,
    /// Where it stands in the input.
    pub place: Option<String>,
    /// The number of its period.
    #[serde(skip)]
    pub p: Option<i32>,
}

/// A limit that gives way, in a period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bent {
    /// The address of the limit.
    pub limit: String,
    /// Its period; `null` where it spans several, or all.
    pub period: Option<String>,
    /// By how much.
    pub amount: f64,
    /// What it allows or asks for (capacity: on day one); `null` where it is a share of another measure.
    pub of: Option<f64>,
    /// The unit of both.
    pub unit: String,
    /// Whether it is `raised` or `lowered`.
    pub direction: String,
    /// Its tier.
    pub tier: String,
}

/// A way out, proved by a solve.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Way {
    /// What bends: one limit in some periods, or several limits where none alone is enough; empty for a rule.
    pub bends: Vec<Bent>,
    /// The rule that changes, in words; `null` where limits bend.
    pub rule: Option<Change>,
    /// What bending costs, discounted; `null` where the model has no price for it.
    pub price_usd: Option<f64>,
    /// The best net present value with this change that was found, before what the change costs; `null` where the first goal is no
    /// such value, or none was found in time.
    pub npv_usd: Option<f64>,
    /// What no plan with this change exceeds.
    pub npv_bound_usd: Option<f64>,
    /// Its largest amount as a share of the limit: what ways are ordered by.
    pub share: f64,
}

/// A rule that changes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// Its address: `project[hall].window`.
    pub limit: String,
    /// How it changes: `complete by 2027Q3 instead of 2027Q1`.
    pub words: String,
    /// Its tier.
    pub tier: String,
}

/// Why there is no plan.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Clash {
    /// Limits of which no plan keeps all.
    pub conflict: Vec<Limit>,
    /// Whether leaving out any one of them was proved to leave a plan for the rest.
    pub minimal: bool,
    /// Whether they clash only because starts, copies and lots come whole.
    pub only_whole: bool,
    /// The least that must give way for all limits of the model: of contracts first, then of policies, then of wishes.
    pub least: Vec<Bent>,
    /// Whether less was proved not to do.
    pub least_proved: bool,
    /// The smallest ways out.
    pub ways_out: Vec<Way>,
    /// Whether the conflict could be told at all in the work allowed.
    pub told: bool,
}

/// Which limits clash, and the ways out.
#[must_use]
pub fn explain(formulation: &Formulation, options: &Options) -> Clash {
    let tier_of = |key: Key| described(formulation, key).tier;
    let [clash, rules, ways] = PATIENCE.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let mut elastic = Elastic::new(formulation, &tier_of, options, clash);
    let Ok(conflict) = elastic.conflict() else {
        return Clash::default();
    };
    elastic.until = rules;
    let gives = elastic.gives(&conflict);
    let rows: Vec<Key> = conflict.rows.iter().map(|&row| elastic.row(row).key).collect();
    let (rules, rules_told) = rules::of_conflict(formulation.ctx.model, &rows, &conflict, options, rules);
    let mut limits: Vec<Limit> = conflict
        .rows
        .iter()
        .zip(gives)
        .map(|(&row, gives)| {
            let row = elastic.row(row);
            limit(formulation, row.key, row.sense, row.bound + row.settled, gives)
        })
        .collect();
    limits.extend(rules.iter().map(|rule| rule.limit(formulation.ctx.model)));
    elastic.until = ways;
    let least = elastic.least(elastic.has_integers()).ok();
    let excess = least.as_ref().map_or(&[][..], |least| &least.excess);
    let ways_out = ways::out(formulation, &mut elastic, &conflict, excess, &rules, options);
    Clash {
        conflict: limits,
        minimal: conflict.minimal && rules_told,
        only_whole: conflict.only_whole,
        least: excess.iter().map(|one| bent(formulation, one)).collect(),
        least_proved: least.as_ref().is_some_and(|least| least.proved),
        ways_out,
        told: true,
    }
}

/// Whether a model keeps only these limits, and the physics.
fn keeps(model: &Model, rows: &[Key], whole: bool, options: &Options, until: Instant) -> Answer {
    let formulation = Formulation::new(model);
    let tier_of = |key: Key| described(&formulation, key).tier;
    let mut elastic = Elastic::new(&formulation, &tier_of, options, until);
    let rows: Vec<usize> = rows.iter().filter_map(|key| elastic.find(*key)).collect();
    let whole = whole && elastic.has_integers();
    elastic.keeps(&rows, whole)
}

fn limit(formulation: &Formulation, key: Key, sense: Sense, bound: f64, gives: Option<Excess>) -> Limit {
    let described = described(formulation, key);
    Limit {
        limit: named(formulation, key, &described),
        period: key.p.map(|p| formulation.ctx.cal.label(p)),
        amount: (!is_share(formulation, key)).then_some(bound * described.scale),
        sense: match sense {
            Sense::AtMost => "at-most",
            Sense::AtLeast => "at-least",
            Sense::Equal => "exactly",
        }
        .to_owned(),
        gives: gives.map(|gives| gives.amount * described.scale),
        unit: described.unit,
        tier: tier_name(described.tier).to_owned(),
        words: None,
        place: described.address.and_then(|address| formulation.ctx.model.places.get(&address).cloned()),
        p: key.p,
    }
}

/// A row in the planner's words; both directions of a line are its rating.
fn described(formulation: &Formulation, key: Key) -> Described {
    describe(&formulation.ctx, Key { name: family(key), ..key })
}

/// Whether a limit is a share of another measure.
fn is_share(formulation: &Formulation, key: Key) -> bool {
    matches!(key.of, Of::Policy(y) if formulation.ctx.model.policies[y].of.is_some())
}

/// The address of a limit, without its period.
fn named(formulation: &Formulation, key: Key, described: &Described) -> String {
    let id = described.id.clone().unwrap_or_else(|| key.text(&formulation.ctx));
    id.split('@').next().unwrap_or(&id).to_owned()
}

fn bent(formulation: &Formulation, excess: &Excess) -> Bent {
    let described = described(formulation, excess.key);
    Bent {
        limit: named(formulation, excess.key, &described),
        period: excess.key.p.map(|p| formulation.ctx.cal.label(p)),
        amount: excess.amount * described.scale,
        of: (!is_share(formulation, excess.key)).then_some(excess.bound * described.scale),
        direction: if excess.up { "raised" } else { "lowered" }.to_owned(),
        tier: tier_name(described.tier).to_owned(),
        unit: described.unit,
    }
}
