//! One tree for every input format.

use super::source::Place;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it stands.
    pub place: Place,
}

/// What a file can say.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Quoted text (and a date, which TOML writes without quotes).
    Text(String),
    /// The cell of a table, which may be text, a number, a truth or a list with `;`.
    Cell(String),
    /// A number; the text is as it was written.
    Number(f64, String),
    /// True or false.
    Flag(bool),
    /// A list.
    List(Vec<Node>),
    /// Keys and values in the order of the file, without duplicates.
    Table(Vec<Entry>),
    /// JSON's `null`.
    Null,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub place: Place,
    /// The value.
    pub node: Node,
}

impl Node {
    /// The value of a key, if this is a table that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    /// The entries of a table; none for anything else.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Table(entries) => entries,
            _ => &[],
        }
    }

    /// Text or a cell as text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) | Value::Cell(text) => Some(text),
            _ => None,
        }
    }

    /// What kind of thing this is, for a finding: `a number`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self.value {
            Value::Text(_) | Value::Cell(_) => "text",
            Value::Number(..) => "a number",
            Value::Flag(_) => "true or false",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
            Value::Null => "null",
        }
    }

    /// The value as a planner would write it, shortened, for a finding.
    #[must_use]
    pub fn shown(&self) -> String {
        let text = match &self.value {
            Value::Text(text) | Value::Cell(text) | Value::Number(_, text) => text.clone(),
            Value::Flag(flag) => flag.to_string(),
            Value::List(_) => "a list".to_owned(),
            Value::Table(_) => "a table".to_owned(),
            Value::Null => "null".to_owned(),
        };
        shorten(&text)
    }
}

/// At most 60 characters of a text, so that no finding floods a screen.
#[must_use]
pub fn shorten(text: &str) -> String {
    if text.chars().count() <= 60 {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(57).collect();
    short.push_str("...");
    short
}
