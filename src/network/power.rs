//! From what a site gets its megawatts, and when each can be there at the earliest.

use super::dependencies::Dependencies;
use super::earliest::{Earliest, Step};
use crate::calendar::Calendar;
use crate::domain::{Adds, Cooling, ExpansionId, LeaseId, Model, OrderId, OrderOf, Place, ProjectId, SiteId, SupplyId};

/// Megawatts below which two levels are the same.
const SAME_MW: f64 = 1e-6;

/// Where megawatts come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Source {
    /// A copy of a project.
    Project(ProjectId, usize),
    /// A connection agreement.
    Agreement(crate::domain::AgreementId),
    /// A lease on offer.
    Lease(LeaseId),
    /// Megawatts on offer.
    Expansion(ExpansionId),
    /// Megawatts ordered before.
    Order(OrderId),
}

/// Megawatts that a site can get.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Gain {
    /// In effect from this period at the earliest.
    pub period: i32,
    /// From what.
    pub source: Source,
    /// What it adds.
    pub adds: Adds,
    /// How many MW.
    pub mw: f64,
    /// Whether it is settled before, or begun in the plan.
    pub begun: bool,
}

/// The power of a site at one time.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Level {
    /// IT MW.
    pub it_mw: f64,
    /// Of these, liquid-cooled.
    pub liquid_mw: f64,
    /// Connection MW; `None` in a model without nodes, where connections do not limit.
    pub connection_mw: Option<f64>,
    /// IT MW that can be used: the IT MW or, where less, what the connection carries and what stands behind the meter gives at least.
    pub usable_mw: f64,
}

/// A rise of a site's power.
#[derive(Clone, PartialEq, Debug)]
pub struct Rise {
    /// From when.
    pub period: i32,
    /// The level from then.
    pub level: Level,
    /// What makes it.
    pub gains: Vec<Gain>,
    /// The gain that the rise of usable MW waited for; `None` where they do not rise.
    pub decisive: Option<Gain>,
}

/// How the power of a site can rise.
#[derive(Clone, PartialEq, Debug)]
pub struct Power {
    /// On day one.
    pub day_one: Level,
    /// Rises in order of time, as early as each can be.
    pub rises: Vec<Rise>,
}

impl Level {
    /// Of so many MW, with what stands behind the meter.
    fn new(model: &Model, site: SiteId, air: f64, liquid: f64, connection: f64, own: &[(SupplyId, f64)]) -> Self {
        let connection_mw = (!model.nodes.is_empty()).then_some(connection);
        let it_mw = air + liquid;
        let given = |block| own.iter().map(|(id, mw)| mw * model.supplies[*id].available(block)).sum::<f64>();
        let least = model.blocks.ids().map(given).fold(f64::INFINITY, f64::min);
        let usable_mw = connection_mw.map_or(it_mw, |mw| it_mw.min((mw + least) / model.sites[site].pue));
        Self { it_mw, liquid_mw: liquid, connection_mw, usable_mw }
    }
}

