//! Domain to the resolved model: the grammar of the model file in JSON, with every default filled in.
//!
//! Every number is written in the unit in which the model holds it, so that reading it back gives the same float.

use crate::calendar::label;
use crate::domain::{
    Basis, CurrencyId, Date, FlowLaw, Goal, GoalKind, Horizon, Index, Model, Money, MoneyPath, Month, Path, Table,
    WorkloadId,
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
    root.put("flow", if model.flow == FlowLaw::Dc { "dc" } else { "transport" });
    root.maybe("security", (model.security == crate::domain::Security::OneOut).then_some("n-1"));
    root.maybe("losses", model.losses.map(|segments| json!({ "segments": segments })));
    root.put("base_power", quantity(model.base_mw, "MW"));
    let fx = model.currencies.iter().skip(1).map(|(id, path)| {
        let name = model.currencies.name(id);
        (name.to_owned(), w.path(path, &format!("{}/{name}", w.own())))
    });
    root.put("fx", fx.collect::<Map<_, _>>());
    root.put("day", table(&model.days, |row| json!({ "days": row.days })));
    root.put("block", table(&model.blocks, |row| w.block(row)));
    root.put(
        "region",
        table(&model.regions, |row| {
            let mut one = Object::new();
            one.maybe("at", row.at.map(|(north, east)| json!([north, east])));
            one.done()
        }),
    );
    root.put(
        "workload",
        table(
            &model.workloads,
            |row| json!({ "unit": row.unit, "utilisation": share(row.utilisation), "weight": row.weight }),
        ),
    );
    root.put("segment", table(&model.segments, |row| w.segment(row)));
    root.put("path", model.paths.iter().map(|(_, row)| w.travel(row)).collect::<Vec<_>>());
    root.put("site", table(&model.sites, |row| w.site(row)));
    root.put("chip", table(&model.chips, |row| w.chip(row)));
    root.put("project", table(&model.projects, |row| w.project(row)));
    root.put("group", table(&model.groups, |row| w.group(row)));
    root.put("agreement", table(&model.agreements, |row| w.agreement(row)));
    root.put("expansion", table(&model.expansions, |row| w.expansion(row)));
    root.put("lease", table(&model.leases, |row| w.lease(row)));
    root.put("order", table(&model.orders, |row| w.order(row)));
    root.put("fleet", model.fleet.iter().map(|(_, row)| w.fleet(row)).collect::<Vec<_>>());
    root.put("node", table(&model.nodes, |row| w.node(row)));
    root.put("line", table(&model.lines, |row| w.line(row)));
    root.put("supply", table(&model.supplies, |row| w.supply(row)));
    root.put("battery", table(&model.batteries, |row| w.battery(row)));
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

/// The ids of rows.
pub(super) fn names<I: Index, T>(table: &Table<I, T>, ids: &[I]) -> Value {
    ids.iter().map(|id| Value::from(table.name(*id))).collect()
}

/// The rows of a kind by id.
pub(super) fn table<I: Index, T>(table: &Table<I, T>, row: impl Fn(&T) -> Value) -> Value {
    Value::Object(table.iter().map(|(id, one)| (table.name(id).to_owned(), row(one))).collect())
}

/// Knows the names that ids stand for.
pub(super) struct Writer<'m> {
    pub(super) model: &'m Model,
}

impl Writer<'_> {
    pub(super) fn own(&self) -> &str {
        self.model.currencies.names().first().map_or("USD", String::as_str)
    }

    pub(super) fn currency(&self, id: CurrencyId) -> &str {
        self.model.currencies.name(id)
    }

    pub(super) fn work(&self, id: WorkloadId) -> &str {
        &self.model.workloads[id].unit
    }

    pub(super) fn label(&self, month: Month) -> String {
        label::write(month, &self.model.horizon)
    }

    pub(super) fn money(&self, money: Money, den: &str) -> Value {
        quantity(money.amount, &format!("{}{den}", self.currency(money.currency)))
    }

    pub(super) fn price(&self, price: &MoneyPath, den: &str) -> Value {
        self.path(&price.path, &format!("{}{den}", self.currency(price.currency)))
    }

    pub(super) fn maybe_price(&self, price: Option<&MoneyPath>, den: &str) -> Option<Value> {
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

    pub(super) fn horizon(&self, horizon: &Horizon) -> Value {
        let mut one = Object::new();
        one.put("start", self.label(horizon.start));
        one.put("periods", horizon.periods);
        one.put("step", label::step_name(horizon.step));
        let fiscal = horizon.fiscal_year_starts.map(|month| Month::new(horizon.start.year(), month));
        one.maybe("fiscal_year_starts", fiscal.map(label::write_month));
        one.done()
    }

    pub(super) fn money_section(&self) -> Value {
        let mut one = Object::new();
        one.put("currency", self.own());
        one.put("discount_rate", quantity(self.model.discount_rate, "1/year"));
        one.maybe("tax_rate", self.model.tax_rate.map(share));
        one.maybe("carbon_price", self.maybe_price(self.model.carbon_price.as_ref(), "/t"));
        one.done()
    }

    pub(super) fn goal(&self, goal: &Goal) -> Value {
        let (kind, abs) = match goal.kind {
            GoalKind::Npv => ("npv", quantity(goal.abs, self.own())),
            GoalKind::Cost => ("cost", quantity(goal.abs, self.own())),
            GoalKind::Unmet => ("unmet", json!(goal.abs)),
        };
        json!({ "goal": kind, "tol": share(goal.tol), "abs": abs })
    }
}
