//! Bills that are the larger of two amounts.

use super::types::SupplyBillRow;
use super::view::View;
use crate::formulation::Formulation;
use crate::formulation::agreed::column;
use crate::formulation::billed::Biller;
use crate::formulation::effects::at;
use crate::formulation::scale::ENERGY;

/// The most that is taken in any block of a period, MW; not less than nothing.
pub(super) fn most_taken(f: &Formulation, values: &[f64], biller: Biller, p: i32) -> f64 {
    f.ctx.blocks().map(|b| biller.taken(&f.vars, p, b).value(values)).fold(0.0, f64::max)
}

/// What is billed, by closed form from what is taken and contracted.
pub(super) fn settle(f: &Formulation, values: &mut [f64]) {
    let (ctx, vars) = (&f.ctx, &f.vars);
    for biller in Biller::all(ctx) {
        let (minimum_demand, minimum_bill) = biller.least(ctx);
        for p in ctx.periods() {
            let least = biller.contracted(ctx, vars, p).value(values);
            if let Some(column) = biller.billed_mw(vars)[at(p)] {
                values[column.index()] = most_taken(f, values, biller, p).max(minimum_demand * least);
            }
            if let Some(column) = biller.billed_gwh(vars)[at(p)] {
                let energy = biller.taken_mwh(ctx, vars, p).value(values);
                values[column.index()] = energy.max(minimum_bill * least * ctx.all_hours()) / ENERGY;
            }
        }
    }
}

/// What supplies bill that have a minimum bill or a demand charge.
pub(super) fn supply_bills(view: &View) -> Vec<SupplyBillRow> {
    let (ctx, vars, m) = (&view.f.ctx, &view.f.vars, view.f.ctx.model);
    let mut rows = Vec::new();
    for (g, supply) in m.supplies.iter() {
        if supply.billing.minimum_bill == 0.0 && supply.billing.demand.is_none() {
            continue;
        }
        let (biller, name) = (Biller::Supply(g), m.supplies.name(g));
        for p in ctx.periods() {
            rows.push(SupplyBillRow {
                id: format!("supply_bill[{name}]{}", view.at(p)),
                supply: name.to_owned(),
                span: view.span(p),
                contracted_mw: view.value(&biller.contracted(ctx, vars, p)),
                peak_mw: most_taken(view.f, view.values, biller, p),
                billed_mw: view.value(&column(biller.billed_mw(vars), p)),
                taken_mwh: view.value(&biller.taken_mwh(ctx, vars, p)),
                billed_mwh: view.value(&column(biller.billed_gwh(vars), p)) * ENERGY,
            });
        }
    }
    rows
}
