//! A region: what holds each of its sites.

use super::Page;
use super::scene::Scene;
use super::site::headlines;
use crate::domain::RegionId;
use crate::network::power::{Power, gains};
use crate::report::table::{Table, finish, head, right, text_table};
use crate::report::words::megawatts;

/// The page of a region.
pub(super) fn page(scene: &Scene, region: RegionId) -> Page {
    let model = scene.model;
    let address = model.regions.address(region);
    let mut text = format!("{address}{}\n\n", scene.place(&address));
    let mut table = Table::new("region", &["region", "site", "from", "to", "held_by"]);
    let sites: Vec<_> = model.sites.iter().filter(|(_, site)| site.region == region).map(|(id, _)| id).collect();
    if sites.is_empty() {
        text.push_str("no site is in it\n");
    }
    if scene.plan.is_some() && !sites.is_empty() {
        text.push_str(&levels(scene, &sites));
        text.push_str("\nWhat holds the next megawatt ('site[ID]' says more)\n");
    }
    for site in sites {
        let name = model.sites.name(site);
        if scene.plan.is_some() {
            text.push_str(&format!("\n{name}\n"));
            for (first, last, short) in headlines(scene, site) {
                text.push_str(&format!("  {}  {short}\n", scene.range(first, last)));
                table.rows.push([name, &scene.label(first), &scene.label(last), &short].into_iter().fold(
                    vec![model.regions.name(region).into()],
                    |mut row: Vec<serde_json::Value>, cell| {
                        row.push(cell.into());
                        row
                    },
                ));
            }
            continue;
        }
        let power = Power::of(model, site, &gains(model, &scene.calendar, &scene.alone, site, 0));
        for (what, rise) in [("first power", power.first()), ("full power", power.full())] {
            let Some(rise) = rise else { continue };
            let words = format!(
                "{what}: {} MW of usable IT power from {} at the earliest",
                megawatts(rise.level.usable_mw),
                scene.label(rise.period)
            );
            let chain = scene.chain_names(&rise.path(&scene.graph, &scene.alone));
            text.push_str(&format!(
                "{name}  {words}{}\n",
                if chain.is_empty() { String::new() } else { format!("   {chain}") }
            ));
            table.rows.push(vec![
                model.regions.name(region).into(),
                name.into(),
                scene.label(rise.period).into(),
                serde_json::Value::Null,
                words.into(),
            ]);
        }
    }
    Page { text, table }
}

/// IT MW in effect and used, summed over the sites, by period.
fn levels(scene: &Scene, sites: &[crate::domain::SiteId]) -> String {
    let mut text = text_table();
    text.set_header(["", "IT MW", "used", "dark", "facility MW"].map(|name| head(name, !name.is_empty())));
    for period in scene.horizon() {
        let rows = sites.iter().filter_map(|site| scene.site_row(*site, period));
        let sum = rows.fold([0.0; 4], |sum, row| {
            [sum[0] + row.it_mw, sum[1] + row.used_mw, sum[2] + row.dark_mw, sum[3] + row.facility_mw]
        });
        text.add_row(std::iter::once(head(&scene.label(period), false)).chain(sum.map(|mw| right(megawatts(mw)))));
    }
    finish(&text)
}
