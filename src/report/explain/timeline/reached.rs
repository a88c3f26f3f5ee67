//! When a site has its first and its full power in a plan, and the chain that decides each date, link by link.

use super::agreed;
use crate::domain::{Adds, AgreementId, Index, ProjectId, SiteId};
use crate::network::chain::Decided;
use crate::network::earliest::{Hold, Until};
use crate::plan::types::{OrderKind, State};
use crate::report::explain::scene::Scene;

/// Megawatts below which two levels are the same.
const SAME_MW: f64 = 1e-6;

/// What a link is about: the place of its row in the model, of orders in the plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Of {
    Project(usize),
    Agreement(usize),
    Order(usize),
}

/// A link of a chain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Link {
    pub(super) of: Of,
    pub(super) name: String,
    /// `begun`, `signed` or `ordered`.
    pub(super) begun: &'static str,
    pub(super) begins: i32,
    pub(super) lead: i32,
    /// `complete`, `in effect`, `energised`, `connects` or `delivered`.
    pub(super) done: &'static str,
    pub(super) until: i32,
    /// What set the date.
    pub(super) why: String,
    /// Whether nothing but the plan set it: it could have been begun earlier.
    pub(super) chosen: bool,
}

/// What decides a date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum By {
    It,
    Connection,
}

/// A date of a site and a chain that decides it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Chain {
    pub(super) site: SiteId,
    /// Whether it is the date of full power; else of the first.
    pub(super) full: bool,
    pub(super) by: By,
    pub(super) links: Vec<Link>,
}

/// How the power of a site grows: IT power in effect that its connection can carry.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Growth {
    pub(super) site: SiteId,
    /// On the first day.
    pub(super) before: f64,
    /// The period of the first megawatt more, and how many MW there are then.
    pub(super) first: (i32, f64),
    /// The first period in which there is as much as ever, and how much.
    pub(super) full: (i32, f64),
}

/// IT power in effect at a site by period, and IT power that its connection can carry.
pub(super) struct Levels {
    pub(super) it: Vec<f64>,
    pub(super) connected: Vec<f64>,
    pub(super) before: [f64; 2],
}

impl Levels {
    pub(super) fn of(scene: &Scene, site: SiteId) -> Self {
        let row = &scene.model.sites[site];
        let name = scene.model.sites.name(site);
        let rows: Vec<_> =
            scene.plan.map_or(&[][..], |plan| &plan.sites).iter().filter(|row| row.site == name).collect();
        // Without a network nothing is said of connections, and they limit nothing.
        let carried = |mw: f64| if row.node.is_some() { mw / row.pue } else { f64::INFINITY };
        Self {
            it: rows.iter().map(|row| row.it_mw).collect(),
            connected: rows.iter().map(|row| carried(row.connection_mw + row.own_supply_mw)).collect(),
            before: [row.liquid_mw + row.air_mw, carried(row.connection_mw)],
        }
    }

    fn usable(&self) -> Vec<f64> {
        self.it.iter().zip(&self.connected).map(|(it, connected)| it.min(*connected)).collect()
    }

    /// What was less than a level before the period in which it was reached.
    fn lacked(&self, n: usize, level: f64) -> Vec<By> {
        let before = |levels: &[f64], day_one: f64| n.checked_sub(1).map_or(day_one, |n| levels[n]);
        let less = |mw: f64| mw < level - SAME_MW;
        let it = less(before(&self.it, self.before[0])).then_some(By::It);
        let connected = less(before(&self.connected, self.before[1])).then_some(By::Connection);
        it.into_iter().chain(connected).collect()
    }
}

/// How the power of a site grows in the plan; `None` where it does not.
pub(super) fn growth(scene: &Scene, site: SiteId) -> Option<Growth> {
    let levels = Levels::of(scene, site);
    let usable = levels.usable();
    let before = levels.before[0].min(levels.before[1]);
    let most = usable.iter().copied().fold(before, f64::max);
    let reach = |mw: f64| usable.iter().position(|level| *level >= mw);
    let first = usable.iter().position(|level| *level > before + SAME_MW)?;
    let full = reach(most - SAME_MW)?;
    let dated = |n: usize| i32::try_from(n).map(|period| (period, usable[n])).ok();
    Some(Growth { site, before, first: dated(first)?, full: dated(full)? })
}

