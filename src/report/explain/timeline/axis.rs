//! The periods that bars are drawn over, and what a bar is in each.

use super::bars::Bar;
use crate::report::explain::scene::Scene;

/// Years before the horizon that are drawn at the most.
const YEARS_BEFORE: i32 = 2;

/// What a thing is in a period.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Phase {
    /// Not begun, or over.
    Nothing,
    /// Under way.
    Lead,
    /// Complete, but without what it needs.
    Dark,
    /// In effect.
    Effect,
}

/// Periods from the first that is drawn to the end of the horizon.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Axis {
    pub(super) first: i32,
    pub(super) end: i32,
}

impl Axis {
    /// From the first start, but not long before the horizon.
    pub(super) fn of(scene: &Scene, bars: &[Bar]) -> Self {
        let before = YEARS_BEFORE * 12 / scene.model.horizon.step.months();
        let first = bars.iter().map(|bar| bar.begins).fold(0, i32::min);
        Self { first: first.max(-before), end: scene.horizon().end }
    }

    /// How many periods.
    pub(super) fn len(self) -> usize {
        usize::try_from(self.end - self.first).unwrap_or(0)
    }
}

impl Bar {
    /// What it is in a period.
    pub(super) fn phase(&self, period: i32) -> Phase {
        if period < self.begins || self.ends.is_some_and(|ends| period >= ends) {
            Phase::Nothing
        } else if self.complete.is_none_or(|complete| period < complete) {
            Phase::Lead
        } else if self.effect.is_none_or(|effect| period < effect) {
            Phase::Dark
        } else {
            Phase::Effect
        }
    }

    /// What it is from one period to before another, over all that are drawn.
    pub(super) fn runs(&self, axis: Axis) -> Vec<(Phase, i32, i32)> {
        let mut runs: Vec<(Phase, i32, i32)> = Vec::new();
        for period in axis.first..axis.end {
            let phase = self.phase(period);
            match runs.last_mut() {
                Some((last, _, end)) if *last == phase => *end = period + 1,
                _ => runs.push((phase, period, period + 1)),
            }
        }
        runs
    }
}
