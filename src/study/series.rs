//! One question's solves: each starts from what those before left behind, the plan that the question is asked of first.
//!
//! Plans are tried as starts in every later member, so that a member is never worse than a plan of another that keeps its limits. What
//! is kept in a folder is not solved again: a file a member, named by what it was made of.

use super::again::Unanswered;
use super::run::{Without, Worth, attempt, digest};
use crate::audit;
use crate::domain::Model;
use crate::files::write_atomic;
use crate::formulation::Formulation;
use crate::input::Scenario;
use crate::plan::kept::kept;
use crate::plan::types::{Plan, Status};
use crate::solve::known::{Basis, Known};
use crate::solve::outcome::{Failure, Gap, Options};
use crate::solve::run::{Solved, solve};
use crate::solve::span::Span;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A member is solved nearly as near to its best as the plan is: its start is the plan with a little changed, and a little worse.
const LOOSER: f64 = 1.1;

/// How members are solved.
#[derive(Clone, Default)]
pub struct Asked {
    /// Options of every solve; the gap is that of the plan unless another is given.
    pub options: Options,
    /// Another gap than that of the plan.
    pub gap: Option<Gap>,
    /// Where members are kept.
    pub keep: Option<PathBuf>,
}

/// The solves of a question.
pub(super) struct Series {
    options: Options,
    keep: Option<PathBuf>,
    /// Plans with whole numbers, which each solve tries to start from.
    plans: Vec<Plan>,
    /// The basis of the last linear relaxation.
    basis: Option<Arc<Basis>>,
}

impl Series {
    /// Of a plan: about its gap is asked of all members, without prices.
    pub(super) fn of(plan: &Plan, asked: &Asked) -> Self {
        let gap = asked.gap.unwrap_or(Gap::Money(plan.outcome.gap_usd.max(0.0) * LOOSER));
        let options = Options { gap, prices: false, ..asked.options.clone() };
        let mut series = Self { options, keep: asked.keep.clone(), plans: Vec::new(), basis: None };
        series.take(plan);
        series
    }

    /// Whether somebody asked to stop.
    pub(super) fn stopped(&self) -> bool {
        self.options.watch.stopped()
    }

    /// Has a plan tried as a start.
    pub(super) fn take(&mut self, plan: &Plan) {
        if plan.outcome.status != Status::Relaxed {
            self.plans.push(plan.clone());
        }
    }

    /// Solves a model, or its relaxation; nothing where no plan keeps its limits.
    pub(super) fn solve(&mut self, model: &Model, relax: bool) -> Result<Option<Plan>, Unanswered> {
        self.solve_stated(&Formulation::new(model), "", relax)
    }

    /// The same of a formulation of which some columns are held, as `held` says.
    pub(super) fn solve_stated(
        &mut self,
        formulation: &Formulation,
        held: &str,
        relax: bool,
    ) -> Result<Option<Plan>, Unanswered> {
        self.member(formulation, &Scenario::default(), held, relax)
    }

    /// A model as a scenario of what its file says.
    pub(super) fn solve_scenario(
        &mut self,
        formulation: &Formulation,
        scenario: &Scenario,
    ) -> Result<Option<Plan>, Unanswered> {
        self.member(formulation, scenario, "", false)
    }

