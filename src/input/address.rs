//! Addresses: `kind[id].key`, `kind[id].key@periods`, `section.key`, and which rows they mean.

use crate::files::tree::shorten;
use crate::files::{Node, Value};

use super::guess;
use super::shape::{self, Shape};

/// What an address names.
#[derive(Clone, Debug)]
pub(super) struct Address {
    /// As it was written.
    pub(super) text: String,
    pub(super) target: Target,
    /// The key and the parts below it; none for a row as a whole.
    pub(super) keys: Vec<String>,
    /// The periods after `@`.
    pub(super) periods: Option<String>,
}

/// A value at the top of a model, or rows of a kind.
#[derive(Clone, Debug)]
pub(super) enum Target {
    Section(&'static str),
    Rows(&'static str, Which),
}

/// Which rows of a kind.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Which {
    /// The one with this id.
    Row(String),
    /// Those whose id is like a pattern.
    Like(String),
    /// Those whose value of a key is like a pattern.
    Where(String, String),
}

/// Why a text is no address, and what might have been meant.
pub(super) type Wrong = (String, Option<String>);

/// What may be changed at the top besides rows, with the keys of those that are tables.
const SECTIONS: &[(&str, Option<&Shape>)] = &[
    ("name", None),
    ("goal", None),
    ("basis", None),
    ("flow", None),
    ("horizon", Some(shape::HORIZON)),
    ("money", Some(shape::MONEY)),
    ("tables", Some(shape::TABLES)),
    ("fx", None),
];

/// What is a number over time, and what is given by the period.
const OVER_TIME: &[(&str, &[&str])] = &[
    ("money", &["carbon_price"]),
    ("segment", &["price", "penalty", "defer.penalty", "demand"]),
    ("path", &["cost"]),
    ("chip", &["price", "allotment", "fixed_om"]),
    ("project", &["cost", "fixed_om", "committed.to_pay"]),
    ("expansion", &["price", "fixed_om"]),
    ("lease", &["fee"]),
    ("agreement", &["energy", "demand", "curtail.price"]),
    ("order", &["to_pay"]),
    ("fleet", &["retires"]),
    ("node", &["other_load", "shed"]),
    ("supply", &["price", "demand", "fixed_om"]),
    ("battery", &["fixed_om"]),
    ("allotment", &["at_most"]),
];

impl Address {
    /// The address of a value below a row whose id is known.
    pub(super) fn of_row(kind: &'static str, id: &str, keys: &[String], periods: Option<String>) -> Self {
        let mut text = format!("{kind}[{id}]");
        for key in keys {
            text.push('.');
            text.push_str(key);
        }
        let target = Target::Rows(kind, Which::Row(id.to_owned()));
        Self { text, target, keys: keys.to_vec(), periods }
    }

    /// Reads an address.
    pub(super) fn parse(text: &str) -> Result<Self, Wrong> {
        let text = text.trim();
        let (path, periods) = match text.rsplit_once('@') {
            Some((path, periods)) if !periods.contains([']', '[']) => (path, Some(periods.trim().to_owned())),
            _ => (text, None),
        };
        let (target, mut keys, rest) = match path.split_once('[') {
            Some((kind, rest)) => rows(text, kind, rest)?,
            None => section(path)?,
        };
        if !rest.is_empty() {
            keys.extend(rest.split('.').map(|key| key.trim().to_owned()));
        }
        if keys.iter().any(String::is_empty) || keys.len() > MOST_KEYS {
            return Err((format!("{} is not an address", quoted(text)), Some(FORM.to_owned())));
        }
        if let (Target::Rows(kind, _), Some(key)) = (&target, keys.first()) {
            known(key, shape_of(kind), kind)?;
        }
        if periods.is_some() && keys.is_empty() {
            let hint = format!("write the key before `@`, such as {}", quoted(&format!("{path}.KEY@2027Q1")));
            return Err((format!("{} names periods of no key", quoted(text)), Some(hint)));
        }
        if periods.is_some() && !over_time(&target, &keys) {
            let hint = "`@` changes some periods of a price, of demand, or of what else is given by the period";
            return Err((format!("{} is the same in all periods", quoted(path)), Some(hint.to_owned())));
        }
        Ok(Self { text: text.to_owned(), target, keys, periods })
    }

