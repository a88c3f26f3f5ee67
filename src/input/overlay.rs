//! Edits of the tree of a model: what is set, scaled and removed, each remembered with its old value, its new one and its origin.

use std::collections::HashMap;
use std::rc::Rc;

use crate::calendar::label;
use crate::domain::{Month, Months};
use crate::files::tree::shorten;
use crate::files::{Entry, Finding, Node, Place, Value};
use crate::units::Units;

use super::address::{Address, Target, Which, quoted};
use super::guess;
use super::origin::{Change, Scenario, written};
use super::read::Reader;
use super::scaling;
use super::shape;

/// One edit.
#[derive(Clone, Debug)]
pub(super) struct Edit {
    pub(super) address: Address,
    /// Where the address stands.
    pub(super) place: Place,
    pub(super) act: Act,
}

/// What is done at an address.
#[derive(Clone, Debug)]
pub(super) enum Act {
    Set(Node),
    Scale(f64),
    Remove,
}

/// What became different below a row: the address of each value, what it was, what it is.
pub(super) type Record = Vec<(String, Option<String>, Option<String>)>;

/// Edits are laid over a tree, one after the other.
#[derive(Debug, Default)]
pub(super) struct Layering {
    pub(super) scenario: Scenario,
    /// The units that the model's quantities may be written in.
    pub(super) units: Units,
    /// The ids of each kind, until rows are removed.
    ids: HashMap<&'static str, Rc<Vec<String>>>,
    /// The rows of each id.
    rows: HashMap<&'static str, HashMap<String, Vec<usize>>>,
    /// Which change an address has.
    changed: HashMap<String, usize>,
}

impl Reader {
    /// Lays an edit over the tree; one that matches nothing is a finding.
    pub(super) fn lay(&mut self, edit: &Edit, root: &mut Node, layering: &mut Layering, origin: &str) {
        self.say_after_horizon(edit);
        let done = match &edit.address.target {
            Target::Section(section) => self.lay_on_section(edit, section, root, &layering.units),
            Target::Rows(kind, which) => self.lay_on_rows(edit, kind, which, root, layering),
        };
        match done {
            Ok(records) => {
                for (address, old, new) in records.into_iter().flatten() {
                    layering.note(Change { address, old, new, from: origin.to_owned() });
                }
            }
            Err((message, hint)) => self.findings.push(Finding::error(message, edit.place.clone()).maybe(hint)),
        }
    }

    /// Periods after the horizon are not used, here as in tables.
    fn say_after_horizon(&mut self, edit: &Edit) {
        let span = edit.address.periods.as_ref().and_then(|periods| label::span(periods, &self.horizon).ok());
        let Some(months) = span.filter(|_| holds(&edit.address.keys)) else { return };
        let end = self.horizon.end();
        if months.end <= end && !months.after_horizon {
            return;
        }
        let known = Months { first: self.horizon.start, end, after_horizon: false };
        let (text, horizon) = (quoted(&edit.address.text), label::write_span(&known, &self.horizon));
        let what = if months.first >= end { "it changes nothing" } else { "what lies after it is not used" };
        self.warning(format!("{text} goes beyond the horizon ({horizon}); {what}"), &edit.place);
    }

    fn lay_on_section(&self, edit: &Edit, section: &str, root: &mut Node, units: &Units) -> Done<Vec<Record>> {
        let keys: Vec<String> = std::iter::once(section.to_owned()).chain(edit.address.keys.iter().cloned()).collect();
        let address = keys.join(".");
        match self.act(edit, root, &keys, address.clone(), units)? {
            Some(record) => Ok(vec![record]),
            None => Err((format!("the model has no {}", quoted(&address)), None)),
        }
    }

