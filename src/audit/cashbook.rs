//! The plan's tables of money: payments, what is paid after the horizon, and cash.

use std::collections::{BTreeMap, HashMap};

use super::Scene;
use super::book::{Account, Entry};
use super::compare::{Findings, Sum, Unit};
use super::tables::{left, row};
use crate::plan::types::{MoneyKind, PaymentRow, PaymentStatus, Plan};

/// A payment as it should stand in the plan.
struct Expected<'b> {
    entry: &'b Entry,
    usd: Sum,
}

/// Checks them.
pub(super) fn check(scene: &Scene, plan: &Plan, findings: &mut Findings) {
    let mut expected: BTreeMap<String, Expected> = BTreeMap::new();
    for entry in &scene.book.entries {
        let id = format!("payment[{},{}]@{}", entry.asset, entry.milestone, scene.calendar.label(entry.period));
        let sum = expected.entry(id).or_insert(Expected { entry, usd: Sum::default() });
        sum.usd.take(entry.usd);
    }
    scene.payment_rows("", &plan.payments, &expected, findings, |_| true);
    let horizon = scene.calendar.periods;
    scene.payment_rows("after_horizon ", &plan.after_horizon, &expected, findings, |entry| entry.period >= horizon);
    scene.cash_rows(plan, findings);
}

impl Scene<'_> {
    fn payment_rows(
        &self,
        table: &str,
        rows: &[PaymentRow],
        expected: &BTreeMap<String, Expected>,
        findings: &mut Findings,
        belongs: impl Fn(&Entry) -> bool,
    ) {
        let mut rows = super::compare::by_key(rows, findings, |r| r.id.clone(), |r| r.id.clone());
        for (id, Expected { entry, usd }) in expected.iter().filter(|(_, expected)| belongs(expected.entry)) {
            let found = rows.remove(id);
            let what = format!("{table}{id}");
            if let Some(r) = found {
                self.payment(&what, r, entry, findings);
            }
            let discounted = usd.times(self.calendar.discount(entry.period));
            let numbers = vec![
                ("usd_nominal", found.map_or(0.0, |r| r.usd_nominal), *usd, Unit::usd()),
                ("usd_discounted", found.map_or(0.0, |r| r.usd_discounted), discounted, Unit::usd()),
            ];
            row(&what, found.is_some(), numbers, findings);
        }
        rows.retain(|_, r| !self.negligible(r.usd_nominal));
        left(&rows, |r| &r.id, findings);
    }

    /// Words of a payment.
    fn payment(&self, what: &str, row: &PaymentRow, entry: &Entry, findings: &mut Findings) {
        let Account { category, region, site, vendor, tags } = &*entry.account;
        findings.same(what, "the asset is", &row.asset.as_str(), &&*entry.asset);
        findings.same(what, "the milestone is", &row.milestone.as_str(), &entry.milestone);
        findings.same(what, "the kind is", &row.kind, &entry.kind);
        findings.span(what, "the days are", Some(&row.span), Some(&self.calendar.span(entry.period)));
        findings.same(what, "the category is", &row.category, category);
        let region = region.map(|id| self.model.regions.name(id));
        findings.same(what, "the region is", &row.region.as_deref(), &region);
        let site = site.map(|id| self.model.sites.name(id));
        findings.same(what, "the site is", &row.site.as_deref(), &site);
        findings.same(what, "the vendor is", &row.vendor, vendor);
        let sorted = |tags: &[String]| {
            let mut tags = tags.to_vec();
            tags.sort();
            tags.dedup();
            tags
        };
        findings.same(what, "the tags are", &sorted(&row.tags), &sorted(tags));
        findings.same::<PaymentStatus>(what, "the status is", &row.status, &entry.status);
    }

    fn cash_rows(&self, plan: &Plan, findings: &mut Findings) {
        type Key = (String, MoneyKind, String, Option<String>);
        let mut sums: HashMap<Key, (Sum, i32)> = HashMap::new();
        for entry in &self.book.entries {
            let region = entry.account.region.map(|id| self.model.regions.name(id).to_owned());
            let key = (self.calendar.label(entry.period), entry.kind, entry.account.category.clone(), region);
            sums.entry(key).or_insert((Sum::default(), entry.period)).0.take(entry.usd);
        }
        let key = |r: &crate::plan::types::CashRow| -> Key {
            (r.span.period.clone(), r.kind, r.category.clone(), r.region.clone())
        };
        let mut rows = super::compare::by_key(&plan.cash, findings, key, |r| r.id.clone());
        let mut sums: Vec<(Key, (Sum, i32))> = sums.into_iter().collect();
        sums.sort_by_key(|(key, (_, period))| (*period, key.1, key.2.clone(), key.3.clone()));
        for (key, (usd, period)) in sums {
            let found = rows.remove(&key);
            let (label, kind, category, region) = &key;
            let what = format!("cash[{kind:?},{category},{}]@{label}", region.as_deref().unwrap_or("")).to_lowercase();
            let what = found.map_or(what, |r| r.id.clone());
            if let Some(r) = found {
                findings.span(&what, "the days are", Some(&r.span), Some(&self.calendar.span(period)));
            }
            row(&what, found.is_some(), vec![("usd", found.map_or(0.0, |r| r.usd), usd, Unit::usd())], findings);
        }
        rows.retain(|_, r| !self.negligible(r.usd));
        left(&rows, |r| &r.id, findings);
    }
}
