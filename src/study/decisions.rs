//! What a plan decides, by name, so that two plans can be told apart in the planner's words.

use crate::plan::types::{OrderKind, Plan, State};
use std::collections::BTreeMap;

/// Amounts of chips or megawatts that differ by less than this share are the same.
const SAME: f64 = 1e-6;

/// What is decided about one thing: how much of it, by the period in which it is decided.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decided {
    /// First day and label of each period, and how much.
    pub steps: Vec<(String, String, f64)>,
    /// `copies`, `chips`, `MW` or `signed`.
    pub unit: String,
}

impl Decided {
    /// All of it together.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.steps.iter().map(|(_, _, amount)| amount).sum()
    }

    /// Whether as much is decided in the same periods.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        let pairs = self.steps.iter().zip(&other.steps);
        self.steps.len() == other.steps.len()
            && pairs.clone().all(|(a, b)| a.0 == b.0 && (a.2 - b.2).abs() <= SAME * a.2.abs().max(b.2.abs()).max(1.0))
    }
}

/// Everything that a plan decides, by the address of the thing: `project[x]`, `buy[chip,site]`, `lease[x]`, `expansion[x]`,
/// `agreement[x]`, `cancel[project[x]]`.
#[must_use]
pub fn decisions(plan: &Plan) -> BTreeMap<String, Decided> {
    let mut all: BTreeMap<String, Decided> = BTreeMap::new();
    let mut add = |address: String, unit: &str, starts: &str, period: &str, amount: f64| {
        let decided = all.entry(address).or_default();
        unit.clone_into(&mut decided.unit);
        match decided.steps.iter_mut().find(|(at, _, _)| at == starts) {
            Some((_, _, sum)) => *sum += amount,
            None => decided.steps.push((starts.to_owned(), period.to_owned(), amount)),
        }
    };
    for row in plan.projects.iter().filter(|row| row.state == State::Planned) {
        add(format!("project[{}]", row.project), "copies", &row.begun.starts, &row.begun.period, row.copies);
    }
    for row in plan.orders.iter().filter(|row| row.state == State::Planned) {
        let address = match row.kind {
            OrderKind::Chip => format!("buy[{},{}]", row.asset, row.site.as_deref().unwrap_or_default()),
            OrderKind::Expansion => format!("expansion[{}]", row.asset),
            OrderKind::Lease => format!("lease[{}]", row.asset),
        };
        add(address, &row.unit, &row.ordered.starts, &row.ordered.period, row.quantity);
    }
    for row in plan.agreements.iter().filter(|row| row.state == State::Planned) {
        let address = format!("agreement[{}]", row.agreement);
        add(address, "signed", &row.signed.starts, &row.signed.period, row.signed_share);
    }
    for row in &plan.cancellations {
        add(format!("cancel[{}]", row.commitment), "share", &row.span.starts, &row.span.period, row.share);
    }
    for decided in all.values_mut() {
        decided.steps.sort_by(|a, b| a.0.cmp(&b.0));
    }
    all
}

/// How one plan differs from another in one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Differs {
    /// Its address.
    pub address: String,
    /// What the first decides; nothing where it leaves it.
    pub before: Option<Decided>,
    /// What the second decides.
    pub after: Option<Decided>,
}

/// What two plans decide otherwise, in order of address.
#[must_use]
pub fn differences(before: &BTreeMap<String, Decided>, after: &BTreeMap<String, Decided>) -> Vec<Differs> {
    let addresses: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let differs = |address: &&String| match (before.get(*address), after.get(*address)) {
        (Some(a), Some(b)) => !a.is_like(b),
        _ => true,
    };
    let addresses = addresses.into_iter().filter(differs);
    addresses
        .map(|address| Differs {
            address: address.clone(),
            before: before.get(address).cloned(),
            after: after.get(address).cloned(),
        })
        .collect()
}
