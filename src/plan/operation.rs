//! What works where, whom it serves and what power it draws.

use super::types::{AssignmentRow, DemandRow, FleetRow, ServiceRow, SiteRow};
use super::view::View;
use crate::domain::{Index, SiteId};
use crate::formulation::agreed::contracted;
use crate::formulation::context::PlaceKey;
use crate::formulation::effects::{Mw, at, megawatts, served, used};
use crate::formulation::measure::cooling_m3;
use crate::formulation::own_supply::own_supply;
use crate::formulation::scale::CHIPS;
use crate::formulation::waiting::{asked, waiting};

/// Chips at work.
pub(super) fn assignments(view: &View) -> Vec<AssignmentRow> {
    let ctx = &view.f.ctx;
    let m = ctx.model;
    let mut rows = Vec::new();
    for (n, stock) in ctx.stocks.iter().enumerate() {
        for (c, row) in &view.f.vars.assigned[n] {
            let class = ctx.class_name(*c);
            let (site, chip) = (m.sites.name(stock.site), m.chips.name(stock.chip));
            for p in ctx.periods() {
                let chips = row[at(p)].map_or(0.0, |column| view.values[column.index()]);
                if chips > 0.0 {
                    rows.push(AssignmentRow {
                        id: format!("assigned[{site},{chip},{class}]{}", view.at(p)),
                        site: site.to_owned(),
                        chip: chip.to_owned(),
                        workload: m.workloads.name(ctx.classes[*c].workload).to_owned(),
                        class: class.clone(),
                        span: view.span(p),
                        chips: chips * CHIPS,
                    });
                }
            }
        }
    }
    rows
}

/// Work served.
pub(super) fn service(view: &View) -> Vec<ServiceRow> {
    let ctx = &view.f.ctx;
    let m = ctx.model;
    let mut rows = Vec::new();
    for q in m.segments.ids() {
        for (s, row) in &view.f.vars.served[q.get()] {
            let (segment, site) = (m.segments.name(q), m.sites.name(*s));
            for p in ctx.periods() {
                let work = row[at(p)].map_or(0.0, |column| view.values[column.index()]);
                if work > 0.0 {
                    rows.push(ServiceRow {
                        id: format!("served[{segment},{site}]{}", view.at(p)),
                        segment: segment.to_owned(),
                        site: site.to_owned(),
                        span: view.span(p),
                        work: work * view.work_scale(q),
                        unit: view.work_unit(q),
                    });
                }
            }
        }
    }
    rows
}

/// Demand met, waiting and unmet.
pub(super) fn demand(view: &View) -> Vec<DemandRow> {
    let ctx = &view.f.ctx;
    let mut rows = Vec::new();
    for (q, segment) in ctx.model.segments.iter() {
        for p in ctx.periods() {
            let demand = ctx.cal.value(&segment.demand, p);
            let met = view.value(&served(&view.f.vars, q, p)) * view.work_scale(q);
            let waits = view.value(&waiting(&view.f.vars, q, p)) * view.work_scale(q);
            let unmet = view.value(&asked(ctx, &view.f.vars, q, p)) * view.work_scale(q) - met;
            let name = ctx.model.segments.name(q);
            rows.push(DemandRow {
                id: format!("demand[{name}]{}", view.at(p)),
                segment: name.to_owned(),
                span: view.span(p),
                demand,
                served: met,
                waiting: waits,
                unmet: if unmet.abs() < 1e-9 * demand.abs().max(1.0) { 0.0 } else { unmet },
                unit: view.work_unit(q),
            });
        }
    }
    rows
}

/// Power at sites.
pub(super) fn sites(view: &View) -> Vec<SiteRow> {
    let (ctx, vars) = (&view.f.ctx, &view.f.vars);
    let mut rows = Vec::new();
    for (s, site) in ctx.model.sites.iter() {
        for p in ctx.periods() {
            let mw = |which, dark| view.value(&megawatts(ctx, vars, PlaceKey::Site(s), which, p, dark));
            let (it_mw, in_service) = (mw(Mw::It, false), mw(Mw::It, true));
            let used_mw = view.value(&used(ctx, vars, s, p, false));
            let facility_mw = site.pue * used_mw;
            let powered = ctx.has_power();
            let name = ctx.model.sites.name(s);
            rows.push(SiteRow {
                id: format!("site[{name}]{}", view.at(p)),
                site: name.to_owned(),
                span: view.span(p),
                it_mw,
                used_mw,
                liquid_mw: mw(Mw::Liquid, false),
                liquid_used_mw: view.value(&used(ctx, vars, s, p, true)),
                dark_mw: in_service - it_mw,
                facility_mw,
                own_supply_mw: least_own(view, s, p),
                connection_mw: if powered { mw(Mw::Power, false) } else { 0.0 },
                contracted_mw: ctx
                    .agreements_at(PlaceKey::Site(s))
                    .map(|a| view.value(&contracted(ctx, vars, a, p)))
                    .sum(),
                energy_mwh: facility_mw * ctx.load_hours(s),
                water_m3: view.value(&cooling_m3(ctx, vars, s, p)),
            });
        }
    }
    rows
}

/// MW that what stands behind a site's meter gives at least in every block.
fn least_own(view: &View, s: SiteId, p: i32) -> f64 {
    let (ctx, vars) = (&view.f.ctx, &view.f.vars);
    let blocks = ctx.blocks().map(|b| view.value(&own_supply(ctx, vars, s, p, b)));
    blocks.reduce(f64::min).unwrap_or(0.0)
}

/// Chips owned.
pub(super) fn fleet(view: &View) -> Vec<FleetRow> {
    let (ctx, vars) = (&view.f.ctx, &view.f.vars);
    let mut rows = Vec::new();
    for (n, stock) in ctx.stocks.iter().enumerate() {
        for p in ctx.periods() {
            let owned = vars.owned[n][at(p)].map_or(0.0, |column| view.values[column.index()]);
            let columns = vars.assigned[n].values().filter_map(|row| row[at(p)]);
            let in_use: f64 = columns.map(|column| view.values[column.index()]).sum();
            if owned > 0.0 || in_use > 0.0 {
                let (site, chip) = (ctx.model.sites.name(stock.site), ctx.model.chips.name(stock.chip));
                rows.push(FleetRow {
                    id: format!("owned[{site},{chip}]{}", view.at(p)),
                    site: site.to_owned(),
                    chip: chip.to_owned(),
                    span: view.span(p),
                    owned: owned * CHIPS,
                    in_use: in_use * CHIPS,
                });
            }
        }
    }
    rows
}
