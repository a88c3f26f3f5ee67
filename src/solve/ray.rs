//! Which decisions grow without end where the best plan has no bound.

use super::outcome::Options;
use super::run::costs;
use super::session::Ended;
use super::state::state;
use crate::formulation::Formulation;
use crate::formulation::blocks::BLOCKS;
use crate::formulation::key::Key;
use crate::formulation::objective::objective;

/// Growth under this share of the largest is noise.
const NOISE: f64 = 1e-7;

/// A direction in which a plan can go on for ever: columns and by how much each grows for one internal unit of the goal gained.
#[must_use]
pub fn ray(formulation: &Formulation, options: &Options) -> Vec<(Key, f64)> {
    let Some(goal) = formulation.ctx.model.goals.first() else {
        return Vec::new();
    };
    let lin = objective(&formulation.statement(), goal.kind);
    let mut stated = state(formulation, BLOCKS, &lin, options.watch.clone());
    let session = &mut stated.session;
    // Far enough out only the slopes count: every side that is a number becomes nothing.
    let flat = |side: f64| if side.is_finite() { 0.0 } else { side };
    let sides = stated.rows.iter().enumerate().map(|(n, row)| {
        let (lower, upper) = row.sides(0.0);
        (n, flat(lower), flat(upper))
    });
    session.set_row_bounds(&sides.collect::<Vec<_>>());
    let bounds = &formulation.vars.bounds;
    let cone = bounds.iter().enumerate().map(|(n, (lower, upper, _))| (n, flat(*lower), flat(*upper)));
    session.set_bounds(&cone.collect::<Vec<_>>());
    let integers: Vec<usize> =
        bounds.iter().enumerate().filter(|(_, (_, _, integer))| *integer).map(|(n, _)| n).collect();
    session.set_integer(&integers, false);
    let gain = costs(&lin, session.columns());
    let terms: Vec<(usize, f64)> = gain.into_iter().enumerate().filter(|(_, a)| *a != 0.0).collect();
    session.add_row(1.0, 1.0, &terms);
    // The shortest such direction names fewest decisions.
    let each: Vec<f64> = bounds.iter().map(|(lower, _, _)| if lower.is_finite() { -1.0 } else { 0.0 }).collect();
    session.set_costs(&each);
    session.set_whole("threads", options.solver_threads());
    if session.run() != Ended::Optimal {
        return Vec::new();
    }
    let values = session.values();
    let most = values.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
    let keys = formulation.vars.keys.iter().copied().zip(values);
    keys.filter(|(_, value)| value.abs() > NOISE * most).collect()
}
