//! A good plan before the tree: a dive through the linear relaxation, then neighbourhoods, each by a dive of its own or a small tree.
//!
//! Effort is counted in sub-solves, nodes and iterations, never in seconds: the clock may only end it.

use super::run::{Run, set_heuristics};
use super::session::{Ended, Session};
use super::watch::{Phase, Standing};
use crate::formulation::Formulation;
use crate::formulation::lin::Lin;
use crate::formulation::together::neighbourhoods;

/// Fewer whole numbers than this are left to the tree.
const FEW: usize = 150;
/// So is a relaxation of fewer iterations: the tree is through before a start is found.
const QUICK: i64 = 2000;
/// One in so many fractions is rounded at once in a dive.
const AT_ONCE: usize = 10;
/// Part of those that are tried again where all together leave no plan.
const AGAIN: usize = 4;
/// Whole numbers that are free at once.
const FREE: usize = 250;
/// Nodes of one small tree.
const NODES: i32 = 100;
/// Iterations of one small tree, in those of the linear relaxation.
const TREE: i64 = 2;
/// Sub-solves without a better plan, for each neighbourhood, after which there is no more to find this way.
const ROUNDS: usize = 1;
/// Iterations of all sub-solves, in those of the linear relaxation.
const ITERATIONS: i64 = 20;
/// The least that a neighbourhood must promise, as a share of what is still open; its small tree ends there too.
const SHARE: f64 = 0.1;
/// Part of the gap asked for at which a plan is good enough to end the search.
const PART: f64 = 0.25;
/// A whole number is one within this.
const WHOLE: f64 = 1e-6;

/// What a start is looked for with.
pub(super) struct Hunt<'a> {
    /// The goal, maximised.
    pub lin: &'a Lin,
    /// The solution of the linear relaxation.
    pub relaxed: &'a [f64],
    /// What no plan can beat.
    pub bound: f64,
    /// The gap asked for, internal units.
    pub asked: f64,
    /// How the solve stands.
    pub standing: Standing,
}

