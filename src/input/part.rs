//! Readers of the shapes that many rows share: what is added, cancelling, filters, bends, tiers.

use crate::domain::{
    Adds, BatteryId, Bend, Cancel, Cooling, Fee, Filter, Growth, Index, LineId, Payments, RelationKind, SiteId,
    SupplyId, Tier,
};
use crate::files::Finding;
use crate::units::Base;

use super::guess;
use super::read::{Field, Reader, Row};
use super::shape;
use super::value::Want;

/// What something may be added to, as its row names it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target {
    pub(super) site: Option<SiteId>,
    pub(super) line: Option<LineId>,
    pub(super) supply: Option<SupplyId>,
    pub(super) battery: Option<BatteryId>,
}

impl Reader {
    /// The things a row may add to.
    pub(super) fn target(&mut self, row: &Row<'_>) -> Target {
        Target {
            site: row.get("site").map(|field| self.reference(&field)),
            line: row.get("line").map(|field| self.reference(&field)),
            supply: row.get("supply").map(|field| self.reference(&field)),
            battery: row.get("battery").map(|field| self.reference(&field)),
        }
    }

    /// What is added from completion.
    pub(super) fn adds(&mut self, row: &Row<'_>, target: &Target) -> Option<Adds> {
        let field = row.get("adds")?;
        let part = self.sub(shape::ADDS, &field)?;
        let found: Vec<&'static str> = ["it_power", "connection", "rating", "circuits", "power"]
            .into_iter()
            .filter(|key| part.get(key).is_some())
            .collect();
        let [key] = found[..] else {
            let message = format!(
                "{} holds {} of `it_power`, `connection`, `rating`, `circuits`, `power`; one is needed here",
                field.name,
                if found.is_empty() { "none".to_owned() } else { found.len().to_string() }
            );
            self.error(message, &field.node.place);
            return None;
        };
        let circuits = part.get("circuits").filter(|_| key == "circuits").map(|field| self.whole(&field));
        let mw = match circuits {
            Some(_) => 0.0,
            None => self.amount_or(&part, key, &Want::of(Base::Power, &[]), 0.0),
        };
        let cooling = self.choice_or(&part, "cooling", COOLING, Cooling::Air);
        if let Some(cooling) = part.get("cooling").filter(|_| key != "it_power") {
            self.error(format!("{} says nothing without `it_power`", cooling.name), &cooling.node.place);
        }
        let needed = match key {
            "rating" | "circuits" => "line",
            "power" => "supply` or `battery",
            _ => "site",
        };
        if target.supply.is_some() && target.battery.is_some() {
            let message = format!("{} names both a `supply` and a `battery`; it can add to one", row.of);
            self.error(message, &field.node.place);
        }
        let there = match needed {
            "line" => target.line.is_some(),
            "site" => target.site.is_some(),
            _ => target.supply.is_some() || target.battery.is_some(),
        };
        if !there {
            let message = format!("{} adds `{key}`, but names no `{needed}`", row.of);
            self.error(message, &field.node.place);
        }
        let (site, none) = (target.site.unwrap_or_else(|| SiteId::new(0)), 0);
        Some(match key {
            "it_power" => Adds::It { site, cooling, mw },
            "connection" => Adds::Connection { site, mw },
            "circuits" => Adds::Circuits {
                line: target.line.unwrap_or_else(|| LineId::new(none)),
                circuits: circuits.unwrap_or(1),
                mw,
            },
            "rating" => Adds::Line { line: target.line.unwrap_or_else(|| LineId::new(none)), mw },
            _ if target.battery.is_some() => {
                Adds::Battery { battery: target.battery.unwrap_or_else(|| BatteryId::new(none)), mw }
            }
            _ => Adds::Supply { supply: target.supply.unwrap_or_else(|| SupplyId::new(none)), mw },
        })
    }

    /// Terms of cancelling.
    pub(super) fn cancel(&mut self, field: &Field<'_>, has_price: bool) -> Option<Cancel> {
        let part = self.sub(shape::CANCEL, field)?;
        let until = self.need(&part, "until").and_then(|until| self.period(&until));
        let fee = part.get("fee").map_or(Fee::Share(0.0), |fee| self.fee(&fee));
        if let (Fee::Share(share), false) = (fee, has_price)
            && share > 0.0
        {
            self.error(format!("`fee` is a share of a price, and {} has none", field.name), &field.node.place);
        }
        let cancel = Cancel { until: until?, fee, part: self.flag(&part, "part") };
        if cancel.until < self.horizon.start {
            let message = format!("{} ends before the horizon; nothing can be cancelled any more", field.name);
            self.warning(message, &field.node.place);
        }
        Some(cancel)
    }

    /// A fee that is money or a share of the full price.
    fn fee(&mut self, field: &Field<'_>) -> Fee {
        let unit = match field.node.get("unit") {
            Some(unit) => unit.text().map(str::to_owned),
            None => field.node.text().and_then(crate::units::split_number).map(|(_, unit)| unit.to_owned()),
        };
        match unit.as_deref() {
            Some(unit) if !unit.is_empty() && unit != "%" && unit != "1" => {
                Fee::Money(self.money(field, &Want::money(&[])))
            }
            _ => Fee::Share(self.amount(field, &Want::share())),
        }
    }

