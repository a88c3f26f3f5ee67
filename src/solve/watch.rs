//! Who hears how a solve goes, and who may stop it.

use super::ear::Adviser;
use crate::formulation::GoalKind;
use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

/// What is being done.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Phase {
    /// The linear relaxation, which gives the first bound.
    #[default]
    Relaxation,
    /// A good plan before the tree.
    Start,
    /// Branch and bound.
    Tree,
    /// What one more of each limit would bring, with the decisions held.
    Prices,
    /// What a step of the limits that matter most would be worth.
    Worth,
    /// Which limits clash, and the ways out.
    Clash,
}

/// How a solve stands, from which the solver's own numbers are read in the planner's terms.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Standing {
    /// What is being done.
    pub phase: Phase,
    /// The goal being solved.
    pub goal: GoalKind,
    /// When the first solve began.
    pub begun: Instant,
    /// Constant of the objective, internal units, maximised.
    pub constant: f64,
    /// Currency units (or unit-years) in an internal unit, negative where the goal is to have little.
    pub scale: f64,
    /// Best value found before this solve, internal units, constant included.
    pub incumbent: Option<f64>,
    /// Best bound proved before this solve, internal units, constant included.
    pub bound: Option<f64>,
}

/// What is said of a solve while it works.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Tick {
    /// What is being done.
    pub phase: Phase,
    /// The goal being solved.
    pub goal: GoalKind,
    /// Seconds since the first solve began.
    pub seconds: f64,
    /// Best value so far, in currency units or unit-years of the goal.
    pub incumbent: Option<f64>,
    /// What no plan can beat, likewise.
    pub bound: Option<f64>,
}

impl Standing {
    /// With what the solver knows by now: its best value and its bound, constant left out.
    pub(super) fn tick(&self, incumbent: f64, bound: f64, elsewhere: f64) -> Tick {
        let known = |x: f64| x.is_finite().then_some(x + self.constant);
        let elsewhere = Some(elsewhere).filter(|x| x.is_finite());
        let best = [self.incumbent, known(incumbent), elsewhere].into_iter().flatten().reduce(f64::max);
        // Before the tree the solver sees a part of the plans, whose bound is no bound of all.
        let proved = if self.phase == Phase::Tree { known(bound) } else { None };
        let least = [self.bound, proved].into_iter().flatten().reduce(f64::min);
        let own = |x: Option<f64>| x.map(|x| x * self.scale);
        Tick {
            phase: self.phase,
            goal: self.goal,
            seconds: self.begun.elapsed().as_secs_f64(),
            incumbent: own(best),
            bound: own(least),
        }
    }
}

/// Who hears of progress, and who may stop the solver.
#[derive(Clone, Default)]
pub struct Watch {
    /// Set from outside to stop at the next opportunity.
    pub stop: Arc<AtomicBool>,
    /// Called now and then.
    pub on_tick: Option<Arc<dyn Fn(Tick) + Send + Sync>>,
    /// How the solve stands; set by [`Session::stand`].
    pub(super) standing: Option<Standing>,
    /// When the solver's progress is next reported, in milliseconds since the first solve began.
    pub(super) next: Arc<AtomicU64>,
    /// The value of the best plan so far, of whatever solve of a goal it is; the bits of a number, or of none.
    pub(super) best: Arc<AtomicU64>,
    /// Iterations after which a tree ends.
    pub(super) iterations: Option<i64>,
    /// Whether a request to stop is not heard: for the short solves that make a plan of the best so far.
    pub(super) deaf: bool,
    /// Who is asked for plans while a tree works.
    pub(super) advice: RefCell<Option<Advice>>,
}

impl Watch {
    /// A watch that may be stopped from outside and reports to `on_tick`.
    #[must_use]
    pub fn new(stop: Arc<AtomicBool>, on_tick: Arc<dyn Fn(Tick) + Send + Sync>) -> Self {
        Self { stop, on_tick: Some(on_tick), ..Self::default() }
    }

    /// Whether somebody asked to stop.
    #[must_use]
    pub fn stopped(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }

    /// The same for solves within a study, of which nothing is reported.
    #[must_use]
    pub fn silent(&self) -> Self {
        Self { stop: Arc::clone(&self.stop), ..Self::default() }
    }

    /// Reports that something else is being done, outside a solve that knows of a plan or a bound.
    pub fn enter(&self, phase: Phase, goal: GoalKind, begun: Instant) {
        if let Some(on_tick) = &self.on_tick {
            on_tick(Tick { phase, goal, seconds: begun.elapsed().as_secs_f64(), incumbent: None, bound: None });
        }
    }
}

/// Who is asked for plans, and what the tree found since.
#[derive(Clone)]
pub(super) struct Advice {
    pub(super) adviser: *mut Adviser<'static>,
    pub(super) columns: usize,
    /// Rounds of cuts at the root so far.
    pub(super) rounds: i64,
    pub(super) found: Option<Vec<f64>>,
}
