//! Megawatts added.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Amount;
use crate::plan::types::{OrderKind, Plan};
use crate::report::facts::Facts;
use crate::report::money::{horizon, largest_first};
use crate::report::words::{megawatts, percent};

/// IT power in effect at the end of the horizon, less that of the first day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Adds {
    /// Over all sites, MW.
    pub it_mw: f64,
    /// By site, the most first, MW; sites that add nothing are left out.
    pub sites: Vec<Amount>,
}

/// Power that rests on assumptions.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Assumed {
    /// MW of IT power that come into service by projects, purchases and leases tagged `assumed`.
    pub it_mw: f64,
    /// Of so many by all of them.
    pub of_it_mw: f64,
}

impl Assumed {
    /// As a sentence.
    #[must_use]
    pub fn words(&self) -> String {
        let share = percent(self.it_mw / self.of_it_mw);
        let of = megawatts(self.of_it_mw);
        format!("{share} of the {of} MW of IT power that come into service rest on assumptions (tag `assumed`)")
    }
}

pub(super) fn adds(plan: &Plan, facts: Facts) -> Adds {
    let mut ends: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for row in &plan.sites {
        let first = facts.day_one_it_mw(&row.site).unwrap_or(row.it_mw);
        ends.entry(&row.site).or_insert((first, row.it_mw)).1 = row.it_mw;
    }
    let sites = largest_first(ends.into_iter().map(|(site, (first, last))| (site.to_owned(), last - first)));
    let sites =
        sites.into_iter().filter(|(_, mw)| mw.abs() > 1e-6).map(|(name, value)| Amount { name, value }).collect();
    Adds { it_mw: plan.totals.it_mw_added, sites }
}

/// How much of the IT power that comes into service within the horizon is tagged `assumed`; absent where nothing is.
pub(super) fn assumed(plan: &Plan, facts: Facts) -> Option<Assumed> {
    let within = horizon(plan);
    let mut sum = Assumed { it_mw: 0.0, of_it_mw: 0.0 };
    let mut count = |kind, id: &str, mw: f64| {
        sum.of_it_mw += mw;
        if facts.tagged(kind, id, "assumed") {
            sum.it_mw += mw;
        }
    };
    for row in &plan.projects {
        if let (Some(span), Some(mw)) = (&row.effect, facts.adds_it_mw("project", &row.project))
            && within.contains(span.period.as_str())
        {
            count("project", &row.project, mw * row.copies * (1.0 - row.cancelled_share));
        }
    }
    for row in plan.orders.iter().filter(|row| within.contains(row.in_service.period.as_str())) {
        let kind = match row.kind {
            OrderKind::Chip => continue,
            OrderKind::Expansion => "expansion",
            OrderKind::Lease => "lease",
        };
        if facts.adds_it_mw(kind, &row.asset).is_some() {
            count(kind, &row.asset, row.quantity * (1.0 - row.cancelled_share));
        }
    }
    (sum.it_mw > 0.0).then_some(sum)
}
