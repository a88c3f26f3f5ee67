//! What the plan decides, read from its rows; rows that say nothing sensible are disagreements and count for nothing.

use std::collections::{BTreeMap, HashMap};

use super::blocks::Sliced;
use super::calendar::Calendar;
use super::compare::Findings;
use super::reader::Reader;
use crate::domain::{ChipId, Model, SegmentId, SiteId, WorkloadId};
use crate::plan::types::{Plan, Status};

/// An amount by period.
pub(super) type Timed = BTreeMap<i32, f64>;

/// A workload and the chips that some segments of it accept.
#[derive(Clone, PartialEq)]
pub(super) struct Class {
    pub(super) workload: WorkloadId,
    pub(super) chips: Vec<ChipId>,
    pub(super) name: String,
}

/// What the plan decides.
pub(super) struct Decisions {
    /// Whether starts and lots may be fractions.
    pub(super) relaxed: bool,
    /// Copies begun by project and period; commitments not included.
    pub(super) begun: Vec<Timed>,
    /// Shares cancelled of committed projects.
    pub(super) dropped_projects: Vec<Timed>,
    /// Shares cancelled of committed orders.
    pub(super) dropped_orders: Vec<Timed>,
    /// Chips ordered.
    pub(super) bought: BTreeMap<(ChipId, SiteId), Timed>,
    /// MW of expansions ordered.
    pub(super) expanded: Vec<Timed>,
    /// What is decided about connection agreements.
    pub(super) agreed: super::agreements::Agreed,
    /// MW of leases ordered.
    pub(super) leased: Vec<Timed>,
    /// What a relaxed plan pays of order costs, by the asset's address.
    pub(super) relaxed_order_costs: HashMap<String, f64>,
    /// How far a relaxed plan says that projects of a group are begun, by the group's address.
    pub(super) relaxed_groups: HashMap<String, f64>,
    pub(super) classes: Vec<Class>,
    /// The class of each segment.
    pub(super) class_of: Vec<usize>,
    pub(super) assigned: BTreeMap<(SiteId, ChipId, usize, i32), f64>,
    pub(super) served: BTreeMap<(SegmentId, SiteId, i32), f64>,
    /// Units left to wait at the end of a period, by segment.
    pub(super) waiting: Vec<Timed>,
    /// MW by supply, period and block.
    pub(super) dispatch: Vec<Sliced>,
    /// MW taken and given by battery, period and block.
    pub(super) stored: Vec<Vec<Vec<(f64, f64)>>>,
    /// MW from `from` to `to` by line, period and block.
    pub(super) flow: Vec<Sliced>,
    /// MW by node, period and block.
    pub(super) shed: Vec<Sliced>,
}

impl Decisions {
    /// Share kept at the end of period `p` of a commitment.
    pub(super) fn kept(dropped: &Timed, p: i32) -> f64 {
        1.0 - dropped.range(..=p).map(|(_, share)| share).sum::<f64>()
    }
}

/// Reads them.
pub(super) fn read(model: &Model, calendar: &Calendar, plan: &Plan, findings: &mut Findings) -> Decisions {
    let (classes, class_of) = classes(model);
    let series = |rows: usize| vec![vec![vec![0.0; model.blocks.len()]; model.horizon.periods]; rows];
    let mut decisions = Decisions {
        relaxed: plan.outcome.status == Status::Relaxed,
        begun: vec![Timed::new(); model.projects.len()],
        dropped_projects: vec![Timed::new(); model.projects.len()],
        dropped_orders: vec![Timed::new(); model.orders.len()],
        bought: BTreeMap::new(),
        expanded: vec![Timed::new(); model.expansions.len()],
        agreed: super::agreements::Agreed::nothing(model),
        leased: vec![Timed::new(); model.leases.len()],
        relaxed_order_costs: HashMap::new(),
        relaxed_groups: HashMap::new(),
        classes,
        class_of,
        assigned: BTreeMap::new(),
        served: BTreeMap::new(),
        waiting: vec![Timed::new(); model.segments.len()],
        dispatch: series(model.supplies.len()),
        stored: vec![vec![vec![(0.0, 0.0); model.blocks.len()]; model.horizon.periods]; model.batteries.len()],
        flow: series(model.lines.len()),
        shed: series(model.nodes.len()),
    };
    Reader::new(model, calendar, findings).all(plan, &mut decisions);
    decisions
}

/// Distinct pairs of a workload and eligible chips, and the class of each segment.
fn classes(model: &Model) -> (Vec<Class>, Vec<usize>) {
    let mut classes: Vec<Class> = Vec::new();
    let mut class_of = Vec::with_capacity(model.segments.len());
    for (_, segment) in model.segments.iter() {
        let found = classes.iter().position(|c| c.workload == segment.workload && c.chips == segment.chips);
        class_of.push(found.unwrap_or(classes.len()));
        if found.is_none() {
            let chips: Vec<&str> = segment.chips.iter().map(|chip| model.chips.name(*chip)).collect();
            let name = format!("{}:{}", model.workloads.name(segment.workload), chips.join("+"));
            classes.push(Class { workload: segment.workload, chips: segment.chips.clone(), name });
        }
    }
    (classes, class_of)
}
