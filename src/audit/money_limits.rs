//! Limits on money and measures: budgets with what they carry, policies, floors on free cash flow.

use super::Scene;
use super::book::Entry;
use super::capacity::slot;
use super::compare::{Sum, Unit};
use super::limits::{Limit, Sense};
use crate::domain::{Budget, BudgetId, Index, Over, Per, Unspent};
use crate::plan::types::MoneyKind;

/// Adds all of them.
pub(super) fn money_limits(scene: &Scene, limits: &mut Vec<Limit>) {
    budgets(scene, limits);
    policies(scene, limits);
    patience(scene, limits);
}

/// Whether a budget counts a payment.
fn counts(budget: &Budget, entry: &Entry) -> bool {
    let kind = match entry.kind {
        MoneyKind::Capital => budget.counts.capital,
        MoneyKind::Lease => budget.counts.lease,
        MoneyKind::Opex => budget.counts.opex,
        // A cash line counts only where the filter names its category.
        MoneyKind::CashLine => budget.filter.category.is_some(),
        MoneyKind::Penalty | MoneyKind::Revenue => false,
    };
    kind && entry.account.fits(&budget.filter)
}

fn budgets(scene: &Scene, limits: &mut Vec<Limit>) {
    let model = scene.model;
    let spent: Vec<Sum> = model
        .budgets
        .iter()
        .map(|(_, budget)| {
            scene.book.sum(|entry| scene.calendar.falls_in(&budget.periods, entry.period) && counts(budget, entry))
        })
        .collect();
    let carried = carried_in(scene, &spent);
    for (id, budget) in model.budgets.iter() {
        let address = model.budgets.address(id);
        let level = spent[id.get()];
        let at = scene.calendar.covered(&budget.periods).last().unwrap_or(scene.calendar.periods - 1);
        if let Some(most) = budget.at_most {
            let mut bound = carried[id.get()];
            bound.add(most);
            let note = "spends {said}, may spend {found}";
            let limit = Limit::new(format!("{address}.at_most"), Sense::AtMost, level, bound, Unit::usd(), note);
            limits.push(limit.tier(budget.tier).bends(budget.bend.as_ref(), at));
        }
        if let Some(least) = budget.at_least {
            let note = "spends {said}, must spend {found}";
            let limit =
                Limit::new(format!("{address}.at_least"), Sense::AtLeast, level, Sum::of(least), Unit::usd(), note);
            limits.push(limit.tier(budget.tier));
        }
    }
}

/// What each budget receives from earlier ones, walked in the order of their periods.
fn carried_in(scene: &Scene, spent: &[Sum]) -> Vec<Sum> {
    let budgets = &scene.model.budgets;
    let mut carried = vec![Sum::default(); budgets.len()];
    let mut order: Vec<BudgetId> = budgets.ids().collect();
    order.sort_by_key(|id| (budgets[*id].periods.first, budgets[*id].periods.end));
    for id in order {
        let budget = &budgets[id];
        if let (Unspent::Carry { to, up_to }, Some(most)) = (budget.unspent, budget.at_most) {
            let mut left = carried[id.get()].less(spent[id.get()]);
            left.add(most);
            let most_out = up_to * most;
            let out = Sum { value: left.value.min(most_out).max(0.0), largest: left.largest };
            carried[to.get()].take(out);
        }
    }
    carried
}

fn policies(scene: &Scene, limits: &mut Vec<Limit>) {
    for (id, policy) in scene.model.policies.iter() {
        let address = scene.model.policies.address(id);
        let unit = scene.unit_of(&policy.measure);
        let periods: Vec<i32> = scene.calendar.covered(&policy.periods).collect();
        let rows: Vec<(Vec<i32>, String)> = match policy.over {
            Over::Each => periods.iter().map(|p| (vec![*p], format!("@{}", scene.calendar.label(*p)))).collect(),
            Over::Sum if periods.is_empty() => Vec::new(),
            Over::Sum => vec![(periods, String::new())],
        };
        for (periods, suffix) in rows {
            let (Some(&first), Some(&last)) = (periods.first(), periods.last()) else {
                continue;
            };
            let sum = |measure| {
                let mut sum = Sum::default();
                for p in &periods {
                    sum.take(scene.measure(measure, *p));
                }
                sum
            };
            let level = sum(&policy.measure);
            let whole = policy.of.as_ref().map(sum);
            let sides = [
                (&policy.bounds.at_most, "at_most", Sense::AtMost, "has {said}, may have {found}"),
                (&policy.bounds.at_least, "at_least", Sense::AtLeast, "has {said}, must have {found}"),
            ];
            for (path, name, sense, note) in sides {
                let Some(path) = path else { continue };
                let value = scene.calendar.at(path, first);
                let bound = whole.map_or_else(|| Sum::of(value), |whole| whole.times(value));
                let limit = Limit::new(format!("{address}.{name}{suffix}"), sense, level, bound, unit.clone(), note);
                limits.push(limit.tier(policy.tier).bends(policy.bend.as_ref(), last));
            }
        }
    }
}

fn patience(scene: &Scene, limits: &mut Vec<Limit>) {
    for (id, floor) in scene.model.patience.iter() {
        let address = scene.model.patience.address(id);
        for p in scene.calendar.covered(&floor.periods) {
            let statement = &scene.finance.periods[slot(p)];
            let level = match floor.per {
                Per::Period => statement.free,
                Per::Cumulative => statement.cumulative,
            };
            let name = format!("{address}@{}", scene.calendar.label(p));
            let note = "free cash flow is {said}, at least {found} are asked for";
            let limit = Limit::new(name, Sense::AtLeast, level, Sum::of(floor.at_least), Unit::usd(), note);
            limits.push(limit.tier(floor.tier).bends(floor.bend.as_ref(), p));
        }
    }
}
