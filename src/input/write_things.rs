//! What is bought, built, leased and owned, as the resolved model writes it.

use crate::domain::{
    Adds, Cancel, Chip, Committed, Cooling, Duration, Expansion, Fee, Fleet, Group, Lease, Order, OrderOf, Payments,
    Pick, Project, Relation, RelationKind, ServiceLife, Supplying, Window, WorkloadId,
};
use crate::files::json::{Map, Value, json};

use super::part::RELATIONS;
use super::write::{Object, Writer, names, quantity, share};
use super::write_limits::{growth, tier};

impl Writer<'_> {
    pub(super) fn chip(&self, row: &Chip) -> Value {
        let model = self.model;
        let mut one = Object::new();
        one.maybe("vendor", row.vendor.as_deref());
        one.put("power", quantity(row.kw, "kW"));
        one.put("cooling", cooling(row.cooling));
        let work = |rate: &crate::domain::Throughput| {
            (model.workloads.name(rate.workload).to_owned(), quantity(rate.work, self.work(rate.workload)))
        };
        one.put("throughput", row.throughput.iter().map(work).collect::<Map<_, _>>());
        let effective: Vec<WorkloadId> =
            row.throughput.iter().filter(|rate| rate.effective).map(|rate| rate.workload).collect();
        one.put("effective", names(&model.workloads, &effective));
        if let Some(supply) = &row.supply {
            self.supplying(&mut one, supply, "", "chips");
        }
        serving(&mut one, &row.service);
        one.maybe("sites", row.sites.as_ref().map(|ids| names(&model.sites, ids)));
        one.maybe("allotment", row.allotment.as_ref().map(|path| self.path(path, "chips/year")));
        one.maybe("fixed_om", self.maybe_price(row.fixed_om.as_ref(), "/chip/year"));
        one.put("tags", row.tags.clone());
        one.done()
    }

    pub(super) fn supplying(&self, one: &mut Object, row: &Supplying, den: &str, unit: &str) {
        one.put("price", self.price(&row.price, den));
        one.put("lead", months(row.lead));
        one.put("payments", payments(&row.payments));
        one.maybe("lot", row.lot.map(|lot| quantity(lot, unit)));
        one.maybe("order_cost", row.order_cost.map(|money| self.money(money, "")));
        one.maybe("window", self.window(&row.window));
    }

    pub(super) fn window(&self, window: &Window) -> Option<Value> {
        let mut one = Object::new();
        one.maybe("start", window.start.map(|month| self.label(month)));
        one.maybe("complete", window.complete.map(|month| self.label(month)));
        (*window != Window::default()).then(|| one.done())
    }

    /// What is added, with the key that names where it goes.
    pub(super) fn adds(&self, one: &mut Object, adds: &Adds) {
        let model = self.model;
        let (key, name, what) = match *adds {
            Adds::It { site, cooling: how, mw } => {
                ("site", model.sites.name(site), json!({ "it_power": quantity(mw, "MW"), "cooling": cooling(how) }))
            }
            Adds::Connection { site, mw } => {
                ("site", model.sites.name(site), json!({ "connection": quantity(mw, "MW") }))
            }
            Adds::Line { line, mw } => ("line", model.lines.name(line), json!({ "rating": quantity(mw, "MW") })),
            Adds::Circuits { line, circuits, .. } => ("line", model.lines.name(line), json!({ "circuits": circuits })),
            Adds::Supply { supply, mw } => {
                ("supply", model.supplies.name(supply), json!({ "power": quantity(mw, "MW") }))
            }
            Adds::Battery { battery, mw } => {
                ("battery", model.batteries.name(battery), json!({ "power": quantity(mw, "MW") }))
            }
        };
        one.put(key, name);
        one.put("adds", what);
    }

    pub(super) fn project(&self, row: &Project) -> Value {
        let model = self.model;
        let mut one = Object::new();
        one.maybe("site", row.site.map(|id| model.sites.name(id)));
        if let Some(adds) = &row.adds {
            self.adds(&mut one, adds);
        }
        one.maybe("region", row.region.map(|id| model.regions.name(id)));
        one.put("copies", row.copies);
        one.maybe("starts_per_period", row.starts_per_period);
        one.maybe("cost", self.maybe_price(row.cost.as_ref(), ""));
        one.put("lead", months(row.lead));
        one.maybe("life", row.life.map(months));
        for (key, kind) in RELATIONS {
            one.put(key, self.relations(&row.relations, *kind));
        }
        one.put("payments", payments(&row.payments));
        one.maybe("window", self.window(&row.window));
        one.put("required", row.required);
        one.maybe("committed", row.committed.as_ref().map(|committed| self.committed(committed)));
        one.put("salvage", salvage(row.salvage));
        one.maybe("book_life", row.book_life.map(months));
        one.maybe("fixed_om", self.maybe_price(row.fixed_om.as_ref(), "/year"));
        one.maybe("category", row.category.as_deref());
        one.maybe("vendor", row.vendor.as_deref());
        one.put("tier", tier(row.tier));
        one.put("tags", row.tags.clone());
        one.done()
    }

    pub(super) fn relations(&self, list: &[Relation], kind: RelationKind) -> Value {
        let one = |row: &Relation| {
            json!({
                "project": self.model.projects.name(row.project),
                "lag": months(row.lag),
                "each": row.each,
            })
        };
        list.iter().filter(|row| row.kind == kind).map(one).collect()
    }

    pub(super) fn committed(&self, row: &Committed) -> Value {
        let mut one = Object::new();
        one.put("start", self.label(row.start));
        one.put("to_pay", self.by_month(&row.to_pay, |money| self.money(*money, "")));
        one.maybe("cancel", row.cancel.as_ref().map(|cancel| self.cancel(cancel)));
        one.done()
    }

    pub(super) fn cancel(&self, row: &Cancel) -> Value {
        let fee = match row.fee {
            Fee::Money(money) => self.money(money, ""),
            Fee::Share(part) => share(part),
        };
        json!({ "until": self.label(row.until), "fee": fee, "part": row.part })
    }

    pub(super) fn group(&self, row: &Group) -> Value {
        let pick = match row.pick {
            Pick::AtMostOne => "at-most-one",
            Pick::ExactlyOne => "exactly-one",
        };
        let agreements = names(&self.model.agreements, &row.agreements);
        let projects = names(&self.model.projects, &row.projects);
        json!({ "pick": pick, "projects": projects, "agreements": agreements, "tier": tier(row.tier) })
    }

    pub(super) fn expansion(&self, row: &Expansion) -> Value {
        let mut one = Object::new();
        self.adds(&mut one, &row.adds);
        self.supplying(&mut one, &row.supply, "/MW", "MW");
        serving(&mut one, &row.service);
        one.maybe("growth", row.growth.as_ref().map(|row| growth(row, "MW")));
        one.maybe("fixed_om", self.maybe_price(row.fixed_om.as_ref(), "/MW/year"));
        one.maybe("category", row.category.as_deref());
        one.maybe("vendor", row.vendor.as_deref());
        one.put("tags", row.tags.clone());
        one.done()
    }

    pub(super) fn lease(&self, row: &Lease) -> Value {
        let mut one = Object::new();
        self.adds(&mut one, &row.adds);
        one.put("fee", self.price(&row.fee, "/MW/year"));
        one.put("lead", months(row.lead));
        one.put("term", months(row.term));
        one.maybe("lot", row.lot.map(|lot| quantity(lot, "MW")));
        one.maybe("window", self.window(&row.window));
        one.maybe("vendor", row.vendor.as_deref());
        one.put("tags", row.tags.clone());
        one.done()
    }

    pub(super) fn order(&self, row: &Order) -> Value {
        let model = self.model;
        let mut one = Object::new();
        let unit = match row.of {
            OrderOf::Chips(chip, site) => {
                one.put("chip", model.chips.name(chip));
                one.put("site", model.sites.name(site));
                "chips"
            }
            OrderOf::Expansion(id) => {
                one.put("expansion", model.expansions.name(id));
                "MW"
            }
        };
        one.put("quantity", quantity(row.quantity, unit));
        one.put("ordered", self.label(row.ordered));
        one.put("delivered", self.label(row.delivered));
        one.put("to_pay", self.by_month(&row.to_pay, |money| self.money(*money, "")));
        one.maybe("price", row.price.map(|money| self.money(money, "")));
        one.maybe("cancel", row.cancel.as_ref().map(|cancel| self.cancel(cancel)));
        one.put("tags", row.tags.clone());
        one.done()
    }

    pub(super) fn fleet(&self, row: &Fleet) -> Value {
        json!({
            "chip": self.model.chips.name(row.chip),
            "site": self.model.sites.name(row.site),
            "quantity": quantity(row.quantity, "chips"),
            "retires": self.by_month(&row.retires, |chips| quantity(*chips, "chips")),
        })
    }
}

pub(super) fn months(duration: Duration) -> Value {
    quantity(duration.months, "months")
}

fn cooling(cooling: Cooling) -> &'static str {
    match cooling {
        Cooling::Air => "air",
        Cooling::Liquid => "liquid",
    }
}

const fn salvage(salvage: bool) -> &'static str {
    if salvage { "life" } else { "none" }
}

fn payments(row: &Payments) -> Value {
    json!({ "start": share(row.start), "spread": share(row.spread), "completion": share(row.completion) })
}

fn serving(one: &mut Object, row: &ServiceLife) {
    one.maybe("life", row.life.map(months));
    one.put("salvage", salvage(row.salvage));
    one.maybe("book_life", row.book_life.map(months));
}
