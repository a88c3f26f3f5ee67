//! Domain to the resolved model: the grammar of the model file in JSON, with every default filled in.
//!
//! Every number is written in the unit in which the model holds it, so that reading it back gives the same float.

use crate::calendar::label;
use crate::domain::{
    Adds, Basis, Cancel, Chip, Committed, Cooling, CurrencyId, Date, Duration, Expansion, Fee, Fleet, Goal, GoalKind,
    Group, Horizon, Index, Lease, Line, MinOutput, Model, Money, MoneyPath, Month, Node, Order, OrderOf, Path, PathEnd,
    Payments, Pick, Placement, Project, Relation, RelationKind, Segment, SegmentKind, Site, Supply, Supplying, Table,
    TravelPath, Window, WorkloadId,
};
use crate::files::json::{Map, Value, json};

/// The resolved model.
#[must_use]
pub fn write(model: &Model) -> Value {
    let w = Writer { model };
    let horizon = &model.horizon;
    let mut root = Object::new();
    root.put("name", model.name.as_str());
    root.put("horizon", w.horizon(horizon));
    root.put("money", w.money_section());
    root.put("goal", model.goals.iter().map(|goal| w.goal(goal)).collect::<Vec<_>>());
    root.put("basis", if model.basis == Basis::Total { "total" } else { "incremental" });
    let fx = model.currencies.iter().skip(1).map(|(id, path)| {
        let name = model.currencies.name(id);
        (name.to_owned(), w.path(path, &format!("{}/{name}", w.own())))
    });
    root.put("fx", fx.collect::<Map<_, _>>());
    let block = &model.block;
    let mut one = Object::new();
    one.maybe("hours", block.hours);
    one.put("load_factor", share(block.load_factor));
    root.put("block", json!({ block.name.as_str(): one.done() }));
    root.put("region", w.table(&model.regions, |row| {
        let mut one = Object::new();
        one.maybe("at", row.at.map(|(north, east)| json!([north, east])));
        one.done()
    }));
    root.put("workload", w.table(&model.workloads, |row| {
        json!({ "unit": row.unit, "utilisation": share(row.utilisation), "weight": row.weight })
    }));
    root.put("segment", w.table(&model.segments, |row| w.segment(row)));
    root.put("path", model.paths.iter().map(|(_, row)| w.travel(row)).collect::<Vec<_>>());
    root.put("site", w.table(&model.sites, |row| w.site(row)));
    root.put("chip", w.table(&model.chips, |row| w.chip(row)));
    root.put("project", w.table(&model.projects, |row| w.project(row)));
    root.put("group", w.table(&model.groups, |row| w.group(row)));
    root.put("expansion", w.table(&model.expansions, |row| w.expansion(row)));
    root.put("lease", w.table(&model.leases, |row| w.lease(row)));
    root.put("order", w.table(&model.orders, |row| w.order(row)));
    root.put("fleet", model.fleet.iter().map(|(_, row)| w.fleet(row)).collect::<Vec<_>>());
    root.put("node", w.table(&model.nodes, |row| w.node(row)));
    root.put("line", w.table(&model.lines, |row| w.line(row)));
    root.put("supply", w.table(&model.supplies, |row| w.supply(row)));
    w.limits(&mut root);
    root.done()
}

/// A JSON object that is being filled; empty lists and tables of rows are left out at the top.
pub(super) struct Object(Map<String, Value>);

impl Object {
    pub(super) fn new() -> Self {
        Self(Map::new())
    }

    pub(super) fn put(&mut self, key: &str, value: impl Into<Value>) {
        self.0.insert(key.to_owned(), value.into());
    }

    /// A thing that is absent is absent.
    pub(super) fn maybe(&mut self, key: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.put(key, value);
        }
    }

    pub(super) fn done(self) -> Value {
        Value::Object(self.0)
    }
}

/// A number with its unit.
pub(super) fn quantity(value: f64, unit: &str) -> Value {
    json!({ "value": value, "unit": unit })
}

pub(super) fn share(value: f64) -> Value {
    quantity(value, "1")
}

fn months(duration: Duration) -> Value {
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

/// Knows the names that ids stand for.
pub(super) struct Writer<'m> {
    pub(super) model: &'m Model,
}

