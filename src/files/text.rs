//! TOML to a tree with places.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::finding::Finding;
use super::source::{At, FileId, Place};
use super::tree::{Entry, Node, Value};

/// More parts in one dotted key than any model has; deeper ones would exhaust the stack.
const MOST_PARTS: usize = 60;

/// Parses TOML; every syntax error is a finding.
///
/// # Errors
/// All that is wrong with the text.
pub fn parse(text: &str, file: FileId) -> Result<Node, Vec<Finding>> {
    if let Some(at) = too_deep(text) {
        let place = place(file, at..at + 1);
        return Err(vec![Finding::error(format!("a key here has more than {MOST_PARTS} parts"), place)]);
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Ok(Node { place: place(file, 0..0), value: self::table(table.get_ref(), file) });
    }
    let finding = |error: &toml::de::Error| {
        let span = error.span().unwrap_or(0..0);
        Finding::error(format!("this is not TOML: {}", error.message()), place(file, span))
    };
    Err(errors.iter().map(finding).collect())
}

fn place(file: FileId, span: Range<usize>) -> Place {
    let byte = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Place { file, at: At::Span(byte(span.start), byte(span.end)) }
}

fn table(table: &DeTable<'_>, file: FileId) -> Value {
    let entry = |(key, value): (&toml::Spanned<std::borrow::Cow<'_, str>>, &toml::Spanned<DeValue<'_>>)| Entry {
        key: key.get_ref().to_string(),
        place: place(file, key.span()),
        node: node(value, file),
    };
    Value::Table(table.iter().map(entry).collect())
}

fn node(value: &toml::Spanned<DeValue<'_>>, file: FileId) -> Node {
    let tree = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(whole) => {
            let number = i128::from_str_radix(whole.as_str(), whole.radix()).map_or(f64::INFINITY, as_float);
            Value::Number(number, whole.to_string())
        }
        DeValue::Float(float) => Value::Number(float.as_str().parse().unwrap_or(f64::NAN), float.to_string()),
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Datetime(date) => Value::Text(date.to_string()),
        DeValue::Array(list) => Value::List(list.iter().map(|value| node(value, file)).collect()),
        DeValue::Table(map) => table(map, file),
    };
    Node { value: tree, place: place(file, value.span()) }
}

/// A whole number as a float; the nearest one where it has more than 53 bits.
#[allow(clippy::cast_precision_loss)]
const fn as_float(whole: i128) -> f64 {
    whole as f64
}

/// The byte of a key with too many parts, if there is one.
///
/// The parser limits the nesting of brackets but not the parts of a dotted key, and dropping a tree
/// of a million levels would exhaust the stack. Text in quotes and comments is passed over.
fn too_deep(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut n, mut dots) = (0, 0);
    while n < bytes.len() {
        match bytes[n] {
            b'#' => {
                n += bytes[n..].iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len() - n);
                dots = 0;
                continue;
            }
            quote @ (b'"' | b'\'') => {
                n = after_quotes(bytes, n, quote);
                continue;
            }
            b'.' => {
                dots += 1;
                if dots >= MOST_PARTS {
                    return Some(n);
                }
            }
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b' ' | b'\t' => {}
            _ => dots = 0,
        }
        n += 1;
    }
    None
}

/// The byte after the quoted text that begins at byte `n`; one-line text ends with its line at the latest.
fn after_quotes(bytes: &[u8], n: usize, quote: u8) -> usize {
    let long = bytes[n..].starts_with(&[quote; 3]);
    let mut at = if long { n + 3 } else { n + 1 };
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quote == b'"' => at += 1,
            b'\n' if !long => return at,
            byte if byte == quote && !long => return at + 1,
            byte if byte == quote && bytes[at..].starts_with(&[quote; 3]) => return at + 3,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}
