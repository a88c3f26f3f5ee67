//! Blocks, and shares by block, as the resolved model writes them.

use crate::domain::{Block, Shares};
use crate::files::json::{Map, Value};

use super::write::{Object, Writer, share};

impl Writer<'_> {
    /// A block.
    pub(super) fn block(&self, row: &Block) -> Value {
        let mut one = Object::new();
        one.maybe("hours", row.hours);
        one.maybe("day", row.part.map(|part| self.model.days.name(part.day)));
        one.maybe("hours_of_day", row.part.map(|part| part.hours));
        one.put("load_factor", share(row.load_factor));
        one.done()
    }

    /// One share, or one for each block that has its own.
    pub(super) fn shares(&self, shares: &Shares) -> Value {
        match shares {
            Shares::Same(one) => share(*one),
            Shares::Each(_) => {
                let blocks = &self.model.blocks;
                let each = blocks.ids().filter_map(|b| Some((blocks.name(b).to_owned(), share(shares.of(b)?))));
                Value::Object(each.collect::<Map<_, _>>())
            }
        }
    }
}
