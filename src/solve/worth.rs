//! What a step of a limit is worth with this plan's starts held: the price LP solved again, warm.

use super::run::Solved;
use super::session::Ended;
use crate::formulation::Model;
use crate::formulation::Formulation;
use crate::formulation::blocks::BLOCKS;
use crate::formulation::key::Key;
use crate::formulation::objective::objective;
use super::outcome::Options;
use super::state::state;
use std::collections::HashMap;

/// The gain in internal units of the goal from moving right-hand sides by steps: (row, step). Call after [`super::run::duals`].
///
/// `None` where the step leaves no plan with these starts.
pub fn of_steps(solved: &mut Solved, before: f64, steps: &[(usize, f64)]) -> Option<f64> {
    let sides = |solved: &Solved, factor: f64| -> Vec<(usize, f64, f64)> {
        let side = |&(n, step): &(usize, f64)| {
            let (lower, upper) = solved.stated.rows[n].sides(step * factor);
            (n, lower, upper)
        };
        steps.iter().map(side).collect()
    };
    let moved = sides(solved, 1.0);
    solved.stated.session.set_row_bounds(&moved);
    let ended = solved.stated.session.run();
    let after = solved.stated.session.objective();
    let back = sides(solved, 0.0);
    solved.stated.session.set_row_bounds(&back);
    (ended == Ended::Optimal).then_some(after - before)
}

/// The objective of the price LP as it stands.
pub fn standing(solved: &mut Solved) -> Option<f64> {
    (solved.stated.session.run() == Ended::Optimal).then(|| solved.stated.session.objective())
}

/// The value of a changed model with this plan's starts held (matched by name; lots relaxed), in internal units of the goal.
#[must_use]
pub fn of_model(solved: &Solved, before: &Formulation, changed: &Model, options: &Options) -> Option<f64> {
    let formulation = Formulation::new(changed);
    let statement = formulation.statement();
    let lin = objective(&statement, solved.goal);
    let mut stated = state(&formulation, BLOCKS, &lin, options.watch.clone());
    let session = &mut stated.session;
    session.set_whole("threads", i32::try_from(options.threads).unwrap_or(1));
    let held: HashMap<Key, f64> = before.vars.keys.iter().copied().zip(solved.outcome.values.iter().copied()).collect();
    let mut bounds = Vec::new();
    let mut free = Vec::new();
    for (x, (key, (_, _, integer))) in formulation.vars.keys.iter().zip(&formulation.vars.bounds).enumerate() {
        if *integer {
            free.push(x);
            if let Some(value) = held.get(key).filter(|_| matches!(key.name, "begun" | "cancel" | "located" | "placed")) {
                bounds.push((x, value.round(), value.round()));
            }
        }
    }
    session.set_integer(&free, false);
    session.set_bounds(&bounds);
    (session.run() == Ended::Optimal).then(|| session.objective() + lin.constant)
}