    /// Whether it is read before the tables are: what the tables are, and the periods of their columns.
    pub(super) fn is_early(&self) -> bool {
        matches!(self.target, Target::Section("horizon" | "tables"))
    }
}

/// More keys than any value has above it.
const MOST_KEYS: usize = 8;

const FORM: &str = "an address is 'kind[id].key', 'kind[id].key@2027Q1..2027Q4', 'money.key' or 'horizon.key'";

type Begun<'t> = (Target, Vec<String>, &'t str);

/// The rows that `kind[rest` names, the keys that its kind stands for, and what follows.
fn rows<'t>(text: &str, kind: &str, rest: &'t str) -> Result<Begun<'t>, Wrong> {
    let Some((id, after)) = rest.split_once(']') else {
        return Err((format!("{} has no `]`", quoted(text)), Some(FORM.to_owned())));
    };
    let series = shape::SERIES.iter().find(|(name, _, _)| *name == kind.trim());
    let name = series.map_or(kind.trim(), |(_, kind, _)| *kind);
    let Some((kind, shape)) = shape::KINDS.iter().find(|(known, _)| *known == name) else {
        let kinds = shape::KINDS.iter().map(|(kind, _)| *kind).chain(shape::SERIES.iter().map(|(name, _, _)| *name));
        let hint = guess::hint(name, kinds);
        return Err((format!("{} is of no kind that a model has: `{}`", quoted(text), shorten(name)), hint));
    };
    let rest = match after.strip_prefix('.') {
        Some(rest) if !rest.is_empty() => rest,
        None if after.is_empty() => "",
        _ => return Err((format!("{} is not an address", quoted(text)), Some(FORM.to_owned()))),
    };
    let id = id.trim();
    if id.is_empty() {
        return Err((format!("{} names no row", quoted(text)), Some(format!("'{kind}[**]' means all of them"))));
    }
    let which = match id.split_once(':') {
        // The ends of a path have their kind before a colon.
        Some((key, pattern)) if *kind != "path" => {
            let key = if key.trim() == "tag" { "tags" } else { key.trim() };
            known(key, shape, kind)?;
            Which::Where(key.to_owned(), pattern.trim().to_owned())
        }
        _ => Which::Like(id.to_owned()),
    };
    let keys = series.map(|(_, _, key)| (*key).to_owned()).into_iter().collect();
    Ok((Target::Rows(kind, which), keys, rest))
}

/// The section that a path without brackets begins with, and what follows.
fn section(path: &str) -> Result<Begun<'_>, Wrong> {
    let (name, rest) = path.split_once('.').unwrap_or((path, ""));
    if let Some((kind, _)) = shape::KINDS.iter().find(|(kind, _)| *kind == name) {
        let hint = format!("write '{kind}[ID].KEY'; '{kind}[**].KEY' means all of them");
        return Err((format!("{} names no row", quoted(path)), Some(hint)));
    }
    let Some((section, shape)) = SECTIONS.iter().find(|(section, _)| *section == name) else {
        let hint = guess::hint(name, SECTIONS.iter().map(|(section, _)| *section)).or_else(|| Some(FORM.to_owned()));
        return Err((format!("{} is not an address", quoted(path)), hint));
    };
    match shape {
        Some(shape) if rest.is_empty() => {
            let example = shape.keys.first().copied().unwrap_or_default();
            let hint = format!("name one of its keys, such as '{section}.{example}'");
            Err((format!("{} is a whole section", quoted(path)), Some(hint)))
        }
        Some(shape) => {
            known(rest.split('.').next().unwrap_or_default(), shape, section)?;
            Ok((Target::Section(section), Vec::new(), rest))
        }
        None => Ok((Target::Section(section), Vec::new(), rest)),
    }
}

