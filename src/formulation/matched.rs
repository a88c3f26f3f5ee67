//! What sites of a region draw while as much comes without carbon: matched block by block.

use super::context::Context;
use super::key::Of;
use super::lin::Lin;
use super::own_supply::facility_load;
use super::slices::{column, dispatched};
use super::vars::{OverBlocks, Vars};
use crate::domain::{BlockId, Filter, MeasureKind, RegionId};
use std::collections::BTreeMap;

/// matched[r][p][b]: MW, for the regions in which a policy asks for it.
pub type Matched = BTreeMap<RegionId, OverBlocks>;

impl Context<'_> {
    /// The regions that a filter takes.
    pub fn regions<'a>(&'a self, filter: &'a Filter) -> impl Iterator<Item = RegionId> + 'a {
        self.model.regions.ids().filter(|r| filter.region.as_ref().is_none_or(|list| list.contains(r)))
    }
}

/// MW that sites of a region draw in a block, from the network or from behind their meters.
#[must_use]
pub fn regional_load(ctx: &Context, vars: &Vars, r: RegionId, p: i32, b: BlockId) -> Lin {
    let mut load = Lin::default();
    for (s, _) in ctx.model.sites.iter().filter(|(_, site)| site.region == r) {
        load.add(1.0, &facility_load(ctx, vars, s, p, b));
    }
    load
}

/// MW that supplies without carbon give in a region: at its nodes and behind the meters of its sites.
#[must_use]
pub fn carbon_free_output(ctx: &Context, vars: &Vars, r: RegionId, p: i32, b: BlockId) -> Lin {
    let mut output = Lin::default();
    for (g, _) in ctx.model.supplies.iter().filter(|(_, supply)| supply.carbon_t == 0.0) {
        if ctx.region_of_supply(g) == Some(r) {
            output.add(1.0, &dispatched(vars, g, p, b));
        }
    }
    output
}

/// MW matched in a region and block.
#[must_use]
pub fn matched(vars: &Vars, r: RegionId, p: i32, b: BlockId) -> Lin {
    let column = vars.matched.get(&r).and_then(|rows| column(rows, p, b));
    column.map_or_else(Lin::default, |column| Lin::of(column, 1.0))
}

/// MWh matched in the regions that a filter takes.
#[must_use]
pub fn matched_mwh(ctx: &Context, vars: &Vars, filter: &Filter, p: i32) -> Lin {
    let mut sum = Lin::default();
    for r in ctx.regions(filter) {
        ctx.blocks().for_each(|b| sum.add(ctx.hours(b), &matched(vars, r, p, b)));
    }
    sum
}

impl Vars {
    /// Declares what is matched, in every region that a policy looks at.
    pub(super) fn declare_matched(&mut self, ctx: &Context) {
        if !ctx.has_power() {
            return;
        }
        for (_, policy) in ctx.model.policies.iter().filter(|(_, y)| y.measure.kind == MeasureKind::CarbonFree) {
            for r in ctx.regions(&policy.measure.filter) {
                if !self.matched.contains_key(&r) {
                    // What is given may be negative, and what is matched with it.
                    let free = Some((f64::NEG_INFINITY, f64::INFINITY));
                    let rows = self.by_block(ctx, "matched", Of::Region(r), |_| free);
                    self.matched.insert(r, rows);
                }
            }
        }
    }
}
