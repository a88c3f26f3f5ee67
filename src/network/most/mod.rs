//! The most that can be there in a period, whatever is decided.
//!
//! Everything here is an upper bound of the relaxation as well, in which starts, copies and lots may be fractions. Money, groups, growth and
//! what bends are left out: they only lower what is left, so whatever asks for more than this has no plan.

mod chips;
mod work;

use std::collections::HashMap;

use super::dependencies::Dependencies;
use super::earliest::{Begun, Earliest};
use super::power::agreement_from;
use super::reach::Reach;
use crate::calendar::Calendar;
use crate::domain::{
    Adds, AllotmentId, Battery, ChipId, Cooling, ExpansionId, FleetId, LeaseId, Model, OrderId, OrderOf, Place,
    ProjectId, SiteId, Supply, Window,
};

pub use work::{By, Had};

/// Which megawatts of a place are meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Which {
    /// IT power at a site.
    It,
    /// Of these, liquid-cooled.
    Liquid,
    /// Connection of a site, rating of a line, MW of a supply.
    Power,
}

/// What can be had of a model, looked up often.
pub struct Most<'m> {
    /// The model.
    pub model: &'m Model,
    /// Its calendar.
    pub cal: Calendar,
    /// Who reaches whom.
    pub reach: Reach,
    /// When projects can start and be in effect, if any number may start at once.
    pub earliest: Earliest,
    adders: HashMap<Place, Vec<Adder>>,
    fleet: HashMap<(ChipId, SiteId), Vec<FleetId>>,
    orders: HashMap<(ChipId, SiteId), Vec<OrderId>>,
    /// Allotments of chips that do not bend.
    allotments: Vec<AllotmentId>,
}

#[derive(Clone, Copy)]
enum Adder {
    Project(ProjectId),
    Lease(LeaseId),
    Expansion(ExpansionId),
    Agreement(crate::domain::AgreementId),
}

/// First and last period of an order; none where the first is after the last.
pub(super) fn order_periods(cal: &Calendar, window: Window, lead: i32) -> (i32, i32) {
    let first = window.start.map_or(0, |month| cal.period_of(month)).max(0);
    let last = cal.len() - 1;
    (first, window.complete.map_or(last, |month| (cal.period_of(month) - lead).min(last)))
}

impl<'m> Most<'m> {
    /// Looks everything up once; `None` where projects wait for each other in circles.
    #[must_use]
    pub fn new(model: &'m Model) -> Option<Self> {
        let cal = Calendar::new(model);
        let earliest = Dependencies::new(model, &cal).ok()?.at_once().earliest(&Begun::default(), 0);
        let mut adders: HashMap<Place, Vec<Adder>> = HashMap::new();
        let mut add = |adds: &Adds, adder| adders.entry(adds.place()).or_default().push(adder);
        for (j, project) in model.projects.iter() {
            project.adds.iter().for_each(|adds| add(adds, Adder::Project(j)));
        }
        model.leases.iter().for_each(|(l, lease)| add(&lease.adds, Adder::Lease(l)));
        for (a, agreement) in model.agreements.iter() {
            add(&agreement.adds(), Adder::Agreement(a));
        }
        model.expansions.iter().for_each(|(x, expansion)| add(&expansion.adds, Adder::Expansion(x)));
        let mut fleet: HashMap<_, Vec<FleetId>> = HashMap::new();
        model.fleet.iter().for_each(|(f, row)| fleet.entry((row.chip, row.site)).or_default().push(f));
        let mut orders: HashMap<_, Vec<OrderId>> = HashMap::new();
        for (o, order) in model.orders.iter() {
            if let OrderOf::Chips(k, s) = order.of {
                orders.entry((k, s)).or_default().push(o);
            }
        }
        let of_chips = |of: &crate::domain::AllotmentOf| of.expansions.is_none() && of.leases.is_none();
        let hard = model.allotments.iter().filter(|(_, row)| row.bend.is_none() && of_chips(&row.of));
        let allotments = hard.map(|(a, _)| a).collect();
        Some(Self { model, reach: Reach::new(model), cal, earliest, adders, fleet, orders, allotments })
    }

