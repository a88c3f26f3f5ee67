//! Capital payments and lease fees: of projects, orders and commitments, milestone by milestone.

use std::rc::Rc;

use super::book::{Account, Asset, Book, Entry, Promise};
use super::calendar::Calendar;
use super::capacity::{slot, stands};
use super::compare::Sum;
use super::decisions::{Decisions, Timed};
use super::effects::Effects;
use crate::domain::{
    Adds, ExpansionId, Fee, Index, LeaseId, Model, Money, MoneyPath, Order, OrderId, OrderOf, Payments, Project,
    ProjectId, RegionId, SiteId, Supplying,
};
use crate::plan::types::{MoneyKind, PaymentStatus};

/// Milestones of a project and of an order.
const OF_PROJECT: [&str; 3] = ["start", "spread", "completion"];
const OF_ORDER: [&str; 3] = ["order", "spread", "delivery"];

/// Writes all of them.
pub(super) fn write(book: &mut Book, model: &Model, calendar: &Calendar, decisions: &Decisions, effects: &Effects) {
    let mut clerk = Clerk {
        book,
        model,
        calendar,
        decisions,
    };
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
            clerk.orders(&name, orders, supply, row.fixed_om.as_ref(), &Rc::new(account));
        }
    }
    for (id, row) in model.expansions.iter() {
        let account = Rc::new(expansion_account(model, id, &[]));
        clerk.orders(
            &model.expansions.address(id),
            &decisions.expanded[id.get()],
            &row.supply,
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

/// The account of chips at a site.
pub(super) fn chip_account(model: &Model, site: SiteId, vendor: Option<String>, tags: Vec<String>) -> Account {
    Account {
        category: "chips".to_owned(),
        region: Some(model.sites[site].region),
        site: Some(site),
        vendor,
        tags,
    }
}

/// The region in which what is added counts.
fn region_of(model: &Model, adds: &Adds) -> Option<RegionId> {
    match adds {
        Adds::It { site, .. } | Adds::Connection { site, .. } => Some(model.sites[*site].region),
        Adds::Line { line, .. } => model.nodes[model.lines[*line].from].region,
        Adds::Supply { supply, .. } => model.nodes[model.supplies[*supply].node].region,
    }
}

fn site_of(adds: &Adds) -> Option<SiteId> {
    match adds {
        Adds::It { site, .. } | Adds::Connection { site, .. } => Some(*site),
        Adds::Line { .. } | Adds::Supply { .. } => None,
    }
}

/// The category of what adds something, where it is not given.
fn usual_category(adds: Option<&Adds>) -> &'static str {
    match adds {
        None | Some(Adds::It { .. }) => "site",
        Some(Adds::Connection { .. } | Adds::Line { .. }) => "grid",
        Some(Adds::Supply { .. }) => "supply",
    }
}

fn project_account(project: &Project) -> Account {
    Account {
        category: project
            .category
            .clone()
            .unwrap_or_else(|| usual_category(project.adds.as_ref()).to_owned()),
        region: project.region,
        site: project.site,
        vendor: project.vendor.clone(),
        tags: project.tags.clone(),
    }
}

fn expansion_account(model: &Model, id: ExpansionId, more: &[String]) -> Account {
    let row = &model.expansions[id];
    let mut tags = row.tags.clone();
    tags.extend_from_slice(more);
    Account {
        category: row
            .category
            .clone()
            .unwrap_or_else(|| usual_category(Some(&row.adds)).to_owned()),
        region: region_of(model, &row.adds),
        site: site_of(&row.adds),
        vendor: row.vendor.clone(),
        tags,
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

struct Clerk<'a, 'm> {
    book: &'a mut Book,
    model: &'m Model,
    calendar: &'a Calendar<'m>,
    decisions: &'a Decisions,
}

impl Clerk<'_, '_> {
    fn post(
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
            let paid = project.cost.as_ref().map_or_else(Vec::new, |cost| {
                self.schedule(&asset, &OF_PROJECT, cost, copies, terms, &account)
            });
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
        supply: &Supplying,
        om: Option<&MoneyPath>,
        account: &Rc<Account>,
    ) {
        let lead = self.calendar.whole(supply.lead);
        let life = supply.life.map(|life| self.calendar.whole(life));
        for (&ordered, &amount) in orders {
            let asset: Rc<str> = format!("{name}@{}", self.calendar.label(ordered)).into();
            let terms = (&supply.payments, ordered, lead);
            let paid = self.schedule(&asset, &OF_ORDER, &supply.price, amount, terms, account);
            let mut costs = Vec::new();
            if let Some(cost) = supply.order_cost.filter(|_| amount > 0.0) {
                let whole = self.calendar.converted(&cost, ordered);
                // In a relaxed plan the decision to order may be a fraction, which only this payment shows.
                let part = self
                    .decisions
                    .relaxed_order_costs
                    .get(&*asset)
                    .map_or(0.0, |usd| usd.clamp(0.0, whole));
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
                salvage: supply.salvage,
                book_life: supply.book_life.map(|life| self.calendar.whole(life)).or(life),
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
            site: site_of(&lease.adds),
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

    /// What a commitment still owes, what cancelling it costs and what is kept.
    fn promise(
        &mut self,
        asset: &Rc<str>,
        to_pay: &[(crate::domain::Month, Money)],
        dropped: &Timed,
        full: Option<Sum>,
        account: &Rc<Account>,
    ) -> (Promise, Vec<(i32, f64)>) {
        let mut due: Vec<(i32, f64)> = Vec::new();
        for (month, money) in to_pay {
            let period = self.calendar.period(*month);
            // What is dated before the horizon is sunk.
            if period >= 0 {
                due.push((period, self.calendar.converted(money, period)));
            }
        }
        due.sort_by_key(|(period, _)| *period);
        let mut paid: Vec<(i32, f64)> = Vec::new();
        for &(period, usd) in &due {
            if period < self.calendar.periods {
                self.book.owed_anyway[slot(period)].add(usd);
            }
            match paid.last_mut() {
                Some((last, sum)) if *last == period => *sum += usd,
                _ => paid.push((period, usd)),
            }
        }
        for (period, usd) in &mut paid {
            *usd *= Decisions::kept(dropped, *period);
            let entry = self.post(asset, "due", *period, MoneyKind::Capital, account, *usd);
            entry.status = PaymentStatus::Committed;
            entry.of_commitment = true;
        }
        let full = full.unwrap_or_else(|| due.iter().map(|(_, usd)| *usd).collect());
        let kept = (0..self.calendar.periods)
            .map(|p| Decisions::kept(dropped, p))
            .collect();
        let promise = Promise {
            kept,
            kept_at_last: Decisions::kept(dropped, i32::MAX),
            full,
            due: due.clone(),
        };
        // Salvage counts what was due x the share kept in the end, so what was paid on a lost share earns none.
        (promise, due)
    }

    fn fees(&mut self, asset: &Rc<str>, fee: Fee, price: Option<Money>, dropped: &Timed, account: &Rc<Account>) {
        for (&p, &share) in dropped {
            let full = match fee {
                Fee::Money(money) => self.calendar.converted(&money, p),
                Fee::Share(part) => price.map_or(0.0, |price| part * self.calendar.converted(&price, p)),
            };
            self.post(asset, "cancelling fee", p, MoneyKind::Capital, account, full * share)
                .of_commitment = true;
        }
    }

    /// Fixed O&M of a commitment: of the share kept, and of all of it for what would stand anyway.
    fn committed_upkeep(
        &mut self,
        asset: &Rc<str>,
        price: Option<&MoneyPath>,
        amount: f64,
        in_service: (i32, Option<i32>),
        dropped: &Timed,
        account: &Rc<Account>,
    ) {
        let Some(price) = price else { return };
        for p in (0..self.calendar.periods).filter(|p| stands(in_service.0, in_service.1, *p)) {
            let usd = self.calendar.current(price, p) * amount * self.calendar.years();
            self.book.upkeep_anyway[slot(p)].add(usd);
            let kept = usd * Decisions::kept(dropped, p);
            self.post(asset, "fixed O&M", p, MoneyKind::Opex, account, kept).status = PaymentStatus::Committed;
        }
    }

    fn committed_project(&mut self, id: ProjectId, project: &Project, effects: &Effects) {
        let Some(committed) = &project.committed else { return };
        let asset: Rc<str> = self.model.projects.address(id).into();
        let account = Rc::new(project_account(project));
        let course = effects.of(id);
        let start = self.calendar.period(committed.start);
        let dropped = &self.decisions.dropped_projects[id.get()];
        let price = project.cost.as_ref().map(|cost| Money {
            amount: self.calendar.price(cost, start) * f64::from(project.copies),
            currency: cost.currency,
        });
        let full = price.map(|price| Sum::of(self.calendar.converted(&price, start)));
        let (promise, paid) = self.promise(&asset, &committed.to_pay, dropped, full, &account);
        if let Some(cancel) = &committed.cancel {
            self.fees(&asset, cancel.fee, price, dropped, &account);
        }
        let stands = (start + course.lead, course.life);
        self.committed_upkeep(
            &asset,
            project.fixed_om.as_ref(),
            f64::from(project.copies),
            stands,
            dropped,
            &account,
        );
        self.book.assets.push(Asset {
            address: asset,
            in_service: stands.0,
            life: course.life,
            salvage: project.salvage,
            book_life: project.book_life.map(|life| self.calendar.whole(life)).or(course.life),
            paid,
            costs: Vec::new(),
            promise: Some(promise),
        });
    }

    fn committed_order(&mut self, id: OrderId, order: &Order) {
        let asset: Rc<str> = self.model.orders.address(id).into();
        let (account, supply, om) = match order.of {
            OrderOf::Chips(chip, site) => {
                let row = &self.model.chips[chip];
                let mut tags = row.tags.clone();
                tags.extend_from_slice(&order.tags);
                let account = chip_account(self.model, site, row.vendor.clone(), tags);
                (account, row.supply.as_ref(), row.fixed_om.as_ref())
            }
            OrderOf::Expansion(expansion) => {
                let row = &self.model.expansions[expansion];
                (
                    expansion_account(self.model, expansion, &order.tags),
                    Some(&row.supply),
                    row.fixed_om.as_ref(),
                )
            }
        };
        let account = Rc::new(account);
        let ordered = self.calendar.period(order.ordered);
        let dropped = &self.decisions.dropped_orders[id.get()];
        let quoted = supply.map(|supply| Money {
            amount: self.calendar.price(&supply.price, ordered) * order.quantity,
            currency: supply.price.currency,
        });
        let price = order.price.or(quoted);
        let full = price.map(|price| Sum::of(self.calendar.converted(&price, ordered)));
        let (promise, paid) = self.promise(&asset, &order.to_pay, dropped, full, &account);
        if let Some(cancel) = &order.cancel {
            self.fees(&asset, cancel.fee, price, dropped, &account);
        }
        let life = supply
            .and_then(|supply| supply.life)
            .map(|life| self.calendar.whole(life));
        let delivered = self.calendar.period(order.delivered);
        self.committed_upkeep(&asset, om, order.quantity, (delivered, life), dropped, &account);
        self.book.assets.push(Asset {
            address: asset,
            in_service: delivered,
            life,
            salvage: supply.is_some_and(|supply| supply.salvage),
            book_life: supply
                .and_then(|supply| supply.book_life)
                .map(|life| self.calendar.whole(life))
                .or(life),
            paid,
            costs: Vec::new(),
            promise: Some(promise),
        });
    }
}
