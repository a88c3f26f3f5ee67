//! What runs costs and earns: energy, carbon, upkeep of fleet and supplies, shedding, paths, revenue, penalties, cash lines.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::accounts::{chip_account, region_of_feed};
use super::blocks::mwh;
use super::book::{Account, Book, Entry};
use super::calendar::Calendar;
use super::capacity::{Capacity, slot};
use super::compare::Sum;
use super::decisions::Decisions;
use super::service::{Service, path_cost};
use super::supply_bills::SupplyBill;
use crate::domain::{
    BatteryId, CashId, FleetId, Index, Model, MoneyPath, NodeId, SegmentId, SegmentKind, SiteId, SupplyId,
};
use crate::plan::types::{MoneyKind, PaymentStatus};

/// Writes all of them.
pub(super) fn write(
    book: &mut Book,
    model: &Model,
    calendar: &Calendar,
    decisions: &Decisions,
    capacity: &Capacity,
    service: &Service,
) {
    let mut clerk = Clerk { book, model, calendar };
    for id in model.fleet.ids() {
        clerk.fleet(id);
    }
    for id in model.supplies.ids() {
        clerk.supply(id, decisions, capacity);
    }
    for id in model.batteries.ids() {
        clerk.battery(id, capacity);
    }
    for id in model.nodes.ids() {
        clerk.shedding(id, decisions);
    }
    clerk.paths(decisions);
    for id in model.segments.ids() {
        clerk.segment(id, service);
        clerk.waiting(id, service);
    }
    for id in model.cash.ids() {
        clerk.cash(id);
    }
}

/// A path that costs something: its address, its account and its price.
type Way<'m> = (Rc<str>, Rc<Account>, &'m MoneyPath);

struct Clerk<'a, 'm> {
    book: &'a mut Book,
    model: &'m Model,
    calendar: &'a Calendar<'m>,
}

impl Clerk<'_, '_> {
    fn post(
        &mut self,
        asset: &Rc<str>,
        milestone: &'static str,
        period: i32,
        kind: MoneyKind,
        account: &Rc<Account>,
        usd: Sum,
    ) -> &mut Entry {
        self.book.entries.push(Entry {
            asset: Rc::clone(asset),
            milestone,
            period,
            kind,
            account: Rc::clone(account),
            usd,
            status: PaymentStatus::Planned,
            of_commitment: false,
        });
        self.book.entries.last_mut().expect("an entry was just written")
    }

    fn fleet(&mut self, id: FleetId) {
        let fleet = &self.model.fleet[id];
        let chip = &self.model.chips[fleet.chip];
        let Some(om) = &chip.fixed_om else { return };
        let (chip_name, site_name) = (self.model.chips.name(fleet.chip), self.model.sites.name(fleet.site));
        let asset: Rc<str> = format!("fleet[{chip_name},{site_name}]").into();
        let account = Rc::new(chip_account(self.model, fleet.site, chip.vendor.clone(), chip.tags.clone()));
        for p in 0..self.calendar.periods {
            let mut chips = Sum::of(fleet.quantity);
            for (month, gone) in &fleet.retires {
                if self.calendar.period(*month) <= p {
                    chips.add(-gone);
                }
            }
            let usd = chips.times(self.calendar.current(om, p) * self.calendar.years());
            self.book.upkeep_anyway[slot(p)].take(usd);
            self.post(&asset, "fixed O&M", p, MoneyKind::Opex, &account, usd).status = PaymentStatus::Committed;
        }
    }

    fn supply(&mut self, id: SupplyId, decisions: &Decisions, capacity: &Capacity) {
        let supply = &self.model.supplies[id];
        let asset: Rc<str> = self.model.supplies.address(id).into();
        let account = Rc::new(Account {
            category: "supply".to_owned(),
            region: region_of_feed(self.model, supply.feed),
            site: supply.site(),
            tags: supply.tags.clone(),
            ..Account::default()
        });
        for p in 0..self.calendar.periods {
            let energy = Sum::of(mwh(self.model, self.calendar, &decisions.dispatch[id.get()][slot(p)]));
            let bill = SupplyBill::of(self.model, self.calendar, decisions, capacity, id, p);
            if let Some(price) = &supply.price {
                let minimum = supply.billing.minimum_bill > 0.0;
                let (milestone, billed) = if minimum { ("energy charge", bill.mwh) } else { ("energy", energy) };
                let usd = billed.times(self.calendar.current(price, p));
                self.post(&asset, milestone, p, MoneyKind::Opex, &account, usd);
            }
            if let Some(price) = &supply.billing.demand {
                let usd = bill.mw.times(self.calendar.current(price, p) * self.calendar.years());
                self.post(&asset, "demand charge", p, MoneyKind::Opex, &account, usd);
            }
            if let Some(price) = &self.model.carbon_price {
                let usd = energy.times(supply.carbon_t * self.calendar.current(price, p));
                self.post(&asset, "carbon", p, MoneyKind::Opex, &account, usd);
            }
            if let Some(price) = &supply.fixed_om {
                let mw = capacity.supplies_served[id.get()][slot(p)];
                let usd = mw.times(self.calendar.current(price, p) * self.calendar.years());
                self.post(&asset, "fixed O&M", p, MoneyKind::Opex, &account, usd);
            }
        }
    }

