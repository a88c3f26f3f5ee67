//! What serving brings and costs: revenue, path costs and penalties of what is unmet or waits.
//!
//! `- price[q](p) x years x served[q,s,p]`; `path cost(s,q)(p) x years x served[q,s,p]`; `penalty[q](p) x years x unmet[q,p]`;
//! `penalty of waiting[q](p) x years x waiting[q,p]`.

use crate::domain::{Attributes, Index, SegmentKind};
use crate::formulation::Statement;
use crate::formulation::cash::{Asset, CashKind, CashTerm, Ledger};
use crate::formulation::effects::at;
use crate::formulation::lin::Lin;
use crate::formulation::scale::MONEY;
use crate::formulation::waiting::waiting;
use std::sync::Arc;

/// Revenue, path costs and penalties of every segment.
pub(super) fn add(m: &Statement, ledger: &mut Ledger) {
    let ctx = m.ctx;
    for (q, segment) in ctx.model.segments.iter() {
        let unit = ctx.work_scale[segment.workload.get()] * ctx.cal.years() / MONEY;
        let attributes = |category: &str| {
            let (category, region, tags) = (category.to_owned(), Some(segment.region), segment.tags.clone());
            Arc::new(Attributes { category, region, tags, ..Attributes::default() })
        };
        let (paths, revenue, penalties) = (attributes("paths"), attributes("revenue"), attributes("penalty"));
        for t in ctx.periods() {
            let mut served = Lin::default();
            for (s, row) in &m.vars.served[q.get()] {
                let Some(column) = row[at(t)] else { continue };
                served.terms.push((column, 1.0));
                let cost = ctx.reach.cost(ctx.model, q, *s).map_or(0.0, |cost| ctx.cal.price(cost, t));
                let amount = Lin::of(column, cost * unit);
                let (kind, asset, of) = (CashKind::Opex, Asset::Path(*s, q), Arc::clone(&paths));
                ledger.pay(CashTerm { t, kind, milestone: "path", asset, of, committed: false, amount });
            }
            let asset = Asset::Segment(q);
            let price = segment.price.as_ref().map_or(0.0, |price| ctx.cal.price(price, t));
            let (kind, of, amount) = (CashKind::Revenue, Arc::clone(&revenue), served.times(-price * unit));
            ledger.pay(CashTerm { t, kind, milestone: "revenue", asset, of, committed: false, amount });
            if let (SegmentKind::Contracted, Some(column)) = (segment.kind, m.vars.unmet[q.get()][at(t)]) {
                let penalty = segment.penalty.as_ref().map_or(0.0, |penalty| ctx.cal.price(penalty, t));
                let (kind, of, amount) = (CashKind::Penalty, Arc::clone(&penalties), Lin::of(column, penalty * unit));
                ledger.pay(CashTerm { t, kind, milestone: "penalty", asset, of, committed: false, amount });
            }
            if let Some(defer) = &segment.defer {
                let amount = waiting(m.vars, q, t).times(ctx.cal.price(&defer.penalty, t) * unit);
                let (kind, of) = (CashKind::Penalty, Arc::clone(&penalties));
                ledger.pay(CashTerm { t, kind, milestone: "waiting", asset, of, committed: false, amount });
            }
        }
    }
}
