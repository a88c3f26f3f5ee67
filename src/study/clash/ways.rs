//! The smallest ways out: each limit alone, bent by the least that leaves a plan; a rule, changed; or several limits together.

use super::rules::Rule;
use super::{Bent, Change, Conflict, Excess, Way, bent, described};
use crate::domain::{GoalKind, Model};
use crate::formulation::Formulation;
use crate::formulation::key::{Key, Of};
use crate::formulation::objective::bend_price;
use crate::formulation::row::Sense;
use crate::formulation::scale::MONEY;
use crate::solve::effort::Effort;
use crate::solve::elastic::{Answer, Elastic};
use crate::solve::outcome::{Failure, Gap, Options, Stop};
use crate::solve::run::solve_stepped;
use crate::solve::way::{Limit, moved};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// How many ways are told.
const WAYS: usize = 3;
/// How many limits, or limits together, are asked whether bending them helps.
const ASKED: usize = 12;
/// How many limits of each of several conflicts are asked together with those of the others.
const OF_EACH: usize = 3;
/// To which share of what is decided a way out is valued: closely, or in a large model by the first plan that is found.
const GAP: f64 = 0.005;
const ROUGH: f64 = 0.5;

/// The ways out by one limit alone (of several conflicts: by one of each) or by a rule, the smallest first.
pub(super) fn out(
    formulation: &Formulation,
    elastic: &mut Elastic,
    conflicts: &[Conflict],
    rules: &[Rule],
    options: &Options,
) -> Vec<Way> {
    let mut found: Vec<(f64, Vec<Excess>, bool)> = Vec::new();
    for limits in candidates(elastic, conflicts) {
        let same = |a: &[Excess], b: &[Excess]| {
            a.iter().map(|one| (one.key, one.up)).eq(b.iter().map(|one| (one.key, one.up)))
        };
        if let Some((excess, smallest)) = elastic.bend(&limits)
            && !found.iter().any(|(_, other, _)| same(other, &excess))
        {
            found.push((share(&limits, &excess), excess, smallest));
        }
    }
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    let ways = found.iter().filter_map(|(share, excess, smallest)| {
        of_bends(formulation, excess, (*share, *smallest), options, &elastic.effort)
    });
    let mut ways: Vec<Way> = ways.take(WAYS).collect();
    for rule in rules {
        ways.extend(changed(formulation.ctx.model, rule, options, &elastic.effort));
    }
    ways.sort_by(|a, b| a.share.total_cmp(&b.share));
    ways.truncate(WAYS);
    ways
}

/// The least that must give way together, as a way out.
pub(super) fn together(
    formulation: &Formulation,
    least: &[Excess],
    smallest: bool,
    options: &Options,
    effort: &Effort,
) -> Option<Way> {
    let most = least.iter().map(of_bound).fold(0.0, f64::max);
    of_bends(formulation, least, (most, smallest), options, effort).filter(|_| !least.is_empty())
}

/// A way out by limits that bend; `None` where the model with them has no plan after all.
fn of_bends(
    formulation: &Formulation,
    excess: &[Excess],
    (share, smallest): (f64, bool),
    options: &Options,
    effort: &Effort,
) -> Option<Way> {
    let bends = excess.iter().map(|one| bent(formulation, one)).collect();
    let price_usd = price(formulation, excess);
    let mut way = Way { bends, rule: None, smallest, price_usd, npv_usd: None, npv_bound_usd: None, share };
    let steps = excess.iter().map(|one| (one.key, moved(one))).collect();
    worth(formulation, &steps, options, effort, &mut way).then_some(way)
}

/// What to bend: each limit of the conflict, and each that gives way where things can be had in parts; of several conflicts, one of
/// each.
fn candidates(elastic: &Elastic, conflicts: &[Conflict]) -> Vec<Vec<Limit>> {
    let mut each: Vec<Vec<Limit>> = conflicts.iter().map(|conflict| of_conflict(elastic, conflict)).collect();
    if let ([only], [conflict]) = (each.as_mut_slice(), conflicts) {
        for excess in &conflict.relaxed {
            with_liquid((excess.key, excess.up), only);
        }
    }
    let several = each.len() > 1;
    let mut sets: Vec<Vec<Limit>> = vec![Vec::new()];
    for limits in each {
        let some: Vec<Limit> = limits.into_iter().take(if several { OF_EACH } else { ASKED }).collect();
        let with = |set: &Vec<Limit>| {
            let set = set.clone();
            some.iter().map(move |limit| [set.as_slice(), &[*limit]].concat()).collect::<Vec<_>>()
        };
        sets = sets.iter().flat_map(with).collect();
    }
    sets.truncate(ASKED);
    sets
}

