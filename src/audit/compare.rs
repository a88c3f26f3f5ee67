//! What was compared and what did not agree.

use std::collections::HashMap;
use std::hash::Hash;

use super::{Disagreement, Verdict};
use crate::plan::types::Span;

/// The share of the largest term within which two numbers agree.
const TOLERANCE: f64 = 1e-6;

/// A sum that remembers its largest term, because rounding is measured against that.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Sum {
    /// The sum.
    pub(super) value: f64,
    /// The largest term.
    pub(super) largest: f64,
}

impl Sum {
    /// A sum of one term.
    pub(super) fn of(value: f64) -> Self {
        Self { value, largest: value.abs() }
    }
    /// Adds a term.
    pub(super) fn add(&mut self, term: f64) {
        self.value += term;
        self.largest = self.largest.max(term.abs());
    }
    /// Adds another sum, whose largest term stays a term.
    pub(super) fn take(&mut self, other: Self) {
        self.value += other.value;
        self.largest = self.largest.max(other.largest);
    }
    /// Multiplied by a number.
    pub(super) fn times(self, factor: f64) -> Self {
        Self { value: self.value * factor, largest: self.largest * factor.abs() }
    }
    /// This less another.
    pub(super) fn less(mut self, other: Self) -> Self {
        self.take(other.times(-1.0));
        self
    }
}

impl FromIterator<f64> for Sum {
    fn from_iter<T: IntoIterator<Item = f64>>(terms: T) -> Self {
        let mut sum = Self::default();
        terms.into_iter().for_each(|term| sum.add(term));
        sum
    }
}

/// The unit of a number and the size under which all numbers of it are alike: one of the solver's own units.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Unit {
    /// As it is written.
    pub(super) name: String,
    /// One internal unit: 1 M USD, 1 MW, 1,000 chips, 1 GWh, 1 kt.
    pub(super) one: f64,
}

impl Unit {
    pub(super) fn new(name: &str, one: f64) -> Self {
        Self { name: name.to_owned(), one }
    }
    pub(super) fn usd() -> Self {
        Self::new("USD", 1e6)
    }
    pub(super) fn mw() -> Self {
        Self::new("MW", 1.0)
    }
    pub(super) fn mwh() -> Self {
        Self::new("MWh", 1e3)
    }
    pub(super) fn chips() -> Self {
        Self::new("chips", 1e3)
    }
    pub(super) fn tonnes() -> Self {
        Self::new("t", 1e3)
    }
    pub(super) fn cubic_metres() -> Self {
        Self::new("m3", 1e3)
    }
    pub(super) fn plain() -> Self {
        Self::new("", 1.0)
    }
    /// How far two numbers may be apart.
    pub(super) fn tolerance(&self, largest: f64) -> f64 {
        TOLERANCE * largest.abs().max(self.one)
    }
}

/// Collects what was checked.
#[derive(Default)]
pub(super) struct Findings {
    numbers: usize,
    limits: usize,
    list: Vec<Disagreement>,
}

impl Findings {
    /// Compares a number of the plan with one found here.
    pub(super) fn number(&mut self, what: &str, said: f64, found: Sum, unit: &Unit) -> bool {
        self.number_noted(what, said, found, unit, "the plan says {said}, its decisions give {found}")
    }

    /// The same with words of its own.
    pub(super) fn number_noted(&mut self, what: &str, said: f64, found: Sum, unit: &Unit, note: &str) -> bool {
        self.numbers += 1;
        // Written so that a number that is none never agrees.
        let agree = (said - found.value).abs() <= unit.tolerance(found.largest.max(found.value.abs()));
        if !agree {
            self.differ(what, said, found.value, &unit.name, note);
        }
        agree
    }

    /// Checks that `level <= most`, or says so; the plan does `said`, it may do `found`.
    pub(super) fn within(&mut self, what: &str, level: Sum, most: Sum, unit: &Unit, note: &str) -> bool {
        let largest = level.largest.max(most.largest);
        let kept = level.value - most.value <= unit.tolerance(largest);
        if !kept {
            self.differ(what, level.value, most.value, &unit.name, note);
        }
        kept
    }

    /// Counts a limit as checked.
    pub(super) fn limit(&mut self) {
        self.limits += 1;
    }

    /// A disagreement of two numbers.
    pub(super) fn differ(&mut self, what: &str, said: f64, found: f64, unit: &str, note: &str) {
        self.list.push(Disagreement {
            what: what.to_owned(),
            said: Some(said),
            found: Some(found),
            unit: unit.to_owned(),
            note: note.to_owned(),
        });
    }

    /// A disagreement in words.
    pub(super) fn wrong(&mut self, what: &str, note: impl Into<String>) {
        self.list.push(Disagreement {
            what: what.to_owned(),
            said: None,
            found: None,
            unit: String::new(),
            note: note.into(),
        });
    }

    /// Checks words of the plan.
    pub(super) fn same<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, field: &str, said: &T, found: &T) {
        self.numbers += 1;
        if said != found {
            self.wrong(what, format!("the plan says {field} {}, it should be {}", plainly(said), plainly(found)));
        }
    }

    /// Checks a period of the plan: its label and its days.
    pub(super) fn span(&mut self, what: &str, field: &str, said: Option<&Span>, found: Option<&Span>) {
        self.numbers += 1;
        if said == found {
            return;
        }
        let whole = said.map(|span| &span.period) == found.map(|span| &span.period);
        let written = |span: Option<&Span>| match span {
            None => "none".to_owned(),
            Some(span) if whole => format!("{} to {}", span.starts, span.ends),
            Some(span) => span.period.clone(),
        };
        self.wrong(what, format!("the plan says {field} {}, it should be {}", written(said), written(found)));
    }

    /// The verdict.
    pub(super) fn verdict(self) -> Verdict {
        Verdict { numbers_checked: self.numbers, limits_checked: self.limits, disagreements: self.list }
    }
}

/// A value in words: texts without quotes, nothing as `none`.
fn plainly(value: &impl std::fmt::Debug) -> String {
    let text = format!("{value:?}");
    if text == "None" {
        return "none".to_owned();
    }
    text.trim_start_matches("Some(").trim_end_matches(')').replace('"', "")
}

/// Rows of a table of the plan by key; a second row of a key is a disagreement.
pub(super) fn by_key<'r, R, K: Hash + Eq>(
    rows: &'r [R],
    findings: &mut Findings,
    key: impl Fn(&R) -> K,
    name: impl Fn(&R) -> String,
) -> HashMap<K, &'r R> {
    let mut map = HashMap::with_capacity(rows.len());
    for row in rows {
        if map.insert(key(row), row).is_some() {
            findings.wrong(&name(row), "the plan has this row twice");
        }
    }
    map
}
