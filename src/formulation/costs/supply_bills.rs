//! What supplies bill that have a minimum bill or a demand charge.
//!
//! `price[g](p) x 1000 x billed_gwh[g,p]` in the place of the energy given, where there is a minimum bill;
//! `demand[g](p) x years x billed_mw[g,p]` where there is a demand charge.

use crate::domain::Index;
use crate::formulation::Statement;
use crate::formulation::agreed::column;
use crate::formulation::cash::{Asset, CashKind, CashTerm, Ledger};
use crate::formulation::scale::{ENERGY, MONEY};
use std::sync::Arc;

/// Bills of every supply.
pub(super) fn add(m: &Statement, ledger: &mut Ledger) {
    let (ctx, billed) = (m.ctx, &m.vars.billed);
    for (g, supply) in ctx.model.supplies.iter() {
        let of = ctx.supply_attributes(g);
        for t in ctx.periods() {
            let energy = supply.price.as_ref().map_or(0.0, |price| ctx.cal.price(price, t) * ENERGY / MONEY);
            let demand = supply.billing.demand.as_ref();
            let demand = demand.map_or(0.0, |price| ctx.cal.price(price, t) * ctx.cal.years() / MONEY);
            let bills = [("energy charge", energy, &billed.gwh), ("demand charge", demand, &billed.mw)];
            for (milestone, price, columns) in bills {
                let amount = column(&columns[g.get()], t).times(price);
                let (kind, asset, of) = (CashKind::Opex, Asset::Supply(g), Arc::clone(&of));
                ledger.pay(CashTerm { t, kind, milestone, asset, of, committed: false, amount });
            }
        }
    }
}
