//! Energy that supplies deliver, and its carbon.
//!
//! `price[g](p) x hours x dispatch[g,p]`; `carbon_price(p) x carbon[g] x hours x dispatch[g,p]`.

use crate::formulation::Statement;
use crate::formulation::cash::{Asset, CashKind, CashTerm, Ledger};
use crate::formulation::effects::dispatched;
use crate::formulation::scale::MONEY;
use std::rc::Rc;

/// Energy and carbon of every supply.
pub(super) fn add(m: &Statement, ledger: &mut Ledger) {
    let ctx = m.ctx;
    let hours = ctx.hours();
    for (g, supply) in ctx.model.supplies.iter() {
        let of = ctx.supply_attributes(g);
        for t in ctx.periods() {
            let mw = dispatched(m.vars, g, t);
            let energy = supply.price.as_ref().map_or(0.0, |price| ctx.cal.price(price, t));
            let carbon = ctx.model.carbon_price.as_ref().map_or(0.0, |price| ctx.cal.price(price, t) * supply.carbon_t);
            for (milestone, price) in [("energy", energy), ("carbon", carbon)] {
                let amount = mw.times(price * hours / MONEY);
                let (kind, asset, of) = (CashKind::Opex, Asset::Supply(g), Rc::clone(&of));
                ledger.pay(CashTerm { t, kind, milestone, asset, of, committed: false, amount });
            }
        }
    }
}
