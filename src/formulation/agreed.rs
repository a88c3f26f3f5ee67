//! Connection agreements: when one is in force, and the contracted, connection and billed megawatts that follow; linear in the columns.

use super::context::{Context, PlaceKey};
use super::effects::{Mw, all_effective, at, megawatts};
use super::lin::{Column, Lin};
use super::vars::{OverBlocks, OverPeriods, Vars};
use crate::domain::{Agreement, AgreementId, BlockId, Index};
use std::collections::BTreeMap;

/// The columns of agreements, by agreement.
#[derive(Debug, Default)]
pub struct Agreed {
    /// Binary: signed[a][p].
    pub signed: Vec<OverPeriods>,
    /// Binary: ended[a][(e, t)]: energised in e and ended early, so that t is the first period without it.
    pub ended: Vec<BTreeMap<(i32, i32), Column>>,
    /// connected[a][p]: connection MW in effect, where it needs projects.
    pub connected: Vec<OverPeriods>,
    /// drawn[a][p][b]: MW that its site draws under it.
    pub drawn: Vec<OverBlocks>,
    /// peak[a][p]: the largest draw of any block in MW, where load may be called off.
    pub peak: Vec<OverPeriods>,
    /// `billed_mw`[a][p]: MW for which demand is paid.
    pub billed_mw: Vec<OverPeriods>,
    /// `billed_gwh`[a][p]: GWh for which energy is paid.
    pub billed_gwh: Vec<OverPeriods>,
}

impl Context<'_> {
    /// The period from which an agreement signed in a period is in force.
    #[must_use]
    pub fn energised(&self, a: AgreementId, signed: i32) -> i32 {
        let agreement = &self.model.agreements[a];
        let ready = signed + self.cal.periods(agreement.lead);
        agreement.queue.map_or(ready, |month| ready.max(self.cal.period_of(month)))
    }

    /// The period in which an agreement was signed before.
    #[must_use]
    pub fn signed_in(&self, a: AgreementId) -> Option<i32> {
        self.model.agreements[a].signed.map(|month| self.cal.period_of(month))
    }

    /// The periods in which an agreement may be signed.
    #[must_use]
    pub fn signable(&self, a: AgreementId) -> std::ops::Range<i32> {
        let agreement = &self.model.agreements[a];
        if agreement.signed.is_some() || self.dominated.agreements.contains_key(&a) {
            return 0..0;
        }
        let last = agreement.sign_by.map_or(self.last(), |month| self.cal.period_of(month).min(self.last()));
        0..(last + 1).max(0)
    }

    /// The periods in which an agreement may be energised, those after the horizon left out.
    #[must_use]
    pub fn energisations(&self, a: AgreementId) -> Vec<i32> {
        let signings = self.signed_in(a).into_iter().chain(self.signable(a));
        let mut list: Vec<i32> = signings.map(|p| self.energised(a, p)).filter(|e| *e < self.cal.len()).collect();
        list.dedup();
        list
    }

    /// The periods in which an agreement energised in `e` may be ended early, so that it is not in force from then on.
    #[must_use]
    pub fn endings(&self, a: AgreementId, e: i32) -> std::ops::Range<i32> {
        let agreement = &self.model.agreements[a];
        let Some(exit) = agreement.exit else { return 0..0 };
        let first = (e + self.cal.periods(exit.after)).max(0);
        let end = (e + self.cal.periods(agreement.term)).min(self.cal.len());
        first..end.max(first)
    }

    /// The share of its megawatts that an agreement energised in `e` has in a period.
    #[must_use]
    pub fn ramped(&self, a: AgreementId, e: i32, t: i32) -> f64 {
        let ramp = &self.model.agreements[a].ramp;
        let year = self.cal.contract_year(t - e);
        let steps = ramp.iter().take_while(|(from, _)| *from <= year);
        steps.last().or(ramp.first()).map_or(1.0, |(_, share)| *share)
    }

    /// The agreements that give megawatts to a place: connection to a site, or what a supply can give.
    pub fn agreements_at(&self, place: PlaceKey) -> impl Iterator<Item = AgreementId> {
        let gives = move |agreement: &Agreement| PlaceKey::from(agreement.adds().place()) == place;
        self.model.agreements.iter().filter(move |(_, agreement)| gives(agreement)).map(|(a, _)| a)
    }

    /// The share of what an agreement gives that is there in a block: a connection always is.
    #[must_use]
    pub fn available(&self, a: AgreementId, b: BlockId) -> f64 {
        self.model.agreements[a].supply.map_or(1.0, |g| self.model.supplies[g].available(b))
    }
}

/// 1 when an agreement is signed in some period that energises it in `e`.
#[must_use]
pub fn signed_for(ctx: &Context, vars: &Vars, a: AgreementId, e: i32) -> Lin {
    if let Some(signed) = ctx.signed_in(a) {
        return Lin::number(if ctx.energised(a, signed) == e { 1.0 } else { 0.0 });
    }
    let mut sum = Lin::default();
    for p in ctx.signable(a).filter(|p| ctx.energised(a, *p) == e) {
        sum.terms.extend(vars.agreed.signed[a.get()][at(p)].map(|column| (column, 1.0)));
    }
    sum
}

/// 1 when an agreement is signed at all.
#[must_use]
pub fn signed(ctx: &Context, vars: &Vars, a: AgreementId) -> Lin {
    if ctx.signed_in(a).is_some() {
        return Lin::number(1.0);
    }
    let columns = vars.agreed.signed[a.get()].iter().flatten();
    Lin { constant: 0.0, terms: columns.map(|column| (*column, 1.0)).collect() }
}

