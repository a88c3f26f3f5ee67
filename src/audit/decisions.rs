//! What the plan decides, read from its rows; rows that say nothing sensible are disagreements and count for nothing.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::calendar::Calendar;
use super::compare::{Findings, Unit};
use crate::domain::{ChipId, Index, Model, SegmentId, SiteId, Table, WorkloadId};
use crate::plan::types::{OrderKind, Plan, Span, State, Status};

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
    /// MW of leases ordered.
    pub(super) leased: Vec<Timed>,
    /// What a relaxed plan pays of order costs, by the asset's address.
    pub(super) relaxed_order_costs: HashMap<String, f64>,
    pub(super) classes: Vec<Class>,
    /// The class of each segment.
    pub(super) class_of: Vec<usize>,
    pub(super) assigned: BTreeMap<(SiteId, ChipId, usize, i32), f64>,
    pub(super) served: BTreeMap<(SegmentId, SiteId, i32), f64>,
    /// MW by supply and period.
    pub(super) dispatch: Vec<Vec<f64>>,
    /// MW from `from` to `to` by line and period.
    pub(super) flow: Vec<Vec<f64>>,
    /// MW by node and period.
    pub(super) shed: Vec<Vec<f64>>,
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
    let series = |rows: usize| vec![vec![0.0; model.horizon.periods]; rows];
    let mut decisions = Decisions {
        relaxed: plan.outcome.status == Status::Relaxed,
        begun: vec![Timed::new(); model.projects.len()],
        dropped_projects: vec![Timed::new(); model.projects.len()],
        dropped_orders: vec![Timed::new(); model.orders.len()],
        bought: BTreeMap::new(),
        expanded: vec![Timed::new(); model.expansions.len()],
        leased: vec![Timed::new(); model.leases.len()],
        relaxed_order_costs: HashMap::new(),
        classes,
        class_of,
        assigned: BTreeMap::new(),
        served: BTreeMap::new(),
        dispatch: series(model.supplies.len()),
        flow: series(model.lines.len()),
        shed: series(model.nodes.len()),
    };
    let mut reader = Reader {
        model,
        calendar,
        findings,
        seen: HashSet::new(),
    };
    reader.begun(plan, &mut decisions);
    reader.ordered(plan, &mut decisions);
    reader.cancelled(plan, &mut decisions);
    reader.worked(plan, &mut decisions);
    reader.powered(plan, &mut decisions);
    decisions
}

/// Distinct pairs of a workload and eligible chips, and the class of each segment.
fn classes(model: &Model) -> (Vec<Class>, Vec<usize>) {
    let mut classes: Vec<Class> = Vec::new();
    let mut class_of = Vec::with_capacity(model.segments.len());
    for (_, segment) in model.segments.iter() {
        let found = classes
            .iter()
            .position(|c| c.workload == segment.workload && c.chips == segment.chips);
        class_of.push(found.unwrap_or(classes.len()));
        if found.is_none() {
            let chips: Vec<&str> = segment.chips.iter().map(|chip| model.chips.name(*chip)).collect();
            let name = format!("{}:{}", model.workloads.name(segment.workload), chips.join("+"));
            classes.push(Class {
                workload: segment.workload,
                chips: segment.chips.clone(),
                name,
            });
        }
    }
    (classes, class_of)
}

/// Looks ids up without walking the table each time.
fn index<I: Index, T>(table: &Table<I, T>) -> HashMap<&str, I> {
    table.ids().map(|id| (table.name(id), id)).collect()
}

struct Reader<'a, 'm> {
    model: &'m Model,
    calendar: &'a Calendar<'m>,
    findings: &'a mut Findings,
    seen: HashSet<String>,
}

