//! What stands behind a limit on money: the payments that remain when everything else of the conflict is kept as cheaply as can be.

use crate::formulation::Formulation;
use crate::formulation::cash::{Asset, CashKind, CashTerm};
use crate::formulation::context::{Bought, CommitmentOf};
use crate::formulation::key::{Key, Of};
use crate::formulation::measure::counted;
use crate::formulation::scale::MONEY;
use serde::Serialize;
use std::collections::BTreeMap;

/// Payments under this share of all are not told.
const SMALL: f64 = 1e-4;
/// How many of a kind are named.
const NAMED: usize = 4;

/// Payments of one kind behind a limit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Payments {
    /// `cash-line`, `project-under-way`, `order-placed`, `cancelling-fee`, `project`, `order`, `lease`, `running` or `carried`.
    pub kind: String,
    /// How much; what is carried in from another budget is negative.
    pub usd: f64,
    /// How many things are paid for.
    pub count: usize,
    /// The largest of them: id and amount.
    pub largest: Vec<(String, f64)>,
    /// Of commitments: what calling off what may be called off has already taken from it.
    pub called_off_usd: f64,
}

/// The payments that a budget counts, at a point.
pub(super) fn of(formulation: &Formulation, key: Key, values: &[f64]) -> Vec<Payments> {
    let Of::Budget(b) = key.of else { return Vec::new() };
    let statement = formulation.statement();
    let budget = &formulation.ctx.model.budgets[b];
    let mut kinds: BTreeMap<usize, (BTreeMap<String, f64>, f64)> = BTreeMap::new();
    for term in counted(&statement, budget) {
        let usd = term.amount.value(values) * MONEY;
        let (kind, name) = told(formulation, term);
        let (things, off) = kinds.entry(kind).or_default();
        *things.entry(name).or_default() += usd;
        if kind == UNDER_WAY || kind == PLACED {
            *off += term.amount.constant * MONEY - usd;
        }
    }
    let all: f64 = kinds.values().flat_map(|(things, _)| things.values()).sum();
    let noise = SMALL * all.abs();
    let payments = kinds.into_iter().map(|(kind, (things, off))| {
        let usd = things.values().sum();
        let mut largest: Vec<(String, f64)> = things.into_iter().filter(|(_, usd)| usd.abs() > 0.01 * noise).collect();
        largest.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let count = largest.len();
        largest.truncate(NAMED);
        let called_off_usd = if off > noise { off } else { 0.0 };
        Payments { kind: KINDS[kind].to_owned(), usd, count, largest, called_off_usd }
    });
    let mut payments: Vec<Payments> = payments.filter(|payments| payments.usd.abs() > noise).collect();
    payments.sort_by(|a, b| b.usd.total_cmp(&a.usd));
    payments
}

const KINDS: [&str; 8] =
    ["cash-line", "project-under-way", "order-placed", "cancelling-fee", "project", "order", "lease", "running"];
const UNDER_WAY: usize = 1;
const PLACED: usize = 2;

/// The kind of a payment, as its place among [`KINDS`], and what it is for.
fn told(formulation: &Formulation, term: &CashTerm) -> (usize, String) {
    let m = formulation.ctx.model;
    let fee = term.milestone == "cancelling fee";
    let (kind, name) = match term.asset {
        Asset::Cash(c) => (0, m.cash.name(c)),
        Asset::Commitment(CommitmentOf::Project(j)) => (if fee { 3 } else { UNDER_WAY }, m.projects.name(j)),
        Asset::Commitment(CommitmentOf::Order(o)) => (if fee { 3 } else { PLACED }, m.orders.name(o)),
        Asset::Project(j, _) => (4, m.projects.name(j)),
        Asset::Bought(Bought::Lease(l), _) => (6, m.leases.name(l)),
        Asset::Bought(Bought::Chip(k, _), _) => (5, m.chips.name(k)),
        Asset::Bought(Bought::Expansion(x), _) => (5, m.expansions.name(x)),
        Asset::Fleet(f) => (7, m.fleet.name(f)),
        Asset::Agreement(a) => (7, m.agreements.name(a)),
        Asset::Supply(g) => (7, m.supplies.name(g)),
        Asset::Battery(y) => (7, m.batteries.name(y)),
        Asset::Node(n) => (7, m.nodes.name(n)),
        Asset::Segment(q) | Asset::Path(_, q) => (7, m.segments.name(q)),
    };
    // Fees of leases are rent, all other running costs are one kind.
    let kind = if term.kind == CashKind::Opex { 7 } else { kind };
    (kind, name.to_owned())
}
