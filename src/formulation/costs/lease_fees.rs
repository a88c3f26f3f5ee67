//! What leases cost: the fee fixed at the order, in every period of the term.
//!
//! `fee[l](p) x years x exchange[t] x ordered[l,p]` for t = p + lead .. p + lead + term - 1.

use crate::formulation::Statement;
use crate::formulation::cash::{Asset, CashKind, CashTerm, Ledger};
use crate::formulation::context::Bought;
use crate::formulation::effects::ordered;
use crate::formulation::scale::MONEY;
use std::sync::Arc;

/// Fees of every lease; those dated after the horizon are reported and not charged.
pub(super) fn add(m: &Statement, ledger: &mut Ledger) {
    let ctx = m.ctx;
    for (i, purchase) in ctx.purchases.iter().enumerate() {
        let Bought::Lease(l) = purchase.of else { continue };
        let fee = &ctx.model.leases[l].fee;
        let of = ctx.purchase_attributes(purchase.of, &[]);
        for p in purchase.first..purchase.end {
            let quantity = ordered(ctx, m.vars, i, p);
            let term = purchase.life.expect("a lease has a term");
            for t in p + purchase.lead..p + purchase.lead + term {
                let amount = quantity.times(ctx.cal.price_paid(fee, p, t) * ctx.cal.years() / MONEY);
                let (kind, asset, of) = (CashKind::Lease, Asset::Bought(purchase.of, p), Arc::clone(&of));
                ledger.pay(CashTerm { t, kind, milestone: "fee", asset, of, committed: false, amount });
            }
        }
    }
}
