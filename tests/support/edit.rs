//! Edits of resolved models.

use serde_json::{Map, Value, json};

use super::random_model::Draw;

/// Kinds whose rows stand under their ids.
const KINDS: &[&str] = &[
    "region",
    "workload",
    "segment",
    "site",
    "chip",
    "project",
    "group",
    "expansion",
    "lease",
    "order",
    "node",
    "line",
    "supply",
    "allotment",
    "budget",
    "policy",
    "patience",
];
/// Kinds whose rows are a list.
const LISTS: &[&str] = &["path", "fleet", "cash"];

/// Calls `edit` with the number and unit of every quantity below a value, growth rates of prices excepted.
fn quantities(value: &mut Value, edit: &mut impl FnMut(f64, &str) -> f64) {
    match value {
        Value::Object(map) => {
            let number = map.get("value").and_then(Value::as_f64);
            let unit = map.get("unit").and_then(Value::as_str).map(str::to_owned);
            if let (Some(number), Some(unit)) = (number, unit) {
                map.insert("value".to_owned(), json!(edit(number, &unit)));
                return;
            }
            for (key, inner) in map.iter_mut() {
                if key != "change" {
                    quantities(inner, edit);
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|inner| quantities(inner, edit)),
        _ => {}
    }
}

/// Multiplies every sum of money and every price by a factor.
pub(crate) fn scale_money(inputs: &mut Value, factor: f64) {
    quantities(inputs, &mut |number, unit| {
        let money = unit == "USD" || (unit.starts_with("USD/") && unit != "USD/USD");
        if money { number * factor } else { number }
    });
}

/// Multiplies every quantity at a JSON pointer by a factor.
pub(crate) fn scale_at(inputs: &mut Value, pointer: &str, factor: f64) {
    let value = inputs.pointer_mut(pointer).expect("the pointer was found in this model");
    quantities(value, &mut |number, _| number * factor);
}

/// Adds to every quantity at a JSON pointer.
pub(crate) fn add_at(inputs: &mut Value, pointer: &str, step: f64) {
    let value = inputs.pointer_mut(pointer).expect("the pointer was found in this model");
    quantities(value, &mut |number, _| number + step);
}

/// Pointers to everything of which more can only help: what limits from above, and demand that may be declined.
pub(crate) fn more_is_better(inputs: &Value) -> Vec<String> {
    const FIELDS: &[(&str, &[&str])] = &[
        ("budget", &["at_most"]),
        ("allotment", &["at_most", "cumulative", "growth/seed"]),
        ("policy", &["at_most"]),
        ("patience", &["at_least"]),
        ("chip", &["allotment"]),
        ("site", &["it_power/air", "it_power/liquid", "connection"]),
        ("line", &["rating"]),
        ("supply", &["power"]),
        ("expansion", &["adds", "growth/seed"]),
        ("lease", &["adds"]),
        ("segment", &["demand"]),
    ];
    let mut found = Vec::new();
    for (kind, fields) in FIELDS {
        let rows = inputs[*kind].as_object().into_iter().flatten();
        for (id, row) in rows.filter(|(_, row)| *kind != "segment" || row["kind"] == "market") {
            let id = id.replace('/', "~1");
            for field in fields.iter().filter(|field| row.pointer(&format!("/{field}")).is_some()) {
                found.push(format!("/{kind}/{id}/{field}"));
            }
        }
    }
    found
}

/// Puts the rows of every kind into another order.
pub(crate) fn reorder(inputs: &mut Value, draw: &mut Draw) {
    for kind in KINDS {
        if let Some(Value::Object(rows)) = inputs.get_mut(*kind) {
            let mut list: Vec<(String, Value)> = std::mem::take(rows).into_iter().collect();
            draw.shuffle(&mut list);
            *rows = list.into_iter().collect::<Map<String, Value>>();
        }
    }
    for kind in LISTS {
        if let Some(Value::Array(rows)) = inputs.get_mut(*kind) {
            draw.shuffle(rows);
        }
    }
}
