//! What budgets, policies and floors measure, linear in the columns.

use super::Statement;
use super::cash::{CashKind, CashTerm};
use super::context::{Bought, CommitmentOf, Context, PlaceKey};
use super::effects::{Mw, at, kept_until, megawatts, order_quantity, ordered, used};
use super::lin::Lin;
use super::matched::matched_mwh;
use super::scale::{CHIPS, ENERGY, MASS, MONEY, WATER};
use super::slices::energy_mwh;
use super::vars::Vars;
use crate::domain::{
    Basis, Budget, Filter, Index, Measure, MeasureKind, OrderOf, Over, Path, Policy, SiteId, Supply, WorkloadId,
};

/// What a budget counts, M USD.
#[must_use]
pub fn spent(m: &Statement, budget: &Budget) -> Lin {
    let mut sum = Lin::default();
    counted(m, budget).for_each(|term| sum.add(1.0, &term.amount));
    sum
}

/// The payments that a budget counts.
pub fn counted<'a>(m: &'a Statement, budget: &'a Budget) -> impl Iterator<Item = &'a CashTerm> {
    m.ledger.cash.iter().filter(|term| m.ctx.cal.contains(budget.periods, term.t) && counts(budget, term))
}

fn counts(budget: &Budget, term: &CashTerm) -> bool {
    let kind = match term.kind {
        CashKind::Capital => budget.counts.capital,
        CashKind::Lease => budget.counts.lease,
        CashKind::Opex => budget.counts.opex,
        // A cash line counts only where its category is named.
        CashKind::CashLine => budget.filter.category.is_some(),
        CashKind::Penalty | CashKind::Revenue => false,
    };
    kind && term.of.pass(&budget.filter)
}

/// The periods of a policy's rows; `None` is the row of their sum.
#[must_use]
pub fn policy_rows(m: &Statement, policy: &Policy) -> Vec<Option<i32>> {
    let periods = m.ctx.cal.within(policy.periods);
    match policy.over {
        Over::Each => periods.map(Some).collect(),
        Over::Sum if periods.is_empty() => Vec::new(),
        Over::Sum => vec![None],
    }
}

/// The two sides of a policy's row, in internal units of its measure.
#[must_use]
pub fn policy_sides(m: &Statement, policy: &Policy, bound: &Path, p: Option<i32>) -> (Lin, Lin) {
    let periods = p.map_or_else(|| m.ctx.cal.within(policy.periods), |p| p..p + 1);
    let read_in = periods.start;
    let over = |what: &Measure| {
        let mut sum = Lin::default();
        periods.clone().for_each(|p| sum.add(1.0, &measure(m, what, p)));
        sum
    };
    let left = over(&policy.measure);
    let value = m.ctx.cal.value(bound, read_in);
    let right = match &policy.of {
        Some(other) => over(other).times(value * m.ctx.measure_scale(other) / m.ctx.measure_scale(&policy.measure)),
        None => Lin::number(value / m.ctx.measure_scale(&policy.measure)),
    };
    (left, right)
}

impl Context<'_> {
    /// Planner's units in an internal unit of a measure.
    #[must_use]
    pub fn measure_scale(&self, measure: &Measure) -> f64 {
        match measure.kind {
            MeasureKind::Spend => MONEY,
            MeasureKind::Orders | MeasureKind::Owned => CHIPS,
            MeasureKind::Served | MeasureKind::ChipWork => {
                self.first_workload(measure).map_or(1.0, |w| self.work_scale[w.get()])
            }
            MeasureKind::Energy | MeasureKind::CarbonFree => ENERGY,
            MeasureKind::Carbon => MASS,
            MeasureKind::Water => WATER,
            _ => 1.0,
        }
    }

    /// The first workload that a measure of work takes; its unit is that of the measure.
    #[must_use]
    pub fn first_workload(&self, measure: &Measure) -> Option<WorkloadId> {
        let m = self.model;
        let filter = &measure.filter;
        let named = || m.workloads.ids().find(|w| filter.workload.as_ref().is_none_or(|list| list.contains(w)));
        match measure.kind {
            MeasureKind::Served => {
                let taken = m.segments.ids().find(|q| self.takes_segment(filter, *q));
                taken.map(|q| m.segments[q].workload).or_else(named)
            }
            _ => named(),
        }
    }

    fn takes_segment(&self, filter: &Filter, q: crate::domain::SegmentId) -> bool {
        let segment = &self.model.segments[q];
        filter.workload.as_ref().is_none_or(|list| list.contains(&segment.workload))
            && filter.segment.as_ref().is_none_or(|list| list.contains(&q))
            && filter.customer.as_ref().is_none_or(|list| segment.customer.as_ref().is_some_and(|c| list.contains(c)))
            && filter.region.as_ref().is_none_or(|list| list.contains(&segment.region))
            && tagged(filter, &segment.tags)
    }

    fn takes_site(&self, filter: &Filter, s: SiteId) -> bool {
        let site = &self.model.sites[s];
        filter.site.as_ref().is_none_or(|list| list.contains(&s))
            && filter.region.as_ref().is_none_or(|list| list.contains(&site.region))
    }

    fn takes_chip(&self, filter: &Filter, k: crate::domain::ChipId) -> bool {
        let chip = &self.model.chips[k];
        filter.chip.as_ref().is_none_or(|list| list.contains(&k))
            && filter.vendor.as_ref().is_none_or(|list| chip.vendor.as_ref().is_some_and(|v| list.contains(v)))
            && tagged(filter, &chip.tags)
    }

    /// Whether a filter takes a committed order by its own tags.
    fn takes_order(&self, filter: &Filter, k: crate::domain::ChipId, tags: &[String]) -> bool {
        let untagged = Filter { tag: None, ..filter.clone() };
        self.takes_chip(&untagged, k) && tagged(filter, tags)
    }

    fn takes_supply(&self, filter: &Filter, g: crate::domain::SupplyId) -> bool {
        filter.supply.as_ref().is_none_or(|list| list.contains(&g))
            && filter.region.as_ref().is_none_or(|list| self.region_of_supply(g).is_some_and(|r| list.contains(&r)))
            && filter.site.as_ref().is_none_or(|list| self.model.supplies[g].site().is_some_and(|s| list.contains(&s)))
            && tagged(filter, &self.model.supplies[g].tags)
    }
}

