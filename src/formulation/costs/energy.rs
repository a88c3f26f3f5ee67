//! Energy that supplies deliver, and its carbon.
//!
//! `price[g](p) x sum over b of hours[b] x dispatch[g,p,b]`, unless a minimum bill stands in its place (`supply_bills`); `carbon_price(p) x carbon[g] x sum over b of hours[b] x dispatch[g,p,b]`.

use crate::formulation::Statement;
use crate::formulation::cash::{Asset, CashKind, CashTerm, Ledger};
use crate::formulation::lin::Lin;
use crate::formulation::scale::MONEY;
use crate::formulation::slices::dispatched;
use std::sync::Arc;

/// Energy and carbon of every supply.
pub(super) fn add(m: &Statement, ledger: &mut Ledger) {
    let ctx = m.ctx;
    for (g, supply) in ctx.model.supplies.iter() {
        let of = ctx.supply_attributes(g);
        for t in ctx.periods() {
            // A minimum bill stands in the place of what is given.
            let given = supply.price.as_ref().filter(|_| supply.billing.minimum_bill == 0.0);
            let energy = given.map_or(0.0, |price| ctx.cal.price(price, t));
            let carbon = ctx.model.carbon_price.as_ref().map_or(0.0, |price| ctx.cal.price(price, t) * supply.carbon_t);
            for (milestone, price) in [("energy", energy), ("carbon", carbon)] {
                let mut amount = Lin::default();
                for b in ctx.blocks() {
                    amount.add(price * ctx.hours(b) / MONEY, &dispatched(m.vars, g, t, b));
                }
                let (kind, asset, of) = (CashKind::Opex, Asset::Supply(g), Arc::clone(&of));
                ledger.pay(CashTerm { t, kind, milestone, asset, of, committed: false, amount });
            }
        }
    }
}
