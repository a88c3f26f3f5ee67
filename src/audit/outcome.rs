//! Totals, objective, goals, bound and gap.

use super::Scene;
use super::book::Entry;
use super::capacity::slot;
use super::compare::{Findings, Sum, Unit};
use super::limits::Bent;
use crate::domain::{Goal, GoalKind, Index};
use crate::plan::types::{MoneyKind, PaymentStatus, Plan, Status};

/// Checks them.
pub(super) fn check(scene: &Scene, plan: &Plan, bends: &[Bent], findings: &mut Findings) {
    let totals = scene.totals(bends);
    scene.total_rows(plan, &totals, findings);
    let relaxed_or_early = plan.outcome.status != Status::Optimal && plan.outcome.status != Status::WithinGap;
    goals(scene, plan, &totals, relaxed_or_early, findings);
    bound(plan, &totals, findings);
    reported(plan, findings);
}

/// Totals found here.
struct Found {
    npv: Sum,
    cost: Sum,
    unmet: Sum,
    revenue: Sum,
    opex: Sum,
    penalties: Sum,
    capital: Sum,
    salvage: Sum,
    cash_lines: Sum,
    bends: Sum,
    decided: Sum,
}

impl Found {
    /// What a goal reaches, and its unit.
    fn of(&self, goal: &str) -> Option<(Sum, Unit)> {
        match goal {
            "npv" => Some((self.npv, Unit::usd())),
            "cost" => Some((self.cost, Unit::usd())),
            "unmet" => Some((self.unmet, Unit::plain())),
            _ => None,
        }
    }
}

