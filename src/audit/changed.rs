//! Which inputs differ between two resolved models.

use serde_json::Value;

/// Rows of these kinds stand in lists and are told apart by these keys.
const LISTED: [(&str, &[&str]); 3] = [("path", &["from", "to"]), ("fleet", &["chip", "site"]), ("cash", &["id"])];
/// These kinds stand once in a model, and their keys are no ids.
const SINGLE: [&str; 4] = ["horizon", "money", "goal", "fx"];

/// The addresses whose value differs between two resolved models, each as `address: old -> new`.
#[must_use]
pub fn changed_inputs(old: &Value, new: &Value) -> Vec<String> {
    let mut changes = Vec::new();
    // What a scenario changed stands in the rows that it changed.
    for kind in keys(old, new).into_iter().filter(|kind| kind != "overrides") {
        let (was, is) = (old.get(&kind), new.get(&kind));
        if let Some((_, names)) = LISTED.iter().find(|(listed, _)| *listed == kind) {
            let (was, is) = (rows(was, names), rows(is, names));
            for id in keys(&was, &is) {
                differ(&format!("{kind}[{id}]"), was.get(&id), is.get(&id), &mut changes);
            }
        } else if SINGLE.contains(&kind.as_str()) || !both_tables(was, is) {
            differ(&kind, was, is, &mut changes);
        } else {
            let none = Value::Null;
            let (was, is) = (was.unwrap_or(&none), is.unwrap_or(&none));
            for id in keys(was, is) {
                differ(&format!("{kind}[{id}]"), was.get(&id), is.get(&id), &mut changes);
            }
        }
    }
    changes
}

/// The keys of two tables, those of the first before those that only the second has.
fn keys(old: &Value, new: &Value) -> Vec<String> {
    let mut keys: Vec<String> = old.as_object().into_iter().flat_map(|table| table.keys().cloned()).collect();
    for key in new.as_object().into_iter().flat_map(serde_json::Map::keys) {
        if old.get(key).is_none() {
            keys.push(key.clone());
        }
    }
    keys
}

fn both_tables(old: Option<&Value>, new: Option<&Value>) -> bool {
    old.is_none_or(Value::is_object) && new.is_none_or(Value::is_object)
}

/// A list of rows as a table by id.
fn rows(list: Option<&Value>, names: &[&str]) -> Value {
    let mut table = serde_json::Map::new();
    for (n, row) in list.and_then(Value::as_array).into_iter().flatten().enumerate() {
        let parts: Vec<&str> = names.iter().filter_map(|name| row.get(*name).and_then(Value::as_str)).collect();
        let mut id = parts.join(",");
        if id.is_empty() || table.contains_key(&id) {
            id = format!("{id}#{}", n + 1);
        }
        table.insert(id, row.clone());
    }
    Value::Object(table)
}

/// Adds the deepest fields in which two values differ.
fn differ(address: &str, old: Option<&Value>, new: Option<&Value>, changes: &mut Vec<String>) {
    match (old, new) {
        (Some(old), Some(new)) if same(old, new) => {}
        (Some(old), Some(new)) if old.is_object() && new.is_object() && !(quantity(old) || quantity(new)) => {
            for key in keys(old, new) {
                let inner = if is_period(&key) { format!("{address}@{key}") } else { format!("{address}.{key}") };
                differ(&inner, old.get(&key), new.get(&key), changes);
            }
        }
        (None, None) => {}
        _ => changes.push(format!("{address}: {} -> {}", written(old), written(new))),
    }
}

/// Whether two values are equal, 1 and 1.0 alike.
fn same(old: &Value, new: &Value) -> bool {
    match (old, new) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => old == new,
    }
}

/// A number with its unit, which is one value and not a table.
fn quantity(value: &Value) -> bool {
    value.get("unit").is_some() && value.get("value").is_some_and(|value| !value.is_object())
}

/// Whether a key is a label of a period: it opens with a year.
fn is_period(key: &str) -> bool {
    key.len() >= 4 && key.bytes().take(4).all(|byte| byte.is_ascii_digit())
}

/// A value in words.
fn written(value: Option<&Value>) -> String {
    match value {
        None => "none".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(table) if quantity(table) => {
            let unit = table.get("unit").and_then(Value::as_str).unwrap_or("");
            let number = table.get("value").map_or_else(String::new, ToString::to_string);
            if unit == "1" { number } else { format!("{number} {unit}") }
        }
        Some(Value::Object(_)) => "a table".to_owned(),
        Some(other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_what_changed() {
        let usd = |value: f64| json!({ "value": value, "unit": "USD" });
        let old = json!({
            "name": "a",
            "chip": { "h200": { "price": { "value": usd(20.0), "change": 0 }, "lot": 1 }, "gone": { "power": 1 } },
            "segment": { "x": { "demand": { "2026Q1": usd(1.0), "2026Q2": usd(2.0) } } },
            "fleet": [{ "chip": "h200", "site": "s", "quantity": 3 }],
        });
        let new = json!({
            "name": "a",
            "chip": { "h200": { "price": { "value": usd(21.0), "change": 0.0 }, "lot": 1.0 } },
            "segment": { "x": { "demand": { "2026Q1": usd(1.0), "2026Q2": usd(3.0) } } },
            "fleet": [{ "chip": "h200", "site": "s", "quantity": 4 }],
        });
        let changes = changed_inputs(&old, &new);
        assert_eq!(
            changes,
            [
                "chip[h200].price.value: 20.0 USD -> 21.0 USD",
                "chip[gone]: a table -> none",
                "segment[x].demand@2026Q2: 2.0 USD -> 3.0 USD",
                "fleet[h200,s].quantity: 3 -> 4",
            ]
        );
        assert!(changed_inputs(&old, &old).is_empty());
    }
}
