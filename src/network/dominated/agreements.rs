//! Agreements of which one at most may be signed, where another of the same choice outdoes one.
//!
//! The other is signed when the one would have been, is energised with it and ends with it; what is drawn under the one is drawn under the
//! other, which gives as much and bills no more.

use super::cost::{at_most, same};
use super::limits::Limits;
use super::{Respect, Why};
use crate::calendar::Calendar;
use crate::domain::{Agreement, AgreementId, Attributes, GroupId, Money, MoneyPath};
use std::collections::{BTreeMap, BTreeSet};

/// The agreements that are never worth signing, with the reason.
pub(super) fn find(limits: &Limits) -> BTreeMap<AgreementId, Why<AgreementId>> {
    let mut gone = BTreeMap::new();
    let mut chosen: BTreeMap<AgreementId, BTreeSet<GroupId>> = BTreeMap::new();
    for (g, group) in limits.model.groups.iter() {
        for a in &group.agreements {
            chosen.entry(*a).or_default().insert(g);
        }
    }
    let mut left: BTreeSet<AgreementId> = chosen.keys().copied().collect();
    for (&a, groups) in chosen.iter().rev() {
        let rivals = left.iter().filter(|by| **by != a && chosen[*by] == *groups);
        let why = rivals.copied().find_map(|by| outdoes(limits, a, by).map(|respects| Why::Outdone { by, respects }));
        if let Some(why) = why {
            left.remove(&a);
            gone.insert(a, why);
        }
    }
    gone
}

/// In which respects the second agreement outdoes the first; `None` where it does not in all.
fn outdoes(limits: &Limits, one: AgreementId, other: AgreementId) -> Option<BTreeSet<Respect>> {
    let m = limits.model;
    let (cal, a, b) = (&limits.cal, &m.agreements[one], &m.agreements[other]);
    let attributes = (Attributes::of_agreement(m, one), Attributes::of_agreement(m, other));
    // What is billed depends on what is drawn: no floor may count it, and no limit the other alone.
    let counted = limits.money.iter().any(|row| {
        let (mine, theirs) = (row.takes(&attributes.0), row.takes(&attributes.1));
        if row.least { mine || theirs } else { theirs && !mine }
    });
    let free = a.signed.is_none() && b.signed.is_none();
    let kept =
        (a.site, a.supply) == (b.site, b.supply) && a.ramp == b.ramp && a.curtail == b.curtail && runs_alike(cal, a, b);
    if counted || !free || !kept || !exits(cal, a, b) || !deposits(cal, a, b) {
        return None;
    }
    let mut respects = BTreeSet::new();
    let needs = |of: &Agreement| of.needs.iter().copied().collect::<BTreeSet<_>>();
    let (mine, theirs) = (needs(a), needs(b));
    // More of a supply can be billed by another, or forced.
    let more = !limits.more_can_hurt && a.supply.is_none();
    if !theirs.is_subset(&mine) || (theirs != mine && !more) {
        return None;
    }
    if theirs != mine {
        respects.insert(Respect::WaitsForLess);
    }
    if !at_most(a.given_mw, b.given_mw) || (!same(a.given_mw, b.given_mw) && !more) {
        return None;
    }
    if !same(a.given_mw, b.given_mw) {
        respects.insert(Respect::MoreMegawatts);
    }
    if bills(cal, a, b)? {
        respects.insert(Respect::Cheaper);
    }
    Some(respects)
}

/// Whether the second can be signed whenever the first can, and is then in force in the same periods.
fn runs_alike(cal: &Calendar, a: &Agreement, b: &Agreement) -> bool {
    let until = |of: &Agreement| of.sign_by.map_or(cal.len() - 1, |month| cal.period_of(month));
    let energised = |of: &Agreement, p: i32| {
        let ready = p + cal.periods(of.lead);
        of.queue.map_or(ready, |month| ready.max(cal.period_of(month)))
    };
    until(b) >= until(a)
        && cal.periods(a.term) == cal.periods(b.term)
        && (0..=until(a)).all(|p| energised(a, p) == energised(b, p))
}

/// Whether a sum is never more than another.
fn no_more(cal: &Calendar, a: Money, b: Money) -> bool {
    cal.horizon().all(|t| at_most(cal.paid(b, t), cal.paid(a, t)))
}

/// Whether the second can be ended early whenever the first can, for no more.
fn exits(cal: &Calendar, a: &Agreement, b: &Agreement) -> bool {
    match (a.exit, b.exit) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(a), Some(b)) => cal.periods(b.after) <= cal.periods(a.after) && no_more(cal, a.fee, b.fee),
    }
}

/// Whether the second asks for no more at signing, and gives it back alike.
fn deposits(cal: &Calendar, a: &Agreement, b: &Agreement) -> bool {
    match (a.deposit, b.deposit) {
        (None, None) => true,
        (Some(a), None) => a.returned.is_none() && a.amount.amount >= 0.0,
        (None, Some(_)) => false,
        (Some(a), Some(b)) => {
            a == b || (a.returned.is_none() && b.returned.is_none() && no_more(cal, a.amount, b.amount))
        }
    }
}

/// Whether the second bills less; `None` where it may bill more, or where something is paid for what is drawn.
fn bills(cal: &Calendar, a: &Agreement, b: &Agreement) -> Option<bool> {
    let price = |path: &Option<MoneyPath>, t: i32| path.as_ref().map_or(0.0, |path| cal.price(path, t));
    let mut less = b.deposit != a.deposit;
    for (mine, theirs) in [(&a.energy, &b.energy), (&a.demand, &b.demand)] {
        for t in cal.horizon() {
            let (mine, theirs) = (price(mine, t), price(theirs, t));
            if theirs < 0.0 || !at_most(theirs, mine) {
                return None;
            }
            less |= !same(mine, theirs);
        }
    }
    let least = |of: &Agreement| [of.minimum_bill * of.contracted_mw, of.minimum_demand * of.contracted_mw];
    for (mine, theirs) in least(a).into_iter().zip(least(b)) {
        if !at_most(theirs, mine) {
            return None;
        }
        less |= !same(mine, theirs);
    }
    Some(less)
}
