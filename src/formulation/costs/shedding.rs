//! Other load left unserved, at its price.
//!
//! `shed_price[n](p) x sum over b of hours[b] x shed[n,p,b]`.

use crate::domain::Attributes;
use crate::formulation::Statement;
use crate::formulation::cash::{Asset, CashKind, CashTerm, Ledger};
use crate::formulation::lin::Lin;
use crate::formulation::scale::MONEY;
use crate::formulation::slices::shed;
use std::sync::Arc;

/// Shedding at every node that prices it.
pub(super) fn add(m: &Statement, ledger: &mut Ledger) {
    let ctx = m.ctx;
    for (n, node) in ctx.model.nodes.iter() {
        let Some(price) = &node.shed else { continue };
        let of = Arc::new(Attributes { category: "supply".into(), region: node.region, ..Attributes::default() });
        for t in ctx.periods() {
            let mut amount = Lin::default();
            for b in ctx.blocks() {
                amount.add(ctx.cal.price(price, t) * ctx.hours(b) / MONEY, &shed(m.vars, n, t, b));
            }
            let (kind, asset, of) = (CashKind::Opex, Asset::Node(n), Arc::clone(&of));
            ledger.pay(CashTerm { t, kind, milestone: "shedding", asset, of, committed: false, amount });
        }
    }
}
