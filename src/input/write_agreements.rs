//! Connection agreements, as the resolved model writes them.

use crate::domain::Agreement;
use crate::files::json::{Map, Value, json};

use super::write::{Object, Writer, names, quantity, share};
use super::write_things::months;

impl Writer<'_> {
    pub(super) fn agreement(&self, row: &Agreement) -> Value {
        let model = self.model;
        let mut one = Object::new();
        match row.supply {
            Some(supply) => one.put("supply", model.supplies.name(supply)),
            None => one.put("site", model.sites.name(row.site)),
        }
        one.put("contracted", quantity(row.contracted_mw, "MW"));
        one.maybe("connection", row.supply.is_none().then(|| quantity(row.given_mw, "MW")));
        if !row.ramp.is_empty() {
            let years: Map<String, Value> = row.ramp.iter().map(|(year, of)| (year.to_string(), share(*of))).collect();
            one.put("ramp", years);
        }
        one.put("lead", months(row.lead));
        one.maybe("queue", row.queue.map(|month| self.label(month)));
        one.maybe("sign_by", row.sign_by.map(|month| self.label(month)));
        one.put("term", months(row.term));
        one.maybe("energy", self.maybe_price(row.energy.as_ref(), "/MWh"));
        one.maybe("demand", self.maybe_price(row.demand.as_ref(), "/MW/year"));
        one.put("minimum_bill", share(row.minimum_bill));
        one.put("minimum_demand", share(row.minimum_demand));
        one.maybe("exit", row.exit.map(|exit| json!({ "after": months(exit.after), "fee": self.money(exit.fee, "") })));
        one.maybe(
            "deposit",
            row.deposit.map(|deposit| {
                let mut part = Object::new();
                part.put("amount", self.money(deposit.amount, ""));
                part.maybe("returned", deposit.returned.map(months));
                part.done()
            }),
        );
        one.maybe(
            "curtail",
            row.curtail.as_ref().map(|curtail| {
                let price = self.price(&curtail.price, "/MWh");
                json!({ "share": share(curtail.share), "hours": curtail.hours, "price": price })
            }),
        );
        one.put("needs", names(&model.projects, &row.needs));
        one.maybe("signed", row.signed.map(|month| self.label(month)));
        one.maybe("vendor", row.vendor.as_deref());
        one.put("tags", row.tags.clone());
        one.done()
    }
}
