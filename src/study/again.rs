//! Plans solved again under a change, beside the plan they are asked of: by how much they are worse, as an interval that the
//! incumbents and bounds prove.

use crate::files::Findings;
use crate::plan::types::Plan;

/// By how much something is worse, USD: at least, as far as found, at most.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Interval {
    /// Proved: no less than this.
    pub low: f64,
    /// The difference of the plans found.
    pub best: f64,
    /// Proved: no more than this.
    pub high: f64,
}

/// What a plan is known to be worth: no less, no more; USD, more is better.
fn range(plan: &Plan) -> (f64, f64) {
    let outcome = &plan.outcome;
    if outcome.goal == "cost" { (-outcome.objective, -outcome.bound) } else { (outcome.objective, outcome.bound) }
}

/// By how much one plan is worse than another.
#[must_use]
pub fn worse(base: &Plan, other: &Plan) -> Interval {
    let (base, other) = (range(base), range(other));
    Interval { low: base.0 - other.1, best: base.0 - other.0, high: base.1 - other.0 }
}

/// Whether differences of a plan's goal are money.
///
/// # Errors
/// The sentence that says why not.
pub fn is_money(plan: &Plan) -> Result<(), String> {
    if plan.outcome.goal == "unmet" {
        return Err("the plan's last goal is `unmet`, which is no money; nothing can be worth anything to it".into());
    }
    Ok(())
}

/// Why a question has no answer.
#[derive(Clone, Debug)]
pub enum Unanswered {
    /// It makes no sense of this plan; the sentence says why.
    Senseless(String),
    /// The input that it makes has errors.
    Input(Box<Findings>),
    /// A decision earns without end in one of its members.
    Unbounded,
    /// Time was up, or somebody stopped, before a member had any plan.
    Stopped,
    /// The audit does not agree with a member; the sentences say with what.
    Audit(Vec<String>),
    /// The solver gave up on a member.
    Solver(String),
    /// A member could not be kept: the file, and why.
    Unwritable(String, String),
}

impl From<String> for Unanswered {
    fn from(sentence: String) -> Self {
        Self::Senseless(sentence)
    }
}
