//! Hands a formulation to HiGHS, block by block.

use super::session::Session;
use super::watch::Watch as Listener;
use crate::formulation::blocks::Block;
use crate::formulation::key::Key;
use crate::formulation::lin::Lin;
use crate::formulation::outages::Watch;
use crate::formulation::row::{Row, Sense};
use crate::formulation::{Formulation, Statement};
use good_lp::SolverModel as _;
use std::collections::BTreeSet;

/// A row as it was handed over.
#[derive(Clone, Copy, Debug)]
pub struct StatedRow {
    /// Its name.
    pub key: Key,
    /// How its sides compare.
    pub sense: Sense,
    /// The constant on the right, less that on the left.
    pub bound: f64,
    /// The constant on the left: what is settled of the level.
    pub settled: f64,
}

impl StatedRow {
    /// Of a row.
    #[must_use]
    pub const fn of(row: &Row) -> Self {
        let (bound, settled) = (row.right.constant - row.left.constant, row.left.constant);
        Self { key: row.key, sense: row.sense, bound, settled }
    }

    /// Lower and upper side for a bound moved by `step`.
    #[must_use]
    pub const fn sides(&self, step: f64) -> (f64, f64) {
        let bound = self.bound + step;
        match self.sense {
            Sense::AtMost => (f64::NEG_INFINITY, bound),
            Sense::AtLeast => (bound, f64::INFINITY),
            Sense::Equal => (bound, bound),
        }
    }
}

/// What a row without columns may be off by.
const BROKEN: f64 = 1e-9;

/// A model in the solver's hands.
pub struct Stated {
    /// The live model, maximising.
    pub session: Session,
    /// Its rows, in order.
    pub rows: Vec<StatedRow>,
    /// Whether a row that no decision can change is broken.
    pub broken: bool,
}

/// States columns, an objective to maximise and the rows of every block; each block's rows are dropped before the next is asked.
#[must_use]
pub fn state(formulation: &Formulation, blocks: &[Block], objective: &Lin, watch: Listener) -> Stated {
    hand_over(formulation, formulation.statement(), blocks, objective, watch)
}

/// The same without rows about outages, which [`super::secure`] hands over as they are broken.
#[must_use]
pub fn state_insecure(formulation: &Formulation, blocks: &[Block], objective: &Lin, watch: Listener) -> Stated {
    hand_over(formulation, formulation.watching(&BTreeSet::<Watch>::new()), blocks, objective, watch)
}

fn hand_over(f: &Formulation, statement: Statement, blocks: &[Block], objective: &Lin, watch: Listener) -> Stated {
    let (problem, variables) = statement.vars.declared();
    let mut stated = problem.maximise(objective.expression(&variables)).using(good_lp::solvers::highs::highs);
    let mut rows = Vec::new();
    let mut broken = false;
    let mut add = |row: Row| {
        let stated_row = StatedRow::of(&row);
        // A row without columns is kept or broken by what was settled before; a solver without columns does not look at it.
        let (lower, upper) = stated_row.sides(0.0);
        let nothing = row.left.terms.is_empty() && row.right.terms.is_empty();
        broken |= nothing && (lower > BROKEN * lower.abs().max(1.0) || upper < -BROKEN * upper.abs().max(1.0));
        rows.push(stated_row);
        stated.add_constraint(row.constraint(&variables));
    };
    for (_, block) in blocks {
        block(&statement).into_iter().for_each(&mut add);
    }
    f.asked_rows().for_each(&mut add);
    Stated { session: Session::new(stated.into_inner(), watch), rows, broken }
}
