//! The whole numbers of a plan in the columns of a model, which need not be the one that it was made for.

use super::types::{OrderKind, Plan, State};
use crate::formulation::Formulation;
use crate::formulation::context::{Bought, CommitmentOf};
use crate::formulation::key::Of;
use crate::formulation::scale::CHIPS;
use std::collections::{BTreeMap, BTreeSet};

/// What a plan decides, looked up by name and date.
struct Decided<'a> {
    /// Copies begun of a project: first day of the period, how many.
    begun: BTreeMap<&'a str, Vec<(&'a str, f64)>>,
    /// Ordered: address of the purchase, first day of the period; lots, and chips or MW.
    ordered: BTreeMap<(String, &'a str), (Option<f64>, f64)>,
    /// Agreements signed: which, first day of the period.
    signed: BTreeSet<(&'a str, &'a str)>,
    /// Agreements ended: which, the period from which it was in force, first day without it.
    ended: BTreeSet<(&'a str, &'a str, &'a str)>,
    /// Shares cancelled: address of the commitment, first day of the period.
    cancelled: BTreeMap<(&'a str, &'a str), f64>,
    /// Where segments are served: segment, site.
    served: BTreeSet<(&'a str, &'a str)>,
}

impl<'a> Decided<'a> {
    fn of(plan: &'a Plan) -> Self {
        let mut begun: BTreeMap<&str, Vec<(&str, f64)>> = BTreeMap::new();
        for row in plan.projects.iter().filter(|row| row.state == State::Planned) {
            begun.entry(&row.project).or_default().push((&row.begun.starts, row.copies));
        }
        let planned = plan.orders.iter().filter(|row| row.state == State::Planned);
        let ordered = planned.map(|row| {
            let id = match row.kind {
                OrderKind::Chip => format!("{},{}", row.asset, row.site.as_deref().unwrap_or_default()),
                OrderKind::Expansion => format!("expansion {}", row.asset),
                OrderKind::Lease => format!("lease {}", row.asset),
            };
            ((id, row.ordered.starts.as_str()), (row.lots, row.quantity))
        });
        let signed = plan.agreements.iter().filter(|row| row.state == State::Planned);
        let ended = plan.endings.iter();
        let cancelled = plan.cancellations.iter();
        let served = plan.service.iter().filter(|row| row.work > 0.0);
        Self {
            begun,
            ordered: ordered.collect(),
            signed: signed.map(|row| (row.agreement.as_str(), row.signed.starts.as_str())).collect(),
            ended: ended
                .map(|row| (row.agreement.as_str(), row.energised.as_str(), row.span.starts.as_str()))
                .collect(),
            cancelled: cancelled.map(|row| ((row.commitment.as_str(), row.span.starts.as_str()), row.share)).collect(),
            served: served.map(|row| (row.segment.as_str(), row.site.as_str())).collect(),
        }
    }
}

/// What a plan decides of a model's whole numbers: (column, value). Those that follow from others are left open.
#[must_use]
pub fn kept(plan: &Plan, f: &Formulation) -> Vec<(usize, f64)> {
    let decided = Decided::of(plan);
    let integers = f.vars.keys.iter().enumerate().filter(|(x, _)| f.vars.bounds[*x].2);
    integers.filter_map(|(x, key)| value(&decided, f, key.name, key.of, key.p).map(|value| (x, value))).collect()
}

/// What a plan decides up to a period, orders of any amount included, and what it leaves for later open: (column, value).
#[must_use]
pub fn here_and_now(plan: &Plan, f: &Formulation, until: i32) -> Vec<(usize, f64)> {
    let decided = Decided::of(plan);
    let now = f.vars.keys.iter().enumerate().filter(|(_, key)| key.p.is_some_and(|p| p <= until));
    let chosen = ["begun", "lots", "ordered", "placed", "signed", "ended", "cancel"];
    let now = now.filter(|(_, key)| chosen.contains(&key.name));
    now.filter_map(|(x, key)| value(&decided, f, key.name, key.of, key.p).map(|value| (x, value))).collect()
}

fn value(decided: &Decided, f: &Formulation, name: &str, of: Of, p: Option<i32>) -> Option<f64> {
    let (ctx, model) = (&f.ctx, f.ctx.model);
    let date = p.map(|p| ctx.cal.covered(p).starts).unwrap_or_default();
    let flag = |is: bool| Some(if is { 1.0 } else { 0.0 });
    match (name, of) {
        ("begun", Of::Project(j)) => {
            let starts = decided.begun.get(model.projects.name(j));
            Some(starts.into_iter().flatten().filter(|(start, _)| *start <= date.as_str()).map(|(_, n)| n).sum())
        }
        ("lots" | "ordered" | "placed", Of::Purchase(bought)) => {
            let id = match bought {
                Bought::Chip(k, s) => format!("{},{}", model.chips.name(k), model.sites.name(s)),
                Bought::Expansion(x) => format!("expansion {}", model.expansions.name(x)),
                Bought::Lease(l) => format!("lease {}", model.leases.name(l)),
            };
            let order = decided.ordered.get(&(id, date.as_str()));
            match (name, order) {
                ("placed", order) => flag(order.is_some()),
                (_, None) => Some(0.0),
                ("lots", Some((lots, _))) => *lots,
                (_, Some((_, quantity))) => {
                    Some(quantity / if matches!(bought, Bought::Chip(..)) { CHIPS } else { 1.0 })
                }
            }
        }
        ("signed", Of::Agreement(a)) => flag(decided.signed.contains(&(model.agreements.name(a), date.as_str()))),
        ("ended", Of::Energised(a, e)) => {
            flag(decided.ended.contains(&(model.agreements.name(a), ctx.cal.label(e).as_str(), date.as_str())))
        }
        ("cancel", Of::Commitment(commitment)) => {
            let address = match commitment {
                CommitmentOf::Project(j) => model.projects.address(j),
                CommitmentOf::Order(o) => model.orders.address(o),
            };
            Some(decided.cancelled.get(&(address.as_str(), date.as_str())).copied().unwrap_or(0.0))
        }
        ("located", Of::Served(q, s)) => {
            let (segment, site) = (model.segments.name(q), model.sites.name(s));
            let served = decided.served.iter().any(|(other, _)| *other == segment);
            served.then_some(()).and_then(|()| flag(decided.served.contains(&(segment, site))))
        }
        _ => None,
    }
}
