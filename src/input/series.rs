//! Series tables give values to the rows that they name: wide ones with a column for each period, long ones with a row
//! for each value. The table of a model gives whole series, that of a scenario the periods that it changes.

use std::collections::HashMap;

use crate::calendar::label;
use crate::domain::{Horizon, Month, Months};
use crate::files::table::{Grid, Record};
use crate::files::tree::shorten;
use crate::files::{Entry, Finding, Node, Place, Value};
use crate::units::split_number;

use super::guess;
use super::merge::{header, insert, root_value, with_unit};
use super::read::Reader;

/// What a series belongs to: the rows of a kind and the key that it becomes.
struct Whose {
    kind: &'static str,
    key: &'static str,
    /// The key as findings say it.
    what: String,
    rows: HashMap<String, usize>,
    /// How many rows there are; two may have the same id, which is said elsewhere.
    count: usize,
    /// Whether every period of the horizon is needed.
    whole: bool,
}

/// The columns of a long table.
#[derive(Default)]
struct Long {
    period: usize,
    value: usize,
    unit: Option<usize>,
    /// The unit in the header of the values.
    header: String,
}

/// The values of one row, a place for each period of the horizon.
struct Values {
    first: Place,
    slots: Vec<Option<Node>>,
}

/// What a table gives to one row.
pub(super) struct Series {
    /// The row among those of its kind.
    pub(super) row: usize,
    pub(super) id: String,
    /// Where the table first names the row.
    pub(super) first: Place,
    /// The values by the labels of their periods, in order.
    pub(super) values: Vec<Entry>,
}

impl Reader {
    /// Adds a series to each row that it names.
    pub(super) fn series(&mut self, root: &mut Node, grid: &Grid, kind: &'static str, key: &'static str) {
        for series in self.read_series(root, grid, (kind, key), true) {
            self.give(root, kind, key, series);
        }
    }

    /// What a series table gives to the rows of a kind, in their order: the whole horizon, or some periods of it.
    pub(super) fn read_series(
        &mut self,
        root: &Node,
        grid: &Grid,
        (kind, key): (&'static str, &'static str),
        whole: bool,
    ) -> Vec<Series> {
        if !self.id_column(grid, kind) {
            return Vec::new();
        }
        let names = root.get(kind).map(Node::entries).unwrap_or_default();
        let rows = names.iter().enumerate().map(|(n, entry)| (entry.key.clone(), n)).collect();
        let whose = Whose { kind, key, what: key.replace('_', " "), rows, count: names.len(), whole };
        let is_long = grid.header.iter().any(|cell| cell.text == "period");
        let found = if is_long { self.long(grid, &whose) } else { self.wide(grid, &whose) };
        let entry = |(slot, node): (usize, Option<Node>)| {
            let node = node?;
            Some(Entry { key: slot_label(slot, &self.horizon), place: node.place.clone(), node })
        };
        let series = |(row, values): (usize, Option<Values>)| {
            let Values { first, slots } = values?;
            let values = slots.into_iter().enumerate().filter_map(entry).collect();
            Some(Series { row, id: names.get(row)?.key.clone(), first, values })
        };
        found.into_iter().enumerate().filter_map(series).collect()
    }

    /// A column for each period; what is wrong is left out.
    fn wide(&mut self, grid: &Grid, whose: &Whose) -> Vec<Option<Values>> {
        let mut series: Vec<Option<Values>> = (0..whose.count).map(|_| None).collect();
        let before = self.findings.errors();
        let unit = grid.header.iter().position(|cell| cell.text == "unit");
        if unit.is_none() {
            let hint = "a long table has the columns `period` and `value` instead of one for each period";
            let finding = Finding::error("this table has no column `unit`", grid.header[0].place.clone());
            self.findings.push(finding.hint(hint));
        }
        let slots = self.slots(grid, unit);
        let missing = self.labels_without(|slot| !whose.whole || slots.contains(&Some(slot)));
        if !missing.is_empty() && self.findings.errors() == before + usize::from(unit.is_none()) {
            self.error(format!("this table has no column for {}", some(&missing)), &grid.header[0].place);
        }
        let Some(unit) = unit else { return series };
        let headed = self.findings.errors() == before;
        for record in grid.records() {
            let Some(row) = self.row_of(record, whose) else { continue };
            let before = self.findings.errors();
            let mut values = vec![None; self.horizon.periods];
            for (n, slot) in slots.iter().enumerate() {
                let Some(slot) = slot else { continue };
                values[*slot] = self.value(record, n, *slot, record.text(unit), whose);
            }
            if record.text(unit).is_empty() && values.iter().flatten().any(without_unit) {
                self.unit_missing(record, unit, whose);
            }
            if !headed || self.findings.errors() > before {
                continue;
            }
            let values = Values { first: record.place(0), slots: values };
            match &series[row] {
                None => series[row] = Some(values),
                Some(other) => self.twice(record.text(0), whose.kind, whose.key, values.first, &other.first),
            }
        }
        series
    }

