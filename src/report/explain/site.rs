//! A site: its power by period, what binds, and what holds the next megawatt.

use serde_json::Value;

use super::holds::{Full, Holder, Verdict, verdicts};
use super::scene::Scene;
use super::sentences::{paragraph, short};
use super::{Page, offer};
use crate::domain::SiteId;
use crate::plan::types::SiteRow;
use crate::report::table::{Table, finish, head, right, text_table};
use crate::report::words::{megawatts, money};

/// Consecutive periods with the same verdict.
pub(super) struct Run {
    pub(super) first: i32,
    pub(super) last: i32,
    pub(super) verdict: Verdict,
    /// The most that one more MW of what is used up is worth in it.
    pub(super) price: f64,
}

/// The page of a site.
pub(super) fn page(scene: &Scene, site: SiteId) -> Page {
    if scene.plan.is_some() { planned(scene, site) } else { offer::page(scene, site) }
}

pub(super) fn title(scene: &Scene, site: SiteId) -> String {
    let row = &scene.model.sites[site];
    let address = scene.model.sites.address(site);
    let region = scene.model.regions.name(row.region);
    let node = row.node.map(|node| format!(" · node {}", scene.model.nodes.name(node))).unwrap_or_default();
    let water = if row.water_m3 > 0.0 { format!(" · water {} m3/MWh of IT", row.water_m3) } else { String::new() };
    format!("{address}   {region} · pue {}{water}{node}{}\n", row.pue, scene.place(&address))
}

/// The runs of verdicts over the horizon; what could have stood in any period of a run is told with it.
fn runs(scene: &Scene, site: SiteId, verdicts: &[Verdict]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for verdict in verdicts {
        match runs.last_mut() {
            Some(run) if run.verdict.alike(verdict) => {
                run.last = verdict.period;
                let known = &mut run.verdict.missing;
                let new = verdict.missing.iter().filter(|gain| !known.contains(gain)).copied();
                let new: Vec<_> = new.collect();
                known.extend(new);
            }
            _ => runs.push(Run { first: verdict.period, last: verdict.period, verdict: verdict.clone(), price: 0.0 }),
        }
    }
    for run in &mut runs {
        let within = verdicts.iter().filter(|verdict| (run.first..=run.last).contains(&verdict.period));
        run.price =
            within.filter_map(|verdict| price(scene, site, verdict)).fold(0.0, |most, price| price.abs().max(most));
    }
    runs
}

/// What holds a site, in a few words by spans of time.
pub(super) fn headlines(scene: &Scene, site: SiteId) -> Vec<(i32, i32, String)> {
    let mut lines: Vec<(i32, i32, String)> = Vec::new();
    for verdict in verdicts(scene, site) {
        let words = short(scene, site, &verdict);
        match lines.last_mut() {
            Some((_, last, said)) if *said == words => *last = verdict.period,
            _ => lines.push((verdict.period, verdict.period, words)),
        }
    }
    lines
}

fn planned(scene: &Scene, site: SiteId) -> Page {
    let verdicts = verdicts(scene, site);
    let runs = runs(scene, site, &verdicts);
    let mut text = title(scene, site);
    for (first, last, words) in headlines(scene, site) {
        text.push_str(&format!("{}  {words}\n", scene.range(first, last)));
    }
    text.push('\n');
    let table = table(scene, site, &verdicts);
    text.push_str(&by_period(scene, site, &verdicts));
    text.push_str("\nWhat holds the next megawatt\n");
    for run in &runs {
        text.push_str(&paragraph(scene, site, run));
    }
    Page { text, table }
}

/// The word of a holder for tables.
fn word(holder: &Holder) -> &'static str {
    match holder {
        Holder::Time(_) => "time",
        Holder::Money(_) => "money",
        Holder::Chips(..) => "chips",
        Holder::Demand => "demand",
        Holder::Grid(_) => "network",
        Holder::Policy(_) => "policy",
        Holder::Choice(_) => "choice",
        Holder::Worth => "worth",
    }
}

const fn full_word(full: Full) -> &'static str {
    match full {
        Full::It => "IT power",
        Full::Connection => "connection",
        Full::Both => "IT power, connection",
        Full::Liquid => "liquid cooling",
        Full::Nothing => "-",
    }
}

