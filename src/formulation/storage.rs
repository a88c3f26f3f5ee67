//! Batteries: what they take and give in the blocks of a day, and what is in them.

use super::context::{Context, PlaceKey};
use super::effects::{Mw, at, megawatts};
use super::key::{Key, Of};
use super::lin::{Column, Lin};
use super::slices::column;
use super::vars::{OverBlocks, Vars};
use crate::domain::{BatteryId, BlockId, Feed, Index, NodeId, PartOfDay};

/// Columns of batteries, each by battery, period and block; blocks that are no part of a day have none.
#[derive(Debug, Default)]
pub struct Stored {
    /// `charged`[y][p][b]: MW taken.
    pub charged: Vec<OverBlocks>,
    /// `discharged`[y][p][b]: MW given.
    pub discharged: Vec<OverBlocks>,
    /// `stored_mwh`[y][p][b]: MWh in it at the end of the block.
    pub held: Vec<OverBlocks>,
}

impl Vars {
    pub(super) fn declare_batteries(&mut self, ctx: &Context) {
        for y in ctx.model.batteries.ids() {
            let charged = self.in_days(ctx, "charged", Of::Battery(y));
            let discharged = self.in_days(ctx, "discharged", Of::Battery(y));
            let held = self.in_days(ctx, "stored_mwh", Of::Battery(y));
            self.stored.charged.push(charged);
            self.stored.discharged.push(discharged);
            self.stored.held.push(held);
        }
    }

    /// A column for each period and block that is a part of a day.
    fn in_days(&mut self, ctx: &Context, name: &'static str, of: Of) -> OverBlocks {
        let mut rows = OverBlocks::with_capacity(ctx.model.horizon.periods);
        for p in ctx.periods() {
            let key = |b| Key::new(name, of, Some(p)).in_block(ctx.named(b));
            let within = |b| ctx.model.blocks[b].part.is_some();
            rows.push(ctx.blocks().map(|b| within(b).then(|| self.add(key(b), (0.0, f64::INFINITY), false))).collect());
        }
        rows
    }
}

impl Context<'_> {
    /// The periods with each of their blocks that is a part of a day.
    pub fn parts_of_days(&self) -> impl Iterator<Item = (i32, BlockId, PartOfDay)> + use<'_> {
        self.slices().filter_map(|(p, b)| self.model.blocks[b].part.map(|part| (p, b, part)))
    }

    /// The block before another in the round of its day.
    #[must_use]
    pub fn before(&self, b: BlockId, part: PartOfDay) -> BlockId {
        let round = || self.model.blocks_of(part.day).map(|(b, _)| b);
        round().rfind(|other| *other < b).or_else(|| round().next_back()).unwrap_or(b)
    }

    /// The factor by which energy shrinks on its way into a battery, and again on its way out of it.
    #[must_use]
    pub fn one_way(&self, y: BatteryId) -> f64 {
        self.model.batteries[y].efficiency.sqrt()
    }
}

fn lin(columns: &OverBlocks, p: i32, b: BlockId) -> Lin {
    column(columns, p, b).map_or_else(Lin::default, |column| Lin::of(column, 1.0))
}

/// MW that a battery takes in a block.
#[must_use]
pub fn charged(vars: &Vars, y: BatteryId, p: i32, b: BlockId) -> Lin {
    lin(&vars.stored.charged[y.get()], p, b)
}

/// MW that a battery gives in a block.
#[must_use]
pub fn discharged(vars: &Vars, y: BatteryId, p: i32, b: BlockId) -> Lin {
    lin(&vars.stored.discharged[y.get()], p, b)
}

/// MWh in a battery at the end of a block.
#[must_use]
pub fn held(vars: &Vars, y: BatteryId, p: i32, b: BlockId) -> Lin {
    lin(&vars.stored.held[y.get()], p, b)
}

/// MWh by which a block changes what is in a battery.
#[must_use]
pub fn gained(ctx: &Context, vars: &Vars, y: BatteryId, p: i32, (b, hours): (BlockId, f64)) -> Lin {
    let mut gained = charged(vars, y, p, b).times(hours * ctx.one_way(y));
    gained.add(-hours / ctx.one_way(y), &discharged(vars, y, p, b));
    gained
}

/// MW of a battery in effect.
#[must_use]
pub fn in_effect(ctx: &Context, vars: &Vars, y: BatteryId, p: i32) -> Lin {
    megawatts(ctx, vars, PlaceKey::Battery(y), Mw::Power, p, false)
}

/// MW that the batteries of a node give in a block, less what they take.
#[must_use]
pub fn given_at(ctx: &Context, vars: &Vars, n: NodeId, p: i32, b: BlockId) -> Lin {
    let mut at_node = Lin::default();
    let here = ctx.model.batteries.iter().filter(|(_, battery)| battery.feed == Feed::Node(n));
    here.for_each(|(y, _)| at_node.add(1.0, &given(vars, y, p, b)));
    at_node
}

/// MW that a battery gives in a block, less what it takes.
#[must_use]
pub fn given(vars: &Vars, y: BatteryId, p: i32, b: BlockId) -> Lin {
    let mut given = discharged(vars, y, p, b);
    given.add(-1.0, &charged(vars, y, p, b));
    given
}

/// Sets what is in a battery from what it takes and gives: as much as it needs, so that it is empty at some time of each day.
pub fn settle(ctx: &Context, vars: &Vars, values: &mut [f64]) {
    for y in ctx.model.batteries.ids() {
        for p in ctx.periods() {
            for day in ctx.model.days.ids() {
                let mut level = 0.0;
                let mut ends: Vec<(Column, f64)> = Vec::new();
                for (b, block) in ctx.model.blocks_of(day) {
                    let (Some(part), Some(column)) = (block.part, vars.stored.held[y.get()][at(p)][b.get()]) else {
                        continue;
                    };
                    level += gained(ctx, vars, y, p, (b, part.hours)).value(values);
                    ends.push((column, level));
                }
                let least = ends.iter().map(|(_, level)| *level).fold(f64::INFINITY, f64::min);
                for (column, level) in ends {
                    values[column.index()] = level - least;
                }
            }
        }
    }
}