impl Scene<'_> {
    fn totals(&self, bends: &[Bent]) -> Found {
        let horizon = self.calendar.periods;
        let discounted = |fits: &dyn Fn(&Entry) -> bool| self.book.discounted(&self.calendar, fits);
        let runs = |e: &Entry| match e.kind {
            MoneyKind::Opex => true,
            MoneyKind::Lease => e.period < horizon,
            _ => false,
        };
        let revenue = discounted(&|e| e.kind == MoneyKind::Revenue).times(-1.0);
        let opex = discounted(&runs);
        let penalties = discounted(&|e| e.kind == MoneyKind::Penalty);
        let capital = discounted(&|e| e.kind == MoneyKind::Capital);
        let cash_lines = discounted(&|e| e.kind == MoneyKind::CashLine);
        let outflows = discounted(&|e| e.kind == MoneyKind::CashLine && !self.inflow(e));
        let decided = discounted(&|e| e.status == PaymentStatus::Planned && (e.kind == MoneyKind::Capital || runs(e)));
        let mut salvage = Sum::default();
        self.book.credits.iter().for_each(|credit| salvage.take(credit.usd));
        let mut bent = Sum::default();
        for bend in bends {
            bent.take(bend.usd);
        }
        // Everything but revenue and cash lines, as money out.
        let mut rest = opex.less(salvage);
        for sum in [penalties, capital, bent] {
            rest.take(sum);
        }
        let mut unmet = Sum::default();
        for (id, segment) in self.model.segments.iter() {
            let weight = self.model.workloads[segment.workload].weight * self.calendar.years();
            (0..horizon).for_each(|p| unmet.take(self.service.unmet(id, p).times(weight)));
        }
        Found {
            npv: revenue.less(rest).less(cash_lines),
            cost: Sum { value: rest.value + outflows.value, largest: rest.largest.max(outflows.largest) },
            unmet,
            revenue,
            opex,
            penalties,
            capital,
            salvage,
            cash_lines,
            bends: bent,
            decided,
        }
    }

    fn inflow(&self, entry: &Entry) -> bool {
        let name = entry.asset.strip_prefix("cash[").and_then(|rest| rest.strip_suffix(']')).unwrap_or("");
        self.model.cash.find(name).is_some_and(|id| self.model.cash[id].inflow)
    }

    fn total_rows(&self, plan: &Plan, found: &Found, findings: &mut Findings) {
        let horizon = self.calendar.periods;
        let said = &plan.totals;
        let within = |e: &Entry| e.kind == MoneyKind::Capital && e.period < horizon;
        let after = |e: &Entry, kind: MoneyKind| e.kind == kind && e.period >= horizon;
        let last = horizon - 1;
        let mut added = Sum::default();
        for (id, site) in self.model.sites.iter() {
            added.take(self.capacity.sites[id.get()][slot(last.max(0))].it);
            added.add(-(site.air_mw + site.liquid_mw));
        }
        let money: [(&str, f64, Sum); 14] = [
            ("npv_usd", said.npv_usd, found.npv),
            ("cost_usd", said.cost_usd, found.cost),
            ("revenue_usd_discounted", said.revenue_usd_discounted, found.revenue),
            ("opex_usd_discounted", said.opex_usd_discounted, found.opex),
            ("penalties_usd_discounted", said.penalties_usd_discounted, found.penalties),
            ("capital_usd_discounted", said.capital_usd_discounted, found.capital),
            ("salvage_usd_discounted", said.salvage_usd_discounted, found.salvage),
            ("cash_lines_usd_discounted", said.cash_lines_usd_discounted, found.cash_lines),
            ("bends_usd_discounted", said.bends_usd_discounted, found.bends),
            ("capital_usd_nominal", said.capital_usd_nominal, self.book.sum(within)),
            ("committed_usd_nominal", said.committed_usd_nominal, self.book.sum(|e| within(e) && e.of_commitment)),
            (
                "capital_after_horizon_usd_nominal",
                said.capital_after_horizon_usd_nominal,
                self.book.sum(|e| after(e, MoneyKind::Capital)),
            ),
            (
                "fees_after_horizon_usd_nominal",
                said.fees_after_horizon_usd_nominal,
                self.book.sum(|e| after(e, MoneyKind::Lease)),
            ),
            ("decided_usd_discounted", said.decided_usd_discounted, found.decided),
        ];
        let note = "the plan says {said}, its payments give {found}";
        for (name, said, found) in money {
            findings.number_noted(&format!("totals.{name}"), said, found, &Unit::usd(), note);
        }
        findings.number("totals.unmet_weighted", said.unmet_weighted, found.unmet, &Unit::plain());
        findings.number("totals.it_mw_added", said.it_mw_added, added, &Unit::mw());
        let label = |slack: f64| self.finance.payback(slack).map(|p| self.calendar.label(p));
        // Cumulative cash within a rounding of zero may count as either.
        if said.payback != label(1.0) && said.payback != label(-1.0) {
            findings.same("totals.payback", "it is", &said.payback, &label(0.0));
        }
    }
}

fn name_of(goal: &Goal) -> &'static str {
    match goal.kind {
        GoalKind::Npv => "npv",
        GoalKind::Cost => "cost",
        GoalKind::Unmet => "unmet",
    }
}

