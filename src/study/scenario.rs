//! A scenario planned from the plan of another.

use super::again::Unanswered;
use super::series::{Asked, Series};
use crate::domain::Model;
use crate::formulation::Formulation;
use crate::input::Scenario;
use crate::plan::types::Plan;

/// The best plan of a scenario, its search begun at a plan that is known.
///
/// # Errors
/// [`Unanswered`]: also where no plan keeps every limit of the scenario.
pub fn planned(known: &Plan, model: &Model, scenario: &Scenario, asked: &Asked) -> Result<Plan, Unanswered> {
    let mut series = Series::of(known, asked);
    let found = series.solve_scenario(&Formulation::new(model), scenario)?;
    found.ok_or_else(|| {
        let words = format!("no plan keeps every limit of `{}`; `capplan solve` with it says why", scenario.name);
        Unanswered::Senseless(words)
    })
}
