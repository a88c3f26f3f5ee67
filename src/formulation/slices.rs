//! Periods sliced into blocks: their hours and what sites draw in them. With one block nothing carries its name.

use super::context::Context;
use super::effects::at;
use super::lin::{Column, Lin};
use super::vars::{OverBlocks, Vars};
use crate::domain::{BlockId, Index, NodeId, SiteId, SupplyId};

impl Context<'_> {
    /// The blocks of every period, in order.
    #[must_use]
    pub fn blocks(&self) -> impl DoubleEndedIterator<Item = BlockId> + ExactSizeIterator + Clone + use<> {
        self.model.blocks.ids()
    }

    /// The periods of the horizon with each of their blocks.
    pub fn slices(&self) -> impl Iterator<Item = (i32, BlockId)> + use<> {
        let blocks = self.blocks();
        self.periods().flat_map(move |p| blocks.clone().map(move |b| (p, b)))
    }

    /// The block as names carry it: only where there are several.
    #[must_use]
    pub fn named(&self, b: BlockId) -> Option<BlockId> {
        self.model.several_blocks().then_some(b)
    }

    /// Hours of a block in a period.
    #[must_use]
    pub fn hours(&self, b: BlockId) -> f64 {
        let block = &self.model.blocks[b];
        match block.part {
            Some(part) => part.hours * self.model.days[part.day].days,
            None => block.hours.unwrap_or_else(|| 8760.0 * self.cal.years()),
        }
    }

    /// Hours of all blocks of a period.
    #[must_use]
    pub fn all_hours(&self) -> f64 {
        self.blocks().map(|b| self.hours(b)).sum()
    }

    /// Hours in which a site would draw at nameplate what it draws in a period.
    #[must_use]
    pub fn load_hours(&self, s: SiteId) -> f64 {
        self.blocks().map(|b| self.hours(b) * self.model.load_factor(s, b)).sum()
    }
}

/// The column of a row of columns in a period and block, if there is one.
#[must_use]
pub fn column(of: &OverBlocks, p: i32, b: BlockId) -> Option<Column> {
    of[at(p)][b.get()]
}

/// Output of a supply in a block, MW.
#[must_use]
pub fn dispatched(vars: &Vars, g: SupplyId, p: i32, b: BlockId) -> Lin {
    column(&vars.dispatch[g.get()], p, b).map_or_else(Lin::default, |column| Lin::of(column, 1.0))
}

/// Other load of a node left unserved in a block, MW.
#[must_use]
pub fn shed(vars: &Vars, n: NodeId, p: i32, b: BlockId) -> Lin {
    column(&vars.shed[n.get()], p, b).map_or_else(Lin::default, |column| Lin::of(column, 1.0))
}

/// Energy that a supply gives in a period, MWh.
#[must_use]
pub fn energy_mwh(ctx: &Context, vars: &Vars, g: SupplyId, p: i32) -> Lin {
    let mut sum = Lin::default();
    for b in ctx.blocks() {
        sum.add(ctx.hours(b), &dispatched(vars, g, p, b));
    }
    sum
}
