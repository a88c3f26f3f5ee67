//! What has to be decided in the first period.

use serde::Serialize;

use super::Amount;
use crate::plan::types::{OrderKind, Plan, State};
use crate::report::money::largest_first;

/// Decisions of the first period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Now {
    /// The first period.
    pub period: String,
    /// Projects begun, copies.
    pub begins: Vec<Amount>,
    /// Chips ordered for all sites, the most money first, chips.
    pub chips: Vec<Amount>,
    /// Megawatts bought, MW.
    pub buys: Vec<Amount>,
    /// Megawatts leased, MW.
    pub leases: Vec<Amount>,
    /// Commitments called off, shares.
    pub cancels: Vec<Amount>,
}

pub(super) fn now(plan: &Plan) -> Now {
    let period = plan.finance.first().map(|row| row.span.period.clone()).unwrap_or_default();
    let amount = |(name, value)| Amount { name, value };
    let paid =
        |asset: &str| -> f64 { plan.payments.iter().filter(|row| row.asset == asset).map(|row| row.usd_nominal).sum() };
    let begun = plan.projects.iter().filter(|row| row.state == State::Planned && row.begun.period == period);
    let mut begins: Vec<(f64, Amount)> =
        begun.map(|row| (paid(&row.id), Amount { name: row.project.clone(), value: row.copies })).collect();
    begins.sort_by(|a, b| b.0.total_cmp(&a.0));
    let ordered = || plan.orders.iter().filter(|row| row.state == State::Planned && row.ordered.period == period);
    let chips = || ordered().filter(|row| row.kind == OrderKind::Chip);
    let by_money = largest_first(chips().map(|row| (row.asset.clone(), paid(&row.id))));
    let chips = by_money.into_iter().map(|(chip, _)| {
        let value = chips().filter(|row| row.asset == chip).map(|row| row.quantity).sum();
        Amount { name: chip, value }
    });
    let megawatts = |kind| {
        let rows = ordered().filter(|row| row.kind == kind).map(|row| (row.asset.clone(), row.quantity));
        largest_first(rows).into_iter().map(amount).collect()
    };
    let cancels = plan.cancellations.iter().filter(|row| row.span.period == period);
    Now {
        begins: begins.into_iter().map(|(_, amount)| amount).collect(),
        chips: chips.collect(),
        buys: megawatts(OrderKind::Expansion),
        leases: megawatts(OrderKind::Lease),
        cancels: cancels.map(|row| Amount { name: row.commitment.clone(), value: row.share }).collect(),
        period,
    }
}
