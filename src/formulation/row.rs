//! A row of an equation: its name, its two sides and how they compare.

use super::Statement;
use super::key::Key;
use super::lin::{Column, Lin};
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

    /// As a line of LP text: the columns by name on the left in the order they were stated, the constant on the right.
    #[must_use]
    pub fn text(&self, m: &Statement) -> String {
        let mut sum: Vec<(Column, f64)> = Vec::new();
        let right = self.right.terms.iter().map(|(x, a)| (*x, -a));
        for (x, a) in self.left.terms.iter().copied().chain(right) {
            match sum.iter_mut().find(|(column, _)| *column == x) {
                Some((_, total)) => *total += a,
                None => sum.push((x, a)),
            }
        }
        let mut text = format!("{}:", self.key.text(m.ctx));
        for (x, a) in sum.iter().filter(|(_, a)| *a != 0.0) {
            let sign = if *a < 0.0 { '-' } else { '+' };
            text += &format!(" {sign} {} {}", rounded(a.abs()), m.vars.keys[x.index()].text(m.ctx));
        }
        if sum.iter().all(|(_, a)| *a == 0.0) {
            text += " 0";
        }
        let sense = match self.sense {
            Sense::AtMost => "<=",
            Sense::AtLeast => ">=",
            Sense::Equal => "=",
        };
        format!("{text} {sense} {}", rounded(self.right.constant - self.left.constant))
    }
}

/// A number to nine decimal places, without a negative zero: sums of decimal fractions read as they were written.
fn rounded(x: f64) -> f64 {
    (x * 1e9).round() / 1e9 + 0.0
}