    /// A row for each value; what is wrong is left out.
    fn long(&mut self, grid: &Grid, whose: &Whose) -> Vec<Option<Values>> {
        let mut series: Vec<Option<Values>> = (0..whose.count).map(|_| None).collect();
        let Some(columns) = self.long_columns(grid) else { return series };
        let mut slots: HashMap<&str, Option<usize>> = HashMap::new();
        let mut outside: Option<(String, Place)> = None;
        let before = self.findings.errors();
        // The rows of one id mostly stand together.
        let mut known: Option<(&str, usize)> = None;
        for record in grid.records() {
            if known.is_none_or(|(id, _)| id != record.text(0)) {
                known = self.row_of(record, whose).map(|row| (record.text(0), row));
            }
            let Some((_, row)) = known else { continue };
            let text = record.text(columns.period);
            let slot = if let Some(slot) = slots.get(text) {
                *slot
            } else {
                let slot = self.slot("", text, &record.place(columns.period), &mut outside);
                slots.insert(text, slot);
                slot
            };
            let Some(slot) = slot else { continue };
            let own = columns.unit.map_or("", |unit| record.text(unit));
            let unit = if own.is_empty() { columns.header.as_str() } else { own };
            let Some(node) = self.value(record, columns.value, slot, unit, whose) else { continue };
            if unit.is_empty() && without_unit(&node) {
                self.unit_missing(record, columns.unit.unwrap_or(columns.value), whose);
                continue;
            }
            let periods = self.horizon.periods;
            let values =
                series[row].get_or_insert_with(|| Values { first: record.place(0), slots: vec![None; periods] });
            match &values.slots[slot] {
                None => values.slots[slot] = Some(node),
                Some(other) => {
                    let (id, label) = (shorten(record.text(0)), slot_label(slot, &self.horizon));
                    let message = format!("{} of `{id}` in {label} is given twice", whose.what);
                    self.findings.push(Finding::error(message, node.place).also(other.place.clone(), "the first one"));
                }
            }
        }
        self.say_outside(outside);
        // After errors a value may be missing only because its row was wrong.
        let good = self.findings.errors() == before;
        for (row, given) in series.iter_mut().enumerate().filter(|_| whose.whole) {
            let Some(values) = given else { continue };
            let missing = self.labels_without(|slot| values.slots[slot].is_some());
            if missing.is_empty() {
                continue;
            }
            if good {
                let id = whose.rows.iter().find(|(_, n)| **n == row).map(|(id, _)| shorten(id)).unwrap_or_default();
                let message = format!("{} of `{id}` in {} is missing", whose.what, some(&missing));
                let finding = Finding::error(message, values.first.clone());
                self.findings.push(finding.hint("every period of the horizon needs a row"));
            }
            *given = None;
        }
        series
    }

    fn long_columns(&mut self, grid: &Grid) -> Option<Long> {
        let before = self.findings.errors();
        let mut columns = Long::default();
        let mut seen: Vec<&str> = Vec::new();
        for (n, cell) in grid.header.iter().enumerate().skip(1) {
            let (key, unit) = header(&cell.text);
            if seen.contains(&key) {
                self.error(format!("there are two columns `{}`", shorten(key)), &cell.place);
            }
            seen.push(key);
            match key {
                "period" => columns.period = n,
                "value" => {
                    columns.value = n;
                    unit.clone_into(&mut columns.header);
                }
                "unit" => columns.unit = Some(n),
                _ => {
                    let message = format!("`{}` is not a column of a long series table", shorten(key));
                    let finding = Finding::error(message, cell.place.clone()).label("not a column");
                    let hint = guess::hint(key, ["period", "value", "unit"]);
                    self.findings.push(finding.maybe(hint.or_else(|| {
                        Some("it has `period`, `value` and `unit`; a wide one has a column for each period".to_owned())
                    })));
                }
            }
        }
        if columns.value == 0 {
            self.error("this table has no column `value`", &grid.header[0].place);
        }
        (self.findings.errors() == before).then_some(columns)
    }

    /// The row that a record names.
    fn row_of(&mut self, record: Record<'_>, whose: &Whose) -> Option<usize> {
        let (id, kind) = (record.text(0), whose.kind);
        if let Some(row) = whose.rows.get(id) {
            return Some(*row);
        }
        let hint = if self.findings.full() { None } else { guess::hint(id, whose.rows.keys().map(String::as_str)) };
        let message = format!("this row is for `{}`, which no {kind} is", shorten(id));
        let finding = Finding::error(message, record.place(0)).label(format!("not a {kind}"));
        self.findings.push(finding.maybe(hint));
        None
    }

