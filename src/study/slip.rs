//! What one more period of waiting would cost: each project and agreement of a plan slips by one period, and everything
//! is decided again.

use super::again::{Interval, Unanswered, is_money, worse};
use super::series::{Asked, Series};
use crate::calendar::Calendar;
use crate::domain::{AgreementId, Duration, Model, Month, ProjectId};
use crate::plan::types::{Plan, State};

/// How many of those that cost most are solved again as a whole.
const ASKED: usize = 10;

/// What slips.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Late {
    /// A project, begun or committed.
    Project(ProjectId),
    /// An agreement, signed by the plan or before.
    Agreement(AgreementId),
}

/// What one slip costs.
#[derive(Clone, PartialEq, Debug)]
pub struct Slip {
    /// What slips.
    pub of: Late,
    /// Its address.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it costs with everything decided again; `None`: no plan keeps every limit.
    pub cost: Option<Interval>,
}

/// The slips of a plan.
#[derive(Clone, PartialEq, Debug)]
pub struct Slips {
    /// The worst first.
    pub slips: Vec<Slip>,
    /// Those that cost less by the relaxation, and were not solved again.
    pub left_out: Vec<String>,
}

/// What a slip by one period of each project and agreement of a plan costs.
///
/// # Errors
/// [`Unanswered`]: among others where the plan is not one of money, or is relaxed.
pub fn slips(model: &Model, plan: &Plan, asked: &Asked) -> Result<Slips, Unanswered> {
    is_money(plan)?;
    if plan.outcome.status == crate::plan::types::Status::Relaxed {
        return Err(Unanswered::Senseless("a relaxed plan has fractions of starts; solve it without --relax".into()));
    }
    let mut series = Series::of(plan, asked);
    let mut asked = candidates(model, plan, &Calendar::new(model));
    let mut left_out = Vec::new();
    if asked.len() > ASKED {
        let base = series.solve(model, true)?.ok_or_else(|| "the relaxation has no plan".to_owned())?;
        let mut ranked: Vec<(Late, f64)> = Vec::new();
        for late in asked {
            let slip = series.solve(&slipped(model, late), true)?;
            ranked.push((late, slip.map_or(f64::INFINITY, |slip| worse(&base, &slip).best)));
        }
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
        left_out = ranked.split_off(ASKED).into_iter().map(|(late, _)| address(model, late)).collect();
        asked = ranked.into_iter().map(|(late, _)| late).collect();
    }
    let mut slips = Vec::new();
    for late in asked {
        let cost = series.solve(&slipped(model, late), false)?.map(|slip| worse(plan, &slip));
        let name = match late {
            Late::Project(j) => model.projects.name(j),
            Late::Agreement(a) => model.agreements.name(a),
        };
        slips.push(Slip { of: late, id: address(model, late), name: name.to_owned(), cost });
    }
    let by_cost = |slip: &Slip| slip.cost.map_or(f64::INFINITY, |cost| cost.best);
    slips.sort_by(|a, b| by_cost(b).total_cmp(&by_cost(a)).then_with(|| a.id.cmp(&b.id)));
    Ok(Slips { slips, left_out })
}

fn address(model: &Model, late: Late) -> String {
    match late {
        Late::Project(j) => model.projects.address(j),
        Late::Agreement(a) => model.agreements.address(a),
    }
}

/// What the plan begins or waits for within its horizon.
fn candidates(model: &Model, plan: &Plan, calendar: &Calendar) -> Vec<Late> {
    let first = calendar.covered(0).starts;
    let awaited =
        |row: &&crate::plan::types::ProjectRow| row.state != State::Cancelled && row.in_service.starts > first;
    let mut list: Vec<Late> = Vec::new();
    for row in plan.projects.iter().filter(awaited) {
        list.extend(model.projects.find(&row.project).map(Late::Project));
    }
    for row in plan.agreements.iter().filter(|row| row.energised.starts >= first) {
        list.extend(model.agreements.find(&row.agreement).map(Late::Agreement));
    }
    let mut seen: Vec<Late> = Vec::new();
    list.retain(|late| {
        let new = !seen.contains(late);
        seen.push(*late);
        new
    });
    list
}

/// The model in which one thing takes a period longer.
fn slipped(model: &Model, late: Late) -> Model {
    let mut model = model.clone();
    let step = model.horizon.step.months();
    let later = |lead: Duration| Duration { months: lead.months + f64::from(step) };
    match late {
        Late::Project(j) => {
            let project = model.projects.get_mut(j);
            project.lead = later(project.lead);
        }
        Late::Agreement(a) => {
            let agreement = model.agreements.get_mut(a);
            agreement.lead = later(agreement.lead);
            agreement.queue = agreement.queue.map(|month| Month(month.0 + step));
        }
    }
    model
}
