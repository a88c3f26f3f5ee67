//! What commitments still owe, what calling them off costs, and what is kept of them.

use std::rc::Rc;

use super::accounts::{chip_account, expansion_account, project_account};
use super::book::{Account, Asset, Promise};
use super::capacity::{slot, stands};
use super::compare::Sum;
use super::decisions::{Decisions, Timed};
use super::effects::Effects;
use super::payments::Clerk;
use crate::domain::{Fee, Index, Money, MoneyPath, Month, Order, OrderId, OrderOf, Project, ProjectId};
use crate::plan::types::{MoneyKind, PaymentStatus};

impl Clerk<'_, '_> {
    /// What a commitment still owes, what cancelling it costs and what is kept.
    fn promise(
        &mut self,
        asset: &Rc<str>,
        to_pay: &[(Month, Money)],
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
        let kept = (0..self.calendar.periods).map(|p| Decisions::kept(dropped, p)).collect();
        let promise = Promise { kept, kept_at_last: Decisions::kept(dropped, i32::MAX), full, due: due.clone() };
        // Salvage counts what was due x the share kept in the end, so what was paid on a lost share earns none.
        (promise, due)
    }

    fn fees(&mut self, asset: &Rc<str>, fee: Fee, price: Option<Money>, dropped: &Timed, account: &Rc<Account>) {
        for (&p, &share) in dropped {
            let full = match fee {
                Fee::Money(money) => self.calendar.converted(&money, p),
                Fee::Share(part) => price.map_or(0.0, |price| part * self.calendar.converted(&price, p)),
            };
            self.post(asset, "cancelling fee", p, MoneyKind::Capital, account, full * share).of_commitment = true;
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

    pub(super) fn committed_project(&mut self, id: ProjectId, project: &Project, effects: &Effects) {
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
        self.committed_upkeep(&asset, project.fixed_om.as_ref(), f64::from(project.copies), stands, dropped, &account);
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

    pub(super) fn committed_order(&mut self, id: OrderId, order: &Order) {
        let asset: Rc<str> = self.model.orders.address(id).into();
        let (account, supply, service, om) = match order.of {
            OrderOf::Chips(chip, site) => {
                let row = &self.model.chips[chip];
                let mut tags = row.tags.clone();
                tags.extend_from_slice(&order.tags);
                let account = chip_account(self.model, site, row.vendor.clone(), tags);
                (account, row.supply.as_ref(), row.service, row.fixed_om.as_ref())
            }
            OrderOf::Expansion(expansion) => {
                let row = &self.model.expansions[expansion];
                let account = expansion_account(self.model, expansion, &order.tags);
                (account, Some(&row.supply), row.service, row.fixed_om.as_ref())
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
        let life = service.life.map(|life| self.calendar.whole(life));
        let delivered = self.calendar.period(order.delivered);
        self.committed_upkeep(&asset, om, order.quantity, (delivered, life), dropped, &account);
        self.book.assets.push(Asset {
            address: asset,
            in_service: delivered,
            life,
            salvage: service.salvage,
            book_life: service.book_life.map(|life| self.calendar.whole(life)).or(life),
            paid,
            costs: Vec::new(),
            promise: Some(promise),
        });
    }
}
