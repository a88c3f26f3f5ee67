//! Megawatts and chips in service, period by period.

use super::calendar::Calendar;
use super::compare::Sum;
use super::decisions::{Decisions, Timed};
use super::effects::Effects;
use crate::domain::{Adds, ChipId, Cooling, ExpansionId, Index, LeaseId, LineId, Model, OrderOf, SiteId, SupplyId};

/// What a site has in one period.
#[derive(Clone, Copy, Default)]
pub(super) struct SiteMw {
    /// IT MW in effect, air and liquid.
    pub(super) it: Sum,
    /// Liquid-cooled IT MW in effect.
    pub(super) liquid: Sum,
    /// Connection MW in effect.
    pub(super) connection: Sum,
    /// IT MW in service but not in effect.
    pub(super) dark: Sum,
}

/// Everything that is in service, by row and period of the horizon.
pub(super) struct Capacity {
    /// By site and period.
    pub(super) sites: Vec<Vec<SiteMw>>,
    /// MW in effect by line and period; without end where nothing limits it.
    pub(super) lines: Vec<Vec<Sum>>,
    /// Whether what a line has on day one stands, by line and period.
    standing: Vec<Vec<bool>>,
    /// MW in effect by supply and period.
    pub(super) supplies: Vec<Vec<Sum>>,
    /// MW in service by supply and period, dark ones included: what fixed O&M is paid for.
    pub(super) supplies_served: Vec<Vec<Sum>>,
    /// MW in effect, and MW in service with dark ones, by battery and period.
    pub(super) batteries: Vec<Vec<(Sum, Sum)>>,
    /// MW of each expansion in service, commitments included.
    pub(super) expansions: Vec<Vec<Sum>>,
    /// MW of each lease in force.
    pub(super) leases: Vec<Vec<Sum>>,
    /// Chips owned by site, chip and period.
    pub(super) owned: Vec<Vec<Vec<Sum>>>,
}

/// Whether something ordered or delivered in `from` with a life is in service throughout `p`.
pub(super) fn stands(from: i32, life: Option<i32>, p: i32) -> bool {
    p >= from && life.is_none_or(|life| p < from + life)
}

/// The index of a period of the horizon.
pub(super) fn slot(p: i32) -> usize {
    usize::try_from(p).expect("a period of the horizon is not negative")
}

impl Capacity {
    /// Walks the calendar.
    pub(super) fn walk(model: &Model, calendar: &Calendar, decisions: &Decisions, effects: &Effects) -> Self {
        let periods = model.horizon.periods;
        let rows = |n: usize| vec![vec![Sum::default(); periods]; n];
        let mut capacity = Self {
            sites: vec![vec![SiteMw::default(); periods]; model.sites.len()],
            lines: rows(model.lines.len()),
            standing: vec![vec![false; periods]; model.lines.len()],
            supplies: rows(model.supplies.len()),
            supplies_served: rows(model.supplies.len()),
            batteries: vec![vec![<(Sum, Sum)>::default(); periods]; model.batteries.len()],
            expansions: rows(model.expansions.len()),
            leases: rows(model.leases.len()),
            owned: vec![rows(model.chips.len()); model.sites.len()],
        };
        for p in 0..calendar.periods {
            capacity.day_one(model, calendar, p);
            for (id, project) in model.projects.iter() {
                if let Some(adds) = &project.adds {
                    capacity.add(
                        adds,
                        effects.effective(id, p) * adds.mw(),
                        effects.of(id).in_service(p) * adds.mw(),
                        p,
                    );
                }
            }
            for id in model.expansions.ids() {
                capacity.expand(model, calendar, decisions, id, p);
            }
            for id in model.leases.ids() {
                capacity.lease(model, calendar, decisions, id, p);
            }
            capacity.own(model, calendar, decisions, p);
        }
        capacity
    }

    /// Adds what agreements connect, and what supplies they bring; contracted megawatts are in service, needed projects or not.
    pub(super) fn connect(&mut self, model: &Model, contracts: &super::agreements::Contracts) {
        for (id, agreement) in model.agreements.iter() {
            let Some(supply) = agreement.supply else { continue };
            for p in 0..self.supplies[supply.get()].len() {
                self.supplies[supply.get()][p].take(contracts.connection[id.get()][p]);
                self.supplies_served[supply.get()][p].take(contracts.contracted[id.get()][p]);
            }
        }
        for (id, _) in model.sites.iter().filter(|_| !model.nodes.is_empty()) {
            for (mw, p) in self.sites[id.get()].iter_mut().zip(0..) {
                mw.connection.take(contracts.connect(model, id, p));
            }
        }
    }

    fn day_one(&mut self, model: &Model, calendar: &Calendar, p: i32) {
        for (id, site) in model.sites.iter() {
            let mw = &mut self.sites[id.get()][slot(p)];
            mw.it.add(site.air_mw);
            mw.it.add(site.liquid_mw);
            mw.liquid.add(site.liquid_mw);
            mw.connection.add(if model.nodes.is_empty() { 0.0 } else { site.connection_mw });
        }
        for (id, line) in model.lines.iter().filter(|(_, line)| line.circuits > 0) {
            if line.retires.is_none_or(|month| calendar.period(month) > p) {
                self.lines[id.get()][slot(p)].add(line.rating_mw.unwrap_or(f64::INFINITY));
                self.standing[id.get()][slot(p)] = true;
            }
        }
        for (id, supply) in model.supplies.iter() {
            self.supplies[id.get()][slot(p)].add(supply.power_mw);
            self.supplies_served[id.get()][slot(p)].add(supply.power_mw);
        }
        for (id, battery) in model.batteries.iter() {
            let (effective, served) = &mut self.batteries[id.get()][slot(p)];
            effective.add(battery.power_mw);
            served.add(battery.power_mw);
        }
    }