/// The price of a MW of what is full, from the limits of the plan.
fn price(scene: &Scene, site: SiteId, verdict: &Verdict) -> Option<f64> {
    let fields: &[&str] = match verdict.full {
        Full::It => &["it_power"],
        Full::Connection => &["connection"],
        Full::Both => &["it_power", "connection"],
        Full::Liquid => &["liquid"],
        Full::Nothing => &[],
    };
    let (address, label) = (scene.model.sites.address(site), scene.label(verdict.period));
    let price = |field: &&str| {
        let id = format!("{address}.{field}@{label}");
        // Beside own supply a connection is held in each block.
        let blocks = scene.model.blocks.names().iter();
        let by_block = blocks.filter_map(|block| scene.limit(&format!("{id}/{block}"))?.price);
        scene.limit(&id).map_or_else(|| by_block.reduce(|a, b| a + b), |row| row.price)
    };
    fields.iter().filter_map(price).max_by(|a, b| a.abs().total_cmp(&b.abs()))
}

/// A column of the page: its head and what it takes from a row.
type Column = (&'static str, fn(&SiteRow) -> f64);

fn by_period(scene: &Scene, site: SiteId, verdicts: &[Verdict]) -> String {
    let rows: Vec<(&Verdict, Option<&SiteRow>)> =
        verdicts.iter().map(|verdict| (verdict, scene.site_row(site, verdict.period))).collect();
    let any = |mw: fn(&SiteRow) -> f64| rows.iter().any(|(_, row)| row.is_some_and(|row| mw(row).abs() > 1e-6));
    let mut columns: Vec<Column> = vec![("IT MW", |row| row.it_mw), ("used", |row| row.used_mw)];
    if any(|row| row.liquid_mw) {
        columns.push(("liquid", |row| row.liquid_mw));
        columns.push(("used", |row| row.liquid_used_mw));
    }
    if any(|row| row.dark_mw) {
        columns.push(("dark", |row| row.dark_mw));
    }
    columns.push(("facility MW", |row| row.facility_mw));
    if any(|row| row.own_supply_mw) {
        columns.push(("own supply", |row| row.own_supply_mw));
    }
    if !scene.model.nodes.is_empty() {
        columns.push(("connection MW", |row| row.connection_mw));
    }
    if any(|row| row.water_m3) {
        columns.push(("water k m3", |row| row.water_m3 / 1000.0));
    }
    let mut text = text_table();
    let heads = columns.iter().map(|(name, _)| head(name, true));
    let after = [head("full", false), head("next MW held by", false), head("worth a MW", true)];
    text.set_header(std::iter::once(head("", false)).chain(heads).chain(after));
    for (verdict, row) in &rows {
        let levels = columns.iter().map(|(_, mw)| right(row.map_or_else(|| "-".into(), |row| megawatts(mw(row)))));
        let worth = price(scene, site, verdict).filter(|price| price.abs() >= 0.5).map_or_else(|| "-".into(), money);
        let holder = match &verdict.holder {
            Holder::Time(Some(period)) => format!("time, until {}", scene.label(*period)),
            Holder::Time(None) => "nothing on offer".into(),
            other => word(other).to_owned(),
        };
        let after = [head(full_word(verdict.full), false), head(&holder, false), right(worth)];
        text.add_row(std::iter::once(head(&scene.label(verdict.period), false)).chain(levels).chain(after));
    }
    finish(&text)
}

fn table(scene: &Scene, site: SiteId, verdicts: &[Verdict]) -> Table {
    let mut table = Table::new(
        "site",
        &[
            "site",
            "period",
            "it_mw",
            "used_mw",
            "liquid_mw",
            "liquid_used_mw",
            "dark_mw",
            "facility_mw",
            "connection_mw",
            "water_m3",
            "full",
            "held_by",
            "because",
            "not_before",
            "usd_per_mw",
        ],
    );
    for verdict in verdicts {
        let row = scene.site_row(site, verdict.period);
        let mw = |mw: fn(&SiteRow) -> f64| row.map_or(Value::Null, |row| mw(row).into());
        let until = match verdict.holder {
            Holder::Time(Some(period)) | Holder::Chips(_, Some(period)) => Value::from(scene.label(period)),
            _ => Value::Null,
        };
        table.rows.push(vec![
            scene.model.sites.name(site).into(),
            scene.label(verdict.period).into(),
            mw(|row| row.it_mw),
            mw(|row| row.used_mw),
            mw(|row| row.liquid_mw),
            mw(|row| row.liquid_used_mw),
            mw(|row| row.dark_mw),
            mw(|row| row.facility_mw),
            mw(|row| row.connection_mw),
            mw(|row| row.water_m3),
            if verdict.full == Full::Nothing { Value::Null } else { full_word(verdict.full).into() },
            word(&verdict.holder).into(),
            short(scene, site, verdict).into(),
            until,
            price(scene, site, verdict).map_or(Value::Null, Value::from),
        ]);
    }
    table
}
