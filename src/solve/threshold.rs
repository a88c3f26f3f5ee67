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

/// Copies begun at a threshold, as bounds that hold them: so many copies, and one more where as much of it is begun.
fn starts(group: &[usize], values: &[f64], bounds: &[(f64, f64, bool)], threshold: f64) -> Vec<(usize, f64, f64)> {
    let held = |&x: &usize| {
        let (lower, upper, _) = bounds[x];
        let copies = (values[x] + 1.0 - threshold + NEAR).floor().clamp(lower, upper);
        (x, copies, copies)
    };
    group.iter().map(held).collect()
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
            self.keep(landed);
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
            let starts = starts(group, values, &self.f.vars.bounds, *threshold);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formulation::Formulation;
    use crate::formulation::blocks::BLOCKS;
    use crate::formulation::key::Of;
    use crate::formulation::row::Sense;

    /// Copies that columns of so many copies each are held at.
    fn rounded(values: &[f64], copies: f64, threshold: f64) -> Vec<f64> {
        let group: Vec<usize> = (0..values.len()).collect();
        let held = starts(&group, values, &vec![(0.0, copies, true); values.len()], threshold);
        assert!(held.iter().all(|(_, lower, upper)| lower == upper), "held at one number: {held:?}");
        held.into_iter().map(|(_, copies, _)| copies).collect()
    }

    #[test]
    fn a_copy_begins_as_soon_as_so_much_of_it_is_begun() {
        // Bit by bit, as a relaxation builds what demand grows into.
        let slowly = [0.0, 0.05, 0.2, 0.3, 0.45, 0.5, 0.72, 0.95, 1.0];
        let first = |threshold: f64| rounded(&slowly, 1.0, threshold).iter().position(|copies| *copies == 1.0);
        let by_hand = [(0.1, Some(2)), (0.2, Some(2)), (0.3, Some(3)), (0.4, Some(4)), (0.5, Some(5)), (0.7, Some(6))];
        for (threshold, period) in by_hand {
            assert_eq!(first(threshold), period, "the first period with {threshold} of it");
        }
        assert_eq!(first(0.9), Some(7));
        assert_eq!(rounded(&[0.4, 0.4, 0.4], 1.0, 0.5), [0.0, 0.0, 0.0], "less than half is never begun by halves");
        assert_eq!(rounded(&[0.3 - 1e-12], 1.0, 0.3), [1.0], "but for rounding");
    }

    #[test]
    fn of_several_copies_each_begins_at_its_own_part() {
        let bits = [0.2, 0.8, 1.3, 1.5, 2.0, 2.6, 3.0];
        assert_eq!(rounded(&bits, 3.0, 0.5), [0.0, 1.0, 1.0, 2.0, 2.0, 3.0, 3.0]);
        assert_eq!(rounded(&bits, 3.0, 0.1), [1.0, 1.0, 2.0, 2.0, 2.0, 3.0, 3.0]);
        assert_eq!(rounded(&bits, 3.0, 0.9), [0.0, 0.0, 1.0, 1.0, 2.0, 2.0, 3.0]);
        assert_eq!(rounded(&[3.0 + 1e-7, -1e-7], 3.0, 0.1), [3.0, 0.0], "never beyond what there is");
    }

    #[test]
    fn every_threshold_keeps_whole_numbers_and_the_order_of_time() {
        for threshold in FEW.into_iter().chain(RARE).chain(MANY) {
            assert_eq!(rounded(&[0.0, 1.0, 1.0, 2.0], 2.0, threshold), [0.0, 1.0, 1.0, 2.0], "at {threshold}");
            let growing: Vec<f64> = (0..=300).map(|n| f64::from(n) / 100.0).collect();
            let copies = rounded(&growing, 3.0, threshold);
            assert!(copies.windows(2).all(|pair| pair[0] <= pair[1]), "what is begun is not given back at {threshold}");
            let earlier = rounded(&growing, 3.0, threshold - 0.1);
            assert!(
                earlier.iter().zip(&copies).all(|(a, b)| a >= b),
                "a lower threshold begins no later than {threshold}"
            );
        }
    }

    #[test]
    fn what_bounds_settle_stays() {
        let bounds = [(1.0, 2.0, true), (0.0, 1.0, true), (0.0, 0.0, true)];
        assert_eq!(
            starts(&[2, 0, 1], &[0.2, 0.9, 0.4], &bounds, 0.5),
            [(2, 0.0, 0.0), (0, 1.0, 1.0), (1, 1.0, 1.0)],
            "in the order of the group, nothing besides it"
        );
    }

    /// A permit, a hall that comes after it and not before its window, a road that starts a quarter after it, two shells and the
    /// fit-out of each.
    const CAMPUS: &str = r#"
        name = "campus"
        horizon = { start = "2026Q1", periods = 8 }
        money = { currency = "USD", discount_rate = "9 %/year" }
        region = { west = {} }
        site = { mesa = { region = "west" } }
        [project]
        permit = { site = "mesa", cost = "1 M USD", lead = "2 quarters" }
        hall = { site = "mesa", adds = { it_power = "20 MW" }, cost = "90 M USD", lead = "1 quarter", after = ["permit"], window = { start = "2026Q3" } }
        road = { site = "mesa", cost = "1 M USD", lead = "1 quarter", with = [{ project = "permit", lag = "1 quarter" }] }
        shell = { site = "mesa", copies = 2, cost = "40 M USD", lead = "1 quarter" }
        fit-out = { site = "mesa", copies = 2, adds = { it_power = "5 MW" }, cost = "9 M USD", lead = "1 quarter", after = [{ project = "shell", each = true }] }
    "#;

    #[test]
    fn with_one_threshold_nothing_begins_before_what_it_waits_for() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("model.toml");
        std::fs::write(&path, CAMPUS).expect("it can be written");
        let loaded = crate::input::load(&path);
        let model = loaded.model.unwrap_or_else(|| panic!("{}", loaded.findings.render(false)));
        let f = Formulation::new(&model);
        // Each as early and as much as its waits allow of what comes bit by bit: the hardest case.
        let bits = [0.15, 0.3, 0.35, 0.5, 0.6, 0.75, 0.9, 1.0];
        let begun = |name: &str, p: usize| {
            let (copies, later) = match name {
                "permit" => (1.0, 0),
                "shell" => (2.0, 0),
                "hall" => (1.0, 2),
                "road" => (1.0, 1),
                "fit-out" => (2.0, 1),
                other => panic!("{other} is no project of the campus"),
            };
            p.checked_sub(later).map_or(0.0, |t: usize| copies * bits[t])
        };
        let mut values = vec![0.0; f.vars.keys.len()];
        let mut group = Vec::new();
        for (x, key) in f.vars.keys.iter().enumerate().filter(|(_, key)| key.name == "begun") {
            let (Of::Project(j), Some(p)) = (key.of, key.p) else { panic!("{key:?}") };
            values[x] = begun(model.projects.name(j), usize::try_from(p).expect("in the horizon"));
            group.push(x);
        }
        assert_eq!(group.len(), 4 * 8 + 6, "the window of the hall has no column before it opens");
        let waits = ["project_begun", "project_after", "project_with"];
        let rows: Vec<_> = BLOCKS.iter().filter(|(name, _)| waits.contains(name)).collect();
        let rows: Vec<_> = rows.iter().flat_map(|(_, block)| block(&f.statement())).collect();
        let broken = |values: &[f64]| -> Vec<String> {
            let over = |row: &&crate::formulation::row::Row| {
                let (left, right) = (row.left.value(values), row.right.value(values));
                match row.sense {
                    Sense::AtMost => left > right + 1e-9,
                    Sense::AtLeast => left < right - 1e-9,
                    Sense::Equal => (left - right).abs() > 1e-9,
                }
            };
            rows.iter().filter(over).map(|row| row.text(&f.statement())).collect()
        };
        assert!(rows.len() >= 20 && broken(&values).is_empty(), "{:?}", broken(&values));
        for threshold in FEW.into_iter().chain(RARE).chain(MANY) {
            let mut whole = values.clone();
            for (x, copies, _) in starts(&group, &values, &f.vars.bounds, threshold) {
                whole[x] = copies;
            }
            assert!(broken(&whole).is_empty(), "at {threshold}: {:?}", broken(&whole));
        }
    }
}