    /// Megawatts of a place in effect in a period of the horizon.
    #[must_use]
    pub fn megawatts(&self, place: Place, which: Which, p: i32) -> f64 {
        let m = self.model;
        let mut mw = match (place, which) {
            (Place::Site(s), Which::It) => m.sites[s].liquid_mw + m.sites[s].air_mw,
            (Place::Site(s), Which::Liquid) => m.sites[s].liquid_mw,
            (Place::Site(s), Which::Power) => m.sites[s].connection_mw,
            (Place::Line(l), _) if m.lines[l].circuits == 0 => 0.0,
            (Place::Line(l), _) => m.lines[l].rating_mw.unwrap_or(f64::INFINITY),
            (Place::Supply(g), _) => m.supplies[g].power_mw,
            (Place::Battery(y), _) => m.batteries[y].power_mw,
        };
        for adder in self.adders.get(&place).into_iter().flatten() {
            mw += match *adder {
                Adder::Project(j) => self.copies(j, p) * m.projects[j].adds.map_or(0.0, |adds| counted(adds, which)),
                Adder::Lease(l) => {
                    let lease = &m.leases[l];
                    let offered = self.offered(lease.window, self.cal.periods(lease.lead), p);
                    if offered { counted(lease.adds, which) } else { 0.0 }
                }
                // At the end of its ramp, as if all that it needs stood: no less than it can connect.
                Adder::Agreement(a) if which == Which::Power => {
                    let first = agreement_from(m, &self.cal, a);
                    if first.is_some_and(|first| p >= first) { m.agreements[a].given_mw } else { 0.0 }
                }
                Adder::Agreement(_) => 0.0,
                Adder::Expansion(x) => self.expansion(x, which, p),
            };
        }
        mw
    }

    /// Copies of a project that can be in effect in a period.
    #[must_use]
    pub fn copies(&self, j: ProjectId, p: i32) -> f64 {
        let project = &self.model.projects[j];
        let Some(dates) = self.earliest.copies(j).iter().find(|dates| dates.blocked.is_none()) else { return 0.0 };
        if p < dates.effect {
            return 0.0;
        }
        let copies = f64::from(project.copies);
        match project.starts_per_period {
            // Dates before the effect of what it needs still count as starts.
            Some(pace) if project.committed.is_none() => {
                let starts = (p - self.cal.periods(project.lead) - dates.start + 1).max(0);
                copies.min(f64::from(pace) * f64::from(starts))
            }
            _ => copies,
        }
    }

    /// Megawatts on offer never exceed the offer, those ordered before included.
    fn expansion(&self, x: ExpansionId, which: Which, p: i32) -> f64 {
        let expansion = &self.model.expansions[x];
        let of_this = self.model.orders.iter().filter(|(_, order)| order.of == OrderOf::Expansion(x));
        let there = of_this.filter(|(_, order)| self.cal.period_of(order.delivered) <= p);
        let ordered: f64 = there.map(|(_, order)| order.quantity).sum();
        let offered = self.offered(expansion.supply.window, self.cal.periods(expansion.supply.lead), p);
        let most = if offered { expansion.adds.mw() } else { ordered.min(expansion.adds.mw()) };
        if counted(expansion.adds, which) > 0.0 { most } else { 0.0 }
    }

    /// Whether what is ordered in a window can be there in a period.
    fn offered(&self, window: Window, lead: i32, p: i32) -> bool {
        let (first, last) = order_periods(&self.cal, window, lead);
        first <= last && first + lead <= p
    }

    /// IT megawatts of a site that chips can draw in a period: its halls or, where less, what its connection carries and what stands
    /// behind its meter can give in the block in which that is least.
    #[must_use]
    pub fn usable(&self, s: SiteId, which: Which, p: i32) -> f64 {
        let site = &self.model.sites[s];
        let halls = self.megawatts(Place::Site(s), which, p);
        if self.model.nodes.is_empty() || site.bend.is_some() {
            return halls;
        }
        let own = |b| {
            let give =
                |(g, supply): (_, &Supply)| self.megawatts(Place::Supply(g), Which::Power, p) * supply.available(b);
            // What a battery holds is not asked for: it may be full.
            let hold = |(y, battery): (_, &Battery)| {
                let in_day = self.model.blocks[b].part.is_some();
                if in_day { self.megawatts(Place::Battery(y), Which::Power, p) * battery.available(b) } else { 0.0 }
            };
            self.model.behind(s).map(give).sum::<f64>() + self.model.batteries_behind(s).map(hold).sum::<f64>()
        };
        let own = self.model.blocks.ids().map(own).fold(f64::INFINITY, f64::min);
        halls.min((self.megawatts(Place::Site(s), Which::Power, p) + own) / site.pue)
    }
}

/// What an addition gives of the megawatts that are meant.
fn counted(adds: Adds, which: Which) -> f64 {
    match (adds, which) {
        (Adds::It { mw, .. }, Which::It)
        | (Adds::It { mw, cooling: Cooling::Liquid, .. }, Which::Liquid)
        | (
            Adds::Connection { mw, .. }
            | Adds::Line { mw, .. }
            | Adds::Circuits { mw, .. }
            | Adds::Supply { mw, .. }
            | Adds::Battery { mw, .. },
            Which::Power,
        ) => mw,
        _ => 0.0,
    }
}

/// A period as a place in a list.
fn at(p: i32) -> usize {
    usize::try_from(p).unwrap_or(0)
}
