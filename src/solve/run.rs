//! Solves the goals in order, rounds the integers, and solves the linear program that is the plan.

use super::dive::fractions;
use super::ear::Adviser;
use super::first;
use super::hunt::{Hunt, Quarry, is_worth_while};
use super::known::Places;
use super::outcome::{Failure, Gap, GoalOutcome, Method, Options, Outcome, Stop};
use super::secure::Guard;
use super::session::{Ended, Session};
use super::state::{Stated, StatedRow, state_insecure};
use super::watch::{Phase, Standing};
use crate::formulation::Formulation;
use crate::formulation::GoalKind;
use crate::formulation::blocks::{BLOCKS, Block};
use crate::formulation::key::Key;
use crate::formulation::lin::Lin;
use crate::formulation::objective::{decided, objective};
use crate::formulation::scale::MONEY;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// The smallest worsening of an earlier goal that is allowed, as a share of max(1, |best|).
const LEAST_TOLERANCE: f64 = 1e-8;
/// Part of the gap that is asked of the solver, so that rounding cannot push the plan outside it.
pub(super) const GAP_MARGIN: f64 = 0.98;
/// What is said when time ran out between goals.
const STOPPED: &str = "stopped before the later goals were solved";
/// What is said when the solver's bound cannot be right.
const DOUBT: &str = "the solver claimed a bound that the plan itself beats; the gap is that of the linear relaxation";
/// What is said of a relaxation that ended without crossover.
pub(super) const INSIDE: &str = "no prices were asked, so interior point ended without crossover: where plans are equally good, this one lies between them";

/// A solved model that can be asked more.
pub struct Solved {
    /// What was found.
    pub outcome: Outcome,
    /// The live model: integers fixed to the plan.
    pub stated: Stated,
    /// The columns that are integer in the model.
    pub integers: Vec<usize>,
    /// The last goal.
    pub goal: GoalKind,
    /// Which outages it knows of.
    pub guard: Guard,
    /// The basis of the first linear relaxation, where it has one.
    pub places: Option<Places>,
}

/// Solves a formulation.
///
/// # Errors
/// [`Failure`] when there is no plan.
pub fn solve(formulation: &Formulation, options: &Options) -> Result<Solved, Failure> {
    solve_blocks(formulation, BLOCKS, options)
}

/// The same with right-hand sides moved by steps, in internal units.
///
/// # Errors
/// [`Failure`] when there is no plan.
pub fn solve_stepped(
    formulation: &Formulation,
    steps: &BTreeMap<Key, f64>,
    options: &Options,
) -> Result<Solved, Failure> {
    solve_with(formulation, BLOCKS, steps, options)
}

/// The same with a list of blocks of one's own; tests drop or replace members of it.
///
/// # Errors
/// [`Failure`] when there is no plan.
pub fn solve_blocks(formulation: &Formulation, blocks: &[Block], options: &Options) -> Result<Solved, Failure> {
    solve_with(formulation, blocks, &BTreeMap::new(), options)
}

