//! What one more of each limit would be worth: the duals of the plan's linear programme.

use super::first::LARGE;
use super::outcome::{Dual, Stop};
use super::run::Solved;
use super::session::{Ended, Session};
use crate::formulation::key::Of;
use crate::formulation::{Formulation, GoalKind};

/// Seconds that prices may take once somebody asked to stop: the plan is what is waited for.
const PATIENCE: f64 = 10.0;
/// Rows from which ranges take longer than the solve, however sparse they are: five times as long for a network of 6,000 buses.
const MANY_ROWS: usize = 30_000;
/// What is said where the ranges of prices would stand.
const NO_RANGES: &str =
    "prices come without the ranges in which they hold, as the model is large: --ranges asks for them";
/// Dual values under this are noise.
const NO_PRICE: f64 = 1e-9;

/// Duals of the linear program with starts fixed: lots are relaxed, all other integers held. `None` where that was interrupted.
///
/// The ranges in which they hold come with those of a linear programme, of a large one only where they are asked for: HiGHS states
/// the model a second time for them.
pub fn duals(solved: &mut Solved, formulation: &Formulation, asked: bool) -> Option<Vec<Dual>> {
    let sign = if solved.goal == GoalKind::Npv { 1.0 } else { -1.0 };
    let session = &mut solved.stated.session;
    let held: Vec<(usize, f64, f64)> = solved
        .integers
        .iter()
        .map(|&x| {
            let (lower, upper, _) = formulation.vars.bounds[x];
            let value = solved.outcome.values[x].round();
            if formulation.vars.keys[x].name == "lots" { (x, lower, upper) } else { (x, value, value) }
        })
        .collect();
    session.set_integer(&solved.integers, false);
    if solved.outcome.stop != Stop::Relaxed {
        session.set_bounds(&held);
    }
    // A plan that was asked for early has its prices where they come soon; a request that comes now ends them.
    let ended = if session.stopped() {
        session.set_number("time_limit", PATIENCE);
        session.run_through()
    } else {
        session.set_number("time_limit", f64::INFINITY);
        session.run()
    };
    let stated = &mut solved.stated;
    let ended = solved.guard.run(formulation, &mut stated.session, &mut stated.rows, ended, Session::run);
    let session = &mut stated.session;
    match ended {
        Ended::Optimal => {}
        Ended::Interrupted | Ended::TimeLimit => return None,
        _ => return Some(Vec::new()),
    }
    let prices = session.duals();
    // Where a price holds ends where another outage would be broken, which is not looked for.
    let have_ranges = !solved.guard.is_on() && solved.integers.is_empty() || solved.outcome.stop == Stop::Relaxed;
    let small = solved.outcome.size.2 < LARGE && solved.outcome.size.1 < MANY_ROWS;
    let ranges = if have_ranges && (small || asked) { session.row_ranges() } else { None };
    if have_ranges && !small && !asked {
        solved.outcome.notes.push(NO_RANGES.to_owned());
    }
    let rows =
        solved.stated.rows.iter().enumerate().zip(prices).filter(|((_, row), _)| !matches!(row.key.of, Of::Goal(_)));
    let told = rows.filter(|(_, price)| price.abs() > NO_PRICE).map(|((n, row), price)| Dual {
        key: row.key,
        price: sign * price,
        range: ranges.as_ref().map(|r| (r[n].0 + row.settled, r[n].1 + row.settled)),
    });
    Some(told.collect())
}
