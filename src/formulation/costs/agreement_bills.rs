//! What agreements charge while they are in force, and what ending one early costs.
//!
//! `demand[a](p) x years x billed_mw[a,p] + energy[a](p) x 1000 x billed_gwh[a,p]`;
//! `price(p) x share x hours a year x years x peak[a,p]` for load called off: every hour that the utility may call is called, at the
//! peak, and no energy is saved by it; `exit fee x ended[a,e,p]` in the first period without it. Bills end with the horizon.

use crate::domain::{AgreementId, Attributes, Index};
use crate::formulation::Statement;
use crate::formulation::agreed::column;
use crate::formulation::cash::{Asset, CashKind, CashTerm, Ledger};
use crate::formulation::lin::Lin;
use crate::formulation::scale::{ENERGY, MONEY};
use std::sync::Arc;

/// Bills and exit fees of every agreement.
pub(super) fn add(m: &Statement, ledger: &mut Ledger) {
    let (ctx, agreed) = (m.ctx, &m.vars.agreed);
    for (a, agreement) in ctx.model.agreements.iter() {
        let of = Arc::new(Attributes::of_agreement(ctx.model, a));
        let (n, years) = (a.get(), ctx.cal.years());
        for t in ctx.periods() {
            if let Some(price) = &agreement.demand {
                let amount = column(&agreed.billed_mw[n], t).times(ctx.cal.price(price, t) * years / MONEY);
                pay(ledger, a, &of, t, "demand charge", amount);
            }
            if let Some(price) = &agreement.energy {
                let amount = column(&agreed.billed_gwh[n], t).times(ctx.cal.price(price, t) * ENERGY / MONEY);
                pay(ledger, a, &of, t, "energy charge", amount);
            }
            if let Some(curtail) = &agreement.curtail {
                let hours = curtail.share * curtail.hours * years;
                let amount = column(&agreed.peak[n], t).times(ctx.cal.price(&curtail.price, t) * hours / MONEY);
                pay(ledger, a, &of, t, "curtailment", amount);
            }
        }
        if let Some(exit) = agreement.exit {
            for ((_, t), column) in &agreed.ended[n] {
                let amount = Lin::of(*column, ctx.cal.paid(exit.fee, *t) / MONEY);
                pay(ledger, a, &of, *t, "exit fee", amount);
            }
        }
    }
}

fn pay(ledger: &mut Ledger, a: AgreementId, of: &Arc<Attributes>, t: i32, milestone: &'static str, amount: Lin) {
    let (kind, asset, of) = (CashKind::Opex, Asset::Agreement(a), Arc::clone(of));
    ledger.pay(CashTerm { t, kind, milestone, asset, of, committed: false, amount });
}
