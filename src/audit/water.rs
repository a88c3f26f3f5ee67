//! Water: what cools the IT of sites, and what supplies take with what they give.

use super::Scene;
use super::blocks::{factor, hours};
use super::capacity::slot;
use super::compare::Sum;
use crate::domain::{Filter, Index, SiteId};

impl Scene<'_> {
    /// Cubic metres that cool a site in a period, block by block.
    pub(super) fn cooling(&self, site: SiteId, p: i32) -> Sum {
        let used = self.service.used[site.get()][slot(p)];
        let mut sum = Sum::default();
        for block in self.model.blocks.ids() {
            let hours = hours(self.model, &self.calendar, block) * factor(self.model, site, block);
            sum.take(used.times(hours).times(self.model.sites[site].water_m3));
        }
        sum
    }

    /// Cubic metres that a filter takes; one that names supplies takes no site.
    pub(super) fn water(&self, filter: &Filter, p: i32) -> Sum {
        let mut sum = self.supplies(filter, |supply| self.output(supply, p, self.model.supplies[supply].water_m3));
        if filter.supply.is_none() {
            sum.take(self.sites(filter, |site| self.cooling(site, p)));
        }
        sum
    }
}
