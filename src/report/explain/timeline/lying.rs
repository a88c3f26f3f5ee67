//! What lies idle: halls without power, and chips without work, by period.

use serde_json::{Value, json};

use super::reached::Levels;
use crate::domain::SiteId;
use crate::plan::types::{FleetRow, Plan};
use crate::report::explain::scene::Scene;
use crate::report::over_time::{Grid, dash};
use crate::report::words::{megawatts, rounded_count};

/// Amounts below which nothing lies idle.
const NOTHING: f64 = 1e-6;

/// IT MW of a site in a period that stand without what they need, and that its connection cannot carry.
fn dark(scene: &Scene, site: SiteId) -> Vec<(String, [f64; 2])> {
    let levels = Levels::of(scene, site);
    let rows = scene.plan.map_or(&[][..], |plan| &plan.sites).iter();
    let rows = rows.filter(|row| row.site == scene.model.sites.name(site));
    let beyond = levels.it.iter().zip(&levels.connected).map(|(it, connected)| (it - connected).max(0.0));
    rows.zip(beyond).map(|(row, beyond)| (row.span.period.clone(), [row.dark_mw, beyond])).collect()
}

/// Both tables for reading.
pub(super) fn text(scene: &Scene, plan: &Plan) -> String {
    let mut halls = Grid::new(plan, "IT MW, most in the period");
    let mut any = false;
    for site in scene.model.sites.ids() {
        let dark = dark(scene, site);
        for (n, why) in ["without what it needs", "more than its connection"].into_iter().enumerate() {
            let most = halls.columns.most(dark.iter().map(|(period, mw)| (period.as_str(), mw[n])));
            if most.iter().any(|mw| *mw > NOTHING) {
                any = true;
                halls.row(&format!("{}: {why}", scene.model.sites.name(site)), most, dash(megawatts), "MW");
            }
        }
    }
    let mut out = if any { format!("\nDark halls\n{}", halls.text()) } else { "\nNo hall stands dark\n".into() };
    let mut chips = Grid::new(plan, "chips, most in the period");
    let mut any = false;
    for site in scene.model.sites.names() {
        let rows = plan.fleet.iter().filter(|row| row.site == *site).map(|row| (row.span.period.as_str(), idle(row)));
        let most = chips.columns.most(rows);
        if most.iter().any(|idle| *idle > 0.0) {
            any = true;
            chips.row(site, most, dash(rounded_count), "chips");
        }
    }
    out.push_str(&if any { format!("\nIdle chips\n{}", chips.text()) } else { "\nNo chip is idle\n".into() });
    out
}

/// Chips owned that nothing uses; a part of one is none.
fn idle(row: &FleetRow) -> f64 {
    Some(row.owned - row.in_use).filter(|idle| *idle > 0.5).unwrap_or(0.0)
}

/// Both in full precision, a row a site, period and kind.
pub(super) fn rows(scene: &Scene, plan: &Plan) -> Vec<Value> {
    let mut rows = Vec::new();
    for site in scene.model.sites.ids() {
        for (period, mw) in dark(scene, site) {
            for (mw, why) in mw.into_iter().zip(["needs", "connection"]).filter(|(mw, _)| *mw > NOTHING) {
                let site = scene.model.sites.name(site);
                rows.push(
                    json!({ "part": "dark", "site": site, "period": period, "amount": mw, "unit": "MW", "why": why }),
                );
            }
        }
    }
    for row in plan.fleet.iter().filter(|row| idle(row) > 0.0) {
        rows.push(json!({ "part": "idle", "site": row.site, "what": row.chip, "period": row.span.period,
            "amount": idle(row), "unit": "chips" }));
    }
    rows
}