    /// The period of the horizon that each column gives.
    fn slots(&mut self, grid: &Grid, unit: Option<usize>) -> Vec<Option<usize>> {
        let mut slots: Vec<Option<usize>> = Vec::new();
        let mut outside = None;
        for (n, cell) in grid.header.iter().enumerate() {
            let is_period = n > 0 && Some(n) != unit;
            let slot = if is_period { self.slot("the column ", &cell.text, &cell.place, &mut outside) } else { None };
            if slot.is_some() && slots.contains(&slot) {
                self.error(format!("there are two columns `{}`", shorten(&cell.text)), &cell.place);
            }
            slots.push(slot);
        }
        self.say_outside(outside);
        slots
    }

    /// The period of the horizon that a text names; the first one outside is remembered.
    fn slot(&mut self, lead: &str, text: &str, place: &Place, outside: &mut Option<(String, Place)>) -> Option<usize> {
        match label::period(text, &self.horizon) {
            Ok(month) => {
                let slot = (month.0 - self.horizon.start.0).div_euclid(self.horizon.step.months());
                let slot = usize::try_from(slot).ok().filter(|slot| *slot < self.horizon.periods);
                if slot.is_none() {
                    outside.get_or_insert_with(|| (text.to_owned(), place.clone()));
                }
                slot
            }
            Err(why) => {
                self.error(format!("{lead}`{}` {why}", shorten(text)), place);
                None
            }
        }
    }

    fn say_outside(&mut self, outside: Option<(String, Place)>) {
        if let Some((text, place)) = outside {
            let months = Months { first: self.horizon.start, end: self.horizon.end(), after_horizon: false };
            let horizon = label::write_span(&months, &self.horizon);
            let message = format!("`{}` lies outside the horizon ({horizon}); it is not used", shorten(&text));
            self.warning(message, &place);
        }
    }

    /// The periods of the horizon that nothing gives.
    fn labels_without(&self, given: impl Fn(usize) -> bool) -> Vec<String> {
        (0..self.horizon.periods).filter(|slot| !given(*slot)).map(|slot| slot_label(slot, &self.horizon)).collect()
    }

    /// The value of a cell with its unit; an empty one changes nothing where not every period is needed.
    fn value(&mut self, record: Record<'_>, column: usize, slot: usize, unit: &str, whose: &Whose) -> Option<Node> {
        let horizon = self.horizon;
        let name = || format!("{} of `{}` in {}", whose.what, shorten(record.text(0)), slot_label(slot, &horizon));
        if record.text(column).is_empty() {
            if !whose.whole {
                return None;
            }
            let finding = Finding::error(format!("{} is missing", name()), record.place(column));
            self.findings.push(finding.maybe(record.hint_if_empty()));
            return None;
        }
        let text = self.cell(record, column, name)?;
        if split_number(&text).is_none() {
            self.error(format!("{} is `{}`, not a number", name(), shorten(&text)), &record.place(column));
            return None;
        }
        Some(Node { value: Value::Cell(with_unit(&text, unit)), place: record.place(column) })
    }

    fn unit_missing(&mut self, record: Record<'_>, column: usize, whose: &Whose) {
        let message = format!("the unit of the {} of `{}` is missing", whose.what, shorten(record.text(0)));
        self.error(message, &record.place(column));
    }

    /// Puts a whole series into its row.
    fn give(&mut self, root: &mut Node, kind: &'static str, key: &'static str, series: Series) {
        let Some(Value::Table(entries)) = root_value(root, kind) else { return };
        let entry = &mut entries[series.row];
        if let Some(other) = entry.node.get(key) {
            self.twice(&series.id, kind, key, series.first, &other.place);
            return;
        }
        let node = Node { value: Value::Table(series.values), place: series.first.clone() };
        insert(&mut entry.node, &[key.to_owned()], node, &series.first);
    }

    fn twice(&mut self, id: &str, kind: &str, key: &str, place: Place, other: &Place) {
        let message = format!("`{key}` of {kind} `{}` is given twice", shorten(id));
        self.findings.push(Finding::error(message, place).also(other.clone(), "also here"));
    }
}

/// The label of a period of the horizon.
fn slot_label(slot: usize, horizon: &Horizon) -> String {
    let months = i32::try_from(slot).unwrap_or(0) * horizon.step.months();
    label::write(Month(horizon.start.0 + months), horizon)
}

/// Whether a value is a number alone.
fn without_unit(node: &Node) -> bool {
    node.text().and_then(split_number).is_some_and(|(_, unit)| unit.is_empty())
}

/// A few of the labels.
fn some(labels: &[String]) -> String {
    let more = if labels.len() > 4 { format!(" and {} more", labels.len() - 4) } else { String::new() };
    format!("{}{more}", labels[..labels.len().min(4)].join(", "))
}
