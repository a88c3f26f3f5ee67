//! Ways out: the least by which one limit alone, or a few together, would have to bend.

use super::elastic::{Answer, Elastic, Excess, Slack, bends_along};
use crate::formulation::key::Of;

/// What is added to an amount, as a share of it, so that a plan with it is not on a knife's edge.
const MARGIN: f64 = 1e-7;

/// A limit in one direction: what it belongs to, the name of its rows, and whether it is raised.
pub type Limit = ((Of, &'static str), bool);

impl Elastic {
    /// The least by which limits must bend where no other does, by limit and period, and whether less was proved not to do; `None`
    /// where that does not help or was not told in the work allowed.
    ///
    /// The largest amount of a period is least (of several limits: the largest share of its limit), and then their sum.
    pub fn bend(&mut self, limits: &[Limit]) -> Option<(Vec<Excess>, bool)> {
        let whole = self.has_integers();
        let several = limits.len() > 1;
        let size = |slack: &Slack| {
            let row = &self.stated.rows[slack.row];
            if several { (row.bound + row.settled).abs().max(1.0) } else { 1.0 }
        };
        let is_bent = |slack: &Slack| {
            let key = self.stated.rows[slack.row].key;
            limits.iter().any(|(limit, up)| slack.up == *up && bends_along(*limit, key))
        };
        // By column: how far an amount of one of what is least lets it bend.
        let reach: Vec<Option<f64>> = self.slacks.iter().map(|slack| is_bent(slack).then(|| size(slack))).collect();
        let bent = || self.slacks.iter().zip(&reach).filter_map(|(slack, reach)| reach.map(|reach| (slack, reach)));
        let entries: Vec<(usize, f64)> =
            bent().map(|(slack, reach)| (slack.row, if slack.up { -reach } else { reach })).collect();
        if entries.is_empty() {
            return None;
        }
        self.open(|_| 0.0, |_| 0.0);
        let column = self.stated.session.add_column(-1.0, 0.0, f64::INFINITY, &entries);
        let told = self.ask(whole);
        self.stated.session.set_bounds(&[(column, 0.0, 0.0)]);
        let mut proved = told.answer == Answer::Yes;
        let mut values = told.values?;
        let most = values[column] * (1.0 + MARGIN) + MARGIN;
        // Where a limit holds in one period only, the most and the sum are one.
        if entries.len() == 1 {
            values[self.slacks.iter().zip(&reach).find_map(|(slack, reach)| reach.map(|_| slack.column))?] =
                values[column] * entries[0].1.abs();
        } else {
            let first = self.slacks.first().map_or(0, |slack| slack.column);
            // Slacks are columns one after the other.
            let of = |slack: &Slack| reach[slack.column - first];
            self.open(
                |slack| of(slack).map_or(0.0, |reach| most * reach),
                |slack| of(slack).map_or(0.0, |reach| 1.0 / reach),
            );
            let told = self.ask(whole);
            proved &= told.answer == Answer::Yes;
            values = told.values?;
        }
        let bent = self.slacks.iter().zip(&reach).filter(|(_, reach)| reach.is_some());
        let excess: Vec<Excess> = bent.filter_map(|(slack, _)| self.excess(slack, values[slack.column])).collect();
        Some((excess, proved)).filter(|(excess, _)| !excess.is_empty())
    }
}

/// How far a bound moves in a plan with an amount of bending, so that the plan is not on a knife's edge.
#[must_use]
pub fn moved(excess: &Excess) -> f64 {
    let amount = excess.amount * (1.0 + MARGIN) + MARGIN;
    if excess.up { amount } else { -amount }
}
