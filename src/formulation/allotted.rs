//! Allotments, a chip's own and growth of expansions in one shape: what counts towards them.

use super::Statement;
use super::context::{Bought, CommitmentOf, Context};
use super::effects::{kept_until, order_quantity, ordered};
use super::key::Of;
use super::lin::Lin;
use super::scale::CHIPS;
use crate::domain::{Adds, AllotmentOf, Growth, OrderOf, Path};

/// A limit on deliveries or orders.
#[derive(Clone, Copy, Debug)]
pub struct Allotted<'m> {
    /// Which.
    pub of: Of,
    /// The most a year.
    pub rate: Option<&'m Path>,
    /// The most in all.
    pub cumulative: Option<f64>,
    /// Growth of orders.
    pub growth: Option<Growth>,
    /// Whether order periods count.
    pub by_order: bool,
    /// Planner's units in an internal unit.
    pub scale: f64,
}

impl<'m> Allotted<'m> {
    /// All of a model: chips' own first, then allotments, then growth of expansions.
    #[must_use]
    pub fn all(ctx: &Context<'m>) -> Vec<Self> {
        let m = ctx.model;
        let mut list = Vec::new();
        for (k, chip) in m.chips.iter() {
            if let Some(rate) = &chip.allotment {
                let (of, rate) = (Of::Chip(k), Some(rate));
                list.push(Self { of, rate, cumulative: None, growth: None, by_order: false, scale: CHIPS });
            }
        }
        for (a, allotment) in m.allotments.iter() {
            list.push(Self {
                of: Of::Allotment(a),
                rate: allotment.at_most.as_ref(),
                cumulative: allotment.cumulative,
                growth: allotment.growth,
                by_order: allotment.by_order,
                scale: ctx.allotment_scale(a),
            });
        }
        for (x, expansion) in m.expansions.iter() {
            if let Some(growth) = expansion.growth {
                let (of, growth) = (Of::Expansion(x), Some(growth));
                list.push(Self { of, rate: None, cumulative: None, growth, by_order: true, scale: 1.0 });
            }
        }
        list
    }

    /// Whether it counts a purchase.
    #[must_use]
    pub fn covers(&self, ctx: &Context, bought: Bought) -> bool {
        match self.of {
            Of::Chip(chip) => matches!(bought, Bought::Chip(k, _) if k == chip),
            Of::Expansion(expansion) => bought == Bought::Expansion(expansion),
            Of::Allotment(a) => of_covers(ctx, &ctx.model.allotments[a].of, bought),
            _ => false,
        }
    }
}

fn of_covers(ctx: &Context, of: &AllotmentOf, bought: Bought) -> bool {
    let at = |adds: &Adds| match adds {
        Adds::It { site, .. } | Adds::Connection { site, .. } => {
            of.sites.as_ref().is_none_or(|list| list.contains(site))
        }
        _ => of.sites.is_none(),
    };
    let chips = of.expansions.is_none() && of.leases.is_none();
    match bought {
        Bought::Chip(k, s) => {
            let vendor = ctx.model.chips[k].vendor.as_ref();
            chips
                && of.chips.as_ref().is_none_or(|list| list.contains(&k))
                && of.vendors.as_ref().is_none_or(|list| vendor.is_some_and(|vendor| list.contains(vendor)))
                && of.sites.as_ref().is_none_or(|list| list.contains(&s))
        }
        Bought::Expansion(x) => {
            of.expansions.as_ref().is_some_and(|list| list.contains(&x)) && at(&ctx.model.expansions[x].adds)
        }
        Bought::Lease(l) => of.leases.as_ref().is_some_and(|list| list.contains(&l)) && at(&ctx.model.leases[l].adds),
    }
}

/// What counts in a period, in internal units: by delivery or by order. Before the horizon only commitments are ordered.
#[must_use]
pub fn counted(m: &Statement, allotted: &Allotted, p: i32, by_order: bool) -> Lin {
    let mut sum = Lin::default();
    for (i, purchase) in m.ctx.purchases.iter().enumerate() {
        if allotted.covers(m.ctx, purchase.of) {
            let t = if by_order { p } else { p - purchase.lead };
            sum.add(1.0, &ordered(m.ctx, m.vars, i, t));
        }
    }
    for (o, order) in m.ctx.model.orders.iter() {
        let bought = match order.of {
            OrderOf::Chips(k, s) => Bought::Chip(k, s),
            OrderOf::Expansion(x) => Bought::Expansion(x),
        };
        let when = if by_order { m.ctx.ordered(o) } else { m.ctx.delivered(o) };
        if when == p && allotted.covers(m.ctx, bought) {
            sum.add(order_quantity(m.ctx, o), &kept_until(m.ctx, m.vars, CommitmentOf::Order(o), p));
        }
    }
    sum
}
