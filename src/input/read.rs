//! Readers that push a finding and go on.
//!
//! A reader that finds something wrong returns a stand-in: a model is handed out only when there were no errors, so
//! nothing is ever computed from one. Stand-in ids may lie outside their tables; while reading, tables are
//! looked into with [`super::row_of`] alone.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use crate::domain::{Horizon, Index};
use crate::files::tree::shorten;
use crate::files::{Entry, Finding, Findings, Node, Place, Value};
use crate::units::{Unit, Units};

use super::guess;
use super::ids::Ids;
use super::shape::Shape;

/// What reading needs to know and what it has found.
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) findings: Findings,
    pub(super) units: Units,
    pub(super) horizon: Horizon,
    pub(super) ids: Ids,
    /// Things that are said once for many rows: what is said, and of whom.
    pub(super) gathered: BTreeMap<String, Vec<(String, Place)>>,
    /// Tables with errors: what they lack is not said again.
    pub(super) unread: Vec<&'static str>,
    /// Units that were read before, by their text.
    pub(super) known_units: HashMap<String, Unit>,
}

/// A table that is being read.
#[derive(Clone, Debug)]
pub(super) struct Row<'t> {
    pub(super) shape: &'static Shape,
    pub(super) node: &'t Node,
    /// Whose table it is: ``chip `h200` ``; empty for the model itself.
    pub(super) of: Arc<str>,
    prefix: Arc<str>,
    pub(super) place: Place,
}

/// A value that is being read, with its name for findings.
#[derive(Clone, Debug)]
pub(super) struct Field<'t> {
    pub(super) node: &'t Node,
    pub(super) name: Name<'t>,
}

/// The name of a value for findings: `` `lead` of chip `h200` ``. It costs nothing until one is said.
#[derive(Clone, Debug)]
pub(super) struct Name<'t> {
    of: Arc<str>,
    prefix: Arc<str>,
    key: &'t str,
}

impl Name<'_> {
    fn path(&self) -> String {
        format!("{}{}", self.prefix, self.key)
    }

    /// The prefix of the keys of this value.
    fn inner(&self) -> Arc<str> {
        format!("{}{}.", self.prefix, self.key).into()
    }
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.path())?;
        if self.of.is_empty() { Ok(()) } else { write!(f, " of {}", self.of) }
    }
}

impl<'t> Row<'t> {
    /// The model itself.
    pub(super) fn top(node: &'t Node, place: &Place) -> Self {
        Self { shape: super::shape::TOP, node, of: "".into(), prefix: "".into(), place: place.clone() }
    }

    /// A table whose keys are looked at elsewhere.
    pub(super) fn bare(shape: &'static Shape, node: &'t Node, of: String, place: &Place) -> Self {
        Self { shape, node, of: of.into(), prefix: "".into(), place: place.clone() }
    }

    /// A value whose key is itself data, in a table `kind` at the top.
    pub(super) fn data(kind: &str, key: &'t str, node: &'t Node) -> Field<'t> {
        Field { node, name: Name { of: "".into(), prefix: format!("{kind}.").into(), key } }
    }

    /// The name of a key for findings.
    pub(super) fn name<'k>(&self, key: &'k str) -> Name<'k> {
        Name { of: self.of.clone(), prefix: self.prefix.clone(), key }
    }

    /// A table at the top that was taken out of the tree.
    pub(super) fn section(&self, key: &'t str, node: &'t Node) -> Field<'t> {
        Field { node, name: self.name(key) }
    }

    /// The value of a key; a key that the shape does not declare is never there.
    pub(super) fn get(&self, key: &'static str) -> Option<Field<'t>> {
        if !self.shape.has(key) {
            return None;
        }
        let node = self.node.get(key)?;
        Some(Field { node, name: self.name(key) })
    }
}

impl<'t> Field<'t> {
    /// A part of this value with the same name.
    pub(super) fn part(&self, node: &'t Node) -> Self {
        Self { node, ..self.clone() }
    }