/// The chains that decide when a site has its first and its full power.
pub(super) fn chains(scene: &Scene, growth: &Growth) -> Vec<Chain> {
    let levels = Levels::of(scene, growth.site);
    let mut chains = Vec::new();
    let dates = [(false, growth.first), (true, growth.full)];
    let dates = if growth.first.0 == growth.full.0 { &dates[1..] } else { &dates[..] };
    for &(full, (period, mw)) in dates {
        let mut found = Vec::new();
        for by in levels.lacked(usize::try_from(period).unwrap_or(0), mw) {
            let links = arrivals(scene, growth.site, period, by);
            found.extend(links.into_iter().map(|links| Chain { site: growth.site, full, by, links }));
        }
        // What could have come earlier waits for what could not, and then does not decide.
        if found.iter().any(|chain| !chain.is_chosen()) {
            found.retain(|chain| !chain.is_chosen());
        }
        chains.append(&mut found);
    }
    chains
}

impl Chain {
    /// Whether the chain begins with a date that nothing but the plan set.
    fn is_chosen(&self) -> bool {
        self.links.first().is_some_and(|link| link.chosen)
    }
}

/// What brings IT power or connection to a site in a period, each with the chain that decided its date.
fn arrivals(scene: &Scene, site: SiteId, period: i32, by: By) -> Vec<Vec<Link>> {
    let here = |adds: &Adds| match adds {
        Adds::It { site: at, .. } => by == By::It && *at == site,
        Adds::Connection { site: at, .. } => by == By::Connection && *at == site,
        // What stands behind the meter carries what the connection need not.
        Adds::Supply { supply, .. } => by == By::Connection && scene.model.supplies[*supply].site() == Some(site),
        _ => false,
    };
    let mut chains = Vec::new();
    for (id, project) in scene.model.projects.iter() {
        let copies = scene.given.copies(id);
        let comes = copies.iter().position(|dates| dates.begun && dates.blocked.is_none() && dates.effect == period);
        if let Some(copy) = comes.filter(|_| project.adds.as_ref().is_some_and(here)) {
            chains.push(of_project(scene, id, copy));
        }
    }
    if by == By::Connection {
        let here = scene.model.agreements.iter().filter(|(_, agreement)| agreement.site == site);
        chains.extend(here.flat_map(|(a, _)| of_agreement(scene, a, period)));
    }
    for (n, row) in scene.plan.map_or(&[][..], |plan| &plan.orders).iter().enumerate() {
        let adds = match row.kind {
            OrderKind::Lease => scene.model.leases.find(&row.asset).map(|id| &scene.model.leases[id].adds),
            OrderKind::Expansion => scene.model.expansions.find(&row.asset).map(|id| &scene.model.expansions[id].adds),
            OrderKind::Chip => None,
        };
        let stands = row.cancelled_share < 1.0 - SAME_MW && scene.period(&row.in_service) == period;
        if stands && adds.is_some_and(here) {
            chains.push(vec![of_order(scene, n)]);
        }
    }
    chains
}

fn of_project(scene: &Scene, id: ProjectId, copy: usize) -> Vec<Link> {
    scene.graph.decided(&scene.given, id, copy).iter().map(|decided| link(scene, decided)).collect()
}