    fn battery(&mut self, id: BatteryId, capacity: &Capacity) {
        let battery = &self.model.batteries[id];
        let Some(price) = &battery.fixed_om else { return };
        let asset: Rc<str> = self.model.batteries.address(id).into();
        let account = Rc::new(Account {
            category: "supply".to_owned(),
            region: region_of_feed(self.model, battery.feed),
            site: battery.feed.site(),
            tags: battery.tags.clone(),
            ..Account::default()
        });
        for p in 0..self.calendar.periods {
            let (_, served) = capacity.batteries[id.get()][slot(p)];
            let usd = served.times(self.calendar.current(price, p) * self.calendar.years());
            self.post(&asset, "fixed O&M", p, MoneyKind::Opex, &account, usd);
        }
    }

    fn shedding(&mut self, id: NodeId, decisions: &Decisions) {
        let node = &self.model.nodes[id];
        let Some(price) = &node.shed else { return };
        let asset: Rc<str> = self.model.nodes.address(id).into();
        let account = Rc::new(Account { category: "supply".to_owned(), region: node.region, ..Account::default() });
        for p in 0..self.calendar.periods {
            let shed = mwh(self.model, self.calendar, &decisions.shed[id.get()][slot(p)]);
            let usd = Sum::of(shed * self.calendar.current(price, p));
            self.post(&asset, "shedding", p, MoneyKind::Opex, &account, usd);
        }
    }

    fn segment_account(&self, id: SegmentId, category: &str) -> Account {
        let segment = &self.model.segments[id];
        Account {
            category: category.to_owned(),
            region: Some(segment.region),
            tags: segment.tags.clone(),
            ..Account::default()
        }
    }

    fn paths(&mut self, decisions: &Decisions) {
        let mut known: BTreeMap<(SegmentId, SiteId), Option<Way>> = BTreeMap::new();
        for (&(segment, site, p), &work) in &decisions.served {
            let found = known.entry((segment, site)).or_insert_with(|| {
                let cost = path_cost(self.model, site, segment)?;
                let asset = format!("path[{},{}]", self.model.sites.name(site), self.model.segments.name(segment));
                Some((asset.into(), Rc::new(self.segment_account(segment, "paths")), cost))
            });
            if let Some((asset, account, cost)) = found.clone() {
                let usd = work * self.calendar.current(cost, p) * self.calendar.years();
                self.post(&asset, "path", p, MoneyKind::Opex, &account, Sum::of(usd));
            }
        }
    }

    fn segment(&mut self, id: SegmentId, service: &Service) {
        let segment = &self.model.segments[id];
        let asset: Rc<str> = self.model.segments.address(id).into();
        if let Some(price) = &segment.price {
            let account = Rc::new(self.segment_account(id, "revenue"));
            for p in 0..self.calendar.periods {
                let rate = self.calendar.current(price, p) * self.calendar.years();
                let usd = service.served[id.get()][slot(p)].times(-rate);
                self.post(&asset, "revenue", p, MoneyKind::Revenue, &account, usd);
            }
        }
        if let Some(penalty) = segment.penalty.as_ref().filter(|_| segment.kind == SegmentKind::Contracted) {
            let account = Rc::new(self.segment_account(id, "penalty"));
            for p in 0..self.calendar.periods {
                let rate = self.calendar.current(penalty, p) * self.calendar.years();
                let usd = service.unmet(id, p).times(rate);
                self.post(&asset, "penalty", p, MoneyKind::Penalty, &account, usd);
            }
        }
    }

    /// What each period's end leaves to wait.
    fn waiting(&mut self, id: SegmentId, service: &Service) {
        let Some(defer) = &self.model.segments[id].defer else { return };
        let asset: Rc<str> = self.model.segments.address(id).into();
        let account = Rc::new(self.segment_account(id, "penalty"));
        for p in 0..self.calendar.periods {
            let usd = service.waits(id, p).times(self.calendar.current(&defer.penalty, p) * self.calendar.years());
            self.post(&asset, "waiting", p, MoneyKind::Penalty, &account, usd);
        }
    }

    fn cash(&mut self, id: CashId) {
        let line = &self.model.cash[id];
        let asset: Rc<str> = self.model.cash.address(id).into();
        let account = Rc::new(Account {
            category: line.category.clone(),
            region: line.region,
            tags: line.tags.clone(),
            ..Account::default()
        });
        let sign = if line.inflow { -1.0 } else { 1.0 };
        let periods = f64::from(self.calendar.length(&line.periods).max(1));
        for p in self.calendar.covered(&line.periods) {
            let usd = sign * self.calendar.converted(&line.amount, p) / periods;
            self.post(&asset, "cash line", p, MoneyKind::CashLine, &account, Sum::of(usd)).status =
                PaymentStatus::Committed;
        }
    }
}
