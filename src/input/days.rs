//! Representative days, and the blocks that are parts of them.

use crate::domain::{BlockId, Day, Index, Model, PartOfDay};
use crate::files::{Finding, Node};

use super::check::within;
use super::read::{Reader, Row};
use super::rows::Raw;
use super::shape;

/// Hours of a day.
const A_DAY: f64 = 24.0;

impl Reader {
    pub(super) fn days(&mut self, rows: &[Raw<'_>], model: &mut Model) {
        for raw in rows {
            let row = self.row(shape::DAY, raw.node, &raw.of, &raw.place);
            let days = self.need(&row, "days").map_or(1.0, |field| {
                let days = self.number(&field);
                if days <= 0.0 {
                    self.needs(&field, "a number of days above zero");
                }
                days
            });
            self.keep(raw, Day { days }, &mut model.days, &mut model.places);
        }
    }

    /// The part of a day that a block is: both its day and how much of it, and no other hours.
    pub(super) fn part_of_day(&mut self, row: &Row<'_>) -> Option<PartOfDay> {
        let hours = row.get("hours_of_day").map(|field| {
            let hours = self.number(&field);
            if hours <= 0.0 {
                self.needs(&field, "a number of hours above zero");
            }
            hours
        });
        match (row.get("day"), hours) {
            (None, None) => None,
            (Some(day), Some(hours)) => {
                if let Some(field) = row.get("hours") {
                    let message = format!("{} is given, and so are hours of a day", field.name);
                    let hint = "leave it out: a block of a day has `hours_of_day` x the `days` that are like it";
                    self.findings.push(Finding::error(message, field.place()).hint(hint));
                }
                Some(PartOfDay { day: self.reference(&day), hours })
            }
            (day, _) => {
                let (has, lacks) = if day.is_some() { ("day", "hours_of_day") } else { ("hours_of_day", "day") };
                let message = format!("{} is missing beside `{has}`", row.name(lacks));
                let hint = "a block is `hours_of_day` hours of each day that is like its `day`";
                self.findings.push(Finding::error(message, row.place.clone()).hint(hint));
                Some(PartOfDay { day: Index::new(0), hours: 1.0 })
            }
        }
    }

    /// Hours of a block in every period, if the file says them.
    pub(super) fn hours_given(model: &Model, block: BlockId) -> Option<f64> {
        let row = &model.blocks[block];
        row.part.map(|part| part.hours * model.days[part.day].days).or(row.hours)
    }

    /// A day has its 24 hours.
    pub(super) fn check_days(&mut self, model: &Model, root: &Node) {
        for (id, _) in model.days.iter() {
            let name = model.days.name(id);
            let parts: Vec<f64> = model.blocks_of(id).filter_map(|(_, block)| Some(block.part?.hours)).collect();
            let hours: f64 = parts.iter().sum();
            let (said, hint) = if parts.is_empty() {
                (
                    format!("no block is a part of day `{name}`"),
                    "give blocks `day` and `hours_of_day`, or leave the day out",
                )
            } else if (hours - A_DAY).abs() > 1e-6 {
                let said = format!("the blocks of day `{name}` have {hours} of its 24 hours");
                (said, "what happens in the hours that are left out costs nothing and moves nothing")
            } else {
                continue;
            };
            let place = within(root, "day", name, &[]);
            self.findings.push(Finding::warning(said, place).hint(hint));
        }
    }
}
