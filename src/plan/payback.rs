//! When what the plan adds has paid for itself.
//!
//! What stood or was committed before shares its sites with what the plan adds; revenue, path and energy costs are split
//! between the two by the IT power of chips in use, as `docs/plan-file.md` says.

use super::view::View;
use crate::domain::{Basis, Index, SiteId};
use crate::formulation::cash::{Asset, CashKind};
use crate::formulation::effects::{at, bought_in_service};
use crate::formulation::measure::{depreciation, on_basis};

/// The first period from which the cumulative cash flow of what the plan adds stays >= 0 to the end.
pub(super) fn payback(view: &View) -> Option<String> {
    let mut cumulative = 0.0;
    let mut first = None;
    for p in view.f.ctx.periods() {
        cumulative += added_cash_flow(view, p);
        if cumulative < -1e-9 {
            first = None;
        } else if first.is_none() {
            first = Some(p);
        }
    }
    first.map(|p| view.f.ctx.cal.label(p))
}

/// Free cash flow of what the plan adds, M USD.
fn added_cash_flow(view: &View, p: i32) -> f64 {
    let added = Added::new(view, p);
    let mut income = 0.0;
    let mut capital = 0.0;
    for term in view.f.ledger.cash.iter().filter(|term| term.t == p) {
        let amount = view.value(&on_basis(term, Basis::Incremental));
        match (term.kind, term.asset) {
            (CashKind::Capital, _) => capital += amount,
            (CashKind::Penalty | CashKind::CashLine, _) => {}
            (CashKind::Revenue, Asset::Segment(q)) => income -= amount * added.of_segment(view, q, p),
            (_, Asset::Path(s, _)) => income -= amount * added.sites[s.get()].share(),
            (_, Asset::Supply(_) | Asset::Node(_)) if term.milestone != "fixed O&M" => {
                income -= amount * added.all.share();
            }
            _ => income -= amount,
        }
    }
    let written_off = view.value(&depreciation(&view.statement(), p, Basis::Incremental));
    let tax = view.f.ctx.model.tax_rate.unwrap_or(0.0) * (income - written_off);
    income - capital - tax
}

/// Power in use, and the part of it that the plan adds; chips count where no chip of the place draws power.
#[derive(Clone, Copy, Default)]
struct Split {
    mw: f64,
    added_mw: f64,
    chips: f64,
    added_chips: f64,
}

impl Split {
    fn share(&self) -> f64 {
        if self.mw > 0.0 {
            self.added_mw / self.mw
        } else if self.chips > 0.0 {
            self.added_chips / self.chips
        } else {
            0.0
        }
    }

    fn add(&mut self, other: Self) {
        self.mw += other.mw;
        self.added_mw += other.added_mw;
        self.chips += other.chips;
        self.added_chips += other.added_chips;
    }
}

struct Added {
    sites: Vec<Split>,
    all: Split,
}

impl Added {
    fn new(view: &View, p: i32) -> Self {
        let (ctx, vars) = (&view.f.ctx, &view.f.vars);
        let mut sites = vec![Split::default(); ctx.model.sites.len()];
        let mut all = Split::default();
        for (n, stock) in ctx.stocks.iter().enumerate() {
            let owned = vars.owned[n][at(p)].map_or(0.0, |column| view.values[column.index()]);
            let columns = vars.assigned[n].values().filter_map(|row| row[at(p)]);
            let in_use: f64 = columns.map(|column| view.values[column.index()]).sum();
            let bought = stock.purchase.map_or(0.0, |i| view.value(&bought_in_service(ctx, vars, i, p)));
            let share = if owned > 0.0 { bought / owned } else { 0.0 };
            let kw = ctx.model.chips[stock.chip].kw;
            let split =
                Split { mw: kw * in_use, added_mw: kw * in_use * share, chips: in_use, added_chips: in_use * share };
            sites[stock.site.get()].add(split);
            all.add(split);
        }
        Self { sites, all }
    }

    /// The share of a segment's service that the plan adds.
    fn of_segment(&self, view: &View, q: crate::domain::SegmentId, p: i32) -> f64 {
        let row = |(s, row): (&SiteId, &crate::formulation::vars::OverPeriods)| {
            let work = row[at(p)].map_or(0.0, |column| view.values[column.index()]);
            (work, work * self.sites[s.get()].share())
        };
        let (mut work, mut added) = (0.0, 0.0);
        for (all, part) in view.f.vars.served[q.get()].iter().map(row) {
            work += all;
            added += part;
        }
        if work > 0.0 { added / work } else { 0.0 }
    }
}