fn solve_with(
    formulation: &Formulation,
    blocks: &[Block],
    steps: &BTreeMap<Key, f64>,
    options: &Options,
) -> Result<Solved, Failure> {
    let begun = Instant::now();
    let statement = formulation.statement();
    let model = formulation.ctx.model;
    let mut goals: Vec<_> = model.goals.clone();
    let mut notes = Vec::new();
    if goals.iter().all(|goal| goal.kind == GoalKind::Unmet) {
        goals.push(crate::formulation::Goal { kind: GoalKind::Cost, tol: 0.0, abs: 0.0 });
        notes.push("no goal has money in it: cost breaks ties".to_owned());
    }
    let first = objective(&statement, goals[0].kind);
    let mut stated = state_insecure(formulation, blocks, &first, options.watch.clone());
    if stated.broken {
        return Err(Failure::Infeasible);
    }
    let integers = integers(formulation);
    let size = (stated.session.columns(), stated.session.rows(), stated.session.nonzeros(), integers.len());
    set_options(&mut stated.session, options);
    let moved =
        stated.rows.iter().enumerate().filter_map(|(n, row)| steps.get(&row.key).map(|step| (n, row.sides(*step))));
    let moved: Vec<(usize, f64, f64)> = moved.map(|(n, (lower, upper))| (n, lower, upper)).collect();
    if !moved.is_empty() {
        stated.session.set_row_bounds(&moved);
    }
    let base = decided(&statement);
    let method = options.method.first(size.2);
    let mut run = Run {
        options,
        begun,
        formulation,
        blocks,
        moved: &moved,
        integers: &integers,
        bounds: &formulation.vars.bounds,
        base: &base,
        work: (0, 0),
        root_iterations: 0,
        method,
        inside: method == Method::Ipm && first::may_end_inside(options, goals.len()),
        stop: Stop::Optimal,
        notes: Guard::note(formulation).into_iter().collect(),
        guard: Guard::new(formulation, blocks, steps),
        rows: &stated.rows,
        late: Vec::new(),
        places: None,
    };
    let mut outcomes: Vec<GoalOutcome> = Vec::new();
    let mut values = Vec::new();
    let mut kept = Vec::new();
    let mut gap = 0.0;
    for (n, goal) in goals.iter().enumerate() {
        let lin = objective(&statement, goal.kind);
        if n > 0 {
            stated.session.set_costs(&costs(&lin, stated.session.columns()));
            kept.push(run.keep(&mut stated.session, &outcomes[n - 1], &objective(&statement, goals[n - 1].kind)));
        }
        let found = match run.goal(&mut stated.session, &lin, goal.kind, &values) {
            Ok(found) => found,
            Err(failure) if n == 0 => return Err(failure),
            Err(_) => {
                // The plan of the goals before stands; the row that kept the last of them goes, and its objective comes back.
                let before = objective(&statement, goals[n - 1].kind);
                stated.session.set_costs(&costs(&before, stated.session.columns()));
                run.let_go(&mut stated.session, kept.pop());
                notes.push(STOPPED.to_owned());
                run.stop = if stated.session.stopped() { Stop::Interrupted } else { Stop::TimeLimit };
                break;
            }
        };
        let scale = own_scale(goal.kind);
        gap = (found.bound - found.best).max(0.0);
        let least = LEAST_TOLERANCE * found.best.abs().max(1.0);
        let abs = goal.abs / if goal.kind == GoalKind::Unmet { 1.0 } else { MONEY };
        let allowed = (goal.tol * found.best.abs() + abs).max(gap).max(least);
        let own = |x: f64| {
            if goal.kind == GoalKind::Npv { x * scale } else { -x * scale }
        };
        outcomes.push(GoalOutcome {
            kind: goal.kind,
            best: own(found.best),
            bound: own(found.bound),
            allowed: allowed * scale,
        });
        values = found.values;
        if matches!(run.stop, Stop::TimeLimit | Stop::Interrupted) && n + 1 < goals.len() {
            notes.push(STOPPED.to_owned());
            break;
        }
    }
    let Run { guard, mut late, places, work, stop, notes: mut more, .. } = run;
    notes.append(&mut more);
    stated.rows.append(&mut late);
    let size = if guard.is_on() { (size.0, stated.session.rows(), stated.session.nonzeros(), size.3) } else { size };
    let stop = if options.relax { Stop::Relaxed } else { stop };
    let goal = outcomes.last().map_or(GoalKind::Npv, |goal| goal.kind);
    let outcome = Outcome { stop, goals: outcomes, gap, values, duals: Vec::new(), size, work, notes };
    Ok(Solved { outcome, stated, integers, goal, guard, places })
}

/// Which columns are integer.
fn integers(formulation: &Formulation) -> Vec<usize> {
    formulation.vars.bounds.iter().enumerate().filter(|(_, (_, _, integer))| *integer).map(|(n, _)| n).collect()
}

/// Currency units (or unit-years) in an internal unit of a goal.
pub(super) const fn own_scale(goal: GoalKind) -> f64 {
    match goal {
        GoalKind::Npv | GoalKind::Cost => MONEY,
        GoalKind::Unmet => 1.0,
    }
}

/// Coefficients of an objective by column.
#[must_use]
pub fn costs(lin: &Lin, columns: usize) -> Vec<f64> {
    let mut costs = vec![0.0; columns];
    for (x, a) in &lin.terms {
        costs[x.index()] += a;
    }
    costs
}

fn set_options(session: &mut Session, options: &Options) {
    session.set_whole("threads", options.solver_threads());
    session.set_whole("random_seed", i32::try_from(options.seed).unwrap_or(0));
    session.set_number("mip_feasibility_tolerance", 1e-7);
    session.set_number("mip_rel_gap", 0.0);
    set_heuristics(session, false);
    session.set_flag("mip_allow_cut_separation_at_nodes", false);
}

/// HiGHS's own search for plans: half of the time of a tree goes into it, and a tree of the whole has a start.
pub(super) fn set_heuristics(session: &mut Session, on: bool) {
    for heuristic in ["mip_heuristic_run_rens", "mip_heuristic_run_rins", "mip_heuristic_run_root_reduced_cost"] {
        session.set_flag(heuristic, on);
    }
    session.set_number("mip_heuristic_effort", if on { 0.05 } else { 0.0 });
}

/// What a tree is to be grown from.
pub(super) struct Tree {
    pub standing: Standing,
    /// The gap asked for, internal units.
    pub asked: f64,
    /// The constant of the goal.
    pub constant: f64,
    /// The plan that it starts from.
    pub start: Option<Vec<f64>>,
}