    fn lay_on_rows(
        &self,
        edit: &Edit,
        kind: &'static str,
        which: &Which,
        root: &mut Node,
        layering: &mut Layering,
    ) -> Done<Vec<Record>> {
        layering.learn(root, kind);
        let found = layering.found(root, kind, which);
        if found.is_empty() {
            return Err(layering.nothing(root, kind, which, &edit.address));
        }
        let ids = layering.ids.get(kind).cloned().unwrap_or_default();
        if edit.address.keys.is_empty() {
            layering.forget(kind);
            return Ok(remove_rows(root, kind, &found, &ids));
        }
        // What names a row is not known any more where it is changed.
        if shape::LISTS.contains(&kind) && (kind == "cash" || names_row(kind, &edit.address.keys[0])) {
            layering.forget(kind);
        }
        let mut records = Vec::new();
        for n in &found {
            let Some(row) = row_mut(root, kind, *n) else { continue };
            let id = ids.get(*n).map_or("", String::as_str);
            let address = format!("{kind}[{id}].{}", edit.address.keys.join("."));
            if let Some(record) = self.act(edit, row, &edit.address.keys, address, &layering.units)? {
                records.push(record);
            }
        }
        // A series is absent also where its table could not be read, which has been said.
        let is_series = |(name, of, key): &(&str, &str, &str)| {
            *of == kind && *key == edit.address.keys[0] && self.unread.contains(name)
        };
        if records.is_empty() && !shape::SERIES.iter().any(is_series) {
            let key = shorten(&edit.address.keys.join("."));
            let what = match which.one() {
                Some(id) => format!("{kind} `{}` has no `{key}`", shorten(id)),
                None => format!("no {kind} that {} means has a `{key}`", quoted(&edit.address.text)),
            };
            return Err((what, None));
        }
        Ok(records)
    }

    /// Does what an edit does to one row or to the model; `None` where the key that it needs is absent.
    fn act(
        &self,
        edit: &Edit,
        node: &mut Node,
        keys: &[String],
        address: String,
        units: &Units,
    ) -> Done<Option<Record>> {
        if let Act::Remove = edit.act {
            return Ok(take(node, keys).map(|old| vec![(address, Some(written(&old)), None)]));
        }
        if let Some(periods) = &edit.address.periods {
            let months = label::span(periods, &self.horizon)
                .map_err(|why| (format!("{}: `{}` {why}", quoted(&edit.address.text), shorten(periods)), None))?;
            let Some(value) = at(node, keys) else { return Ok(None) };
            return self.act_on_periods(edit, value, &months, &address, units).map(Some);
        }
        match &edit.act {
            Act::Set(value) => {
                let old = put(node, keys, value.clone(), &edit.place)
                    .map_err(|why| (format!("{} cannot be set: {why}", quoted(&address)), None))?;
                Ok(Some(vec![(address, old.map(|old| written(&old)), Some(written(value)))]))
            }
            Act::Scale(factor) => {
                let Some(value) = at(node, keys) else { return Ok(None) };
                let mut record = Vec::new();
                let scaled = scaling::scaled(value, *factor, units, &address, &edit.place, &mut record)?;
                *value = scaled;
                Ok(Some(record))
            }
            Act::Remove => Ok(None),
        }
    }

    /// Sets or scales a number over time in some periods only.
    fn act_on_periods(
        &self,
        edit: &Edit,
        value: &mut Node,
        months: &Months,
        address: &str,
        units: &Units,
    ) -> Done<Record> {
        let holds = holds(&edit.address.keys);
        let end = if holds { Month(months.end.0.min(self.horizon.end().0)) } else { months.end };
        if holds && months.first >= end {
            return Ok(Vec::new());
        }
        let mut steps = self.steps_of(value, address)?;
        if holds {
            if !steps.iter().any(|(month, _)| *month == end) && end < self.horizon.end() {
                let after = held(&steps, end).cloned();
                steps.extend(after.map(|node| (end, node)));
            }
            let mut month = months.first;
            let every = matches!(edit.act, Act::Set(_));
            while month < end {
                if !steps.iter().any(|(other, _)| *other == month) && (every || month == months.first) {
                    let here = held(&steps, month).cloned();
                    steps.extend(here.map(|node| (month, node)));
                    steps.sort_by_key(|(month, _)| *month);
                }
                month = Month(month.0 + self.horizon.step.months());
            }
        } else if matches!(edit.act, Act::Set(_)) && !steps.iter().any(|(month, _)| *month == months.first) {
            steps.push((months.first, Node { value: Value::Null, place: edit.place.clone() }));
        }
        steps.sort_by_key(|(month, _)| *month);
        let mut record = Vec::new();
        for (month, node) in steps.iter_mut().filter(|(month, _)| (months.first..end).contains(month)) {
            let of_period = format!("{address}@{}", label::write(*month, &self.horizon));
            match &edit.act {
                Act::Set(new) => {
                    let old = (!matches!(node.value, Value::Null)).then(|| written(node));
                    record.push((of_period, old, Some(written(new))));
                    *node = new.clone();
                }
                Act::Scale(factor) => {
                    *node = scaling::scaled(node, *factor, units, &of_period, &edit.place, &mut record)?;
                }
                Act::Remove => {}
            }
        }
        if record.is_empty() {
            return Err((format!("{} gives nothing in these periods", quoted(address)), None));
        }
        let entry = |(month, node): (Month, Node)| Entry {
            key: label::write(month, &self.horizon),
            place: node.place.clone(),
            node,
        };
        value.value = Value::Table(steps.into_iter().map(entry).collect());
        Ok(record)
    }

