//! What the input says of a row, as pairs of a key and a value for reading.

use super::scene::{Scene, listed};
use crate::domain::{
    ChipId, Cooling, ExpansionId, Fee, FleetId, Index, LeaseId, MoneyPath, OrderId, OrderOf, Path, PathEnd, PathId,
    Placement, SegmentId, SegmentKind, ServiceLife, Supplying, Table, Tier, WorkloadId,
};
use crate::report::words::{count, megawatts, money, percent, rounded_count};

/// Pairs in the order of reading.
pub(super) type Facts = Vec<(&'static str, String)>;

pub(super) const fn tier(tier: Tier) -> &'static str {
    match tier {
        Tier::Wish => "wish",
        Tier::Policy => "policy",
        Tier::Contract => "contract",
        Tier::Physics => "physics",
    }
}

/// A number at the first and the last period of the horizon.
pub(super) fn over(scene: &Scene, path: &Path, scale: f64, write: impl Fn(f64) -> String) -> String {
    let last = scene.horizon().end - 1;
    let (a, b) = (scene.calendar.value(path, 0) * scale, scene.calendar.value(path, last) * scale);
    let (first, then) = (write(a), write(b));
    if first == then { first } else { format!("{first} in {}, {then} in {}", scene.label(0), scene.label(last)) }
}

pub(super) fn price(scene: &Scene, price: &MoneyPath, per: &str) -> String {
    let last = scene.horizon().end - 1;
    let (first, then) = (money(scene.calendar.price(price, 0)), money(scene.calendar.price(price, last)));
    if first == then {
        format!("{first}{per}")
    } else {
        format!("{first}{per} in {}, {then} in {}", scene.label(0), scene.label(last))
    }
}

pub(super) fn names<I: Index, T>(table: &Table<I, T>, ids: &[I]) -> String {
    listed(&ids.iter().map(|id| table.name(*id).to_owned()).collect::<Vec<_>>())
}

fn life(scene: &Scene, of: &ServiceLife, facts: &mut Facts) {
    facts.extend(of.life.map(|life| ("life", scene.long(scene.calendar.periods(life)))));
}

fn terms(scene: &Scene, of: &Supplying, per: &str, facts: &mut Facts) {
    facts.push(("price", price(scene, &of.price, per)));
    let lead = scene.calendar.periods(of.lead);
    let from = of.window.start.map_or(0, |month| scene.calendar.period_of(month).max(0));
    facts.push((
        "lead",
        format!("{}: ordered {}, in service {}", scene.long(lead), scene.label(from), scene.label(from + lead)),
    ));
    let shares = [
        (of.payments.start, "at the order"),
        (of.payments.spread, "spread over the lead"),
        (of.payments.completion, "at delivery"),
    ];
    let shares: Vec<String> = shares
        .iter()
        .filter(|(share, _)| *share > 0.0)
        .map(|(share, when)| format!("{} {when}", percent(*share)))
        .collect();
    facts.push(("pays", listed(&shares)));
    facts.extend(of.lot.map(|lot| ("lots of", count(lot))));
    facts.extend(of.order_cost.map(|cost| ("order cost", money(scene.calendar.paid(cost, 0)))));
    facts.extend(of.window.complete.map(|month| ("in service by", scene.label(scene.calendar.period_of(month)))));
}

