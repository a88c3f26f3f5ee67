//! What earlier solves of like models left behind: plans to start from, and a basis of the linear relaxation.
//!
//! Both are offers. A plan that breaks a limit of this model is no start, and a basis that is far from the optimum is given up, so
//! that neither changes what is found but in how soon, and in which of several equally good plans.

use super::dive::fractions;
use super::run::{Run, run_within, set_heuristics};
use super::session::{Ended, Session};
use super::state::StatedRow;
use crate::formulation::Formulation;
use crate::formulation::lin::Lin;
use crate::formulation::together::launches;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Nodes of the small tree that completes a plan of which not every whole number is known.
const NODES: i32 = 100;
/// Columns of a question that is about a few decisions.
const FEW: usize = 2000;
/// A basis is given up after as many iterations as a part of the rows, about what the relaxation takes from nothing.
const PART: usize = 2;

/// Dual simplex weighs rows by Devex, or as HiGHS chooses.
const DEVEX: i32 = 1;
const AS_IT_LIKES: i32 = -1;

/// What is known before a solve.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Whole numbers of plans, by column: what is not there is open.
    pub starts: Vec<Vec<(usize, f64)>>,
    /// A basis of the linear relaxation.
    pub basis: Option<Arc<Basis>>,
    /// Whether the basis of this solve is wanted for the next.
    pub wanted: bool,
}

/// How columns and rows stand in a basis, by their names: it fits every model with much the same names.
#[derive(Clone, Debug, Default)]
pub struct Basis {
    columns: HashMap<String, i32>,
    rows: HashMap<String, i32>,
}

/// The same by place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// Of each column.
    pub columns: Vec<i32>,
    /// Of each row.
    pub rows: Vec<i32>,
}

/// Nonbasic at its lower bound, as HiGHS counts.
const LOWER: i32 = 0;
/// In the basis.
const BASIC: i32 = 1;
/// Nonbasic without a bound.
const ZERO: i32 = 3;

impl Basis {
    /// Names what stands at each place.
    #[must_use]
    pub fn named(f: &Formulation, rows: &[StatedRow], places: &Places) -> Self {
        let columns = f.vars.keys.iter().zip(&places.columns).map(|(key, at)| (key.text(&f.ctx), *at));
        let rows = rows.iter().zip(&places.rows).map(|(row, at)| (row.key.text(&f.ctx), *at));
        Self { columns: columns.collect(), rows: rows.collect() }
    }

    /// Where it puts the columns and rows of a model: what it does not know is left out of the way.
    pub(super) fn places(&self, f: &Formulation, rows: &[StatedRow]) -> Places {
        let column = |(n, key): (usize, &crate::formulation::key::Key)| {
            let free = if f.vars.bounds[n].0.is_finite() { LOWER } else { ZERO };
            self.columns.get(&key.text(&f.ctx)).copied().unwrap_or(free)
        };
        Places {
            columns: f.vars.keys.iter().enumerate().map(column).collect(),
            rows: rows.iter().map(|row| self.rows.get(&row.key.text(&f.ctx)).copied().unwrap_or(BASIC)).collect(),
        }
    }
}

