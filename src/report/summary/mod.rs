//! A plan on one screen: the answer, the few numbers that decide, the table by period, and what one more would be worth.
//!
//! [`Summary`] holds every number that is printed at full precision, so the JSON and the screen cannot differ.

mod lists;
mod now;
mod power;
mod quarters;
mod service;
mod spend;
mod text;
mod waiting;

use serde::Serialize;

use super::columns::Columns;
use super::facts::Facts;
use crate::plan::types::{Plan, Status, WorthRow};

pub use now::Now;
pub use power::{Adds, Assumed};
pub use quarters::{Series, Unit};
pub use service::{Declined, Served};
pub use spend::{After, BudgetUse, Commitment, Spend};
pub use waiting::Waits;

/// A name and a number in the unit that the field says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Amount {
    /// Whose.
    pub name: String,
    /// How much.
    pub value: f64,
}

/// The first lines of a summary: the answer, and the few numbers that decide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Headline {
    /// Which plan it is, and how good.
    pub plan: String,
    /// What it is worth.
    pub answer: String,
    /// What it spends, adds, serves and decides now.
    pub lines: Vec<Line>,
}

/// A line of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// `Spends 1.9 of 1.9 B USD`.
    pub lead: String,
    /// `chips 1.2`, `grid 0.4`.
    pub details: Vec<String>,
}

/// Everything the summary of a plan says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// The model's name.
    pub model: String,
    /// `base`, or a scenario; with how many values were set on the command line besides.
    pub scenario: String,
    /// How the solve ended.
    pub status: Status,
    /// The last goal.
    pub goal: String,
    /// Its objective: USD, or weighted unit-years for `unmet`.
    pub objective: f64,
    /// Distance from the bound as a share of the discounted payments that the plan decides.
    pub gap: f64,
    /// Distance from the bound, in the unit of the objective.
    pub gap_usd: f64,
    /// Net present value, USD.
    pub npv_usd: f64,
    /// Discounted salvage credit within it, USD.
    pub salvage_usd: f64,
    /// First period from which cumulative undiscounted free cash flow stays at or above zero.
    pub payback: Option<String>,
    /// First period from which the cumulative free cash flow of the accounts, what stood before included, stays at or above zero.
    pub turns: Option<String>,
    /// Capital spending.
    pub spend: Spend,
    /// IT power added.
    pub adds: Adds,
    /// Demand served, by workload.
    pub serves: Vec<Served>,
    /// Demand declined, by segment, the largest share of its workload first.
    pub declines: Vec<Declined>,
    /// Demand left to wait, by segment.
    pub waits: Vec<Waits>,
    /// What has to be decided in the first period.
    pub now: Now,
    /// Heads of the columns of `series`.
    pub columns: Vec<String>,
    /// Whether some columns are years: levels at the year's end, flows summed over the year.
    pub years: bool,
    /// The table by period.
    pub series: Vec<Series>,
    /// Commitments that can still be cancelled or are cancelled by this plan, the most money first.
    pub commitments: Vec<Commitment>,
    /// What is paid after the horizon.
    pub after: After,
    /// What one more would be worth.
    pub worth: Vec<WorthRow>,
    /// Notes of the solve.
    pub notes: Vec<String>,
    /// How much of the power added rests on assumptions, where the model marks them.
    pub assumed: Option<Assumed>,
}

impl Summary {
    /// The summary of a plan.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        let facts = Facts::new(&plan.inputs);
        let columns = Columns::of(plan);
        let series = quarters::lines(plan, facts, &columns);
        Self {
            model: plan.model.name.clone(),
            scenario: scenario(plan, facts),
            status: plan.outcome.status,
            goal: plan.outcome.goal.clone(),
            objective: plan.outcome.objective,
            gap: plan.outcome.gap,
            gap_usd: plan.outcome.gap_usd,
            npv_usd: plan.totals.npv_usd,
            salvage_usd: plan.totals.salvage_usd_discounted,
            payback: plan.totals.payback.clone(),
            turns: turns(plan),
            spend: spend::spend(plan, facts),
            adds: power::adds(plan, facts),
            serves: service::served(plan, facts),
            declines: service::declined(plan, facts),
            waits: waiting::waits(plan),
            now: now::now(plan),
            years: columns.grouped,
            columns: columns.heads,
            series,
            commitments: spend::commitments(plan),
            after: spend::after(plan),
            worth: plan.worth.clone(),
            notes: plan.outcome.notes.clone(),
            assumed: power::assumed(plan, facts),
        }
    }

    /// The summary for a terminal, about 110 columns wide; styles are ANSI codes, for the printer to strip where they do not belong.
    #[must_use]
    pub fn text(&self) -> String {
        text::text(self)
    }

    /// The first lines.
    #[must_use]
    pub fn headline(&self) -> Headline {
        text::headline(self)
    }

    /// When it pays back; nothing where there is nothing to.
    #[must_use]
    pub fn paid_back(&self) -> Option<Line> {
        text::paid_back(self)
    }

    /// What is paid after the horizon; without details where nothing is.
    #[must_use]
    pub fn paid_after(&self) -> Line {
        text::paid_after(self)
    }

    /// The table by period as it is read, a row a series: its name, its cells and its unit.
    #[must_use]
    pub fn rows(&self) -> Vec<(&Series, Vec<String>, &'static str)> {
        lists::rows(self)
    }

    /// What one more would be worth where that was answered, with what deciding again proves and why.
    pub fn worth_told(&self) -> impl Iterator<Item = (&WorthRow, String)> {
        lists::answered(self).map(|row| (row, lists::why(row)))
    }

    /// The same numbers as JSON.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::to_value(self).expect("a summary is plain data")
    }
}

/// The first period from which the cumulative free cash flow stays at or above zero to the end.
fn turns(plan: &Plan) -> Option<String> {
    let stays = plan.finance.iter().rev().take_while(|row| row.cumulative_free_cash_flow_usd >= 0.0);
    stays.last().map(|row| row.span.period.clone())
}

/// The scenario, and how many values were set on the command line besides.
fn scenario(plan: &Plan, facts: Facts<'_>) -> String {
    let changes = facts.row("overrides", "changes").and_then(serde_json::Value::as_array);
    let set = changes.into_iter().flatten().filter(|change| change["from"] == "--set").count();
    match set {
        0 => plan.model.scenario.clone(),
        1 => format!("{}, 1 value set", plan.model.scenario),
        _ => format!("{}, {set} values set", plan.model.scenario),
    }
}