/// Everything that can add megawatts to a site, as early as it can, in order of time. What can never be is left out.
#[must_use]
pub fn gains(model: &Model, calendar: &Calendar, earliest: &Earliest, site: SiteId, today: i32) -> Vec<Gain> {
    let here = |adds: &Adds| match *adds {
        Adds::Supply { supply, .. } => model.supplies[supply].site() == Some(site),
        _ => adds.place() == Place::Site(site),
    };
    let mut gains = Vec::new();
    for (id, project) in model.projects.iter() {
        let Some(adds) = project.adds.filter(here) else {
            continue;
        };
        for (copy, dates) in earliest.copies(id).iter().enumerate().filter(|(_, dates)| dates.blocked.is_none()) {
            let source = Source::Project(id, copy);
            gains.push(Gain { period: dates.effect, source, adds, mw: adds.mw(), begun: dates.begun });
        }
    }
    let offered = |window: crate::domain::Window, lead| {
        let start = window.start.map_or(today, |month| calendar.period_of(month).max(today));
        let from = start + calendar.periods(lead);
        (window.complete.is_none_or(|month| from <= calendar.period_of(month)) && start < calendar.len())
            .then_some(from)
    };
    for (id, lease) in model.leases.iter().filter(|(_, lease)| here(&lease.adds)) {
        if let Some(period) = offered(lease.window, lease.lead) {
            gains.push(Gain { period, source: Source::Lease(id), adds: lease.adds, mw: lease.adds.mw(), begun: false });
        }
    }
    for (id, agreement) in model.agreements.iter().filter(|(_, agreement)| agreement.site == site) {
        let Some(first) = agreement_from(model, calendar, id) else { continue };
        let mut ready = agreement.needs.iter().map(|j| {
            let dates = earliest.copies(*j);
            dates.iter().try_fold(first, |at, copy| copy.blocked.is_none().then_some(at.max(copy.effect)))
        });
        let Some(ready) = ready.try_fold(first, |at, ready| ready.map(|ready| at.max(ready))) else { continue };
        let whole = [(1, 1.0)];
        let steps: &[(u32, f64)] = if agreement.ramp.is_empty() { &whole } else { &agreement.ramp };
        let (mut before, begun) = (0.0, agreement.signed.is_some());
        for (n, (year, share)) in steps.iter().enumerate() {
            let mw = (share - before) * agreement.given_mw;
            before = *share;
            // The first level holds from the first day.
            let years = if n == 0 { 0.0 } else { f64::from(year.saturating_sub(1)) };
            let period = (first + calendar.periods(crate::domain::Duration { months: 12.0 * years })).max(ready);
            let adds = match agreement.adds() {
                Adds::Supply { supply, .. } => Adds::Supply { supply, mw },
                _ => Adds::Connection { site, mw },
            };
            gains.push(Gain { period, source: Source::Agreement(id), adds, mw, begun });
        }
    }
    for (id, expansion) in model.expansions.iter().filter(|(_, expansion)| here(&expansion.adds)) {
        let mut left = expansion.adds.mw();
        for (order, row) in model.orders.iter().filter(|(_, row)| row.of == OrderOf::Expansion(id)) {
            let (source, period) = (Source::Order(order), calendar.period_of(row.delivered));
            gains.push(Gain { period, source, adds: expansion.adds, mw: row.quantity, begun: true });
            left -= row.quantity;
        }
        if let Some(period) = offered(expansion.supply.window, expansion.supply.lead).filter(|_| left > SAME_MW) {
            gains.push(Gain { period, source: Source::Expansion(id), adds: expansion.adds, mw: left, begun: false });
        }
    }
    gains.sort_by_key(|gain| gain.period);
    gains
}

/// The first period in which an agreement can be in force; `None` where its offer ends before the horizon.
#[must_use]
pub fn agreement_from(model: &Model, calendar: &Calendar, id: crate::domain::AgreementId) -> Option<i32> {
    let agreement = &model.agreements[id];
    let over = agreement.sign_by.is_some_and(|month| calendar.period_of(month) < 0);
    let signed = agreement.signed.map(|month| calendar.period_of(month)).or((!over).then_some(0))?;
    let queue = agreement.queue.map_or(i32::MIN, |month| calendar.period_of(month));
    Some((signed + calendar.periods(agreement.lead)).max(queue))
}

impl Power {
    /// How the power of a site can rise, if each thing that adds to it comes as early as it can. Groups that allow only
    /// one of several projects are not considered: the last level is at most what can stand.
    #[must_use]
    pub fn of(model: &Model, site: SiteId, gains: &[Gain]) -> Self {
        let here = &model.sites[site];
        let (mut air, mut liquid, mut connection) = (here.air_mw, here.liquid_mw, here.connection_mw);
        let mut own: Vec<(SupplyId, f64)> = model.behind(site).map(|(id, supply)| (id, supply.power_mw)).collect();
        let day_one = Level::new(model, site, air, liquid, connection, &own);
        let mut rises: Vec<Rise> = Vec::new();
        let mut before = day_one;
        for same in gains.chunk_by(|a, b| a.period == b.period) {
            for gain in same {
                match gain.adds {
                    Adds::It { cooling: Cooling::Liquid, .. } => liquid += gain.mw,
                    Adds::It { .. } => air += gain.mw,
                    Adds::Supply { supply, .. } => own.push((supply, gain.mw)),
                    _ => connection += gain.mw,
                }
            }
            let level = Level::new(model, site, air, liquid, connection, &own);
            let by_connection = before.usable_mw < before.it_mw;
            let decisive = (level.usable_mw > before.usable_mw + SAME_MW).then(|| {
                let limiting = |gain: &&Gain| matches!(gain.adds, Adds::It { .. }) != by_connection;
                *same.iter().find(limiting).unwrap_or(&same[0])
            });
            rises.push(Rise { period: same[0].period, level, gains: same.to_vec(), decisive });
            before = level;
        }
        Self { day_one, rises }
    }

