//! Capital spending, commitments, and what is paid after the horizon.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Amount;
use crate::plan::types::{MoneyKind, PaymentRow, PaymentStatus, Plan, Span, State};
use crate::report::facts::Facts;
use crate::report::money::{capital_by, horizon, largest_first};
use crate::report::words::{money, percent};

/// Nominal capital payments within the horizon.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spend {
    /// All of them.
    pub usd: f64,
    /// The sum of the budgets, where they cover exactly these payments once.
    pub of_usd: Option<f64>,
    /// By category, the most first.
    pub categories: Vec<Amount>,
    /// Of commitments, cancelling fees included.
    pub committed_usd: f64,
    /// Of commitments that can still be cancelled.
    pub cancellable_usd: f64,
    /// The first period after which some of them no longer can.
    pub cancellable_first: Option<String>,
    /// The last period in which any of them can.
    pub cancellable_last: Option<String>,
    /// Each budget with an `at_most`.
    pub budgets: Vec<BudgetUse>,
}

/// What a budget allows and what the plan spends of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BudgetUse {
    /// Its id.
    pub budget: String,
    /// Spent.
    pub spent_usd: f64,
    /// Its `at_most` with what was carried in.
    pub at_most_usd: f64,
}

/// A commitment that can still be cancelled, or that the plan cancels.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Commitment {
    /// Its address.
    pub address: String,
    /// Committed (and kept), or cancelled (in part or whole).
    pub state: State,
    /// Capital payments still due if the plan is followed, nominal, also after the horizon.
    pub due_usd: f64,
    /// Cancelling fees.
    pub fees_usd: f64,
    /// The last period in which it can be cancelled.
    pub until: Option<String>,
    /// When it is cancelled.
    pub cancelled: Option<String>,
    /// Share cancelled.
    pub cancelled_share: f64,
    /// When it arrives.
    pub in_service: String,
}

/// What is still paid after the horizon, nominal.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct After {
    /// The last period of the horizon.
    pub last: String,
    /// Capital payments by category, the most first.
    pub capital: Vec<Amount>,
    /// Of these, for what was committed before.
    pub committed_usd: f64,
    /// Lease fees.
    pub fees_usd: f64,
    /// By calendar year, in order: capital payments and lease fees.
    pub years: Vec<Amount>,
}

impl Commitment {
    /// What becomes of it: `kept`, `cancelled in 2026Q1`.
    #[must_use]
    pub fn fate(&self) -> String {
        match self.state {
            State::Cancelled => format!("cancelled in {}", self.cancelled.as_deref().unwrap_or("part")),
            _ if self.cancelled_share > 0.0 => format!("{} cancelled", percent(self.cancelled_share)),
            _ => "kept".into(),
        }
    }

    /// Until when it can be cancelled, or what cancelling cost.
    #[must_use]
    pub fn until_words(&self) -> String {
        match (&self.until, self.state) {
            (_, State::Cancelled) if self.fees_usd > 0.0 => format!("for a fee of {}", money(self.fees_usd)),
            (Some(until), State::Committed) => format!("until {until}"),
            _ => String::new(),
        }
    }
}

pub(super) fn spend(plan: &Plan, facts: Facts) -> Spend {
    let categories = capital_by(plan, |row| Some(row.category.as_str()));
    let budgets: Vec<BudgetUse> = plan.limits.iter().filter_map(budget).collect();
    let kept: Vec<Commitment> = commitments(plan).into_iter().filter(|c| c.state == State::Committed).collect();
    let until = |c: &Commitment| c.until.clone();
    Spend {
        usd: plan.totals.capital_usd_nominal,
        of_usd: whole_budget(plan, facts, &budgets),
        categories: categories.into_iter().map(|(name, value)| Amount { name, value }).collect(),
        committed_usd: plan.totals.committed_usd_nominal,
        cancellable_usd: within_horizon_due(plan, &kept),
        cancellable_first: kept.iter().filter_map(until).min(),
        cancellable_last: kept.iter().filter_map(until).max(),
        budgets,
    }
}

