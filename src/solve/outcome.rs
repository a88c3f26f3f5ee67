//! How a solve ended, in honest words.

use crate::formulation::GoalKind;
use crate::formulation::key::Key;
use std::time::Duration;

/// When to stop improving.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Gap {
    /// A share of the discounted payments that the plan decides.
    Share(f64),
    /// An amount, in currency units.
    Money(f64),
}

/// Which algorithm solves the first linear programme; later ones start from its basis, by simplex.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Method {
    /// By size: see [`super::first`].
    #[default]
    Auto,
    /// Dual simplex.
    Simplex,
    /// Interior point, with crossover where prices or a vertex are asked.
    Ipm,
    /// First-order method, without a vertex.
    Pdlp,
}

/// What is asked of a solve.
#[derive(Clone)]
pub struct Options {
    /// When to stop improving.
    pub gap: Gap,
    /// When to stop at all.
    pub time_limit: Option<Duration>,
    /// Threads: with one, tree and hunt take turns; with more, the hunt has one of its own and HiGHS's tree the others.
    pub threads: u32,
    /// Whether starts and lots may be fractions.
    pub relax: bool,
    /// How the first linear programme is solved.
    pub method: Method,
    /// Whether prices are asked; without, a relaxation may end without a vertex.
    pub prices: bool,
    /// Whether prices of a large relaxation come with the ranges in which they hold.
    pub ranges: bool,
    /// Seed of HiGHS's choices.
    pub seed: u32,
    /// What earlier solves of like models left behind.
    pub known: super::known::Known,
    /// Who watches and who may stop it.
    pub watch: super::watch::Watch,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            gap: Gap::Share(0.005),
            time_limit: None,
            threads: 1,
            relax: false,
            method: Method::Auto,
            prices: true,
            ranges: false,
            seed: 0,
            known: super::known::Known::default(),
            watch: super::watch::Watch::default(),
        }
    }
}

impl Options {
    /// Threads of HiGHS; one number a process.
    pub(super) fn solver_threads(&self) -> i32 {
        i32::try_from(self.threads.saturating_sub(1).max(1)).unwrap_or(1)
    }
}

/// Why it stopped with a plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stop {
    /// Proved best to the solver's tolerance.
    Optimal,
    /// Proved within the gap.
    WithinGap,
    /// The time ran out.
    TimeLimit,
    /// The user stopped it.
    Interrupted,
    /// The relaxation was asked for and solved.
    Relaxed,
}

/// A goal and what was found for it, in its own direction (USD of npv gained, of cost paid; unit-years unmet).
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct GoalOutcome {
    /// Which.
    pub kind: GoalKind,
    /// The best found when it was solved.
    pub best: f64,
    /// The bound proved then.
    pub bound: f64,
    /// By how much later goals may worsen it.
    pub allowed: f64,
}

/// The dual of a row.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Dual {
    /// The row.
    pub key: Key,
    /// Change of the last goal's objective (own direction) per internal unit of the right-hand side.
    pub price: f64,
    /// Right-hand sides between which it holds, where known.
    pub range: Option<(f64, f64)>,
}

/// A solved model.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Why it stopped.
    pub stop: Stop,
    /// Every goal in order.
    pub goals: Vec<GoalOutcome>,
    /// The gap in internal units of the last goal, and its base (M USD decided; 0 without money).
    pub gap: f64,
    /// Column values, integers rounded and the rest solved again.
    pub values: Vec<f64>,
    /// Duals that are not zero.
    pub duals: Vec<Dual>,
    /// Columns, rows, non-zeros, integers.
    pub size: (usize, usize, usize, usize),
    /// Iterations and nodes.
    pub work: (i64, i64),
    /// Words that the reader must know: tie-breaks, doubts about the bound.
    pub notes: Vec<String>,
}

/// Why there is no plan.
#[derive(Clone, Debug)]
pub enum Failure {
    /// No plan keeps every limit.
    Infeasible,
    /// The objective has no bound.
    Unbounded,
    /// Stopped before any plan was found.
    Stopped,
    /// The solver gave up, in its own words.
    Solver(String),
}
