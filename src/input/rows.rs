//! The rows of every kind, with their ids, before any of them is read.

use crate::files::tree::shorten;
use crate::files::{Finding, Node, Place, Value};

use super::read::{Reader, article};
use super::shape;

/// A row as it stands in the tree.
#[derive(Clone, Debug)]
pub(super) struct Raw<'t> {
    /// Its id; empty for rows of a list.
    pub(super) name: String,
    /// Whose keys they are, for findings: ``chip `h200` ``.
    pub(super) of: String,
    /// Where its id stands.
    pub(super) place: Place,
    /// Its keys.
    pub(super) node: &'t Node,
}

impl Reader {
    /// The rows of a kind, in the order of the file.
    pub(super) fn rows<'t>(&mut self, root: &'t Node, kind: &str) -> Vec<Raw<'t>> {
        let Some(node) = root.get(kind) else { return Vec::new() };
        let list = shape::LISTS.contains(&kind);
        match &node.value {
            Value::Table(entries) if !list || kind == "cash" => entries
                .iter()
                .map(|entry| Raw {
                    name: entry.key.clone(),
                    of: format!("{kind} `{}`", shorten(&entry.key)),
                    place: entry.place.clone(),
                    node: &entry.node,
                })
                .collect(),
            Value::List(items) if list => items
                .iter()
                .enumerate()
                .map(|(n, node)| Raw {
                    name: String::new(),
                    of: format!("{kind} row {}", n + 1),
                    place: node.place.clone(),
                    node,
                })
                .collect(),
            _ => {
                let form = if list { format!("[[{kind}]]") } else { format!("[{kind}.ID]") };
                let message = format!(
                    "`{kind}` is {}; {article} {kind} is written `{form}`",
                    node.kind(),
                    article = article(kind)
                );
                self.error(message, &node.place);
                Vec::new()
            }
        }
    }

    /// Checks the ids of the rows of a kind and remembers them for references.
    pub(super) fn know(&mut self, kind: &'static str, rows: &[Raw<'_>]) {
        for row in rows {
            self.check_id(&row.name, &row.of, &row.place);
            if let Some(first) = self.ids.place(kind, &row.name) {
                let finding = Finding::error(format!("{} is there twice", row.of), row.place.clone());
                self.findings.push(finding.also(first, "the first one"));
            }
            self.ids.add(kind, &row.name, &row.place);
        }
    }

    /// An id is `[a-z0-9]` then `[a-z0-9_-]`, parts joined by `/`.
    pub(super) fn check_id(&mut self, name: &str, of: &str, place: &Place) {
        let good = |part: &str| {
            let mut bytes = part.bytes();
            let word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
            bytes.next().is_some_and(word) && bytes.all(|byte| word(byte) || byte == b'_' || byte == b'-')
        };
        if !name.split('/').all(good) || name.len() > 200 {
            let better: String =
                name.to_ascii_lowercase()
                    .chars()
                    .map(|c| {
                        if c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-' | '/') {
                            c
                        } else {
                            '-'
                        }
                    })
                    .collect();
            let hint = better.split('/').all(good).then(|| format!("`{}` would be one", shorten(&better)));
            let message = format!("the id of {of} is not made of `a-z`, `0-9`, `_`, `-` in parts joined by `/`");
            self.findings.push(Finding::error(message, place.clone()).label("not an id").maybe(hint));
        }
    }
}