fn budget(row: &crate::plan::types::LimitRow) -> Option<BudgetUse> {
    let budget = row.id.strip_prefix("budget[")?.strip_suffix("].at_most")?;
    Some(BudgetUse { budget: budget.into(), spent_usd: row.level, at_most_usd: row.bound })
}

/// The sum of all budgets, where what they count adds up to the capital spending: then they neither overlap nor leave some out.
fn whole_budget(plan: &Plan, facts: Facts, budgets: &[BudgetUse]) -> Option<f64> {
    let spent: f64 = budgets.iter().map(|budget| budget.spent_usd).sum();
    let capital = plan.totals.capital_usd_nominal;
    let same = !budgets.is_empty() && (spent - capital).abs() <= 1e-6 * capital.abs().max(1.0);
    let allowed: Option<f64> = budgets.iter().map(|b| facts.quantity("budget", &b.budget, "at_most")).sum();
    allowed.filter(|_| same)
}

fn within_horizon_due(plan: &Plan, kept: &[Commitment]) -> f64 {
    let within = horizon(plan);
    let counts = |row: &&PaymentRow| row.kind == MoneyKind::Capital && within.contains(row.span.period.as_str());
    let rows = plan.payments.iter().filter(counts);
    rows.filter(|row| kept.iter().any(|c| c.address == row.asset)).map(|row| row.usd_nominal).sum()
}

/// Commitments that can still be cancelled or are cancelled, the most money first.
pub(super) fn commitments(plan: &Plan) -> Vec<Commitment> {
    let mut due: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for row in plan.payments.iter().filter(|row| row.kind == MoneyKind::Capital) {
        let sum = due.entry(&row.asset).or_default();
        if row.milestone == "cancelling fee" {
            sum.1 += row.usd_nominal;
        } else {
            sum.0 += row.usd_nominal;
        }
    }
    let label = |span: &Option<Span>| span.as_ref().map(|span| span.period.clone());
    let row = |address: String, state, until, cancelled, cancelled_share, in_service: &Span| {
        let (due_usd, fees_usd) = due.get(address.as_str()).copied().unwrap_or_default();
        let in_service = in_service.period.clone();
        Commitment {
            address,
            state,
            due_usd,
            fees_usd,
            until: label(until),
            cancelled: label(cancelled),
            cancelled_share,
            in_service,
        }
    };
    let projects = plan.projects.iter().filter(|p| p.state != State::Planned).map(|p| {
        row(format!("project[{}]", p.project), p.state, &p.decide_by, &p.cancelled, p.cancelled_share, &p.in_service)
    });
    let orders = plan
        .orders
        .iter()
        .filter(|o| o.state != State::Planned)
        .map(|o| row(o.id.clone(), o.state, &o.decide_by, &o.cancelled, o.cancelled_share, &o.in_service));
    let open = |c: &Commitment| c.until.is_some() || c.state == State::Cancelled || c.cancelled_share > 0.0;
    let mut all: Vec<Commitment> = projects.chain(orders).filter(open).collect();
    all.sort_by(|a, b| {
        (b.state == State::Cancelled).cmp(&(a.state == State::Cancelled)).then(b.due_usd.total_cmp(&a.due_usd))
    });
    all
}

pub(super) fn after(plan: &Plan) -> After {
    let rows = || plan.after_horizon.iter();
    let capital = || rows().filter(|row| row.kind == MoneyKind::Capital);
    let amount = |(name, value)| Amount { name, value };
    let mut years = largest_first(rows().map(|row| (row.span.period.chars().take(4).collect(), row.usd_nominal)));
    years.sort_by(|a, b| a.0.cmp(&b.0));
    let committed = capital().filter(|row| row.status == PaymentStatus::Committed);
    After {
        last: plan.finance.last().map(|row| row.span.period.clone()).unwrap_or_default(),
        capital: largest_first(capital().map(|row| (row.category.clone(), row.usd_nominal)))
            .into_iter()
            .map(amount)
            .collect(),
        committed_usd: committed.map(|row| row.usd_nominal).sum(),
        fees_usd: rows().filter(|row| row.kind == MoneyKind::Lease).map(|row| row.usd_nominal).sum(),
        years: years.into_iter().map(amount).collect(),
    }
}