    /// The values of keys that are themselves data, such as periods.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&'t Entry, Self)> + use<'t> {
        let (of, prefix) = (self.name.of.clone(), self.name.inner());
        self.node.entries().iter().map(move |entry| {
            let name = Name { of: of.clone(), prefix: prefix.clone(), key: &entry.key };
            (entry, Self { node: &entry.node, name })
        })
    }

    pub(super) fn place(&self) -> Place {
        self.node.place.clone()
    }
}

impl Reader {
    pub(super) fn error(&mut self, message: impl Into<String>, place: &Place) {
        self.findings.push(Finding::error(message, place.clone()));
    }

    pub(super) fn warning(&mut self, message: impl Into<String>, place: &Place) {
        self.findings.push(Finding::warning(message, place.clone()));
    }

    /// Whether nothing was wrong so far.
    pub(super) fn good(&self) -> bool {
        self.findings.errors() == 0
    }

    /// Begins to read a table: unknown keys are errors.
    pub(super) fn row<'t>(&mut self, shape: &'static Shape, node: &'t Node, of: &str, place: &Place) -> Row<'t> {
        let row = Row { shape, node, of: of.into(), prefix: "".into(), place: place.clone() };
        self.keys(&row);
        row
    }

    /// Begins to read a value that is a table of its own.
    pub(super) fn sub<'t>(&mut self, shape: &'static Shape, field: &Field<'t>) -> Option<Row<'t>> {
        if !matches!(field.node.value, Value::Table(_)) {
            self.needs(field, "a table");
            return None;
        }
        let (of, prefix) = (field.name.of.clone(), field.name.inner());
        let row = Row { shape, node: field.node, of, prefix, place: field.place() };
        self.keys(&row);
        Some(row)
    }

    fn keys(&mut self, row: &Row<'_>) {
        if !matches!(row.node.value, Value::Table(_)) {
            let message = format!("{} is {}; a table is needed here", row.of, row.node.kind());
            self.error(message, &row.node.place);
        }
        for entry in row.node.entries() {
            if !row.shape.has(&entry.key) {
                let of: &str = if row.of.is_empty() { "the model" } else { &row.of };
                let hint = guess::hint(&entry.key, row.shape.keys.iter().copied());
                let key = shorten(&entry.key);
                let message = format!("`{}{key}` is not a key of {of}", row.prefix);
                self.findings.push(Finding::error(message, entry.place.clone()).label("not a key").maybe(hint));
            }
        }
    }

    /// The value of a key that must be there.
    pub(super) fn need<'t>(&mut self, row: &Row<'t>, key: &'static str) -> Option<Field<'t>> {
        let field = row.get(key);
        if field.is_none() {
            self.error(format!("{} is missing", row.name(key)), &row.place);
        }
        field
    }

    /// Says that a value is of the wrong kind.
    pub(super) fn needs(&mut self, field: &Field<'_>, what: &str) {
        let shown = match &field.node.value {
            Value::List(list) if list.is_empty() => "empty".to_owned(),
            Value::Table(entries) if entries.is_empty() => "empty".to_owned(),
            Value::List(_) | Value::Table(_) | Value::Null => field.node.kind().to_owned(),
            _ => format!("`{}`", field.node.shown()),
        };
        self.error(format!("{} is {shown}; {what} is needed here", field.name), &field.node.place);
    }

    /// Text that is not empty.
    pub(super) fn text(&mut self, field: &Field<'_>) -> String {
        match field.node.text() {
            Some(text) if !text.trim().is_empty() => text.trim().to_owned(),
            _ => {
                self.needs(field, "a text that is not empty");
                String::new()
            }
        }
    }

    /// The text of a key that may be absent.
    pub(super) fn text_of(&mut self, row: &Row<'_>, key: &'static str) -> Option<String> {
        row.get(key).map(|field| self.text(&field))
    }

