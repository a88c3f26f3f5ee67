//! What happens to a live model between its trees: rows that keep earlier goals, rows about outages, integers that are held.

use super::outcome::{Failure, GoalOutcome};
use super::run::{Run, costs, own_scale, run_within};
use super::session::{Ended, Session};
use super::state::StatedRow;
use crate::formulation::GoalKind;
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Sense;

impl Run<'_> {
    /// Adds the row that keeps an earlier goal within its tolerance, and says which it is.
    pub(super) fn keep(&mut self, session: &mut Session, goal: &GoalOutcome, lin: &Lin) -> usize {
        let scale = own_scale(goal.kind);
        let best = if goal.kind == GoalKind::Npv { goal.best } else { -goal.best } / scale;
        let by_column = costs(lin, session.columns());
        let terms: Vec<(usize, f64)> = by_column.into_iter().enumerate().filter(|(_, a)| *a != 0.0).collect();
        let bound = best - goal.allowed / scale - lin.constant;
        let key = Key::new("goal", Of::Goal(0), None);
        self.late.push(StatedRow { key, sense: Sense::AtLeast, bound, settled: 0.0 });
        session.add_row(bound, f64::INFINITY, &terms)
    }

    /// Takes such a row out again.
    pub(super) fn let_go(&mut self, session: &mut Session, row: Option<usize>) {
        if let Some(row) = row {
            let first = session.rows() - self.late.len();
            session.drop_row(row);
            self.late.remove(row - first);
        }
    }

    /// Has the last point survive outages.
    pub(super) fn secure(&mut self, session: &mut Session, ended: Ended) -> Ended {
        let (options, begun) = (self.options, self.begun);
        let mut work = (0, 0);
        let again = |session: &mut Session| {
            let (ended, more) = run_within(session, options.time_limit, begun, None);
            work = (work.0 + more.0, work.1 + more.1);
            ended
        };
        let ended = self.guard.run(self.formulation, session, &mut self.late, ended, again);
        self.count(work);
        ended
    }

    /// Rounds the integers, fixes them, solves the linear program again, and frees them; nothing where no plan with these
    /// integers survives the outages.
    pub(super) fn fixed(&mut self, session: &mut Session, values: &[f64]) -> Result<Option<Vec<f64>>, Failure> {
        let before: Vec<(usize, f64, f64)> =
            self.integers.iter().map(|&x| (x, values[x].round(), values[x].round())).collect();
        session.set_integer(self.integers, false);
        session.set_bounds(&before);
        session.set_number("time_limit", f64::INFINITY);
        // From a basis of before the tree, and so without presolve, this takes longer than from nothing: minutes instead of seconds.
        session.forget();
        let late = self.late.len();
        let ended = session.run_through();
        let ended = self.guard.run(self.formulation, session, &mut self.late, ended, Session::run_through);
        let solved = session.values();
        let free: Vec<(usize, f64, f64)> =
            self.integers.iter().map(|&x| (x, self.bounds[x].0, self.bounds[x].1)).collect();
        session.set_bounds(&free);
        match ended {
            Ended::Optimal => Ok(Some(solved)),
            Ended::Infeasible if self.late.len() > late => Ok(None),
            other => Err(Failure::Solver(format!("the plan with whole numbers could not be solved again: {other:?}"))),
        }
    }
}
