//! Whether payments would fit under the limits on money that a plan already uses.

use std::collections::BTreeSet;

use super::scene::Scene;
use crate::calendar::Calendar;
use crate::domain::{Adds, ChipId, Filter, MeasureKind, Per, Place, ProjectId, RegionId, SiteId, Supplying};

/// A payment that the plan does not make.
pub(super) struct Due {
    pub(super) period: i32,
    pub(super) amount: f64,
    category: String,
    region: Option<RegionId>,
    site: Option<SiteId>,
    vendor: Option<String>,
    tags: Vec<String>,
}

/// The category of what a project or expansion adds, where its row names none.
pub(super) fn category(adds: Option<&Adds>) -> &'static str {
    match adds {
        Some(Adds::Connection { .. } | Adds::Line { .. } | Adds::Circuits { .. }) => "grid",
        Some(Adds::Supply { .. }) => "supply",
        Some(Adds::Battery { .. }) => "battery",
        Some(Adds::It { .. }) | None => "site",
    }
}

fn admits<T: PartialEq>(list: Option<&Vec<T>>, value: Option<&T>) -> bool {
    list.is_none_or(|list| value.is_some_and(|value| list.contains(value)))
}

impl Due {
    fn counts(&self, filter: &Filter) -> bool {
        admits(filter.category.as_ref(), Some(&self.category))
            && admits(filter.region.as_ref(), self.region.as_ref())
            && admits(filter.site.as_ref(), self.site.as_ref())
            && admits(filter.vendor.as_ref(), self.vendor.as_ref())
            && filter.tag.as_ref().is_none_or(|tags| self.tags.iter().any(|tag| tags.contains(tag)))
    }
}

/// What a copy of a project pays if it starts in a period.
pub(super) fn of_project(scene: &Scene, project: ProjectId, start: i32) -> Vec<Due> {
    let row = &scene.model.projects[project];
    let Some(cost) = &row.cost else { return Vec::new() };
    let lead = scene.graph.timing(project).lead;
    let due = |(_, period, share): (_, i32, f64)| Due {
        period,
        amount: share * scene.calendar.price_paid(cost, start, period),
        category: row.category.clone().unwrap_or_else(|| category(row.adds.as_ref()).into()),
        region: row.region,
        site: row.site.or(match row.adds.map(|adds| adds.place()) {
            Some(Place::Site(site)) => Some(site),
            _ => None,
        }),
        vendor: row.vendor.clone(),
        tags: row.tags.clone(),
    };
    Calendar::schedule(row.payments, start, lead).into_iter().map(due).collect()
}

/// What so many chips for a site pay if they are ordered in a period.
pub(super) fn of_chips(
    scene: &Scene,
    chip: ChipId,
    terms: &Supplying,
    site: SiteId,
    ordered: i32,
    chips: f64,
) -> Vec<Due> {
    let row = &scene.model.chips[chip];
    let due = |(_, period, share): (_, i32, f64)| Due {
        period,
        amount: chips * share * scene.calendar.price_paid(&terms.price, ordered, period),
        category: "chips".into(),
        region: Some(scene.model.sites[site].region),
        site: Some(site),
        vendor: row.vendor.clone(),
        tags: row.tags.clone(),
    };
    let lead = scene.calendar.periods(terms.lead);
    Calendar::schedule(terms.payments, ordered, lead).into_iter().map(due).collect()
}

/// The addresses of the limits on money that leave no room for payments, in order; `until` is when what they pay for
/// would begin to earn.
pub(super) fn too_small(scene: &Scene, dues: &[Due], until: i32) -> BTreeSet<String> {
    let model = scene.model;
    let mut short = BTreeSet::new();
    let over = |need: f64, slack: f64, bound: f64| need > slack.max(0.0) + 1e-6 * bound.abs().max(1.0);
    for (id, budget) in model.budgets.iter().filter(|(_, budget)| budget.counts.capital) {
        let address = model.budgets.address(id);
        let Some(row) = scene.limit(&format!("{address}.at_most")) else {
            continue;
        };
        let counted =
            dues.iter().filter(|due| due.counts(&budget.filter) && scene.calendar.contains(budget.periods, due.period));
        if over(counted.map(|due| due.amount).sum(), row.slack, row.bound) {
            short.insert(address);
        }
    }
    for (id, patience) in model.patience.iter() {
        let address = model.patience.address(id);
        for p in scene.calendar.within(patience.periods).filter(|p| *p < until) {
            let Some(row) = scene.limit(&format!("{address}@{}", scene.label(p))) else {
                continue;
            };
            let counted = dues.iter().filter(|due| match patience.per {
                Per::Period => due.period == p,
                Per::Cumulative => due.period <= p,
            });
            if over(counted.map(|due| due.amount).sum(), row.slack, row.bound) {
                short.insert(address.clone());
            }
        }
    }
    for (id, policy) in model.policies.iter().filter(|(_, policy)| policy.measure.kind == MeasureKind::Spend) {
        let address = model.policies.address(id);
        for due in dues.iter().filter(|due| due.counts(&policy.measure.filter)) {
            let each = scene.limit(&format!("{address}.at_most@{}", scene.label(due.period)));
            let row = each.or_else(|| scene.limit(&format!("{address}.at_most")));
            // Of a share the bound grows with the payment too, so only a limit at its bound is said to hold.
            if row.is_some_and(|row| row.slack <= 1e-6 * row.bound.abs().max(1.0))
                && scene.calendar.contains(policy.periods, due.period)
            {
                short.insert(address.clone());
            }
        }
    }
    short
}
