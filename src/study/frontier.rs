//! A frontier: what the best plan is worth as one value of the model moves, and which decisions enter and leave.

use super::again::{Interval, Unanswered, worse};
use super::decisions::{Decided, decisions};
use super::series::{Asked, Series};
use crate::input::{Overlay, from_value_with};
use crate::plan::types::{Plan, Status};
use std::collections::BTreeMap;

/// Values of an address.
#[derive(Clone, Debug, PartialEq)]
pub struct Range {
    /// The first.
    pub from: f64,
    /// The last.
    pub to: f64,
    /// Of both.
    pub unit: String,
    /// How many, ends included.
    pub points: usize,
}

impl Range {
    /// The values in order.
    #[must_use]
    pub fn values(&self) -> Vec<f64> {
        let last = self.points.saturating_sub(1).max(1);
        // Points of a frontier are few.
        #[allow(clippy::cast_precision_loss)]
        let share = |n: usize| n as f64 / last as f64;
        (0..self.points).map(|n| self.from + (self.to - self.from) * share(n)).collect()
    }
}

/// A member of a frontier.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The value.
    pub value: f64,
    /// What is reached with it; nothing where no plan keeps every limit.
    pub reached: Option<Reached>,
}

/// What the best plan of a member is.
#[derive(Clone, Debug, PartialEq)]
pub struct Reached {
    /// Its objective, USD (unit-years for `unmet`).
    pub objective: f64,
    /// No plan of this member is better than this.
    pub bound: f64,
    /// How its solve ended.
    pub status: Status,
    /// Nominal capital payments within the horizon, USD.
    pub capital_usd: f64,
    /// IT MW added.
    pub it_mw_added: f64,
    /// By how much it is better than the last member that has a plan.
    pub gain: Option<Interval>,
    /// What it decides that the last member with a plan does not.
    pub enters: Vec<(String, Decided)>,
    /// What that decided and this does not.
    pub leaves: Vec<(String, Decided)>,
}

/// A frontier of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Frontier {
    /// What moves.
    pub address: String,
    /// How far.
    pub range: Range,
    /// The goal, whose objective this is.
    pub goal: String,
    /// Its members, in order of their values.
    pub points: Vec<Point>,
    /// Whether somebody stopped before the last member.
    pub stopped: bool,
}

/// Moves one value of a plan's model over a range and solves each member, saying which it is at.
///
/// # Errors
/// [`Unanswered`]: among others where the address names nothing, or a value makes no sense of it.
pub fn frontier(
    plan: &Plan,
    address: &str,
    range: &Range,
    asked: &Asked,
    relax: bool,
    at: &dyn Fn(usize),
) -> Result<Frontier, Unanswered> {
    let relax = relax || plan.outcome.status == Status::Relaxed;
    let mut series = Series::of(plan, asked);
    let mut points = Vec::new();
    let mut last: Option<Plan> = None;
    let mut stopped = false;
    for (n, value) in range.values().into_iter().enumerate() {
        at(n);
        let set = vec![format!("{address}={value} {}", range.unit).trim_end().to_owned()];
        let loaded = from_value_with(&plan.inputs, &Overlay { scenario: None, set });
        let Some(model) = loaded.model else { return Err(Unanswered::Input(Box::new(loaded.findings))) };
        let found = match series.solve(&model, relax) {
            Err(Unanswered::Stopped) => {
                stopped = true;
                break;
            }
            found => found?,
        };
        let reached = found.as_ref().map(|plan| reached(plan, last.as_ref()));
        last = found.or(last);
        points.push(Point { value, reached });
        if series.stopped() {
            stopped = n + 1 < range.points;
            break;
        }
    }
    Ok(Frontier { address: address.to_owned(), range: range.clone(), goal: plan.outcome.goal.clone(), points, stopped })
}

fn reached(plan: &Plan, last: Option<&Plan>) -> Reached {
    let now = decisions(plan);
    let before = last.map(decisions);
    let missing = |of: &BTreeMap<String, Decided>, from: &BTreeMap<String, Decided>| -> Vec<(String, Decided)> {
        of.iter().filter(|(id, _)| !from.contains_key(*id)).map(|(id, d)| (id.clone(), d.clone())).collect()
    };
    Reached {
        objective: plan.outcome.objective,
        bound: plan.outcome.bound,
        status: plan.outcome.status,
        capital_usd: plan.totals.capital_usd_nominal,
        it_mw_added: plan.totals.it_mw_added,
        gain: last.map(|last| worse(plan, last)),
        enters: before.as_ref().map(|before| missing(&now, before)).unwrap_or_default(),
        leaves: before.as_ref().map(|before| missing(before, &now)).unwrap_or_default(),
    }
}
