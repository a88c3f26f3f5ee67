//! Rules, limits and rows of connection agreements: what the plan may sign, end and draw, and what it says of them.

use std::collections::BTreeMap;

use super::Scene;
use super::agreements::{Bill, signatures};
use super::blocks::{hours, label};
use super::capacity::slot;
use super::compare::{Findings, Sum, Unit, by_key};
use super::limits::{Limit, Sense};
use super::tables::{left, row};
use crate::domain::{Agreement, AgreementId, BlockId, Index, SiteId};
use crate::plan::types::{BillRow, Plan};

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

    /// No more is drawn under an agreement than it connects, or than is there of the supply that it brings.
    pub(super) fn agreement_limits(&self, limits: &mut Vec<Limit>) {
        for (id, agreement) in self.model.agreements.iter() {
            let field = if agreement.supply.is_some() { "power" } else { "connection" };
            for (p, block) in self.slices() {
                let name = format!("{}.{field}@{}", self.model.agreements.address(id), self.label(p));
                let drawn = Sum::of(self.decisions.agreed.drawn[id.get()][slot(p)][block.get()]);
                let there = |supply| self.model.supplies[supply].availability.of(block).unwrap_or(1.0);
                let most = self.contracts.connection[id.get()][slot(p)].times(agreement.supply.map_or(1.0, there));
                let note = "{said} are drawn under it, it gives {found}";
                let limit = Limit::new(name, Sense::AtMost, drawn, most, Unit::mw(), note);
                limits.push(limit.in_block(self.model, block));
            }
        }
    }

    /// What a site draws beyond its own connection is drawn under its agreements.
    pub(super) fn agreement_draws(&self, findings: &mut Findings) {
        for id in self.model.sites.ids() {
            let connects = |row: &Agreement| row.site == id && row.supply.is_none();
            let here = || self.model.agreements.iter().filter(|(_, row)| connects(row)).map(|(a, _)| a);
            if self.model.nodes.is_empty() || here().next().is_none() {
                continue;
            }
            for (p, block) in self.slices() {
                let all = self.capacity.site(id, p).connection;
                let own = all.less(self.contracts.connect(self.model, id, p));
                let mut covered = own;
                here().for_each(|a| covered.add(self.decisions.agreed.drawn[a.get()][slot(p)][block.get()]));
                let at = label(self.model, &self.calendar, p, block);
                let what = format!("{}.drawn@{at}", self.model.sites.address(id));
                let note = "it draws {said}, its own connection and its agreements account for {found}";
                findings.limit();
                findings.within(&what, self.import(id, p, block), covered, &Unit::mw(), note);
            }
        }
    }

    /// What a supply gives beyond its own megawatts is drawn under the agreements that bring it.
    pub(super) fn brought(&self, findings: &mut Findings) {
        for (id, supply) in self.model.supplies.iter() {
            let brings =
                || self.model.agreements.iter().filter(|(_, row)| row.supply == Some(id)).map(|(a, _)| a.get());
            if brings().next().is_none() {
                continue;
            }
            for (p, block) in self.slices() {
                let mut own = self.capacity.supply(id, p);
                brings().for_each(|a| own = own.less(self.contracts.connection[a][slot(p)]));
                let mut covered = own.times(supply.availability.of(block).unwrap_or(1.0));
                brings().for_each(|a| covered.add(self.decisions.agreed.drawn[a][slot(p)][block.get()]));
                let at = label(self.model, &self.calendar, p, block);
                let what = format!("{}.drawn@{at}", self.model.supplies.address(id));
                let note = "it gives {said}, its own megawatts and its agreements account for {found}";
                let given = Sum::of(self.decisions.dispatch[id.get()][slot(p)][block.get()]);
                findings.limit();
                findings.within(&what, given, covered, &Unit::mw(), note);
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
                let expected = format!("bill[{}]@{}", self.model.agreements.name(id), self.label(p));
                let found = rows.remove(&expected);
                let bill = Bill::of(self.model, &self.calendar, &self.decisions, &self.contracts, id, p);
                let said = |of: fn(&BillRow) -> f64| found.map_or(0.0, of);
                let none = Sum::default();
                let (mw, mwh) = (agreement.demand.as_ref(), agreement.energy.as_ref());
                let contracted = self.contracts.contracted[id.get()][slot(p)];
                let gives = self.contracts.connection[id.get()][slot(p)];
                let (connection, brings) = if agreement.supply.is_some() { (none, gives) } else { (gives, none) };
                let numbers = vec![
                    ("contracted_mw", said(|r| r.contracted_mw), contracted, Unit::mw()),
                    ("connection_mw", said(|r| r.connection_mw), connection, Unit::mw()),
                    ("supply_mw", said(|r| r.supply_mw), brings, Unit::mw()),
                    ("drawn_mw", said(|r| r.drawn_mw), bill.drawn, Unit::mw()),
                    ("billed_mw", said(|r| r.billed_mw), mw.map_or(none, |_| bill.mw), Unit::mw()),
                    ("billed_mwh", said(|r| r.billed_mwh), mwh.map_or(none, |_| bill.mwh), Unit::mwh()),
                ];
                if let Some(r) = found {
                    let site = self.model.sites.name(agreement.site);
                    findings.same(&expected, "the site is", &r.site.as_str(), &site);
                    self.stamp(&r.id, &expected, &r.span, p, findings);
                }
                row(&expected, found.is_some(), numbers, findings);
            }
        }
        left(&rows, |r| &r.id, findings);
    }

    /// The energy of the plan's rows of what is drawn; their amounts are decisions.
    pub(super) fn draw_rows(&self, plan: &Plan, findings: &mut Findings) {
        for r in &plan.draws {
            let block = r.block.as_deref().and_then(|name| self.model.blocks.find(name));
            let block = block.unwrap_or(BlockId::new(0));
            let mwh = Sum::of(r.mw * hours(self.model, &self.calendar, block));
            findings.number(&format!("{} mwh", r.id), r.mwh, mwh, &Unit::mwh());
        }
    }

    /// Contracted MW of a site.
    pub(super) fn contracted(&self, site: SiteId, p: i32) -> Sum {
        let mut sum = Sum::default();
        for (id, _) in self.model.agreements.iter().filter(|(_, row)| row.site == site && row.supply.is_none()) {
            sum.take(self.contracts.contracted[id.get()][slot(p)]);
        }
        sum
    }
}
