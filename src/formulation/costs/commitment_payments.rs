//! What commitments still owe, and what cancelling them costs.
//!
//! `to_pay[t] x (1 - sum of cancel[c,p], p <= t)`; `fee x cancel[c,p]` in p. Payments dated before the horizon are sunk.

use crate::domain::{Attributes, Cancel, Fee, Money, Month, OrderOf};
use crate::formulation::Statement;
use crate::formulation::cash::{Asset, CashKind, CashTerm, Investment, Ledger, Owed};
use crate::formulation::context::{Bought, CommitmentOf};
use crate::formulation::effects::{kept, kept_until};
use crate::formulation::lin::Lin;
use crate::formulation::scale::MONEY;
use std::sync::Arc;

struct Promise<'a> {
    commitment: CommitmentOf,
    of: Arc<Attributes>,
    to_pay: &'a [(Month, Money)],
    cancel: Option<&'a Cancel>,
    /// The full price paid in a period, M USD, where it is known.
    full: Option<Money>,
    started: i32,
    in_service: i32,
    life: Option<i32>,
    salvage: bool,
    book: Option<i32>,
}

/// Payments due, fees, salvage and depreciation of every commitment.
pub(super) fn add(m: &Statement, ledger: &mut Ledger) {
    let ctx = m.ctx;
    for (j, project) in ctx.model.projects.iter() {
        let (Some(committed), Some(start)) = (&project.committed, ctx.committed_start(j)) else {
            continue;
        };
        let full = project.cost.as_ref().map(|cost| Money {
            amount: ctx.cal.value(&cost.path, start) * f64::from(project.copies),
            currency: cost.currency,
        });
        let promise = Promise {
            commitment: CommitmentOf::Project(j),
            of: ctx.project_attributes(project),
            to_pay: &committed.to_pay,
            cancel: committed.cancel.as_ref(),
            full,
            started: start,
            in_service: start + ctx.cal.periods(project.lead),
            life: project.life.map(|life| ctx.cal.periods(life)),
            salvage: project.salvage,
            book: project.book_life.map(|life| ctx.cal.periods(life)),
        };
        settle(m, ledger, &promise);
    }
    for (o, order) in ctx.model.orders.iter() {
        let terms = ctx.terms(order.of);
        let started = ctx.ordered(o);
        let full = order.price.or_else(|| {
            terms.map(|terms| Money {
                amount: ctx.cal.value(&terms.price.path, started) * order.quantity,
                currency: terms.price.currency,
            })
        });
        let bought = match order.of {
            OrderOf::Chips(k, s) => Bought::Chip(k, s),
            OrderOf::Expansion(x) => Bought::Expansion(x),
        };
        let service = ctx.service(order.of);
        let promise = Promise {
            commitment: CommitmentOf::Order(o),
            of: ctx.purchase_attributes(bought, &order.tags),
            to_pay: &order.to_pay,
            cancel: order.cancel.as_ref(),
            full,
            started,
            in_service: ctx.delivered(o),
            life: ctx.order_life(o),
            salvage: service.salvage,
            book: service.book_life.map(|life| ctx.cal.periods(life)),
        };
        settle(m, ledger, &promise);
    }
}

fn settle(m: &Statement, ledger: &mut Ledger, promise: &Promise) {
    let ctx = m.ctx;
    let asset = Asset::Commitment(promise.commitment);
    let all_kept = kept(ctx, m.vars, promise.commitment);
    let mut payments = Vec::new();
    let mut due = Vec::new();
    let mut credited = Vec::new();
    for &(month, money) in promise.to_pay {
        let t = ctx.cal.period_of(month);
        if t < 0 {
            continue;
        }
        let amount = ctx.cal.paid(money, t) / MONEY;
        due.push((t, amount));
        payments.push((t, "due", kept_until(ctx, m.vars, promise.commitment, t).times(amount)));
        credited.push((t, "due", all_kept.times(amount)));
    }
    let price = promise.full.map(|full| ctx.cal.paid(full, promise.started) / MONEY);
    let full = price.unwrap_or_else(|| due.iter().map(|(_, amount)| amount).sum());
    let base = all_kept.times(full);
    // Salvage counts what is kept for good; the payments themselves stop only from the period of cancelling.
    let mut shadow = Ledger::default();
    let investment = Investment {
        asset,
        of: Arc::clone(&promise.of),
        in_service: promise.in_service,
        life: promise.life,
        salvage: promise.salvage,
        book: promise.book,
        committed: true,
        payments: credited,
        without_salvage: Vec::new(),
        base: Some(base),
        owed: Some(Owed { full, due }),
    };
    shadow.invest(ctx, investment);
    ledger.salvage.append(&mut shadow.salvage);
    ledger.book.append(&mut shadow.book);
    for (t, milestone, amount) in payments {
        let of = Arc::clone(&promise.of);
        ledger.pay(CashTerm { t, kind: CashKind::Capital, milestone, asset, of, committed: true, amount });
    }
    let (Some(cancel), Some(c)) = (promise.cancel, ctx.cancellable(promise.commitment)) else {
        return;
    };
    for p in ctx.periods() {
        let Some(column) = m.vars.cancel[c][usize::try_from(p).unwrap_or(0)] else {
            continue;
        };
        let fee = match cancel.fee {
            Fee::Money(money) => ctx.cal.paid(money, p) / MONEY,
            Fee::Share(share) => promise.full.map_or(0.0, |full| share * ctx.cal.paid(full, p) / MONEY),
        };
        let of = Arc::clone(&promise.of);
        let (kind, milestone, amount) = (CashKind::Capital, "cancelling fee", Lin::of(column, fee));
        ledger.pay(CashTerm { t: p, kind, milestone, asset, of, committed: false, amount });
    }
}
