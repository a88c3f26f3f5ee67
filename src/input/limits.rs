//! Allotments, budgets, policies, cash lines and patience.

use crate::domain::{
    Allotment, AllotmentOf, Bounds, Budget, BudgetId, CashLine, Counts, Measure, MeasureKind, Model, Over, Patience,
    Per, Policy, Tier, Unspent, WorkloadId,
};
use crate::files::{Finding, Value};
use crate::units::Base;

use super::read::{Reader, Row};
use super::rows::Raw;
use super::shape;
use super::value::Want;

/// The measures by name, each with the filters it takes.
pub(super) const MEASURES: &[(&str, MeasureKind, &[&str])] = &[
    ("spend", MeasureKind::Spend, &["category", "region", "site", "vendor", "tag"]),
    ("orders", MeasureKind::Orders, &["chip", "vendor", "site", "region", "tag"]),
    ("owned", MeasureKind::Owned, &["chip", "vendor", "site", "region", "tag"]),
    ("it_mw", MeasureKind::ItMw, &["site", "region", "tag"]),
    ("liquid_mw", MeasureKind::LiquidMw, &["site", "region", "tag"]),
    ("connection_mw", MeasureKind::ConnectionMw, &["site", "region", "tag"]),
    ("supply_mw", MeasureKind::SupplyMw, &["supply", "region", "site", "tag"]),
    ("line_mw", MeasureKind::LineMw, &["line", "region", "tag"]),
    ("served", MeasureKind::Served, &["workload", "segment", "customer", "region", "site", "tag"]),
    ("chip_work", MeasureKind::ChipWork, &["chip", "vendor", "workload", "site", "region", "tag"]),
    ("energy", MeasureKind::Energy, &["site", "region", "tag"]),
    ("carbon_free", MeasureKind::CarbonFree, &["region"]),
    ("carbon", MeasureKind::Carbon, &["supply", "region", "site", "tag"]),
    ("water", MeasureKind::Water, &["supply", "region", "site", "tag"]),
];

/// What a budget may filter by.
const BUDGET_FILTERS: &[&str] = &["category", "region", "site", "vendor", "tag"];

