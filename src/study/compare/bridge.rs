//! The bridge from one plan to another: what each group of changed inputs is worth, whatever the order in which they are told.
//!
//! A group's share is its Shapley value (Shapley 1953): the mean, over all orders of the groups, of what it adds to those before it. Where
//! the first plan's decisions can be kept under every combination of the groups, the bars before `re-optimised` are of these decisions, exactly;
//! where they cannot, they are of the linear relaxation, decided anew each time.

use super::edits::{Group, edited, edits, groups, words};
use crate::domain::Model;
use crate::formulation::Formulation;
use crate::input::from_value;
use crate::plan::kept::kept;
use crate::plan::types::{Plan, Status};
use crate::study::again::Unanswered;
use crate::study::series::Series;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde_json::Value;
use std::collections::BTreeMap;

/// Groups whose orders are all looked at; more are sampled.
pub const EXACT: usize = 8;
/// Orders that are sampled then.
const SAMPLED: usize = 40;

/// What a bar is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The first plan's decisions, under the changed inputs.
    Kept,
    /// The linear relaxation, decided anew.
    Relaxed,
}

/// A bar of the bridge.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What changed, in words.
    pub words: String,
    /// The values that changed.
    pub group: Group,
    /// What it adds to the objective, in its own direction (more `npv`, more `cost`).
    pub adds: f64,
    /// The standard error of that, where orders are sampled.
    pub error: Option<f64>,
}

/// The way from one plan's objective to another's.
#[derive(Clone, Debug, PartialEq)]
pub struct Bridge {
    /// The first objective.
    pub from: f64,
    /// What each group adds.
    pub bars: Vec<Bar>,
    /// What is left: decided anew (kept), or what whole numbers and gaps add beyond the relaxation (relaxed).
    pub rest: f64,
    /// The second objective.
    pub to: f64,
    /// What the bars are of.
    pub basis: Basis,
}

/// Values of a combination of groups, asked at most once each.
struct Worth<'a> {
    series: &'a mut Series,
    before: &'a Value,
    groups: &'a [Group],
    /// The plan whose decisions are kept, unless everything is decided anew.
    keeping: Option<&'a Plan>,
    known: BTreeMap<u64, f64>,
}

/// A combination has no value: nothing keeps its limits, or its inputs make no sense together.
enum No {
    Plan,
    Sense,
    Answer(Unanswered),
}

impl Worth<'_> {
    fn of(&mut self, members: u64) -> Result<f64, No> {
        if let Some(value) = self.known.get(&members) {
            return Ok(*value);
        }
        let chosen = self.groups.iter().enumerate().filter(|(n, _)| members >> n & 1 == 1);
        let inputs = edited(self.before, chosen.flat_map(|(_, group)| &group.edits));
        let model = from_value(&inputs).model.ok_or(No::Sense)?;
        let value = value(self.series, &model, self.keeping).map_err(No::Answer)?.ok_or(No::Plan)?;
        self.known.insert(members, value);
        Ok(value)
    }

    /// The mean over all orders, by the weights of sizes.
    fn exact(&mut self) -> Result<Vec<(f64, Option<f64>)>, No> {
        let n = self.groups.len();
        let mut shares = vec![0.0; n];
        for members in 0..1_u64 << n {
            let value = self.of(members)?;
            let size = members.count_ones() as usize;
            for (g, share) in shares.iter_mut().enumerate() {
                // |S|! (n - |S| - 1)! / n! of what joins S, and less of what is in it.
                if members >> g & 1 == 1 {
                    *share += value * weight(size - 1, n);
                } else {
                    *share -= value * weight(size, n);
                }
            }
        }
        Ok(shares.into_iter().map(|share| (share, None)).collect())
    }

    /// The mean over some orders.
    fn sampled(&mut self) -> Result<Vec<(f64, Option<f64>)>, No> {
        let n = self.groups.len();
        let mut random = ChaCha8Rng::seed_from_u64(1);
        let mut added: Vec<Vec<f64>> = vec![Vec::new(); n];
        let mut order: Vec<usize> = (0..n).collect();
        for _ in 0..SAMPLED {
            order.sort_by_cached_key(|_| random.next_u64());
            let (mut members, mut before) = (0, self.of(0)?);
            for &g in &order {
                members |= 1 << g;
                let after = self.of(members)?;
                added[g].push(after - before);
                before = after;
            }
        }
        Ok(added.iter().map(|list| mean(list)).collect())
    }
}

