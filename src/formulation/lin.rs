//! Linear amounts: a constant and terms in columns, in the order they were added.

use good_lp::{Expression, Variable};

/// A column, by its place in the order of declaration.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Column(pub u32);

impl Column {
    /// Its place.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// `constant + sum of coefficient x column`.
#[derive(Clone, Debug, Default)]
pub struct Lin {
    /// The part that no decision changes.
    pub constant: f64,
    /// The rest.
    pub terms: Vec<(Column, f64)>,
}

impl Lin {
    /// A number.
    #[must_use]
    pub const fn number(constant: f64) -> Self {
        Self { constant, terms: Vec::new() }
    }

    /// `coefficient x column`.
    #[must_use]
    pub fn of(column: Column, coefficient: f64) -> Self {
        Self { constant: 0.0, terms: vec![(column, coefficient)] }
    }

    /// The same times a number.
    #[must_use]
    pub fn times(&self, factor: f64) -> Self {
        Self { constant: self.constant * factor, terms: self.terms.iter().map(|(x, a)| (*x, a * factor)).collect() }
    }

    /// Adds `factor x other`.
    pub fn add(&mut self, factor: f64, other: &Self) {
        self.constant += factor * other.constant;
        self.terms.extend(other.terms.iter().map(|(x, a)| (*x, factor * a)));
    }

    /// Its value for column values in order.
    #[must_use]
    pub fn value(&self, values: &[f64]) -> f64 {
        self.constant + self.terms.iter().map(|(x, a)| a * values[x.index()]).sum::<f64>()
    }

    /// As an expression of the modelling layer, whose variables stand in the order of the columns.
    #[must_use]
    pub fn expression(&self, variables: &[Variable]) -> Expression {
        let mut expression = Expression::with_capacity(self.terms.len());
        for (x, a) in &self.terms {
            expression.add_mul(*a, variables[x.index()]);
        }
        expression += self.constant;
        expression
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.constant == 0.0 && self.terms.iter().all(|(_, a)| *a == 0.0)
    }
}
