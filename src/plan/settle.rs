//! Decisions cleaned of the solver's noise, and every other column computed from them by closed form.

use crate::domain::{Index, ProjectId, RelationKind, Unspent};
use crate::formulation::Formulation;
use crate::formulation::context::CommitmentOf;
use crate::formulation::effects::{
    at, begun, bought_in_service, effective, in_service, kept, order_in_service, ordered, served,
};
use crate::formulation::key::Key;
use crate::formulation::lin::Lin;
use crate::formulation::matched::{carbon_free_output, regional_load};
use crate::formulation::measure::{free_cash_flow, spent};
use crate::formulation::outages::holding;
use crate::formulation::row::{Row, Sense};
use crate::formulation::scale::MONEY;
use crate::formulation::slices;
use crate::formulation::waiting::asked;
use std::collections::BTreeMap;

/// What is smaller than this in internal units is the solver's noise.
const NOISE: f64 = 1e-9;

/// A smaller part of a copy is not begun in a relaxed plan.
const FRACTION: f64 = 1e-7;

/// Column values of a plan: decisions as solved, all else by closed form.
#[must_use]
pub fn settle(f: &Formulation, solved: &[f64], relaxed: bool) -> Vec<f64> {
    let mut values: Vec<f64> = solved.to_vec();
    for (value, (lower, upper, integer)) in values.iter_mut().zip(&f.vars.bounds) {
        if *integer && !relaxed {
            *value = value.round();
        }
        *value = value.clamp(*lower, *upper);
        if value.abs() < NOISE {
            *value = 0.0;
        }
    }
    if relaxed {
        settle_begun(f, &mut values);
    }
    settle_effects(f, &mut values, relaxed);
    settle_groups(f, &mut values, relaxed);
    settle_orders(f, &mut values, relaxed);
    settle_stocks(f, &mut values);
    settle_demand(f, &mut values);
    super::agreements::settle(f, &mut values);
    super::bills::settle(f, &mut values);
    settle_matched(f, &mut values);
    crate::formulation::storage::settle(&f.ctx, &f.vars, &mut values);
    for key in f.vars.bend.values() {
        values[key.index()] = 0.0;
    }
    settle_carries(f, &mut values);
    settle_cash_flow(f, &mut values);
    settle_bends(f, &mut values);
    values
}

/// Fractions of copies are begun in steps that are more than the solver's noise.
fn settle_begun(f: &Formulation, values: &mut [f64]) {
    for row in &f.vars.begun {
        let mut before = 0.0;
        for column in row.iter().flatten() {
            let begun = &mut values[column.index()];
            if *begun < before + FRACTION {
                *begun = before;
            }
            before = *begun;
        }
    }
}

/// Effective copies are those in service, as far as everything needed is in effect.
fn settle_effects(f: &Formulation, values: &mut [f64], relaxed: bool) {
    let (ctx, vars) = (&f.ctx, &f.vars);
    for p in ctx.periods() {
        for j in needed_first(f) {
            let project = &ctx.model.projects[j];
            if let Some(column) = vars.effective[j.get()][at(p)] {
                let mut copies = in_service(ctx, vars, j, p).value(values);
                for relation in project.relations.iter().filter(|r| r.kind == RelationKind::Needs) {
                    let t = p - ctx.cal.periods(relation.lag);
                    let needed = effective(ctx, vars, relation.project, t).value(values);
                    let all = f64::from(ctx.model.projects[relation.project].copies);
                    copies = if relation.each {
                        copies.min(needed)
                    } else if relaxed {
                        copies.min(needed / all * f64::from(project.copies))
                    } else if needed < all - NOISE {
                        0.0
                    } else {
                        copies
                    };
                }
                values[column.index()] = copies.max(0.0);
            }
            if let Some(column) = vars.all_effective.get(&(j, p)) {
                let share = effective(ctx, vars, j, p).value(values) / f64::from(project.copies);
                values[column.index()] = if relaxed { share } else { (share + NOISE).floor() };
            }
        }
    }
}

/// A project of a group is begun when any copy of it is, and a commitment when any part of it is kept.
fn settle_groups(f: &Formulation, values: &mut [f64], relaxed: bool) {
    if relaxed {
        return;
    }
    for (&j, column) in &f.vars.any_begun {
        let of = CommitmentOf::Project(j);
        let copies = if f.ctx.model.projects[j].committed.is_some() {
            kept(&f.ctx, &f.vars, of).value(values)
        } else {
            begun(&f.ctx, &f.vars, j, f.ctx.last()).value(values)
        };
        values[column.index()] = if copies > NOISE { 1.0 } else { 0.0 };
    }
}

/// The cost of ordering is paid exactly where something is ordered (in a relaxed plan, in the share that the solver chose).
fn settle_orders(f: &Formulation, values: &mut [f64], relaxed: bool) {
    for (i, row) in f.vars.placed.iter().enumerate() {
        for p in f.ctx.periods() {
            let Some(column) = row[at(p)] else { continue };
            if ordered(&f.ctx, &f.vars, i, p).value(values) <= 0.0 {
                values[column.index()] = 0.0;
            } else if !relaxed {
                values[column.index()] = 1.0;
            }
        }
    }
}

