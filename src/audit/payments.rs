//! Capital payments and lease fees: of projects, orders and commitments, milestone by milestone.

use std::rc::Rc;

use super::accounts::{chip_account, expansion_account, project_account, region_of, site_of, usual_category};
use super::book::{Account, Asset, Book, Entry};
use super::calendar::Calendar;
use super::capacity::stands;
use super::compare::Sum;
use super::decisions::{Decisions, Timed};
use super::effects::Effects;
use crate::domain::{Index, LeaseId, Model, MoneyPath, Payments, Project, ProjectId, ServiceLife, Supplying};
use crate::plan::types::{MoneyKind, PaymentStatus};

/// Milestones of a project and of an order.
const OF_PROJECT: [&str; 3] = ["start", "spread", "completion"];
const OF_ORDER: [&str; 3] = ["order", "spread", "delivery"];

/// Writes all of them.
pub(super) fn write(book: &mut Book, model: &Model, calendar: &Calendar, decisions: &Decisions, effects: &Effects) {
    let mut clerk = Clerk { book, model, calendar, decisions };
    for (id, project) in model.projects.iter() {
        match &project.committed {
            Some(_) => clerk.committed_project(id, project, effects),
            None => clerk.project(id, project, effects),
        }
    }
    for ((chip, site), orders) in &decisions.bought {
        let row = &model.chips[*chip];
        if let Some(supply) = &row.supply {
            let name = format!("buy[{},{}]", model.chips.name(*chip), model.sites.name(*site));
            let account = chip_account(model, *site, row.vendor.clone(), row.tags.clone());
            clerk.orders(&name, orders, (supply, &row.service), row.fixed_om.as_ref(), &Rc::new(account));
        }
    }
    for (id, row) in model.expansions.iter() {
        let account = Rc::new(expansion_account(model, id, &[]));
        clerk.orders(
            &model.expansions.address(id),
            &decisions.expanded[id.get()],
            (&row.supply, &row.service),
            row.fixed_om.as_ref(),
            &account,
        );
    }
    for id in model.leases.ids() {
        clerk.lease(id);
    }
    for (id, order) in model.orders.iter() {
        clerk.committed_order(id, order);
    }
}

/// Parts of a price by milestone and period.
pub(super) fn parts(payments: &Payments, start: i32, lead: i32) -> Vec<(usize, i32, f64)> {
    let mut parts = vec![(0, start, payments.start)];
    if lead == 0 {
        parts.push((1, start, payments.spread));
    } else {
        parts.extend((start..start + lead).map(|t| (1, t, payments.spread / f64::from(lead))));
    }
    parts.push((2, start + lead, payments.completion));
    parts.retain(|(_, _, share)| *share != 0.0);
    parts
}

/// Writes payments and assets.
pub(super) struct Clerk<'a, 'm> {
    pub(super) book: &'a mut Book,
    pub(super) model: &'m Model,
    pub(super) calendar: &'a Calendar<'m>,
    pub(super) decisions: &'a Decisions,
}

impl Clerk<'_, '_> {
    pub(super) fn post(
        &mut self,
        asset: &Rc<str>,
        milestone: &'static str,
        period: i32,
        kind: MoneyKind,
        account: &Rc<Account>,
        usd: f64,
    ) -> &mut Entry {
        self.book.entries.push(Entry {
            asset: Rc::clone(asset),
            milestone,
            period,
            kind,
            account: Rc::clone(account),
            usd: Sum::of(usd),
            status: PaymentStatus::Planned,
            of_commitment: false,
        });
        self.book.entries.last_mut().expect("an entry was just written")
    }

