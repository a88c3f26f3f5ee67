//! What the power network carries.

use super::types::GridRow;
use super::view::View;
use crate::domain::{BlockId, Index};
use crate::formulation::circuits::{angles_of, carried, in_effect, lost};
use crate::formulation::context::PlaceKey;
use crate::formulation::effects::{Mw, megawatts};
use crate::formulation::slices::{dispatched, shed};
use std::collections::BTreeMap;

/// Supplies, lines and nodes, in this order, each over the periods and their blocks.
pub(super) fn grid(view: &View) -> Vec<GridRow> {
    let (ctx, vars) = (&view.f.ctx, &view.f.vars);
    let m = ctx.model;
    let row = |kind: &str, element: &str, (p, b): (i32, BlockId), mw: f64, limit_mw: Option<f64>| GridRow {
        id: format!("{kind}[{element}]{}", view.at_block(p, b)),
        kind: kind.to_owned(),
        element: element.to_owned(),
        span: view.span(p),
        block: ctx.named(b).map(|b| m.blocks.name(b).to_owned()),
        mw,
        limit_mw,
        mwh: mw * ctx.hours(b),
        loading: None,
        loss_mw: None,
        angle_degrees: None,
    };
    let mut rows = Vec::new();
    for g in m.supplies.ids() {
        for (p, b) in ctx.slices() {
            let limit = view.value(&megawatts(ctx, vars, PlaceKey::Supply(g), Mw::Power, p, false));
            let mw = view.value(&dispatched(vars, g, p, b));
            rows.push(row("supply", m.supplies.name(g), (p, b), mw, Some(limit)));
        }
    }
    for (l, line) in m.lines.iter() {
        for (p, b) in ctx.slices() {
            let rated = view.value(&megawatts(ctx, vars, PlaceKey::Line(l), Mw::Power, p, false));
            let limit = (line.rating_mw.is_some() || !ctx.stands(l, p)).then_some(rated);
            let mw = view.value(&carried(vars, l, p, b));
            let loading = limit.filter(|limit| *limit > 0.0).map(|limit| mw.abs() / limit);
            let loss_mw = lost(vars, l, p, b);
            let loss_mw = (!loss_mw.is_zero()).then(|| view.value(&loss_mw));
            rows.push(GridRow { loading, loss_mw, ..row("line", m.lines.name(l), (p, b), mw, limit) });
        }
    }
    let angles = angles(view);
    for (n, node) in m.nodes.iter() {
        for (p, b) in ctx.slices() {
            let mw = view.value(&shed(vars, n, p, b));
            let angle_degrees = angles.get(&(p, b)).map(|angles| angles[n.get()].to_degrees());
            let load = ctx.cal.value(&node.other_load, p) * node.drawn(b);
            rows.push(GridRow { angle_degrees, ..row("node", m.nodes.name(n), (p, b), mw, Some(load)) });
        }
    }
    rows
}

/// By period, block and node, in radians, from the flows alone; nothing where flows follow from no angles.
fn angles(view: &View) -> BTreeMap<(i32, BlockId), Vec<f64>> {
    let (ctx, vars) = (&view.f.ctx, &view.f.vars);
    if !ctx.has_angles() {
        return BTreeMap::new();
    }
    let of_slice = |(p, b): (i32, BlockId)| {
        let lines = || ctx.model.lines.ids();
        let flow: Vec<f64> = lines().map(|l| view.value(&carried(vars, l, p, b))).collect();
        let circuits: Vec<f64> = lines().map(|l| in_effect(ctx, vars, l, p, (view.values, view.relaxed))).collect();
        ((p, b), angles_of(ctx, &flow, &circuits))
    };
    ctx.slices().map(of_slice).collect()
}
