//! JSON to a tree whose places are JSON pointers.

use std::sync::Arc;

pub use serde_json::{Map, Number, Value, from_str, json, to_string, to_string_pretty};

use super::finding::Finding;
use super::source::{At, FileId, Place};
use super::tree::{Entry, Node, Value as TreeValue};

/// More values than any plan has; in memory each takes some forty times what it may take in the file.
const MOST_VALUES: usize = 12_000_000;

/// Parses JSON text; what is wrong with it is a finding.
///
/// # Errors
/// When the text is not JSON, or holds too much.
pub fn parse(text: &str, file: FileId) -> Result<Value, Box<Finding>> {
    if text.bytes().filter(|byte| *byte == b',').count() > MOST_VALUES {
        let message = format!("this holds more than {} million values", MOST_VALUES / 1_000_000);
        return Err(Box::new(Finding::error(message, Place { file, at: At::File })));
    }
    serde_json::from_str(text).map_err(|error| {
        let line_start: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let byte = u32::try_from(line_start + error.column().saturating_sub(1)).unwrap_or(u32::MAX);
        let words = error.to_string();
        let words = words.split(" at line").next().unwrap_or_default();
        let place = Place { file, at: At::Span(byte, byte.saturating_add(1)) };
        Box::new(Finding::error(format!("this is not JSON: {words}"), place))
    })
}

/// The tree of a JSON value, whose own pointer is `pointer`.
#[must_use]
pub fn tree(value: &Value, file: FileId, pointer: &str) -> Node {
    let place = Place { file, at: At::Pointer(Arc::from(if pointer.is_empty() { "/" } else { pointer })) };
    let value = match value {
        Value::Null => TreeValue::Null,
        Value::Bool(flag) => TreeValue::Flag(*flag),
        Value::Number(number) => TreeValue::Number(number.as_f64().unwrap_or(f64::NAN), number.to_string()),
        Value::String(text) => TreeValue::Text(text.clone()),
        Value::Array(list) => TreeValue::List(
            list.iter().enumerate().map(|(n, value)| tree(value, file, &format!("{pointer}/{n}"))).collect(),
        ),
        Value::Object(map) => TreeValue::Table(
            map.iter()
                .map(|(key, value)| {
                    let node = tree(value, file, &format!("{pointer}/{}", escaped(key)));
                    Entry { key: key.clone(), place: node.place.clone(), node }
                })
                .collect(),
        ),
    };
    Node { value, place }
}

/// A key as a part of a JSON pointer.
fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
