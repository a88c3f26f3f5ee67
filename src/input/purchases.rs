//! Chips, and what else is bought or leased.

use crate::domain::{
    Adds, Chip, ChipId, Cooling, Expansion, Index, Lease, Model, OrderOf, ServiceLife, Supplying, Throughput,
    WorkloadId,
};
use crate::files::{Finding, Value};
use crate::units::Base;

use super::part::{COOLING, SALVAGE, Target};
use super::read::{Field, Reader, Row};
use super::rows::Raw;
use super::shape;
use super::value::Want;

/// Terms that say nothing about a chip that cannot be bought.
const TERMS: &[&str] = &["lead", "payments", "lot", "order_cost", "window", "sites"];

impl Reader {
    pub(super) fn chips(&mut self, rows: &[Raw<'_>], model: &mut Model) {
        for raw in rows {
            let row = self.row(shape::CHIP, raw.node, &raw.of, &raw.place);
            let supply = self.supplying(&row, Base::Chips, true);
            // A price that could not be read is no price that is missing.
            if supply.is_none() && !self.findings.has_error_beside(&raw.place) {
                let terms: Vec<String> =
                    TERMS.iter().filter(|key| row.get(key).is_some()).map(|key| format!("`{key}`")).collect();
                if !terms.is_empty() {
                    let what = "without a price these chips cannot be bought, and the terms of buying say nothing";
                    self.gather(what, format!("{} ({})", raw.of, terms.join(", ")), &raw.place);
                }
            }
            let chip = Chip {
                vendor: self.text_of(&row, "vendor"),
                kw: self.amount_or(&row, "power", &Want::of(Base::Power, &[]).kilo(), 0.0),
                cooling: self.choice_or(&row, "cooling", COOLING, Cooling::Air),
                throughput: self.throughputs(&row, model),
                supply,
                service: self.service_life(&row),
                sites: row.get("sites").map(|field| self.references(&field)),
                fixed_om: self.price_of(&row, "fixed_om", &Want::money(&[Base::Chips, Base::Time])),
                tags: self.tags(&row),
                allotment: self.path_of(&row, "allotment", &Want::of(Base::Chips, &[Base::Time])),
            };
            self.keep(raw, chip, &mut model.chips, &mut model.places);
        }
    }

    fn throughputs(&mut self, row: &Row<'_>, model: &Model) -> Vec<Throughput> {
        let effective: Vec<WorkloadId> = row.get("effective").map(|field| self.references(&field)).unwrap_or_default();
        let Some(field) = self.need(row, "throughput") else {
            return Vec::new();
        };
        if !matches!(field.node.value, Value::Table(_)) {
            self.needs(&field, "a table of workloads such as `{ training = \"0.9 H100e\" }`");
        }
        let mut list = Vec::new();
        for (entry, part) in field.entries() {
            let workload: WorkloadId = self.refer(&entry.key, &format!("{} is for", field.name), &entry.place);
            let want = Want::of(self.work(model, workload), &[]);
            let known = self.ids.find("workload", &entry.key).is_some();
            let work = if known { self.amount(&part, &want) } else { 0.0 };
            list.push(Throughput { workload, work, effective: effective.contains(&workload) });
        }
        for workload in effective {
            if workload.get() < model.workloads.len() && !list.iter().any(|rate| rate.workload == workload) {
                let name = model.workloads.name(workload);
                let message = format!("{} names `{name}`, for which it has no throughput", row.name("effective"));
                self.error(message, &row.place);
            }
        }
        list.sort_by_key(|rate| rate.workload);
        list
    }

    /// The terms of buying by the chip or by the megawatt; `None` without a price.
    fn supplying(&mut self, row: &Row<'_>, unit: Base, chips: bool) -> Option<Supplying> {
        let den: &[Base] = if chips { &[] } else { &[Base::Power] };
        let price = row.get("price").map(|field| self.price(&field, &Want::money(den)));
        let lead = self.lead(row);
        let payments = self.payments(row);
        let lot = self.amount_of(row, "lot", &Want::of(unit, &[]).positive());
        let order_cost = row.get("order_cost").map(|field| self.money(&field, &Want::money(&[])));
        let window = self.window(row);
        Some(Supplying { price: price?, lead, payments, lot, order_cost, window })
    }

    fn service_life(&mut self, row: &Row<'_>) -> ServiceLife {
        let time = Want::of(Base::Time, &[]).positive();
        let life = self.duration_of(row, "life", &time);
        let salvage = self.salvage(row);
        ServiceLife { life, salvage: salvage && life.is_some(), book_life: self.duration_of(row, "book_life", &time) }
    }

    /// Whether unused life is credited; what has no life has none to credit.
    pub(super) fn salvage(&mut self, row: &Row<'_>) -> bool {
        self.choice_or(row, "salvage", SALVAGE, true)
    }

    pub(super) fn expansions(&mut self, rows: &[Raw<'_>], model: &mut Model) {
        for raw in rows {
            let row = self.row(shape::EXPANSION, raw.node, &raw.of, &raw.place);
            let target = self.target(&row);
            let named =
                [target.site.is_some(), target.line.is_some(), target.supply.is_some(), target.battery.is_some()];
            if named.iter().filter(|there| **there).count() != 1 {
                self.error(format!("{} must name one of `site`, `line`, `supply`, `battery`", raw.of), &raw.place);
            }
            self.need(&row, "adds");
            let adds = self.adds(&row, &target);
            let adds = self.no_circuits(adds, &raw.of, &raw.place);
            self.need(&row, "price");
            let supply = self.supplying(&row, Base::Power, false);
            let service = self.service_life(&row);
            let growth = self.growth(&row, Base::Power);
            let fixed_om = self.price_of(&row, "fixed_om", &Want::money(&[Base::Power, Base::Time]));
            let (category, vendor) = (self.text_of(&row, "category"), self.text_of(&row, "vendor"));
            let tags = self.tags(&row);
            // Without its amount or price the row is dropped, which is safe: there has been an error.
            let (Some(adds), Some(supply)) = (adds, supply) else {
                continue;
            };
            let expansion = Expansion { adds, supply, service, vendor, category, fixed_om, tags, growth };
            self.keep(raw, expansion, &mut model.expansions, &mut model.places);
        }
    }

    pub(super) fn leases(&mut self, rows: &[Raw<'_>], model: &mut Model) {
        for raw in rows {
            let row = self.row(shape::LEASE, raw.node, &raw.of, &raw.place);
            let target =
                Target { site: Some(self.reference_of(&row, "site")), line: None, supply: None, battery: None };
            let adds = self.leased(&row, &target);
            let fee = Want::money(&[Base::Power, Base::Time]);
            let fee = self.need(&row, "fee").map(|field| self.price(&field, &fee));
            let term = self.need(&row, "term").map(|field| self.term(&field, &row));
            let lead = self.lead(&row);
            let lot = self.amount_of(&row, "lot", &Want::of(Base::Power, &[]).positive());
            let (window, vendor, tags) = (self.window(&row), self.text_of(&row, "vendor"), self.tags(&row));
            let (Some(adds), Some(fee), Some(term)) = (adds, fee, term) else {
                continue;
            };
            let lease = Lease { adds, fee, lead, term, lot, window, vendor, tags };
            self.keep(raw, lease, &mut model.leases, &mut model.places);
        }
    }

    /// What a lease adds: IT or connection power.
    fn leased(&mut self, row: &Row<'_>, target: &Target) -> Option<Adds> {
        let field = self.need(row, "adds")?;
        if ["rating", "circuits", "power"].iter().any(|key| field.node.get(key).is_some()) {
            self.error(format!("{} can add `it_power` or `connection` alone", row.of), &field.node.place);
            return None;
        }
        self.adds(row, target)
    }

    fn term(&mut self, field: &Field<'_>, row: &Row<'_>) -> crate::domain::Duration {
        self.duration(field, &row.of, &Want::of(Base::Time, &[]).positive())
    }

    /// Chips that no segment accepts do nothing.
    pub(super) fn check_idle_chips(&mut self, model: &Model, root: &crate::files::Node) {
        let accepted = |chip: ChipId| model.segments.iter().any(|(_, segment)| segment.chips.contains(&chip));
        for chip in model.chips.ids().filter(|chip| !accepted(*chip)) {
            let name = model.chips.name(chip);
            let message = format!("no segment accepts chip `{name}`; it does nothing");
            let place = super::check::stands(root, "chip", name);
            self.findings.push(Finding::warning(message, place));
        }
    }

    /// A life of chips that are neither sold nor on their way says nothing: a fleet retires as its rows say.
    pub(super) fn check_lives(&mut self, model: &Model, root: &crate::files::Node) {
        let comes = |chip: ChipId| {
            let of = |of: OrderOf| matches!(of, OrderOf::Chips(ordered, _) if ordered == chip);
            model.chips[chip].supply.is_some() || model.orders.iter().any(|(_, order)| of(order.of))
        };
        for (chip, row) in model.chips.iter().filter(|(chip, _)| !comes(*chip)) {
            let terms = [("life", row.service.life.is_some()), ("book_life", row.service.book_life.is_some())];
            let name = model.chips.name(chip);
            for (key, _) in terms.iter().filter(|(_, given)| *given) {
                let message =
                    format!("`{key}` of chip `{name}` says nothing: it has no price and no order of it is on its way");
                let place = super::check::stands(root, "chip", name);
                self.findings.push(Finding::warning(message, place).hint("a fleet retires as its own rows say"));
            }
        }
    }
}
