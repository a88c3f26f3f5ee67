//! Rules on starts, orders and cancellations: whole numbers, windows, prerequisites, terms of cancelling.

use super::calendar::Calendar;
use super::compare::{Findings, Sum, Unit};
use super::decisions::{Decisions, Timed};
use super::effects::Effects;
use crate::domain::{Cancel, Duration, Index, Model, Project, ProjectId, RelationKind, Window};

/// Checks them.
pub(super) fn check(
    model: &Model,
    calendar: &Calendar,
    decisions: &Decisions,
    effects: &Effects,
    findings: &mut Findings,
) {
    let rules = Rules { model, calendar, decisions, effects };
    rules.starts(findings);
    rules.orders(findings);
    rules.cancellations(findings);
}

struct Rules<'a, 'm> {
    model: &'m Model,
    calendar: &'a Calendar<'m>,
    decisions: &'a Decisions,
    effects: &'a Effects,
}

impl Rules<'_, '_> {
    fn whole(&self, what: &str, amount: f64, of: &str, findings: &mut Findings) {
        if !self.decisions.relaxed && (amount - amount.round()).abs() > Unit::plain().tolerance(amount) {
            findings.differ(what, amount, amount.round(), of, "{said}, which should be a whole number such as {found}");
        }
    }

    fn window(&self, what: &str, window: &Window, lead: Duration, p: i32, findings: &mut Findings) {
        if let Some(start) = window.start.map(|month| self.calendar.period(month))
            && p < start
        {
            findings.wrong(what, format!("its window opens in {}", self.calendar.label(start)));
        }
        if let Some(complete) = window.complete.map(|month| self.calendar.period(month)) {
            let stands = p + self.calendar.whole(lead);
            if stands > complete {
                let (at, by) = (self.calendar.label(stands), self.calendar.label(complete));
                findings.wrong(
                    what,
                    format!("it would be in service from {at}, later than {by}, the latest its window allows"),
                );
            }
        }
    }

    fn starts(&self, findings: &mut Findings) {
        for (id, project) in self.model.projects.iter() {
            let address = self.model.projects.address(id);
            let starts = &self.decisions.begun[id.get()];
            let total: Sum = starts.values().copied().collect();
            let most = Sum::of(f64::from(project.copies));
            findings.within(&address, total, most, &Unit::plain(), "{said} copies are begun, there are {found}");
            for (&p, &copies) in starts.iter().filter(|(_, copies)| **copies > 0.0) {
                let what = format!("{address}@{}", self.calendar.label(p));
                self.whole(&what, copies, "copies begun", findings);
                self.window(&what, &project.window, project.lead, p, findings);
                self.prerequisites(id, project, p, &what, findings);
            }
        }
    }

    /// `after` and `with` of a start in period `p`.
    fn prerequisites(&self, id: ProjectId, project: &Project, p: i32, what: &str, findings: &mut Findings) {
        for relation in project.relations.iter().filter(|r| r.kind != RelationKind::Needs) {
            let (course, other) = (self.effects.of(id), self.effects.of(relation.project));
            let by = p - self.calendar.whole(relation.lag);
            let after = relation.kind == RelationKind::After;
            let done = if after { other.complete(by) } else { other.begun(by) };
            let most = if relation.each {
                done
            } else if self.decisions.relaxed {
                course.copies * (done / other.copies)
            } else if done >= other.copies - Unit::plain().tolerance(other.copies) {
                course.copies
            } else {
                0.0
            };
            let name = self.model.projects.name(relation.project);
            let word = if after { "complete" } else { "begun" };
            let note = format!("{{said}} copies are begun by then, but '{name}' has {word} enough for {{found}}");
            findings.limit();
            findings.within(what, Sum::of(course.begun(p)), Sum::of(most), &Unit::plain(), &note);
        }
    }

    fn orders(&self, findings: &mut Findings) {
        for ((chip, site), orders) in &self.decisions.bought {
            let row = &self.model.chips[*chip];
            let (chip_name, site_name) = (self.model.chips.name(*chip), self.model.sites.name(*site));
            for (&p, &amount) in orders {
                let what = format!("buy[{chip_name},{site_name}]@{}", self.calendar.label(p));
                let Some(supply) = &row.supply else {
                    findings.wrong(&what, format!("'{chip_name}' cannot be bought"));
                    continue;
                };
                if row.sites.as_ref().is_some_and(|sites| !sites.contains(site)) {
                    findings.wrong(&what, format!("'{chip_name}' cannot be ordered for '{site_name}'"));
                }
                self.lots(&what, amount, supply.lot, findings);
                self.window(&what, &supply.window, supply.lead, p, findings);
            }
        }
        for (id, row) in self.model.expansions.iter() {
            for (&p, &amount) in &self.decisions.expanded[id.get()] {
                let what = format!("{}@{}", self.model.expansions.address(id), self.calendar.label(p));
                self.lots(&what, amount, row.supply.lot, findings);
                self.window(&what, &row.supply.window, row.supply.lead, p, findings);
            }
        }
        for (id, row) in self.model.leases.iter() {
            for (&p, &amount) in &self.decisions.leased[id.get()] {
                let what = format!("{}@{}", self.model.leases.address(id), self.calendar.label(p));
                self.lots(&what, amount, row.lot, findings);
                self.window(&what, &row.window, row.lead, p, findings);
            }
        }
    }

    fn lots(&self, what: &str, amount: f64, lot: Option<f64>, findings: &mut Findings) {
        if let Some(lot) = lot {
            self.whole(what, amount / lot, "lots ordered", findings);
        }
    }

    fn cancellations(&self, findings: &mut Findings) {
        for (id, project) in self.model.projects.iter() {
            let dropped = &self.decisions.dropped_projects[id.get()];
            let done =
                project.committed.as_ref().map(|c| self.calendar.period(c.start) + self.calendar.whole(project.lead));
            let terms = project.committed.as_ref().and_then(|c| c.cancel);
            self.cancelled(&self.model.projects.address(id), dropped, terms, done, findings);
        }
        for (id, order) in self.model.orders.iter() {
            let done = Some(self.calendar.period(order.delivered));
            let dropped = &self.decisions.dropped_orders[id.get()];
            self.cancelled(&self.model.orders.address(id), dropped, order.cancel, done, findings);
        }
    }

    fn cancelled(
        &self,
        address: &str,
        dropped: &Timed,
        terms: Option<Cancel>,
        done: Option<i32>,
        findings: &mut Findings,
    ) {
        if dropped.is_empty() {
            return;
        }
        let (Some(terms), Some(done)) = (terms, done) else {
            findings.wrong(address, "the plan cancels it, which its terms never allow");
            return;
        };
        let until = self.calendar.period(terms.until).min(done - 1);
        for (&p, &share) in dropped {
            let what = format!("{address}@{}", self.calendar.label(p));
            findings.limit();
            if p > until {
                findings
                    .wrong(&what, format!("it can be cancelled until {} at the latest", self.calendar.label(until)));
            }
            if !terms.part {
                self.whole(&what, share, "of it cancelled (no part may be)", findings);
            }
        }
        let total: Sum = dropped.values().copied().collect();
        findings.within(
            address,
            total,
            Sum::of(1.0),
            &Unit::plain(),
            "shares of {said} are cancelled, there is only {found}",
        );
    }
}