fn link(scene: &Scene, decided: &Decided) -> Link {
    let step = &decided.step;
    let dates = &step.dates;
    let waits_for_need = step.until == Until::Effect && dates.dark.is_some();
    let why = match (step.until, dates.dark, dates.held) {
        (Until::Effect, Some(need), _) if dates.complete == dates.effect => {
            format!("complete when {} is in effect, which it needs", scene.name(need.on))
        }
        (Until::Effect, Some(need), _) => scene.waits(&need),
        (_, _, Hold::Planned) => chosen(scene, "begun", decided.possible),
        (_, _, Hold::Today) => "begun today".into(),
        _ => scene.held(step.project, dates),
    };
    let (done, until) = match step.until {
        Until::Effect => ("in effect", dates.effect),
        Until::Complete | Until::Start => ("complete", dates.complete),
    };
    Link {
        of: Of::Project(step.project.get()),
        name: scene.model.projects.name(step.project).to_owned(),
        begun: "begun",
        begins: dates.start,
        lead: scene.graph.timing(step.project).lead,
        done,
        until,
        why,
        chosen: dates.held == Hold::Planned && !waits_for_need,
    }
}

/// A date that nothing but the plan set.
fn chosen(scene: &Scene, begun: &str, possible: i32) -> String {
    format!("so chosen: could be {begun} in {}", scene.label(possible))
}

/// The chains of an agreement's connection, where it rises in a period.
fn of_agreement(scene: &Scene, a: AgreementId, period: i32) -> Vec<Vec<Link>> {
    let agreement = &scene.model.agreements[a];
    let name = scene.model.agreements.name(a);
    let Some(plan) = scene.plan else { return Vec::new() };
    let given = |p: i32| -> f64 {
        let rows = plan.bills.iter().filter(|row| row.agreement == name && scene.period(&row.span) == p);
        rows.map(|row| row.connection_mw + row.supply_mw).sum()
    };
    let row = plan.agreements.iter().rfind(|row| row.agreement == name && scene.period(&row.energised) <= period);
    let Some(row) = row.filter(|_| given(period) > given(period - 1) + SAME_MW) else { return Vec::new() };
    let (signed, energised) = (scene.period(&row.signed), scene.period(&row.energised));
    let lead = scene.calendar.periods(agreement.lead);
    let link = |done: &'static str, until: i32, why: String| Link {
        of: Of::Agreement(a.get()),
        name: name.to_owned(),
        begun: "signed",
        begins: signed,
        lead,
        done,
        until,
        why,
        chosen: row.state == State::Planned && signed > 0 && energised == signed + lead,
    };
    let set = match row.state {
        State::Committed => "signed before".into(),
        _ if energised > signed + lead => format!("not before {} in its queue", scene.label(energised)),
        _ if signed == 0 => "signed today".into(),
        _ => chosen(scene, "signed", 0),
    };
    if period == energised {
        return vec![vec![link("energised", energised, set)]];
    }
    let late = agreement.needs.iter().find(|id| scene.given.full_effect(**id) == Some(period));
    if let Some(&need) = late.filter(|_| agreed::needs_from(scene, a) == Some(period)) {
        let copies = scene.given.copies(need);
        let copy = copies.iter().position(|dates| dates.effect == period).unwrap_or(0);
        let mut links = of_project(scene, need, copy);
        let why =
            format!("energised {}, without connection until {} is in effect", scene.label(energised), scene.name(need));
        links.push(link("connects", period, why));
        return vec![links];
    }
    let year = scene.calendar.contract_year(period - energised);
    let why = format!("energised {}, by its ramp {} MW more in year {year}", scene.label(energised), {
        crate::report::words::megawatts(given(period) - given(period - 1))
    });
    vec![vec![link("connects", period, why)]]
}

fn of_order(scene: &Scene, n: usize) -> Link {
    let row = &scene.plan.expect("orders are of a plan").orders[n];
    let (ordered, in_service) = (scene.period(&row.ordered), scene.period(&row.in_service));
    let why = match row.state {
        State::Committed | State::Cancelled => "ordered before".into(),
        State::Planned if ordered == 0 => "ordered today".into(),
        State::Planned => "so chosen".into(),
    };
    Link {
        of: Of::Order(n),
        name: row.asset.clone(),
        begun: "ordered",
        begins: ordered,
        lead: in_service - ordered,
        done: "in service",
        until: in_service,
        why,
        chosen: row.state == State::Planned && ordered > 0,
    }
}
