//! Limits and cash as the resolved model writes them.

use crate::calendar::label;
use crate::domain::{
    Allotment, Bend, Bounds, Budget, CashLine, Filter, Growth, Measure, MeasureKind, Over, Patience, Per, Policy, Tier,
    Unspent,
};
use crate::files::json::{Value, json};

use super::limits::MEASURES;
use super::write::{Object, Writer, names, quantity, share, table};

impl Writer<'_> {
    /// The tables of limits, added to the model.
    pub(super) fn limits(&self, root: &mut Object) {
        let model = self.model;
        root.put("allotment", table(&model.allotments, |row| self.allotment(row)));
        root.put("budget", table(&model.budgets, |row| self.budget(row)));
        root.put("policy", table(&model.policies, |row| self.policy(row)));
        let cash = model.cash.iter().map(|(id, row)| self.cash(model.cash.name(id), row));
        root.put("cash", cash.collect::<Vec<_>>());
        root.put("patience", table(&model.patience, |row| self.patience(row)));
    }

    pub(super) fn bend(&self, bend: &Bend, unit: &str) -> Value {
        let mut one = Object::new();
        let den = if unit == "chips" { "chip" } else { unit };
        one.put("price", self.money(bend.price, &format!("/{den}")));
        one.maybe("at_most", bend.at_most.map(|most| quantity(most, unit)));
        one.done()
    }

    fn filter(&self, filter: &Filter) -> Option<Value> {
        let model = self.model;
        let mut one = Object::new();
        one.maybe("category", filter.category.clone());
        one.maybe("region", filter.region.as_ref().map(|ids| names(&model.regions, ids)));
        one.maybe("site", filter.site.as_ref().map(|ids| names(&model.sites, ids)));
        one.maybe("vendor", filter.vendor.clone());
        one.maybe("tag", filter.tag.clone());
        one.maybe("chip", filter.chip.as_ref().map(|ids| names(&model.chips, ids)));
        one.maybe("workload", filter.workload.as_ref().map(|ids| names(&model.workloads, ids)));
        one.maybe("segment", filter.segment.as_ref().map(|ids| names(&model.segments, ids)));
        one.maybe("customer", filter.customer.clone());
        one.maybe("line", filter.line.as_ref().map(|ids| names(&model.lines, ids)));
        one.maybe("supply", filter.supply.as_ref().map(|ids| names(&model.supplies, ids)));
        (*filter != Filter::default()).then(|| one.done())
    }

    fn allotment(&self, row: &Allotment) -> Value {
        let (model, of) = (self.model, &row.of);
        let power = of.expansions.is_some() || of.leases.is_some();
        let unit = if power { "MW" } else { "chips" };
        let mut one = Object::new();
        one.maybe("chip", of.chips.as_ref().map(|ids| names(&model.chips, ids)));
        one.maybe("vendor", of.vendors.clone());
        one.maybe("site", of.sites.as_ref().map(|ids| names(&model.sites, ids)));
        one.maybe("expansion", of.expansions.as_ref().map(|ids| names(&model.expansions, ids)));
        one.maybe("lease", of.leases.as_ref().map(|ids| names(&model.leases, ids)));
        one.maybe("at_most", row.at_most.as_ref().map(|path| self.path(path, &format!("{unit}/year"))));
        one.maybe("cumulative", row.cumulative.map(|most| quantity(most, unit)));
        one.maybe("growth", row.growth.as_ref().map(|row| growth(row, unit)));
        one.put("counts", if row.by_order { "ordered" } else { "delivered" });
        one.put("tier", tier(row.tier));
        one.maybe("bend", row.bend.as_ref().map(|bend| self.bend(bend, unit)));
        one.done()
    }

    fn budget(&self, row: &Budget) -> Value {
        let mut one = Object::new();
        one.put("periods", label::write_span(&row.periods, &self.model.horizon));
        one.maybe("filter", self.filter(&row.filter));
        let counts = [(row.counts.capital, "capital"), (row.counts.lease, "lease"), (row.counts.opex, "opex")];
        one.put("counts", counts.iter().filter(|(is, _)| *is).map(|(_, word)| *word).collect::<Vec<_>>());
        one.maybe("at_most", row.at_most.map(|most| quantity(most, self.own())));
        one.maybe("at_least", row.at_least.map(|least| quantity(least, self.own())));
        one.put(
            "unspent",
            match row.unspent {
                Unspent::Lost => json!("lost"),
                Unspent::Carry { to, up_to } => json!({ "to": self.model.budgets.name(to), "up_to": share(up_to) }),
            },
        );
        one.put("tier", tier(row.tier));
        one.maybe("bend", row.bend.as_ref().map(|bend| self.bend(bend, self.own())));
        one.done()
    }

    fn policy(&self, row: &Policy) -> Value {
        let unit = if row.of.is_some() { "1" } else { self.unit_of(&row.measure) };
        let Bounds { at_most, at_least } = &row.bounds;
        let mut one = Object::new();
        one.put("measure", measure_name(row.measure.kind));
        one.maybe("filter", self.filter(&row.measure.filter));
        one.maybe(
            "of",
            row.of.as_ref().map(|of| {
                let mut part = Object::new();
                part.put("measure", measure_name(of.kind));
                part.maybe("filter", self.filter(&of.filter));
                part.done()
            }),
        );
        one.put("periods", label::write_span(&row.periods, &self.model.horizon));
        one.put(
            "over",
            match row.over {
                Over::Each => "each",
                Over::Sum => "sum",
            },
        );
        one.maybe("at_most", at_most.as_ref().map(|path| self.path(path, unit)));
        one.maybe("at_least", at_least.as_ref().map(|path| self.path(path, unit)));
        one.put("tier", tier(row.tier));
        one.maybe("bend", row.bend.as_ref().map(|bend| self.bend(bend, unit)));
        one.done()
    }

    /// The unit of a measure.
    fn unit_of(&self, measure: &Measure) -> &str {
        match measure.kind {
            MeasureKind::Spend => self.own(),
            MeasureKind::Orders | MeasureKind::Owned => "chips",
            MeasureKind::Energy | MeasureKind::CarbonFree => "MWh",
            MeasureKind::Carbon => "t",
            MeasureKind::Water => "m3",
            MeasureKind::Served | MeasureKind::ChipWork => self.work_of(measure),
            _ => "MW",
        }
    }

    fn work_of(&self, measure: &Measure) -> &str {
        super::limits::works(measure, self.model).first().map_or("unit", |id| &self.model.workloads[*id].unit)
    }

    fn cash(&self, id: &str, row: &CashLine) -> Value {
        let mut one = Object::new();
        one.put("id", id);
        one.put("category", row.category.as_str());
        one.put("periods", label::write_span(&row.periods, &self.model.horizon));
        one.put("amount", self.money(row.amount, ""));
        one.put("inflow", row.inflow);
        one.maybe("region", row.region.map(|id| self.model.regions.name(id)));
        one.put("tags", row.tags.clone());
        one.done()
    }

    fn patience(&self, row: &Patience) -> Value {
        let mut one = Object::new();
        one.put("measure", "free-cash-flow");
        one.put("periods", label::write_span(&row.periods, &self.model.horizon));
        one.put("at_least", quantity(row.at_least, self.own()));
        one.put(
            "per",
            match row.per {
                Per::Period => "period",
                Per::Cumulative => "cumulative",
            },
        );
        one.put("tier", tier(row.tier));
        one.maybe("bend", row.bend.as_ref().map(|bend| self.bend(bend, self.own())));
        one.done()
    }
}

/// The name of a tier.
pub(super) fn tier(tier: Tier) -> &'static str {
    match tier {
        Tier::Wish => "wish",
        Tier::Policy => "policy",
        // No row of a model file is physics.
        Tier::Contract | Tier::Physics => "contract",
    }
}

/// Growth of orders of chips or megawatts.
pub(super) fn growth(growth: &Growth, unit: &str) -> Value {
    json!({ "rate": share(growth.rate), "seed": quantity(growth.seed, unit) })
}

fn measure_name(kind: MeasureKind) -> &'static str {
    MEASURES.iter().find(|(_, known, _)| *known == kind).map_or("spend", |(name, ..)| name)
}
