//! What differs in the inputs of two plans: values that were set otherwise, gathered into groups that a planner would name as one.

use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Names said of a group; of more, the number.
const NAMED: usize = 2;

/// One value that differs: where it stands in a resolved model, and what stands there in the second.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// Keys from the root: a kind, an id, a key of its row; or fewer.
    pub path: Vec<String>,
    /// What the first says.
    pub old: Option<Value>,
    /// What the second says.
    pub new: Option<Value>,
}

/// Edits that are told as one.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// In words: `lead of substation-7`.
    pub words: String,
    /// What they are.
    pub edits: Vec<Edit>,
}

/// What says where a model comes from, and decides nothing.
const SILENT: [&str; 2] = ["overrides", "name"];

/// Every value that differs between two resolved models.
#[must_use]
pub fn edits(before: &Value, after: &Value) -> Vec<Edit> {
    let mut edits = Vec::new();
    let empty = Map::new();
    let (a, b) = (before.as_object().unwrap_or(&empty), after.as_object().unwrap_or(&empty));
    for key in keys(a, b).into_iter().filter(|key| !SILENT.contains(&key.as_str())) {
        descend(&mut vec![key.clone()], a.get(&key), b.get(&key), &mut edits);
    }
    edits
}

/// Kinds hold rows, and rows hold keys; what is deeper is one value.
fn descend(path: &mut Vec<String>, a: Option<&Value>, b: Option<&Value>, edits: &mut Vec<Edit>) {
    if a == b {
        return;
    }
    if let (Some(Value::Object(a)), Some(Value::Object(b))) = (a, b)
        && path.len() < 3
    {
        for key in keys(a, b) {
            path.push(key.clone());
            descend(path, a.get(&key), b.get(&key), edits);
            path.pop();
        }
        return;
    }
    edits.push(Edit { path: path.clone(), old: a.cloned(), new: b.cloned() });
}

fn keys(a: &Map<String, Value>, b: &Map<String, Value>) -> Vec<String> {
    let all: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    all.into_iter().cloned().collect()
}

/// Edits by what they are about: a key of a kind of row, or, where that is more than `most` groups, a kind.
#[must_use]
pub fn groups(edits: &[Edit], most: usize) -> Vec<Group> {
    let by = |key: &dyn Fn(&Edit) -> String| -> Vec<Vec<Edit>> {
        let mut by: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
        for edit in edits {
            by.entry(key(edit)).or_default().push(edit.clone());
        }
        by.into_values().collect()
    };
    let fine = by(&|edit| format!("{}.{}", edit.path[0], edit.path.get(2).map_or("", String::as_str)));
    let lists = if fine.len() <= most { fine } else { by(&|edit| edit.path[0].clone()) };
    lists.into_iter().map(|edits| Group { words: words(&edits), edits }).collect()
}

/// `lead of substation-7`, `demand of 12 segments`, `project x added`, `horizon`.
#[must_use]
pub fn words(edits: &[Edit]) -> String {
    let Some(first) = edits.first() else { return String::new() };
    let kind = first.path[0].as_str();
    let mut ids: Vec<&str> = edits.iter().filter_map(|edit| edit.path.get(1).map(String::as_str)).collect();
    ids.dedup();
    let names = if ids.len() <= NAMED { ids.join(" and ") } else { format!("{} {kind}s", ids.len()) };
    let mut fields: Vec<&str> = edits.iter().filter_map(|edit| edit.path.get(2).map(String::as_str)).collect();
    fields.sort_unstable();
    fields.dedup();
    match (ids.is_empty(), fields.len()) {
        (true, _) => kind.to_owned(),
        (false, 0) if edits.iter().all(|edit| edit.path.len() == 2 && edit.old.is_none()) => {
            format!("{} added", whole(kind, &ids, &names))
        }
        (false, 0) if edits.iter().all(|edit| edit.path.len() == 2 && edit.new.is_none()) => {
            format!("{} removed", whole(kind, &ids, &names))
        }
        (false, 1) => format!("{} of {names}", called(fields[0])),
        (false, _) => whole(kind, &ids, &names),
    }
}

/// What a key is called in a sentence.
fn called(field: &str) -> String {
    match field {
        "at_most" => "limit".into(),
        "at_least" => "floor".into(),
        field => field.replace('_', " "),
    }
}

fn whole(kind: &str, ids: &[&str], names: &str) -> String {
    if ids.len() <= NAMED { format!("{kind} {names}") } else { names.to_owned() }
}

/// The first model with some edits of the second.
#[must_use]
pub fn edited<'e>(before: &Value, edits: impl Iterator<Item = &'e Edit>) -> Value {
    let mut root = before.clone();
    for edit in edits {
        put(&mut root, &edit.path, edit.new.as_ref());
    }
    root
}

fn put(node: &mut Value, path: &[String], value: Option<&Value>) {
    let Some((key, rest)) = path.split_first() else { return };
    if !node.is_object() {
        *node = Value::Object(Map::new());
    }
    let Some(object) = node.as_object_mut() else { return };
    if rest.is_empty() {
        match value {
            Some(value) => object.insert(key.clone(), value.clone()),
            None => object.remove(key),
        };
        return;
    }
    put(object.entry(key.clone()).or_insert_with(|| Value::Object(Map::new())), rest, value);
}