pub(super) fn chip(scene: &Scene, id: ChipId) -> Facts {
    let (model, row) = (scene.model, &scene.model.chips[id]);
    let mut facts: Facts = Vec::new();
    facts.extend(row.vendor.clone().map(|vendor| ("vendor", vendor)));
    let cooling = if row.cooling == Cooling::Liquid { "liquid" } else { "air" };
    facts.push(("power", format!("{} kW at the rack, cooled by {cooling}", count(row.kw))));
    let does = row.throughput.iter().map(|t| {
        format!("{} {} of {}", count(t.work), model.workloads[t.workload].unit, model.workloads.name(t.workload))
    });
    facts.push(("does", listed(&does.collect::<Vec<_>>())));
    match &row.supply {
        Some(supply) => terms(scene, supply, " a chip", &mut facts),
        None => facts.push(("price", "none: it cannot be bought".into())),
    }
    life(scene, &row.service, &mut facts);
    let years = scene.calendar.years();
    facts.extend(
        row.allotment
            .as_ref()
            .map(|path| ("allotment", format!("{} chips a period", over(scene, path, years, rounded_count)))),
    );
    facts.extend(row.sites.as_ref().map(|sites| ("sites", names(&model.sites, sites))));
    let accepted: Vec<SegmentId> =
        model.segments.iter().filter(|(_, segment)| segment.chips.contains(&id)).map(|(id, _)| id).collect();
    facts.push((
        "accepted by",
        if accepted.is_empty() { "no segment".into() } else { names(&model.segments, &accepted) },
    ));
    facts
}

pub(super) fn segment(scene: &Scene, id: SegmentId) -> Facts {
    let (model, row) = (scene.model, &scene.model.segments[id]);
    let mut facts: Facts = Vec::new();
    facts.extend(row.customer.clone().map(|customer| ("customer", customer)));
    let kind = match row.kind {
        SegmentKind::Firm => "firm: must be served",
        SegmentKind::Contracted => "contracted: what is unmet pays a penalty",
        SegmentKind::Market => "market: may be declined",
    };
    facts.push(("kind", kind.into()));
    let unit = &model.workloads[row.workload].unit;
    facts.push((
        "asks for",
        format!(
            "{} {unit} of {} in {}",
            over(scene, &row.demand, 1.0, rounded_count),
            model.workloads.name(row.workload),
            model.regions.name(row.region)
        ),
    ));
    facts.extend(row.price.as_ref().map(|path| ("price", price(scene, path, &format!(" a {unit} and year")))));
    facts
        .extend(row.penalty.as_ref().map(|path| ("penalty", price(scene, path, &format!(" a {unit} and year unmet")))));
    facts.extend(row.defer.as_ref().map(|defer| {
        let waits = price(scene, &defer.penalty, &format!(" a {unit} and year that it waits"));
        ("may wait", format!("{} of a period's demand, for {waits}", percent(defer.up_to)))
    }));
    facts.push(("accepts", if row.chips.is_empty() { "no chip".into() } else { names(&model.chips, &row.chips) }));
    let sites: Vec<_> = model.sites.ids().filter(|site| scene.reach.admits(id, *site)).collect();
    facts.push(("reached by", if sites.is_empty() { "no site".into() } else { names(&model.sites, &sites) }));
    if row.headroom > 0.0 {
        facts.push(("headroom", percent(row.headroom)));
    }
    if row.placement == Placement::OneSite {
        facts.push(("placement", "at one site for the whole horizon".into()));
    }
    facts
}

pub(super) fn order(scene: &Scene, id: OrderId) -> Facts {
    let (model, row) = (scene.model, &scene.model.orders[id]);
    let what = match row.of {
        OrderOf::Chips(chip, site) => {
            format!("{} {} for {}", rounded_count(row.quantity), model.chips.name(chip), model.sites.name(site))
        }
        OrderOf::Expansion(expansion) => {
            format!("{} MW of {}", megawatts(row.quantity), model.expansions.name(expansion))
        }
    };
    let label = |month| scene.label(scene.calendar.period_of(month));
    let mut facts: Facts = vec![("of", what), ("ordered", label(row.ordered)), ("delivered", label(row.delivered))];
    let due = row.to_pay.iter().map(|(month, sum)| {
        format!("{} in {}", money(scene.calendar.paid(*sum, scene.calendar.period_of(*month))), label(*month))
    });
    let due: Vec<String> = due.collect();
    facts.push(("still due", if due.is_empty() { "nothing".into() } else { listed(&due) }));
    facts.push((
        "cancel",
        row.cancel.map_or_else(
            || "never".into(),
            |cancel| {
                let fee = match cancel.fee {
                    Fee::Money(sum) => money(scene.calendar.paid(sum, 0)),
                    Fee::Share(share) => format!("{} of its price", percent(share)),
                };
                format!("until {} for {fee}{}", label(cancel.until), if cancel.part { ", also in part" } else { "" })
            },
        ),
    ));
    facts
}

