//! Which limits clash: as few as do, found by leaving out one after the other.

use super::elastic::{Answer, Elastic, Excess, Slack};
use super::outcome::Failure;
use crate::formulation::Tier;
use std::collections::{BTreeMap, BTreeSet};

/// Rows of a conflict beyond which it is not asked what each would have to give.
const MOST: usize = 40;

/// Duals under this share of the largest are noise.
const NO_DUAL: f64 = 1e-9;

/// Where things could be had in parts, limits in which a clash is.
struct Clashing {
    /// Rows that give way.
    rows: Vec<usize>,
    /// By how much.
    excess: Vec<Excess>,
    /// Limits, in all their periods, whose duals prove the clash.
    guilty: Vec<usize>,
}

/// Limits of which, with the physics, no plan keeps all.
#[derive(Clone, Debug)]
pub struct Conflict {
    /// Their rows.
    pub rows: Vec<usize>,
    /// Whether any one of them less was proved to leave a point.
    pub minimal: bool,
    /// Whether they clash only because starts and lots come whole.
    pub only_whole: bool,
    /// What gives way in the hardest tier in which something must, if things could be had in parts.
    pub relaxed: Vec<Excess>,
}

impl Elastic {
    /// A conflict among limits as hard as they can be; no rows where the physics itself clashes. Asked only of a model that a
    /// solve proved to have no plan.
    ///
    /// # Errors
    /// [`Failure::Stopped`] where no conflict was told in the work allowed.
    pub fn conflict(&mut self) -> Result<Conflict, Failure> {
        let clashing = match self.clashing() {
            Ok(clashing) => clashing,
            Err(Failure::Infeasible) => {
                return Ok(Conflict { rows: Vec::new(), minimal: true, only_whole: false, relaxed: Vec::new() });
            }
            Err(other) => return Err(other),
        };
        // Each conflict has a member that gives way, so these are asked first by themselves: they are few.
        let mut guilty = Vec::new();
        let mut continuous = false;
        for rows in [clashing.rows, clashing.guilty, self.limits()] {
            guilty = self.ordered(rows);
            continuous = self.keeps(&guilty, false) == Answer::No;
            if continuous {
                break;
            }
        }
        let whole = self.has_integers();
        let (mut rows, mut minimal) = (guilty, true);
        if continuous {
            (rows, minimal) = self.fewest(rows, false);
            rows = self.ordered(rows);
        } else if !whole {
            return Err(Failure::Stopped);
        }
        if whole {
            (rows, minimal) = self.fewest(rows, true);
        }
        let only_whole = whole && self.keeps(&rows, false) == Answer::Yes;
        rows.sort_unstable();
        Ok(Conflict { rows, minimal, only_whole, relaxed: clashing.excess })
    }

    /// In which limits the clash is, if things could be had in parts: those of the hardest tier that must give way.
    ///
    /// # Errors
    /// As for [`Elastic::least`].
    fn clashing(&mut self) -> Result<Clashing, Failure> {
        // Most often contracts can be kept, and then this is the only solve.
        let mut tier = Tier::Policy;
        loop {
            let harder = |slack: &Slack| match tier {
                Tier::Policy => slack.tier == Tier::Contract,
                Tier::Wish => slack.tier != Tier::Wish,
                Tier::Physics | Tier::Contract => false,
            };
            self.open(
                |slack| if harder(slack) { 0.0 } else { f64::INFINITY },
                |slack| if slack.tier == tier { slack.weight } else { 0.0 },
            );
            let told = self.ask(false);
            let Some(values) = told.values else {
                match (told.answer, tier) {
                    (Answer::No, Tier::Policy) => tier = Tier::Contract,
                    (Answer::No, _) => return Err(Failure::Infeasible),
                    _ => return Err(Failure::Stopped),
                }
                continue;
            };
            let (rows, excess): (Vec<usize>, Vec<Excess>) =
                self.given(&values, |slack| slack.tier == tier).into_iter().unzip();
            if rows.is_empty() && tier == Tier::Policy {
                tier = Tier::Wish;
                continue;
            }
            // The duals belong to the point that was just found.
            let guilty = if rows.is_empty() { Vec::new() } else { self.with_duals() };
            return Ok(Clashing { rows, excess, guilty });
        }
    }

    /// Limits with duals, in all their periods: they and the physics clash, for these duals prove it.
    fn with_duals(&mut self) -> Vec<usize> {
        let duals = self.stated.session.duals();
        let most = duals.iter().fold(0.0, |most: f64, dual| most.max(dual.abs()));
        let mut rows = self.limits();
        let dual = |row: usize| duals[row].abs() > NO_DUAL * most;
        let of = |row: usize| (self.stated.rows[row].key.of, self.stated.rows[row].key.limit());
        let limits: BTreeSet<_> = rows.iter().copied().filter(|row| dual(*row)).map(of).collect();
        rows.retain(|row| limits.contains(&of(*row)));
        rows
    }

    /// By how much each limit of a conflict would have to give way if the others of it were kept, and a point where it does.
    pub fn gives(&mut self, conflict: &Conflict) -> Vec<Option<(Excess, Vec<f64>)>> {
        if conflict.rows.len() > MOST {
            return vec![None; conflict.rows.len()];
        }
        let whole = self.has_integers();
        let mut is_held = vec![false; self.stated.rows.len()];
        for &row in &conflict.rows {
            is_held[row] = true;
        }
        let mut found = Vec::new();
        for &row in &conflict.rows {
            let open = |slack: &Slack| {
                if is_held[slack.row] && slack.row != row { 0.0 } else { f64::INFINITY }
            };
            self.open(open, |slack| f64::from(slack.row == row));
            let values = self.ask(whole).best();
            let mut here = self.slacks.iter().filter(|slack| slack.row == row);
            found.push(values.and_then(|values| {
                let excess = here.find_map(|slack| self.excess(slack, values[slack.column]))?;
                Some((excess, values))
            }));
        }
        found
    }

    /// First in the order is first left out: softer ones, then power where liquid-cooled power says more, then later ones, so that
    /// the first period of a clash is the one told.
    fn ordered(&self, mut rows: Vec<usize>) -> Vec<usize> {
        let tiers: BTreeMap<usize, Tier> = self.slacks.iter().map(|slack| (slack.row, slack.tier)).collect();
        rows.sort_by_cached_key(|&row| {
            let key = self.row(row).key;
            (tiers.get(&row).copied(), key.name != "site_it_power", std::cmp::Reverse(key.p), row)
        });
        rows
    }

    /// Leaves out one after the other, as long as what remains clashes; parts that can go together go at once.
    fn fewest(&mut self, rows: Vec<usize>, whole: bool) -> (Vec<usize>, bool) {
        let mut minimal = true;
        let mut kept: Vec<usize> = Vec::new();
        // Parts still to be asked, the first in the order on top.
        let mut parts = vec![rows];
        while let Some(mut part) = parts.pop() {
            let others: Vec<usize> = kept.iter().chain(parts.iter().flatten()).copied().collect();
            let answer = self.keeps(&others, whole);
            if answer == Answer::No || part.is_empty() {
                continue;
            }
            if part.len() == 1 {
                minimal &= answer == Answer::Yes;
                kept.append(&mut part);
            } else {
                let rest = part.split_off(part.len().div_ceil(2));
                parts.extend([rest, part]);
            }
        }
        (kept, minimal)
    }
}
