//! What the contract of a supply bills, and what it cannot bill.

use crate::domain::{Billing, MoneyPath};
use crate::units::Base;

use super::read::{Reader, Row};
use super::value::Want;

impl Reader {
    /// The price of a supply's energy; a minimum bill is settled at one that is not negative.
    pub(super) fn energy_price(&mut self, row: &Row<'_>) -> Option<MoneyPath> {
        let want = Want::money(&[Base::Energy]);
        let want = if row.get("minimum_bill").is_some() { want } else { want.any_sign() };
        self.price_of(row, "price", &want)
    }

    /// What a supply bills beside its energy, or for more of it than it gives.
    pub(super) fn billing(&mut self, row: &Row<'_>, priced: bool) -> Billing {
        let contracted_mw = self.amount_of(row, "contracted", &Want::of(Base::Power, &[]).positive());
        let demand = self.price_of(row, "demand", &Want::money(&[Base::Power, Base::Time]));
        let minimum_bill = self.least(row, "minimum_bill", "price", priced);
        let minimum_demand = self.least(row, "minimum_demand", "demand", demand.is_some());
        let minimum = row.get("minimum_bill").is_some() || row.get("minimum_demand").is_some();
        if let Some(field) = row.get("contracted").filter(|_| !minimum) {
            let message = format!("{} bills nothing without `minimum_bill` or `minimum_demand`", field.name);
            self.error(message, &field.node.place);
        }
        Billing { contracted_mw, minimum_bill, demand, minimum_demand }
    }
}
