//! Sums of payments that several pages show.

use std::collections::HashSet;

use crate::plan::types::{MoneyKind, PaymentRow, Plan};

/// Nominal capital payments within the horizon, summed by a key, largest first.
pub(super) fn capital_by<'a>(plan: &'a Plan, key: impl Fn(&'a PaymentRow) -> Option<&'a str>) -> Vec<(String, f64)> {
    largest_first(capital(plan).filter_map(|row| Some((key(row)?.to_owned(), row.usd_nominal))))
}

/// The capital payments within the horizon.
pub(super) fn capital(plan: &Plan) -> impl Iterator<Item = &PaymentRow> {
    let within = horizon(plan);
    plan.payments.iter().filter(move |row| row.kind == MoneyKind::Capital && within.contains(row.span.period.as_str()))
}

/// Amounts summed by name, largest first (equal ones by name).
pub(super) fn largest_first(amounts: impl Iterator<Item = (String, f64)>) -> Vec<(String, f64)> {
    let mut sums: std::collections::BTreeMap<String, f64> = std::collections::BTreeMap::new();
    for (name, amount) in amounts {
        *sums.entry(name).or_default() += amount;
    }
    let mut sums: Vec<_> = sums.into_iter().collect();
    sums.sort_by(|a, b| b.1.total_cmp(&a.1));
    sums
}

/// The labels of the periods of the horizon.
pub(super) fn horizon(plan: &Plan) -> HashSet<&str> {
    plan.finance.iter().map(|row| row.span.period.as_str()).collect()
}