    /// A price fixed at the start and paid by milestones, each converted when it is paid.
    fn schedule(
        &mut self,
        asset: &Rc<str>,
        names: &[&'static str; 3],
        price: &MoneyPath,
        amount: f64,
        terms: (&Payments, i32, i32),
        account: &Rc<Account>,
    ) -> Vec<(i32, f64)> {
        let (payments, start, lead) = terms;
        let full = self.calendar.price(price, start) * amount;
        let mut paid = Vec::new();
        for (milestone, period, share) in parts(payments, start, lead) {
            let usd = full * share * self.calendar.exchange(price.currency, period);
            self.post(asset, names[milestone], period, MoneyKind::Capital, account, usd);
            paid.push((period, usd));
        }
        paid
    }

    fn project(&mut self, id: ProjectId, project: &Project, effects: &Effects) {
        let account = Rc::new(project_account(project));
        let course = effects.of(id);
        for (&start, &copies) in &self.decisions.begun[id.get()] {
            let asset: Rc<str> = format!("{}@{}", self.model.projects.address(id), self.calendar.label(start)).into();
            let terms = (&project.payments, start, course.lead);
            let paid = project
                .cost
                .as_ref()
                .map_or_else(Vec::new, |cost| self.schedule(&asset, &OF_PROJECT, cost, copies, terms, &account));
            for p in (0..self.calendar.periods).filter(|p| stands(start + course.lead, course.life, *p)) {
                self.upkeep(&asset, project.fixed_om.as_ref(), copies, p, &account);
            }
            self.book.assets.push(Asset {
                address: asset,
                in_service: start + course.lead,
                life: course.life,
                salvage: project.salvage,
                book_life: project.book_life.map(|life| self.calendar.whole(life)).or(course.life),
                paid,
                costs: Vec::new(),
                promise: None,
            });
        }
    }

    /// Fixed O&M of what the plan decides.
    fn upkeep(&mut self, asset: &Rc<str>, price: Option<&MoneyPath>, amount: f64, p: i32, account: &Rc<Account>) {
        if let Some(price) = price {
            let usd = self.calendar.current(price, p) * amount * self.calendar.years();
            self.post(asset, "fixed O&M", p, MoneyKind::Opex, account, usd);
        }
    }

    fn orders(
        &mut self,
        name: &str,
        orders: &Timed,
        (supply, service): (&Supplying, &ServiceLife),
        om: Option<&MoneyPath>,
        account: &Rc<Account>,
    ) {
        let lead = self.calendar.whole(supply.lead);
        let life = service.life.map(|life| self.calendar.whole(life));
        for (&ordered, &amount) in orders {
            let asset: Rc<str> = format!("{name}@{}", self.calendar.label(ordered)).into();
            let terms = (&supply.payments, ordered, lead);
            let paid = self.schedule(&asset, &OF_ORDER, &supply.price, amount, terms, account);
            let mut costs = Vec::new();
            if let Some(cost) = supply.order_cost.filter(|_| amount > 0.0) {
                let whole = self.calendar.converted(&cost, ordered);
                // In a relaxed plan the decision to order may be a fraction, which only this payment shows.
                let part = self.decisions.relaxed_order_costs.get(&*asset).map_or(0.0, |usd| usd.clamp(0.0, whole));
                let usd = if self.decisions.relaxed { part } else { whole };
                self.post(&asset, "order cost", ordered, MoneyKind::Capital, account, usd);
                costs.push((ordered, usd));
            }
            for p in (0..self.calendar.periods).filter(|p| stands(ordered + lead, life, *p)) {
                self.upkeep(&asset, om, amount, p, account);
            }
            self.book.assets.push(Asset {
                address: asset,
                in_service: ordered + lead,
                life,
                salvage: service.salvage,
                book_life: service.book_life.map(|life| self.calendar.whole(life)).or(life),
                paid,
                costs,
                promise: None,
            });
        }
    }

    fn lease(&mut self, id: LeaseId) {
        let lease = &self.model.leases[id];
        let account = Rc::new(Account {
            category: usual_category(Some(&lease.adds)).to_owned(),
            region: region_of(self.model, &lease.adds),
            site: site_of(self.model, &lease.adds),
            vendor: lease.vendor.clone(),
            tags: lease.tags.clone(),
        });
        let (lead, term) = (self.calendar.whole(lease.lead), self.calendar.whole(lease.term));
        for (&ordered, &mw) in &self.decisions.leased[id.get()] {
            let asset: Rc<str> = format!("{}@{}", self.model.leases.address(id), self.calendar.label(ordered)).into();
            let fee = self.calendar.price(&lease.fee, ordered) * mw * self.calendar.years();
            for p in ordered + lead..ordered + lead + term {
                let usd = fee * self.calendar.exchange(lease.fee.currency, p);
                self.post(&asset, "fee", p, MoneyKind::Lease, &account, usd);
            }
        }
    }
}
