//! What exists already: orders placed and chips owned.

use crate::domain::{ChipId, ExpansionId, Fleet, Model, Money, Month, Order, OrderOf, SiteId};
use crate::units::Base;

use super::read::{Reader, Row};
use super::row_of;
use super::rows::Raw;
use super::shape;
use super::value::Want;

impl Reader {
    pub(super) fn orders(&mut self, rows: &[Raw<'_>], model: &mut Model) {
        for raw in rows {
            let row = self.row(shape::ORDER, raw.node, &raw.of, &raw.place);
            let (of, unit) = self.order_of(&row);
            let quantity = self.need(&row, "quantity").map_or(0.0, |field| self.amount(&field, &Want::of(unit, &[])));
            let ordered = self.need(&row, "ordered").and_then(|field| self.period(&field));
            let delivered = self.need(&row, "delivered").and_then(|field| self.period(&field));
            let to_pay = self.still_due(&row);
            let price = row.get("price").map(|field| self.money(&field, &Want::money(&[])));
            let has_price = price.is_some()
                || match of {
                    OrderOf::Chips(chip, _) => row_of(&model.chips, chip).is_some_and(|chip| chip.supply.is_some()),
                    OrderOf::Expansion(_) => true,
                };
            let cancel = row.get("cancel").and_then(|field| self.cancel(&field, has_price));
            let tags = self.tags(&row);
            let (Some(ordered), Some(delivered)) = (ordered, delivered) else {
                continue;
            };
            if delivered < ordered {
                self.error(format!("{} is delivered before it is ordered", raw.of), &raw.place);
            }
            let order = Order { of, quantity, ordered, delivered, to_pay, price, cancel, tags };
            self.keep(raw, order, &mut model.orders, &mut model.places);
        }
    }

    /// What an order is for, and what its quantity is counted in.
    fn order_of(&mut self, row: &Row<'_>) -> (OrderOf, Base) {
        if let Some(field) = row.get("expansion") {
            for key in ["chip", "site"] {
                if let Some(other) = row.get(key) {
                    self.error(format!("{} cannot stand beside `expansion`", other.name), &other.node.place);
                }
            }
            (OrderOf::Expansion(self.reference::<ExpansionId>(&field)), Base::Power)
        } else {
            let chip: ChipId = self.reference_of(row, "chip");
            let site: SiteId = self.reference_of(row, "site");
            (OrderOf::Chips(chip, site), Base::Chips)
        }
    }

    /// Payments still due; what was paid before the horizon is sunk.
    pub(super) fn still_due(&mut self, row: &Row<'_>) -> Vec<(Month, Money)> {
        let Some(field) = row.get("to_pay") else {
            return Vec::new();
        };
        let start = self.horizon.start;
        let list = self.by_period(&field, |reader, part| {
            let money = reader.money(part, &Want::money(&[]));
            (money, part.node.place.clone())
        });
        for (month, (_, place)) in &list {
            if *month < start {
                let label = crate::calendar::label::write(*month, &self.horizon);
                let message =
                    format!("{} gives a payment in {label}, before the horizon; it is paid already", field.name);
                self.error(message, place);
            }
        }
        list.into_iter().map(|(month, (money, _))| (month, money)).collect()
    }

    pub(super) fn fleet(&mut self, rows: &[Raw<'_>], model: &mut Model) {
        let chips = Want::of(Base::Chips, &[]);
        for raw in rows {
            let row = self.row(shape::FLEET, raw.node, &raw.of, &raw.place);
            let before = self.findings.errors();
            let chip: ChipId = self.reference_of(&row, "chip");
            let site: SiteId = self.reference_of(&row, "site");
            let known = self.findings.errors() == before;
            let quantity = self.need(&row, "quantity").map_or(0.0, |field| self.amount(&field, &chips));
            let mut retires = Vec::new();
            if let Some(field) = row.get("retires") {
                retires = self.by_period(&field, |reader, part| reader.amount(part, &chips));
                if retires.iter().any(|(month, _)| *month < self.horizon.start) {
                    let message =
                        format!("{} begins before the horizon; `quantity` is what stands on day one", field.name);
                    self.error(message, &field.node.place);
                }
                let sum: f64 = retires.iter().map(|(_, chips)| chips).sum();
                if sum > quantity * (1.0 + 1e-9) {
                    let message = format!("{} takes {sum} chips out of service, of {quantity} there are", field.name);
                    self.error(message, &field.node.place);
                }
            }
            if !known {
                continue;
            }
            let name = format!("{},{}", model.chips.name(chip), model.sites.name(site));
            if model.fleet.find(&name).is_some() {
                self.error(format!("the fleet of `{name}` is there twice"), &raw.place);
            }
            let raw = Raw { name, ..raw.clone() };
            self.keep(&raw, Fleet { chip, site, quantity, retires }, &mut model.fleet, &mut model.places);
        }
    }
}
