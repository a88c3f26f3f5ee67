//! What is paid at signing and comes back while the agreement runs.
//!
//! `deposit[a] x signed[a,p]` in p; `-deposit[a] x running[a,e,t]` in t = e + time to return, at the rate of each period. It is a capital
//! payment that is never written off; one that is not returned within the term, or after an early end, is lost.

use crate::domain::{Attributes, Index};
use crate::formulation::Statement;
use crate::formulation::agreed::running;
use crate::formulation::cash::{Asset, CashKind, CashTerm, Ledger};
use crate::formulation::effects::at;
use crate::formulation::lin::Lin;
use crate::formulation::scale::MONEY;
use std::sync::Arc;

/// Deposits of every agreement; what was paid before the horizon is sunk.
pub(super) fn add(m: &Statement, ledger: &mut Ledger) {
    let ctx = m.ctx;
    for (a, agreement) in ctx.model.agreements.iter() {
        let Some(deposit) = agreement.deposit else { continue };
        let of = Arc::new(Attributes::of_agreement(ctx.model, a));
        let committed = agreement.signed.is_some();
        let mut pay = |t: i32, milestone: &'static str, share: Lin, sign: f64| {
            let amount = share.times(sign * ctx.cal.paid(deposit.amount, t) / MONEY);
            let (kind, asset, of) = (CashKind::Capital, Asset::Agreement(a), Arc::clone(&of));
            ledger.pay(CashTerm { t, kind, milestone, asset, of, committed, amount });
        };
        if let Some(p) = ctx.signed_in(a).filter(|p| *p >= 0) {
            pay(p, "deposit", Lin::number(1.0), 1.0);
        }
        for p in ctx.signable(a) {
            let column = m.vars.agreed.signed[a.get()][at(p)].expect("it may be signed");
            pay(p, "deposit", Lin::of(column, 1.0), 1.0);
        }
        let Some(returned) = deposit.returned else { continue };
        let signings = ctx.signed_in(a).into_iter().chain(ctx.signable(a));
        let mut energised: Vec<i32> = signings.map(|p| ctx.energised(a, p)).collect();
        energised.dedup();
        for e in energised {
            let t = e + ctx.cal.periods(returned);
            if t < 0 {
                continue;
            }
            pay(t, "deposit returned", running(ctx, m.vars, a, e, t), -1.0);
        }
    }
}
