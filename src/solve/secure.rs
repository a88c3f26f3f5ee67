//! Rows about outages, handed over once a plan on the way is found to break them.

use super::session::{Ended, Session};
use super::state::StatedRow;
use crate::formulation::Formulation;
use crate::formulation::blocks::Block;
use crate::formulation::key::Key;
use crate::formulation::outages::{Watch, broken};
use crate::formulation::row::Row;
use std::collections::{BTreeMap, BTreeSet};

/// What is said of outages that no plan can survive in one piece.
const PARTING: &str = "outages that part the network are not looked at: ";

/// Which outages a live model knows of.
#[derive(Clone, Debug, Default)]
pub struct Guard {
    /// The equations whose rows come late; none where no outage is looked at.
    blocks: Vec<Block>,
    watched: BTreeSet<Watch>,
    /// By how much right-hand sides are moved.
    steps: BTreeMap<Key, f64>,
}

impl Guard {
    /// Of a list of equations: those about outages.
    #[must_use]
    pub fn new(formulation: &Formulation, blocks: &[Block], steps: &BTreeMap<Key, f64>) -> Self {
        let late = |block: &&Block| formulation.ctx.is_secure() && block.0.starts_with("outage_");
        let blocks = blocks.iter().filter(late).copied().collect();
        Self { blocks, watched: BTreeSet::new(), steps: steps.clone() }
    }

    /// Whether outages are looked at.
    #[must_use]
    pub const fn is_on(&self) -> bool {
        !self.blocks.is_empty()
    }

    /// What must be said about outages that are not looked at.
    #[must_use]
    pub fn note(formulation: &Formulation) -> Option<String> {
        let lines = &formulation.ctx.model.lines;
        let parting: Vec<&str> = formulation.ctx.outages.parting().into_iter().map(|line| lines.name(line)).collect();
        (!parting.is_empty()).then(|| format!("{PARTING}{}", parting.join(", ")))
    }

    /// Adds the rows that the last point breaks, to the live model and to the list of its rows; whether there was one.
    pub fn add(&mut self, formulation: &Formulation, session: &mut Session, rows: &mut Vec<StatedRow>) -> bool {
        if !self.is_on() {
            return false;
        }
        let mut found = broken(&formulation.ctx, &formulation.vars, &session.values());
        found.retain(|watch| self.watched.insert(*watch));
        let before = rows.len();
        for (_, block) in &self.blocks {
            for row in block(&formulation.watching(&found)) {
                let stated = StatedRow::of(&row);
                let (lower, upper) = stated.sides(self.steps.get(&row.key).copied().unwrap_or(0.0));
                session.add_row(lower, upper, &terms(&row));
                rows.push(stated);
            }
        }
        rows.len() > before
    }

    /// Solves again until the last point breaks no outage, or there is none.
    pub fn run(
        &mut self,
        formulation: &Formulation,
        session: &mut Session,
        rows: &mut Vec<StatedRow>,
        mut ended: Ended,
        mut again: impl FnMut(&mut Session) -> Ended,
    ) -> Ended {
        while ended == Ended::Optimal && self.add(formulation, session, rows) {
            ended = again(session);
            if ended == Ended::Unproved {
                // Simplex can go astray where there is no plan, and end without saying so; interior point proves it.
                session.forget();
                session.set_text("solver", "ipx");
                ended = again(session);
                session.set_text("solver", "choose");
            }
        }
        ended
    }
}

/// The columns of a row, each once, all on the left.
fn terms(row: &Row) -> Vec<(usize, f64)> {
    let mut terms: BTreeMap<usize, f64> = BTreeMap::new();
    let right = row.right.terms.iter().map(|(x, a)| (x, -a));
    for (x, a) in row.left.terms.iter().map(|(x, a)| (x, *a)).chain(right) {
        *terms.entry(x.index()).or_default() += a;
    }
    terms.into_iter().filter(|(_, a)| *a != 0.0).collect()
}
