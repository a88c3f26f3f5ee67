//! Outcome -> plan.

use super::settle::settle;
use super::types::{AuditNote, GoalRow, ModelRef, Outcome, Plan, Run, SCHEMA, Size, Status};
use super::view::View;
use super::{finance, limits, money, operation, things};
use crate::domain::GoalKind;
use crate::formulation::Formulation;
use crate::formulation::objective::objective;
use crate::formulation::scale::MONEY;
use crate::solve::outcome as solved;

/// A goal as the model file writes it.
#[must_use]
pub const fn goal_name(goal: GoalKind) -> &'static str {
    match goal {
        GoalKind::Npv => "npv",
        GoalKind::Cost => "cost",
        GoalKind::Unmet => "unmet",
    }
}

/// Builds the plan of an outcome. `inputs` is the resolved model; worth, audit and the timings of `run` are filled in later.
#[must_use]
pub fn build(f: &Formulation, outcome: &solved::Outcome, inputs: serde_json::Value, sha256: String) -> Plan {
    let relaxed = outcome.stop == solved::Stop::Relaxed;
    let values = settle(f, &outcome.values, relaxed);
    let view = View { f, values: &values, relaxed };
    let last = outcome.goals.last();
    let goal = last.map_or(GoalKind::Npv, |goal| goal.kind);
    let has_money = goal != GoalKind::Unmet;
    let payments = money::payments(&view);
    let salvage = money::salvage(&view);
    let bends = money::bends(&view);
    let totals = money::totals(&view, &payments, &salvage, &bends);
    let statement = view.statement();
    let value_of = |kind: GoalKind| {
        let value = view.value(&objective(&statement, kind));
        match kind {
            GoalKind::Npv => value * MONEY,
            GoalKind::Cost => -value * MONEY,
            GoalKind::Unmet => -value + 0.0,
        }
    };
    let value = value_of(goal);
    let bound = last.map_or(value, |last| last.bound);
    // A bound that the plan itself beats by rounding is the plan's own value.
    let bound = if goal == GoalKind::Npv { bound.max(value) } else { bound.min(value) };
    let gap_usd = (bound - value).abs();
    let base = if has_money { totals.decided_usd_discounted.abs() } else { value.abs() };
    let gap = if base > 0.0 { gap_usd / base } else { 0.0 };
    let goals = outcome.goals.iter().map(|goal| GoalRow {
        goal: goal_name(goal.kind).to_owned(),
        best: goal.best,
        bound: goal.bound,
        value: value_of(goal.kind),
        allowed: goal.allowed,
    });
    let finance = finance::periods(&view);
    let basis = if f.vars.bounds.iter().any(|(_, _, integer)| *integer) && !relaxed { "starts kept" } else { "lp" };
    let (columns, rows, nonzeros, integers) = outcome.size;
    Plan {
        schema: SCHEMA.to_owned(),
        model: ModelRef { name: f.ctx.model.name.clone(), scenario: "base".to_owned(), sha256 },
        outcome: Outcome {
            status: match outcome.stop {
                solved::Stop::Optimal => Status::Optimal,
                solved::Stop::WithinGap => Status::WithinGap,
                solved::Stop::TimeLimit => Status::TimeLimit,
                solved::Stop::Interrupted => Status::Interrupted,
                solved::Stop::Relaxed => Status::Relaxed,
            },
            goal: goal_name(goal).to_owned(),
            objective: value,
            bound,
            gap,
            gap_usd,
            goals: goals.collect(),
            notes: outcome.notes.clone(),
        },
        projects: things::projects(&view),
        orders: things::orders(&view),
        agreements: super::agreements::agreements(&view),
        endings: super::agreements::endings(&view),
        bills: super::agreements::bills(&view),
        draws: super::agreements::draws(&view),
        supply_bills: super::bills::supply_bills(&view),
        cancellations: things::cancellations(&view),
        assignments: operation::assignments(&view),
        service: operation::service(&view),
        demand: operation::demand(&view),
        sites: operation::sites(&view),
        fleet: operation::fleet(&view),
        grid: super::network::grid(&view),
        batteries: super::batteries::batteries(&view),
        cash: money::cash(&payments),
        after_horizon: money::after_horizon(&view, &payments),
        finance_years: finance::years(&view, &finance),
        finance,
        limits: limits::limits(&view, &outcome.duals, has_money),
        prices: limits::prices(&view, &outcome.duals, has_money, basis),
        worth: Vec::new(),
        audit: AuditNote::default(),
        inputs,
        run: Run { size: Some(Size { columns, rows, nonzeros, integers }), ..Run::default() },
        totals,
        salvage,
        bends,
        payments,
    }
}
