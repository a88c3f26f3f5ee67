//! Where a model differs from its file: the scenario that was asked for, and every value that it changed.

use crate::domain::Model;
use crate::files::json::{Value as Json, json};
use crate::files::{Node, Place, Value};

use super::read::{Item, Reader, Row};

/// What is laid over a model when it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overlay {
    /// A scenario of the model; `None` is the model as it stands.
    pub scenario: Option<String>,
    /// `ADDRESS=VALUE`, laid over the scenario in this order.
    pub set: Vec<String>,
}

/// A scenario as it was laid over a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// Its name; the model as it stands is `base`.
    pub name: String,
    /// Every value that is not the model's own, in the order in which they were laid.
    pub changes: Vec<Change>,
}

/// The name of the model as it stands.
pub(super) const BASE: &str = "base";

impl Default for Scenario {
    fn default() -> Self {
        Self { name: BASE.to_owned(), changes: Vec::new() }
    }
}

/// A value that is not the model's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its address.
    pub address: String,
    /// What the model says; `None` where it says nothing.
    pub old: Option<String>,
    /// What holds instead; `None` where it was removed.
    pub new: Option<String>,
    /// Where that stands: `scenarios/late.toml:7`, relative to the model's folder, or `--set`.
    pub from: String,
}

impl Scenario {
    /// The resolved model, with `overrides` where it is not the model as it stands.
    #[must_use]
    pub fn write(&self, model: &Model) -> Json {
        let mut root = super::write(model);
        if *self != Self::default()
            && let Some(root) = root.as_object_mut()
        {
            root.insert("overrides".to_owned(), self.json());
        }
        root
    }

    /// The scenario alone, as it stands under `overrides`.
    #[must_use]
    pub fn json(&self) -> Json {
        let change = |change: &Change| {
            let mut object = crate::files::json::Map::new();
            object.insert("address".to_owned(), change.address.clone().into());
            object.extend(change.old.iter().map(|old| ("old".to_owned(), old.clone().into())));
            object.extend(change.new.iter().map(|new| ("new".to_owned(), new.clone().into())));
            object.insert("from".to_owned(), change.from.clone().into());
            Json::Object(object)
        };
        json!({ "scenario": self.name, "changes": self.changes.iter().map(change).collect::<Vec<_>>() })
    }
}

/// A value in one line, as a planner would write it.
pub(super) fn written(node: &Node) -> String {
    let entry = |entry: &crate::files::Entry| format!("{} = {}", entry.key, written(&entry.node));
    match &node.value {
        Value::Text(text) | Value::Cell(text) | Value::Number(_, text) => text.clone(),
        Value::List(list) => format!("[{}]", list.iter().map(written).collect::<Vec<_>>().join(", ")),
        Value::Table(entries) => {
            let unit = node.get("unit").filter(|_| entries.len() == 2);
            if let (Some(value), Some(unit)) = (node.get("value"), unit) {
                return format!("{} {}", written(value), written(unit));
            }
            format!("{{ {} }}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        Value::Flag(_) | Value::Null => node.shown(),
    }
}

impl Reader {
    /// The scenario that a resolved model says it is.
    pub(super) fn overrides(&mut self, root: &Node, place: &Place) -> Scenario {
        let mut scenario = Scenario::default();
        let top = Row::top(root, place);
        let Some(row) = top.get("overrides").and_then(|field| self.sub(super::shape::OVERRIDES, &field)) else {
            return scenario;
        };
        if let Some(name) = self.need(&row, "scenario") {
            scenario.name = self.text(&name);
        }
        let changes = row.get("changes").map(|field| self.list(&field)).unwrap_or_default();
        for item in changes {
            let Item::Node(item) = item else { continue };
            let Some(row) = self.sub(super::shape::CHANGE, &item) else { continue };
            let (address, from) = (self.need(&row, "address"), self.need(&row, "from"));
            let (Some(address), Some(from)) = (address, from) else { continue };
            let change = Change {
                address: self.text(&address),
                old: row.get("old").map(|field| self.text(&field)),
                new: row.get("new").map(|field| self.text(&field)),
                from: self.text(&from),
            };
            scenario.changes.push(change);
        }
        scenario
    }
}