fn tagged(filter: &Filter, tags: &[String]) -> bool {
    filter.tag.as_ref().is_none_or(|list| tags.iter().any(|tag| list.contains(tag)))
}

/// A measure in a period, in internal units.
#[must_use]
pub fn measure(m: &Statement, what: &Measure, p: i32) -> Lin {
    let filter = &what.filter;
    match what.kind {
        MeasureKind::Spend => {
            let mut sum = Lin::default();
            let counted = m.ledger.cash.iter().filter(|t| t.t == p && t.kind == CashKind::Capital && t.of.pass(filter));
            counted.for_each(|term| sum.add(1.0, &term.amount));
            sum
        }
        MeasureKind::Orders => orders(m, filter, p),
        MeasureKind::Owned => {
            let mut sum = Lin::default();
            for (n, stock) in m.ctx.stocks.iter().enumerate() {
                if m.ctx.takes_site(filter, stock.site) && m.ctx.takes_chip(filter, stock.chip) {
                    sum.terms.extend(m.vars.owned[n][at(p)].map(|column| (column, 1.0)));
                }
            }
            sum
        }
        MeasureKind::ItMw => levels(m, filter, Mw::It, p),
        MeasureKind::LiquidMw => levels(m, filter, Mw::Liquid, p),
        MeasureKind::ConnectionMw => levels(m, filter, Mw::Power, p),
        MeasureKind::SupplyMw => {
            let mut sum = Lin::default();
            for g in m.ctx.model.supplies.ids().filter(|g| m.ctx.takes_supply(filter, *g)) {
                sum.add(1.0, &megawatts(m.ctx, m.vars, PlaceKey::Supply(g), Mw::Power, p, false));
            }
            sum
        }
        MeasureKind::LineMw => lines(m, filter, p),
        MeasureKind::Served => served(m, what, p),
        MeasureKind::ChipWork => chip_work(m, what, p),
        MeasureKind::Energy => {
            let mut sum = Lin::default();
            for (s, site) in m.ctx.model.sites.iter() {
                if m.ctx.takes_site(filter, s) && tagged(filter, &site.tags) {
                    let hours = m.ctx.load_hours(s) * site.pue / ENERGY;
                    sum.add(hours, &used(m.ctx, m.vars, s, p, false));
                }
            }
            sum
        }
        MeasureKind::CarbonFree => matched_mwh(m.ctx, m.vars, filter, p).times(1.0 / ENERGY),
        MeasureKind::Carbon => output(m, filter, p, |supply| supply.carbon_t / MASS),
        MeasureKind::Water => {
            let mut sum = output(m, filter, p, |supply| supply.water_m3 / WATER);
            for (s, site) in m.ctx.model.sites.iter().filter(|_| filter.supply.is_none()) {
                if m.ctx.takes_site(filter, s) && tagged(filter, &site.tags) {
                    sum.add(1.0 / WATER, &cooling_m3(m.ctx, m.vars, s, p));
                }
            }
            sum
        }
    }
}

/// So much a MWh of what supplies give.
fn output(m: &Statement, filter: &Filter, p: i32, each: impl Fn(&Supply) -> f64) -> Lin {
    let mut sum = Lin::default();
    for (g, supply) in m.ctx.model.supplies.iter().filter(|(g, _)| m.ctx.takes_supply(filter, *g)) {
        sum.add(each(supply), &energy_mwh(m.ctx, m.vars, g, p));
    }
    sum
}

/// Cubic metres of water that cool a site: so much a MWh of its IT energy.
#[must_use]
pub fn cooling_m3(ctx: &Context, vars: &Vars, s: SiteId, p: i32) -> Lin {
    used(ctx, vars, s, p, false).times(ctx.model.sites[s].water_m3 * ctx.load_hours(s))
}

