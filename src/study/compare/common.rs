//! What all plans decide alike up to a date: what can be signed today.

use crate::study::decisions::Decided;
use std::collections::BTreeMap;

/// A decision that all plans share.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared {
    /// Its address.
    pub address: String,
    /// As much of it as all decide up to the date.
    pub amount: f64,
    /// `copies`, `chips`, `MW` or `signed`.
    pub unit: String,
}

/// What each thing has in all plans by a date (the first day after those that count).
#[must_use]
pub fn common(plans: &[BTreeMap<String, Decided>], before: &str) -> Vec<Shared> {
    let Some((first, rest)) = plans.split_first() else { return Vec::new() };
    let early = |decided: &Decided| -> f64 {
        decided.steps.iter().filter(|(starts, _, _)| starts.as_str() < before).map(|(_, _, amount)| amount).sum()
    };
    let shared = |(address, decided): (&String, &Decided)| {
        let others = rest.iter().map(|plan| plan.get(address).map_or(0.0, early));
        let amount = others.fold(early(decided), f64::min);
        (amount > 1e-6).then(|| Shared { address: address.clone(), amount, unit: decided.unit.clone() })
    };
    first.iter().filter_map(shared).collect()
}
