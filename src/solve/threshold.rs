//! Starts rounded by a threshold: a copy begins as soon as so much of it is begun in the linear relaxation.
//!
//! With one threshold for all projects of a campus, what waits for another project still begins late enough, because it does so in the
//! relaxation (the alpha points of scheduling: Hall, Schulz, Shmoys and Wein 1997). Nearest rounding period by period instead puts off
//! whatever the relaxation builds bit by bit.

use super::dive::{fractions, off};
use super::hunt::Hunt;
use super::session::{Ended, Session};
use crate::formulation::together::{launches, launches_with_power};
use std::cmp::Reverse;

/// Shares of a copy at which it begins, the likeliest first.
const FEW: [f64; 3] = [0.5, 0.3, 0.7];
/// Where none of these leaves a plan.
const RARE: [f64; 2] = [0.1, 0.9];
/// Beside a plan, which is lean: what it lacks is built sooner.
const MANY: [f64; 6] = [0.3, 0.1, 0.2, 0.4, 0.5, 0.7];
/// Iterations of looking again at campus after campus, in those of the linear relaxation.
const PASSES: i64 = 3;
/// A campus is not started otherwise for less than this share of what is open.
const LEAST: f64 = 1e-3;
/// Starts as good as this share of the gap asked for are not looked at again: what is small takes the rest.
const NEAR_ENOUGH: f64 = 0.5;
/// So near to a threshold counts as there.
const NEAR: f64 = 1e-9;

/// Starts of a group, as bounds, and the linear relaxation with them.
struct Rounded {
    starts: Vec<(usize, f64, f64)>,
    values: Vec<f64>,
}

/// The group of which the relaxation leaves most broken.
fn most_broken(groups: &[Vec<usize>], values: &[f64]) -> Option<usize> {
    let broken = |group: &Vec<usize>| group.iter().map(|&x| off(values[x])).sum::<f64>();
    let all = groups.iter().enumerate().map(|(n, group)| (broken(group), n));
    all.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))).map(|(_, n)| n)
}

/// The time is up, or the solver gave up.
struct Over;

impl Hunt<'_> {
    /// A plan from the solved relaxation: campus by campus, that of the most fractions first, starts rounded by the threshold that leaves
    /// most, and what is still no whole number by a dive. Thresholds that leave no plan leave a campus to the dive.
    pub(super) fn rounded(&mut self, session: &mut Session, relaxed: &[f64], of: &[usize]) -> Option<Vec<f64>> {
        let mut values = relaxed.to_vec();
        let mut room: Vec<(f64, f64)> = self.f.vars.bounds.iter().map(|(lower, upper, _)| (*lower, *upper)).collect();
        let mut left = launches(self.f);
        while let Some(n) = most_broken(&left, &values) {
            let group = left.swap_remove(n);
            let found = match self.best_threshold(session, &values, &group, &FEW).ok()? {
                None => self.best_threshold(session, &values, &group, &RARE).ok()?,
                found => found,
            };
            values = self.settle(session, &group, found, &mut room)?;
        }
        // A plan is soon at hand, whatever the second look takes.
        if let Some(landed) = self.dive(session, values.clone(), of, f64::NEG_INFINITY) {
            self.keep(session, landed);
        }
        if self.is_enough() {
            return None;
        }
        let held: Vec<(usize, f64, f64)> = of.iter().map(|&x| (x, room[x].0, room[x].1)).collect();
        session.set_bounds(&held);
        let mut groups: Vec<Vec<usize>> = launches_with_power(self.f).into_iter().chain(launches(self.f)).collect();
        groups.sort_by_key(|group| Reverse(group.len()));
        let most = self.work.0 + PASSES * self.quarry.root;
        let mut since = 0;
        for group in groups.iter().cycle() {
            let value = self.quarry.lin.value(&values);
            if since == groups.len() || self.work.0 >= most || self.bound - value <= self.quarry.asked * NEAR_ENOUGH {
                break;
            }
            let worth = value + (self.bound - value).max(self.quarry.asked) * LEAST;
            self.free(session, group);
            let freed = (self.run(session) == Ended::Optimal).then(|| session.values())?;
            let mut better = None;
            if self.quarry.lin.value(&freed) > worth {
                let found = self.best_threshold(session, &freed, group, &MANY).ok()?;
                better = found.filter(|found| self.quarry.lin.value(&found.values) > worth);
            }
            since = if better.is_some() { 0 } else { since + 1 };
            values = self.settle(session, group, better, &mut room)?;
        }
        if self.run(session) != Ended::Optimal {
            return None;
        }
        let values = session.values();
        self.dive(session, values, of, f64::NEG_INFINITY)
    }

    /// Holds a group at the starts found, or where it was held before; the linear relaxation with it.
    fn settle(
        &mut self,
        session: &mut Session,
        group: &[usize],
        found: Option<Rounded>,
        room: &mut [(f64, f64)],
    ) -> Option<Vec<f64>> {
        if let Some(rounded) = found {
            session.set_bounds(&rounded.starts);
            for &(x, lower, upper) in &rounded.starts {
                room[x] = (lower, upper);
            }
            return Some(rounded.values);
        }
        let before: Vec<(usize, f64, f64)> = group.iter().map(|&x| (x, room[x].0, room[x].1)).collect();
        session.set_bounds(&before);
        (self.run(session) == Ended::Optimal).then(|| session.values())
    }

    /// A plan in a freed neighbourhood from its solved relaxation: its starts by the threshold that leaves most, the rest by a dive.
    /// None where it is not worth more than `least`.
    pub(super) fn rounded_in(
        &mut self,
        session: &mut Session,
        relaxed: &[f64],
        group: &[usize],
        least: f64,
    ) -> Option<Vec<f64>> {
        let keys = &self.f.vars.keys;
        let starts: Vec<usize> = group.iter().copied().filter(|x| keys[*x].name == "begun").collect();
        fractions(relaxed, &starts).next()?;
        let rounded = self.best_threshold(session, relaxed, &starts, &MANY).ok()??;
        session.set_bounds(&rounded.starts);
        self.dive(session, rounded.values, group, least)
    }

    /// The starts of a group by the threshold with which the linear relaxation is best; `None` where none leaves a plan.
    fn best_threshold(
        &mut self,
        session: &mut Session,
        values: &[f64],
        group: &[usize],
        thresholds: &[f64],
    ) -> Result<Option<Rounded>, Over> {
        let mut tried: Vec<Vec<(usize, f64, f64)>> = Vec::new();
        let mut best: Option<(f64, Rounded)> = None;
        for threshold in thresholds {
            let starts = group.iter().map(|&x| {
                let (lower, upper, _) = self.f.vars.bounds[x];
                let copies = (values[x] + 1.0 - threshold + NEAR).floor().clamp(lower, upper);
                (x, copies, copies)
            });
            let starts: Vec<(usize, f64, f64)> = starts.collect();
            if tried.contains(&starts) {
                continue;
            }
            session.set_bounds(&starts);
            match self.run(session) {
                Ended::Optimal => {
                    let values = session.values();
                    let value = self.quarry.lin.value(&values);
                    if best.as_ref().is_none_or(|(most, _)| value > *most) {
                        best = Some((value, Rounded { starts: starts.clone(), values }));
                    }
                }
                Ended::Infeasible => {}
                _ => return Err(Over),
            }
            tried.push(starts);
        }
        Ok(best.map(|(_, rounded)| rounded))
    }
}