/// Projects so that those needed come before those that need them.
fn needed_first(f: &Formulation) -> Vec<ProjectId> {
    fn visit(f: &Formulation, j: ProjectId, seen: &mut Vec<bool>, order: &mut Vec<ProjectId>) {
        if std::mem::replace(&mut seen[j.get()], true) {
            return;
        }
        for relation in &f.ctx.model.projects[j].relations {
            visit(f, relation.project, seen, order);
        }
        order.push(j);
    }
    let mut seen = vec![false; f.ctx.model.projects.len()];
    let mut order = Vec::with_capacity(seen.len());
    for j in f.ctx.model.projects.ids() {
        visit(f, j, &mut seen, &mut order);
    }
    order
}

/// Owned is the existing fleet and all orders in service.
fn settle_stocks(f: &Formulation, values: &mut [f64]) {
    for (n, stock) in f.ctx.stocks.iter().enumerate() {
        for p in f.ctx.periods() {
            let Some(column) = f.vars.owned[n][at(p)] else { continue };
            let mut owned = Lin::number(stock.existing[at(p)]);
            for &o in &stock.orders {
                owned.add(1.0, &order_in_service(&f.ctx, &f.vars, o, p));
            }
            if let Some(i) = stock.purchase {
                owned.add(1.0, &bought_in_service(&f.ctx, &f.vars, i, p));
            }
            values[column.index()] = owned.value(values);
        }
    }
}

fn settle_demand(f: &Formulation, values: &mut [f64]) {
    for q in f.ctx.model.segments.ids() {
        for p in f.ctx.periods() {
            if let Some(column) = f.vars.unmet[q.get()][at(p)] {
                let met = served(&f.vars, q, p).value(values);
                let asked = asked(&f.ctx, &f.vars, q, p).value(values);
                values[column.index()] = tidy(asked - met, f.ctx.most_asked(q, p)).max(0.0);
            }
        }
    }
}

/// Zero where a difference is noise beside what was subtracted.
fn tidy(difference: f64, beside: f64) -> f64 {
    if difference.abs() < NOISE * beside.abs().max(1.0) { 0.0 } else { difference }
}

/// Carried out is what is left of the budget and what was carried in, up to the share that may be.
fn settle_carries(f: &Formulation, values: &mut [f64]) {
    let statement = f.statement();
    let mut carried_in: BTreeMap<usize, f64> = BTreeMap::new();
    let mut by_end: Vec<_> = f.ctx.model.budgets.ids().collect();
    by_end.sort_by_key(|b| f.ctx.model.budgets[*b].periods.first);
    for b in by_end {
        let budget = &f.ctx.model.budgets[b];
        let (Some(column), Some(at_most), Unspent::Carry { to, up_to }) =
            (f.vars.carried[b.get()], budget.at_most, budget.unspent)
        else {
            continue;
        };
        let most = at_most / MONEY;
        let received = carried_in.get(&b.get()).copied().unwrap_or(0.0);
        let left = most + received - spent(&statement, budget).value(values);
        let carried = left.clamp(0.0, up_to * most);
        values[column.index()] = carried;
        *carried_in.entry(to.get()).or_default() += carried;
    }
}

fn settle_cash_flow(f: &Formulation, values: &mut [f64]) {
    let statement = f.statement();
    for p in f.ctx.periods() {
        if let Some(column) = f.vars.cash_flow[at(p)] {
            values[column.index()] = free_cash_flow(&statement, p, f.ctx.model.basis).value(values);
        }
    }
}

/// What is matched without carbon is the smaller of load and output.
fn settle_matched(f: &Formulation, values: &mut [f64]) {
    let (ctx, vars) = (&f.ctx, &f.vars);
    for (&r, rows) in &vars.matched {
        for (p, b) in ctx.slices() {
            let load = regional_load(ctx, vars, r, p, b).value(values);
            let output = carbon_free_output(ctx, vars, r, p, b).value(values);
            if let Some(column) = slices::column(rows, p, b) {
                values[column.index()] = load.min(output);
            }
        }
    }
}

/// A limit bends by what its level exceeds the bound.
fn settle_bends(f: &Formulation, values: &mut [f64]) {
    if f.vars.bend.is_empty() {
        return;
    }
    let mut bent: Vec<(usize, f64)> = Vec::new();
    for (_, block) in crate::formulation::blocks::BLOCKS {
        for row in block(&f.statement()) {
            if let Some(column) = f.vars.bend.get(&(row.key.of, row.key.p, row.key.limit())) {
                bent.push((column.index(), excess(&row, values)));
            }
        }
    }
    for (column, amount) in bent {
        values[column] = values[column].max(amount);
    }
}

fn excess(row: &Row, values: &[f64]) -> f64 {
    let (level, bound) = (row.left.value(values), row.right.value(values));
    let over = match row.sense {
        Sense::AtMost => level - bound,
        Sense::AtLeast | Sense::Equal => bound - level,
    };
    tidy(over, bound).max(0.0)
}

/// Every row of every block, with its values: (name, level, bound); of those about outages the ones that hold.
#[must_use]
pub fn levels(f: &Formulation, values: &[f64]) -> Vec<(Key, Sense, f64, f64)> {
    let mut rows = Vec::new();
    let outages = holding(&f.ctx, &f.vars, values);
    for (_, block) in crate::formulation::blocks::BLOCKS {
        for row in block(&f.watching(&outages)) {
            rows.push((row.key, row.sense, row.left.value(values), row.right.value(values)));
        }
    }
    rows
}
