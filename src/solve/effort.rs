//! How much may be asked about a clash: counted in the solver's iterations, so that equal models get equal answers on any machine.
//!
//! The clock, and whoever stops the run, may only end the asking sooner; that is remembered, so that the answer can say so.

use std::cell::Cell;
use std::time::{Duration, Instant};

/// A smaller model is answered in full anyway.
const LEAST: i64 = 10_000;
/// Rows of a model whose trees take minutes: what a near point or a first plan tells is enough there.
const LARGE: i64 = 5_000;
/// What stating and reading a solve counts for, in parts of a relaxation; a tree reads the model once more.
const EACH: i64 = 100;

/// Iterations spent and allowed, in those that the model's linear relaxation takes at most: one for each of its rows.
#[derive(Debug)]
pub struct Effort {
    relaxation: Cell<i64>,
    spent: Cell<i64>,
    allowed: Cell<i64>,
    until: Option<Instant>,
    stopped: Cell<bool>,
}

impl Effort {
    /// An effort that the clock ends after a time, if any is given.
    #[must_use]
    pub fn new(time: Option<Duration>) -> Self {
        let until = time.map(|time| Instant::now() + time);
        let [relaxation, spent, allowed] = [0, 0, 1].map(Cell::new);
        Self { relaxation, spent, allowed, until, stopped: Cell::new(false) }
    }

    /// Allows as many relaxations from here on.
    pub fn allow(&self, relaxations: i64) {
        self.spent.set(0);
        self.allowed.set(relaxations);
    }

    /// The iterations of one relaxation.
    #[must_use]
    pub fn relaxation(&self) -> i64 {
        self.relaxation.get().max(LEAST)
    }

    /// Whether a model is too large to be answered in full.
    #[must_use]
    pub fn is_large(&self) -> bool {
        self.relaxation.get() >= LARGE
    }

    /// Measures by a model of so many rows; the first is the measure of all.
    pub(super) fn measure(&self, rows: usize) {
        if self.relaxation.get() == 0 {
            self.relaxation.set(i64::try_from(rows).unwrap_or(i64::MAX).max(1));
        }
    }

    /// Iterations that the next solve may take; `None` where nothing more may be asked.
    pub(super) fn left(&self) -> Option<i64> {
        if self.until.is_some_and(|until| Instant::now() >= until) {
            self.stopped.set(true);
        }
        if self.stopped.get() {
            return None;
        }
        Some(self.allowed.get() * self.relaxation() - self.spent.get()).filter(|left| *left > 0)
    }

    /// Seconds that the clock leaves.
    pub(super) fn seconds(&self) -> f64 {
        self.until.map_or(f64::INFINITY, |until| until.saturating_duration_since(Instant::now()).as_secs_f64())
    }

    /// What the clock leaves; `None` where there is no clock.
    #[must_use]
    pub fn time(&self) -> Option<Duration> {
        self.until.map(|until| until.saturating_duration_since(Instant::now()))
    }

    /// Counts a solve.
    pub(super) fn count(&self, iterations: i64) {
        self.spent.set(self.spent.get() + iterations + self.relaxation() / EACH);
    }

    /// Remembers that the clock or somebody ended a solve.
    pub fn stop(&self) {
        self.stopped.set(true);
    }

    /// Whether the clock or somebody ended the asking.
    #[must_use]
    pub fn stopped(&self) -> bool {
        self.stopped.get()
    }
}
