//! Goals as linear objectives, always to be maximised: net present value, less net present cost, less unmet demand.

use super::Statement;
use super::cash::CashKind;
use super::context::Context;
use super::key::Of;
use super::lin::Lin;
use super::scale::MONEY;
use super::vars::BendKey;
use crate::domain::{Bend, GoalKind, Index};

/// What a goal maximises: M USD, or weighted unit-years.
#[must_use]
pub fn objective(m: &Statement, goal: GoalKind) -> Lin {
    match goal {
        GoalKind::Npv => present_value(m, true),
        GoalKind::Cost => present_value(m, false),
        GoalKind::Unmet => unmet(m),
    }
}

/// -(payments discounted) + salvage - bends; without revenue and inflows for a cost.
fn present_value(m: &Statement, with_inflows: bool) -> Lin {
    let mut value = Lin::default();
    for term in &m.ledger.cash {
        let inflow = term.kind == CashKind::Revenue || (term.kind == CashKind::CashLine && term.amount.constant < 0.0);
        let charged = term.kind == CashKind::Capital || term.t < m.ctx.cal.len();
        if charged && (with_inflows || !inflow) {
            value.add(-m.ctx.cal.discount(term.t), &term.amount);
        }
    }
    for term in &m.ledger.salvage {
        value.add(1.0, &term.amount);
    }
    for (key, column) in &m.vars.bend {
        value.add(-1.0, &Lin::of(*column, bend_price(m.ctx, *key)));
    }
    value
}

/// What bending a limit by an internal unit costs: M USD, discounted.
#[must_use]
pub fn bend_price(ctx: &Context, (of, p, _): BendKey) -> f64 {
    let last_of = |periods| ctx.cal.within(periods).last().unwrap_or(ctx.last());
    let (bend, scale, t): (Option<&Bend>, f64, i32) = match of {
        Of::Site(s) => (ctx.model.sites[s].bend.as_ref(), 1.0, ctx.last()),
        Of::Line(l) => (ctx.model.lines[l].bend.as_ref(), 1.0, ctx.last()),
        Of::Segment(q) => {
            let segment = &ctx.model.segments[q];
            (segment.bend.as_ref(), ctx.work_scale[segment.workload.get()], ctx.last())
        }
        Of::Allotment(a) => (ctx.model.allotments[a].bend.as_ref(), ctx.allotment_scale(a), ctx.last()),
        Of::Budget(b) => (ctx.model.budgets[b].bend.as_ref(), MONEY, last_of(ctx.model.budgets[b].periods)),
        Of::Policy(y) => {
            let policy = &ctx.model.policies[y];
            (policy.bend.as_ref(), ctx.measure_scale(&policy.measure), last_of(policy.periods))
        }
        Of::Patience(y) => (ctx.model.patience[y].bend.as_ref(), MONEY, ctx.last()),
        _ => (None, 1.0, ctx.last()),
    };
    let t = p.unwrap_or(t);
    bend.map_or(0.0, |bend| ctx.cal.paid(bend.price, t) * scale / MONEY * ctx.cal.discount(t))
}

/// Less the weighted unit-years unmet, what firm demand bends by included.
fn unmet(m: &Statement) -> Lin {
    let mut value = Lin::default();
    for (q, segment) in m.ctx.model.segments.iter() {
        let weight = m.ctx.model.workloads[segment.workload].weight;
        let each = weight * m.ctx.cal.years() * m.ctx.work_scale[segment.workload.get()];
        for column in m.vars.unmet[q.get()].iter().flatten() {
            value.terms.push((*column, -each));
        }
        for p in m.ctx.periods() {
            value.add(-each, &m.vars.bent("demand_met", Of::Segment(q), Some(p)));
        }
    }
    value
}

/// The discounted capital, lease and operating payments that the plan decides: the base of the gap, M USD.
#[must_use]
pub fn decided(m: &Statement) -> Lin {
    let mut sum = Lin::default();
    for term in m.ledger.cash.iter().filter(|term| !term.committed) {
        let charged = match term.kind {
            CashKind::Capital => true,
            CashKind::Lease | CashKind::Opex => term.t < m.ctx.cal.len(),
            CashKind::Penalty | CashKind::CashLine | CashKind::Revenue => false,
        };
        if charged {
            sum.add(m.ctx.cal.discount(term.t), &term.amount);
        }
    }
    sum
}