    /// The first time that the site has usable power; `None`: it has on day one, or never.
    #[must_use]
    pub fn first(&self) -> Option<&Rise> {
        if self.day_one.usable_mw > SAME_MW {
            return None;
        }
        self.rises.iter().find(|rise| rise.level.usable_mw > SAME_MW)
    }

    /// The time from which the site has all the usable power that it can have; `None`: from day one.
    #[must_use]
    pub fn full(&self) -> Option<&Rise> {
        self.rises.iter().rfind(|rise| rise.decisive.is_some())
    }

    /// The first time that more than so many MW can be used.
    #[must_use]
    pub fn above(&self, mw: f64) -> Option<&Rise> {
        self.rises.iter().find(|rise| rise.level.usable_mw > mw + SAME_MW && rise.decisive.is_some())
    }

    /// The level that can be reached by a period.
    #[must_use]
    pub fn by(&self, period: i32) -> Level {
        self.rises.iter().take_while(|rise| rise.period <= period).last().map_or(self.day_one, |rise| rise.level)
    }
}

impl Rise {
    /// The chain that holds it, from its root; empty where a purchase decides.
    #[must_use]
    pub fn path(&self, dependencies: &Dependencies, earliest: &Earliest) -> Vec<Step> {
        match self.decisive.map(|gain| gain.source) {
            Some(Source::Project(project, copy)) => dependencies.critical_path(earliest, project, copy),
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Feed;
    use crate::domain::RelationKind::After;
    use crate::network::earliest::Begun;
    use crate::network::testing::{adds_connection, adds_it, calendar, model, node, project, site, supply, wait};

    #[test]
    fn power_rises_with_the_later_of_hall_and_connection() {
        let mut m = model(20);
        let east = node(&mut m, "east-230");
        let campus = site(&mut m, "valley-east", Some(east)); // pue 1.25
        let permit = project(&mut m, "permit", 2);
        let hall = project(&mut m, "hall", 6);
        let station = project(&mut m, "substation", 9);
        m.projects.get_mut(hall).copies = 2;
        adds_it(&mut m, hall, campus, 120.0);
        adds_connection(&mut m, station, campus, 200.0);
        wait(&mut m, station, After, permit, 0, false);
        let calendar = calendar(&m);
        let graph = Dependencies::new(&m, &calendar).expect("no circle");
        let dates = graph.earliest(&Begun::default(), 0);
        let power = Power::of(&m, campus, &gains(&m, &calendar, &dates, campus, 0));
        assert_eq!(power.rises.iter().map(|rise| rise.period).collect::<Vec<_>>(), [6, 11]);
        assert!(power.by(10).usable_mw.abs() < 1e-9, "halls without a connection");
        let first = power.first().expect("it gets power");
        assert_eq!(first.period, 11);
        assert!((first.level.usable_mw - 160.0).abs() < 1e-9, "200 / 1.25, of 240 MW of halls");
        assert_eq!(first.path(&graph, &dates).iter().map(|step| step.project).collect::<Vec<_>>(), [permit, station]);
        assert_eq!(power.full().map(|rise| rise.period), Some(11));
        assert!(power.above(160.0).is_none());
    }

    #[test]
    fn what_stands_behind_the_meter_adds_to_what_the_connection_carries() {
        let mut m = model(20);
        let east = node(&mut m, "east-230");
        let campus = site(&mut m, "valley-east", Some(east)); // pue 1.25
        (m.sites.get_mut(campus).liquid_mw, m.sites.get_mut(campus).connection_mw) = (200.0, 100.0);
        let gas = supply(&mut m, "gas", east, 25.0);
        m.supplies.get_mut(gas).feed = Feed::Meter(campus);
        let more = project(&mut m, "more-gas", 4);
        m.projects.get_mut(more).adds = Some(Adds::Supply { supply: gas, mw: 25.0 });
        let calendar = calendar(&m);
        let graph = Dependencies::new(&m, &calendar).expect("no circle");
        let dates = graph.earliest(&Begun::default(), 0);
        let power = Power::of(&m, campus, &gains(&m, &calendar, &dates, campus, 0));
        assert!((power.day_one.usable_mw - 100.0).abs() < 1e-9, "(100 + 25) / 1.25");
        assert_eq!(power.rises.iter().map(|rise| rise.period).collect::<Vec<_>>(), [4]);
        assert!((power.by(4).usable_mw - 120.0).abs() < 1e-9, "(100 + 50) / 1.25");
    }
}
