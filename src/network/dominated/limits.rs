//! What a model counts, as far as it can tell two options apart: the spans over which money is limited, and what policies measure.

use super::cost::Cost;
use crate::calendar::Calendar;
use crate::domain::{
    Allotment, Attributes, Budget, ChipId, Filter, FlowLaw, Measure, MeasureKind, MinOutput, Model, MoneyPath, Months,
    Output, Over, Per, Policy, SiteId, Supply,
};

/// A row that counts money.
#[derive(Debug)]
pub(super) struct MoneyRow<'m> {
    /// Which money, and over which time.
    over: Span,
    counts: Counted<'m>,
    /// Whether it limits from above.
    pub(super) most: bool,
    /// Whether it limits from below.
    pub(super) least: bool,
}

#[derive(Clone, Copy, Debug)]
enum Span {
    Months(Months),
    Period(i32),
    /// From the base date to the end of a period.
    Until(i32),
}

#[derive(Clone, Copy, Debug)]
enum Counted<'m> {
    Budget(&'m Budget),
    /// Capital that passes a filter, less a share of capital that passes another.
    Spend(&'m Filter, Option<(&'m Filter, f64)>),
    /// All payments.
    Flow,
}

/// What a model counts.
#[derive(Debug)]
pub(super) struct Limits<'m> {
    pub(super) model: &'m Model,
    pub(super) cal: Calendar,
    pub(super) money: Vec<MoneyRow<'m>>,
    /// Whether floors on cash see what is written off.
    pub(super) taxed: bool,
    /// Whether a plan could be worse for more megawatts in effect.
    pub(super) more_can_hurt: bool,
    /// Whether drawing less power than before is possible in every plan, and worth no less.
    pub(super) less_power: bool,
    /// A policy that compares measures of different kinds; what it says of options is not looked into.
    mixed: bool,
}

impl MoneyRow<'_> {
    /// What the row has of a cost.
    pub(super) fn counted(&self, limits: &Limits, cost: &Cost, of: &Attributes) -> f64 {
        let within = |t: i32| match self.over {
            Span::Months(months) => limits.cal.contains(months, t),
            Span::Period(p) => t == p,
            Span::Until(p) => t <= p,
        };
        let sum = |capital: Option<bool>| -> f64 {
            let those = cost.payments.iter().filter(|paid| within(paid.t) && capital.is_none_or(|c| c == paid.capital));
            those.map(|paid| paid.amount).sum()
        };
        match self.counts {
            Counted::Budget(budget) if of.pass(&budget.filter) => {
                let capital = if budget.counts.capital { sum(Some(true)) } else { 0.0 };
                capital + if budget.counts.opex { sum(Some(false)) } else { 0.0 }
            }
            Counted::Budget(_) => 0.0,
            Counted::Spend(filter, share) => {
                let left = if of.pass(filter) { sum(Some(true)) } else { 0.0 };
                let right =
                    share.filter(|(filter, _)| of.pass(filter)).map_or(0.0, |(_, share)| share * sum(Some(true)));
                left - right
            }
            Counted::Flow => sum(None),
        }
    }

    /// Whether it counts any money with these attributes.
    pub(super) fn takes(&self, of: &Attributes) -> bool {
        match self.counts {
            Counted::Budget(budget) => of.pass(&budget.filter),
            Counted::Spend(filter, share) => of.pass(filter) || share.is_some_and(|(filter, _)| of.pass(filter)),
            Counted::Flow => true,
        }
    }
}

