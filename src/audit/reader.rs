//! Reads decisions row by row; an id, period or amount that makes no sense is a disagreement.

use std::collections::{HashMap, HashSet};

use super::calendar::Calendar;
use super::compare::{Findings, Unit};
use super::decisions::Decisions;
use crate::domain::{BlockId, Index, Model, Table};
use crate::plan::types::{OrderKind, Plan, Span, State};

/// Looks ids up without walking the table each time.
fn index<I: Index, T>(table: &Table<I, T>) -> HashMap<&str, I> {
    table.ids().map(|id| (table.name(id), id)).collect()
}

/// Reads decisions from the plan's rows.
pub(super) struct Reader<'a, 'm> {
    pub(super) model: &'m Model,
    pub(super) calendar: &'a Calendar<'m>,
    pub(super) findings: &'a mut Findings,
    seen: HashSet<String>,
}

impl<'a, 'm> Reader<'a, 'm> {
    /// A reader that has read nothing.
    pub(super) fn new(model: &'m Model, calendar: &'a Calendar<'m>, findings: &'a mut Findings) -> Self {
        Self { model, calendar, findings, seen: HashSet::new() }
    }

    /// Reads everything.
    pub(super) fn all(&mut self, plan: &Plan, decisions: &mut Decisions) {
        self.begun(plan, decisions);
        self.ordered(plan, decisions);
        self.cancelled(plan, decisions);
        self.worked(plan, decisions);
        self.deferred(plan, decisions);
        self.powered(plan, decisions);
        self.stored(plan, decisions);
        self.agreed(plan, decisions);
    }
}

impl Reader<'_, '_> {
    /// The period of a row, which must lie in the horizon; also checks the row's id and that no other row has it.
    pub(super) fn period(&mut self, id: &str, address: &str, span: &Span) -> Option<i32> {
        self.slice(id, address, span, "")
    }

    /// The same, with the block as ids carry it.
    pub(super) fn slice(&mut self, id: &str, address: &str, span: &Span, block: &str) -> Option<i32> {
        if !self.seen.insert(id.to_owned()) {
            self.findings.wrong(id, "the plan has this row twice");
            return None;
        }
        let Some(p) = self.calendar.read(&span.period) else {
            self.findings.wrong(id, format!("'{}' is not a period of the model", span.period));
            return None;
        };
        if !(0..self.calendar.periods).contains(&p) {
            self.findings.wrong(id, format!("{} is not in the horizon", span.period));
            return None;
        }
        let expected = format!("{address}@{}{block}", span.period);
        self.findings.same(id, "the id is", &id, &expected.as_str());
        self.findings.span(id, "the days are", Some(span), Some(&self.calendar.span(p)));
        Some(p)
    }

    /// The block of a row and what its id carries of it: rows name their block only where periods have several.
    pub(super) fn block(&mut self, id: &str, name: Option<&str>) -> Option<(BlockId, String)> {
        let several = self.model.blocks.len() > 1;
        let Some(name) = name.filter(|_| several) else {
            if several || name.is_some() {
                self.findings.wrong(id, "its block does not fit the model");
                return None;
            }
            return Some((BlockId::new(0), String::new()));
        };
        let block = self.look(id, &index(&self.model.blocks), name)?;
        Some((block, format!("/{name}")))
    }

    /// A decision, which must be a number and not negative.
    pub(super) fn amount(&mut self, id: &str, value: f64, unit: &Unit) -> f64 {
        if !value.is_finite() {
            self.findings.wrong(id, "its amount is not a number");
            return 0.0;
        }
        if value < -unit.tolerance(0.0) {
            self.findings.differ(id, value, 0.0, &unit.name, "the plan decides {said}, it must be at least {found}");
        }
        value
    }

    pub(super) fn look<I: Index>(&mut self, id: &str, names: &HashMap<&str, I>, name: &str) -> Option<I> {
        let found = names.get(name).copied();
        if found.is_none() {
            self.findings.wrong(id, format!("the model has no {} '{name}'", I::KIND));
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
                self.findings.wrong(&row.id, "it is a commitment and cannot be begun again");
                continue;
            }
            decisions.begun[project.get()].insert(p, copies);
        }
    }

    fn ordered(&mut self, plan: &Plan, decisions: &mut Decisions) {
        let (chips, sites) = (index(&self.model.chips), index(&self.model.sites));
        let (expansions, leases) = (index(&self.model.expansions), index(&self.model.leases));
        for row in plan.orders.iter().filter(|row| row.state == State::Planned) {
            let unit = if row.kind == OrderKind::Chip { Unit::chips() } else { Unit::mw() };
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
            for row in plan.limits.iter().filter(|row| row.id.starts_with("group[")) {
                decisions.relaxed_groups.insert(row.id.clone(), row.level);
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
                self.findings.wrong(&row.id, format!("the model has no commitment '{}'", row.commitment));
            }
        }
    }

    fn worked(&mut self, plan: &Plan, decisions: &mut Decisions) {
        let (chips, sites) = (index(&self.model.chips), index(&self.model.sites));
        let segments = index(&self.model.segments);
        let classes: HashMap<String, usize> =
            decisions.classes.iter().enumerate().map(|(n, class)| (class.name.clone(), n)).collect();
        for row in &plan.assignments {
            let Some(site) = self.look(&row.id, &sites, &row.site) else {
                continue;
            };
            let Some(chip) = self.look(&row.id, &chips, &row.chip) else {
                continue;
            };
            let Some(&class) = classes.get(&row.class) else {
                self.findings.wrong(&row.id, format!("no segment is of the class '{}'", row.class));
                continue;
            };
            let amount = self.amount(&row.id, row.chips, &Unit::chips());
            let workload = self.model.workloads.name(decisions.classes[class].workload);
            self.findings.same(&row.id, "the workload is", &row.workload.as_str(), &workload);
            if !decisions.classes[class].chips.contains(&chip) {
                self.findings.wrong(&row.id, format!("the class '{}' does not accept {}", row.class, row.chip));
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
                "supply" => self.look(&row.id, &supplies, &row.element).map(|id| &mut decisions.dispatch[id.get()]),
                "line" => self.look(&row.id, &lines, &row.element).map(|id| &mut decisions.flow[id.get()]),
                "node" => {
                    self.amount(&row.id, row.mw, &Unit::mw());
                    self.look(&row.id, &nodes, &row.element).map(|id| &mut decisions.shed[id.get()])
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
            let Some((block, of_id)) = self.block(&row.id, row.block.as_deref()) else { continue };
            let p = self.slice(&row.id, &format!("{}[{}]", row.kind, row.element), &row.span, &of_id);
            if let (Some(series), Some(p)) = (series, p) {
                series[usize::try_from(p).expect("a period of the horizon is not negative")][block.get()] = row.mw;
            }
        }
    }
}