/// What came of a tree.
pub(super) struct Grown {
    /// How it ended.
    pub ended: Ended,
    /// The best plan.
    pub values: Option<Vec<f64>>,
    /// What no plan can beat, constant included.
    pub bound: f64,
}

/// Solves within what is left of the time, asking an adviser for plans; iterations and nodes.
pub(super) fn run_within(
    session: &mut Session,
    time_limit: Option<Duration>,
    begun: Instant,
    adviser: Option<&mut Adviser>,
) -> (Ended, (i64, i64)) {
    let limit = time_limit.map_or(f64::INFINITY, |limit| limit.as_secs_f64());
    session.set_number("time_limit", (limit - begun.elapsed().as_secs_f64()).max(0.01));
    let mut ended = match adviser {
        Some(adviser) => session.run_advised(adviser),
        None => session.run(),
    };
    if ended == Ended::UnboundedOrInfeasible {
        session.set_text("presolve", "off");
        ended = session.run();
        session.set_text("presolve", "choose");
    }
    (ended, session.work())
}

struct Found {
    /// Maximised value, internal units.
    best: f64,
    bound: f64,
    values: Vec<f64>,
}

pub(super) struct Run<'a> {
    pub(super) options: &'a Options,
    pub(super) begun: Instant,
    pub(super) formulation: &'a Formulation<'a>,
    blocks: &'a [Block],
    /// Rows whose sides were moved.
    moved: &'a [(usize, f64, f64)],
    pub(super) integers: &'a [usize],
    pub(super) bounds: &'a [(f64, f64, bool)],
    base: &'a Lin,
    work: (i64, i64),
    /// Iterations of the last linear relaxation.
    pub(super) root_iterations: i64,
    /// How the first linear relaxation is solved.
    pub(super) method: Method,
    /// Whether it may end inside, without a basis.
    pub(super) inside: bool,
    stop: Stop,
    pub(super) notes: Vec<String>,
    /// Which outages the model knows of.
    pub(super) guard: Guard,
    /// Rows as they were stated.
    pub(super) rows: &'a [StatedRow],
    /// Rows that were added since.
    pub(super) late: Vec<StatedRow>,
    /// The basis of the first linear relaxation.
    pub(super) places: Option<Places>,
}

