//! Which category, region, site, vendor and tags a payment has.

use super::book::Account;
use crate::domain::{Adds, ExpansionId, Feed, Model, Project, RegionId, SiteId};

/// The account of chips at a site.
pub(super) fn chip_account(model: &Model, site: SiteId, vendor: Option<String>, tags: Vec<String>) -> Account {
    Account { category: "chips".to_owned(), region: Some(model.sites[site].region), site: Some(site), vendor, tags }
}

/// The region in which what is added counts.
pub(super) fn region_of(model: &Model, adds: &Adds) -> Option<RegionId> {
    match adds {
        Adds::It { site, .. } | Adds::Connection { site, .. } => Some(model.sites[*site].region),
        Adds::Line { line, .. } | Adds::Circuits { line, .. } => model.nodes[model.lines[*line].from].region,
        Adds::Supply { supply, .. } => region_of_feed(model, model.supplies[*supply].feed),
        Adds::Battery { battery, .. } => region_of_feed(model, model.batteries[*battery].feed),
    }
}

/// The region in which what feeds in counts: that of its node, or of the site behind whose meter it stands.
pub(super) fn region_of_feed(model: &Model, feed: Feed) -> Option<RegionId> {
    match feed {
        Feed::Node(node) => model.nodes[node].region,
        Feed::Meter(site) => Some(model.sites[site].region),
    }
}

/// The site in which what is added counts.
pub(super) fn site_of(model: &Model, adds: &Adds) -> Option<SiteId> {
    match adds {
        Adds::It { site, .. } | Adds::Connection { site, .. } => Some(*site),
        Adds::Supply { supply, .. } => model.supplies[*supply].site(),
        Adds::Battery { battery, .. } => model.batteries[*battery].feed.site(),
        Adds::Line { .. } | Adds::Circuits { .. } => None,
    }
}

/// The category of what adds something, where it is not given.
pub(super) fn usual_category(adds: Option<&Adds>) -> &'static str {
    match adds {
        None | Some(Adds::It { .. }) => "site",
        Some(Adds::Connection { .. } | Adds::Line { .. } | Adds::Circuits { .. }) => "grid",
        Some(Adds::Supply { .. } | Adds::Battery { .. }) => "supply",
    }
}

/// The account of a project.
pub(super) fn project_account(project: &Project) -> Account {
    Account {
        category: project.category.clone().unwrap_or_else(|| usual_category(project.adds.as_ref()).to_owned()),
        region: project.region,
        site: project.site,
        vendor: project.vendor.clone(),
        tags: project.tags.clone(),
    }
}

/// The account of an expansion, with the tags of an order of it.
pub(super) fn expansion_account(model: &Model, id: ExpansionId, more: &[String]) -> Account {
    let row = &model.expansions[id];
    let mut tags = row.tags.clone();
    tags.extend_from_slice(more);
    Account {
        category: row.category.clone().unwrap_or_else(|| usual_category(Some(&row.adds)).to_owned()),
        region: region_of(model, &row.adds),
        site: site_of(model, &row.adds),
        vendor: row.vendor.clone(),
        tags,
    }
}
