//! What is begun, ordered and called off.

use super::types::{CancelRow, OrderKind, OrderRow, ProjectRow, State};
use super::view::View;
use crate::domain::{Adds, OrderOf, ProjectId};
use crate::formulation::context::{Bought, CommitmentOf};
use crate::formulation::effects::{begun, effective, ordered, started};
use crate::formulation::scale::CHIPS;

/// Projects begun, committed or cancelled.
pub(super) fn projects(view: &View) -> Vec<ProjectRow> {
    let ctx = &view.f.ctx;
    let mut rows = Vec::new();
    for (j, project) in ctx.model.projects.iter() {
        if let Some(start) = ctx.committed_start(j) {
            let of = CommitmentOf::Project(j);
            let (parts, share) = view.cancelled(of);
            let copies = f64::from(project.copies);
            let mut row = project_row(view, j, start, copies);
            row.id = ctx.model.projects.address(j);
            row.state = if share > 1.0 - 1e-9 { State::Cancelled } else { State::Committed };
            row.decide_by = ctx.cancellable(of).map(|c| view.span(ctx.commitments[c].until));
            row.cancelled_share = share;
            row.cancelled = parts.first().map(|(p, _)| view.span(*p));
            rows.push(row);
            continue;
        }
        for p in ctx.starts(j) {
            let copies = view.value(&started(ctx, &view.f.vars, j, p));
            if copies > 0.0 {
                rows.push(project_row(view, j, p, copies));
            }
        }
    }
    rows
}

fn project_row(view: &View, j: ProjectId, start: i32, copies: f64) -> ProjectRow {
    let ctx = &view.f.ctx;
    let project = &ctx.model.projects[j];
    let complete = start + ctx.cal.periods(project.lead);
    let all_so_far = view.value(&begun(ctx, &view.f.vars, j, start));
    let effect = ctx
        .periods()
        .skip_while(|p| *p < complete)
        .find(|p| view.value(&effective(ctx, &view.f.vars, j, *p)) >= all_so_far - 1e-6 && all_so_far > 0.0);
    ProjectRow {
        id: format!("{}{}", ctx.model.projects.address(j), view.at(start)),
        project: ctx.model.projects.name(j).to_owned(),
        state: State::Planned,
        copies,
        begun: view.span(start),
        in_service: view.span(complete),
        out_of_service: project.life.map(|life| view.span(complete + ctx.cal.periods(life))),
        effect: effect.map(|p| view.span(p)),
        decide_by: Some(view.span(start)),
        cancelled_share: 0.0,
        cancelled: None,
    }
}

fn site_of(view: &View, adds: &Adds) -> Option<String> {
    match adds {
        Adds::It { site, .. } | Adds::Connection { site, .. } => Some(view.f.ctx.model.sites.name(*site).to_owned()),
        Adds::Line { .. } | Adds::Circuits { .. } | Adds::Supply { .. } | Adds::Battery { .. } => None,
    }
}

/// Orders of chips, expansions and leases, committed ones first.
pub(super) fn orders(view: &View) -> Vec<OrderRow> {
    let ctx = &view.f.ctx;
    let m = ctx.model;
    let mut rows = Vec::new();
    for (o, order) in m.orders.iter() {
        let of = CommitmentOf::Order(o);
        let (parts, share) = view.cancelled(of);
        let (asset, kind, site, unit, vendor) = match order.of {
            OrderOf::Chips(k, s) => {
                let site = Some(m.sites.name(s).to_owned());
                (m.chips.name(k), OrderKind::Chip, site, "chips", m.chips[k].vendor.clone())
            }
            OrderOf::Expansion(x) => {
                let expansion = &m.expansions[x];
                let site = site_of(view, &expansion.adds);
                (m.expansions.name(x), OrderKind::Expansion, site, "MW", expansion.vendor.clone())
            }
        };
        rows.push(OrderRow {
            id: m.orders.address(o),
            asset: asset.to_owned(),
            kind,
            site,
            ordered: view.span(ctx.ordered(o)),
            in_service: view.span(ctx.delivered(o)),
            quantity: order.quantity,
            unit: unit.to_owned(),
            lots: None,
            vendor,
            state: if share > 1.0 - 1e-9 { State::Cancelled } else { State::Committed },
            decide_by: ctx.cancellable(of).map(|c| view.span(ctx.commitments[c].until)),
            cancelled_share: share,
            cancelled: parts.first().map(|(p, _)| view.span(*p)),
        });
    }
    for (i, purchase) in ctx.purchases.iter().enumerate() {
        for p in purchase.first..purchase.end {
            let quantity = view.value(&ordered(ctx, &view.f.vars, i, p));
            if quantity > 0.0 {
                rows.push(order_row(view, i, p, quantity));
            }
        }
    }
    rows
}

fn order_row(view: &View, i: usize, p: i32, quantity: f64) -> OrderRow {
    let ctx = &view.f.ctx;
    let m = ctx.model;
    let purchase = &ctx.purchases[i];
    let (asset, kind, site, unit, scale, vendor) = match purchase.of {
        Bought::Chip(k, s) => {
            let site = Some(m.sites.name(s).to_owned());
            (m.chips.name(k), OrderKind::Chip, site, "chips", CHIPS, m.chips[k].vendor.clone())
        }
        Bought::Expansion(x) => {
            let expansion = &m.expansions[x];
            let site = site_of(view, &expansion.adds);
            (m.expansions.name(x), OrderKind::Expansion, site, "MW", 1.0, expansion.vendor.clone())
        }
        Bought::Lease(l) => {
            let lease = &m.leases[l];
            (m.leases.name(l), OrderKind::Lease, site_of(view, &lease.adds), "MW", 1.0, lease.vendor.clone())
        }
    };
    OrderRow {
        id: view.order(purchase.of, p),
        asset: asset.to_owned(),
        kind,
        site,
        ordered: view.span(p),
        in_service: view.span(p + purchase.lead),
        quantity: quantity * scale,
        unit: unit.to_owned(),
        lots: purchase.lot.map(|lot| quantity / lot),
        vendor,
        state: State::Planned,
        decide_by: Some(view.span(p)),
        cancelled_share: 0.0,
        cancelled: None,
    }
}

/// Commitments called off, by period.
pub(super) fn cancellations(view: &View) -> Vec<CancelRow> {
    let mut rows = Vec::new();
    for commitment in &view.f.ctx.commitments {
        let address = view.commitment(commitment.of);
        for (p, share) in view.cancelled(commitment.of).0 {
            let id = format!("{address}{}", view.at(p));
            rows.push(CancelRow { id, commitment: address.clone(), span: view.span(p), share });
        }
    }
    rows
}
