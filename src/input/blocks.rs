//! Slices of a period, and shares that may differ by slice.

use crate::domain::{Block, BlockId, Index, Model, Shares};
use crate::files::{Finding, Node, Value};

use super::check::within;
use super::read::{Field, Reader, Row};
use super::rows::Raw;
use super::shape;
use super::value::Want;

/// What a table of shares cannot be told from: a quantity has this key.
const QUANTITY: &str = "value";

impl Reader {
    /// The blocks of every period: all of its hours at nameplate where the file has none.
    pub(super) fn blocks(&mut self, rows: &[Raw<'_>], model: &mut Model) {
        for raw in rows {
            let row = self.row(shape::BLOCK, raw.node, &raw.of, &raw.place);
            if raw.name == QUANTITY {
                let message = format!("{} has a name that shares by block cannot have", raw.of);
                self.findings.push(Finding::error(message, raw.place.clone()).hint("give it any other name"));
            }
            let part = self.part_of_day(&row);
            if rows.len() > 1 && row.get("hours").is_none() && part.is_none() {
                let message =
                    format!("{} is missing; where there are several blocks each has its own", row.name("hours"));
                let hint = "the hours of all blocks of a quarter are 2190, of a year 8760; a part of a day has `day` and `hours_of_day`";
                self.findings.push(Finding::error(message, row.place.clone()).hint(hint));
            }
            let hours = row.get("hours").map(|field| {
                let hours = self.number(&field);
                if hours <= 0.0 {
                    self.needs(&field, "a number of hours above zero");
                }
                hours
            });
            let load_factor = self.part_of_one(&row, "load_factor").unwrap_or(1.0);
            let block = Block { hours: hours.filter(|_| part.is_none()), part, load_factor };
            self.keep(raw, block, &mut model.blocks, &mut model.places);
        }
        if rows.is_empty() {
            model.blocks.push("all", Block::whole());
        }
    }

    /// A share from 0 to 1, or a table of them by block.
    pub(super) fn shares(&mut self, row: &Row<'_>, key: &'static str, blocks: usize) -> Option<Shares> {
        let field = row.get(key)?;
        let by_block = matches!(field.node.value, Value::Table(_)) && field.node.get(QUANTITY).is_none();
        if !by_block {
            return self.part_of_one(row, key).map(Shares::Same);
        }
        if field.node.entries().is_empty() {
            self.needs(&field, "a share, or a table of shares by block,");
        }
        let mut list = vec![None; blocks];
        for (entry, share) in field.entries() {
            let block: BlockId = self.refer(&entry.key, &format!("{} names", field.name), &entry.place);
            let share = self.one_share(&share);
            // A stand-in may lie outside the list.
            list.iter_mut().skip(block.get()).take(1).for_each(|place| *place = Some(share));
        }
        Some(Shares::Each(list))
    }

    fn one_share(&mut self, field: &Field<'_>) -> f64 {
        let share = self.amount(field, &Want::share());
        if share > 1.0 {
            self.needs(field, "a share from 0 % to 100 %");
        }
        share
    }

    /// Block hours need not add up to the period, but then it is said.
    pub(super) fn check_hours(&mut self, model: &Model, root: &Node) {
        let given: Vec<(BlockId, f64)> =
            model.blocks.ids().filter_map(|b| Some((b, Self::hours_given(model, b)?))).collect();
        let Some((first, _)) = given.first() else { return };
        let period = 8760.0 * f64::from(model.horizon.step.months()) / 12.0;
        let hours: f64 = given.iter().map(|(_, hours)| hours).sum();
        if (hours - period).abs() > 1e-6 * period {
            let name = model.blocks.name(*first);
            let which =
                if given.len() == 1 { format!("block `{name}` has") } else { "the blocks together have".to_owned() };
            let message = format!("{which} {hours} of the {period} hours of a period");
            let key = if model.blocks[*first].part.is_some() { "hours_of_day" } else { "hours" };
            self.warning(message, &within(root, "block", name, &[key]));
        }
    }
}
