//! Connection agreements: what is signed and ended, and the contracted, connection and billed megawatts that follow.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use super::Scene;
use super::book::{Account, Book, Entry};
use super::calendar::Calendar;
use super::capacity::slot;
use super::compare::{Findings, Sum, Unit, by_key};
use super::decisions::{Decisions, Timed};
use super::effects::Effects;
use super::limits::{Limit, Sense};
use super::reader::Reader;
use super::service::hours;
use super::tables::{left, row};
use crate::domain::{Agreement, AgreementId, Index, Model, SiteId};
use crate::plan::types::{BillRow, MoneyKind, PaymentStatus, Plan, State};

/// What the plan decides about agreements, by agreement.
#[derive(Default)]
pub(super) struct Agreed {
    /// Shares signed by period; those signed before not included.
    pub(super) signed: Vec<Timed>,
    /// Shares ended early, by the period of energisation and the first period without.
    pub(super) ended: Vec<BTreeMap<(i32, i32), f64>>,
    /// MW drawn by period of the horizon.
    pub(super) drawn: Vec<Vec<f64>>,
}

impl Agreed {
    /// Of a plan that decides nothing.
    pub(super) fn nothing(model: &Model) -> Self {
        let rows = model.agreements.len();
        Self {
            signed: vec![Timed::new(); rows],
            ended: vec![BTreeMap::new(); rows],
            drawn: vec![vec![0.0; model.horizon.periods]; rows],
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
        for row in &plan.bills {
            let Some(id) = self.look(&row.id, &names, &row.agreement) else { continue };
            let mw = self.amount(&row.id, row.drawn_mw, &Unit::mw());
            if let Some(p) = self.period(&row.id, &format!("drawn[{}]", row.agreement), &row.span) {
                decisions.agreed.drawn[id.get()][slot(p)] = mw;
            }
        }
    }
}

/// A share of an agreement that was signed in a period, with what follows from that.
struct Signature {
    signed: i32,
    energised: i32,
    share: f64,
}

fn energised(agreement: &Agreement, calendar: &Calendar, signed: i32) -> i32 {
    let queue = agreement.queue.map_or(i32::MIN, |month| calendar.period(month));
    (signed + calendar.whole(agreement.lead)).max(queue)
}

fn signatures(model: &Model, calendar: &Calendar, decisions: &Decisions, id: AgreementId) -> Vec<Signature> {
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
                let mut mw = share.times(agreement.connection_mw);
                for &project in &agreement.needs {
                    let there = effects.effective(project, p) / f64::from(model.projects[project].copies);
                    let there = if decisions.relaxed || there > 1.0 - 1e-6 { there } else { 0.0 };
                    mw.value = mw.value.min(agreement.connection_mw * there);
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
        for (id, _) in model.agreements.iter().filter(|(_, agreement)| agreement.site == site) {
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
            category: "grid".to_owned(),
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

/// What is billed in a period.
struct Bill {
    drawn: Sum,
    mw: Sum,
    mwh: Sum,
}

impl Bill {
    fn of(
        model: &Model,
        calendar: &Calendar,
        decisions: &Decisions,
        contracts: &Contracts,
        id: AgreementId,
        p: i32,
    ) -> Self {
        let agreement = &model.agreements[id];
        let drawn = Sum::of(decisions.agreed.drawn[id.get()][slot(p)]);
        let contracted = contracts.contracted[id.get()][slot(p)];
        let larger = |least: f64| {
            let least = contracted.times(least);
            let value = drawn.value.max(least.value);
            Sum { value, largest: drawn.largest.max(least.largest) }
        };
        let hours = hours(model, calendar);
        Self { drawn, mw: larger(agreement.minimum_demand), mwh: larger(agreement.minimum_bill).times(hours) }
    }
}

impl Scene<'_> {
    /// Rules on signing and ending.
    pub(super) fn agreement_rules(&self, findings: &mut Findings) {
        for (id, agreement) in self.model.agreements.iter() {
            let address = self.model.agreements.address(id);
            let signed = &self.decisions.agreed.signed[id.get()];
            for (&p, &share) in signed {
                findings.limit();
                let what = format!("{address}@{}", self.label(p));
                if agreement.signed.is_some() {
                    findings.wrong(&what, "it is signed already and cannot be signed again");
                }
                if let Some(last) = agreement.sign_by.map(|month| self.calendar.period(month)).filter(|last| p > *last)
                {
                    findings.wrong(&what, format!("its offer ends in {}", self.label(last)));
                }
                self.whole_share(&what, share, findings);
            }
            let total: Sum = signed.values().copied().collect();
            findings.limit();
            let note = "it is signed {said} times, it may be {found}";
            findings.within(&address, total, Sum::of(1.0), &Unit::plain(), note);
            let term = self.calendar.whole(agreement.term);
            let mut by_start: BTreeMap<i32, Sum> = BTreeMap::new();
            for (&(start, t), &share) in &self.decisions.agreed.ended[id.get()] {
                let what = format!("ended[{},{}]@{}", self.model.agreements.name(id), self.label(start), self.label(t));
                findings.limit();
                match agreement.exit.map(|exit| start + self.calendar.whole(exit.after)) {
                    None => findings.wrong(&what, "it cannot be ended early"),
                    Some(first) if t < first => {
                        findings.wrong(&what, format!("it can be ended from {} on", self.label(first)));
                    }
                    Some(_) if t >= start + term => findings.wrong(&what, "its term is over by then"),
                    Some(_) => {}
                }
                self.whole_share(&what, share, findings);
                by_start.entry(start).or_default().add(share);
            }
            for (start, ended) in by_start {
                let of = signatures(self.model, &self.calendar, &self.decisions, id);
                let there: Sum = of.iter().filter(|s| s.energised == start).map(|s| s.share).collect();
                let what = format!("ended[{},{}]", self.model.agreements.name(id), self.label(start));
                let note = "{said} of it is ended, {found} was signed";
                findings.within(&what, ended, there, &Unit::plain(), note);
            }
        }
    }

    fn whole_share(&self, what: &str, share: f64, findings: &mut Findings) {
        if !self.decisions.relaxed && (share - share.round()).abs() > Unit::plain().tolerance(share) {
            let note = "{said} of it, which should be all or nothing such as {found}";
            findings.differ(what, share, share.round(), "", note);
        }
    }

    /// How much of an agreement of a group is signed.
    pub(super) fn agreed(&self, id: AgreementId) -> f64 {
        signatures(self.model, &self.calendar, &self.decisions, id).iter().map(|signature| signature.share).sum()
    }

    /// No more is drawn under an agreement than it connects.
    pub(super) fn agreement_limits(&self, limits: &mut Vec<Limit>) {
        for id in self.model.agreements.ids() {
            for p in self.each() {
                let name = format!("{}.connection@{}", self.model.agreements.address(id), self.label(p));
                let drawn = Sum::of(self.decisions.agreed.drawn[id.get()][slot(p)]);
                let most = self.contracts.connection[id.get()][slot(p)];
                let note = "{said} are drawn under it, it connects {found}";
                limits.push(Limit::new(name, Sense::AtMost, drawn, most, Unit::mw(), note));
            }
        }
    }

    /// What a site draws beyond its own connection is drawn under its agreements.
    pub(super) fn agreement_draws(&self, findings: &mut Findings) {
        for (id, site) in self.model.sites.iter() {
            let here = || self.model.agreements.iter().filter(|(_, agreement)| agreement.site == id).map(|(a, _)| a);
            if self.model.nodes.is_empty() || here().next().is_none() {
                continue;
            }
            let factor = site.load_factor.unwrap_or(self.model.block.load_factor);
            for p in self.each() {
                let used = self.service.used[id.get()][slot(p)].times(site.pue);
                let all = self.capacity.site(id, p).connection;
                let own = all.less(self.contracts.connect(self.model, id, p));
                let mut covered = own;
                here().for_each(|a| covered.add(self.decisions.agreed.drawn[a.get()][slot(p)]));
                let what = format!("{}.drawn@{}", self.model.sites.address(id), self.label(p));
                let note = "it draws {said}, its own connection and its agreements account for {found}";
                findings.limit();
                findings.within(&what, used.times(factor), covered, &Unit::mw(), note);
            }
        }
    }

    /// The plan's rows of agreements signed.
    pub(super) fn agreement_rows(&self, plan: &Plan, findings: &mut Findings) {
        let mut rows = by_key(&plan.agreements, findings, |r| r.id.clone(), |r| r.id.clone());
        for (id, agreement) in self.model.agreements.iter() {
            let address = self.model.agreements.address(id);
            let before = agreement.signed.is_some();
            for signature in signatures(self.model, &self.calendar, &self.decisions, id) {
                let committed = before && !self.decisions.agreed.signed[id.get()].contains_key(&signature.signed);
                let at = self.label(signature.signed);
                let expected = if committed { address.clone() } else { format!("{address}@{at}") };
                let Some(r) = rows.remove(&expected) else {
                    findings.wrong(&expected, "the plan has no such row");
                    continue;
                };
                let site = self.model.sites.name(agreement.site);
                findings.same(&expected, "the site is", &r.site.as_str(), &site);
                findings.number(&expected, r.signed_share, Sum::of(signature.share), &Unit::plain());
                let ends = signature.energised + self.calendar.whole(agreement.term);
                let spans = [("signed", &r.signed, signature.signed), ("energised", &r.energised, signature.energised)];
                for (name, said, found) in spans.into_iter().chain([("over", &r.ends, ends)]) {
                    findings.span(&expected, &format!("it is {name}"), Some(said), Some(&self.calendar.span(found)));
                }
            }
        }
        left(&rows, |r| &r.id, findings);
    }

    /// The plan's rows of what agreements give and bill.
    pub(super) fn bill_rows(&self, plan: &Plan, findings: &mut Findings) {
        let mut rows = by_key(&plan.bills, findings, |r| r.id.clone(), |r| r.id.clone());
        for (id, agreement) in self.model.agreements.iter() {
            for p in self.each() {
                let expected = format!("drawn[{}]@{}", self.model.agreements.name(id), self.label(p));
                let found = rows.remove(&expected);
                let bill = Bill::of(self.model, &self.calendar, &self.decisions, &self.contracts, id, p);
                let said = |of: fn(&BillRow) -> f64| found.map_or(0.0, of);
                let none = Sum::default();
                let (mw, mwh) = (agreement.demand.as_ref(), agreement.energy.as_ref());
                let contracted = self.contracts.contracted[id.get()][slot(p)];
                let connection = self.contracts.connection[id.get()][slot(p)];
                let numbers = vec![
                    ("contracted_mw", said(|r| r.contracted_mw), contracted, Unit::mw()),
                    ("connection_mw", said(|r| r.connection_mw), connection, Unit::mw()),
                    ("billed_mw", said(|r| r.billed_mw), mw.map_or(none, |_| bill.mw), Unit::mw()),
                    ("billed_mwh", said(|r| r.billed_mwh), mwh.map_or(none, |_| bill.mwh), Unit::mwh()),
                ];
                if let Some(r) = found {
                    let site = self.model.sites.name(agreement.site);
                    findings.same(&expected, "the site is", &r.site.as_str(), &site);
                }
                row(&expected, found.is_some(), numbers, findings);
            }
        }
        left(&rows, |r| &r.id, findings);
    }

    /// Contracted MW of a site.
    pub(super) fn contracted(&self, site: SiteId, p: i32) -> Sum {
        let mut sum = Sum::default();
        for (id, _) in self.model.agreements.iter().filter(|(_, agreement)| agreement.site == site) {
            sum.take(self.contracts.contracted[id.get()][slot(p)]);
        }
        sum
    }
}