    /// True or false; absent is false.
    pub(super) fn flag(&mut self, row: &Row<'_>, key: &'static str) -> bool {
        let Some(field) = row.get(key) else { return false };
        match &field.node.value {
            Value::Flag(flag) => *flag,
            Value::Cell(text) if text.eq_ignore_ascii_case("true") => true,
            Value::Cell(text) if text.eq_ignore_ascii_case("false") => false,
            _ => {
                self.needs(&field, "`true` or `false`");
                false
            }
        }
    }

    /// A number without a unit.
    pub(super) fn number(&mut self, field: &Field<'_>) -> f64 {
        let number = match &field.node.value {
            Value::Number(number, _) => Some(*number),
            Value::Cell(text) => text.parse().ok(),
            _ => None,
        };
        if let Some(number) = number {
            self.finite(field, number)
        } else {
            self.needs(field, "a number");
            0.0
        }
    }

    /// A number that is finite and not absurd.
    pub(super) fn finite(&mut self, field: &Field<'_>, number: f64) -> f64 {
        if !number.is_finite() {
            self.needs(field, "a finite number");
            return 0.0;
        }
        if number.abs() > LARGEST {
            self.needs(field, "a number below 1e20");
            return 0.0;
        }
        number
    }

    /// A number without a unit that is not negative.
    pub(super) fn bare(&mut self, field: &Field<'_>) -> f64 {
        let number = self.number(field);
        if number < 0.0 {
            self.error(format!("{} is `{}`; it cannot be negative", field.name, field.node.shown()), &field.node.place);
        }
        number
    }

    /// A whole number of at least 1.
    pub(super) fn whole(&mut self, field: &Field<'_>) -> u32 {
        let number = self.number(field);
        if number.fract() == 0.0 && (1.0..=MOST_COPIES).contains(&number) {
            // The range above makes the conversion exact.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            return number as u32;
        }
        self.needs(field, "a whole number from 1 to 100000");
        1
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(&mut self, field: &Field<'_>, words: &[(&str, T)]) -> Option<T> {
        let text = field.node.text().map(str::trim);
        if let Some((_, value)) = words.iter().find(|(word, _)| Some(*word) == text) {
            return Some(*value);
        }
        let list = words.iter().map(|(word, _)| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        let shown = if text.is_some() { format!("`{}`", field.node.shown()) } else { field.node.kind().to_owned() };
        let hint = guess::hint(text.unwrap_or_default(), words.iter().map(|(word, _)| *word));
        let message = format!("{} is {shown}; it can be {list}", field.name);
        self.findings.push(Finding::error(message, field.place()).maybe(hint));
        None
    }

    /// One of a few words, or what it is when absent.
    pub(super) fn choice_or<T: Copy>(&mut self, row: &Row<'_>, key: &'static str, words: &[(&str, T)], absent: T) -> T {
        row.get(key).and_then(|field| self.choice(&field, words)).unwrap_or(absent)
    }

    /// The items of a list.
    pub(super) fn list<'t>(&mut self, field: &Field<'t>) -> Vec<Item<'t>> {
        match &field.node.value {
            Value::List(list) => list.iter().map(|node| Item::Node(field.part(node))).collect(),
            Value::Cell(text) => {
                let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
                parts.map(|part| Item::Part(part.to_owned(), field.clone())).collect()
            }
            _ => {
                self.needs(field, "a list");
                Vec::new()
            }
        }
    }

    /// A list of texts, or one text alone.
    pub(super) fn words(&mut self, field: &Field<'_>) -> Vec<(String, Place)> {
        if matches!(field.node.value, Value::Text(_)) {
            return vec![(self.text(field), field.place())];
        }
        let mut words: Vec<(String, Place)> = Vec::new();
        for item in self.list(field) {
            let word = match item {
                Item::Node(part) => (self.text(&part), part.place()),
                Item::Part(text, field) => (text, field.place()),
            };
            if words.iter().any(|(other, _)| *other == word.0) && !word.0.is_empty() {
                self.error(format!("{} holds `{}` twice", field.name, shorten(&word.0)), &word.1);
            } else {
                words.push(word);
            }
        }
        words
    }

