//! Policies that ask for more than their things can give, or for more than another allows.

use super::{Impossible, exceeds, period, shown};
use crate::domain::{Filter, MeasureKind, Over, Place, Policy, PolicyId, SiteId};
use crate::network::most::{Most, Which};

/// The unit of a measure.
fn unit(most: &Most<'_>, policy: &Policy) -> String {
    match policy.measure.kind {
        MeasureKind::Orders | MeasureKind::Owned => "chips".to_owned(),
        MeasureKind::Served | MeasureKind::ChipWork => {
            let first = policy.measure.filter.workload.as_ref().and_then(|list| list.first().copied());
            let first = first.or_else(|| most.model.workloads.ids().next());
            first.map(|w| most.model.workloads[w].unit.clone()).unwrap_or_default()
        }
        MeasureKind::Spend => "USD".to_owned(),
        MeasureKind::Energy | MeasureKind::CarbonFree => "MWh".to_owned(),
        MeasureKind::Carbon => "t".to_owned(),
        MeasureKind::Water => "m3".to_owned(),
        _ => "MW".to_owned(),
    }
}

/// The most that a level can be in a period; `None` where that is not known.
///
/// What a filter leaves out beyond its places and kinds only lowers it.
fn ceiling(most: &Most<'_>, policy: &Policy, p: i32) -> Option<f64> {
    let (m, filter) = (most.model, &policy.measure.filter);
    let sites: Vec<SiteId> = m.sites.ids().filter(|s| takes(filter, most, *s)).collect();
    let of_sites = |which| sites.iter().map(|s| most.megawatts(Place::Site(*s), which, p)).sum();
    match policy.measure.kind {
        MeasureKind::ItMw => Some(of_sites(Which::It)),
        MeasureKind::LiquidMw => Some(of_sites(Which::Liquid)),
        MeasureKind::ConnectionMw => Some(of_sites(Which::Power)),
        MeasureKind::SupplyMw => {
            let taken = m.supplies.ids().filter(|g| filter.supply.as_ref().is_none_or(|list| list.contains(g)));
            Some(taken.map(|g| most.megawatts(Place::Supply(g), Which::Power, p)).sum())
        }
        MeasureKind::LineMw => {
            let taken = m.lines.ids().filter(|l| filter.line.as_ref().is_none_or(|list| list.contains(l)));
            Some(taken.map(|l| most.megawatts(Place::Line(l), Which::Power, p)).sum())
        }
        MeasureKind::Owned => {
            let lets = |chip: &crate::domain::Chip| {
                filter
                    .vendor
                    .as_ref()
                    .is_none_or(|list| chip.vendor.as_ref().is_some_and(|vendor| list.contains(vendor)))
            };
            let taken = m
                .chips
                .iter()
                .filter(|(k, chip)| filter.chip.as_ref().is_none_or(|list| list.contains(k)) && lets(chip));
            let chips: Vec<_> = taken.map(|(k, _)| (k, 1.0)).collect();
            Some(most.chips(&chips, &sites, p)).filter(|chips| chips.is_finite())
        }
        MeasureKind::Served => {
            let taken = m.segments.iter().filter(|(q, segment)| {
                filter.segment.as_ref().is_none_or(|list| list.contains(q))
                    && filter.workload.as_ref().is_none_or(|list| list.contains(&segment.workload))
                    && filter.region.as_ref().is_none_or(|list| list.contains(&segment.region))
            });
            Some(taken.map(|(_, segment)| most.cal.value(&segment.demand, p).max(0.0)).sum())
        }
        _ => None,
    }
}

fn takes(filter: &Filter, most: &Most<'_>, s: SiteId) -> bool {
    filter.site.as_ref().is_none_or(|list| list.contains(&s))
        && filter.region.as_ref().is_none_or(|list| list.contains(&most.model.sites[s].region))
}

