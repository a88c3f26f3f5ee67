//! The smallest ways out: each limit alone, bent by the least that leaves a plan; a rule, changed; or several limits together.

use super::rules::Rule;
use super::{Bent, Change, Conflict, Excess, Way, bent, described};
use crate::domain::{GoalKind, Model};
use crate::formulation::Formulation;
use crate::formulation::key::{Key, Of};
use crate::formulation::objective::{bend_price, objective};
use crate::formulation::scale::MONEY;
use crate::solve::elastic::{Answer, Elastic, family};
use crate::solve::outcome::Options;
use std::collections::BTreeSet;
use std::time::Instant;

/// How many ways are told.
const WAYS: usize = 3;
/// How many limits are asked whether bending them alone helps.
const ASKED: usize = 12;

/// The ways out, the smallest first.
pub(super) fn out(
    formulation: &Formulation,
    elastic: &mut Elastic,
    conflict: &Conflict,
    least: &[Excess],
    rules: &[Rule],
    options: &Options,
) -> Vec<Way> {
    let mut single: Vec<(f64, Vec<Excess>)> = Vec::new();
    for (limit, up) in candidates(elastic, conflict, least) {
        if let Some(excess) = elastic.bend(limit, up).filter(|excess| !excess.is_empty()) {
            single.push((share(limit, &excess), excess));
        }
    }
    if single.is_empty() && !least.is_empty() {
        let most = least.iter().map(of_bound).fold(0.0, f64::max);
        single.push((most, least.to_vec()));
    }
    single.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut ways: Vec<Way> = Vec::new();
    let end = elastic.until;
    single.truncate(WAYS);
    let mut left = u32::try_from(single.len() + rules.len()).unwrap_or(u32::MAX);
    for (share, excess) in single {
        // What time there is is shared among those that remain.
        elastic.until = Instant::now() + end.saturating_duration_since(Instant::now()) / left.max(1);
        left -= 1;
        let worth = value(formulation, elastic, &excess);
        ways.push(Way {
            bends: excess.iter().map(|one| bent(formulation, one)).collect(),
            rule: None,
            price_usd: price(formulation, &excess),
            npv_usd: worth.map(|(found, _)| found),
            npv_bound_usd: worth.map(|(_, bound)| bound),
            share,
        });
    }
    for rule in rules {
        ways.extend(changed(formulation.ctx.model, rule, options, end));
    }
    ways.sort_by(|a, b| a.share.total_cmp(&b.share));
    ways.truncate(WAYS);
    ways
}

/// Limits of the conflict, and those that give way in the least answer.
fn candidates(elastic: &Elastic, conflict: &Conflict, least: &[Excess]) -> Vec<((Of, &'static str), bool)> {
    let mut seen = BTreeSet::new();
    let mut list = Vec::new();
    let in_conflict = conflict.rows.iter().map(|&row| elastic.row(row));
    let keys = in_conflict.flat_map(|row| {
        use crate::formulation::row::Sense;
        let ways: &[bool] = match row.sense {
            Sense::AtMost => &[true],
            Sense::AtLeast => &[false],
            Sense::Equal => &[false, true],
        };
        ways.iter().map(move |up| (row.key, *up))
    });
    for (key, up) in keys.chain(least.iter().map(|excess| (excess.key, excess.up))) {
        // More power for liquid-cooled chips is more liquid-cooled power.
        let names: &[&'static str] =
            if key.name == "site_it_power" { &["site_it_power", "site_liquid_power"] } else { &[family(key)] };
        for name in names {
            let limit = (key.of, *name);
            if seen.insert((limit, up)) {
                list.push((limit, up));
            }
        }
    }
    list.truncate(ASKED);
    list
}

/// An amount as a share of its limit; of a limit of nothing, all of it.
fn of_bound(excess: &Excess) -> f64 {
    if excess.bound.abs() < 1e-6 { 1.0 } else { excess.amount / excess.bound.abs() }
}

/// The largest amount of the limit itself as a share of it; those that come along are not counted twice.
fn share(limit: (Of, &'static str), excess: &[Excess]) -> f64 {
    let own = |excess: &&Excess| family(excess.key) == limit.1;
    let most = excess.iter().filter(own).map(of_bound).fold(0.0, f64::max);
    if most > 0.0 { most } else { excess.iter().map(of_bound).fold(0.0, f64::max) }
}

/// What bending costs in the objective; `None` where part of it has no price. Both directions of a line are one bend.
fn price(formulation: &Formulation, excess: &[Excess]) -> Option<f64> {
    let mut total = 0.0;
    for one in excess {
        let key = (one.key.of, one.key.p, family(one.key));
        if !formulation.vars.bend.contains_key(&key) {
            return None;
        }
        total += bend_price(&formulation.ctx, key) * one.amount * MONEY;
    }
    Some(total)
}

/// The best net present value with limits bent, and a bound; `None` where the first goal is no such value.
fn value(formulation: &Formulation, elastic: &mut Elastic, excess: &[Excess]) -> Option<(f64, f64)> {
    let goal = formulation.ctx.model.goals.first()?.kind;
    if goal != GoalKind::Npv {
        return None;
    }
    let lin = objective(&formulation.statement(), goal);
    elastic.value(&lin, excess).map(|(found, bound)| (found * MONEY, bound * MONEY))
}

/// The least change of a rule that leaves a plan.
fn changed(model: &Model, rule: &Rule, options: &Options, until: Instant) -> Option<Way> {
    for step in &rule.steps {
        if options.watch.stopped() {
            return None;
        }
        let mut other = model.clone();
        (step.change)(&mut other);
        let formulation = Formulation::new(&other);
        let tier_of = |key: Key| described(&formulation, key).tier;
        let mut elastic = Elastic::new(&formulation, &tier_of, options, until);
        let (all, whole) = (elastic.limits(), elastic.has_integers());
        if elastic.keeps(&all, whole) == Answer::Yes {
            let worth = value(&formulation, &mut elastic, &[]);
            return Some(Way {
                bends: Vec::<Bent>::new(),
                rule: Some(Change {
                    limit: rule.address.clone(),
                    words: step.words.clone(),
                    tier: rule.tier().to_owned(),
                }),
                price_usd: None,
                npv_usd: worth.map(|(found, _)| found),
                npv_bound_usd: worth.map(|(_, bound)| bound),
                share: step.share,
            });
        }
    }
    None
}