    fn add(&mut self, adds: &Adds, effective: f64, served: f64, p: i32) {
        match *adds {
            Adds::It { site, cooling, .. } => {
                let mw = &mut self.sites[site.get()][slot(p)];
                mw.it.add(effective);
                mw.dark.take(Sum { value: served - effective, largest: served.abs() });
                if cooling == Cooling::Liquid {
                    mw.liquid.add(effective);
                }
            }
            Adds::Connection { site, .. } => self.sites[site.get()][slot(p)].connection.add(effective),
            // What was added to a rating is gone with what it was added to.
            Adds::Line { line, .. } if !self.standing[line.get()][slot(p)] => {}
            Adds::Line { line, .. } | Adds::Circuits { line, .. } => {
                self.lines[line.get()][slot(p)].add(effective);
            }
            Adds::Supply { supply, .. } => {
                self.supplies[supply.get()][slot(p)].add(effective);
                self.supplies_served[supply.get()][slot(p)].add(served);
            }
            Adds::Battery { battery, .. } => {
                let mw = &mut self.batteries[battery.get()][slot(p)];
                mw.0.add(effective);
                mw.1.add(served);
            }
        }
    }

    fn expand(&mut self, model: &Model, calendar: &Calendar, decisions: &Decisions, id: ExpansionId, p: i32) {
        let row = &model.expansions[id];
        let (lead, life) = (calendar.whole(row.supply.lead), row.service.life.map(|life| calendar.whole(life)));
        let mut mw = standing(&decisions.expanded[id.get()], lead, life, p);
        for (order, row) in model.orders.iter().filter(|(_, row)| row.of == OrderOf::Expansion(id)) {
            if stands(calendar.period(row.delivered), life, p) {
                mw.add(row.quantity * Decisions::kept(&decisions.dropped_orders[order.get()], p));
            }
        }
        self.expansions[id.get()][slot(p)] = mw;
        self.add(&model.expansions[id].adds, mw.value, mw.value, p);
    }

    fn lease(&mut self, model: &Model, calendar: &Calendar, decisions: &Decisions, id: LeaseId, p: i32) {
        let lease = &model.leases[id];
        let term = Some(calendar.whole(lease.term));
        let mw = standing(&decisions.leased[id.get()], calendar.whole(lease.lead), term, p);
        self.leases[id.get()][slot(p)] = mw;
        self.add(&lease.adds, mw.value, mw.value, p);
    }

    fn own(&mut self, model: &Model, calendar: &Calendar, decisions: &Decisions, p: i32) {
        for (_, fleet) in model.fleet.iter() {
            let owned = &mut self.owned[fleet.site.get()][fleet.chip.get()][slot(p)];
            owned.add(fleet.quantity);
            for (month, gone) in &fleet.retires {
                if calendar.period(*month) <= p {
                    owned.add(-gone);
                }
            }
        }
        for ((chip, site), orders) in &decisions.bought {
            if let Some(supply) = &model.chips[*chip].supply {
                let (lead, life) = (calendar.whole(supply.lead), life_of(model, calendar, *chip));
                self.owned[site.get()][chip.get()][slot(p)].take(standing(orders, lead, life, p));
            }
        }
        for (order, row) in model.orders.iter() {
            let OrderOf::Chips(chip, site) = row.of else { continue };
            if stands(calendar.period(row.delivered), life_of(model, calendar, chip), p) {
                let kept = Decisions::kept(&decisions.dropped_orders[order.get()], p);
                self.owned[site.get()][chip.get()][slot(p)].add(row.quantity * kept);
            }
        }
    }

    /// A site in a period.
    pub(super) fn site(&self, id: SiteId, p: i32) -> &SiteMw {
        &self.sites[id.get()][slot(p)]
    }

    /// Chips owned at a site in a period.
    pub(super) fn owned(&self, site: SiteId, chip: ChipId, p: i32) -> Sum {
        self.owned[site.get()][chip.get()][slot(p)]
    }

    /// MW in effect of a line.
    pub(super) fn line(&self, id: LineId, p: i32) -> Sum {
        self.lines[id.get()][slot(p)]
    }

    /// MW in effect of a supply.
    pub(super) fn supply(&self, id: SupplyId, p: i32) -> Sum {
        self.supplies[id.get()][slot(p)]
    }
}

/// Periods of service of a chip that was ordered.
pub(super) fn life_of(model: &Model, calendar: &Calendar, chip: ChipId) -> Option<i32> {
    model.chips[chip].service.life.map(|life| calendar.whole(life))
}

/// What stands in `p` of orders placed `lead` before.
fn standing(orders: &Timed, lead: i32, life: Option<i32>, p: i32) -> Sum {
    orders.iter().filter(|(ordered, _)| stands(**ordered + lead, life, p)).map(|(_, amount)| *amount).collect()
}
