//! Batteries: read from the plan, walked block by block around each day, held to what they can take, give and hold.

use std::collections::HashMap;

use super::Scene;
use super::blocks::{hours, label};
use super::capacity::slot;
use super::compare::{Findings, Sum, Unit, by_key};
use super::decisions::Decisions;
use super::limits::{Limit, Sense};
use super::reader::Reader;
use super::tables::{left, row};
use crate::domain::{BatteryId, BlockId, DayId, Index};
use crate::plan::types::Plan;

impl Reader<'_, '_> {
    pub(super) fn stored(&mut self, plan: &Plan, decisions: &mut Decisions) {
        let batteries: HashMap<&str, BatteryId> =
            self.model.batteries.ids().map(|id| (self.model.batteries.name(id), id)).collect();
        for row in &plan.batteries {
            let Some(battery) = self.look(&row.id, &batteries, &row.battery) else { continue };
            let (taken, given) =
                (self.amount(&row.id, row.charge_mw, &Unit::mw()), self.amount(&row.id, row.discharge_mw, &Unit::mw()));
            let Some((block, of_id)) = self.block(&row.id, row.block.as_deref()) else { continue };
            if let Some(p) = self.slice(&row.id, &format!("battery[{}]", row.battery), &row.span, &of_id) {
                decisions.stored[battery.get()][slot(p)][block.get()] = (taken, given);
            }
        }
    }
}

impl Scene<'_> {
    /// What is in a battery at the end of each block of a day that it begins empty: block by block, and what is largest of it.
    fn walked(&self, id: BatteryId, p: i32, day: DayId) -> Vec<(BlockId, f64)> {
        let kept = self.model.batteries[id].efficiency.powf(0.5);
        let mut inside = 0.0;
        let mut ends = Vec::new();
        for (block, row) in self.model.blocks.iter() {
            let Some(part) = row.part.filter(|part| part.day == day) else { continue };
            let (taken, given) = self.decisions.stored[id.get()][slot(p)][block.get()];
            inside += part.hours * taken * kept;
            inside -= part.hours * given / kept;
            ends.push((block, inside));
        }
        ends
    }

    /// What is in it at the end of a block, empty once a day.
    fn held(&self, id: BatteryId, p: i32, block: BlockId) -> Sum {
        let Some(part) = self.model.blocks[block].part else { return Sum::default() };
        let ends = self.walked(id, p, part.day);
        let lowest = ends.iter().map(|(_, mwh)| *mwh).fold(f64::INFINITY, f64::min);
        let largest = ends.iter().map(|(_, mwh)| mwh.abs()).fold(0.0, f64::max);
        let found = ends.iter().find(|(other, _)| *other == block).map_or(0.0, |(_, mwh)| mwh - lowest);
        Sum { value: found, largest }
    }

    fn parts_of_days(&self) -> impl Iterator<Item = (BatteryId, i32, BlockId)> {
        let slices = move || self.slices().filter(|(_, block)| self.model.blocks[*block].part.is_some());
        self.model.batteries.ids().flat_map(move |id| slices().map(move |(p, block)| (id, p, block)))
    }

    pub(super) fn battery_limits(&self, limits: &mut Vec<Limit>) {
        for (id, p, block) in self.parts_of_days() {
            let battery = &self.model.batteries[id];
            let (address, at) = (self.model.batteries.address(id), label(self.model, &self.calendar, p, block));
            let (mw, _) = self.capacity.batteries[id.get()][slot(p)];
            let (taken, given) = self.decisions.stored[id.get()][slot(p)][block.get()];
            let mut moved = Sum::of(taken);
            moved.add(given);
            let most = mw.times(battery.available(block));
            let note = "takes and gives {said}, can take and give {found}";
            limits.push(Limit::new(format!("{address}.power@{at}"), Sense::AtMost, moved, most, Unit::mw(), note));
            let room = mw.times(battery.hours);
            let note = "holds {said}, can hold {found}";
            let held = self.held(id, p, block);
            let unit = Unit::new("MWh", 1.0);
            limits.push(Limit::new(format!("{address}.energy@{at}"), Sense::AtMost, held, room, unit, note));
        }
    }

    /// The plan's rows of batteries, number by number; nothing is taken or given outside days, and each day ends as it began.
    pub(super) fn battery_rows(&self, plan: &Plan, findings: &mut Findings) {
        let key = |battery: &str, period: &str, block: Option<&str>| {
            let block = block.map_or_else(String::new, |block| format!("/{block}"));
            format!("battery[{battery}]@{period}{block}")
        };
        let of_row = |r: &crate::plan::types::BatteryRow| key(&r.battery, &r.span.period, r.block.as_deref());
        let mut rows = by_key(&plan.batteries, findings, of_row, |r| r.id.clone());
        for (id, p, block) in self.parts_of_days() {
            let at = label(self.model, &self.calendar, p, block);
            let expected = format!("{}@{at}", self.model.batteries.address(id));
            let found = rows.remove(&expected);
            let (mw, _) = self.capacity.batteries[id.get()][slot(p)];
            let (taken, given) = self.decisions.stored[id.get()][slot(p)][block.get()];
            let hours = hours(self.model, &self.calendar, block);
            let net = Sum { value: (given - taken) * hours, largest: given.abs().max(taken.abs()) * hours };
            let numbers = vec![
                ("limit_mw", found.map_or(0.0, |r| r.limit_mw), mw, Unit::mw()),
                ("state_mwh", found.map_or(0.0, |r| r.state_mwh), self.held(id, p, block), Unit::new("MWh", 1.0)),
                (
                    "limit_mwh",
                    found.map_or(0.0, |r| r.limit_mwh),
                    mw.times(self.model.batteries[id].hours),
                    Unit::new("MWh", 1.0),
                ),
                ("mwh", found.map_or(0.0, |r| r.mwh), net, Unit::mwh()),
            ];
            row(&expected, found.is_some(), numbers, findings);
        }
        left(&rows, |r| &r.id, findings);
        for id in self.model.batteries.ids() {
            for (p, day) in self.each().flat_map(|p| self.model.days.ids().map(move |day| (p, day))) {
                let ends = self.walked(id, p, day);
                let Some((_, end)) = ends.last() else { continue };
                let largest = ends.iter().map(|(_, mwh)| mwh.abs()).fold(0.0, f64::max);
                let what =
                    format!("{}.day@{}/{}", self.model.batteries.address(id), self.label(p), self.model.days.name(day));
                let began = Sum { value: 0.0, largest };
                findings.limit();
                findings.number_noted(
                    &what,
                    *end,
                    began,
                    &Unit::new("MWh", 1.0),
                    "it ends with {said} more than it began with",
                );
            }
        }
    }
}