    /// A number over time as the values that hold from some periods on.
    fn steps_of(&self, value: &Node, address: &str) -> Done<Vec<(Month, Node)>> {
        let entries = value.entries();
        if !matches!(value.value, Value::Table(_)) || entries.iter().any(|entry| entry.key == "unit") {
            return Ok(vec![(self.horizon.start, value.clone())]);
        }
        if entries.iter().any(|entry| entry.key == "value") {
            let hint = "write it as a table of periods, or change its `value`";
            return Err((format!("{} changes by the year, not by the period", quoted(address)), Some(hint.to_owned())));
        }
        let step =
            |entry: &Entry| label::first(&entry.key, &self.horizon).ok().map(|month| (month, entry.node.clone()));
        let mut steps: Vec<(Month, Node)> = entries.iter().filter_map(step).collect();
        if steps.is_empty() || steps.len() < entries.len() {
            return Err((format!("{} is no table of periods", quoted(address)), None));
        }
        steps.sort_by_key(|(month, _)| *month);
        Ok(steps)
    }
}

/// Whether a value holds until the next one; what is paid or retires is an amount of its period alone.
fn holds(keys: &[String]) -> bool {
    keys.last().is_none_or(|key| key != "to_pay" && key != "retires")
}

/// What was done, or why it cannot be and what might have been meant.
type Done<T> = Result<T, super::address::Wrong>;

impl Layering {
    /// Remembers a change; an address that changes again keeps its first value as old.
    fn note(&mut self, change: Change) {
        let changes = &mut self.scenario.changes;
        if let Some(known) = self.changed.get(&change.address).and_then(|n| changes.get_mut(*n)) {
            known.new = change.new;
            known.from = change.from;
            return;
        }
        self.changed.insert(change.address.clone(), changes.len());
        changes.push(change);
    }

    /// The changes that a resolved model was made by.
    pub(super) fn begin(scenario: Scenario) -> Self {
        let changed = scenario.changes.iter().enumerate().map(|(n, change)| (change.address.clone(), n)).collect();
        Self { scenario, changed, ..Self::default() }
    }

    fn learn(&mut self, root: &Node, kind: &'static str) {
        if self.ids.contains_key(kind) {
            return;
        }
        let ids = ids(root, kind);
        let mut rows: HashMap<String, Vec<usize>> = HashMap::new();
        for (n, id) in ids.iter().enumerate() {
            rows.entry(id.clone()).or_default().push(n);
        }
        self.ids.insert(kind, Rc::new(ids));
        self.rows.insert(kind, rows);
    }

    fn forget(&mut self, kind: &str) {
        self.ids.remove(kind);
        self.rows.remove(kind);
    }

    /// The rows that are meant.
    fn found(&self, root: &Node, kind: &str, which: &Which) -> Vec<usize> {
        if let Some(id) = which.one() {
            return self.rows.get(kind).and_then(|rows| rows.get(id)).cloned().unwrap_or_default();
        }
        let ids = self.ids.get(kind).map_or(&[][..], |ids| ids.as_slice());
        let means = |(n, id): (usize, &String)| row(root, kind, n).is_some_and(|row| which.means(id, row)).then_some(n);
        ids.iter().enumerate().filter_map(means).collect()
    }

    /// Why an address means no row.
    fn nothing(&self, root: &Node, kind: &str, which: &Which, address: &Address) -> (String, Option<String>) {
        let ids = self.ids.get(kind).map_or(&[][..], |ids| ids.as_slice());
        let none = ids.is_empty().then(|| format!("the model has no {kind} at all"));
        if let Which::Where(key, pattern) = which {
            let message = format!("no {kind} has `{}` as `{key}`", shorten(pattern));
            let values: Vec<&str> = (0..ids.len())
                .filter_map(|n| row(root, kind, n)?.get(key).and_then(Node::text))
                .flat_map(|text| text.split(';'))
                .map(str::trim)
                .collect();
            return (message, none.or_else(|| guess::hint(pattern, values)));
        }
        if let Some(id) = which.one() {
            let near = guess::hint(id, ids.iter().map(String::as_str));
            return (format!("no {kind} is named `{}`", shorten(id)), none.or(near));
        }
        let wide = address.text.replace("**", "*").replace('*', "**");
        let wider = Address::parse(&wide).ok().filter(|wide| match &wide.target {
            Target::Rows(_, which) => ids.iter().any(|id| which.means(id, root)),
            Target::Section(_) => false,
        });
        let hint = wider.map(|_| format!("`*` stays within one part of an id; {} goes on", quoted(&wide)));
        (format!("{} means no {kind}", quoted(&address.text)), none.or(hint))
    }
}