    /// Growth of orders, in a unit of chips or megawatts.
    pub(super) fn growth(&mut self, row: &Row<'_>, unit: Base) -> Option<Growth> {
        let field = row.get("growth")?;
        let part = self.sub(shape::GROWTH, &field)?;
        let rate = self.need(&part, "rate").map_or(0.0, |rate| self.amount(&rate, &Want::share().any_sign()));
        let seed = self.need(&part, "seed").map_or(0.0, |seed| self.amount(&seed, &Want::of(unit, &[])));
        if rate < -1.0 {
            self.error(format!("{} shrinks by more than 100 %", field.name), &field.node.place);
        }
        Some(Growth { rate, seed })
    }

    /// When a price is paid.
    pub(super) fn payments(&mut self, row: &Row<'_>) -> Payments {
        let at_once = Payments { start: 1.0, spread: 0.0, completion: 0.0 };
        let Some(field) = row.get("payments") else {
            return at_once;
        };
        let Some(part) = self.sub(shape::PAYMENTS, &field) else {
            return at_once;
        };
        let before = self.findings.errors();
        let start = self.either(&part, "start", "order");
        let spread = self.amount_or(&part, "spread", &Want::share(), 0.0);
        let completion = self.either(&part, "completion", "delivery");
        let sum = start + spread + completion;
        if (sum - 1.0).abs() > 1e-9 && self.findings.errors() == before {
            let sum = (sum * 1e10).round() / 1e8;
            self.error(format!("{} sum to {sum} %, not to 100 %", field.name), &field.node.place);
        }
        Payments { start, spread, completion }
    }

    /// A share that has two names.
    fn either(&mut self, row: &Row<'_>, one: &'static str, other: &'static str) -> f64 {
        if row.get(one).is_some() && row.get(other).is_some() {
            self.error(
                format!("{} is the same as `{one}`; only one of them can be given", row.name(other)),
                &row.place,
            );
        }
        let key = if row.get(one).is_some() { one } else { other };
        self.amount_or(row, key, &Want::share(), 0.0)
    }

    /// How hard a limit is.
    pub(super) fn tier(&mut self, row: &Row<'_>, absent: Tier) -> Tier {
        self.choice_or(row, "tier", TIERS, absent)
    }

    /// What going beyond a limit costs, by the unit of the limit.
    pub(super) fn bend(&mut self, row: &Row<'_>, unit: Base) -> Option<Bend> {
        let field = row.get("bend")?;
        let part = self.sub(shape::BEND, &field)?;
        let price = self.need(&part, "price").map(|price| self.money(&price, &Want::money(&[unit])));
        let at_most = part.get("at_most").map(|most| match unit {
            Base::Money(_) => self.own_money(&most, &Want::money(&[])),
            _ => self.amount(&most, &Want::of(unit, &[])),
        });
        Some(Bend { price: price?, at_most })
    }

    /// Which rows a limit counts; keys that the limit does not take are errors.
    pub(super) fn filter(&mut self, row: &Row<'_>, takes: &[&str], whose: &str) -> Filter {
        let Some(field) = row.get("filter") else {
            return Filter::default();
        };
        let Some(part) = self.sub(shape::FILTER, &field) else {
            return Filter::default();
        };
        for entry in part.node.entries().iter().filter(|entry| shape::FILTER.has(&entry.key)) {
            if !takes.contains(&entry.key.as_str()) {
                let list = takes.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
                let message = format!("{} is not a filter of {whose}, which takes {list}", part.name(&entry.key));
                let hint = guess::hint(&entry.key, takes.iter().copied());
                self.findings.push(Finding::error(message, entry.place.clone()).maybe(hint));
            }
        }
        Filter {
            category: self.names_of(&part, "category"),
            region: part.get("region").map(|field| self.references(&field)),
            site: part.get("site").map(|field| self.references(&field)),
            vendor: self.names_of(&part, "vendor"),
            tag: self.names_of(&part, "tag"),
            chip: part.get("chip").map(|field| self.references(&field)),
            workload: part.get("workload").map(|field| self.references(&field)),
            segment: part.get("segment").map(|field| self.references(&field)),
            customer: self.names_of(&part, "customer"),
            line: part.get("line").map(|field| self.references(&field)),
            supply: part.get("supply").map(|field| self.references(&field)),
        }
    }

    /// A list of free words, or one alone.
    pub(super) fn names_of(&mut self, row: &Row<'_>, key: &'static str) -> Option<Vec<String>> {
        row.get(key).map(|field| self.words(&field).into_iter().map(|(word, _)| word).collect())
    }
}

pub(super) const COOLING: &[(&str, Cooling)] = &[("air", Cooling::Air), ("liquid", Cooling::Liquid)];

pub(super) const TIERS: &[(&str, Tier)] =
    &[("wish", Tier::Wish), ("policy", Tier::Policy), ("contract", Tier::Contract)];

/// Whether an asset's unused life is credited.
pub(super) const SALVAGE: &[(&str, bool)] = &[("life", true), ("none", false)];

/// The keys of the three relations.
pub(super) const RELATIONS: &[(&str, RelationKind)] =
    &[("after", RelationKind::After), ("with", RelationKind::With), ("needs", RelationKind::Needs)];
