//! What a step of a limit is worth with this plan's starts held: the price LP solved again, warm.

use super::run::Solved;
use super::session::{Ended, Session};
use crate::formulation::Formulation;

/// The gain in internal units of the goal from moving right-hand sides by steps: (row, step). Call after [`super::prices::duals`].
///
/// `None` where the step leaves no plan with these starts.
pub fn of_steps(f: &Formulation, solved: &mut Solved, before: f64, steps: &[(usize, f64)]) -> Option<f64> {
    let sides = |solved: &Solved, factor: f64| -> Vec<(usize, f64, f64)> {
        let side = |&(n, step): &(usize, f64)| {
            let (lower, upper) = solved.stated.rows[n].sides(step * factor);
            (n, lower, upper)
        };
        steps.iter().map(side).collect()
    };
    let moved = sides(solved, 1.0);
    solved.stated.session.set_row_bounds(&moved);
    let ended = run(f, solved);
    let after = solved.stated.session.objective();
    let back = sides(solved, 0.0);
    solved.stated.session.set_row_bounds(&back);
    (ended == Ended::Optimal).then_some(after - before)
}

/// Holds every integer at this plan, lots included, which the price LP had freed.
pub fn hold_lots(solved: &mut Solved) {
    if solved.outcome.stop == super::outcome::Stop::Relaxed {
        return;
    }
    let value = |x: usize| solved.outcome.values[x].round();
    let held: Vec<(usize, f64, f64)> = solved.integers.iter().map(|&x| (x, value(x), value(x))).collect();
    solved.stated.session.set_bounds(&held);
}

/// The objective of the price LP as it stands.
pub fn standing(f: &Formulation, solved: &mut Solved) -> Option<f64> {
    (run(f, solved) == Ended::Optimal).then(|| solved.stated.session.objective())
}

/// Solves the price LP, its point surviving outages.
fn run(f: &Formulation, solved: &mut Solved) -> Ended {
    let stated = &mut solved.stated;
    let ended = stated.session.run();
    solved.guard.run(f, &mut stated.session, &mut stated.rows, ended, Session::run)
}
