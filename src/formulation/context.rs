//! What the blocks look things up in: the model, its calendar and the index sets that follow from them.

use super::circuits::Apart;
use super::stocks::{purchases, stocks};
use crate::calendar::Calendar;
use crate::domain::{
    Adds, AgreementId, BatteryId, ChipId, Cooling, ExpansionId, Index, LeaseId, LineId, Model, OrderId, OrderOf, Place,
    ProjectId, RegionId, SegmentId, ServiceLife, SiteId, SupplyId, Supplying, WorkloadId,
};
use crate::network::dominated::{Dominated, effects_can_hurt};
use crate::network::outages::Outages;
use crate::network::reach::Reach;
use std::collections::BTreeMap;

/// A class: segments with the same workload and the same eligible chips.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// The workload.
    pub workload: WorkloadId,
    /// Eligible chips in chip order.
    pub chips: Vec<ChipId>,
    /// The segments.
    pub segments: Vec<SegmentId>,
}

/// What a purchase is of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Bought {
    /// Chips for a site.
    Chip(ChipId, SiteId),
    /// Megawatts of an expansion.
    Expansion(ExpansionId),
    /// Megawatts of a lease.
    Lease(LeaseId),
}

/// Something that may be ordered, in every period of its window.
#[derive(Clone, Debug)]
pub struct Purchase {
    /// What.
    pub of: Bought,
    /// Periods from order to service.
    pub lead: i32,
    /// Periods in service; `None` stands for ever (a lease: its term).
    pub life: Option<i32>,
    /// Order periods, first..end.
    pub first: i32,
    /// One after the last order period.
    pub end: i32,
    /// Internal units (thousand chips, MW) a lot.
    pub lot: Option<f64>,
    /// Whether a fixed cost is paid in a period with an order.
    pub fixed_cost: bool,
    /// Internal units that no order exceeds (used only with a fixed cost).
    pub most: f64,
}

/// A commitment that may be cancelled: the address of its decision.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum CommitmentOf {
    /// A committed project.
    Project(ProjectId),
    /// An order already placed.
    Order(OrderId),
}

/// A commitment with its cancelling periods.
#[derive(Clone, Debug)]
pub struct Commitment {
    /// Which.
    pub of: CommitmentOf,
    /// Last period in which cancelling is allowed (0.. none when negative).
    pub until: i32,
    /// Whether a share may be cancelled.
    pub part: bool,
}

/// The model and everything looked up often.
#[derive(Debug)]
pub struct Context<'m> {
    /// The model.
    pub model: &'m Model,
    /// Its calendar.
    pub cal: Calendar,
    /// Who reaches whom.
    pub reach: Reach,
    /// Options that are never worth taking: no column is made for them.
    pub dominated: Dominated,
    /// Classes in order of their first segment.
    pub classes: Vec<Class>,
    /// The class of each segment.
    pub class_of: Vec<usize>,
    /// Everything that may be ordered.
    pub purchases: Vec<Purchase>,
    /// Commitments that can be cancelled.
    pub commitments: Vec<Commitment>,
    /// Pairs (site, chip) where chips are or may be owned, in order, with their purchase, fleet and orders.
    pub stocks: Vec<Stock>,
    /// Stocks by site.
    pub stocks_at: Vec<Vec<usize>>,
    /// work[w] is divided by this power of ten.
    pub work_scale: Vec<f64>,
    /// Sites that can serve each segment with at least one chip, in order.
    pub sites_of: Vec<Vec<SiteId>>,
    /// What adds to each site, line and supply.
    pub adders: BTreeMap<PlaceKey, Vec<Adder>>,
    /// What lines take over from one another.
    pub outages: Outages,
    /// How far the ends of lines that projects bring can be apart, in radians.
    pub apart: Apart,
    /// Tests set it: a project's effect may not stay below what its needs allow.
    pub effects_can_hurt: bool,
}

/// Chips of a kind at a site.
#[derive(Clone, Debug)]
pub struct Stock {
    /// Where.
    pub site: SiteId,
    /// Which.
    pub chip: ChipId,
    /// Its purchase, if it may be bought.
    pub purchase: Option<usize>,
    /// Committed orders.
    pub orders: Vec<OrderId>,
    /// Thousand chips of the existing fleet by period of the horizon.
    pub existing: Vec<f64>,
}

/// A place as a map key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum PlaceKey {
    /// A site.
    Site(SiteId),
    /// A line.
    Line(LineId),
    /// A supply.
    Supply(SupplyId),
    /// A battery.
    Battery(BatteryId),
}

impl From<Place> for PlaceKey {
    fn from(place: Place) -> Self {
        match place {
            Place::Site(s) => Self::Site(s),
            Place::Line(l) => Self::Line(l),
            Place::Supply(g) => Self::Supply(g),
            Place::Battery(y) => Self::Battery(y),
        }
    }
}

