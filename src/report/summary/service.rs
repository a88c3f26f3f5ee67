//! Demand served and declined.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::plan::types::Plan;
use crate::report::facts::Facts;

/// Demand of a workload over the horizon.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Served {
    /// The workload (or the unit, where the plan's inputs stand elsewhere).
    pub workload: String,
    /// Its unit of work.
    pub unit: String,
    /// Asked for, summed over the periods.
    pub demand: f64,
    /// Served, summed over the periods.
    pub served: f64,
}

impl Served {
    /// Share served; all of nothing is all.
    #[must_use]
    pub fn share(&self) -> f64 {
        if self.demand > 0.0 { self.served / self.demand } else { 1.0 }
    }
}

/// Demand of a segment that the plan leaves.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Declined {
    /// Whose.
    pub segment: String,
    /// Of which workload.
    pub workload: Option<String>,
    /// Where.
    pub region: Option<String>,
    /// `contracted`, `market`, `firm`.
    pub kind: Option<String>,
    /// The most left in one period.
    pub most: f64,
    /// The workload's unit.
    pub unit: String,
    /// Left over the horizon as a share of what the segment asks for.
    pub share: f64,
    /// First period in which some is left.
    pub from: String,
    /// Last period in which some is left.
    pub to: String,
    /// Left over the horizon as a share of what its workload asks for.
    pub share_of_workload: f64,
}

impl Declined {
    /// `contracted training in us-east`.
    #[must_use]
    pub fn what(&self) -> String {
        let kind = self.kind.as_deref().unwrap_or_default();
        let workload = self.workload.as_deref().unwrap_or_default();
        let place = self.region.as_ref().map(|region| format!("in {region}")).unwrap_or_default();
        [kind, workload, &place].iter().filter(|word| !word.is_empty()).copied().collect::<Vec<_>>().join(" ")
    }
}

pub(super) fn served(plan: &Plan, facts: Facts) -> Vec<Served> {
    let mut sums: BTreeMap<&str, Served> = BTreeMap::new();
    for row in &plan.demand {
        let workload = facts.text("segment", &row.segment, "workload").unwrap_or(&row.unit);
        let new = || Served { workload: workload.into(), unit: row.unit.clone(), demand: 0.0, served: 0.0 };
        let sum = sums.entry(workload).or_insert_with(new);
        sum.demand += row.demand;
        sum.served += row.served;
    }
    // The planner's own order of workloads, where it is known.
    let order: Vec<&str> = facts.ids("workload").collect();
    let mut sums: Vec<Served> = sums.into_values().collect();
    sums.sort_by_key(|sum| order.iter().position(|id| *id == sum.workload));
    sums
}

pub(super) fn declined(plan: &Plan, facts: Facts) -> Vec<Declined> {
    let workloads = served(plan, facts);
    let mut segments: BTreeMap<&str, (Declined, f64, f64)> = BTreeMap::new();
    for row in &plan.demand {
        let text = |field| facts.text("segment", &row.segment, field).map(str::to_owned);
        let new = || Declined {
            segment: row.segment.clone(),
            workload: text("workload"),
            region: text("region"),
            kind: text("kind"),
            most: 0.0,
            unit: row.unit.clone(),
            share: 0.0,
            from: String::new(),
            to: String::new(),
            share_of_workload: 0.0,
        };
        let (segment, demand, unmet) = segments.entry(&row.segment).or_insert_with(|| (new(), 0.0, 0.0));
        *demand += row.demand;
        // Rounding of the solver is not a decision to decline.
        if row.unmet <= 1e-6 * row.demand.max(1.0) {
            continue;
        }
        *unmet += row.unmet;
        segment.most = segment.most.max(row.unmet);
        segment.to.clone_from(&row.span.period);
        if segment.from.is_empty() {
            segment.from.clone_from(&row.span.period);
        }
    }
    let left = segments.into_values().filter(|(_, _, unmet)| *unmet > 0.0).map(|(mut segment, demand, unmet)| {
        segment.share = unmet / demand;
        let workload = segment.workload.as_deref().unwrap_or(&segment.unit);
        let all = workloads.iter().find(|sum| sum.workload == workload).map_or(demand, |sum| sum.demand);
        segment.share_of_workload = unmet / all;
        segment
    });
    let mut left: Vec<Declined> = left.collect();
    left.sort_by(|a, b| b.share_of_workload.total_cmp(&a.share_of_workload));
    left
}
