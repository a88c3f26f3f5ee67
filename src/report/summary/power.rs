//! Megawatts added.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Amount;
use crate::plan::types::{Plan, ProjectRow, State};
use crate::report::facts::Facts;
use crate::report::money::largest_first;

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
    /// MW of IT power added by projects tagged `assumed`.
    pub it_mw: f64,
    /// Of so many added by all projects.
    pub of_it_mw: f64,
}

pub(super) fn adds(plan: &Plan, facts: Facts) -> Adds {
    let mut ends: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for row in &plan.sites {
        let first = facts.day_one_it_mw(&row.site).unwrap_or(row.it_mw);
        ends.entry(&row.site).or_insert((first, row.it_mw)).1 = row.it_mw;
    }
    let sites = largest_first(
        ends.into_iter()
            .map(|(site, (first, last))| (site.to_owned(), last - first)),
    );
    let sites = sites
        .into_iter()
        .filter(|(_, mw)| mw.abs() > 1e-6)
        .map(|(name, value)| Amount { name, value })
        .collect();
    Adds {
        it_mw: plan.totals.it_mw_added,
        sites,
    }
}

/// How much of the IT power that projects add is tagged `assumed`; absent where nothing is.
pub(super) fn assumed(plan: &Plan, facts: Facts) -> Option<Assumed> {
    let stands = |row: &&ProjectRow| row.effect.is_some() && row.state != State::Cancelled;
    let mut sum = Assumed {
        it_mw: 0.0,
        of_it_mw: 0.0,
    };
    for row in plan.projects.iter().filter(stands) {
        let Some(adds) = facts
            .row("project", &row.project)
            .and_then(|project| project.get("adds"))
        else {
            continue;
        };
        let Some(mw) = adds
            .get("it_power")
            .and_then(|power| power.get("value").unwrap_or(power).as_f64())
        else {
            continue;
        };
        let mw = mw * row.copies * (1.0 - row.cancelled_share);
        sum.of_it_mw += mw;
        if facts.tagged("project", &row.project, "assumed") {
            sum.it_mw += mw;
        }
    }
    (sum.it_mw > 0.0).then_some(sum)
}
