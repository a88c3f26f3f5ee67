//! What the power network carries.

use super::types::GridRow;
use super::view::View;
use crate::domain::Index;
use crate::formulation::circuits::{angles_of, carried, in_effect};
use crate::formulation::context::PlaceKey;
use crate::formulation::effects::{Mw, at, dispatched, megawatts};

/// Supplies, lines and nodes, in this order, each over the periods.
pub(super) fn grid(view: &View) -> Vec<GridRow> {
    let (ctx, vars) = (&view.f.ctx, &view.f.vars);
    let m = ctx.model;
    let hours = ctx.hours();
    let row = |kind: &str, element: &str, p: i32, mw: f64, limit_mw: Option<f64>| GridRow {
        id: format!("{kind}[{element}]{}", view.at(p)),
        kind: kind.to_owned(),
        element: element.to_owned(),
        span: view.span(p),
        mw,
        limit_mw,
        mwh: mw * hours,
        loading: None,
        angle_degrees: None,
    };
    let mut rows = Vec::new();
    for g in m.supplies.ids() {
        for p in ctx.periods() {
            let limit = view.value(&megawatts(ctx, vars, PlaceKey::Supply(g), Mw::Power, p, false));
            rows.push(row("supply", m.supplies.name(g), p, view.value(&dispatched(vars, g, p)), Some(limit)));
        }
    }
    for (l, line) in m.lines.iter() {
        for p in ctx.periods() {
            let rated = view.value(&megawatts(ctx, vars, PlaceKey::Line(l), Mw::Power, p, false));
            let limit = (line.rating_mw.is_some() || !ctx.stands(l, p)).then_some(rated);
            let mw = view.value(&carried(vars, l, p));
            let loading = limit.filter(|limit| *limit > 0.0).map(|limit| mw.abs() / limit);
            rows.push(GridRow { loading, ..row("line", m.lines.name(l), p, mw, limit) });
        }
    }
    let angles = angles(view);
    for (n, node) in m.nodes.iter() {
        for p in ctx.periods() {
            let shed = vars.shed[n.get()][at(p)].map_or(0.0, |column| view.values[column.index()]);
            let angle_degrees = angles.get(at(p)).map(|angles| angles[n.get()].to_degrees());
            let load = ctx.cal.value(&node.other_load, p);
            rows.push(GridRow { angle_degrees, ..row("node", m.nodes.name(n), p, shed, Some(load)) });
        }
    }
    rows
}

/// By period and node, in radians, from the flows alone; nothing where flows follow from no angles.
fn angles(view: &View) -> Vec<Vec<f64>> {
    let (ctx, vars) = (&view.f.ctx, &view.f.vars);
    if !ctx.has_angles() {
        return Vec::new();
    }
    let of_period = |p: i32| {
        let lines = || ctx.model.lines.ids();
        let flow: Vec<f64> = lines().map(|l| view.value(&carried(vars, l, p))).collect();
        let circuits: Vec<f64> = lines().map(|l| in_effect(ctx, vars, l, p, view.values)).collect();
        angles_of(ctx, &flow, &circuits)
    };
    ctx.periods().map(of_period).collect()
}