/// 1 when an agreement energised in `e` is in force in a period: its term runs, and it was not ended early.
#[must_use]
pub fn running(ctx: &Context, vars: &Vars, a: AgreementId, e: i32, t: i32) -> Lin {
    let term = ctx.cal.periods(ctx.model.agreements[a].term);
    if t < e || t >= e + term {
        return Lin::default();
    }
    let mut runs = signed_for(ctx, vars, a, e);
    for (_, column) in vars.agreed.ended[a.get()].range((e, i32::MIN)..=(e, t)) {
        runs.terms.push((*column, -1.0));
    }
    runs
}

fn ramped_mw(ctx: &Context, vars: &Vars, a: AgreementId, t: i32, mw: f64) -> Lin {
    let mut sum = Lin::default();
    for e in ctx.energisations(a) {
        sum.add(mw * ctx.ramped(a, e, t), &running(ctx, vars, a, e, t));
    }
    sum
}

/// Contracted MW of an agreement in force in a period.
#[must_use]
pub fn contracted(ctx: &Context, vars: &Vars, a: AgreementId, t: i32) -> Lin {
    ramped_mw(ctx, vars, a, t, ctx.model.agreements[a].contracted_mw)
}

/// Connection MW that an agreement in force gives once what it needs is in effect.
#[must_use]
pub fn promised(ctx: &Context, vars: &Vars, a: AgreementId, t: i32) -> Lin {
    ramped_mw(ctx, vars, a, t, ctx.model.agreements[a].given_mw)
}

/// Connection MW of an agreement in effect.
#[must_use]
pub fn connected(ctx: &Context, vars: &Vars, a: AgreementId, t: i32) -> Lin {
    if ctx.model.agreements[a].needs.is_empty() {
        return promised(ctx, vars, a, t);
    }
    vars.agreed.connected[a.get()][at(t)].map_or_else(Lin::default, |column| Lin::of(column, 1.0))
}

/// How much of an agreement's needs are missing in a period: the sum over projects of 1 less "all copies in effect".
#[must_use]
pub fn missing(ctx: &Context, vars: &Vars, a: AgreementId, t: i32) -> Lin {
    let mut sum = Lin::default();
    for &j in &ctx.model.agreements[a].needs {
        sum.add(1.0, &Lin::number(1.0));
        sum.add(-1.0, &all_effective(ctx, vars, j, t));
    }
    sum
}

/// MW of a place that no agreement gives: connection of a site, or what a supply can give.
#[must_use]
pub fn own_mw(ctx: &Context, vars: &Vars, place: PlaceKey, t: i32) -> Lin {
    let mut own = megawatts(ctx, vars, place, Mw::Power, t, false);
    let mut theirs = Lin::default();
    ctx.agreements_at(place).for_each(|a| theirs.add(1.0, &connected(ctx, vars, a, t)));
    own.constant -= theirs.constant;
    // What agreements connect stands among the terms once for each of theirs.
    for (column, _) in theirs.terms {
        let place = own.terms.iter().position(|(x, _)| *x == column).expect("a place has what its agreements give");
        own.terms.remove(place);
    }
    own
}

/// A column of a row over periods, if it exists.
#[must_use]
pub fn column(row: &OverPeriods, t: i32) -> Lin {
    row[at(t)].map_or_else(Lin::default, |column| Lin::of(column, 1.0))
}

/// MW drawn under an agreement in a block.
#[must_use]
pub fn drawn(vars: &Vars, a: AgreementId, t: i32, b: BlockId) -> Lin {
    super::slices::column(&vars.agreed.drawn[a.get()], t, b).map_or_else(Lin::default, |column| Lin::of(column, 1.0))
}

impl Vars {
    /// Declares the columns of agreements; none is made for a period before the first in which one can be in force.
    pub(super) fn declare_agreements(&mut self, ctx: &Context) {
        use super::key::Of;
        for (a, agreement) in ctx.model.agreements.iter() {
            let of = Of::Agreement(a);
            let may = ctx.signable(a);
            let row = ctx.periods().map(|p| may.contains(&p).then(|| self.binary("signed", of, Some(p)))).collect();
            self.agreed.signed.push(row);
            let mut ended = BTreeMap::new();
            let energisations = ctx.energisations(a);
            for &e in &energisations {
                for t in ctx.endings(a, e) {
                    ended.insert((e, t), self.binary("ended", Of::Energised(a, e), Some(t)));
                }
            }
            self.agreed.ended.push(ended);
            let first = energisations.first().copied().unwrap_or(i32::MAX);
            let mut over = |name: &'static str, wanted: bool| -> OverPeriods {
                ctx.periods().map(|p| (wanted && p >= first).then(|| self.continuous(name, of, Some(p)))).collect()
            };
            let connected = over("connected", !agreement.needs.is_empty());
            let peak = over("peak", agreement.curtail.is_some());
            let billed_mw = over("billed_mw", agreement.demand.is_some());
            let billed_gwh = over("billed_gwh", agreement.energy.is_some());
            let drawn = self.by_block(ctx, "drawn", of, |p| (p >= first).then_some((0.0, f64::INFINITY)));
            self.agreed.connected.push(connected);
            self.agreed.drawn.push(drawn);
            self.agreed.peak.push(peak);
            self.agreed.billed_mw.push(billed_mw);
            self.agreed.billed_gwh.push(billed_gwh);
            for &j in &agreement.needs {
                for p in ctx.periods().filter(|p| *p >= first && ctx.all_needs_binary(j)) {
                    self.declare_all_effective(j, p);
                }
            }
        }
    }
}
