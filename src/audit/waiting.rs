//! Demand that waits: read from the rows of demand, held to what may wait.

use std::collections::HashMap;

use super::Scene;
use super::capacity::slot;
use super::compare::{Findings, Sum, Unit};
use super::decisions::{Decisions, Timed};
use super::limits::{Limit, Sense};
use super::reader::Reader;
use super::service::Service;
use crate::domain::{Index, SegmentId};
use crate::plan::types::Plan;

impl Reader<'_, '_> {
    /// What is left to wait; the other numbers of these rows follow from what is served.
    pub(super) fn deferred(&mut self, plan: &Plan, decisions: &mut Decisions) {
        let segments: HashMap<&str, SegmentId> =
            self.model.segments.ids().map(|id| (self.model.segments.name(id), id)).collect();
        for row in plan.demand.iter().filter(|row| row.waiting != 0.0) {
            let Some(segment) = self.look(&row.id, &segments, &row.segment) else { continue };
            let unit = &self.model.workloads[self.model.segments[segment].workload].unit;
            let amount = self.amount(&row.id, row.waiting, &Unit::new(unit, 1.0));
            let address = format!("demand[{}]", row.segment);
            if let Some(p) = self.period(&row.id, &address, &row.span) {
                if self.model.segments[segment].defer.is_none() {
                    self.findings.wrong(&row.id, "some of it waits, which it may not");
                } else if p + 1 == self.calendar.periods {
                    self.findings.wrong(&row.id, "some of it waits at the end of the last period");
                }
                decisions.waiting[segment.get()].insert(p, amount);
            }
        }
    }
}

/// Units that wait at the end of a period; nothing does before the first.
fn at_end(waiting: &Timed, p: i32) -> f64 {
    waiting.get(&p).copied().unwrap_or(0.0)
}

impl Service {
    /// What a period is asked for: its demand and what waited from before, less what is left to wait.
    pub(super) fn asked(&self, segment: SegmentId, p: i32) -> Sum {
        let mut asked = Sum::of(self.demand[segment.get()][slot(p)]);
        asked.add(at_end(&self.waiting[segment.get()], p - 1));
        asked.add(-at_end(&self.waiting[segment.get()], p));
        asked
    }

    /// Demand and what waited, less what is served or left to wait.
    pub(super) fn unmet(&self, segment: SegmentId, p: i32) -> Sum {
        self.asked(segment, p).less(self.served[segment.get()][slot(p)])
    }

    /// Units that wait at the end of a period.
    pub(super) fn waits(&self, segment: SegmentId, p: i32) -> Sum {
        Sum::of(at_end(&self.waiting[segment.get()], p))
    }

    /// What a period serves is no more than it is asked for.
    pub(super) fn no_more_than_asked(
        &self,
        what: &str,
        segment: SegmentId,
        p: i32,
        unit: &Unit,
        findings: &mut Findings,
    ) {
        findings.limit();
        let note = "{said} are served, {found} are asked for";
        findings.within(what, self.served[segment.get()][slot(p)], self.asked(segment, p), unit, note);
    }
}

impl Scene<'_> {
    /// What may wait at the end of each period but the last.
    pub(super) fn waiting_limits(&self, limits: &mut Vec<Limit>) {
        for (id, segment) in self.model.segments.iter() {
            let Some(defer) = &segment.defer else { continue };
            for p in 0..self.calendar.periods - 1 {
                let name = format!("{}.defer.up_to@{}", self.model.segments.address(id), self.label(p));
                let bound = Sum::of(defer.up_to * self.service.demand[id.get()][slot(p)]);
                let unit = self.service.units[segment.workload.get()].clone();
                let note = "{said} are left to wait, {found} may be";
                limits.push(Limit::new(name, Sense::AtMost, self.service.waits(id, p), bound, unit, note));
            }
        }
    }
}