    fn member(
        &mut self,
        formulation: &Formulation,
        scenario: &Scenario,
        held: &str,
        relax: bool,
    ) -> Result<Option<Plan>, Unanswered> {
        let file = self.keep.as_ref().map(|folder| folder.join(self.name(formulation, held, relax)));
        if let Some(plan) = file.as_deref().and_then(|file| earlier(file, formulation.ctx.model)) {
            self.take(&plan);
            return Ok(Some(plan));
        }
        let starts = if relax { Vec::new() } else { self.plans.iter().map(|plan| kept(plan, formulation)).collect() };
        let known = Known { starts, basis: self.basis.clone(), wanted: true };
        let options = Options { relax, known, ..self.options.clone() };
        let (plan, basis) = match attempt(formulation, scenario, &options, Worth::None) {
            Ok(found) => found,
            Err(Without::Plan(failure)) => return none(failure).map(|()| None),
            Err(Without::Audit(sentences)) => return Err(Unanswered::Audit(sentences)),
        };
        self.basis = basis.map(Arc::new).or_else(|| self.basis.take());
        self.take(&plan);
        // What somebody stopped is asked again the next time.
        let done = !matches!(plan.outcome.status, Status::Interrupted | Status::TimeLimit);
        if let Some(file) = file.filter(|_| done) {
            let mut json = serde_json::to_vec(&plan).expect("a plan can be written");
            json.push(b'\n');
            let written =
                file.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| write_atomic(&file, &json));
            written.map_err(|error| Unanswered::Unwritable(file.display().to_string(), error.to_string()))?;
        }
        Ok(Some(plan))
    }

    /// The objective alone, proved best, in its own direction; nothing where no plan keeps the limits.
    pub(super) fn value(&mut self, formulation: &Formulation, relax: bool) -> Result<Option<f64>, Unanswered> {
        let solved = self.solved(formulation, relax)?;
        Ok(solved.and_then(|solved| solved.outcome.goals.last().map(|goal| goal.best)))
    }

    /// The linear relaxation, live; nothing where it has no plan.
    pub(super) fn relaxation(&mut self, formulation: &Formulation) -> Result<Option<Solved>, Unanswered> {
        self.solved(formulation, true)
    }

    /// A model whose amounts are asked one after the other, from the basis of its relaxation.
    pub(super) fn span(&mut self, formulation: &Formulation) -> Result<Span, Unanswered> {
        self.relaxation(formulation)?.ok_or(Unanswered::Stopped)?;
        let known = Known { starts: Vec::new(), basis: self.basis.clone(), wanted: false };
        Ok(Span::new(formulation, &Options { known, ..self.options.clone() }))
    }

    fn solved(&mut self, formulation: &Formulation, relax: bool) -> Result<Option<Solved>, Unanswered> {
        let known = Known { starts: Vec::new(), basis: self.basis.clone(), wanted: true };
        // Without prices a relaxation may end without a vertex, which has no basis.
        let options = Options { gap: Gap::Money(0.0), relax, prices: true, known, ..self.options.clone() };
        match solve(formulation, &options) {
            Ok(solved) => {
                let basis = solved.places.as_ref().map(|at| Basis::named(formulation, &solved.stated.rows, at));
                self.basis = basis.map(Arc::new).or_else(|| self.basis.take());
                Ok(Some(solved))
            }
            Err(failure) => none(failure).map(|()| None),
        }
    }

    /// The file of a member: what it is made of, and how it is solved.
    fn name(&self, formulation: &Formulation, held: &str, relax: bool) -> String {
        let made = json!({
            "model": crate::input::write(formulation.ctx.model),
            "held": held,
            "relax": relax,
            "gap": format!("{:?}", self.options.gap),
            "threads": self.options.threads,
            "seed": self.options.seed,
            "version": env!("CARGO_PKG_VERSION"),
        });
        format!("{}.json", digest(&made))
    }
}

/// That nothing keeps every limit is an answer; any other failure is none.
fn none(failure: Failure) -> Result<(), Unanswered> {
    match failure {
        Failure::Infeasible => Ok(()),
        Failure::Unbounded => Err(Unanswered::Unbounded),
        Failure::Stopped => Err(Unanswered::Stopped),
        Failure::Solver(words) => Err(Unanswered::Solver(words)),
    }
}

/// A member that was kept: a plan of the same model with which the audit agrees.
fn earlier(file: &Path, model: &Model) -> Option<Plan> {
    let plan: Plan = serde_json::from_slice(&std::fs::read(file).ok()?).ok()?;
    audit::verify(model, &plan).agreed().then_some(plan)
}