impl Run<'_> {
    pub(super) fn run(&mut self, session: &mut Session) -> Ended {
        let (ended, work) = run_within(session, self.options.time_limit, self.begun, None);
        self.count(work);
        ended
    }

    pub(super) fn count(&mut self, (iterations, nodes): (i64, i64)) {
        self.work = (self.work.0 + iterations, self.work.1 + nodes);
    }

    /// A model for the tree alone, while the hunt has the first.
    pub(super) fn twin(&self, lin: &Lin) -> Session {
        let mut session = state_insecure(self.formulation, self.blocks, lin, self.options.watch.clone()).session;
        set_options(&mut session, self.options);
        session.set_row_bounds(self.moved);
        set_heuristics(&mut session, true);
        session.set_integer(self.integers, true);
        session
    }

    /// Solves one goal to the gap.
    fn goal(&mut self, session: &mut Session, lin: &Lin, kind: GoalKind, before: &[f64]) -> Result<Found, Failure> {
        session.set_integer(self.integers, false);
        let (begun, constant) = (self.begun, lin.constant);
        let standing = move |phase: Phase, incumbent: Option<f64>, bound: Option<f64>| {
            let scale = if kind == GoalKind::Npv { own_scale(kind) } else { -own_scale(kind) };
            Standing { phase, goal: kind, begun, constant, scale, incumbent, bound }
        };
        session.stand(standing(Phase::Relaxation, None, None));
        let relaxed = if before.is_empty() { self.first_relaxation(session)? } else { self.relaxation(session)? };
        let relaxed_value = lin.value(&relaxed);
        // A first-order method ends near the optimum, on either side of it.
        let is_bound = self.method != Method::Pdlp || !before.is_empty();
        let relaxed_bound = if is_bound { relaxed_value } else { f64::INFINITY };
        if self.options.relax || self.integers.is_empty() {
            return Ok(Found { best: relaxed_value, bound: relaxed_value, values: relaxed });
        }
        let mut asked = self.absolute_gap(lin, kind, &relaxed);
        let root = standing(Phase::Start, None, Some(relaxed_bound));
        let quarry = Quarry { lin, relaxed: &relaxed, root: self.root_iterations, asked, standing: root };
        // A relaxation without fractions is the plan.
        let whole = fractions(&relaxed, self.integers).next().is_none();
        let mut known = match before {
            _ if whole => Some(relaxed.clone()),
            [] => self.best_start(session, lin),
            before => Some(before.to_vec()),
        };
        let mut hunt = None;
        // The search for plans states its own models, which know of no outage: made to survive them its plans came later than the tree's.
        if before.is_empty() && !self.guard.is_on() && is_worth_while(self.formulation, self.integers, &quarry) {
            let clock = (self.options.time_limit, self.begun);
            hunt = Some(Hunt::new(self.formulation, self.integers, clock, quarry, known.clone()));
        }
        let mut twin = None;
        let mut proved = relaxed_bound;
        let mut best: Option<Found> = None;
        let mut tries = 0;
        while tries < 3 {
            tries += 1;
            let at_hand = known.as_ref().map(|values| lin.value(values));
            let standing = standing(Phase::Tree, at_hand, Some(proved));
            // Where the start is good enough by the relaxation's bound, no tree is needed.
            let enough = at_hand.is_some_and(|value| proved - value <= asked * GAP_MARGIN);
            let ended = if enough {
                Ended::Optimal
            } else {
                let tree = Tree { standing, asked, constant, start: known.take() };
                let grown = if let Some(hunt) = &mut hunt {
                    self.grow_beside((hunt, &mut *session), &mut twin, lin, tree)
                } else {
                    let (grown, work) = self.grow(session, tree, None);
                    self.count(work);
                    grown
                };
                proved = grown.bound.min(relaxed_bound);
                known = grown.values;
                grown.ended
            };
            self.stop = match ended {
                Ended::Optimal | Ended::WorkLimit => Stop::Optimal,
                Ended::TimeLimit => Stop::TimeLimit,
                Ended::Interrupted => Stop::Interrupted,
                Ended::Infeasible => return Err(Failure::Infeasible),
                Ended::Unbounded | Ended::UnboundedOrInfeasible => return Err(Failure::Unbounded),
                Ended::Unproved | Ended::Failed(_) => return Err(gave_up(ended)),
            };
            let Some(point) = &known else {
                return Err(Failure::Stopped);
            };
            let late = self.late.len();
            let Some(values) = self.fixed(session, point)? else {
                // No plan with these whole numbers survives the outages that they were now shown to break.
                (known, tries) = (None, 0);
                continue;
            };
            if self.late.len() > late {
                tries = 0;
            }
            let best_value = lin.value(&values);
            // A bound that the plan itself beats was no bound: the relaxation's is used, and it is said.
            let beaten = best_value > proved + 1e-6 * best_value.abs().max(1.0);
            if beaten {
                self.notes.push(DOUBT.to_owned());
                proved = relaxed_bound;
            }
            let found = Found { best: best_value, bound: proved, values };
            let allowed = self.absolute_gap(lin, kind, &found.values);
            let within = found.bound - found.best <= allowed.max(1e-7 * found.best.abs().max(1.0));
            let done = within || self.stop != Stop::Optimal;
            known = Some(found.values.clone());
            if self.stop == Stop::Optimal && found.bound - found.best > 1e-6 * found.best.abs().max(1.0) {
                self.stop = Stop::WithinGap;
            }
            best = Some(found);
            if done {
                break;
            }
            asked = allowed / 2.0;
        }
        if let Some(hunt) = hunt {
            self.count(hunt.work);
        }
        best.ok_or(Failure::Stopped)
    }

    /// Grows a tree to the gap asked for; iterations and nodes.
    pub(super) fn grow(&self, session: &mut Session, tree: Tree, adviser: Option<&mut Adviser>) -> (Grown, (i64, i64)) {
        session.stand(tree.standing);
        session.set_integer(self.integers, true);
        session.set_number("mip_abs_gap", tree.asked * GAP_MARGIN);
        if let Some(start) = &tree.start {
            session.start_from(start);
        }
        let (ended, work) = run_within(session, self.options.time_limit, self.begun, adviser);
        let bound = session.mip_bound() + tree.constant;
        let bound = if bound.is_finite() { bound } else { f64::INFINITY };
        let values = if session.has_point() { Some(session.values()) } else { tree.start };
        (Grown { ended, values, bound }, work)
    }

    /// The gap in internal units of the goal: a share of what is decided; without money, of the objective.
    fn absolute_gap(&self, lin: &Lin, kind: GoalKind, values: &[f64]) -> f64 {
        match self.options.gap {
            Gap::Money(money) if kind != GoalKind::Unmet => money / MONEY,
            Gap::Money(_) => 0.0,
            Gap::Share(share) if kind == GoalKind::Unmet => share * lin.value(values).abs(),
            Gap::Share(share) => share * self.base.value(values).abs(),
        }
    }
}

pub(super) fn gave_up(ended: Ended) -> Failure {
    Failure::Solver(match ended {
        Ended::Failed(status) => format!("HiGHS ended with status {status}"),
        _ => "HiGHS ended at a point that it cannot prove to be the best".to_owned(),
    })
}
