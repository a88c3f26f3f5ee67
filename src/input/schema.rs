//! The JSON Schema of the model file, for editors: its keys are those that the reader knows, and what it says about each
//! is what the page of the model file says.

use std::collections::HashMap;

use crate::files::json::{Map, Value, json};

use super::shape::{ALL, CHANGE, KINDS, LISTS, OVERRIDES, RELATION, SCENARIO, Shape, TOP};

/// The page that describes every key; a test holds it equal to the keys.
const PAGE: &str = include_str!("../../docs/model-file.md");

/// The schema.
///
/// It knows which keys stand where. What a value may be is left to `check`, which says it better.
#[must_use]
pub fn schema() -> Value {
    let words = words();
    let mut definitions = Map::new();
    for shape in ALL {
        let mut keys = properties(shape, &words);
        if shape.name == SCENARIO.name {
            keys.extend(rows());
        }
        definitions.insert(name(shape), object(&keys));
    }
    let mut top = properties(TOP, &words);
    top["scenario"]["additionalProperties"] = reference(SCENARIO);
    top.extend(rows());
    let fx = "foreign currencies, such as `EUR = \"1.08 USD/EUR\"`";
    top.insert("fx".to_owned(), json!({ "type": "object", "description": fx }));
    let mut schema = object(&top);
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!("a capplan model file");
    schema["type"] = json!("object");
    schema["definitions"] = Value::Object(definitions);
    schema
}

/// The rows of every kind, which stand in a model and in a scenario of it.
fn rows() -> impl Iterator<Item = (String, Value)> {
    KINDS.iter().map(|(kind, shape)| {
        let rows = if LISTS.contains(kind) { "items" } else { "additionalProperties" };
        ((*kind).to_owned(), json!({ rows: reference(shape) }))
    })
}

/// The keys of a shape.
fn properties(shape: &Shape, words: &HashMap<(&str, &str), String>) -> Map<String, Value> {
    let mut properties = Map::new();
    for key in shape.keys {
        // A table, or a list of tables; other forms of the value are not looked at.
        let mut value = inner(shape, key)
            .map_or_else(|| json!({}), |inner| json!({ "allOf": [reference(inner), { "items": reference(inner) }] }));
        if let Some(words) = words.get(&(shape.name, *key)) {
            value["description"] = json!(words);
        }
        properties.insert((*key).to_owned(), value);
    }
    properties
}

/// The shape of a key's value, where it is a table of its own: `segment.reach`, or `bend` wherever it stands.
fn inner(shape: &Shape, key: &str) -> Option<&'static Shape> {
    match (shape.name, key) {
        ("project", "after" | "with" | "needs") => return Some(RELATION),
        ("Top level", "overrides") => return Some(OVERRIDES),
        ("resolved.overrides", "changes") => return Some(CHANGE),
        // Scenarios stand there by their names, and a resolved model names the one that it is.
        (_, "scenario") => return None,
        _ => {}
    }
    let own = format!("{}.{key}", shape.name);
    let shared = |other: &&&Shape| other.name == key && !KINDS.iter().any(|(kind, _)| *kind == key);
    let dotted = |other: &&&Shape| other.name == own;
    let borrowed = |other: &&&Shape| other.name.split_once('.').is_some_and(|(_, last)| last == key && key == "growth");
    let found = ALL.iter().find(dotted).or_else(|| ALL.iter().find(shared)).or_else(|| ALL.iter().find(borrowed));
    found.copied().filter(|found| found.name != shape.name)
}

/// Nothing but these keys, in tables; other values are not looked at.
fn object(properties: &Map<String, Value>) -> Value {
    json!({ "properties": properties, "additionalProperties": false })
}

fn reference(shape: &Shape) -> Value {
    json!({ "$ref": format!("#/definitions/{}", name(shape)) })
}

fn name(shape: &Shape) -> String {
    shape.name.replace(' ', "-")
}

/// What the page says about the keys of each section: the value, its default and its meaning.
fn words() -> HashMap<(&'static str, &'static str), String> {
    let mut words = HashMap::new();
    let (mut section, mut in_keys) = ("", false);
    for line in PAGE.lines() {
        section = line.strip_prefix("## ").unwrap_or(section);
        in_keys = line.starts_with("| key |") || (in_keys && line.starts_with('|'));
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let (keys, said) = match (in_keys, &cells[..]) {
            (true, [keys, value, "-", meaning]) => (keys, format!("{meaning} ({value}; required)")),
            (true, [keys, value, default, meaning]) => (keys, format!("{meaning} ({value}; absent: {default})")),
            (true, [keys, value, meaning]) => (keys, format!("{meaning} ({value})")),
            _ => continue,
        };
        for key in keys.split('`').skip(1).step_by(2) {
            words.insert((section, key), said.clone());
        }
    }
    words
}
