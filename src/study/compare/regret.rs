//! Regret: what each plan's decisions of here and now cost, if another scenario comes.

use crate::domain::Model;
use crate::formulation::Formulation;
use crate::plan::kept::here_and_now;
use crate::plan::types::Plan;
use crate::study::again::{Interval, Unanswered, worse};
use crate::study::series::Series;

/// What a plan's early decisions cost under a scenario, beside the best that could have been decided.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Regret {
    /// By how much it is worse; never less than nothing.
    Costs(Interval),
    /// No plan with these decisions keeps every limit.
    Broken,
}

/// Holds the decisions of a plan up to a period in a scenario, and decides the rest anew.
///
/// `best` is the best plan known of the scenario.
///
/// # Errors
/// [`Unanswered`].
pub(in crate::study) fn regret(
    plan: &Plan,
    scenario: &Model,
    best: &Plan,
    until: i32,
    series: &mut Series,
) -> Result<Regret, Unanswered> {
    let mut formulation = Formulation::new(scenario);
    let mut held = Vec::new();
    for (x, value) in here_and_now(plan, &formulation, until) {
        let (lower, upper, _) = &mut formulation.vars.bounds[x];
        if value < *lower - 1e-6 || value > *upper + 1e-6 {
            return Ok(Regret::Broken);
        }
        (*lower, *upper) = (value, value);
        if value != 0.0 {
            held.push(format!("{}={value}", formulation.vars.keys[x].text(&formulation.ctx)));
        }
    }
    let held = format!("until {until}: {}", held.join(" "));
    let Some(found) = series.solve_stated(&formulation, &held, false)? else { return Ok(Regret::Broken) };
    let costs = worse(best, &found);
    // Decisions that are held can gain nothing: what is below is what the best plan lacks itself.
    let costs = Interval { low: costs.low.max(0.0), best: costs.best.max(0.0), high: costs.high.max(0.0) };
    Ok(Regret::Costs(costs))
}
