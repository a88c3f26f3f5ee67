//! Ways out: the least by which one limit alone, or a few together, would have to bend.

use super::elastic::{Answer, Elastic, Excess, Slack, bends_along};
use crate::formulation::key::Of;

/// What is added to an amount, as a share of it, so that a plan with it is not on a knife's edge.
const MARGIN: f64 = 1e-7;

/// A limit in one direction: what it belongs to, the name of its rows, and whether it is raised.
pub type Limit = ((Of, &'static str), bool);

impl Elastic {
    /// The least by which limits must bend where no other does, by limit and period, and whether a smaller largest amount was proved not to
    /// do; `None` where that does not help or was not told in the work allowed.
    ///
    /// The largest amount of a period is least, of several limits one after the other, and then their sum.
    pub fn bend(&mut self, limits: &[Limit]) -> Option<(Vec<Excess>, bool)> {
        let whole = self.has_integers();
        // By slack: which of the limits it bends, and how far it may.
        let mut bent: Vec<Option<(usize, f64)>> = self
            .slacks
            .iter()
            .map(|slack| {
                let key = self.stated.rows[slack.row].key;
                let mine = |(limit, up): &Limit| slack.up == *up && bends_along(*limit, key);
                limits.iter().position(mine).map(|n| (n, f64::INFINITY))
            })
            .collect();
        // Slacks are columns one after the other.
        let first = self.slacks.first().map_or(0, |slack| slack.column);
        let (mut proved, mut values) = (true, Vec::new());
        for limit in 0..limits.len() {
            let is_it = |slack: &Slack| bent[slack.column - first].is_some_and(|(n, _)| n == limit);
            let entry = |slack: &Slack| (slack.row, if slack.up { -1.0 } else { 1.0 });
            let entries: Vec<(usize, f64)> = self.slacks.iter().filter(|slack| is_it(slack)).map(entry).collect();
            if entries.is_empty() {
                return None;
            }
            let far =
                |slack: &Slack| bent[slack.column - first].filter(|(n, _)| *n != limit).map_or(0.0, |(_, far)| far);
            self.open(far, |_| 0.0);
            let column = self.stated.session.add_column(-1.0, 0.0, f64::INFINITY, &entries);
            let told = self.ask(whole);
            self.stated.session.set_bounds(&[(column, 0.0, 0.0)]);
            proved &= told.answer == Answer::Yes;
            values = told.values?;
            let most = values[column];
            for (slack, bent) in self.slacks.iter().zip(&mut bent) {
                if let Some((_, far)) = bent.as_mut().filter(|(n, _)| *n == limit) {
                    *far = most * (1.0 + MARGIN) + MARGIN;
                    values[slack.column] = most;
                }
            }
        }
        // Where a limit holds in one period only, the most and the sum are one.
        if bent.iter().flatten().count() > 1 {
            let size = |slack: &Slack| {
                let row = &self.stated.rows[slack.row];
                (row.bound + row.settled).abs().max(1.0)
            };
            // Of one limit amounts are added up, of several shares of them; the dearest counts one, which the solver can tell from nothing.
            let of = |slack: &Slack| bent[slack.column - first];
            let least = self.slacks.iter().filter(|slack| of(slack).is_some()).map(size).fold(f64::INFINITY, f64::min);
            let weight = |slack: &Slack| if limits.len() > 1 { least / size(slack) } else { 1.0 };
            let weights: Vec<f64> = self.slacks.iter().map(weight).collect();
            self.open(
                |slack| of(slack).map_or(0.0, |(_, far)| far),
                |slack| of(slack).map_or(0.0, |_| weights[slack.column - first]),
            );
            values = self.ask_beside(whole, Some(&values)).values?;
        }
        let given = self.slacks.iter().zip(&bent).filter(|(_, bent)| bent.is_some());
        let excess: Vec<Excess> = given.filter_map(|(slack, _)| self.excess(slack, values[slack.column])).collect();
        Some((excess, proved)).filter(|(excess, _)| !excess.is_empty())
    }
}

/// How far a bound moves in a plan with an amount of bending, so that the plan is not on a knife's edge.
#[must_use]
pub fn moved(excess: &Excess) -> f64 {
    let amount = excess.amount * (1.0 + MARGIN) + MARGIN;
    if excess.up { amount } else { -amount }
}