impl Reader {
    pub(super) fn allotments(&mut self, rows: &[Raw<'_>], model: &mut Model) {
        for raw in rows {
            let row = self.row(shape::ALLOTMENT, raw.node, &raw.of, &raw.place);
            let of = AllotmentOf {
                chips: row.get("chip").map(|field| self.references(&field)),
                vendors: self.names_of(&row, "vendor"),
                sites: row.get("site").map(|field| self.references(&field)),
                expansions: row.get("expansion").map(|field| self.references(&field)),
                leases: row.get("lease").map(|field| self.references(&field)),
            };
            let chips = of.chips.is_some() || of.vendors.is_some();
            let power = of.expansions.is_some() || of.leases.is_some();
            if chips == power {
                let words = if chips { "limits chips and megawatts at once" } else { "names nothing to limit" };
                let message = format!("{} {words}; it takes `chip` and `vendor`, or `expansion` and `lease`", raw.of);
                self.error(message, &raw.place);
            }
            let unit = if power { Base::Power } else { Base::Chips };
            let at_most = self.path_of(&row, "at_most", &Want::of(unit, &[Base::Time]));
            let cumulative = self.amount_of(&row, "cumulative", &Want::of(unit, &[]));
            let growth = self.growth(&row, unit);
            if ["at_most", "cumulative", "growth"].iter().all(|key| row.get(key).is_none()) {
                let message = format!("{} has none of `at_most`, `cumulative`, `growth`; one is needed", raw.of);
                self.error(message, &raw.place);
            }
            let allotment = Allotment {
                of,
                at_most,
                cumulative,
                growth,
                by_order: self.choice_or(&row, "counts", &[("delivered", false), ("ordered", true)], false),
                tier: self.tier(&row, Tier::Contract),
                bend: self.bend(&row, unit),
            };
            self.keep(raw, allotment, &mut model.allotments, &mut model.places);
        }
    }

    pub(super) fn budgets(&mut self, rows: &[Raw<'_>], model: &mut Model) {
        let money = Want::money(&[]);
        for raw in rows {
            let row = self.row(shape::BUDGET, raw.node, &raw.of, &raw.place);
            let absent = self.span_of(&row, "");
            let budget = Budget {
                periods: self.need(&row, "periods").map_or(absent, |field| self.span(&field, true)),
                filter: self.filter(&row, BUDGET_FILTERS, "a budget"),
                counts: self.counts(&row),
                at_most: row.get("at_most").map(|field| self.own_money(&field, &money)),
                at_least: row.get("at_least").map(|field| self.own_money(&field, &money)),
                unspent: self.unspent(&row),
                tier: self.tier(&row, Tier::Policy),
                bend: self.bend(&row, Base::Money(0)),
            };
            if let (Some(most), Some(least)) = (budget.at_most, budget.at_least)
                && least > most
            {
                self.error(format!("{} has an `at_least` above its `at_most`", raw.of), &raw.place);
            }
            self.keep(raw, budget, &mut model.budgets, &mut model.places);
        }
    }

    fn counts(&mut self, row: &Row<'_>) -> Counts {
        let Some(field) = row.get("counts") else {
            return Counts { capital: true, lease: false, opex: false };
        };
        let mut counts = Counts { capital: false, lease: false, opex: false };
        let words = self.words(&field);
        if words.is_empty() {
            self.warning(format!("{} is empty; {} limits nothing", field.name, row.of), &field.node.place);
        }
        for (word, place) in words {
            match word.as_str() {
                "capital" => counts.capital = true,
                "lease" => counts.lease = true,
                "opex" => counts.opex = true,
                _ => {
                    let message = format!("{} holds `{word}`; it can hold `capital`, `lease`, `opex`", field.name);
                    self.error(message, &place);
                }
            }
        }
        counts
    }

    fn unspent(&mut self, row: &Row<'_>) -> Unspent {
        let Some(field) = row.get("unspent") else {
            return Unspent::Lost;
        };
        if !matches!(field.node.value, Value::Table(_)) {
            if field.node.text() != Some("lost") {
                self.needs(&field, "`lost`, or a table such as `{ to = \"fy2027\", up_to = \"10 %\" }`");
            }
            return Unspent::Lost;
        }
        let Some(part) = self.sub(shape::UNSPENT, &field) else {
            return Unspent::Lost;
        };
        let to: BudgetId = self.reference_of(&part, "to");
        self.need(&part, "up_to");
        let up_to = self.part_of_one(&part, "up_to").unwrap_or(0.0);
        if row.get("at_most").is_none() {
            self.error(format!("{} is a share of `at_most`, which {} has not", field.name, row.of), &field.node.place);
        }
        Unspent::Carry { to, up_to }
    }

    pub(super) fn policies(&mut self, rows: &[Raw<'_>], model: &mut Model) {
        for raw in rows {
            let row = self.row(shape::POLICY, raw.node, &raw.of, &raw.place);
            let Some(measure) = self.measure(&row) else { continue };
            let of = row.get("of").and_then(|field| {
                let part = self.sub(shape::OF, &field)?;
                self.measure(&part)
            });
            self.check_carbon_free(&row, &measure, of.as_ref(), !model.nodes.is_empty());
            let unit = if row.get("of").is_some() { Base::One } else { self.measured(&measure, &row, model) };
            let over = self.choice_or(&row, "over", &[("each", Over::Each), ("sum", Over::Sum)], Over::Each);
            if let (Over::Sum, true, Some(field)) = (over, is_level(measure.kind), row.get("over")) {
                self.error(format!("{} is `sum`, and a level cannot be summed", field.name), &field.node.place);
            }
            let want = Want::of(unit, &[]).any_sign();
            let bounds = Bounds {
                at_most: self.path_of(&row, "at_most", &want),
                at_least: self.path_of(&row, "at_least", &want),
            };
            if bounds == Bounds::default() {
                self.error(format!("{} has neither `at_most` nor `at_least`", raw.of), &raw.place);
            }
            let bend = match (row.get("of"), row.get("bend")) {
                (Some(_), Some(field)) => {
                    self.error(format!("{} cannot stand beside `of`", field.name), &field.node.place);
                    None
                }
                _ => self.bend(&row, unit),
            };
            let (periods, tier) = (self.span_of(&row, "periods"), self.tier(&row, Tier::Policy));
            let policy = Policy { measure, of, periods, over, bounds, tier, bend };
            self.keep(raw, policy, &mut model.policies, &mut model.places);
        }
    }

    fn measure(&mut self, row: &Row<'_>) -> Option<Measure> {
        let words: Vec<(&str, usize)> = MEASURES.iter().enumerate().map(|(n, (word, ..))| (*word, n)).collect();
        let n = self.need(row, "measure").and_then(|field| self.choice(&field, &words))?;
        let (word, kind, takes) = MEASURES[n];
        let filter = self.filter(row, takes, &format!("`{word}`"));
        Some(Measure { kind, filter })
    }

    /// The smaller of two amounts can be asked for at least; a cap on it, or a share of it, would be kept by counting less than there is.
    fn check_carbon_free(&mut self, row: &Row<'_>, measure: &Measure, of: Option<&Measure>, nodes: bool) {
        let hint = "it is the smaller of load and output without carbon in each hour; ask for it with `at_least`";
        let mut found = Vec::new();
        if measure.kind == MeasureKind::CarbonFree && !nodes {
            found.push((
                format!("{} measures carbon-free energy, of which a model without nodes has none", row.of),
                row.place.clone(),
            ));
        }
        if let (MeasureKind::CarbonFree, Some(field)) = (measure.kind, row.get("at_most")) {
            found.push((format!("{} cannot cap carbon-free energy", field.name), field.node.place.clone()));
        }
        if let (Some(MeasureKind::CarbonFree), Some(field)) = (of.map(|of| of.kind), row.get("of")) {
            found.push((format!("{} cannot be carbon-free energy", field.name), field.node.place.clone()));
        }
        for (message, place) in found {
            self.findings.push(Finding::error(message, place).hint(hint));
        }
    }

    /// What a measure is counted in; work must be of one unit.
    fn measured(&mut self, measure: &Measure, row: &Row<'_>, model: &Model) -> Base {
        let works = match measure.kind {
            MeasureKind::Spend => return Base::Money(0),
            MeasureKind::Orders | MeasureKind::Owned => return Base::Chips,
            MeasureKind::Energy | MeasureKind::CarbonFree => return Base::Energy,
            MeasureKind::Carbon => return Base::Mass,
            MeasureKind::Water => return Base::Water,
            MeasureKind::Served | MeasureKind::ChipWork => {
                works(measure, model).into_iter().map(|id| self.work(model, id)).collect::<Vec<_>>()
            }
            _ => return Base::Power,
        };
        let first = works.first().copied().unwrap_or(Base::AnyWork);
        if works.iter().any(|work| *work != first) {
            let message = format!("{} counts work of several units; filter it to workloads of one unit", row.of);
            self.error(message, &row.place);
        }
        first
    }

    pub(super) fn cash(&mut self, rows: &[Raw<'_>], model: &mut Model) {
        for raw in rows {
            let row = self.row(shape::CASH, raw.node, &raw.of, &raw.place);
            let category = self.need(&row, "category").map(|field| self.text(&field)).unwrap_or_default();
            let name = match row.get("id") {
                Some(field) => self.text(&field),
                None if raw.name.is_empty() => category.clone(),
                None => raw.name.clone(),
            };
            let of = format!("cash `{}`", crate::files::tree::shorten(&name));
            self.check_id(&name, &of, &raw.place);
            if model.cash.find(&name).is_some() {
                self.error(format!("{of} is there twice; give one of them an `id`"), &raw.place);
            }
            let amount = self.need(&row, "amount").map(|field| self.money(&field, &Want::money(&[]).any_sign()));
            let cash = CashLine {
                category,
                periods: self.span_of(&row, "periods"),
                amount: amount.unwrap_or(crate::domain::Money { amount: 0.0, currency: crate::domain::Index::new(0) }),
                inflow: self.flag(&row, "inflow"),
                region: row.get("region").map(|field| self.reference(&field)),
                tags: self.tags(&row),
            };
            self.keep(&Raw { name, ..raw.clone() }, cash, &mut model.cash, &mut model.places);
        }
    }

    pub(super) fn patience(&mut self, rows: &[Raw<'_>], model: &mut Model) {
        let money = Want::money(&[]).any_sign();
        for raw in rows {
            let row = self.row(shape::PATIENCE, raw.node, &raw.of, &raw.place);
            self.choice_or(&row, "measure", &[("free-cash-flow", ())], ());
            let patience = Patience {
                periods: self.span_of(&row, "periods"),
                at_least: self.need(&row, "at_least").map_or(0.0, |field| self.own_money(&field, &money)),
                per: self.choice_or(
                    &row,
                    "per",
                    &[("period", Per::Period), ("cumulative", Per::Cumulative)],
                    Per::Period,
                ),
                tier: self.tier(&row, Tier::Policy),
                bend: self.bend(&row, Base::Money(0)),
            };
            self.keep(raw, patience, &mut model.patience, &mut model.places);
        }
    }
}

/// Whether a measure is a level, which stands in a period instead of adding up over periods.
pub(super) const fn is_level(kind: MeasureKind) -> bool {
    matches!(
        kind,
        MeasureKind::ItMw
            | MeasureKind::LiquidMw
            | MeasureKind::ConnectionMw
            | MeasureKind::Owned
            | MeasureKind::SupplyMw
            | MeasureKind::LineMw
    )
}

/// The workloads that a measure of work counts; a filter that no segment passes counts the workloads it names.
pub(super) fn works(measure: &Measure, model: &Model) -> Vec<WorkloadId> {
    let filter = &measure.filter;
    let all = || filter.workload.clone().unwrap_or_else(|| model.workloads.ids().collect());
    if measure.kind == MeasureKind::ChipWork {
        return all();
    }
    let through = model.segments.iter().filter(|(id, segment)| {
        filter.workload.as_ref().is_none_or(|list| list.contains(&segment.workload))
            && filter.segment.as_ref().is_none_or(|list| list.contains(id))
            && filter.region.as_ref().is_none_or(|list| list.contains(&segment.region))
            && (filter.customer.as_ref())
                .is_none_or(|list| segment.customer.as_ref().is_some_and(|customer| list.contains(customer)))
            && filter.tag.as_ref().is_none_or(|list| segment.tags.iter().any(|tag| list.contains(tag)))
    });
    let works: Vec<WorkloadId> = through.map(|(_, segment)| segment.workload).collect();
    if works.is_empty() { all() } else { works }
}