/// Levels that must be higher than everything that could be there by then.
pub(super) fn too_high(most: &Most<'_>) -> Vec<Impossible> {
    let m = most.model;
    let mut found = Vec::new();
    for (y, policy) in m.policies.iter().filter(|(_, policy)| policy.of.is_none() && policy.bend.is_none()) {
        let Some(least) = &policy.bounds.at_least else { continue };
        let periods = most.cal.within(policy.periods);
        let short = if policy.over == Over::Sum {
            let had: Option<f64> = periods.clone().map(|p| ceiling(most, policy, p)).sum();
            let asked = most.cal.value(least, periods.start);
            had.filter(|had| !periods.is_empty() && exceeds(asked, *had)).map(|had| (None, asked, had))
        } else {
            periods.clone().find_map(|p| {
                let (asked, had) = (most.cal.value(least, p), ceiling(most, policy, p)?);
                exceeds(asked, had).then_some((Some(p), asked, had))
            })
        };
        let Some((p, asked, had)) = short else { continue };
        let (name, unit) = (m.policies.name(y), unit(most, policy));
        let when = p.map_or_else(|| "in all its periods".to_owned(), |p| format!("in {}", period(&most.cal, m, p)));
        let by = if p.is_some() { " by then" } else { "" };
        let message = format!(
            "policy `{name}` asks for at least {} {unit} {when}; all that it measures can give no more than {} {unit}{by}",
            shown(asked),
            shown(had)
        );
        let hint = "ask for less or later, give it a `bend` price, or add what can stand in time".to_owned();
        found.push(Impossible {
            when: None,
            at: ("policy", name.to_owned(), vec!["at_least"]),
            message,
            hint,
            also: None,
        });
    }
    found
}

/// Two policies, or the two bounds of one, that leave no room for the same thing.
pub(super) fn crossed(most: &Most<'_>) -> Vec<Impossible> {
    let m = most.model;
    let hard = |policy: &Policy| policy.of.is_none() && policy.bend.is_none();
    let floors: Vec<(PolicyId, &Policy)> =
        m.policies.iter().filter(|(_, policy)| hard(policy) && policy.bounds.at_least.is_some()).collect();
    let caps: Vec<(PolicyId, &Policy)> =
        m.policies.iter().filter(|(_, policy)| hard(policy) && policy.bounds.at_most.is_some()).collect();
    let mut found = Vec::new();
    for (y, floor) in floors {
        let same = |cap: &Policy| {
            cap.measure == floor.measure
                && cap.over == floor.over
                && (floor.over == Over::Each || most.cal.within(cap.periods) == most.cal.within(floor.periods))
        };
        let clash = caps.iter().filter(|(_, cap)| same(cap)).find_map(|(z, cap)| {
            let (mine, theirs) = (most.cal.within(floor.periods), most.cal.within(cap.periods));
            let shared = mine.start.max(theirs.start)..mine.end.min(theirs.end);
            let last = if floor.over == Over::Sum { shared.start + 1 } else { shared.end };
            let (least, greatest) = (floor.bounds.at_least.as_ref()?, cap.bounds.at_most.as_ref()?);
            (shared.start..last.min(shared.end)).find_map(|p| {
                let (asked, allowed) = (most.cal.value(least, p), most.cal.value(greatest, p));
                exceeds(asked, allowed).then_some((*z, p, asked, allowed))
            })
        });
        let Some((z, p, asked, allowed)) = clash else { continue };
        let (name, other, unit) = (m.policies.name(y), m.policies.name(z), unit(most, floor));
        let whose = if y == z { "it allows".to_owned() } else { format!("policy `{other}` allows of the same") };
        let message = format!(
            "policy `{name}` asks for at least {} {unit} in {}, and {whose} at most {} {unit}",
            shown(asked),
            period(&most.cal, m, p),
            shown(allowed)
        );
        let hint = "lower `at_least`, raise `at_most`, or give one of them a `bend` price".to_owned();
        let also = (y != z).then(|| (("policy", other.to_owned()), "the other one".to_owned()));
        found.push(Impossible { when: None, at: ("policy", name.to_owned(), vec!["at_least"]), message, hint, also });
    }
    found
}
