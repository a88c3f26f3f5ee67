//! Limits on what stands and runs: power at sites, lines, supplies, starts of projects, groups, firm demand.

use super::Scene;
use super::blocks::label;
use super::capacity::slot;
use super::compare::{Sum, Unit};
use super::decisions::Decisions;
use super::limits::{Limit, Sense};
use crate::domain::{BlockId, Index, MinOutput, Output, Pick, ProjectId, SegmentKind};

const DRAWS: &str = "draws {said}, may draw {found}";

impl Scene<'_> {
    pub(super) fn each(&self) -> std::ops::Range<i32> {
        0..self.calendar.periods
    }

    /// Periods of the horizon with each of their blocks.
    pub(super) fn slices(&self) -> impl Iterator<Item = (i32, BlockId)> {
        self.each().flat_map(|p| self.model.blocks.ids().map(move |block| (p, block)))
    }

    pub(super) fn label(&self, p: i32) -> String {
        self.calendar.label(p)
    }

    pub(super) fn site_limits(&self, limits: &mut Vec<Limit>) {
        let mw = |id, level, bound| Limit::new(id, Sense::AtMost, level, bound, Unit::mw(), DRAWS);
        for id in self.model.sites.ids() {
            let address = self.model.sites.address(id);
            for p in self.each() {
                let (there, at) = (self.capacity.site(id, p), self.label(p));
                let used = self.service.used[id.get()][slot(p)];
                let liquid = self.service.liquid_used[id.get()][slot(p)];
                limits.push(mw(format!("{address}.it_power@{at}"), used, there.it));
                limits.push(mw(format!("{address}.liquid@{at}"), liquid, there.liquid));
            }
        }
    }

    pub(super) fn grid_limits(&self, limits: &mut Vec<Limit>) {
        for (id, line) in self.model.lines.iter().filter(|(_, line)| line.rating_mw.is_some()) {
            for (p, block) in self.slices() {
                let flow = Sum::of(self.decisions.flow[id.get()][slot(p)][block.get()].abs());
                let name = format!("{}.rating@{}", self.model.lines.address(id), self.label(p));
                let note = "carries {said}, may carry {found}";
                let limit = Limit::new(name, Sense::AtMost, flow, self.capacity.line(id, p), Unit::mw(), note);
                limits.push(limit.bends(line.bend.as_ref(), p).in_block(self.model, block));
            }
        }
        for (id, supply) in self.model.supplies.iter() {
            for (p, block) in self.slices() {
                let (address, at) = (self.model.supplies.address(id), label(self.model, &self.calendar, p, block));
                let output = Sum::of(self.decisions.dispatch[id.get()][slot(p)][block.get()]);
                let most = self.capacity.supply(id, p).times(supply.available(block));
                let power =
                    |sense, note| Limit::new(format!("{address}.power@{at}"), sense, output, most, Unit::mw(), note);
                if supply.output == Output::AsProduced {
                    limits.push(power(Sense::Equal, "gives {said}, produces {found}"));
                    continue;
                }
                limits.push(power(Sense::AtMost, "gives {said}, can give {found}"));
                let least = match supply.min_output {
                    MinOutput::Megawatts(mw) => Sum::of(mw),
                    MinOutput::Share(share) => self.capacity.supply(id, p).times(share),
                };
                let name = format!("{address}.min_output@{at}");
                let owes = "gives {said}, must give {found}";
                let mut limit = Limit::new(name, Sense::AtLeast, output, least, Unit::mw(), owes);
                limit.optional |= least.value == 0.0;
                limits.push(limit);
            }
        }
    }

    pub(super) fn project_limits(&self, limits: &mut Vec<Limit>) {
        for (id, project) in self.model.projects.iter().filter(|(_, project)| project.committed.is_none()) {
            let address = self.model.projects.address(id);
            let starts = &self.decisions.begun[id.get()];
            if project.required {
                let level = starts.values().copied().collect();
                let bound = Sum::of(f64::from(project.copies));
                let note = "{said} copies are begun, {found} are required";
                let limit = Limit::new(format!("{address}.required"), Sense::Equal, level, bound, Unit::plain(), note);
                limits.push(limit.tier(project.tier));
            }
            if let Some(most) = project.starts_per_period {
                for p in self.each() {
                    let name = format!("{address}.starts_per_period@{}", self.label(p));
                    let level = Sum::of(starts.get(&p).copied().unwrap_or(0.0));
                    let note = "{said} copies are begun, {found} may be";
                    let bound = Sum::of(f64::from(most));
                    let mut limit = Limit::new(name, Sense::AtMost, level, bound, Unit::plain(), note);
                    // Where the window allows no start, there is no row.
                    limit.optional |= level.value == 0.0;
                    limits.push(limit);
                }
            }
        }
        for (id, group) in self.model.groups.iter() {
            let address = self.model.groups.address(id);
            let (least, most): (Vec<f64>, Vec<f64>) =
                group.projects.iter().map(|project| self.chosen(*project, group.pick)).unzip();
            let (least, most) = (least.iter().sum::<f64>(), most.iter().sum::<f64>());
            let agreed: f64 = group.agreements.iter().map(|id| self.agreed(*id)).sum();
            let (least, most) = (least + agreed, most + agreed);
            // How far a fraction of a start counts as begun is for a relaxed plan to say.
            let said = self.decisions.relaxed_groups.get(&address).copied().unwrap_or(least);
            let level = if said.is_finite() { said.clamp(least, most.max(least)) } else { least };
            let sense = if group.pick == Pick::ExactlyOne { Sense::Equal } else { Sense::AtMost };
            let note = "{said} of its projects are begun, {found} may be";
            let limit = Limit::new(address, sense, Sum::of(level), Sum::of(1.0), Unit::plain(), note);
            limits.push(limit.tier(group.tier));
        }
    }

    /// Whether a project of a group is begun; in a relaxed plan, how far at least and at most. Where exactly one is picked,
    /// a part of a commitment is only that part.
    fn chosen(&self, id: ProjectId, pick: Pick) -> (f64, f64) {
        let project = &self.model.projects[id];
        let (least, most) = if let Some(committed) = &project.committed {
            let kept = Decisions::kept(&self.decisions.dropped_projects[id.get()], i32::MAX);
            if pick == Pick::ExactlyOne {
                return (kept, kept);
            }
            let part = committed.cancel.is_some_and(|cancel| cancel.part);
            (kept, if part { 1.0 } else { kept })
        } else {
            let begun = self.decisions.begun[id.get()].values().sum::<f64>();
            (begun / f64::from(project.copies), begun.min(1.0))
        };
        if self.decisions.relaxed {
            (least, most)
        } else {
            let begun = f64::from(u8::from(least > 1e-6));
            (begun, begun)
        }
    }

    pub(super) fn demand_limits(&self, limits: &mut Vec<Limit>) {
        for (id, segment) in self.model.segments.iter().filter(|(_, segment)| segment.kind == SegmentKind::Firm) {
            for p in self.each() {
                let name = format!("{}.demand@{}", self.model.segments.address(id), self.label(p));
                let level = self.service.served[id.get()][slot(p)];
                let bound = self.service.asked(id, p);
                let unit = self.service.units[segment.workload.get()].clone();
                let note = "{said} are served, {found} are asked for and firm";
                let limit = Limit::new(name, Sense::Equal, level, bound, unit, note);
                limits.push(limit.tier(segment.tier).bends(segment.bend.as_ref(), p));
            }
        }
    }
}
