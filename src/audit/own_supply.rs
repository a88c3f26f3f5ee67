//! What stands behind the meters of sites: what a site draws or gives back, and whether its connection carries either.

use super::Scene;
use super::blocks::factor;
use super::capacity::slot;
use super::compare::{Sum, Unit};
use super::limits::{Limit, Sense};
use crate::domain::{BlockId, Feed, Index, SiteId};

impl Scene<'_> {
    fn has_own(&self, site: SiteId) -> bool {
        let behind = Feed::Meter(site);
        self.model.supplies.iter().any(|(_, supply)| supply.feed == behind)
            || self.model.batteries.iter().any(|(_, battery)| battery.feed == behind)
    }

    /// MW that everything behind a site's meter gives in a block.
    pub(super) fn own(&self, site: SiteId, p: i32, block: BlockId) -> Sum {
        let mut sum = Sum::default();
        for (id, supply) in self.model.supplies.iter() {
            if supply.feed == Feed::Meter(site) {
                sum.add(self.decisions.dispatch[id.get()][slot(p)][block.get()]);
            }
        }
        for (id, _) in self.model.batteries.iter().filter(|(_, battery)| battery.feed == Feed::Meter(site)) {
            let (taken, given) = self.decisions.stored[id.get()][slot(p)][block.get()];
            sum.add(given);
            sum.add(-taken);
        }
        sum
    }

    /// What is behind the meter gives at least so much in every block.
    pub(super) fn least_own(&self, site: SiteId, p: i32) -> Sum {
        let blocks = self.model.blocks.ids().map(|block| self.own(site, p, block));
        blocks.reduce(|a, b| if b.value < a.value { b } else { a }).unwrap_or_default()
    }

    /// MW that a site draws in a block; negative where it gives back.
    pub(super) fn import(&self, site: SiteId, p: i32, block: BlockId) -> Sum {
        let share = self.model.sites[site].pue * factor(self.model, site, block);
        self.service.used[site.get()][slot(p)].times(share).less(self.own(site, p, block))
    }

    /// What a site draws at nameplate and what it gives back fit its connection.
    pub(super) fn connection_limits(&self, limits: &mut Vec<Limit>) {
        for (id, site) in self.model.sites.iter().filter(|_| !self.model.nodes.is_empty()) {
            let address = self.model.sites.address(id);
            let bend = site.bend.as_ref();
            for p in self.each() {
                let there = self.capacity.site(id, p).connection;
                let drawn = self.service.used[id.get()][slot(p)].times(site.pue);
                let limit = |field: &str, level, note| {
                    let name = format!("{address}.{field}@{}", self.label(p));
                    Limit::new(name, Sense::AtMost, level, there, Unit::mw(), note)
                };
                let draws = "draws {said}, may draw {found}";
                if !self.has_own(id) {
                    limits.push(limit("connection", drawn, draws).bends(bend, p));
                    continue;
                }
                for block in self.model.blocks.ids() {
                    let import = drawn.less(self.own(id, p, block));
                    limits.push(limit("connection", import, draws).in_block(self.model, block).bends(bend, p));
                    let export = self.import(id, p, block).times(-1.0);
                    let gives = "gives back {said}, may give back {found}";
                    limits.push(limit("export", export, gives).in_block(self.model, block));
                }
            }
        }
    }
}
