//! Several plans beside each other: the bridge from one to the next, what they decide otherwise, what each costs if another scenario
//! comes, and what is common to all.

pub mod bridge;
pub mod common;
pub mod edits;
pub mod regret;

use super::again::Unanswered;
use super::decisions::{Differs, decisions, differences};
use super::series::{Asked, Series};
use crate::calendar::{Calendar, label};
use crate::domain::Model;
use crate::input::from_value;
use crate::plan::types::{Plan, Status};
use bridge::{Bridge, bridge};
use common::{Shared, common};
use regret::{Regret, regret};

/// A plan with the name that it is compared under.
#[derive(Clone, Debug)]
pub struct Named {
    /// Its scenario, or its file.
    pub name: String,
    /// It.
    pub plan: Plan,
}

/// From one plan to the next.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What their difference is made of.
    pub bridge: Bridge,
    /// What they decide otherwise.
    pub differs: Vec<Differs>,
}

/// Plans compared.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The plans, in the order given.
    pub plans: Vec<Named>,
    /// From each to the next.
    pub steps: Vec<Step>,
    /// The last period whose decisions are of here and now.
    pub until: String,
    /// By plan, and by the scenario of each plan: what the decisions of here and now cost there.
    pub regrets: Vec<Vec<Regret>>,
    /// What all decide up to then.
    pub common: Vec<Shared>,
}

/// Compares plans; decisions of here and now are those up to `until`, a period of the first, or of its first year.
///
/// # Errors
/// [`Unanswered`]: among others where the plans follow different goals.
pub fn compare(
    plans: Vec<Named>,
    until: Option<&str>,
    asked: &Asked,
    at: &dyn Fn(&str),
) -> Result<Comparison, Unanswered> {
    let goal = plans[0].plan.outcome.goal.clone();
    if let Some(other) = plans.iter().find(|named| named.plan.outcome.goal != goal) {
        let words = format!("`{}` follows the goal `{}`, the first `{goal}`", other.name, other.plan.outcome.goal);
        return Err(Unanswered::Senseless(words));
    }
    if plans.iter().any(|named| named.plan.outcome.status == Status::Relaxed) {
        return Err(Unanswered::Senseless("a relaxed plan has fractions of starts; solve it without --relax".into()));
    }
    let mut models: Vec<Model> = Vec::new();
    for named in &plans {
        let loaded = from_value(&named.plan.inputs);
        models.push(loaded.model.ok_or_else(|| Unanswered::Input(Box::new(loaded.findings)))?);
    }
    let calendar = Calendar::new(&models[0]);
    let last = last_now(&models[0], &calendar, until)?;
    let mut series = Series::of(&plans[0].plan, asked);
    for named in &plans[1..] {
        series.take(&named.plan);
    }
    let mut regrets = Vec::new();
    for i in 0..plans.len() {
        let mut row = Vec::new();
        for j in 0..plans.len() {
            at(&format!("{} if {} comes", plans[i].name, plans[j].name));
            if i == j {
                row.push(Regret::Costs(super::again::Interval { low: 0.0, best: 0.0, high: 0.0 }));
                continue;
            }
            let theirs = Calendar::new(&models[j]);
            let until = theirs.period_of(calendar.month_of(last));
            row.push(regret(&plans[i].plan, &models[j], &plans[j].plan, until, &mut series)?);
        }
        regrets.push(row);
    }
    let mut steps = Vec::new();
    for pair in plans.windows(2) {
        at(&format!("the bridge from {} to {}", pair[0].name, pair[1].name));
        let differs = differences(&decisions(&pair[0].plan), &decisions(&pair[1].plan));
        steps.push(Step { bridge: bridge(&pair[0].plan, &pair[1].plan, &mut series)?, differs });
    }
    let decided: Vec<_> = plans.iter().map(|named| decisions(&named.plan)).collect();
    let common = common(&decided, &calendar.covered(last + 1).starts);
    Ok(Comparison { until: calendar.label(last), plans, steps, regrets, common })
}

/// The last period of here and now.
fn last_now(model: &Model, calendar: &Calendar, until: Option<&str>) -> Result<i32, Unanswered> {
    let Some(text) = until else {
        let year = calendar.month_of(0).year();
        let first_year = (0..calendar.len()).take_while(|p| calendar.month_of(*p).year() == year);
        return Ok(first_year.last().unwrap_or(0));
    };
    let month = label::period(text, &model.horizon)
        .map_err(|_| Unanswered::Senseless(format!("`{text}` is no period such as {}", calendar.label(0))))?;
    let p = calendar.period_of(month);
    if (0..calendar.len()).contains(&p) {
        return Ok(p);
    }
    let (first, last) = (calendar.label(0), calendar.label(calendar.len() - 1));
    Err(Unanswered::Senseless(format!("{text} is not in the horizon, {first}..{last}")))
}
