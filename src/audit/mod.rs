//! Plan and domain -> verdict: walks the calendar as a ledger would.
//!
//! The audit reads a plan's decisions (what is begun, ordered, cancelled, assigned, served, dispatched) and the model, and
//! computes everything else again with date, payment and discount arithmetic of its own; it shares none with the rooms that
//! built the plan. It then compares every number of the plan with what it found, and every limit with what the plan does.
//!
//! - [`verify`]: the verdict on a plan;
//! - [`changed_inputs`]: which inputs differ between two resolved models.

mod accounts;
mod agreement_rows;
mod agreements;
mod batteries;
mod blocks;
mod book;
mod calendar;
mod capacity;
mod cashbook;
mod changed;
mod commitments;
mod compare;
mod decisions;
mod effects;
mod finance;
mod grid;
mod kirchhoff;
mod limits;
mod losses;
mod measures;
mod money_limits;
mod operating;
mod order_limits;
mod outages;
mod outcome;
mod own_supply;
mod payback;
mod payments;
mod reader;
mod rules;
mod service;
mod starts;
mod statements;
mod supply_bills;
mod tables;
mod thing_limits;
mod waiting;
mod water;
mod words;

#[cfg(test)]
mod tests;

use std::fmt;

use crate::domain::Model;
use crate::plan::types::Plan;

pub use changed::changed_inputs;

/// What an audit found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    /// How many numbers were computed again and compared.
    pub numbers_checked: usize,
    /// How many limits were checked.
    pub limits_checked: usize,
    /// What did not agree, in the order in which it was met.
    pub disagreements: Vec<Disagreement>,
}

impl Verdict {
    /// Whether plan and audit agree in everything.
    #[must_use]
    pub fn agreed(&self) -> bool {
        self.disagreements.is_empty()
    }
}

/// A number or a rule in which plan and audit disagree; its `Display` is one sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Disagreement {
    /// What it is about: the address of a limit, row or number.
    pub what: String,
    /// What the plan says or does.
    pub said: Option<f64>,
    /// What the audit found, or what the plan may do.
    pub found: Option<f64>,
    /// The unit of both; empty for plain numbers.
    pub unit: String,
    /// The sentence, with `{said}` and `{found}` where the numbers go.
    pub note: String,
}

impl fmt::Display for Disagreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (said, found) = words::apart(self.said.unwrap_or(f64::NAN), self.found.unwrap_or(f64::NAN), &self.unit);
        write!(f, "{}: {}", self.what, self.note.replace("{said}", &said).replace("{found}", &found))
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} numbers and {} limits checked", self.numbers_checked, self.limits_checked)?;
        for disagreement in &self.disagreements {
            write!(f, "\n{disagreement}")?;
        }
        Ok(())
    }
}

/// Computes a plan again from its decisions and its model, and says where the two disagree.
#[must_use]
pub fn verify(model: &Model, plan: &Plan) -> Verdict {
    let mut findings = compare::Findings::default();
    let scene = Scene::walk(model, plan, &mut findings);
    let bends = limits::check(&scene, plan, &mut findings);
    grid::check(&scene, &mut findings);
    kirchhoff::check(&scene, plan, &mut findings);
    scene.agreement_rules(&mut findings);
    scene.agreement_draws(&mut findings);
    scene.brought(&mut findings);
    scene.agreement_rows(plan, &mut findings);
    scene.bill_rows(plan, &mut findings);
    scene.draw_rows(plan, &mut findings);
    scene.supply_bill_rows(plan, &mut findings);
    starts::check(&scene, plan, &mut findings);
    tables::check(&scene, plan, &bends, &mut findings);
    cashbook::check(&scene, plan, &mut findings);
    outcome::check(&scene, plan, &bends, &mut findings);
    findings.verdict()
}

/// Everything that follows from a plan's decisions.
struct Scene<'m> {
    model: &'m Model,
    calendar: calendar::Calendar<'m>,
    decisions: decisions::Decisions,
    effects: effects::Effects,
    contracts: agreements::Contracts,
    capacity: capacity::Capacity,
    service: service::Service,
    book: book::Book,
    finance: finance::Finance,
}

impl<'m> Scene<'m> {
    /// Walks the calendar once, checking the rules on decisions on the way.
    fn walk(model: &'m Model, plan: &Plan, findings: &mut compare::Findings) -> Self {
        let calendar = calendar::Calendar::of(model);
        let decisions = decisions::read(model, &calendar, plan, findings);
        let effects = effects::Effects::walk(model, &calendar, &decisions, findings);
        rules::check(model, &calendar, &decisions, &effects, findings);
        let contracts = agreements::Contracts::walk(model, &calendar, &decisions, &effects);
        let mut capacity = capacity::Capacity::walk(model, &calendar, &decisions, &effects);
        capacity.connect(model, &contracts);
        let service = service::walk(model, &calendar, &decisions, &capacity, findings);
        let mut book = book::Book::write(model, &calendar, &decisions, &effects, &capacity, &service);
        agreements::write(&mut book, model, &calendar, &decisions, &contracts);
        let finance = finance::Finance::keep(&payback::Walk {
            model,
            calendar: &calendar,
            decisions: &decisions,
            capacity: &capacity,
            service: &service,
            book: &book,
        });
        Self { model, calendar, decisions, effects, contracts, capacity, service, book, finance }
    }
}
