//! Batteries, read, checked and written.

use crate::domain::{Battery, Model, Place, Shares};
use crate::files::json::Value;
use crate::files::{Finding, Node};
use crate::units::Base;

use super::check::within;
use super::read::{Reader, Row};
use super::rows::Raw;
use super::shape;
use super::value::Want;
use super::write::{Object, Writer, quantity, share};

impl Reader {
    pub(super) fn batteries(&mut self, rows: &[Raw<'_>], model: &mut Model) {
        for raw in rows {
            let row = self.row(shape::BATTERY, raw.node, &raw.of, &raw.place);
            let power_mw = self.amount_or(&row, "power", &Want::of(Base::Power, &[]), 0.0);
            let efficiency = self.need(&row, "efficiency").map_or(1.0, |field| {
                let share = self.amount(&field, &Want::share().positive());
                if share > 1.0 {
                    self.needs(&field, "a share above 0 % and up to 100 %");
                }
                share
            });
            let battery = Battery {
                feed: self.feed(&row, !model.nodes.is_empty()),
                power_mw,
                hours: self.hours_of_energy(&row, power_mw),
                efficiency,
                availability: self.shares(&row, "availability", model.blocks.len()).unwrap_or(Shares::Same(1.0)),
                fixed_om: self.price_of(&row, "fixed_om", &Want::money(&[Base::Power, Base::Time])),
                tags: self.tags(&row),
            };
            self.keep(raw, battery, &mut model.batteries, &mut model.places);
        }
    }

    /// Hours for which its MW can be given: as such, or from what it holds on day one.
    fn hours_of_energy(&mut self, row: &Row<'_>, power_mw: f64) -> f64 {
        match (row.get("hours"), row.get("energy")) {
            (Some(field), None) => {
                let hours = self.number(&field);
                if hours < 0.0 {
                    self.needs(&field, "a number of hours, at least 0,");
                }
                hours
            }
            (None, Some(field)) => {
                let mwh = self.amount(&field, &Want::of(Base::Energy, &[]));
                if power_mw > 0.0 {
                    return mwh / power_mw;
                }
                let message =
                    format!("{} is given without `power`, so that the energy of a MW is not known", field.name);
                let hint = "give `hours` instead: the energy is these x the MW in service";
                self.findings.push(Finding::error(message, field.place()).hint(hint));
                0.0
            }
            (hours, _) => {
                let message = if hours.is_some() {
                    format!("{} has both `hours` and `energy`", row.of)
                } else {
                    format!("{} has neither `hours` nor `energy`", row.of)
                };
                let hint = "`hours` is for how long it can give all of its MW; `energy` is what it holds on day one";
                self.findings.push(Finding::error(message, row.place.clone()).hint(hint));
                0.0
            }
        }
    }

    /// A battery has megawatts, and a day of several blocks between which to move energy.
    pub(super) fn check_batteries(&mut self, model: &Model, root: &Node) {
        let several = model.days.ids().any(|day| model.blocks_of(day).count() > 1);
        for (id, battery) in model.batteries.iter() {
            let name = model.batteries.name(id);
            if !several {
                let why = if model.blocks.iter().all(|(_, block)| block.part.is_none()) {
                    "no block is a part of a day"
                } else {
                    "no day has two blocks"
                };
                let message = format!("battery `{name}` cannot move energy from block to block: {why}");
                let hint =
                    "give a `[day.ID]` its `days`, and blocks that follow each other in it `day` and `hours_of_day`";
                self.findings.push(Finding::warning(message, within(root, "battery", name, &[])).hint(hint));
            }
            let place = Place::Battery(id);
            let grows = model.projects.iter().any(|(_, row)| row.adds.is_some_and(|adds| adds.place() == place))
                || model.expansions.iter().any(|(_, row)| row.adds.place() == place);
            if battery.power_mw == 0.0 && !grows {
                let message = format!("battery `{name}` has no MW, and no project or expansion adds any");
                let hint = "give it `power`, or name it as `battery` of what adds `{ power = ... }`";
                self.findings.push(Finding::warning(message, within(root, "battery", name, &["power"])).hint(hint));
            }
        }
    }
}

impl Writer<'_> {
    pub(super) fn battery(&self, row: &Battery) -> Value {
        let mut one = Object::new();
        self.put_feed(&mut one, row.feed);
        one.put("power", quantity(row.power_mw, "MW"));
        one.put("hours", row.hours);
        one.put("efficiency", share(row.efficiency));
        one.put("availability", self.shares(&row.availability));
        one.maybe("fixed_om", self.maybe_price(row.fixed_om.as_ref(), "/MW/year"));
        one.put("tags", row.tags.clone());
        one.done()
    }
}
