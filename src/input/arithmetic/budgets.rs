//! Budgets that what is owed exceeds already, or whose least is above their most.

use super::{Impossible, exceeds, millions};
use crate::calendar::Calendar;
use crate::domain::{Attributes, Budget, BudgetId, Model, Project, Unspent};

/// The most that a budget has, with what others may carry to it; `None` without a bound, or where it bends.
fn most(model: &Model, b: BudgetId) -> Option<f64> {
    let budget = &model.budgets[b];
    if budget.bend.is_some() {
        return None;
    }
    let carried = model.budgets.iter().map(|(_, giver)| match giver.unspent {
        Unspent::Carry { to, up_to } if to == b => giver.at_most.map_or(f64::INFINITY, |most| most * up_to),
        _ => 0.0,
    });
    Some(budget.at_most? + carried.sum::<f64>())
}

/// Budgets whose least is above what they, or others on the same money, may spend.
pub(super) fn crossed(cal: &Calendar, model: &Model) -> Vec<Impossible> {
    let mut found = Vec::new();
    for (b, floor) in model.budgets.iter() {
        let Some(least) = floor.at_least.filter(|_| floor.bend.is_none()) else { continue };
        let same = |cap: &Budget| {
            cap.filter == floor.filter
                && cap.counts == floor.counts
                && cal.within(cap.periods) == cal.within(floor.periods)
                && cap.periods.after_horizon == floor.periods.after_horizon
        };
        let clash = model.budgets.iter().filter(|(_, cap)| same(cap)).find_map(|(c, _)| {
            let most = most(model, c)?;
            exceeds(least / 1e6, most / 1e6).then_some((c, most))
        });
        let Some((c, allowed)) = clash else { continue };
        let (name, other) = (model.budgets.name(b), model.budgets.name(c));
        let whose = if b == c { "it allows".to_owned() } else { format!("budget `{other}` allows of the same money") };
        let message =
            format!("budget `{name}` asks for at least {}, and {whose} at most {}", millions(least), millions(allowed));
        let hint = "lower `at_least`, raise `at_most`, or give the other a `bend` price".to_owned();
        let also = (b != c).then(|| (("budget", other.to_owned()), "the other one".to_owned()));
        found.push(Impossible { when: None, at: ("budget", name.to_owned(), vec!["at_least"]), message, hint, also });
    }
    found
}

/// Budgets below what is owed and cannot be cancelled.
pub(super) fn overdrawn(cal: &Calendar, model: &Model) -> Vec<Impossible> {
    let mut found = Vec::new();
    for (b, budget) in model.budgets.iter() {
        // Energy may earn: what operating costs come to is not known.
        let Some(allowed) = most(model, b).filter(|_| !budget.counts.opex) else { continue };
        let (owed, lines) = (owed(cal, model, budget), cash_lines(cal, model, budget));
        if !exceeds((owed + lines) / 1e6, allowed / 1e6) {
            continue;
        }
        let name = model.budgets.name(b);
        let lines = if lines == 0.0 { String::new() } else { format!(" and {} in cash lines", millions(lines)) };
        let without = if may_be_cancelled(model, budget) {
            "; what may be cancelled, and the fees for it, are not counted here"
        } else {
            ""
        };
        let message = format!(
            "budget `{name}` has {} for its periods, and {} of commitments that cannot be cancelled{lines} are due in them{without}",
            millions(allowed),
            millions(owed)
        );
        let hint = "raise `at_most`, move payments, or let a commitment be cancelled".to_owned();
        found.push(Impossible {
            when: None,
            at: ("budget", name.to_owned(), vec!["at_most"]),
            message,
            hint,
            also: None,
        });
    }
    found
}

/// Payments of commitments that cannot be cancelled, in the periods of a budget.
fn owed(cal: &Calendar, model: &Model, budget: &Budget) -> f64 {
    if !budget.counts.capital {
        return 0.0;
    }
    let due = |to_pay: &[(crate::domain::Month, crate::domain::Money)]| -> f64 {
        let dated = to_pay.iter().map(|(month, money)| (cal.period_of(*month), *money));
        dated.filter(|(t, _)| *t >= 0 && cal.contains(budget.periods, *t)).map(|(t, money)| cal.paid(money, t)).sum()
    };
    let projects = model.projects.iter().filter_map(|(_, project)| {
        let committed = project.committed.as_ref().filter(|committed| committed.cancel.is_none())?;
        Attributes::of_project(project).pass(&budget.filter).then(|| due(&committed.to_pay))
    });
    let orders = model.orders.iter().filter(|(_, order)| order.cancel.is_none());
    let orders = orders.filter(|(_, order)| Attributes::of_order(model, order).pass(&budget.filter));
    projects.sum::<f64>() + orders.map(|(_, order)| due(&order.to_pay)).sum::<f64>()
}

/// Whether a budget counts commitments that may still be cancelled: calling them off may cost fees, and keeping them their payments.
fn may_be_cancelled(model: &Model, budget: &Budget) -> bool {
    let cancellable = |project: &Project| project.committed.as_ref().is_some_and(|one| one.cancel.is_some());
    let mut projects = model.projects.iter().filter(|(_, project)| cancellable(project));
    let mut orders = model.orders.iter().filter(|(_, order)| order.cancel.is_some());
    budget.counts.capital
        && (projects.any(|(_, project)| Attributes::of_project(project).pass(&budget.filter))
            || orders.any(|(_, order)| Attributes::of_order(model, order).pass(&budget.filter)))
}

/// Cash lines in the periods of a budget, which count only where it names their category.
fn cash_lines(cal: &Calendar, model: &Model, budget: &Budget) -> f64 {
    let mut sum = 0.0;
    for (_, line) in model.cash.iter().filter(|_| budget.filter.category.is_some()) {
        if !Attributes::of_cash_line(line).pass(&budget.filter) {
            continue;
        }
        let (first, end) = cal.all_of(line.periods);
        for t in (first.max(0)..end.min(cal.len())).filter(|t| cal.contains(budget.periods, *t)) {
            let sign = if line.inflow { -1.0 } else { 1.0 };
            sum += sign * cal.paid(line.amount, t) / f64::from(end - first);
        }
    }
    sum
}