fn of_conflict(elastic: &Elastic, conflict: &Conflict) -> Vec<Limit> {
    let mut list = Vec::new();
    for row in conflict.rows.iter().map(|&row| elastic.row(row)) {
        let ways: &[bool] = match row.sense {
            Sense::AtMost => &[true],
            Sense::Equal if row.key.name == "group_pick" => &[false, true],
            Sense::AtLeast | Sense::Equal => &[false],
        };
        for up in ways {
            with_liquid((row.key, *up), &mut list);
        }
    }
    list
}

/// More power for liquid-cooled chips is more liquid-cooled power.
fn with_liquid((key, up): (Key, bool), list: &mut Vec<Limit>) {
    let names: &[&'static str] =
        if key.name == "site_it_power" { &["site_it_power", "site_liquid_power"] } else { &[key.limit()] };
    let mut seen: BTreeSet<Limit> = list.iter().copied().collect();
    list.extend(names.iter().map(|name| ((key.of, *name), up)).filter(|limit| seen.insert(*limit)));
}

/// An amount as a share of its limit; of a limit of nothing, all of it.
fn of_bound(excess: &Excess) -> f64 {
    if excess.bound.abs() < 1e-6 { 1.0 } else { excess.amount / excess.bound.abs() }
}

/// The largest amount of the limits themselves as a share; those that come along are not counted twice.
fn share(limits: &[Limit], excess: &[Excess]) -> f64 {
    let own: BTreeSet<(Of, &'static str)> = limits.iter().map(|(limit, _)| *limit).collect();
    let is_own = |excess: &&Excess| own.contains(&(excess.key.of, excess.key.limit()));
    let most = excess.iter().filter(is_own).map(of_bound).fold(0.0, f64::max);
    if most > 0.0 { most } else { excess.iter().map(of_bound).fold(0.0, f64::max) }
}

/// What bending costs in the objective; `None` where part of it has no price. Both directions of a line are one bend.
fn price(formulation: &Formulation, excess: &[Excess]) -> Option<f64> {
    let mut total = 0.0;
    for one in excess {
        let key = (one.key.of, one.key.p, one.key.limit());
        if !formulation.vars.bend.contains_key(&key) {
            return None;
        }
        total += bend_price(&formulation.ctx, key) * one.amount * MONEY;
    }
    Some(total)
}

/// Solves the model with a way out and says what the plan is then worth; `false` where there is no plan after all.
fn worth(
    formulation: &Formulation,
    steps: &BTreeMap<Key, f64>,
    options: &Options,
    effort: &Effort,
    way: &mut Way,
) -> bool {
    if effort.stopped() {
        return true;
    }
    let share = if effort.is_large() { ROUGH } else { GAP };
    let options = Options { gap: Gap::Share(share), time_limit: effort.time(), ..options.clone() };
    match solve_stepped(formulation, steps, &options) {
        Ok(solved) => {
            if matches!(solved.outcome.stop, Stop::TimeLimit | Stop::Interrupted) {
                effort.stop();
            }
            let first = solved.outcome.goals.first().filter(|goal| goal.kind == GoalKind::Npv);
            way.npv_usd = first.map(|goal| goal.best);
            way.npv_bound_usd = first.map(|goal| goal.bound);
            true
        }
        Err(Failure::Infeasible) => false,
        Err(other) => {
            if matches!(other, Failure::Stopped) {
                effort.stop();
            }
            true
        }
    }
}

/// The least change of a rule that leaves a plan.
fn changed(model: &Model, rule: &Rule, options: &Options, effort: &Rc<Effort>) -> Option<Way> {
    let edited = |step: usize| {
        let mut other = model.clone();
        (rule.steps[step].change)(&mut other);
        other
    };
    let leads_out = |step: usize| {
        let other = edited(step);
        let formulation = Formulation::entire(&other);
        let tier_of = |key: Key| described(&formulation, key).tier;
        let mut elastic = Elastic::new(&formulation, &tier_of, options, effort);
        let (all, whole) = (elastic.limits(), elastic.has_integers());
        elastic.keeps(&all, whole) == Answer::Yes
    };
    // What is milder keeps what is stricter, so the least that does is between one that does not and one that does.
    let (mut without, mut with) = (0, rule.steps.len().checked_sub(1)?);
    if !leads_out(with) {
        return None;
    }
    while without < with {
        let middle = usize::midpoint(without, with);
        if leads_out(middle) { with = middle } else { without = middle + 1 }
    }
    let (step, other) = (&rule.steps[with], edited(with));
    let mut way = Way {
        bends: Vec::<Bent>::new(),
        rule: Some(Change { limit: rule.address.clone(), words: step.words.clone(), tier: rule.tier().to_owned() }),
        smallest: true,
        price_usd: None,
        npv_usd: None,
        npv_bound_usd: None,
        share: step.share,
    };
    worth(&Formulation::entire(&other), &BTreeMap::new(), options, effort, &mut way).then_some(way)
}
