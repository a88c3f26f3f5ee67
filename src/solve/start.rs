//! A good plan before the tree: relax and fix over time, then fix and optimise over neighbourhoods.
//!
//! Effort is counted in sub-solves, nodes and iterations, never in seconds: the clock may only end it.

use super::run::Run;
use super::session::{Ended, Session};
use super::watch::{Phase, Standing};
use crate::formulation::Formulation;
use crate::formulation::lin::Lin;
use crate::formulation::together::{neighbourhoods, windows};

/// Fewer whole numbers than this are left to the tree.
const FEW: usize = 150;
/// So is a relaxation of fewer iterations: the tree is through before a start is found.
const QUICK: i64 = 2000;
/// Stretches of time that are decided one after another.
const STRETCHES: i32 = 5;
/// Whole numbers that are free at once.
const FREE: usize = 250;
/// Nodes of one sub-solve.
const NODES: i32 = 100;
/// Sub-solves without a better plan, for each neighbourhood, after which there is no more to find this way.
const ROUNDS: usize = 1;
/// Iterations of all sub-solves, in those of the linear relaxation.
const ITERATIONS: i64 = 20;
/// Part of the gap asked for to which a sub-solve is solved.
const PART: f64 = 0.25;
/// The least gap of a stretch, as a share of the bound: what follows does the rest.
const LEAST: f64 = 1e-3;
/// The gap of a neighbourhood, as a share of what is still open.
const SHARE: f64 = 0.1;

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
        if open.len() < FEW || self.root_iterations < QUICK || fractional(hunt.relaxed, &open) == 0 {
            return None;
        }
        let begun = self.work.0;
        session.stand(Standing { phase: Phase::Start, ..hunt.standing });
        session.set_whole("mip_max_nodes", NODES);
        session.set_number("mip_abs_gap", (hunt.asked * PART).max(hunt.bound.abs() * LEAST));
        let first = self.relax_and_fix(session, f, hunt);
        let best = first.map(|values| self.improve(session, f, hunt, values, begun));
        session.set_whole("mip_max_nodes", i32::MAX);
        self.free(session, self.integers);
        best
    }

    /// Decides stretch after stretch of the calendar: those before are held, those after may be fractions.
    fn relax_and_fix(&mut self, session: &mut Session, f: &Formulation, hunt: &Hunt) -> Option<Vec<f64>> {
        let periods = i32::try_from(f.ctx.periods().count()).unwrap_or(1);
        let length = (periods + STRETCHES - 1) / STRETCHES;
        session.set_integer(self.integers, false);
        let mut values = hunt.relaxed.to_vec();
        for window in windows(f, length) {
            if fractional(&values, &window) > 0 {
                session.set_integer(&window, true);
                if !matches!(self.run(session), Ended::Optimal | Ended::WorkLimit) || !session.has_point() {
                    return None;
                }
                values = session.values();
            }
            hold(session, &window, &values);
        }
        Some(values)
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
        session.set_integer(self.integers, true);
        hold(session, self.integers, &values);
        loop {
            let standing = Standing { phase: Phase::Start, incumbent: Some(best), ..hunt.standing };
            session.stand(standing);
            let enough = hunt.bound - best <= hunt.asked;
            let spent = self.work.0 - begun > most;
            let next = (0..groups.len())
                .filter(|g| tried[*g] < ROUNDS)
                .map(|g| (distance(&values, hunt.relaxed, &groups[g]), g))
                .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            let Some((_, g)) = next.filter(|_| !enough && !spent && !self.over() && !session.stopped()) else {
                return values;
            };
            tried[g] += 1;
            self.free(session, &groups[g]);
            session.set_number("mip_abs_gap", (hunt.asked * PART).max((hunt.bound - best) * SHARE));
            session.start_from(&values);
            let ended = self.run(session);
            if matches!(ended, Ended::Optimal | Ended::WorkLimit | Ended::TimeLimit | Ended::Interrupted)
                && session.has_point()
            {
                let found = session.values();
                let value = hunt.lin.value(&found);
                if value > best + 1e-7 * best.abs().max(1.0) {
                    (values, best) = (found, value);
                    // What was tried before stands beside another plan now.
                    tried.iter_mut().enumerate().filter(|(other, _)| *other != g).for_each(|(_, tried)| *tried = 0);
                }
            }
            hold(session, &groups[g], &values);
        }
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

fn fractional(values: &[f64], group: &[usize]) -> usize {
    group.iter().filter(|x| (values[**x] - values[**x].round()).abs() > 1e-6).count()
}

fn distance(values: &[f64], relaxed: &[f64], group: &[usize]) -> f64 {
    group.iter().map(|&x| (values[x] - relaxed[x]).abs()).sum()
}
