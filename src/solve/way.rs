//! Ways out: the least by which one limit alone would have to bend, and what the plan is then worth.

use super::elastic::{Answer, Elastic, Excess, bends_along};
use crate::formulation::key::Of;
use crate::formulation::lin::Lin;

/// What is added to an amount, as a share of it, so that a plan with it is not on a knife's edge.
const MARGIN: f64 = 1e-7;
/// The share of the objective to which a way out is valued.
const GAP: f64 = 0.001;

impl Elastic {
    /// The least by which a limit alone must bend, by period; `None` where bending it alone does not help or was not told in time.
    ///
    /// The largest amount of a period is least, and then their sum.
    pub fn bend(&mut self, limit: (Of, &'static str), up: bool) -> Option<Vec<Excess>> {
        let whole = self.has_integers();
        let chosen: Vec<bool> = self
            .slacks
            .iter()
            .map(|slack| slack.up == up && bends_along(limit, self.stated.rows[slack.row].key))
            .collect();
        let entries: Vec<(usize, f64)> = self
            .slacks
            .iter()
            .zip(&chosen)
            .filter(|(_, chosen)| **chosen)
            .map(|(slack, _)| (slack.row, if up { -1.0 } else { 1.0 }))
            .collect();
        if entries.is_empty() {
            return None;
        }
        self.open(|_| 0.0, |_| 0.0);
        let column = self.stated.session.add_column(-1.0, 0.0, f64::INFINITY, &entries);
        let answer = self.run(whole);
        let most = if answer == Answer::Yes { self.point(whole).map(|values| values[column]) } else { None };
        self.stated.session.set_bounds(&[(column, 0.0, 0.0)]);
        let most = most? * (1.0 + MARGIN) + MARGIN;
        let columns: Vec<usize> =
            self.slacks.iter().zip(&chosen).filter(|(_, chosen)| **chosen).map(|(slack, _)| slack.column).collect();
        self.open(
            |slack| if columns.contains(&slack.column) { most } else { 0.0 },
            |slack| f64::from(columns.contains(&slack.column)),
        );
        if self.run(whole) != Answer::Yes {
            return None;
        }
        let values = self.point(whole)?;
        let bent = self.slacks.iter().filter(|slack| columns.contains(&slack.column));
        Some(bent.filter_map(|slack| self.excess(slack, values[slack.column])).collect())
    }

    /// The best value of an objective with limits bent by amounts: found, and a bound on it.
    pub fn value(&mut self, objective: &Lin, bent: &[Excess]) -> Option<(f64, f64)> {
        let whole = self.has_integers();
        let rows = &self.stated.rows;
        let most: Vec<f64> = self
            .slacks
            .iter()
            .map(|slack| {
                let key = rows[slack.row].key;
                let bent = bent.iter().find(|excess| excess.key == key && excess.up == slack.up);
                bent.map_or(0.0, |excess| excess.amount * (1.0 + MARGIN) + MARGIN)
            })
            .collect();
        let bounds: Vec<(usize, f64, f64)> =
            self.slacks.iter().zip(most).map(|(slack, most)| (slack.column, 0.0, most)).collect();
        let session = &mut self.stated.session;
        session.set_bounds(&bounds);
        let mut costs = super::run::costs(objective, session.columns());
        costs.resize(session.columns(), 0.0);
        session.set_costs(&costs);
        session.set_number("mip_rel_gap", GAP);
        let answer = self.run(whole);
        let session = &mut self.stated.session;
        session.set_number("mip_rel_gap", 1e-6);
        if answer == Answer::No || !session.has_point() {
            return None;
        }
        if answer == Answer::Open && !whole {
            return None;
        }
        let bound = session.mip_bound() + objective.constant;
        let found = objective.value(&self.point(whole)?);
        Some((found, if whole { bound.max(found) } else { found }))
    }
}