impl Run<'_> {
    /// Solves the first relaxation from a basis that is known; `None` where there is none, or where it is too far away.
    pub(super) fn warm(&mut self, session: &mut Session, rows: &[StatedRow]) -> Option<Ended> {
        let basis = self.options.known.basis.clone()?;
        session.set_basis(&basis.places(self.formulation, rows));
        let most = session.rows() / PART;
        session.set_whole("simplex_iteration_limit", i32::try_from(most.max(1)).unwrap_or(i32::MAX));
        // The weights of steepest edge would first be found for this basis, a solve with its matrix for every row.
        session.set_whole("simplex_dual_edge_weight_strategy", DEVEX);
        let ended = self.run(session);
        session.set_whole("simplex_dual_edge_weight_strategy", AS_IT_LIKES);
        session.set_whole("simplex_iteration_limit", i32::MAX);
        // What presolve would have told apart is told apart from nothing.
        if matches!(ended, Ended::Optimal | Ended::Infeasible | Ended::TimeLimit | Ended::Interrupted) {
            return Some(ended);
        }
        session.forget();
        None
    }

    /// The best of the plans that are known, as far as they keep the limits of this model; the last relaxation's basis stays.
    pub(super) fn best_start(&mut self, session: &mut Session, lin: &Lin) -> Option<Vec<f64>> {
        let starts = &self.options.known.starts;
        if starts.is_empty() {
            return None;
        }
        let places = session.basis();
        let mut best: Option<(f64, Vec<f64>)> = None;
        for start in starts {
            if let Some(values) = self.completed(session, start) {
                let value = lin.value(&values);
                if best.as_ref().is_none_or(|(most, _)| value > *most) {
                    best = Some((value, values));
                }
            }
        }
        let all: Vec<(usize, f64, f64)> =
            self.integers.iter().map(|&x| (x, self.bounds[x].0, self.bounds[x].1)).collect();
        session.set_bounds(&all);
        session.forget();
        if let Some(places) = places {
            session.set_basis(&places);
        }
        best.map(|(_, values)| values)
    }

    /// A whole plan with what is known of one, if there is any: as it is, or else with the campuses decided anew of which it was asked
    /// that they be otherwise.
    fn completed(&mut self, session: &mut Session, start: &[(usize, f64)]) -> Option<Vec<f64>> {
        let known: HashMap<usize, f64> = start.iter().copied().collect();
        let stirred = self.stirred(&known);
        match self.held(session, &known, &HashSet::new()) {
            None if !stirred.is_empty() => self.held(session, &known, &stirred),
            found => found,
        }
    }

    /// Whole numbers of campuses that a plan decides otherwise than this model lets them be.
    fn stirred(&self, known: &HashMap<usize, f64>) -> HashSet<usize> {
        let f = self.formulation;
        let outside = |x: &&usize| {
            let (lower, upper, _) = self.bounds[**x];
            known.get(*x).is_some_and(|value| *value < lower - 1e-6 || *value > upper + 1e-6)
        };
        let asked = f.asked.iter().flat_map(|(sum, _)| sum.terms.iter().map(|(x, _)| x.index()));
        // What is asked of money is asked of everything.
        let few = f.asked.iter().map(|(sum, _)| sum.terms.len()).sum::<usize>() <= FEW;
        let asked: Vec<usize> = asked.filter(|x| few && self.bounds[*x].2).collect();
        let about: HashSet<_> =
            self.integers.iter().filter(outside).chain(&asked).map(|x| f.vars.keys[*x].of).collect();
        let groups = launches(f).into_iter().filter(|group| group.iter().any(|x| about.contains(&f.vars.keys[*x].of)));
        groups.flatten().chain(asked).collect()
    }

    /// The best plan with all whole numbers held that are known, but those that are free.
    fn held(&mut self, session: &mut Session, known: &HashMap<usize, f64>, free: &HashSet<usize>) -> Option<Vec<f64>> {
        let mut held: Vec<(usize, f64, f64)> =
            self.integers.iter().map(|&x| (x, self.bounds[x].0, self.bounds[x].1)).collect();
        for (x, lower, upper) in held.iter_mut().filter(|(x, _, _)| !free.contains(x)) {
            if let Some(value) = known.get(x) {
                let value = value.round().clamp(*lower, *upper);
                (*lower, *upper) = (value, value);
            }
        }
        session.set_bounds(&held);
        session.forget();
        let (ended, work) = run_within(session, self.options.time_limit, self.begun, None);
        self.count(work);
        if ended != Ended::Optimal {
            return None;
        }
        let values = session.values();
        let open: Vec<usize> = held.iter().filter(|(_, lower, upper)| lower < upper).map(|(x, _, _)| *x).collect();
        if fractions(&values, &open).next().is_none() {
            return Some(values);
        }
        session.set_integer(&open, true);
        set_heuristics(session, true);
        session.set_whole("mip_max_nodes", NODES);
        let (_, work) = run_within(session, self.options.time_limit, self.begun, None);
        self.count(work);
        let found = session.has_point().then(|| session.values());
        session.set_whole("mip_max_nodes", i32::MAX);
        set_heuristics(session, false);
        session.set_integer(&open, false);
        found
    }
}
