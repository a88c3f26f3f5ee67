//! Agreements: what is signed, ended, given and billed.

use super::bills::most_taken;
use super::types::{AgreementRow, BillRow, DrawRow, EndingRow, State};
use super::view::View;
use crate::domain::{AgreementId, BlockId, Index};
use crate::formulation::Formulation;
use crate::formulation::agreed::{column, connected, contracted, drawn, promised};
use crate::formulation::billed::Biller;
use crate::formulation::drawn::Taker;
use crate::formulation::effects::{all_effective, at};
use crate::formulation::lin::Column;
use crate::formulation::own_supply::facility_load;
use crate::formulation::scale::ENERGY;
use crate::formulation::slices;

/// Agreements signed, those signed before first.
pub(super) fn agreements(view: &View) -> Vec<AgreementRow> {
    let m = view.f.ctx.model;
    let mut rows = Vec::new();
    for a in m.agreements.ids() {
        if let Some(p) = view.f.ctx.signed_in(a) {
            let row = agreement(view, a, p, 1.0);
            rows.push(AgreementRow { id: m.agreements.address(a), state: State::Committed, ..row });
        }
    }
    for a in m.agreements.ids() {
        for p in view.f.ctx.signable(a) {
            let share = view.value(&column(&view.f.vars.agreed.signed[a.get()], p));
            if share > 0.0 {
                rows.push(agreement(view, a, p, share));
            }
        }
    }
    rows
}

fn agreement(view: &View, a: AgreementId, p: i32, signed_share: f64) -> AgreementRow {
    let (ctx, m) = (&view.f.ctx, view.f.ctx.model);
    let energised = ctx.energised(a, p);
    AgreementRow {
        id: format!("{}{}", m.agreements.address(a), view.at(p)),
        agreement: m.agreements.name(a).to_owned(),
        site: m.sites.name(m.agreements[a].site).to_owned(),
        state: State::Planned,
        signed_share,
        signed: view.span(p),
        energised: view.span(energised),
        ends: view.span(energised + ctx.cal.periods(m.agreements[a].term)),
    }
}

/// Agreements ended early.
pub(super) fn endings(view: &View) -> Vec<EndingRow> {
    let m = view.f.ctx.model;
    let mut rows = Vec::new();
    for a in m.agreements.ids() {
        for (&(e, t), column) in &view.f.vars.agreed.ended[a.get()] {
            let share = view.values[column.index()];
            if share > 0.0 {
                let (name, energised) = (m.agreements.name(a), view.f.ctx.cal.label(e));
                let id = format!("ended[{name},{energised}]{}", view.at(t));
                rows.push(EndingRow { id, agreement: name.to_owned(), energised, span: view.span(t), share });
            }
        }
    }
    rows
}

/// What agreements in force give and bill.
pub(super) fn bills(view: &View) -> Vec<BillRow> {
    let (ctx, vars, m) = (&view.f.ctx, &view.f.vars, view.f.ctx.model);
    let mut rows = Vec::new();
    for (a, agreement) in m.agreements.iter() {
        for p in ctx.periods() {
            let contracted_mw = view.value(&contracted(ctx, vars, a, p));
            let drawn_mw = most_taken(view.f, view.values, Biller::Agreement(a), p);
            if contracted_mw == 0.0 && drawn_mw == 0.0 {
                continue;
            }
            let name = m.agreements.name(a);
            let gives = view.value(&connected(ctx, vars, a, p));
            rows.push(BillRow {
                id: format!("bill[{name}]{}", view.at(p)),
                agreement: name.to_owned(),
                site: m.sites.name(agreement.site).to_owned(),
                span: view.span(p),
                contracted_mw,
                connection_mw: if agreement.supply.is_none() { gives } else { 0.0 },
                supply_mw: if agreement.supply.is_some() { gives } else { 0.0 },
                drawn_mw,
                billed_mw: view.value(&column(&vars.agreed.billed_mw[a.get()], p)),
                billed_mwh: view.value(&column(&vars.agreed.billed_gwh[a.get()], p)) * ENERGY,
            });
        }
    }
    rows
}

/// What is drawn under agreements in force, by block.
pub(super) fn draws(view: &View) -> Vec<DrawRow> {
    let (ctx, vars, m) = (&view.f.ctx, &view.f.vars, view.f.ctx.model);
    let mut rows = Vec::new();
    for a in m.agreements.ids() {
        for (p, b) in ctx.slices() {
            let mw = view.value(&drawn(vars, a, p, b));
            if mw == 0.0 && view.value(&contracted(ctx, vars, a, p)) == 0.0 {
                continue;
            }
            rows.push(DrawRow {
                id: format!("drawn[{}]{}", m.agreements.name(a), view.at_block(p, b)),
                agreement: m.agreements.name(a).to_owned(),
                span: view.span(p),
                block: ctx.named(b).map(|b| m.blocks.name(b).to_owned()),
                mw,
                mwh: mw * ctx.hours(b),
            });
        }
    }
    rows
}

/// What agreements give and what is drawn under them, by closed form from what is signed, ended and used; what is drawn under several at once keeps
/// its proportions.
pub(super) fn settle(f: &Formulation, values: &mut [f64]) {
    let (ctx, vars) = (&f.ctx, &f.vars);
    if ctx.model.agreements.is_empty() {
        return;
    }
    for p in ctx.periods() {
        for (a, agreement) in ctx.model.agreements.iter() {
            if let Some(column) = vars.agreed.connected[a.get()][at(p)] {
                let promise = promised(ctx, vars, a, p).value(values);
                // Each need holds what is connected to its share, so the worst of them decides.
                let shares = agreement.needs.iter().map(|&j| all_effective(ctx, vars, j, p).value(values));
                let there = shares.fold(1.0, f64::min).max(0.0);
                values[column.index()] = promise.min(agreement.given_mw * there).max(0.0);
            }
        }
        for taker in Taker::all(ctx) {
            ctx.blocks().for_each(|b| settle_drawn(f, values, taker, (p, b)));
        }
        for a in ctx.model.agreements.ids() {
            if let Some(column) = vars.agreed.peak[a.get()][at(p)] {
                values[column.index()] = most_taken(f, values, Biller::Agreement(a), p);
            }
        }
    }
}

/// No more is drawn in a block under the agreements of a place than it takes beyond what is its own.
fn settle_drawn(f: &Formulation, values: &mut [f64], taker: Taker, (p, b): (i32, BlockId)) {
    let (ctx, vars) = (&f.ctx, &f.vars);
    let columns: Vec<usize> = ctx
        .agreements_at(taker.place())
        .filter_map(|a| slices::column(&vars.agreed.drawn[a.get()], p, b))
        .map(Column::index)
        .collect();
    if columns.is_empty() {
        return;
    }
    let taken = taker.taken(ctx, vars, p, b).value(values);
    let load = match taker {
        Taker::Site(s) => facility_load(ctx, vars, s, p, b).value(values),
        Taker::Supply(_) => taken,
    };
    let beyond = (taken - taker.own(ctx, vars, p, b).value(values)).max(0.0);
    let beyond = if beyond < 1e-9 * load.abs().max(1.0) { 0.0 } else { beyond };
    let drawn: f64 = columns.iter().map(|n| values[*n]).sum();
    for (k, n) in columns.iter().enumerate() {
        values[*n] = if drawn > 0.0 {
            values[*n] * (beyond / drawn)
        } else if k == 0 {
            beyond
        } else {
            0.0
        };
    }
}
