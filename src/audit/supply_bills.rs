//! What supplies bill: at least a share of what is contracted, and a charge for their peak.

use super::Scene;
use super::blocks::{hours, mwh};
use super::calendar::Calendar;
use super::capacity::{Capacity, slot};
use super::compare::{Findings, Sum, Unit, by_key};
use super::decisions::Decisions;
use super::tables::{left, row};
use crate::domain::{Index, Model, SupplyId};
use crate::plan::types::{Plan, SupplyBillRow};

/// What a supply gives in a period, and what it bills.
pub(super) struct SupplyBill {
    contracted: Sum,
    peak: Sum,
    taken: Sum,
    /// MW for which demand is paid.
    pub(super) mw: Sum,
    /// MWh for which energy is paid.
    pub(super) mwh: Sum,
}

impl SupplyBill {
    pub(super) fn of(
        model: &Model,
        calendar: &Calendar,
        decisions: &Decisions,
        capacity: &Capacity,
        id: SupplyId,
        p: i32,
    ) -> Self {
        let terms = &model.supplies[id].billing;
        let by_block = &decisions.dispatch[id.get()][slot(p)];
        let peak = by_block.iter().copied().fold(0.0, f64::max);
        let taken = mwh(model, calendar, by_block);
        let contracted = terms.contracted_mw.map_or(capacity.supplies_served[id.get()][slot(p)], Sum::of);
        let time: f64 = model.blocks.ids().map(|block| hours(model, calendar, block)).sum();
        let at_least = |amount: f64, share: f64| {
            let least = contracted.times(share);
            Sum { value: amount.max(least.value), largest: amount.abs().max(least.largest) }
        };
        Self {
            contracted,
            peak: Sum::of(peak),
            taken: Sum::of(taken),
            mw: if terms.demand.is_some() { at_least(peak, terms.minimum_demand) } else { Sum::default() },
            mwh: if terms.minimum_bill > 0.0 { at_least(taken, terms.minimum_bill * time) } else { Sum::default() },
        }
    }
}

impl Scene<'_> {
    /// The plan's rows of what supplies bill.
    pub(super) fn supply_bill_rows(&self, plan: &Plan, findings: &mut Findings) {
        let mut rows = by_key(&plan.supply_bills, findings, |r| r.id.clone(), |r| r.id.clone());
        for (id, supply) in self.model.supplies.iter() {
            if supply.billing.minimum_bill == 0.0 && supply.billing.demand.is_none() {
                continue;
            }
            for p in self.each() {
                let expected = format!("supply_bill[{}]@{}", self.model.supplies.name(id), self.label(p));
                let found = rows.remove(&expected);
                let bill = SupplyBill::of(self.model, &self.calendar, &self.decisions, &self.capacity, id, p);
                let said = |of: fn(&SupplyBillRow) -> f64| found.map_or(0.0, of);
                let numbers = vec![
                    ("contracted_mw", said(|r| r.contracted_mw), bill.contracted, Unit::mw()),
                    ("peak_mw", said(|r| r.peak_mw), bill.peak, Unit::mw()),
                    ("billed_mw", said(|r| r.billed_mw), bill.mw, Unit::mw()),
                    ("taken_mwh", said(|r| r.taken_mwh), bill.taken, Unit::mwh()),
                    ("billed_mwh", said(|r| r.billed_mwh), bill.mwh, Unit::mwh()),
                ];
                if let Some(r) = found {
                    findings.same(&expected, "the supply is", &r.supply.as_str(), &self.model.supplies.name(id));
                    self.stamp(&r.id, &expected, &r.span, p, findings);
                }
                row(&expected, found.is_some(), numbers, findings);
            }
        }
        left(&rows, |r| &r.id, findings);
    }
}
