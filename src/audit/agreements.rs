//! Connection agreements: what is signed and ended, and the contracted, connection and billed megawatts that follow.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use super::blocks::{Sliced, hours, mwh};
use super::book::{Account, Book, Entry};
use super::calendar::Calendar;
use super::capacity::slot;
use super::compare::{Sum, Unit};
use super::decisions::{Decisions, Timed};
use super::effects::Effects;
use super::reader::Reader;
use crate::domain::{Agreement, AgreementId, Index, Model, SiteId};
use crate::plan::types::{MoneyKind, PaymentStatus, Plan, State};

/// What the plan decides about agreements, by agreement.
#[derive(Default)]
pub(super) struct Agreed {
    /// Shares signed by period; those signed before not included.
    pub(super) signed: Vec<Timed>,
    /// Shares ended early, by the period of energisation and the first period without.
    pub(super) ended: Vec<BTreeMap<(i32, i32), f64>>,
    /// MW drawn by period of the horizon and block.
    pub(super) drawn: Vec<Sliced>,
}

impl Agreed {
    /// Of a plan that decides nothing.
    pub(super) fn nothing(model: &Model) -> Self {
        let rows = model.agreements.len();
        Self {
            signed: vec![Timed::new(); rows],
            ended: vec![BTreeMap::new(); rows],
            drawn: vec![vec![vec![0.0; model.blocks.len()]; model.horizon.periods]; rows],
        }
    }
}

impl Reader<'_, '_> {
    pub(super) fn agreed(&mut self, plan: &Plan, decisions: &mut Decisions) {
        let names: HashMap<&str, AgreementId> =
            self.model.agreements.ids().map(|id| (self.model.agreements.name(id), id)).collect();
        for row in plan.agreements.iter().filter(|row| row.state == State::Planned) {
            let Some(id) = self.look(&row.id, &names, &row.agreement) else { continue };
            let address = self.model.agreements.address(id);
            let share = self.amount(&row.id, row.signed_share, &Unit::plain());
            if let Some(p) = self.period(&row.id, &address, &row.signed) {
                decisions.agreed.signed[id.get()].insert(p, share);
            }
        }
        for row in &plan.endings {
            let Some(id) = self.look(&row.id, &names, &row.agreement) else { continue };
            let share = self.amount(&row.id, row.share, &Unit::plain());
            let Some(energised) = self.calendar.read(&row.energised) else {
                self.findings.wrong(&row.id, format!("'{}' is not a period of the model", row.energised));
                continue;
            };
            let address = format!("ended[{},{}]", row.agreement, row.energised);
            if let Some(p) = self.period(&row.id, &address, &row.span) {
                decisions.agreed.ended[id.get()].insert((energised, p), share);
            }
        }
        for row in &plan.draws {
            let Some(id) = self.look(&row.id, &names, &row.agreement) else { continue };
            let mw = self.amount(&row.id, row.mw, &Unit::mw());
            let Some((block, of_id)) = self.block(&row.id, row.block.as_deref()) else { continue };
            if let Some(p) = self.slice(&row.id, &format!("drawn[{}]", row.agreement), &row.span, &of_id) {
                decisions.agreed.drawn[id.get()][slot(p)][block.get()] = mw;
            }
        }
    }
}

/// A share of an agreement that was signed in a period, with what follows from that.
pub(super) struct Signature {
    pub(super) signed: i32,
    pub(super) energised: i32,
    pub(super) share: f64,
}

fn energised(agreement: &Agreement, calendar: &Calendar, signed: i32) -> i32 {
    let queue = agreement.queue.map_or(i32::MIN, |month| calendar.period(month));
    (signed + calendar.whole(agreement.lead)).max(queue)
}

/// Every share of an agreement that was signed, before or by the plan.
pub(super) fn signatures(model: &Model, calendar: &Calendar, decisions: &Decisions, id: AgreementId) -> Vec<Signature> {
    let agreement = &model.agreements[id];
    let before = agreement.signed.map(|month| (calendar.period(month), 1.0));
    let planned = decisions.agreed.signed[id.get()].iter().map(|(p, share)| (*p, *share));
    let all = before.into_iter().chain(planned);
    all.map(|(signed, share)| Signature { signed, energised: energised(agreement, calendar, signed), share }).collect()
}

