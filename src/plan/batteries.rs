//! What batteries do over the blocks of a day.

use super::types::BatteryRow;
use super::view::View;
use crate::formulation::storage::{charged, discharged, held, in_effect};

/// Every battery over the periods and the blocks that are parts of days.
pub(super) fn batteries(view: &View) -> Vec<BatteryRow> {
    let (ctx, vars) = (&view.f.ctx, &view.f.vars);
    let mut rows = Vec::new();
    for (y, battery) in ctx.model.batteries.iter() {
        let name = ctx.model.batteries.name(y);
        for (p, b, _) in ctx.parts_of_days() {
            let limit_mw = view.value(&in_effect(ctx, vars, y, p));
            let (charge_mw, discharge_mw) =
                (view.value(&charged(vars, y, p, b)), view.value(&discharged(vars, y, p, b)));
            rows.push(BatteryRow {
                id: format!("battery[{name}]{}", view.at_block(p, b)),
                battery: name.to_owned(),
                span: view.span(p),
                block: ctx.named(b).map(|b| ctx.model.blocks.name(b).to_owned()),
                charge_mw,
                discharge_mw,
                limit_mw,
                state_mwh: view.value(&held(vars, y, p, b)),
                limit_mwh: limit_mw * battery.hours,
                mwh: (discharge_mw - charge_mw) * ctx.hours(b),
            });
        }
    }
    rows
}