fn weight(size: usize, n: usize) -> f64 {
    // size! (n - size - 1)! / n! = 1 / (n x (n - 1 choose size))
    #[allow(clippy::cast_precision_loss)]
    let ratio = |a: usize, b: usize| a as f64 / b as f64;
    (1..=size).fold(ratio(1, n), |weight, k| weight * ratio(k, n - k))
}

/// The mean of a sample and its standard error.
#[allow(clippy::cast_precision_loss)]
fn mean(sample: &[f64]) -> (f64, Option<f64>) {
    let n = sample.len() as f64;
    let mean = sample.iter().sum::<f64>() / n;
    let square = sample.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (mean, Some((square / n).sqrt()))
}

/// What a model is worth, decisions kept or decided anew in its relaxation; nothing where no plan keeps its limits.
fn value(series: &mut Series, model: &Model, keeping: Option<&Plan>) -> Result<Option<f64>, Unanswered> {
    let mut formulation = Formulation::new(model);
    if let Some(plan) = keeping {
        for (x, value) in kept(plan, &formulation) {
            let (lower, upper, _) = &mut formulation.vars.bounds[x];
            if value < *lower - 1e-6 || value > *upper + 1e-6 {
                return Ok(None);
            }
            (*lower, *upper) = (value, value);
        }
    }
    series.value(&formulation, keeping.is_none())
}

/// The bridge between two plans.
///
/// # Errors
/// [`Unanswered`]: among others where their goals differ.
pub(in crate::study) fn bridge(from: &Plan, to: &Plan, series: &mut Series) -> Result<Bridge, Unanswered> {
    let changed = edits(&from.inputs, &to.inputs);
    let mut list = groups(&changed, EXACT);
    // Values that only make sense together are one group.
    let readable = |group: &Group| from_value(&edited(&from.inputs, group.edits.iter())).model.is_some();
    let (mut apart, tied): (Vec<Group>, Vec<Group>) = list.drain(..).partition(readable);
    if !tied.is_empty() {
        let edits: Vec<_> = tied.into_iter().flat_map(|group| group.edits).collect();
        apart.push(Group { words: words(&edits), edits });
    }
    let relaxed = from.outcome.status == Status::Relaxed || to.outcome.status == Status::Relaxed;
    let mut basis = if relaxed { Basis::Relaxed } else { Basis::Kept };
    loop {
        match attempt(from, to, series, &apart, basis) {
            Ok(bridge) => return Ok(bridge),
            Err(No::Answer(unanswered)) => return Err(unanswered),
            Err(No::Plan) if basis == Basis::Kept => basis = Basis::Relaxed,
            // Some of them have no plan, or no sense, without others: what they do together is told.
            Err(No::Plan | No::Sense) if apart.len() > 1 => {
                let edits: Vec<_> = apart.drain(..).flat_map(|group| group.edits).collect();
                apart.push(Group { words: "all that changed".into(), edits });
                basis = if relaxed { Basis::Relaxed } else { Basis::Kept };
            }
            Err(No::Plan | No::Sense) => {
                return Err(Unanswered::Senseless("the two models have no plan in common to compare by".into()));
            }
        }
    }
}

fn attempt(from: &Plan, to: &Plan, series: &mut Series, list: &[Group], basis: Basis) -> Result<Bridge, No> {
    let keeping = (basis == Basis::Kept).then_some(from);
    let mut worth = Worth { series, before: &from.inputs, groups: list, keeping, known: BTreeMap::new() };
    let first = worth.of(0)?;
    let last = worth.of((1 << list.len()) - 1)?;
    let shares = if list.len() <= EXACT { worth.exact()? } else { worth.sampled()? };
    let bar = |(group, (adds, error)): (&Group, (f64, Option<f64>))| Bar {
        words: group.words.clone(),
        group: group.clone(),
        adds,
        error,
    };
    let bars = list.iter().zip(shares).map(bar).collect();
    let (from, to) = (from.outcome.objective, to.outcome.objective);
    Ok(Bridge { from, bars, rest: (to - from) - (last - first), to, basis })
}