/// The share of what is energised in a period that was ended by another.
fn gone(decisions: &Decisions, id: AgreementId, energised: i32, p: i32) -> f64 {
    let ended = decisions.agreed.ended[id.get()].iter();
    ended.filter(|((e, t), _)| *e == energised && *t <= p).map(|(_, share)| *share).sum()
}

/// The share of all its megawatts that an agreement has in force in a period, its ramp included.
fn in_force(model: &Model, calendar: &Calendar, decisions: &Decisions, id: AgreementId, p: i32) -> Sum {
    let agreement = &model.agreements[id];
    let term = calendar.whole(agreement.term);
    let mut by_start: BTreeMap<i32, f64> = BTreeMap::new();
    for signature in signatures(model, calendar, decisions, id) {
        *by_start.entry(signature.energised).or_default() += signature.share;
    }
    let mut sum = Sum::default();
    for (start, share) in by_start {
        if start <= p && p < start + term {
            let year = 1 + (calendar.month(p).0 - calendar.month(start).0) / 12;
            let reached = agreement.ramp.iter().rfind(|(from, _)| i64::from(*from) <= i64::from(year));
            let ramp = reached.or(agreement.ramp.first()).map_or(1.0, |(_, share)| *share);
            sum.add(ramp * (share - gone(decisions, id, start, p)));
        }
    }
    sum
}

/// Contracted and connection MW of every agreement by period.
#[derive(Default)]
pub(super) struct Contracts {
    pub(super) contracted: Vec<Vec<Sum>>,
    pub(super) connection: Vec<Vec<Sum>>,
}

impl Contracts {
    /// Walks the calendar.
    pub(super) fn walk(model: &Model, calendar: &Calendar, decisions: &Decisions, effects: &Effects) -> Self {
        let mut contracts = Self::default();
        for (id, agreement) in model.agreements.iter() {
            let shares: Vec<Sum> = (0..calendar.periods).map(|p| in_force(model, calendar, decisions, id, p)).collect();
            contracts.contracted.push(shares.iter().map(|share| share.times(agreement.contracted_mw)).collect());
            let connects = |(p, share): (i32, &Sum)| {
                let mut mw = share.times(agreement.given_mw);
                for &project in &agreement.needs {
                    let there = effects.effective(project, p) / f64::from(model.projects[project].copies);
                    let there = if decisions.relaxed || there > 1.0 - 1e-6 { there } else { 0.0 };
                    mw.value = mw.value.min(agreement.given_mw * there);
                }
                mw
            };
            contracts.connection.push((0..calendar.periods).zip(&shares).map(connects).collect());
        }
        contracts
    }

    /// Connection MW that agreements give a site.
    pub(super) fn connect(&self, model: &Model, site: SiteId, p: i32) -> Sum {
        let mut sum = Sum::default();
        for (id, _) in model.agreements.iter().filter(|(_, row)| row.site == site && row.supply.is_none()) {
            sum.take(self.connection[id.get()][slot(p)]);
        }
        sum
    }
}