impl<'m> Limits<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        let cal = Calendar::new(model);
        let mut money = Vec::new();
        for (_, budget) in model.budgets.iter() {
            let (most, least) = (budget.at_most.is_some(), budget.at_least.is_some());
            money.push(MoneyRow { over: Span::Months(budget.periods), counts: Counted::Budget(budget), most, least });
        }
        for (_, patience) in model.patience.iter() {
            for p in cal.within(patience.periods) {
                let over = if patience.per == Per::Period { Span::Period(p) } else { Span::Until(p) };
                money.push(MoneyRow { over, counts: Counted::Flow, most: true, least: false });
            }
        }
        let mut mixed = false;
        for (_, policy) in model.policies.iter() {
            let kinds = [Some(&policy.measure), policy.of.as_ref()];
            let spends = kinds.iter().flatten().filter(|measure| measure.kind == MeasureKind::Spend).count();
            if spends == kinds.iter().flatten().count() {
                spent(&cal, policy, &mut money);
            } else {
                mixed |= spends > 0;
            }
        }
        let taxed = model.tax_rate.is_some() && !model.patience.is_empty();
        let (more_can_hurt, less_power) = (effects_can_hurt(model), less_power_is_no_worse(model, &cal));
        Self { model, cal, money, taxed, more_can_hurt, less_power, mixed }
    }

    /// Whether no policy compares money with something else.
    pub(super) const fn are_plain(&self) -> bool {
        !self.mixed
    }

    /// The policies that measure chips ordered, owned or at work.
    fn of_chips(&self, kinds: &'static [MeasureKind]) -> impl Iterator<Item = (&'m Policy, &'m Measure)> {
        let sides = self.model.policies.iter().flat_map(|(_, policy)| {
            [Some(&policy.measure), policy.of.as_ref()].into_iter().flatten().map(move |measure| (policy, measure))
        });
        sides.filter(move |(_, measure)| kinds.contains(&measure.kind))
    }

    /// Whether all policies that measure chips take both kinds of a site, or neither.
    pub(super) fn measure_alike(&self, one: ChipId, other: ChipId, site: SiteId) -> bool {
        self.of_chips(&[MeasureKind::Orders, MeasureKind::Owned, MeasureKind::ChipWork])
            .all(|(_, of)| self.takes(&of.filter, one, site) == self.takes(&of.filter, other, site))
    }

    /// Whether policies count chips of a kind that are ordered or owned.
    pub(super) fn measures(&self, chip: ChipId, site: SiteId) -> bool {
        self.of_chips(&[MeasureKind::Orders, MeasureKind::Owned]).any(|(_, of)| self.takes(&of.filter, chip, site))
    }

    /// Whether policies ask for chips of a kind to be ordered or owned, or compare them with something.
    pub(super) fn asks_for(&self, chip: ChipId, site: SiteId) -> bool {
        self.of_chips(&[MeasureKind::Orders, MeasureKind::Owned]).any(|(policy, of)| {
            (policy.bounds.at_least.is_some() || policy.of.is_some()) && self.takes(&of.filter, chip, site)
        })
    }

    fn takes(&self, filter: &Filter, k: ChipId, s: SiteId) -> bool {
        let (chip, site) = (&self.model.chips[k], &self.model.sites[s]);
        filter.chip.as_ref().is_none_or(|list| list.contains(&k))
            && filter.vendor.as_ref().is_none_or(|list| chip.vendor.as_ref().is_some_and(|v| list.contains(v)))
            && filter.tag.as_ref().is_none_or(|list| chip.tags.iter().any(|tag| list.contains(tag)))
            && filter.site.as_ref().is_none_or(|list| list.contains(&s))
            && filter.region.as_ref().is_none_or(|list| list.contains(&site.region))
    }

    /// The allotments that count chips of a kind for a site.
    pub(super) fn allotments(&self, k: ChipId, s: SiteId) -> impl Iterator<Item = &'m Allotment> {
        let vendor = self.model.chips[k].vendor.as_ref();
        self.model.allotments.iter().map(|(_, allotment)| allotment).filter(move |allotment| {
            let of = &allotment.of;
            of.expansions.is_none()
                && of.leases.is_none()
                && of.chips.as_ref().is_none_or(|list| list.contains(&k))
                && of.vendors.as_ref().is_none_or(|list| vendor.is_some_and(|vendor| list.contains(vendor)))
                && of.sites.as_ref().is_none_or(|list| list.contains(&s))
        })
    }
}