/// That a key is one that a table of a kind has.
fn known(key: &str, shape: &Shape, of: &str) -> Result<(), Wrong> {
    if shape.has(key) {
        return Ok(());
    }
    let hint = guess::hint(key, shape.keys.iter().copied());
    Err((format!("`{}` is not a key of {} {of}", shorten(key), super::read::article(of)), hint))
}

/// Whether what keys name may differ from period to period.
fn over_time(target: &Target, keys: &[String]) -> bool {
    let of = match target {
        Target::Section(section) | Target::Rows(section, _) => *section,
    };
    let key = keys.join(".");
    of == "fx" || OVER_TIME.iter().any(|(kind, keys)| *kind == of && keys.contains(&key.as_str()))
}

/// The shape of the rows of a kind.
pub(super) fn shape_of(kind: &str) -> &'static Shape {
    shape::KINDS.iter().find(|(name, _)| *name == kind).map_or(shape::TOP, |(_, shape)| shape)
}

/// An address as words print it.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", shorten(text))
}

impl Which {
    /// Whether it means a row.
    pub(super) fn means(&self, id: &str, row: &Node) -> bool {
        match self {
            Self::Row(name) => name == id,
            Self::Like(pattern) => like(pattern, id),
            Self::Where(key, pattern) => row.get(key).is_some_and(|value| holds(value, pattern)),
        }
    }

    /// The one id that it means, where it is no pattern.
    pub(super) fn one(&self) -> Option<&str> {
        match self {
            Self::Row(name) => Some(name),
            Self::Like(pattern) if !pattern.contains('*') => Some(pattern),
            _ => None,
        }
    }
}

/// Whether a value, or one of a list, is like a pattern.
fn holds(value: &Node, pattern: &str) -> bool {
    match &value.value {
        Value::Text(text) | Value::Number(_, text) => like(pattern, text.trim()),
        Value::Cell(text) => text.split(';').any(|part| like(pattern, part.trim())),
        Value::List(list) => list.iter().any(|item| holds(item, pattern)),
        _ => false,
    }
}

/// Whether a text is like a pattern: `*` stands for anything within one part, `**` for anything.
pub(super) fn like(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    // Which beginnings of the text the pattern so far can stand for.
    let mut reached = vec![false; text.len() + 1];
    reached[0] = true;
    let mut n = 0;
    while n < pattern.len() {
        let wide = pattern[n..].starts_with(b"**");
        if pattern[n] == b'*' {
            for at in 0..text.len() {
                reached[at + 1] |= reached[at] && (wide || !matches!(text[at], b'/' | b','));
            }
        } else {
            for at in (0..text.len()).rev() {
                reached[at + 1] = reached[at] && text[at] == pattern[n];
            }
            reached[0] = false;
        }
        n += if wide { 2 } else { 1 };
    }
    reached[text.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stays_within_one_part() {
        assert!(like("openai-*", "openai-training") && like("*", "a") && like("a*c*", "abcd"));
        assert!(!like("*", "a/b") && like("**", "a/b") && like("*/b", "a/b") && like("a/*", "a/"));
        assert!(!like("*,east", "h200,west") && like("*,east", "h200,east") && !like("a", "ab"));
        assert!(like("**/hall", "x/y/hall") && !like("", "a") && like("", ""));
    }

    #[test]
    fn what_is_no_address_is_said() {
        for text in ["", "x", "project", "project[a", "project[].lead", "project[a]lead", "money", "money.rate"] {
            assert!(Address::parse(text).is_err(), "{text}");
        }
        for text in
            ["prject[a].lead", "project[a].leed", "project[a]@2026Q1", "chip[colour:red].price", "a.b", "demand"]
        {
            assert!(Address::parse(text).is_err(), "{text}");
        }
        let good = ["project[a/b].payments.start", "demand[openai-*]@2027Q1..2027Q4", "chip[vendor:nvidia].price"];
        for text in
            good.into_iter().chain(["money.discount_rate", "goal", "flow", "fx.EUR", "path[site:a,region:b].cost"])
        {
            assert!(Address::parse(text).is_ok(), "{text}");
        }
    }
}
