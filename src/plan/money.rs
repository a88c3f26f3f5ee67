//! Every payment, and the sums over payments.

use super::types::{BendRow, CashRow, MoneyKind, PaymentRow, PaymentStatus, SalvageRow, Totals};
use super::view::View;
use crate::domain::GoalKind;
use crate::formulation::cash::{Asset, CashKind, CashTerm};
use crate::formulation::objective::{bend_price, decided, objective};
use crate::formulation::scale::MONEY;
use std::collections::{BTreeMap, HashMap};

/// A money kind in the plan's words.
pub(super) const fn kind(kind: CashKind) -> MoneyKind {
    match kind {
        CashKind::Capital => MoneyKind::Capital,
        CashKind::Lease => MoneyKind::Lease,
        CashKind::Opex => MoneyKind::Opex,
        CashKind::Penalty => MoneyKind::Penalty,
        CashKind::CashLine => MoneyKind::CashLine,
        CashKind::Revenue => MoneyKind::Revenue,
    }
}

/// Every payment that is not zero; payments of one asset, milestone and period are one row.
pub(super) fn payments(view: &View) -> Vec<PaymentRow> {
    let ctx = &view.f.ctx;
    let mut place: HashMap<(Asset, &'static str, i32), usize> = HashMap::new();
    let mut merged: Vec<(&CashTerm, f64)> = Vec::new();
    for term in &view.f.ledger.cash {
        let usd = view.value(&term.amount) * MONEY;
        if usd == 0.0 {
            continue;
        }
        let n = *place.entry((term.asset, term.milestone, term.t)).or_insert(merged.len());
        if n == merged.len() {
            merged.push((term, 0.0));
        }
        merged[n].1 += usd;
    }
    let row = |(term, usd): (&CashTerm, f64)| {
        let asset = view.address(term.asset);
        PaymentRow {
            id: format!("payment[{asset},{}]{}", term.milestone, view.at(term.t)),
            asset,
            kind: kind(term.kind),
            milestone: term.milestone.to_owned(),
            span: view.span(term.t),
            category: term.of.category.clone(),
            region: term.of.region.map(|r| ctx.model.regions.name(r).to_owned()),
            site: term.of.site.map(|s| ctx.model.sites.name(s).to_owned()),
            vendor: term.of.vendor.clone(),
            tags: term.of.tags.clone(),
            usd_nominal: usd,
            usd_discounted: usd * ctx.cal.discount(term.t),
            status: if term.committed { PaymentStatus::Committed } else { PaymentStatus::Planned },
        }
    };
    merged.into_iter().filter(|(_, usd)| *usd != 0.0).map(row).collect()
}

/// Payments dated after the horizon.
pub(super) fn after_horizon(view: &View, payments: &[PaymentRow]) -> Vec<PaymentRow> {
    let last = view.span(view.f.ctx.last()).ends;
    payments.iter().filter(|row| row.span.starts > last).cloned().collect()
}

/// Payments summed by period, kind, category and region, also those after the horizon.
pub(super) fn cash(payments: &[PaymentRow]) -> Vec<CashRow> {
    let mut sums: BTreeMap<_, (f64, &PaymentRow)> = BTreeMap::new();
    for row in payments {
        let key = (&row.span.starts, row.kind, &row.category, &row.region);
        sums.entry(key).or_insert((0.0, row)).0 += row.usd_nominal;
    }
    let row = |(usd, first): (f64, &PaymentRow)| CashRow {
        id: format!(
            "cash[{},{},{}]@{}",
            kind_name(first.kind),
            first.category,
            first.region.as_deref().unwrap_or("-"),
            first.span.period
        ),
        span: first.span.clone(),
        kind: first.kind,
        category: first.category.clone(),
        region: first.region.clone(),
        usd,
    };
    sums.into_values().map(row).collect()
}

/// `capital`, `cash-line` ...
const fn kind_name(kind: MoneyKind) -> &'static str {
    match kind {
        MoneyKind::Capital => "capital",
        MoneyKind::Lease => "lease",
        MoneyKind::Opex => "opex",
        MoneyKind::Penalty => "penalty",
        MoneyKind::CashLine => "cash-line",
        MoneyKind::Revenue => "revenue",
    }
}

