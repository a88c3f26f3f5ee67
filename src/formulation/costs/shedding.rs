//! Other load left unserved, at its price.
//!
//! `shed_price[n](p) x hours x shed[n,p]`.

use crate::domain::{Attributes, Index};
use crate::formulation::Statement;
use crate::formulation::cash::{Asset, CashKind, CashTerm, Ledger};
use crate::formulation::effects::at;
use crate::formulation::lin::Lin;
use crate::formulation::scale::MONEY;
use std::rc::Rc;

/// Shedding at every node that prices it.
pub(super) fn add(m: &Statement, ledger: &mut Ledger) {
    let ctx = m.ctx;
    for (n, node) in ctx.model.nodes.iter() {
        let Some(price) = &node.shed else { continue };
        let of = Rc::new(Attributes { category: "supply".into(), region: node.region, ..Attributes::default() });
        for t in ctx.periods() {
            let Some(column) = m.vars.shed[n.get()][at(t)] else {
                continue;
            };
            let amount = Lin::of(column, ctx.cal.price(price, t) * ctx.hours() / MONEY);
            let (kind, asset, of) = (CashKind::Opex, Asset::Node(n), Rc::clone(&of));
            ledger.pay(CashTerm { t, kind, milestone: "shedding", asset, of, committed: false, amount });
        }
    }
}