    /// The tags of a row.
    pub(super) fn tags(&mut self, row: &Row<'_>) -> Vec<String> {
        row.get("tags").map(|field| self.words(&field)).unwrap_or_default().into_iter().map(|(tag, _)| tag).collect()
    }

    /// The row that a name names; `lead` is the sentence up to the name.
    pub(super) fn refer<I: Index>(&mut self, name: &str, lead: &str, place: &Place) -> I {
        if let Some(n) = self.ids.find(I::KIND, name) {
            return I::new(n);
        }
        let kind = I::KIND;
        let names = self.ids.names(kind);
        let near = if self.findings.full() { None } else { guess::hint(name, names.iter().map(String::as_str)) };
        let hint = near.or_else(|| {
            if names.is_empty() {
                return Some(format!("the model has no {kind} at all"));
            }
            self.ids.other_kind(name).map(|other| format!("`{}` is {} {other}", shorten(name), article(other)))
        });
        let message = format!("{lead} `{}`, which no {kind} is", shorten(name));
        let label = format!("not {} {kind}", article(kind));
        self.findings.push(Finding::error(message, place.clone()).label(label).maybe(hint));
        I::new(0)
    }

    /// The row that a name names; most are known, and nothing need be said about them.
    pub(super) fn known_or_refer<I: Index>(&mut self, name: &str, lead: impl Fn() -> String, place: &Place) -> I {
        let known = self.ids.find(I::KIND, name).map(I::new);
        known.unwrap_or_else(|| self.refer(name, &lead(), place))
    }

    /// The row that a value names.
    pub(super) fn reference<I: Index>(&mut self, field: &Field<'_>) -> I {
        if let Some(name) = field.node.text().map(str::trim) {
            self.known_or_refer(name, || format!("{} is", field.name), &field.node.place)
        } else {
            self.needs(field, &format!("the id of {} {}", article(I::KIND), I::KIND));
            I::new(0)
        }
    }

    /// The row that a key names, which must be there.
    pub(super) fn reference_of<I: Index>(&mut self, row: &Row<'_>, key: &'static str) -> I {
        self.need(row, key).map_or_else(|| I::new(0), |field| self.reference(&field))
    }

    /// The rows that a list (or one name alone) names.
    pub(super) fn references<I: Index>(&mut self, field: &Field<'_>) -> Vec<I> {
        let lead = format!("{} names", field.name);
        self.words(field).into_iter().map(|(name, place)| self.refer(&name, &lead, &place)).collect()
    }

    /// Notes something that is said once for all rows it is true of.
    pub(super) fn gather(&mut self, what: impl Into<String>, whom: impl Into<String>, place: &Place) {
        self.gathered.entry(what.into()).or_default().push((whom.into(), place.clone()));
    }

    /// Turns what was gathered into warnings.
    pub(super) fn say_gathered(&mut self) {
        for (what, whom) in std::mem::take(&mut self.gathered) {
            let names: Vec<&str> = whom.iter().take(3).map(|(name, _)| name.as_str()).collect();
            let more = if whom.len() > 3 { format!(" and {} more", whom.len() - 3) } else { String::new() };
            if let Some((_, place)) = whom.first() {
                self.warning(format!("{what}: {}{more}", names.join(", ")), place);
            }
        }
    }
}

/// An item of a list: a value of its own, or a part of a cell.
#[derive(Clone, Debug)]
pub(super) enum Item<'t> {
    Node(Field<'t>),
    Part(String, Field<'t>),
}

/// No quantity of a plan is larger, in the unit it is held in.
const LARGEST: f64 = 1e20;

/// The most copies of one project.
const MOST_COPIES: f64 = 100_000.0;

/// `a` or `an`.
pub(super) fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}
