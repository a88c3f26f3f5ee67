//! What a plan's own inputs say about the names in its rows.

use serde_json::Value;

/// The resolved model that a plan carries; every answer is absent where the inputs stand in a file of their own.
#[derive(Clone, Copy)]
pub(super) struct Facts<'a>(&'a Value);

impl<'a> Facts<'a> {
    pub(super) const fn new(inputs: &'a Value) -> Self {
        Self(inputs)
    }

    /// A text field of a row: `text("segment", "openai-training", "workload")`.
    pub(super) fn text(self, kind: &str, id: &str, field: &str) -> Option<&'a str> {
        self.row(kind, id)?.get(field)?.as_str()
    }

    /// The number of a quantity of a row.
    pub(super) fn quantity(self, kind: &str, id: &str, field: &str) -> Option<f64> {
        value(self.row(kind, id)?.get(field)?)
    }

    /// The ids of a kind, in order.
    pub(super) fn ids(self, kind: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        self.0.get(kind).and_then(Value::as_object).into_iter().flat_map(|rows| rows.keys().map(String::as_str))
    }

    /// IT megawatts of a site on day one.
    pub(super) fn day_one_it_mw(self, site: &str) -> Option<f64> {
        let power = self.row("site", site)?.get("it_power")?;
        Some(["liquid", "air"].iter().filter_map(|side| power.get(side).and_then(value)).sum())
    }

    /// IT megawatts that a copy of a project (or an expansion or lease in full) adds; absent where it adds something else.
    pub(super) fn adds_it_mw(self, kind: &str, id: &str) -> Option<f64> {
        value(self.row(kind, id)?.get("adds")?.get("it_power")?)
    }

    /// Whether a row carries a tag.
    pub(super) fn tagged(self, kind: &str, id: &str, tag: &str) -> bool {
        let tags = self.row(kind, id).and_then(|row| row.get("tags")).and_then(Value::as_array);
        tags.is_some_and(|tags| tags.iter().any(|t| t == tag))
    }

    /// A row as it stands in the inputs.
    pub(super) fn row(self, kind: &str, id: &str) -> Option<&'a Value> {
        self.0.get(kind)?.get(id)
    }
}

fn value(quantity: &Value) -> Option<f64> {
    quantity.get("value").unwrap_or(quantity).as_f64()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn absent_inputs_answer_nothing() {
        let beside = json!("plan.inputs.json");
        let facts = Facts::new(&beside);
        assert_eq!(facts.text("segment", "a", "workload"), None);
        assert_eq!(facts.ids("budget").count(), 0);
        assert_eq!(facts.day_one_it_mw("x"), None);
    }

    #[test]
    fn quantities_are_read_with_or_without_a_unit() {
        let inputs = json!({ "site": { "x": { "it_power": { "liquid": { "value": 120.0, "unit": "MW" }, "air": { "value": 40.0, "unit": "MW" } }, "tags": ["assumed"] } } });
        let facts = Facts::new(&inputs);
        assert_eq!(facts.day_one_it_mw("x"), Some(160.0));
        assert!(facts.tagged("site", "x", "assumed"));
    }
}