/// The ids of the rows of a kind, in the order of the tree.
fn ids(root: &Node, kind: &str) -> Vec<String> {
    match root.get(kind).map(|node| &node.value) {
        Some(Value::Table(entries)) => entries.iter().map(|entry| entry.key.clone()).collect(),
        Some(Value::List(rows)) => rows.iter().map(|row| listed_id(kind, row)).collect(),
        _ => Vec::new(),
    }
}

/// The id of a row that stands in a list.
pub(super) fn listed_id(kind: &str, row: &Node) -> String {
    let text = |key: &str| row.get(key).and_then(Node::text).map(|text| text.trim().to_owned());
    match shape::named_by(kind) {
        [] => text("id").or_else(|| text("category")).unwrap_or_default(),
        keys => keys.iter().map(|key| text(key).unwrap_or_default()).collect::<Vec<_>>().join(","),
    }
}

/// Whether a key is part of what names a row of a list.
pub(super) fn names_row(kind: &str, key: &str) -> bool {
    shape::named_by(kind).contains(&key) || (kind, key) == ("cash", "id")
}

fn row<'t>(root: &'t Node, kind: &str, n: usize) -> Option<&'t Node> {
    match &root.get(kind)?.value {
        Value::Table(entries) => entries.get(n).map(|entry| &entry.node),
        Value::List(rows) => rows.get(n),
        _ => None,
    }
}

fn row_mut<'t>(root: &'t mut Node, kind: &str, n: usize) -> Option<&'t mut Node> {
    match &mut at(root, &[kind.to_owned()])?.value {
        Value::Table(entries) => entries.get_mut(n).map(|entry| &mut entry.node),
        Value::List(rows) => rows.get_mut(n),
        _ => None,
    }
}

fn remove_rows(root: &mut Node, kind: &str, found: &[usize], ids: &[String]) -> Vec<Record> {
    let mut records = Vec::new();
    for n in found.iter().rev() {
        let Some(rows) = at(root, &[kind.to_owned()]) else { continue };
        let old = match &mut rows.value {
            Value::Table(entries) if *n < entries.len() => entries.remove(*n).node,
            Value::List(list) if *n < list.len() => list.remove(*n),
            _ => continue,
        };
        let id = ids.get(*n).map_or("", String::as_str);
        records.push(vec![(format!("{kind}[{id}]"), Some(written(&old)), None)]);
    }
    records.reverse();
    records
}

/// The value that holds in a month: that of the last step before it, else of the first.
fn held(steps: &[(Month, Node)], month: Month) -> Option<&Node> {
    steps.iter().rev().find(|(from, _)| *from <= month).or_else(|| steps.first()).map(|(_, node)| node)
}

/// The value below some keys.
fn at<'t>(node: &'t mut Node, keys: &[String]) -> Option<&'t mut Node> {
    let Some((first, rest)) = keys.split_first() else { return Some(node) };
    let Value::Table(entries) = &mut node.value else { return None };
    at(&mut entries.iter_mut().find(|entry| entry.key == *first)?.node, rest)
}

/// Puts a value below some keys and returns what stood there; the tables on the way are made.
fn put(node: &mut Node, keys: &[String], value: Node, place: &Place) -> Result<Option<Node>, String> {
    let Some((first, rest)) = keys.split_first() else {
        return Ok(Some(std::mem::replace(node, value)));
    };
    let shown = node.shown();
    let Value::Table(entries) = &mut node.value else {
        return Err(format!("`{shown}` stands where `{}` would be a part", shorten(first)));
    };
    let n = entries.iter().position(|entry| entry.key == *first).unwrap_or(entries.len());
    if n == entries.len() {
        let empty = Node { value: Value::Table(Vec::new()), place: place.clone() };
        entries.push(Entry { key: first.clone(), place: place.clone(), node: empty });
        put(&mut entries[n].node, rest, value, place)?;
        return Ok(None);
    }
    if rest.is_empty() {
        entries[n].place = place.clone();
    }
    put(&mut entries[n].node, rest, value, place)
}

/// Takes away the value below some keys.
fn take(node: &mut Node, keys: &[String]) -> Option<Node> {
    let (last, above) = keys.split_last()?;
    let Value::Table(entries) = &mut at(node, above)?.value else { return None };
    let n = entries.iter().position(|entry| entry.key == *last)?;
    Some(entries.remove(n).node)
}