impl Writer<'_> {
    /// The rows of a kind by id.
    pub(super) fn table<I: Index, T>(&self, table: &Table<I, T>, row: impl Fn(&T) -> Value) -> Value {
        Value::Object(table.iter().map(|(id, one)| (table.name(id).to_owned(), row(one))).collect())
    }

    pub(super) fn own(&self) -> &str {
        self.model.currencies.names().first().map_or("USD", String::as_str)
    }

    fn currency(&self, id: CurrencyId) -> &str {
        self.model.currencies.name(id)
    }

    fn work(&self, id: WorkloadId) -> &str {
        &self.model.workloads[id].unit
    }

    pub(super) fn label(&self, month: Month) -> String {
        label::write(month, &self.model.horizon)
    }

    pub(super) fn names<I: Index, T>(&self, table: &Table<I, T>, ids: &[I]) -> Value {
        ids.iter().map(|id| Value::from(table.name(*id))).collect()
    }

    pub(super) fn money(&self, money: Money, den: &str) -> Value {
        quantity(money.amount, &format!("{}{den}", self.currency(money.currency)))
    }

    fn price(&self, price: &MoneyPath, den: &str) -> Value {
        self.path(&price.path, &format!("{}{den}", self.currency(price.currency)))
    }

    fn maybe_price(&self, price: Option<&MoneyPath>, den: &str) -> Option<Value> {
        price.map(|price| self.price(price, den))
    }

    pub(super) fn path(&self, path: &Path, unit: &str) -> Value {
        match path {
            Path::Growing { value, at, change, from } => {
                let start = self.model.horizon.start;
                let at = at.unwrap_or(Date { year: start.year(), month: start.month(), day: 1 });
                let mut one = Object::new();
                one.put("value", quantity(*value, unit));
                one.put("at", label::write_date(at));
                one.put("change", quantity(*change, "1/year"));
                one.maybe("from", from.map(|month| self.label(month)));
                one.done()
            }
            Path::Steps(steps) => self.by_month(steps, |value| quantity(*value, unit)),
        }
    }

    pub(super) fn by_month<T>(&self, list: &[(Month, T)], value: impl Fn(&T) -> Value) -> Value {
        Value::Object(list.iter().map(|(month, one)| (self.label(*month), value(one))).collect())
    }

    fn horizon(&self, horizon: &Horizon) -> Value {
        let mut one = Object::new();
        one.put("start", self.label(horizon.start));
        one.put("periods", horizon.periods);
        one.put("step", label::step_name(horizon.step));
        let fiscal = horizon.fiscal_year_starts.map(|month| Month::new(horizon.start.year(), month));
        one.maybe("fiscal_year_starts", fiscal.map(label::write_month));
        one.done()
    }

    fn money_section(&self) -> Value {
        let mut one = Object::new();
        one.put("currency", self.own());
        one.put("discount_rate", quantity(self.model.discount_rate, "1/year"));
        one.maybe("tax_rate", self.model.tax_rate.map(share));
        one.maybe("carbon_price", self.maybe_price(self.model.carbon_price.as_ref(), "/t"));
        one.done()
    }

    fn goal(&self, goal: &Goal) -> Value {
        let (kind, abs) = match goal.kind {
            GoalKind::Npv => ("npv", quantity(goal.abs, self.own())),
            GoalKind::Cost => ("cost", quantity(goal.abs, self.own())),
            GoalKind::Unmet => ("unmet", share(goal.abs)),
        };
        json!({ "goal": kind, "tol": share(goal.tol), "abs": abs })
    }

    fn segment(&self, row: &Segment) -> Value {
        let (model, unit) = (self.model, self.work(row.workload));
        let mut one = Object::new();
        one.maybe("customer", row.customer.as_deref());
        one.put("workload", model.workloads.name(row.workload));
        one.put("region", model.regions.name(row.region));
        one.put("kind", match row.kind {
            SegmentKind::Firm => "firm",
            SegmentKind::Contracted => "contracted",
            SegmentKind::Market => "market",
        });
        one.put("chips", self.names(&model.chips, &row.chips));
        let reach = &row.reach;
        if reach.latency_ms.is_some() || reach.regions.is_some() || reach.sites.is_some() {
            let mut part = Object::new();
            part.maybe("latency", reach.latency_ms.map(|ms| quantity(ms, "ms")));
            part.maybe("regions", reach.regions.as_ref().map(|ids| self.names(&model.regions, ids)));
            part.maybe("sites", reach.sites.as_ref().map(|ids| self.names(&model.sites, ids)));
            one.put("reach", part.done());
        }
        let rate = format!("/{unit}/year");
        one.maybe("price", self.maybe_price(row.price.as_ref(), &rate));
        one.maybe("penalty", self.maybe_price(row.penalty.as_ref(), &rate));
        one.put("headroom", share(row.headroom));
        one.put("placement", match row.placement {
            Placement::Anywhere => "anywhere",
            Placement::OneSite => "one-site",
        });
        one.put("demand", self.path(&row.demand, unit));
        one.put("tier", self.tier(row.tier));
        one.maybe("bend", row.bend.as_ref().map(|bend| self.bend(bend, unit)));
        one.put("tags", row.tags.clone());
        one.done()
    }

    fn end(&self, end: PathEnd) -> String {
        match end {
            PathEnd::Site(id) => format!("site:{}", self.model.sites.name(id)),
            PathEnd::Segment(id) => format!("segment:{}", self.model.segments.name(id)),
            PathEnd::Region(id) => format!("region:{}", self.model.regions.name(id)),
        }
    }

    fn travel(&self, row: &TravelPath) -> Value {
        let unit = match row.to {
            PathEnd::Segment(id) => self.work(self.model.segments[id].workload),
            _ => "unit",
        };
        let mut one = Object::new();
        one.put("from", self.end(row.from));
        one.put("to", self.end(row.to));
        one.maybe("latency", row.latency_ms.map(|ms| quantity(ms, "ms")));
        one.maybe("cost", self.maybe_price(row.cost.as_ref(), &format!("/{unit}/year")));
        one.done()
    }

    fn site(&self, row: &Site) -> Value {
        let mut one = Object::new();
        one.put("region", self.model.regions.name(row.region));
        one.maybe("node", row.node.map(|id| self.model.nodes.name(id)));
        one.put("pue", row.pue);
        one.put("it_power", json!({ "liquid": quantity(row.liquid_mw, "MW"), "air": quantity(row.air_mw, "MW") }));
        one.put("connection", quantity(row.connection_mw, "MW"));
        one.maybe("load_factor", row.load_factor.map(share));
        one.maybe("bend", row.bend.as_ref().map(|bend| self.bend(bend, "MW")));
        one.put("tags", row.tags.clone());
        one.done()
    }

    fn chip(&self, row: &Chip) -> Value {
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
        one.put("effective", self.names(&model.workloads, &effective));
        if let Some(supply) = &row.supply {
            self.supplying(&mut one, supply, "", "chips");
        }
        one.maybe("sites", row.sites.as_ref().map(|ids| self.names(&model.sites, ids)));
        one.maybe("allotment", row.allotment.as_ref().map(|path| self.path(path, "chips/year")));
        one.maybe("fixed_om", self.maybe_price(row.fixed_om.as_ref(), "/chip/year"));
        one.put("tags", row.tags.clone());
        one.done()
    }

    fn supplying(&self, one: &mut Object, row: &Supplying, den: &str, unit: &str) {
        one.put("price", self.price(&row.price, den));
        one.put("lead", months(row.lead));
        one.maybe("life", row.life.map(months));
        one.put("payments", payments(&row.payments));
        one.maybe("lot", row.lot.map(|lot| quantity(lot, unit)));
        one.maybe("order_cost", row.order_cost.map(|money| self.money(money, "")));
        one.maybe("window", self.window(&row.window));
        one.put("salvage", salvage(row.salvage));
        one.maybe("book_life", row.book_life.map(months));
    }

    fn window(&self, window: &Window) -> Option<Value> {
        let mut one = Object::new();
        one.maybe("start", window.start.map(|month| self.label(month)));
        one.maybe("complete", window.complete.map(|month| self.label(month)));
        (*window != Window::default()).then(|| one.done())
    }

    /// What is added, with the key that names where it goes.
    fn adds(&self, one: &mut Object, adds: &Adds) {
        let model = self.model;
        let (key, name, what) = match *adds {
            Adds::It { site, cooling: how, mw } => {
                ("site", model.sites.name(site), json!({ "it_power": quantity(mw, "MW"), "cooling": cooling(how) }))
            }
            Adds::Connection { site, mw } => {
                ("site", model.sites.name(site), json!({ "connection": quantity(mw, "MW") }))
            }
            Adds::Line { line, mw } => ("line", model.lines.name(line), json!({ "rating": quantity(mw, "MW") })),
            Adds::Supply { supply, mw } => {
                ("supply", model.supplies.name(supply), json!({ "power": quantity(mw, "MW") }))
            }
        };
        one.put(key, name);
        one.put("adds", what);
    }

    fn project(&self, row: &Project) -> Value {
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
        for (key, kind) in super::part::RELATIONS {
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
        one.put("tier", self.tier(row.tier));
        one.put("tags", row.tags.clone());
        one.done()
    }

    fn relations(&self, list: &[Relation], kind: RelationKind) -> Value {
        let one = |row: &Relation| {
            json!({
                "project": self.model.projects.name(row.project),
                "lag": months(row.lag),
                "each": row.each,
            })
        };
        list.iter().filter(|row| row.kind == kind).map(one).collect()
    }

    fn committed(&self, row: &Committed) -> Value {
        let mut one = Object::new();
        one.put("start", self.label(row.start));
        one.put("to_pay", self.by_month(&row.to_pay, |money| self.money(*money, "")));
        one.maybe("cancel", row.cancel.as_ref().map(|cancel| self.cancel(cancel)));
        one.done()
    }

    fn cancel(&self, row: &Cancel) -> Value {
        let fee = match row.fee {
            Fee::Money(money) => self.money(money, ""),
            Fee::Share(part) => share(part),
        };
        json!({ "until": self.label(row.until), "fee": fee, "part": row.part })
    }

    fn group(&self, row: &Group) -> Value {
        let pick = match row.pick {
            Pick::AtMostOne => "at-most-one",
            Pick::ExactlyOne => "exactly-one",
        };
        json!({ "pick": pick, "projects": self.names(&self.model.projects, &row.projects), "tier": self.tier(row.tier) })
    }

    fn expansion(&self, row: &Expansion) -> Value {
        let mut one = Object::new();
        self.adds(&mut one, &row.adds);
        self.supplying(&mut one, &row.supply, "/MW", "MW");
        one.maybe("growth", row.growth.as_ref().map(|growth| self.growth(growth, "MW")));
        one.maybe("fixed_om", self.maybe_price(row.fixed_om.as_ref(), "/MW/year"));
        one.maybe("category", row.category.as_deref());
        one.maybe("vendor", row.vendor.as_deref());
        one.put("tags", row.tags.clone());
        one.done()
    }

    fn lease(&self, row: &Lease) -> Value {
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

    fn order(&self, row: &Order) -> Value {
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

    fn fleet(&self, row: &Fleet) -> Value {
        json!({
            "chip": self.model.chips.name(row.chip),
            "site": self.model.sites.name(row.site),
            "quantity": quantity(row.quantity, "chips"),
            "retires": self.by_month(&row.retires, |chips| quantity(*chips, "chips")),
        })
    }

    fn node(&self, row: &Node) -> Value {
        let mut one = Object::new();
        one.maybe("region", row.region.map(|id| self.model.regions.name(id)));
        one.put("other_load", self.path(&row.other_load, "MW"));
        one.maybe("shed", self.maybe_price(row.shed.as_ref(), "/MWh"));
        one.done()
    }

    fn line(&self, row: &Line) -> Value {
        let mut one = Object::new();
        one.put("from", self.model.nodes.name(row.from));
        one.put("to", self.model.nodes.name(row.to));
        one.put("rating", quantity(row.rating_mw, "MW"));
        one.maybe("bend", row.bend.as_ref().map(|bend| self.bend(bend, "MW")));
        one.done()
    }

    fn supply(&self, row: &Supply) -> Value {
        let mut one = Object::new();
        one.put("node", self.model.nodes.name(row.node));
        one.put("power", quantity(row.power_mw, "MW"));
        one.put("min_output", match row.min_output {
            MinOutput::Megawatts(mw) => quantity(mw, "MW"),
            MinOutput::Share(part) => share(part),
        });
        one.put("availability", share(row.availability));
        one.maybe("price", self.maybe_price(row.price.as_ref(), "/MWh"));
        one.put("carbon", quantity(row.carbon_t, "t/MWh"));
        one.put("water", quantity(row.water_m3, "m3/MWh"));
        one.maybe("fixed_om", self.maybe_price(row.fixed_om.as_ref(), "/MW/year"));
        one.put("tags", row.tags.clone());
        one.done()
    }
}

fn payments(row: &Payments) -> Value {
    json!({ "start": share(row.start), "spread": share(row.spread), "completion": share(row.completion) })
}