fn orders(m: &Statement, filter: &Filter, p: i32) -> Lin {
    let mut sum = Lin::default();
    for (i, purchase) in m.ctx.purchases.iter().enumerate() {
        if let Bought::Chip(k, s) = purchase.of
            && m.ctx.takes_site(filter, s)
            && m.ctx.takes_chip(filter, k)
        {
            sum.add(1.0, &ordered(m.ctx, m.vars, i, p));
        }
    }
    for (o, order) in m.ctx.model.orders.iter() {
        if let OrderOf::Chips(k, s) = order.of
            && m.ctx.ordered(o) == p
            && m.ctx.takes_site(filter, s)
            && (m.ctx.takes_chip(filter, k) || m.ctx.takes_order(filter, k, &order.tags))
        {
            sum.add(order_quantity(m.ctx, o), &kept_until(m.ctx, m.vars, CommitmentOf::Order(o), p));
        }
    }
    sum
}

fn levels(m: &Statement, filter: &Filter, which: Mw, p: i32) -> Lin {
    let mut sum = Lin::default();
    for (s, site) in m.ctx.model.sites.iter() {
        if m.ctx.takes_site(filter, s) && tagged(filter, &site.tags) {
            sum.add(1.0, &megawatts(m.ctx, m.vars, PlaceKey::Site(s), which, p, false));
        }
    }
    sum
}

fn lines(m: &Statement, filter: &Filter, p: i32) -> Lin {
    let mut sum = Lin::default();
    for (l, line) in m.ctx.model.lines.iter() {
        let region = m.ctx.model.nodes[line.from].region;
        let here = filter.region.as_ref().is_none_or(|list| region.is_some_and(|r| list.contains(&r)));
        if here
            && filter.line.as_ref().is_none_or(|list| list.contains(&l))
            && filter.tag.is_none()
            && line.rating_mw.is_some()
        {
            sum.add(1.0, &megawatts(m.ctx, m.vars, PlaceKey::Line(l), Mw::Power, p, false));
        }
    }
    sum
}

fn served(m: &Statement, what: &Measure, p: i32) -> Lin {
    let scale = m.ctx.measure_scale(what);
    let mut sum = Lin::default();
    for (q, segment) in m.ctx.model.segments.iter().filter(|(q, _)| m.ctx.takes_segment(&what.filter, *q)) {
        for (s, row) in &m.vars.served[q.get()] {
            if what.filter.site.as_ref().is_none_or(|list| list.contains(s)) {
                let each = m.ctx.work_scale[segment.workload.get()] / scale;
                sum.terms.extend(row[at(p)].map(|column| (column, each)));
            }
        }
    }
    sum
}

fn chip_work(m: &Statement, what: &Measure, p: i32) -> Lin {
    let (ctx, filter) = (m.ctx, &what.filter);
    let scale = ctx.measure_scale(what);
    let mut sum = Lin::default();
    for (n, stock) in ctx.stocks.iter().enumerate() {
        if !ctx.takes_site(filter, stock.site) || !ctx.takes_chip(filter, stock.chip) {
            continue;
        }
        for (c, row) in &m.vars.assigned[n] {
            let w = ctx.classes[*c].workload;
            if filter.workload.as_ref().is_none_or(|list| list.contains(&w)) {
                let each = ctx.work_of(stock.chip, w) * ctx.work_scale[w.get()] / scale;
                sum.terms.extend(row[at(p)].map(|column| (column, each)));
            }
        }
    }
    sum
}

/// Depreciation of a period on a basis, M USD; cancelling fees are written off at once.
#[must_use]
pub fn depreciation(m: &Statement, p: i32, basis: Basis) -> Lin {
    let mut sum = Lin::default();
    for term in &m.ledger.book {
        let left_out = term.committed && basis == Basis::Incremental;
        if let Some(periods) = term.periods.filter(|periods| *periods > 0 && !left_out)
            && (term.from..term.from + periods).contains(&p)
        {
            sum.add(1.0 / f64::from(periods), &term.base);
        }
    }
    let fees = m.ledger.cash.iter().filter(|t| t.t == p && t.milestone == "cancelling fee");
    fees.for_each(|term| sum.add(1.0, &term.amount));
    sum
}

/// The part of a payment that counts on a basis: on the incremental one, what decisions change of what was settled before.
#[must_use]
pub fn on_basis(term: &CashTerm, basis: Basis) -> Lin {
    let mut amount = term.amount.clone();
    if basis == Basis::Incremental && term.committed {
        amount.constant = 0.0;
    }
    amount
}

/// Free cash flow of a period on a basis, M USD.
#[must_use]
pub fn free_cash_flow(m: &Statement, p: i32, basis: Basis) -> Lin {
    let mut flow = Lin::default();
    let mut income = Lin::default();
    for term in m.ledger.cash.iter().filter(|t| t.t == p) {
        let amount = on_basis(term, basis);
        flow.add(-1.0, &amount);
        if !matches!(term.kind, CashKind::Capital | CashKind::CashLine) {
            income.add(-1.0, &amount);
        }
    }
    if let Some(rate) = m.ctx.model.tax_rate {
        income.add(-1.0, &depreciation(m, p, basis));
        flow.add(-rate, &income);
    }
    flow
}