impl<'m> Reader<'_, 'm> {
    /// The period of a row, which must lie in the horizon; also checks the row's id and that no other row has it.
    fn period(&mut self, id: &str, address: &str, span: &Span) -> Option<i32> {
        if !self.seen.insert(id.to_owned()) {
            self.findings.wrong(id, "the plan has this row twice");
            return None;
        }
        let Some(p) = self.calendar.read(&span.period) else {
            self.findings
                .wrong(id, format!("'{}' is not a period of the model", span.period));
            return None;
        };
        if !(0..self.calendar.periods).contains(&p) {
            self.findings
                .wrong(id, format!("{} is not in the horizon", span.period));
            return None;
        }
        let expected = format!("{address}@{}", span.period);
        self.findings.same(id, "the id is", &id, &expected.as_str());
        self.findings.same(id, "the days are", span, &self.calendar.span(p));
        Some(p)
    }

    /// A decision, which must be a number and not negative.
    fn amount(&mut self, id: &str, value: f64, unit: &Unit) -> f64 {
        if !value.is_finite() {
            self.findings.wrong(id, "its amount is not a number");
            return 0.0;
        }
        if value < -unit.tolerance(0.0) {
            self.findings.differ(
                id,
                value,
                0.0,
                &unit.name,
                "the plan decides {said}, it must be at least {found}",
            );
        }
        value
    }

    fn look<I: Index>(&mut self, id: &str, names: &HashMap<&str, I>, name: &str) -> Option<I> {
        let found = names.get(name).copied();
        if found.is_none() {
            self.findings
                .wrong(id, format!("the model has no {} '{name}'", I::KIND));
        }
        found
    }

    fn begun(&mut self, plan: &Plan, decisions: &mut Decisions) {
        let projects = index(&self.model.projects);
        for row in plan.projects.iter().filter(|row| row.state == State::Planned) {
            let Some(project) = self.look(&row.id, &projects, &row.project) else {
                continue;
            };
            let Some(p) = self.period(&row.id, &self.model.projects.address(project), &row.begun) else {
                continue;
            };
            let copies = self.amount(&row.id, row.copies, &Unit::plain());
            if self.model.projects[project].committed.is_some() {
                self.findings
                    .wrong(&row.id, "it is a commitment and cannot be begun again");
                continue;
            }
            decisions.begun[project.get()].insert(p, copies);
        }
    }

    fn ordered(&mut self, plan: &Plan, decisions: &mut Decisions) {
        let (chips, sites) = (index(&self.model.chips), index(&self.model.sites));
        let (expansions, leases) = (index(&self.model.expansions), index(&self.model.leases));
        for row in plan.orders.iter().filter(|row| row.state == State::Planned) {
            let unit = if row.kind == OrderKind::Chip {
                Unit::chips()
            } else {
                Unit::mw()
            };
            let quantity = self.amount(&row.id, row.quantity, &unit);
            let (address, timed) = match row.kind {
                OrderKind::Chip => {
                    let Some(chip) = self.look(&row.id, &chips, &row.asset) else {
                        continue;
                    };
                    let Some(site) = self.look(&row.id, &sites, row.site.as_deref().unwrap_or("")) else {
                        continue;
                    };
                    let address = format!("buy[{},{}]", row.asset, self.model.sites.name(site));
                    (address, decisions.bought.entry((chip, site)).or_default())
                }
                OrderKind::Expansion => {
                    let Some(id) = self.look(&row.id, &expansions, &row.asset) else {
                        continue;
                    };
                    (self.model.expansions.address(id), &mut decisions.expanded[id.get()])
                }
                OrderKind::Lease => {
                    let Some(id) = self.look(&row.id, &leases, &row.asset) else {
                        continue;
                    };
                    (self.model.leases.address(id), &mut decisions.leased[id.get()])
                }
            };
            if let Some(p) = self.period(&row.id, &address, &row.ordered) {
                timed.insert(p, quantity);
            }
        }
        if decisions.relaxed {
            for row in plan.payments.iter().filter(|row| row.milestone == "order cost") {
                decisions.relaxed_order_costs.insert(row.asset.clone(), row.usd_nominal);
            }
        }
    }

    fn cancelled(&mut self, plan: &Plan, decisions: &mut Decisions) {
        let (projects, orders) = (index(&self.model.projects), index(&self.model.orders));
        for row in &plan.cancellations {
            let share = self.amount(&row.id, row.share, &Unit::plain());
            let Some(p) = self.period(&row.id, &row.commitment, &row.span) else {
                continue;
            };
            let name = |kind: &str| {
                let inner = row.commitment.strip_prefix(kind)?.strip_prefix('[')?;
                inner.strip_suffix(']')
            };
            if let Some(project) = name("project").and_then(|n| projects.get(n)) {
                decisions.dropped_projects[project.get()].insert(p, share);
            } else if let Some(order) = name("order").and_then(|n| orders.get(n)) {
                decisions.dropped_orders[order.get()].insert(p, share);
            } else {
                self.findings
                    .wrong(&row.id, format!("the model has no commitment '{}'", row.commitment));
            }
        }
    }

    fn worked(&mut self, plan: &Plan, decisions: &mut Decisions) {
        let (chips, sites) = (index(&self.model.chips), index(&self.model.sites));
        let segments = index(&self.model.segments);
        let classes: HashMap<String, usize> = decisions
            .classes
            .iter()
            .enumerate()
            .map(|(n, class)| (class.name.clone(), n))
            .collect();
        for row in &plan.assignments {
            let Some(site) = self.look(&row.id, &sites, &row.site) else {
                continue;
            };
            let Some(chip) = self.look(&row.id, &chips, &row.chip) else {
                continue;
            };
            let Some(&class) = classes.get(&row.class) else {
                self.findings
                    .wrong(&row.id, format!("no segment is of the class '{}'", row.class));
                continue;
            };
            let amount = self.amount(&row.id, row.chips, &Unit::chips());
            let workload = self.model.workloads.name(decisions.classes[class].workload);
            self.findings
                .same(&row.id, "the workload is", &row.workload.as_str(), &workload);
            if !decisions.classes[class].chips.contains(&chip) {
                self.findings.wrong(
                    &row.id,
                    format!("the class '{}' does not accept {}", row.class, row.chip),
                );
            }
            let address = format!("assigned[{},{},{}]", row.site, row.chip, row.class);
            if let Some(p) = self.period(&row.id, &address, &row.span) {
                decisions.assigned.insert((site, chip, class, p), amount);
            }
        }
        for row in &plan.service {
            let Some(segment) = self.look(&row.id, &segments, &row.segment) else {
                continue;
            };
            let Some(site) = self.look(&row.id, &sites, &row.site) else {
                continue;
            };
            let workload = &self.model.workloads[self.model.segments[segment].workload];
            let amount = self.amount(&row.id, row.work, &Unit::new(&workload.unit, 1.0));
            self.findings.same(&row.id, "the unit is", &row.unit, &workload.unit);
            let address = format!("served[{},{}]", row.segment, row.site);
            if let Some(p) = self.period(&row.id, &address, &row.span) {
                decisions.served.insert((segment, site, p), amount);
            }
        }
    }

    fn powered(&mut self, plan: &Plan, decisions: &mut Decisions) {
        let (nodes, lines) = (index(&self.model.nodes), index(&self.model.lines));
        let supplies = index(&self.model.supplies);
        for row in &plan.grid {
            let series = match row.kind.as_str() {
                "supply" => self
                    .look(&row.id, &supplies, &row.element)
                    .map(|id| &mut decisions.dispatch[id.get()]),
                "line" => self
                    .look(&row.id, &lines, &row.element)
                    .map(|id| &mut decisions.flow[id.get()]),
                "node" => {
                    self.amount(&row.id, row.mw, &Unit::mw());
                    self.look(&row.id, &nodes, &row.element)
                        .map(|id| &mut decisions.shed[id.get()])
                }
                other => {
                    self.findings.wrong(&row.id, format!("the grid has no '{other}'"));
                    None
                }
            };
            if !row.mw.is_finite() {
                self.findings.wrong(&row.id, "its amount is not a number");
                continue;
            }
            let p = self.period(&row.id, &format!("{}[{}]", row.kind, row.element), &row.span);
            if let (Some(series), Some(p)) = (series, p) {
                series[usize::try_from(p).expect("a period of the horizon is not negative")] = row.mw;
            }
        }
    }
}
