//! What filters see of a payment: its category, region, site, vendor and tags.

use super::id::{AgreementId, BatteryId, ChipId, ExpansionId, LeaseId, RegionId, SiteId, SupplyId};
use super::{Adds, CashLine, Filter, Model, Order, OrderOf, Project};

/// What filters look at.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Attributes {
    /// Its category.
    pub category: String,
    /// Its region.
    pub region: Option<RegionId>,
    /// Its site.
    pub site: Option<SiteId>,
    /// Its vendor.
    pub vendor: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
}

/// The category that an addition's money has by default.
#[must_use]
pub const fn default_category(adds: Option<&Adds>) -> &'static str {
    match adds {
        None | Some(Adds::It { .. }) => "site",
        Some(Adds::Connection { .. } | Adds::Line { .. } | Adds::Circuits { .. }) => "grid",
        Some(Adds::Supply { .. } | Adds::Battery { .. }) => "supply",
    }
}

impl Attributes {
    /// Whether a filter takes a payment with these attributes.
    #[must_use]
    pub fn pass(&self, filter: &Filter) -> bool {
        let text = |list: &Option<Vec<String>>, value: Option<&String>| {
            list.as_ref().is_none_or(|list| value.is_some_and(|value| list.contains(value)))
        };
        text(&filter.category, Some(&self.category))
            && text(&filter.vendor, self.vendor.as_ref())
            && filter.region.as_ref().is_none_or(|list| self.region.is_some_and(|r| list.contains(&r)))
            && filter.site.as_ref().is_none_or(|list| self.site.is_some_and(|s| list.contains(&s)))
            && filter.tag.as_ref().is_none_or(|list| self.tags.iter().any(|tag| list.contains(tag)))
    }

    /// Of a project's money.
    #[must_use]
    pub fn of_project(project: &Project) -> Self {
        let category = project.category.clone().unwrap_or_else(|| default_category(project.adds.as_ref()).to_owned());
        let (vendor, tags) = (project.vendor.clone(), project.tags.clone());
        Self { category, region: project.region, site: project.site, vendor, tags }
    }

    /// Of the money for chips of a kind for a site.
    #[must_use]
    pub fn of_chips(model: &Model, k: ChipId, s: SiteId) -> Self {
        let chip = &model.chips[k];
        Self {
            category: "chips".into(),
            region: Some(model.sites[s].region),
            site: Some(s),
            vendor: chip.vendor.clone(),
            tags: chip.tags.clone(),
        }
    }

    /// Of the money for megawatts on offer.
    #[must_use]
    pub fn of_expansion(model: &Model, x: ExpansionId) -> Self {
        let expansion = &model.expansions[x];
        let (site, region) = place_of(model, &expansion.adds);
        let category = expansion.category.clone();
        Self {
            category: category.unwrap_or_else(|| default_category(Some(&expansion.adds)).into()),
            region,
            site,
            vendor: expansion.vendor.clone(),
            tags: expansion.tags.clone(),
        }
    }

    /// Of a lease's money.
    #[must_use]
    pub fn of_lease(model: &Model, l: LeaseId) -> Self {
        let lease = &model.leases[l];
        let (site, region) = place_of(model, &lease.adds);
        let category = default_category(Some(&lease.adds)).into();
        Self { category, region, site, vendor: lease.vendor.clone(), tags: lease.tags.clone() }
    }

    /// Of the money for what was ordered before.
    #[must_use]
    pub fn of_order(model: &Model, order: &Order) -> Self {
        let of = match order.of {
            OrderOf::Chips(k, s) => Self::of_chips(model, k, s),
            OrderOf::Expansion(x) => Self::of_expansion(model, x),
        };
        of.tagged(&order.tags)
    }

    /// Of a supply's money.
    #[must_use]
    pub fn of_supply(model: &Model, g: SupplyId) -> Self {
        let supply = &model.supplies[g];
        let (region, site) = (model.region_of(supply.feed), supply.site());
        Self { category: "supply".into(), region, site, tags: supply.tags.clone(), ..Self::default() }
    }

    /// Of a battery's money.
    #[must_use]
    pub fn of_battery(model: &Model, y: BatteryId) -> Self {
        let battery = &model.batteries[y];
        let (region, site) = (model.region_of(battery.feed), battery.feed.site());
        Self { category: "supply".into(), region, site, tags: battery.tags.clone(), ..Self::default() }
    }

    /// Of the money for an agreement: what connects a site is the grid's, what brings a supply is the supply's.
    #[must_use]
    pub fn of_agreement(model: &Model, a: AgreementId) -> Self {
        let agreement = &model.agreements[a];
        Self {
            category: if agreement.supply.is_some() { "supply" } else { "grid" }.into(),
            region: Some(model.sites[agreement.site].region),
            site: Some(agreement.site),
            vendor: agreement.vendor.clone(),
            tags: agreement.tags.clone(),
        }
    }

    /// Of a cash line.
    #[must_use]
    pub fn of_cash_line(line: &CashLine) -> Self {
        let (category, tags) = (line.category.clone(), line.tags.clone());
        Self { category, region: line.region, tags, ..Self::default() }
    }

    /// With more tags.
    #[must_use]
    pub fn tagged(mut self, tags: &[String]) -> Self {
        self.tags.extend(tags.iter().cloned());
        self
    }
}

/// The site and region where an addition's money counts.
fn place_of(model: &Model, adds: &Adds) -> (Option<SiteId>, Option<RegionId>) {
    match *adds {
        Adds::It { site, .. } | Adds::Connection { site, .. } => (Some(site), Some(model.sites[site].region)),
        Adds::Line { line, .. } | Adds::Circuits { line, .. } => (None, model.nodes[model.lines[line].from].region),
        Adds::Supply { supply, .. } => {
            let supply = &model.supplies[supply];
            (supply.site(), model.region_of(supply.feed))
        }
        Adds::Battery { battery, .. } => {
            let feed = model.batteries[battery].feed;
            (feed.site(), model.region_of(feed))
        }
    }
}
