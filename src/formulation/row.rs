//! A row of an equation: its name, its two sides and how they compare.

use super::key::Key;
use super::lin::Lin;
use good_lp::{Constraint, Variable, constraint};

/// How the two sides compare.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sense {
    /// left <= right.
    AtMost,
    /// left >= right.
    AtLeast,
    /// left = right.
    Equal,
}

/// A row: the level on the left, the bound on the right.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its name.
    pub key: Key,
    /// What the plan does.
    pub left: Lin,
    /// How they compare.
    pub sense: Sense,
    /// What it may do.
    pub right: Lin,
}

impl Row {
    /// left <= right.
    #[must_use]
    pub const fn at_most(key: Key, left: Lin, right: Lin) -> Self {
        Self { key, left, sense: Sense::AtMost, right }
    }

    /// left >= right.
    #[must_use]
    pub const fn at_least(key: Key, left: Lin, right: Lin) -> Self {
        Self { key, left, sense: Sense::AtLeast, right }
    }

    /// left = right.
    #[must_use]
    pub const fn equal(key: Key, left: Lin, right: Lin) -> Self {
        Self { key, left, sense: Sense::Equal, right }
    }

    /// As the modelling layer states it.
    #[must_use]
    pub fn constraint(&self, variables: &[Variable]) -> Constraint {
        let (left, right) = (self.left.expression(variables), self.right.expression(variables));
        match self.sense {
            Sense::AtMost => constraint!(left <= right),
            Sense::AtLeast => constraint!(left >= right),
            Sense::Equal => constraint!(left == right),
        }
    }
}