/// The rows of a policy on spending; a share of other spending is a limit on their difference.
fn spent<'m>(cal: &Calendar, policy: &'m Policy, money: &mut Vec<MoneyRow<'m>>) {
    let periods = cal.within(policy.periods);
    let rows: Vec<(Span, i32)> = match policy.over {
        Over::Each => periods.map(|p| (Span::Period(p), p)).collect(),
        Over::Sum if periods.is_empty() => Vec::new(),
        Over::Sum => {
            let months = Months { after_horizon: false, ..policy.periods };
            vec![(Span::Months(months), periods.start)]
        }
    };
    let sides = [(&policy.bounds.at_most, true), (&policy.bounds.at_least, false)];
    for (bound, most) in sides.into_iter().filter_map(|(bound, most)| bound.as_ref().map(|bound| (bound, most))) {
        for (over, read_in) in &rows {
            let share = policy.of.as_ref().map(|of| (&of.filter, cal.value(bound, *read_in)));
            let counts = Counted::Spend(&policy.measure.filter, share);
            money.push(MoneyRow { over: *over, counts, most, least: !most });
        }
    }
}

/// Whether a plan could gain by less effect than its projects have: a policy that caps a level, least output that grows with
/// them, or circuits that obey angles.
#[must_use]
pub fn effects_can_hurt(model: &Model) -> bool {
    use crate::domain::Adds;
    let level = |kind: MeasureKind| {
        matches!(
            kind,
            MeasureKind::ItMw
                | MeasureKind::LiquidMw
                | MeasureKind::ConnectionMw
                | MeasureKind::SupplyMw
                | MeasureKind::LineMw
        )
    };
    let capped = model.policies.iter().any(|(_, policy)| {
        (level(policy.measure.kind) && policy.bounds.at_most.is_some())
            || policy.of.as_ref().is_some_and(|of| level(of.kind))
    });
    let forced = model.supplies.iter().any(|(_, g)| is_forced(g));
    // A circuit of little reactance draws power away from the rest.
    let turns = model.flow == FlowLaw::Dc
        && model.projects.iter().any(|(_, project)| matches!(project.adds, Some(Adds::Circuits { .. })));
    capped || forced || turns
}

/// Whether a supply gives what it has in service, wanted or not.
fn is_forced(supply: &Supply) -> bool {
    supply.output == Output::AsProduced || matches!(supply.min_output, MinOutput::Share(share) if share > 0.0)
}

/// Whether a site may draw less than in a plan, all else as it is, and the plan is no worse: nothing must be burned, energy
/// always costs money, no floor counts it, and what is not drawn can be taken back along the way that it came.
fn less_power_is_no_worse(model: &Model, cal: &Calendar) -> bool {
    let power = |kind: MeasureKind| {
        matches!(
            kind,
            MeasureKind::Energy
                | MeasureKind::CarbonFree
                | MeasureKind::Carbon
                | MeasureKind::Water
                | MeasureKind::Spend
        )
    };
    let floors = model.policies.iter().any(|(_, policy)| {
        (power(policy.measure.kind) && (policy.bounds.at_least.is_some() || policy.of.is_some()))
            || policy.of.as_ref().is_some_and(|of| power(of.kind))
    });
    let floors = floors || model.budgets.iter().any(|(_, budget)| budget.at_least.is_some());
    let costs = |price: Option<&MoneyPath>| price.is_none_or(|price| cal.horizon().all(|p| cal.price(price, p) >= 0.0));
    let given = |supply: &Supply| {
        let least = match supply.min_output {
            MinOutput::Megawatts(mw) => mw,
            MinOutput::Share(share) => share,
        };
        supply.output == Output::Dispatched
            && least <= 0.0
            && supply.carbon_t >= 0.0
            && costs(supply.price.as_ref())
            && costs(supply.billing.demand.as_ref())
    };
    let network = model.nodes.is_empty()
        || (model.flow == FlowLaw::Transport
            && model.losses.is_none()
            && model.batteries.is_empty()
            && costs(model.carbon_price.as_ref())
            && model.supplies.iter().all(|(_, supply)| given(supply))
            && model.nodes.iter().all(|(_, node)| cal.horizon().all(|p| cal.value(&node.other_load, p) >= 0.0))
            && model.agreements.iter().all(|(_, agreement)| {
                let called = agreement.curtail.as_ref().map(|curtail| &curtail.price);
                costs(agreement.energy.as_ref()) && costs(agreement.demand.as_ref()) && costs(called)
            }));
    !floors && network
}