pub(super) fn lease(scene: &Scene, id: LeaseId) -> Facts {
    let row = &scene.model.leases[id];
    let lead = scene.calendar.periods(row.lead);
    let from = row.window.start.map_or(0, |month| scene.calendar.period_of(month).max(0));
    let mut facts: Facts = vec![
        ("offers", scene.adds(&row.adds)),
        ("fee", price(scene, &row.fee, " a MW and year")),
        (
            "lead",
            format!("{}: ordered {}, in service {}", scene.long(lead), scene.label(from), scene.label(from + lead)),
        ),
        ("term", scene.long(scene.calendar.periods(row.term))),
    ];
    facts.extend(row.lot.map(|lot| ("lots of", format!("{} MW", count(lot)))));
    facts
}

pub(super) fn expansion(scene: &Scene, id: ExpansionId) -> Facts {
    let row = &scene.model.expansions[id];
    let mut facts: Facts = vec![("offers", format!("at most {}", scene.adds(&row.adds)))];
    facts.extend(row.vendor.clone().map(|vendor| ("vendor", vendor)));
    terms(scene, &row.supply, " a MW", &mut facts);
    life(scene, &row.service, &mut facts);
    facts
}

pub(super) fn fleet(scene: &Scene, id: FleetId) -> Facts {
    let (model, row) = (scene.model, &scene.model.fleet[id]);
    let mut facts: Facts = vec![(
        "on day one",
        format!("{} {} at {}", rounded_count(row.quantity), model.chips.name(row.chip), model.sites.name(row.site)),
    )];
    let retires = row.retires.iter().map(|(month, chips)| {
        format!("{} from {}", rounded_count(*chips), scene.label(scene.calendar.period_of(*month)))
    });
    let retires: Vec<String> = retires.collect();
    facts.push(("retires", if retires.is_empty() { "never".into() } else { listed(&retires) }));
    facts
}

pub(super) fn workload(scene: &Scene, id: WorkloadId) -> Facts {
    let (model, row) = (scene.model, &scene.model.workloads[id]);
    let mut facts: Facts = vec![("unit", row.unit.clone()), ("utilisation", percent(row.utilisation))];
    let chips: Vec<ChipId> = model
        .chips
        .iter()
        .filter(|(_, chip)| chip.throughput.iter().any(|t| t.workload == id))
        .map(|(chip, _)| chip)
        .collect();
    let segments: Vec<SegmentId> =
        model.segments.iter().filter(|(_, segment)| segment.workload == id).map(|(segment, _)| segment).collect();
    facts.push(("done by", names(&model.chips, &chips)));
    facts.push(("asked by", names(&model.segments, &segments)));
    facts
}

pub(super) fn path(scene: &Scene, id: PathId) -> Facts {
    let (model, row) = (scene.model, &scene.model.paths[id]);
    let end = |end| match end {
        PathEnd::Site(site) => model.sites.address(site),
        PathEnd::Segment(segment) => model.segments.address(segment),
        PathEnd::Region(region) => model.regions.address(region),
    };
    let mut facts: Facts = vec![("from", end(row.from)), ("to", end(row.to))];
    facts.extend(row.latency_ms.map(|ms| ("latency", format!("{} ms", count(ms)))));
    facts.extend(row.cost.as_ref().map(|cost| ("cost", price(scene, cost, " a unit and year"))));
    facts
}
