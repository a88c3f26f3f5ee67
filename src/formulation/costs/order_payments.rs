//! What orders of chips and expansions cost: the price of the order's period on its milestones, and the cost of ordering at all.
//!
//! `price[i](p) x share x exchange[t] x ordered[i,p]` in each period t of the schedule; `order_cost[i] x placed[i,p]` in p.

use crate::calendar::{Calendar, Milestone};
use crate::domain::{ServiceLife, Supplying};
use crate::formulation::Statement;
use crate::formulation::cash::{Asset, Investment, Ledger};
use crate::formulation::context::Bought;
use crate::formulation::effects::{at, ordered};
use crate::formulation::lin::Lin;
use crate::formulation::scale::{CHIPS, MONEY};

/// Payments, salvage and depreciation of every order.
pub(super) fn add(m: &Statement, ledger: &mut Ledger) {
    let ctx = m.ctx;
    for (i, purchase) in ctx.purchases.iter().enumerate() {
        let (supply, service, unit): (&Supplying, &ServiceLife, f64) = match purchase.of {
            Bought::Chip(k, _) => match &ctx.model.chips[k].supply {
                Some(supply) => (supply, &ctx.model.chips[k].service, CHIPS),
                None => continue,
            },
            Bought::Expansion(x) => (&ctx.model.expansions[x].supply, &ctx.model.expansions[x].service, 1.0),
            Bought::Lease(_) => continue,
        };
        let of = ctx.purchase_attributes(purchase.of, &[]);
        for p in purchase.first..purchase.end {
            let quantity = ordered(ctx, m.vars, i, p);
            let payments = Calendar::schedule(supply.payments, p, purchase.lead)
                .into_iter()
                .map(|(milestone, t, share)| {
                    let name = match milestone {
                        Milestone::Start => "order",
                        Milestone::Spread => "spread",
                        Milestone::Completion => "delivery",
                    };
                    (t, name, quantity.times(share * ctx.cal.price_paid(&supply.price, p, t) * unit / MONEY))
                })
                .collect();
            let without_salvage = match (supply.order_cost, m.vars.placed[i][at(p)]) {
                (Some(cost), Some(placed)) => vec![(p, "order cost", Lin::of(placed, ctx.cal.paid(cost, p) / MONEY))],
                _ => Vec::new(),
            };
            ledger.invest(
                ctx,
                Investment {
                    asset: Asset::Bought(purchase.of, p),
                    of: of.clone(),
                    in_service: p + purchase.lead,
                    life: purchase.life,
                    salvage: service.salvage,
                    book: service.book_life.map(|life| ctx.cal.periods(life)),
                    committed: false,
                    payments,
                    without_salvage,
                    base: None,
                    owed: None,
                },
            );
        }
    }
}