impl Run<'_> {
    /// A plan from which the tree may start: its values, integers rounded. `None` where none was found, or none is needed.
    pub(super) fn start(&mut self, session: &mut Session, f: &Formulation, hunt: &Hunt) -> Option<Vec<f64>> {
        let open: Vec<usize> =
            self.integers.iter().copied().filter(|x| self.bounds[*x].0 < self.bounds[*x].1).collect();
        if open.len() < FEW || self.root_iterations < QUICK || fractions(hunt.relaxed, &open).next().is_none() {
            return None;
        }
        let begun = self.work.0;
        session.stand(Standing { phase: Phase::Start, ..hunt.standing });
        session.set_integer(self.integers, false);
        let first = self.dive(session, f, hunt.relaxed.to_vec(), &open);
        let best = first.map(|values| self.improve(session, f, hunt, values, begun));
        self.free(session, self.integers);
        best
    }

    /// Rounds the fractions of the linear relaxation, earlier periods and larger things first, and solves it again, until none is
    /// left; a rounding that leaves no plan is taken back. `None` where neither way is left, or the time is up.
    fn dive(&mut self, session: &mut Session, f: &Formulation, mut values: Vec<f64>, of: &[usize]) -> Option<Vec<f64>> {
        let mut room: Vec<(f64, f64)> = self.bounds.iter().map(|(lower, upper, _)| (*lower, *upper)).collect();
        loop {
            let mut batch: Vec<usize> = fractions(&values, of).collect();
            if batch.is_empty() {
                return Some(values);
            }
            let when = |x: usize| (is_small(f, x), f.vars.keys[x].p.unwrap_or(0));
            batch.sort_by(|&a, &b| {
                when(a).cmp(&when(b)).then(off(values[a]).total_cmp(&off(values[b]))).then(a.cmp(&b))
            });
            batch.truncate(batch.len().div_ceil(AT_ONCE));
            loop {
                let narrow = |x: usize, up: bool| {
                    if up { (x, values[x].ceil(), room[x].1) } else { (x, room[x].0, values[x].floor()) }
                };
                let tried: Vec<(usize, f64, f64)> =
                    batch.iter().map(|&x| narrow(x, values[x].round() > values[x])).collect();
                if self.narrowed(session, &tried)? {
                    for &(x, lower, upper) in &tried {
                        room[x] = (lower, upper);
                    }
                    break;
                }
                let undone: Vec<(usize, f64, f64)> = batch.iter().map(|&x| (x, room[x].0, room[x].1)).collect();
                session.set_bounds(&undone);
                if batch.len() > 1 {
                    batch.truncate(batch.len().div_ceil(AGAIN));
                    continue;
                }
                let (x, lower, upper) = narrow(batch[0], values[batch[0]].round() <= values[batch[0]]);
                if !self.narrowed(session, &[(x, lower, upper)])? {
                    return None;
                }
                room[x] = (lower, upper);
                break;
            }
            values = session.values();
        }
    }

    /// Whether the linear relaxation with less room has a solution; `None` where it was not told.
    fn narrowed(&mut self, session: &mut Session, room: &[(usize, f64, f64)]) -> Option<bool> {
        session.set_bounds(room);
        match self.run(session) {
            Ended::Optimal => Some(true),
            Ended::Infeasible => Some(false),
            _ => None,
        }
    }

    /// Frees one neighbourhood after another and keeps what is better, those first in which the plan is furthest from the relaxation.
    fn improve(
        &mut self,
        session: &mut Session,
        f: &Formulation,
        hunt: &Hunt,
        mut values: Vec<f64>,
        begun: i64,
    ) -> Vec<f64> {
        let groups = neighbourhoods(f, FREE);
        let most = ITERATIONS * self.root_iterations.max(1);
        let mut tried = vec![0_usize; groups.len()];
        let mut best = hunt.lin.value(&values);
        hold(session, self.integers, &values);
        loop {
            let standing = Standing { phase: Phase::Start, incumbent: Some(best), ..hunt.standing };
            session.stand(standing);
            let enough = hunt.bound - best <= hunt.asked * PART;
            let spent = self.work.0 - begun > most;
            let next = (0..groups.len())
                .filter(|g| tried[*g] < ROUNDS)
                .map(|g| (distance(&values, hunt.relaxed, &groups[g]), g))
                .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            let Some((_, g)) = next.filter(|_| !enough && !spent && !self.over() && !session.stopped()) else {
                return values;
            };
            tried[g] += 1;
            let least = (hunt.asked * SHARE).max((hunt.bound - best) * SHARE);
            if let Some(found) = self.better(session, f, hunt, &values, &groups[g], least) {
                best = hunt.lin.value(&found);
                values = found;
                // What was tried before stands beside another plan now.
                tried.iter_mut().enumerate().filter(|(other, _)| *other != g).for_each(|(_, tried)| *tried = 0);
            }
            hold(session, &groups[g], &values);
        }
    }

    /// A better plan in a neighbourhood: none where the relaxation promises less than `least`; else by a dive, else by a small tree.
    fn better(
        &mut self,
        session: &mut Session,
        f: &Formulation,
        hunt: &Hunt,
        values: &[f64],
        group: &[usize],
        least: f64,
    ) -> Option<Vec<f64>> {
        let best = hunt.lin.value(values);
        let better = |found: &Vec<f64>| hunt.lin.value(found) > best + 1e-7 * best.abs().max(1.0);
        self.free(session, group);
        if self.run(session) != Ended::Optimal {
            return None;
        }
        let relaxed = session.values();
        if hunt.lin.value(&relaxed) - best <= least {
            return Some(relaxed).filter(|found| fractions(found, group).next().is_none() && better(found));
        }
        let dived = self.dive(session, f, relaxed, group).filter(better);
        if dived.is_some() {
            return dived;
        }
        self.free(session, group);
        session.set_integer(self.integers, true);
        set_heuristics(session, true);
        session.set_whole("mip_max_nodes", NODES);
        session.set_number("mip_abs_gap", least);
        session.limit_iterations(Some(TREE * self.root_iterations));
        session.start_from(values);
        let ended = self.run(session);
        let known = matches!(ended, Ended::Optimal | Ended::WorkLimit | Ended::TimeLimit | Ended::Interrupted);
        let found = if known && session.has_point() { Some(session.values()).filter(better) } else { None };
        session.limit_iterations(None);
        set_heuristics(session, false);
        session.set_whole("mip_max_nodes", i32::MAX);
        session.set_integer(self.integers, false);
        found
    }

    /// Gives whole numbers back the room that the model gives them.
    fn free(&self, session: &mut Session, group: &[usize]) {
        let room: Vec<(usize, f64, f64)> = group.iter().map(|&x| (x, self.bounds[x].0, self.bounds[x].1)).collect();
        session.set_bounds(&room);
    }
}

/// Holds whole numbers at the values of a plan.
fn hold(session: &mut Session, group: &[usize], values: &[f64]) {
    let held: Vec<(usize, f64, f64)> = group.iter().map(|&x| (x, values[x].round(), values[x].round())).collect();
    session.set_bounds(&held);
}

/// How far a number is from the next whole one.
fn off(x: f64) -> f64 {
    (x - x.round()).abs()
}

/// Those of a group that are no whole numbers.
fn fractions<'a>(values: &'a [f64], group: &'a [usize]) -> impl Iterator<Item = usize> + 'a {
    group.iter().copied().filter(|x| off(values[*x]) > WHOLE)
}

/// Whether a whole number decides about little: the lots and the placing of an order.
fn is_small(f: &Formulation, x: usize) -> bool {
    matches!(f.vars.keys[x].name, "lots" | "placed")
}

fn distance(values: &[f64], relaxed: &[f64], group: &[usize]) -> f64 {
    group.iter().map(|&x| (values[x] - relaxed[x]).abs()).sum()
}