/// Something that adds megawatts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Adder {
    /// A project.
    Project(ProjectId),
    /// A purchase (index in [`Context::purchases`]).
    Purchase(usize),
    /// A committed order of an expansion.
    Order(OrderId),
    /// A connection agreement.
    Agreement(AgreementId),
}

impl<'m> Context<'m> {
    /// Looks everything up once.
    #[must_use]
    pub fn new(model: &'m Model) -> Self {
        let reach = Reach::new(model);
        let dominated = Dominated::new(model, &reach);
        Self::without(model, reach, dominated)
    }

    /// The same with all options, also those that are never worth taking.
    #[must_use]
    pub fn entire(model: &'m Model) -> Self {
        Self::without(model, Reach::new(model), Dominated::default())
    }

    fn without(model: &'m Model, reach: Reach, dominated: Dominated) -> Self {
        let cal = Calendar::new(model);
        let (classes, class_of) = classes(model);
        let work_scale = super::scale::work_scales(model);
        let commitments = commitments(model, &cal);
        let sites_of = sites_of(model, &reach);
        let purchases = purchases(model, &cal, &dominated);
        let (stocks, stocks_at) = stocks(model, &cal, &purchases);
        let adders = adders(model, &purchases);
        let effects_can_hurt = effects_can_hurt(model);
        let mut ctx = Self {
            model,
            cal,
            reach,
            dominated,
            classes,
            class_of,
            purchases,
            commitments,
            stocks,
            stocks_at,
            work_scale,
            sites_of,
            adders,
            outages: Outages::default(),
            apart: Apart::new(),
            effects_can_hurt,
        };
        ctx.apart = ctx.spread();
        if ctx.is_secure() {
            ctx.outages = Outages::new(model, &ctx.cal);
        }
        ctx
    }

    /// Periods 0..P.
    #[must_use]
    pub fn periods(&self) -> std::ops::Range<i32> {
        self.cal.horizon()
    }

    /// The last period.
    #[must_use]
    pub fn last(&self) -> i32 {
        self.cal.len() - 1
    }

    /// Start periods of an open project, first..end; empty for a committed one, a window without room or one that is never worth a start.
    #[must_use]
    pub fn starts(&self, j: ProjectId) -> std::ops::Range<i32> {
        let project = &self.model.projects[j];
        if project.committed.is_some() || self.dominated.projects.contains_key(&j) {
            return 0..0;
        }
        let first = project.window.start.map_or(0, |month| self.cal.period_of(month)).max(0);
        let last = project
            .window
            .complete
            .map_or(self.last(), |month| (self.cal.period_of(month) - self.cal.periods(project.lead)).min(self.last()));
        first..(last + 1).max(first)
    }

    /// The start period of a committed project.
    #[must_use]
    pub fn committed_start(&self, j: ProjectId) -> Option<i32> {
        self.model.projects[j].committed.as_ref().map(|c| self.cal.period_of(c.start))
    }

    /// The work of a unit as used inside: scaled by a power of ten.
    #[must_use]
    pub fn scaled_work(&self, w: WorkloadId, work: f64) -> f64 {
        work / self.work_scale[w.get()]
    }

    /// Demand of a segment in a period, in scaled work.
    #[must_use]
    pub fn demand(&self, q: SegmentId, p: i32) -> f64 {
        let segment = &self.model.segments[q];
        self.scaled_work(segment.workload, self.cal.value(&segment.demand, p))
    }

    /// Scaled work of a thousand chips for a workload, utilisation included; zero without a throughput.
    #[must_use]
    pub fn work_of(&self, k: ChipId, w: WorkloadId) -> f64 {
        let utilisation = self.model.workloads[w].utilisation;
        self.model.chips[k].throughput.iter().find(|t| t.workload == w).map_or(0.0, |t| {
            let share = if t.effective { 1.0 } else { utilisation };
            self.scaled_work(w, t.work * super::scale::CHIPS * share)
        })
    }

    /// The delivery period of a committed order.
    #[must_use]
    pub fn delivered(&self, o: OrderId) -> i32 {
        self.cal.period_of(self.model.orders[o].delivered)
    }

    /// The order period of a committed order.
    #[must_use]
    pub fn ordered(&self, o: OrderId) -> i32 {
        self.cal.period_of(self.model.orders[o].ordered)
    }

    /// The terms of buying what an order is for.
    #[must_use]
    pub fn terms(&self, of: OrderOf) -> Option<&Supplying> {
        match of {
            OrderOf::Chips(k, _) => self.model.chips[k].supply.as_ref(),
            OrderOf::Expansion(x) => Some(&self.model.expansions[x].supply),
        }
    }

