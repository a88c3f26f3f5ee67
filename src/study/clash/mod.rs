//! Why there is no plan: a smallest set of limits that clash, what must give way at least, and the smallest ways out.
//!
//! The answer is data; [`crate::solve`] proves it, and the report puts it into words.

mod behind;
mod rules;
mod ways;

pub use behind::Payments;
use rules::Rule;

use crate::domain::Model;
use crate::formulation::Formulation;
use crate::formulation::key::{Key, Of};
use crate::formulation::row::Sense;
use crate::plan::limits::{Described, describe, tier_name};
use crate::solve::conflict::Conflict;
use crate::solve::effort::Effort;
use crate::solve::elastic::{Answer, Elastic, Excess};
use crate::solve::outcome::{Failure, Options};
use serde::Serialize;
use std::rc::Rc;

/// What may be asked of a conflict, in linear relaxations: which limits clash, and which rules.
const CONFLICT: i64 = 4;
const RULES: i64 = 4;
/// The same for all ways out; what they are worth is counted by the solve itself.
const WAYS: i64 = 8;
/// A conflict of so few rows is first asked for ways out.
const FEW: usize = 3;
/// How many conflicts are told.
const CONFLICTS: usize = 3;

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
    /// Of a limit on money: what must be paid where the other limits of the conflict are kept as cheaply as can be.
    pub behind: Vec<Payments>,
    /// The number of its period.
    #[serde(skip)]
    pub p: Option<i32>,
}

/// A conflict that shares no limit with those before it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Other {
    /// Limits of which no plan keeps all.
    pub conflict: Vec<Limit>,
    /// Whether leaving out any one of them was proved to leave a plan for the rest.
    pub minimal: bool,
    /// Whether they clash only because starts, copies and lots come whole.
    pub only_whole: bool,
}

/// Whether limits that are in no conflict told clash as well.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum More {
    /// All others can be kept together.
    #[default]
    None,
    /// They clash as well.
    Some,
    /// Not told within the work allowed.
    NotTold,
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
    /// Whether less of it was proved not to do.
    pub smallest: bool,
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
    /// Further conflicts, each without a limit of those before.
    pub others: Vec<Other>,
    /// Whether there are still more.
    pub more: More,
    /// Where no limit alone leads out: the least that must give way, of contracts first, then of policies, then of wishes.
    pub least: Vec<Bent>,
    /// Whether less was proved not to do.
    pub least_proved: bool,
    /// The smallest ways out.
    pub ways_out: Vec<Way>,
    /// Whether the conflict could be told at all in the work allowed.
    pub told: bool,
    /// Whether the clock, or whoever stopped the run, ended the search before the work allowed was done.
    pub stopped: bool,
}

/// Which limits clash, and the ways out. The work is counted, so that equal models get equal answers; the options' time limit counts
/// from here and may only end it.
#[must_use]
pub fn explain(formulation: &Formulation, options: &Options) -> Clash {
    let tier_of = |key: Key| described(formulation, key).tier;
    let effort = Rc::new(Effort::new(options.time_limit));
    let mut elastic = Elastic::new(formulation, &tier_of, options, &effort);
    let mut clash = Clash { told: true, ..Clash::default() };
    let (mut conflicts, mut rules) = (Vec::new(), Vec::new());
    let whole = elastic.has_integers();
    loop {
        let Ok((conflict, of_it, other)) = told(formulation, &mut elastic, options) else {
            clash.told = !conflicts.is_empty();
            clash.more = More::NotTold;
            break;
        };
        elastic.drop_limits(&conflict.rows);
        conflicts.push(conflict);
        rules.extend(of_it);
        let physics = other.conflict.is_empty();
        if conflicts.len() == 1 {
            (clash.conflict, clash.minimal, clash.only_whole) = (other.conflict, other.minimal, other.only_whole);
        } else {
            clash.others.push(other);
        }
        if physics {
            break;
        }
        let rest = elastic.limits();
        // A way out of these proves that nothing else clashes; where there are many to try, that is asked first.
        let few = conflicts.len() == 1 && conflicts[0].rows.len() <= FEW;
        clash.more = if few { More::NotTold } else { more(elastic.keeps(&rest, false)) };
        if clash.more != More::Some {
            let dropped: Vec<usize> = conflicts.iter().flat_map(|conflict| conflict.rows.iter().copied()).collect();
            elastic.drop_limits(&[]);
            effort.allow(WAYS);
            clash.ways_out = ways::out(formulation, &mut elastic, &conflicts, &rules, options);
            elastic.drop_limits(&dropped);
            clash.more = match clash.ways_out.as_slice() {
                [_, ..] => More::None,
                [] => more(elastic.keeps(&rest, whole)),
            };
        }
        if clash.more != More::Some || conflicts.len() == CONFLICTS {
            break;
        }
    }
    elastic.drop_limits(&[]);
    if clash.told && clash.ways_out.is_empty() && !clash.conflict.is_empty() {
        effort.allow(WAYS);
        if let Ok(least) = elastic.least(whole) {
            clash.least = least.excess.iter().map(|one| bent(formulation, one)).collect();
            clash.least_proved = least.proved;
            clash.ways_out.extend(ways::together(formulation, &least.excess, least.proved, options, &effort));
        }
    }
    clash.stopped = effort.stopped();
    clash
}

/// What it means whether the limits of no conflict can be kept together.
const fn more(rest: Answer) -> More {
    match rest {
        Answer::Yes => More::None,
        Answer::No => More::Some,
        Answer::Open => More::NotTold,
    }
}

/// A conflict among the limits that are not dropped, with its rules and in words.
fn told(
    formulation: &Formulation,
    elastic: &mut Elastic,
    options: &Options,
) -> Result<(Conflict, Vec<Rule>, Other), Failure> {
    elastic.effort.allow(CONFLICT);
    let conflict = elastic.conflict()?;
    let gives = elastic.gives(&conflict);
    elastic.effort.allow(RULES);
    let rows: Vec<Key> = conflict.rows.iter().map(|&row| elastic.row(row).key).collect();
    let (rules, rules_told) = rules::of_conflict(formulation.ctx.model, &rows, &conflict, options, &elastic.effort);
    let stated = conflict.rows.iter().zip(gives).map(|(&row, gives)| {
        let row = elastic.row(row);
        let behind = gives.as_ref().map_or_else(Vec::new, |(_, values)| behind::of(formulation, row.key, values));
        let gives = gives.map(|(excess, _)| excess);
        Limit { behind, ..limit(formulation, row.key, row.sense, row.bound + row.settled, gives) }
    });
    let mut limits: Vec<Limit> = stated.collect();
    limits.extend(rules.iter().map(|rule| rule.limit(formulation.ctx.model)));
    let minimal = conflict.minimal && rules_told;
    let other = Other { conflict: limits, minimal, only_whole: conflict.only_whole };
    Ok((conflict, rules, other))
}

/// Whether a model keeps only these limits, and the physics.
fn keeps(model: &Model, rows: &[Key], whole: bool, options: &Options, effort: &Rc<Effort>) -> Answer {
    let formulation = Formulation::entire(model);
    let tier_of = |key: Key| described(&formulation, key).tier;
    let mut elastic = Elastic::new(&formulation, &tier_of, options, effort);
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
        behind: Vec::new(),
        p: key.p,
    }
}

/// A row in the planner's words; both directions of a line are its rating.
fn described(formulation: &Formulation, key: Key) -> Described {
    describe(&formulation.ctx, Key { name: key.limit(), ..key })
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
