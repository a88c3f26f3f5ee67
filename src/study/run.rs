//! Model -> audited plan.

use super::clash::{self, Clash};
use super::{unbounded, worth};
use crate::audit;
use crate::domain::{GoalKind, Model};
use crate::formulation::Formulation;
use crate::input::Scenario;
use crate::plan::build::build;
use crate::plan::types::{AuditNote, Plan, Status};
use crate::solve::known::Basis;
use crate::solve::outcome::{Failure, Options};
use crate::solve::prices::duals;
use crate::solve::run::{Solved, solve as solve_model};
use crate::solve::watch::Phase;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::time::Instant;

/// What is said of a plan whose prices were interrupted.
const NO_PRICES: &str = "interrupted before the prices of limits were known";
/// What is said of a plan that somebody did not wait for.
const NO_WORTH: &str = "interrupted before all was asked that one more would be worth";

/// How much is asked about the worth of limits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Worth {
    /// Nothing.
    None,
    /// With this plan's decisions kept.
    #[default]
    Kept,
    /// Also with everything decided again, as intervals.
    Free,
}

/// Why there is no plan, in the planner's words.
#[derive(Clone, Debug)]
pub enum NoPlan {
    /// Limits clash.
    Infeasible(Box<Clash>),
    /// A decision earns without end.
    Unbounded(String),
    /// Stopped before any plan was found.
    Stopped,
    /// The audit does not agree; the sentences say with what.
    AuditDisagreed(Vec<String>),
    /// The solver gave up.
    Solver(String),
}

/// Why an attempt has no plan.
#[derive(Clone, Debug)]
pub(super) enum Without {
    /// The solver has none.
    Plan(Failure),
    /// The audit does not agree; the sentences say with what.
    Audit(Vec<String>),
}

/// Solves a model, which is a scenario of what its file says, asks what its limits are worth, and audits the plan before handing it out.
///
/// # Errors
/// [`NoPlan`] where there is none, or where the audit disagrees.
pub fn solve(model: &Model, scenario: &Scenario, options: &Options, asked: Worth) -> Result<Plan, NoPlan> {
    let begun = Instant::now();
    let formulation = Formulation::new(model);
    match attempt(&formulation, scenario, options, asked) {
        Ok((plan, _)) => Ok(plan),
        Err(Without::Audit(sentences)) => Err(NoPlan::AuditDisagreed(sentences)),
        Err(Without::Plan(failure)) => Err(no_plan(&formulation, failure, options, begun)),
    }
}

/// The same of a formulation, without looking for what clashes where there is no plan; with the basis of its linear relaxation.
pub(super) fn attempt(
    formulation: &Formulation,
    scenario: &Scenario,
    options: &Options,
    asked: Worth,
) -> Result<(Plan, Option<Basis>), Without> {
    let begun = Instant::now();
    let model = formulation.ctx.model;
    let inputs = scenario.write(model);
    let stated = begun.elapsed();
    let mut solved = solve_model(formulation, options).map_err(Without::Plan)?;
    let solving = begun.elapsed();
    if options.prices {
        options.watch.enter(Phase::Prices, solved.goal, begun);
        match duals(&mut solved, formulation, options.ranges) {
            Some(prices) => solved.outcome.duals = prices,
            None => solved.outcome.notes.push(NO_PRICES.to_owned()),
        }
    }
    let priced = begun.elapsed();
    let sha256 = digest(&inputs);
    let mut plan = build(formulation, &solved.outcome, inputs, sha256);
    plan.model.scenario.clone_from(&scenario.name);
    let built = begun.elapsed();
    // What is worth asking about is found by its price.
    if options.prices && asked != Worth::None {
        options.watch.enter(Phase::Worth, solved.goal, begun);
        plan.worth = worth::lines(formulation, &mut solved, &plan, options, asked);
    }
    if options.watch.stopped() {
        interrupted(&mut plan, asked);
    }
    let asked_worth = begun.elapsed();
    plan.run.work = work(&solved);
    let basis = solved.places.as_ref().filter(|_| options.known.wanted);
    let basis = basis.map(|places| Basis::named(formulation, &solved.stated.rows, places));
    // Nobody asks the solver any more: what it holds of a large model is free for the audit.
    drop(solved);
    let verdict = audit::verify(model, &plan);
    if !verdict.agreed() {
        return Err(Without::Audit(verdict.disagreements.iter().map(ToString::to_string).collect()));
    }
    plan.audit =
        AuditNote { numbers_checked: verdict.numbers_checked, limits_checked: verdict.limits_checked, agreed: true };
    let seconds = |from: std::time::Duration, to: std::time::Duration| to.saturating_sub(from).as_secs_f64();
    plan.run.version = env!("CARGO_PKG_VERSION").into();
    plan.run.solver = "HiGHS 1.15".into();
    plan.run.seconds = json!({
        "state": stated.as_secs_f64(),
        "solve": seconds(stated, solving),
        "prices": seconds(solving, priced),
        "plan": seconds(priced, built),
        "worth": seconds(built, asked_worth),
        "audit": seconds(asked_worth, begun.elapsed()),
    });
    plan.run.options = json!({
        "gap": format!("{:?}", options.gap),
        "time_limit_s": options.time_limit.map(|limit| limit.as_secs_f64()),
        "threads": options.threads,
        "relax": options.relax,
        "method": format!("{:?}", options.method).to_lowercase(),
        "prices": options.prices,
        "seed": options.seed,
    });
    Ok((plan, basis))
}

fn work(solved: &Solved) -> Value {
    json!({ "iterations": solved.outcome.work.0, "nodes": solved.outcome.work.1 })
}

/// SHA-256 of the canonical text of the resolved model.
#[must_use]
pub fn digest(inputs: &Value) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(inputs.to_string().as_bytes()) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// Marks a plan on whose way somebody asked to stop, whatever was left to do.
fn interrupted(plan: &mut Plan, asked: Worth) {
    if matches!(plan.outcome.status, Status::Optimal | Status::WithinGap) {
        plan.outcome.status = Status::Interrupted;
    }
    if asked != Worth::None {
        plan.outcome.notes.push(NO_WORTH.to_owned());
    }
}

fn no_plan(formulation: &Formulation, failure: Failure, options: &Options, begun: Instant) -> NoPlan {
    if matches!(failure, Failure::Infeasible | Failure::Unbounded) {
        let goal = formulation.ctx.model.goals.first().map_or(GoalKind::Npv, |goal| goal.kind);
        options.watch.enter(Phase::Clash, goal, begun);
    }
    match failure {
        // Where a group may give way, options that were never worth taking beside another may be.
        Failure::Infeasible => {
            let entire = Formulation::entire(formulation.ctx.model);
            NoPlan::Infeasible(Box::new(clash::explain(&entire, options)))
        }
        Failure::Unbounded => NoPlan::Unbounded(unbounded::words(formulation, options)),
        Failure::Stopped => NoPlan::Stopped,
        Failure::Solver(words) => NoPlan::Solver(words),
    }
}