    /// How long what an order is for serves.
    #[must_use]
    pub fn service(&self, of: OrderOf) -> ServiceLife {
        match of {
            OrderOf::Chips(k, _) => self.model.chips[k].service,
            OrderOf::Expansion(x) => self.model.expansions[x].service,
        }
    }

    /// Life in periods of what an order is for.
    #[must_use]
    pub fn order_life(&self, o: OrderId) -> Option<i32> {
        self.service(self.model.orders[o].of).life.map(|life| self.cal.periods(life))
    }

    /// The commitment of a project or order, if it can be cancelled.
    #[must_use]
    pub fn cancellable(&self, of: CommitmentOf) -> Option<usize> {
        self.commitments.iter().position(|c| c.of == of)
    }

    /// Whether the model has a power network.
    #[must_use]
    pub fn has_power(&self) -> bool {
        !self.model.nodes.is_empty()
    }

    /// The region where a supply's money counts.
    #[must_use]
    pub fn region_of_supply(&self, g: SupplyId) -> Option<RegionId> {
        self.model.region_of(self.model.supplies[g].feed)
    }
}

fn classes(model: &Model) -> (Vec<Class>, Vec<usize>) {
    let mut classes: Vec<Class> = Vec::new();
    let mut class_of = Vec::new();
    for (q, segment) in model.segments.iter() {
        let found = classes.iter().position(|c| c.workload == segment.workload && c.chips == segment.chips);
        let c = found.unwrap_or_else(|| {
            classes.push(Class { workload: segment.workload, chips: segment.chips.clone(), segments: Vec::new() });
            classes.len() - 1
        });
        classes[c].segments.push(q);
        class_of.push(c);
    }
    (classes, class_of)
}

fn commitments(model: &Model, cal: &Calendar) -> Vec<Commitment> {
    let mut list = Vec::new();
    for (j, project) in model.projects.iter() {
        let Some(committed) = &project.committed else { continue };
        let Some(cancel) = &committed.cancel else { continue };
        let complete = cal.period_of(committed.start) + cal.periods(project.lead);
        let until = cal.period_of(cancel.until).min(complete - 1).min(cal.len() - 1);
        list.push(Commitment { of: CommitmentOf::Project(j), until, part: cancel.part });
    }
    for (o, order) in model.orders.iter() {
        let Some(cancel) = &order.cancel else { continue };
        let until = cal.period_of(cancel.until).min(cal.period_of(order.delivered) - 1).min(cal.len() - 1);
        list.push(Commitment { of: CommitmentOf::Order(o), until, part: cancel.part });
    }
    list.retain(|c| c.until >= 0);
    list
}

/// Sites that a segment's reach admits and where at least one of its chips is or may be.
fn sites_of(model: &Model, reach: &Reach) -> Vec<Vec<SiteId>> {
    let can_be_at = |k: ChipId, s: SiteId| {
        let chip = &model.chips[k];
        let bought = chip.supply.is_some() && chip.sites.as_ref().is_none_or(|sites| sites.contains(&s));
        bought
            || model.fleet.iter().any(|(_, f)| f.chip == k && f.site == s)
            || model.orders.iter().any(|(_, o)| o.of == OrderOf::Chips(k, s))
    };
    let usable =
        |q: SegmentId, s: SiteId| reach.admits(q, s) && model.segments[q].chips.iter().any(|k| can_be_at(*k, s));
    model.segments.ids().map(|q| model.sites.ids().filter(|s| usable(q, *s)).collect()).collect()
}

fn adders(model: &Model, purchases: &[Purchase]) -> BTreeMap<PlaceKey, Vec<Adder>> {
    let mut map: BTreeMap<PlaceKey, Vec<Adder>> = BTreeMap::new();
    let mut add = |adds: &Adds, adder| map.entry(adds.place().into()).or_default().push(adder);
    for (j, project) in model.projects.iter() {
        if let Some(adds) = &project.adds {
            add(adds, Adder::Project(j));
        }
    }
    for (i, purchase) in purchases.iter().enumerate() {
        match purchase.of {
            Bought::Chip(..) => {}
            Bought::Expansion(x) => add(&model.expansions[x].adds, Adder::Purchase(i)),
            Bought::Lease(l) => add(&model.leases[l].adds, Adder::Purchase(i)),
        }
    }
    for (o, order) in model.orders.iter() {
        if let OrderOf::Expansion(x) = order.of {
            add(&model.expansions[x].adds, Adder::Order(o));
        }
    }
    for (a, agreement) in model.agreements.iter() {
        add(&agreement.adds(), Adder::Agreement(a));
    }
    map
}

/// MW that an addition gives to a cooling kind, or to the whole.
#[must_use]
pub fn it_mw(adds: &Adds, liquid_only: bool) -> f64 {
    match adds {
        Adds::It { mw, cooling, .. } if !liquid_only || *cooling == Cooling::Liquid => *mw,
        _ => 0.0,
    }
}