/// Salvage credits.
pub(super) fn salvage(view: &View) -> Vec<SalvageRow> {
    let mut rows = Vec::new();
    for term in &view.f.ledger.salvage {
        let usd = view.value(&term.amount) * MONEY;
        if usd != 0.0 {
            let asset = view.address(term.asset);
            rows.push(SalvageRow {
                id: format!("salvage[{asset}]"),
                asset,
                unused_share: term.unused,
                usd_discounted: usd,
            });
        }
    }
    rows
}

/// Limits bent.
pub(super) fn bends(view: &View) -> Vec<BendRow> {
    let ctx = &view.f.ctx;
    let mut rows = Vec::new();
    for (key, column) in &view.f.vars.bend {
        let amount = view.values[column.index()];
        if amount > 0.0 {
            let (of, p, name) = *key;
            let named = super::limits::describe(ctx, crate::formulation::key::Key::new(name, of, p));
            let limit = named.id.unwrap_or_default();
            rows.push(BendRow {
                id: format!("bend[{limit}]"),
                limit,
                amount: amount * named.scale,
                unit: named.unit,
                usd_discounted: amount * bend_price(ctx, *key) * MONEY,
            });
        }
    }
    rows
}

/// Sums over the plan.
pub(super) fn totals(view: &View, payments: &[PaymentRow], salvage: &[SalvageRow], bends: &[BendRow]) -> Totals {
    let (ctx, statement) = (&view.f.ctx, view.statement());
    let last = view.span(ctx.last()).ends;
    let within = |row: &&PaymentRow| row.span.starts <= last;
    let of = |kind: MoneyKind| payments.iter().filter(move |row| row.kind == kind);
    let discounted = |kind| of(kind).filter(within).map(|row| row.usd_discounted).sum::<f64>();
    let capital = || of(MoneyKind::Capital);
    let commitment = |row: &&PaymentRow| row.status == PaymentStatus::Committed || row.milestone == "cancelling fee";
    let goal = |kind| view.value(&objective(&statement, kind));
    let it_mw = |p| -> f64 {
        let mw = |s| {
            crate::formulation::effects::megawatts(ctx, &view.f.vars, s, crate::formulation::effects::Mw::It, p, false)
        };
        let sites = ctx.model.sites.ids().map(crate::formulation::context::PlaceKey::Site);
        sites.map(|s| view.value(&mw(s))).sum()
    };
    let day_one: f64 = ctx.model.sites.iter().map(|(_, site)| site.liquid_mw + site.air_mw).sum();
    Totals {
        npv_usd: goal(GoalKind::Npv) * MONEY,
        cost_usd: -goal(GoalKind::Cost) * MONEY,
        unmet_weighted: -goal(GoalKind::Unmet) + 0.0,
        revenue_usd_discounted: -discounted(MoneyKind::Revenue) + 0.0,
        opex_usd_discounted: discounted(MoneyKind::Opex) + discounted(MoneyKind::Lease),
        penalties_usd_discounted: discounted(MoneyKind::Penalty),
        capital_usd_discounted: capital().map(|row| row.usd_discounted).sum(),
        salvage_usd_discounted: salvage.iter().map(|row| row.usd_discounted).sum(),
        cash_lines_usd_discounted: discounted(MoneyKind::CashLine),
        bends_usd_discounted: bends.iter().map(|row| row.usd_discounted).sum(),
        capital_usd_nominal: capital().filter(within).map(|row| row.usd_nominal).sum(),
        committed_usd_nominal: capital().filter(within).filter(commitment).map(|row| row.usd_nominal).sum(),
        capital_after_horizon_usd_nominal: capital()
            .filter(|row| row.span.starts > last)
            .map(|row| row.usd_nominal)
            .sum(),
        fees_after_horizon_usd_nominal: of(MoneyKind::Lease)
            .filter(|row| row.span.starts > last)
            .map(|row| row.usd_nominal)
            .sum(),
        decided_usd_discounted: view.value(&decided(&statement)) * MONEY,
        it_mw_added: it_mw(ctx.last()) - day_one,
        payback: super::payback::payback(view),
    }
}