/// The goals of the model, each with what the plan gives of it.
fn goals(scene: &Scene, plan: &Plan, found: &Found, early: bool, findings: &mut Findings) {
    let mut expected: Vec<&str> = scene.model.goals.iter().map(name_of).collect();
    let said: Vec<&str> = plan.outcome.goals.iter().map(|row| row.goal.as_str()).collect();
    let without_money = !expected.contains(&"npv") && !expected.contains(&"cost");
    if without_money && said.len() > expected.len() {
        expected.push("cost");
    }
    let stopped = early && !said.is_empty() && expected.starts_with(&said);
    if said != expected && !stopped {
        findings.wrong(
            "outcome.goals",
            format!("the plan strives for {}, the model for {}", said.join(", "), expected.join(", ")),
        );
    }
    if said.last() != Some(&plan.outcome.goal.as_str()) {
        findings.wrong("outcome.goal", "it is not the last of the goals");
    }
    for (n, row) in plan.outcome.goals.iter().enumerate() {
        let Some((value, unit)) = found.of(&row.goal) else {
            findings.wrong(&format!("outcome.goals[{n}]"), format!("'{}' is not a goal", row.goal));
            continue;
        };
        let what = format!("outcome.goals[{n}].value");
        findings.number_noted(&what, row.value, value, &unit, "the plan says {said}, its payments give {found}");
        if !(row.best.is_finite() && row.bound.is_finite() && row.allowed.is_finite() && row.allowed >= 0.0) {
            findings.wrong(&format!("outcome.goals[{n}]"), "its best, bound or allowance is not a number");
        }
        let best = Sum { value: row.best, largest: value.largest.max(row.best.abs()) };
        if let Some(goal) = scene.model.goals.get(n) {
            let least = if row.goal == "unmet" { 1.0 } else { 1e6 };
            let given = goal.tol * row.best.abs() + goal.abs;
            let most = given.max((row.bound - row.best).abs()).max(1e-8 * row.best.abs().max(least));
            findings.within(
                &format!("outcome.goals[{n}].allowed"),
                Sum::of(row.allowed),
                Sum::of(most),
                &unit,
                "the plan lets it get worse by {said}, its tolerance is {found}",
            );
        }
        let (worse, better) = if row.goal == "npv" { (best, value) } else { (value, best) };
        let note = format!("{} is worse than its best by {{said}}, it may be by {{found}}", row.goal);
        let lost = worse.less(better);
        // A relaxed plan may fall short of its linear program: its effects are computed by closed form.
        if plan.outcome.status == Status::Relaxed {
            continue;
        }
        findings.within(&format!("outcome.goals[{n}]"), lost, Sum::of(row.allowed), &unit, &note);
    }
}

/// The objective agrees with the totals, the bound with the objective, the gap with both.
fn bound(plan: &Plan, found: &Found, findings: &mut Findings) {
    let outcome = &plan.outcome;
    let Some((objective, unit)) = found.of(&outcome.goal) else {
        findings.wrong("outcome.goal", format!("'{}' is not a goal", outcome.goal));
        return;
    };
    let note = "the plan says {said}, its payments give {found}";
    findings.number_noted("outcome.objective", outcome.objective, objective, &unit, note);
    let wide = |value: f64| Sum { value, largest: objective.largest.max(value.abs()) };
    let apart = (outcome.bound - outcome.objective).abs();
    findings.number_noted(
        "outcome.gap_usd",
        outcome.gap_usd,
        wide(apart),
        &unit,
        "the plan says {said}, bound and objective are {found} apart",
    );
    let (better, worse) =
        if outcome.goal == "npv" { (outcome.bound, outcome.objective) } else { (outcome.objective, outcome.bound) };
    let note = "the objective of {said} is better than the bound that was proved, {found}";
    let (objective_first, bound_second) = (wide(worse), wide(better));
    if worse - better > unit.tolerance(objective_first.largest.max(bound_second.largest)) || !outcome.bound.is_finite()
    {
        findings.differ("outcome.bound", outcome.objective, outcome.bound, &unit.name, note);
    }
    let money = outcome.goal != "unmet" && found.decided.value.abs() > unit.tolerance(found.decided.largest);
    let base = if money { found.decided.value.abs() } else { objective.value.abs() };
    if !outcome.gap.is_finite() || outcome.gap < 0.0 {
        findings.wrong("outcome.gap", "it is not a share of at least zero");
    } else if base > unit.tolerance(objective.largest) {
        let share = Sum::of(outcome.gap_usd.abs() / base);
        let one = (objective.largest.max(unit.one) / base).max(1.0);
        let note = "the plan says {said}, its payments give {found}";
        findings.number_noted("outcome.gap", outcome.gap, share, &Unit::new("", one), note);
    }
}

/// What was only reported must at least be numbers.
fn reported(plan: &Plan, findings: &mut Findings) {
    let mut number = |what: &str, value: Option<f64>| {
        if value.is_some_and(|value| !value.is_finite()) {
            findings.wrong(what, "its price is not a number");
        }
    };
    for row in &plan.limits {
        number(&row.id, row.price);
    }
    for row in &plan.prices {
        for value in [Some(row.price), row.from, row.to] {
            number(&row.id, value);
        }
    }
    for row in &plan.worth {
        for value in [Some(row.step), row.kept_usd, row.free_low_usd, row.free_best_usd, row.free_high_usd] {
            number(&row.id, value);
        }
    }
}