/// Writes bills, exit fees and deposits.
pub(super) fn write(book: &mut Book, model: &Model, calendar: &Calendar, decisions: &Decisions, contracts: &Contracts) {
    for (id, agreement) in model.agreements.iter() {
        let asset: Rc<str> = model.agreements.address(id).into();
        let account = Rc::new(Account {
            category: if agreement.supply.is_some() { "supply" } else { "grid" }.to_owned(),
            region: Some(model.sites[agreement.site].region),
            site: Some(agreement.site),
            vendor: agreement.vendor.clone(),
            tags: agreement.tags.clone(),
        });
        let mut post = |milestone, period, kind, usd: Sum, committed: bool| {
            let status = if committed { PaymentStatus::Committed } else { PaymentStatus::Planned };
            let (asset, account) = (Rc::clone(&asset), Rc::clone(&account));
            book.entries.push(Entry { asset, milestone, period, kind, account, usd, status, of_commitment: committed });
        };
        for p in 0..calendar.periods {
            let bill = Bill::of(model, calendar, decisions, contracts, id, p);
            if let Some(price) = &agreement.demand {
                let usd = bill.mw.times(calendar.current(price, p) * calendar.years());
                post("demand charge", p, MoneyKind::Opex, usd, false);
            }
            if let Some(price) = &agreement.energy {
                post("energy charge", p, MoneyKind::Opex, bill.mwh.times(calendar.current(price, p)), false);
            }
            if let Some(curtail) = &agreement.curtail {
                let called_off = curtail.share * curtail.hours * calendar.years();
                let usd = bill.drawn.times(called_off * calendar.current(&curtail.price, p));
                post("curtailment", p, MoneyKind::Opex, usd, false);
            }
        }
        for (&(_, p), &share) in &decisions.agreed.ended[id.get()] {
            let fee = agreement.exit.map_or(0.0, |exit| calendar.converted(&exit.fee, p));
            post("exit fee", p, MoneyKind::Opex, Sum::of(share * fee), false);
        }
        let Some(deposit) = agreement.deposit else { continue };
        let committed = agreement.signed.is_some();
        let mut owed: Vec<(i32, f64)> = Vec::new();
        for signature in signatures(model, calendar, decisions, id) {
            let usd = calendar.converted(&deposit.amount, signature.signed) * signature.share;
            if signature.signed >= 0 {
                post("deposit", signature.signed, MoneyKind::Capital, Sum::of(usd), committed);
                owed.push((signature.signed, usd));
            }
            let Some(returned) = deposit.returned else { continue };
            let (start, back) = (signature.energised, signature.energised + calendar.whole(returned));
            if back >= 0 && back < start + calendar.whole(agreement.term) {
                let usd = -calendar.converted(&deposit.amount, back);
                let kept = Sum::of(usd).times(signature.share);
                post("deposit returned", back, MoneyKind::Capital, kept, committed);
                owed.push((back, kept.value));
            }
        }
        // What was ended before the deposit was due back takes it along, once for each period of energisation.
        for (&(start, t), &share) in &decisions.agreed.ended[id.get()] {
            let Some(returned) = deposit.returned else { continue };
            let back = start + calendar.whole(returned);
            if back >= t && back < start + calendar.whole(agreement.term) {
                let lost = Sum::of(calendar.converted(&deposit.amount, back) * share);
                post("deposit returned", back, MoneyKind::Capital, lost, committed);
            }
        }
        for (p, usd) in owed.into_iter().filter(|(p, _)| committed && *p < calendar.periods) {
            book.owed_anyway[slot(p)].add(usd);
        }
    }
}

/// What is drawn in a period, at the most in any block, and what is billed.
pub(super) struct Bill {
    pub(super) drawn: Sum,
    pub(super) mw: Sum,
    pub(super) mwh: Sum,
}

impl Bill {
    pub(super) fn of(
        model: &Model,
        calendar: &Calendar,
        decisions: &Decisions,
        contracts: &Contracts,
        id: AgreementId,
        p: i32,
    ) -> Self {
        let agreement = &model.agreements[id];
        let by_block = &decisions.agreed.drawn[id.get()][slot(p)];
        let drawn = Sum::of(by_block.iter().copied().fold(0.0, f64::max));
        let energy = Sum::of(mwh(model, calendar, by_block));
        let all_hours: f64 = model.blocks.ids().map(|block| hours(model, calendar, block)).sum();
        let contracted = contracts.contracted[id.get()][slot(p)];
        let larger = |drawn: Sum, least: f64| {
            let least = contracted.times(least);
            Sum { value: drawn.value.max(least.value), largest: drawn.largest.max(least.largest) }
        };
        Self {
            drawn,
            mw: larger(drawn, agreement.minimum_demand),
            mwh: larger(energy, agreement.minimum_bill * all_hours),
        }
    }
}
