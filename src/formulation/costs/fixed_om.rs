//! Fixed operation and maintenance of everything in service, in use, idle or dark, at the rate of the current period.
//!
//! `fixed_om[t] x years x in service[t]`, by asset.

use crate::domain::{Attributes, MoneyPath, OrderOf};
use crate::formulation::Statement;
use crate::formulation::cash::{Asset, CashKind, CashTerm, Ledger};
use crate::formulation::context::{Bought, CommitmentOf, PlaceKey};
use crate::formulation::effects::{Mw, at, in_service, megawatts, order_in_service, ordered, started};
use crate::formulation::lin::Lin;
use crate::formulation::scale::{CHIPS, MONEY};
use std::sync::Arc;

/// Fixed O&M of projects, chips, expansions, commitments, fleet, supplies and batteries.
pub(super) fn add(m: &Statement, ledger: &mut Ledger) {
    projects(m, ledger);
    purchases(m, ledger);
    orders(m, ledger);
    fleet(m, ledger);
    supplies(m, ledger);
    batteries(m, ledger);
}

/// Charges `rate x years x quantity` in a period.
fn charge(
    m: &Statement,
    ledger: &mut Ledger,
    rate: &MoneyPath,
    t: i32,
    what: (Asset, &Arc<Attributes>, bool),
    quantity: &Lin,
) {
    let (asset, of, committed) = what;
    let amount = quantity.times(m.ctx.cal.price(rate, t) * m.ctx.cal.years() / MONEY);
    let (kind, of) = (CashKind::Opex, Arc::clone(of));
    ledger.pay(CashTerm { t, kind, milestone: "fixed O&M", asset, of, committed, amount });
}

fn projects(m: &Statement, ledger: &mut Ledger) {
    let ctx = m.ctx;
    for (j, project) in ctx.model.projects.iter() {
        let Some(rate) = &project.fixed_om else { continue };
        let of = ctx.project_attributes(project);
        if project.committed.is_some() {
            let asset = Asset::Commitment(CommitmentOf::Project(j));
            for t in ctx.periods() {
                charge(m, ledger, rate, t, (asset, &of, true), &in_service(ctx, m.vars, j, t));
            }
            continue;
        }
        let lead = ctx.cal.periods(project.lead);
        let life = project.life.map(|life| ctx.cal.periods(life));
        for p in ctx.starts(j) {
            let copies = started(ctx, m.vars, j, p);
            for t in service_periods(m, p + lead, life) {
                charge(m, ledger, rate, t, (Asset::Project(j, p), &of, false), &copies);
            }
        }
    }
}

/// Periods of the horizon in which something in service from `first` stands.
fn service_periods(m: &Statement, first: i32, life: Option<i32>) -> std::ops::Range<i32> {
    let end = life.map_or(m.ctx.cal.len(), |life| (first + life).min(m.ctx.cal.len()));
    first.max(0)..end.max(first.max(0))
}

fn purchases(m: &Statement, ledger: &mut Ledger) {
    let ctx = m.ctx;
    for (i, purchase) in ctx.purchases.iter().enumerate() {
        let (rate, unit) = match purchase.of {
            Bought::Chip(k, _) => (&ctx.model.chips[k].fixed_om, CHIPS),
            Bought::Expansion(x) => (&ctx.model.expansions[x].fixed_om, 1.0),
            Bought::Lease(_) => continue,
        };
        let Some(rate) = rate else { continue };
        let of = ctx.purchase_attributes(purchase.of, &[]);
        for p in purchase.first..purchase.end {
            let quantity = ordered(ctx, m.vars, i, p).times(unit);
            for t in service_periods(m, p + purchase.lead, purchase.life) {
                charge(m, ledger, rate, t, (Asset::Bought(purchase.of, p), &of, false), &quantity);
            }
        }
    }
}

fn orders(m: &Statement, ledger: &mut Ledger) {
    let ctx = m.ctx;
    for (o, order) in ctx.model.orders.iter() {
        let (rate, unit, bought) = match order.of {
            OrderOf::Chips(k, s) => (&ctx.model.chips[k].fixed_om, CHIPS, Bought::Chip(k, s)),
            OrderOf::Expansion(x) => (&ctx.model.expansions[x].fixed_om, 1.0, Bought::Expansion(x)),
        };
        let Some(rate) = rate else { continue };
        let of = ctx.purchase_attributes(bought, &order.tags);
        let asset = Asset::Commitment(CommitmentOf::Order(o));
        for t in ctx.periods() {
            let quantity = order_in_service(ctx, m.vars, o, t).times(unit);
            charge(m, ledger, rate, t, (asset, &of, true), &quantity);
        }
    }
}

fn fleet(m: &Statement, ledger: &mut Ledger) {
    let ctx = m.ctx;
    for (f, fleet) in ctx.model.fleet.iter() {
        let Some(rate) = &ctx.model.chips[fleet.chip].fixed_om else {
            continue;
        };
        let of = ctx.purchase_attributes(Bought::Chip(fleet.chip, fleet.site), &[]);
        let stock = ctx.stocks.iter().find(|n| n.site == fleet.site && n.chip == fleet.chip);
        let Some(stock) = stock else { continue };
        for t in ctx.periods() {
            let quantity = Lin::number(stock.existing[at(t)] * CHIPS);
            charge(m, ledger, rate, t, (Asset::Fleet(f), &of, true), &quantity);
        }
    }
}

fn supplies(m: &Statement, ledger: &mut Ledger) {
    let ctx = m.ctx;
    for (g, supply) in ctx.model.supplies.iter() {
        let Some(rate) = &supply.fixed_om else { continue };
        let of = ctx.supply_attributes(g);
        for t in ctx.periods() {
            let mw = megawatts(ctx, m.vars, PlaceKey::Supply(g), Mw::Power, t, true);
            charge(m, ledger, rate, t, (Asset::Supply(g), &of, false), &mw);
        }
    }
}

fn batteries(m: &Statement, ledger: &mut Ledger) {
    let ctx = m.ctx;
    for (y, battery) in ctx.model.batteries.iter() {
        let Some(rate) = &battery.fixed_om else { continue };
        let of = Arc::new(Attributes::of_battery(ctx.model, y));
        for t in ctx.periods() {
            let mw = megawatts(ctx, m.vars, PlaceKey::Battery(y), Mw::Power, t, true);
            charge(m, ledger, rate, t, (Asset::Battery(y), &of, false), &mw);
        }
    }
}
