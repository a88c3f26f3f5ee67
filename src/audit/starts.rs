//! The plan's rows of projects and orders: dates, states and shares, beside the decisions in them.

use std::collections::HashMap;

use super::Scene;
use super::compare::{Findings, Sum, Unit};
use super::decisions::Timed;
use crate::domain::{Cancel, Index, Month, OrderId, OrderOf, ProjectId};
use crate::plan::types::{OrderKind, OrderRow, Plan, ProjectRow, Span, State};

/// Checks them.
pub(super) fn check(scene: &Scene, plan: &Plan, findings: &mut Findings) {
    scene.projects(plan, findings);
    scene.orders_placed(plan, findings);
}

/// What a row says of its being cancelled.
struct Fate<'a> {
    id: &'a str,
    state: State,
    share: f64,
    cancelled: Option<&'a Span>,
    decide_by: Option<&'a Span>,
}

impl Scene<'_> {
    fn span(&self, p: i32) -> Span {
        self.calendar.span(p)
    }

    fn projects(&self, plan: &Plan, findings: &mut Findings) {
        let mut committed: HashMap<ProjectId, usize> = HashMap::new();
        for row in &plan.projects {
            let Some(id) = self.model.projects.find(&row.project) else {
                if row.state != State::Planned {
                    findings.wrong(&row.id, format!("the model has no project '{}'", row.project));
                }
                continue;
            };
            if row.state == State::Planned {
                if let Some(start) = self.calendar.read(&row.begun.period) {
                    self.course(id, row, start, findings);
                    Self::planned(&fate(row), &row.begun, findings);
                }
                continue;
            }
            let Some(terms) = &self.model.projects[id].committed else {
                findings.wrong(&row.id, "it is not a commitment");
                continue;
            };
            *committed.entry(id).or_default() += 1;
            let start = self.calendar.period(terms.start);
            let address = self.model.projects.address(id);
            findings.same(&row.id, "the id is", &row.id, &address);
            findings.span(&row.id, "it is begun in", Some(&row.begun), Some(&self.span(start)));
            let copies = Sum::of(f64::from(self.model.projects[id].copies));
            findings.number(&format!("{} copies", row.id), row.copies, copies, &Unit::plain());
            self.course(id, row, start, findings);
            let done = start + self.effects.of(id).lead;
            self.settled(&fate(row), &self.decisions.dropped_projects[id.get()], terms.cancel, done, findings);
        }
        for (id, _) in self.model.projects.iter().filter(|(_, project)| project.committed.is_some()) {
            once(&self.model.projects.address(id), committed.get(&id).copied(), findings);
        }
    }

    /// Dates that follow from a start.
    fn course(&self, id: ProjectId, row: &ProjectRow, start: i32, findings: &mut Findings) {
        let course = self.effects.of(id);
        let done = start + course.lead;
        findings.span(&row.id, "it is in service from", Some(&row.in_service), Some(&self.span(done)));
        let out = course.life.map(|life| self.span(done + life));
        findings.span(&row.id, "it is out of service from", row.out_of_service.as_ref(), out.as_ref());
        // All copies begun so far, cancelled and retired ones too: an effect that lacks some of them is not the whole.
        let all: f64 = course.starts.range(..=start).map(|(_, copies)| copies).sum();
        let effect =
            (done.max(0)..self.calendar.periods).find(|p| all > 0.0 && self.effects.effective(id, *p) >= all - 1e-6);
        let effect = effect.map(|p| self.span(p));
        findings.span(&row.id, "it is in effect from", row.effect.as_ref(), effect.as_ref());
    }

    fn planned(row: &Fate, begun: &Span, findings: &mut Findings) {
        findings.number(&format!("{} cancelled_share", row.id), row.share, Sum::default(), &Unit::plain());
        findings.span(row.id, "it is cancelled in", row.cancelled, None);
        findings.span(row.id, "it is to be decided by", row.decide_by, Some(begun));
    }

    /// What a commitment's row says of its being cancelled.
    fn settled(&self, row: &Fate, dropped: &Timed, terms: Option<Cancel>, done: i32, findings: &mut Findings) {
        let share: Sum = dropped.values().copied().collect();
        findings.number(&format!("{} cancelled_share", row.id), row.share, share, &Unit::plain());
        let first = dropped.iter().find(|(_, share)| **share > 0.0).map(|(p, _)| self.span(*p));
        findings.span(row.id, "it is cancelled in", row.cancelled, first.as_ref());
        let wrong = match row.state {
            State::Cancelled => share.value <= 0.0,
            _ => share.value >= 1.0 - 1e-9,
        };
        if wrong {
            findings.wrong(row.id, "its state does not fit the share of it that is cancelled");
        }
        let last = terms
            .map(|terms| self.calendar.period(terms.until).min(done - 1).min(self.calendar.periods - 1))
            .filter(|p| *p >= 0);
        let last = last.map(|p| self.span(p));
        if share.value <= 0.0 || row.decide_by.is_some() {
            findings.span(row.id, "it is to be decided by", row.decide_by, last.as_ref());
        }
    }

    fn orders_placed(&self, plan: &Plan, findings: &mut Findings) {
        let mut placed: HashMap<OrderId, usize> = HashMap::new();
        for row in &plan.orders {
            if row.state == State::Planned {
                if let Some(ordered) = self.calendar.read(&row.ordered.period) {
                    self.order(row, ordered, findings);
                    Self::planned(&fate_of_order(row), &row.ordered, findings);
                }
                continue;
            }
            let name = row.id.strip_prefix("order[").and_then(|rest| rest.strip_suffix(']')).unwrap_or("");
            let Some(id) = self.model.orders.find(name) else {
                findings.wrong(&row.id, "the model has no such order");
                continue;
            };
            *placed.entry(id).or_default() += 1;
            let order = &self.model.orders[id];
            let period = |month: Month| self.calendar.period(month);
            findings.same(&row.id, "it is ordered in", &row.ordered, &self.span(period(order.ordered)));
            findings.same(&row.id, "it is in service from", &row.in_service, &self.span(period(order.delivered)));
            let (kind, asset, site, unit) = match order.of {
                OrderOf::Chips(chip, site) => {
                    (OrderKind::Chip, self.model.chips.name(chip), Some(self.model.sites.name(site)), Unit::chips())
                }
                OrderOf::Expansion(expansion) => {
                    (OrderKind::Expansion, self.model.expansions.name(expansion), row.site.as_deref(), Unit::mw())
                }
            };
            findings.same(&row.id, "its kind is", &row.kind, &kind);
            findings.same(&row.id, "it is of", &row.asset.as_str(), &asset);
            findings.same(&row.id, "it is for", &row.site.as_deref(), &site);
            findings.same(&row.id, "the unit is", &row.unit, &unit.name);
            findings.number(&format!("{} quantity", row.id), row.quantity, Sum::of(order.quantity), &unit);
            let dropped = &self.decisions.dropped_orders[id.get()];
            self.settled(&fate_of_order(row), dropped, order.cancel, period(order.delivered), findings);
        }
        for id in self.model.orders.ids() {
            once(&self.model.orders.address(id), placed.get(&id).copied(), findings);
        }
    }

    /// Dates, lots, unit and vendor of a planned order.
    fn order(&self, row: &OrderRow, ordered: i32, findings: &mut Findings) {
        let (lead, lot, vendor, unit) = match row.kind {
            OrderKind::Chip => {
                let Some(chip) = self.model.chips.find(&row.asset).map(|id| &self.model.chips[id]) else {
                    return;
                };
                let Some(supply) = &chip.supply else { return };
                (supply.lead, supply.lot, &chip.vendor, Unit::chips())
            }
            OrderKind::Expansion => {
                let Some(id) = self.model.expansions.find(&row.asset) else {
                    return;
                };
                let expansion = &self.model.expansions[id];
                (expansion.supply.lead, expansion.supply.lot, &expansion.vendor, Unit::mw())
            }
            OrderKind::Lease => {
                let Some(lease) = self.model.leases.find(&row.asset).map(|id| &self.model.leases[id]) else {
                    return;
                };
                (lease.lead, lease.lot, &lease.vendor, Unit::mw())
            }
        };
        let delivered = ordered + self.calendar.whole(lead);
        findings.span(&row.id, "it is in service from", Some(&row.in_service), Some(&self.span(delivered)));
        findings.same(&row.id, "the vendor is", &row.vendor, vendor);
        findings.same(&row.id, "the unit is", &row.unit, &unit.name);
        match (lot, row.lots) {
            (Some(lot), Some(lots)) => {
                let found = Sum::of(row.quantity / lot);
                findings.number(&format!("{} lots", row.id), lots, found, &Unit::plain());
            }
            (None, Some(_)) => findings.wrong(&row.id, "it does not come in lots"),
            (Some(_), None) => findings.wrong(&row.id, "it comes in lots, and their number is missing"),
            (None, None) => {}
        }
    }
}

fn fate(row: &ProjectRow) -> Fate<'_> {
    Fate {
        id: &row.id,
        state: row.state,
        share: row.cancelled_share,
        cancelled: row.cancelled.as_ref(),
        decide_by: row.decide_by.as_ref(),
    }
}

fn fate_of_order(row: &OrderRow) -> Fate<'_> {
    Fate {
        id: &row.id,
        state: row.state,
        share: row.cancelled_share,
        cancelled: row.cancelled.as_ref(),
        decide_by: row.decide_by.as_ref(),
    }
}

/// Every commitment has one row.
fn once(address: &str, rows: Option<usize>, findings: &mut Findings) {
    match rows {
        Some(1) => {}
        None | Some(0) => findings.wrong(address, "the plan has no row for this commitment"),
        Some(_) => findings.wrong(address, "the plan has this commitment twice"),
    }
}
