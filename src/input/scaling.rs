//! Quantities made larger or smaller by a factor.

use crate::files::{Entry, Node, Place, Value};
use crate::units::{Units, split_number};

use super::address::{Wrong, quoted};
use super::overlay::Record;

/// Keys of periods and dates, which look like numbers where they are years.
const DATES: &[&str] = &["periods", "start", "complete", "ordered", "delivered", "until", "at", "from"];

/// The factor that a number, a share (`80 %`) or a change (`-20 %`) means.
pub(super) fn factor(node: &Node) -> Option<f64> {
    let factor = match &node.value {
        Value::Number(number, _) => *number,
        Value::Text(text) | Value::Cell(text) => {
            let (number, unit) = split_number(text)?;
            let signed = text.trim_start().starts_with(['+', '-']);
            match unit {
                "%" if signed => (100.0 + number) / 100.0,
                "%" => number / 100.0,
                "" if !signed => number,
                _ => return None,
            }
        }
        _ => return None,
    };
    (factor.is_finite() && factor >= 0.0).then_some(factor)
}

/// A quantity, or every value of a number over time or of a table of quantities, times a factor.
pub(super) fn scaled(
    node: &Node,
    factor: f64,
    units: &Units,
    address: &str,
    place: &Place,
    record: &mut Record,
) -> Result<Node, Wrong> {
    let no = || {
        let message = format!("{} is `{}`, which is no quantity", quoted(address), node.shown());
        (message, Some("only quantities and numbers over time can be scaled".to_owned()))
    };
    let last = address.rsplit(['.', '@']).next().unwrap_or_default();
    let value = match &node.value {
        _ if DATES.contains(&last) => return Err(no()),
        Value::Number(number, _) => {
            let number = exact(number * factor);
            Value::Number(number, number.to_string())
        }
        Value::Text(text) => Value::Text(quantity(text, factor, units, true).ok_or_else(no)?),
        Value::Cell(text) => Value::Cell(quantity(text, factor, units, false).ok_or_else(no)?),
        Value::Table(entries) if !entries.is_empty() => {
            let formula = entries.iter().any(|entry| entry.key == "value");
            let whole = formula && entries.iter().any(|entry| entry.key == "unit");
            let mut inner = Vec::new();
            let mut list = Vec::new();
            for entry in entries {
                if formula && entry.key != "value" {
                    list.push(entry.clone());
                    continue;
                }
                let sign = if entry.key.starts_with(|c: char| c.is_ascii_digit()) { '@' } else { '.' };
                let below = format!("{address}{sign}{}", entry.key);
                let node = scaled(&entry.node, factor, units, &below, place, &mut inner)?;
                list.push(Entry { node, ..entry.clone() });
            }
            let table = Value::Table(list);
            if whole {
                let new = Node { value: table.clone(), place: place.clone() };
                record.push((
                    address.to_owned(),
                    Some(super::origin::written(node)),
                    Some(super::origin::written(&new)),
                ));
            } else {
                record.append(&mut inner);
            }
            return Ok(Node { value: table, place: place.clone() });
        }
        _ => return Err(no()),
    };
    let new = Node { value, place: place.clone() };
    record.push((address.to_owned(), Some(super::origin::written(node)), Some(super::origin::written(&new))));
    Ok(new)
}

/// A number with its unit, times a factor; `None` where it is none.
fn quantity(text: &str, factor: f64, units: &Units, with_unit: bool) -> Option<String> {
    let (number, unit) = split_number(text)?;
    if unit.is_empty() {
        return (!with_unit).then(|| exact(number * factor).to_string());
    }
    units.parse(unit).ok()?;
    Some(format!("{} {unit}", exact(number * factor)))
}

/// A product without the last digits that binary fractions add: 8530 x 1.1 is 9383.
fn exact(number: f64) -> f64 {
    format!("{number:.14e}").parse().unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::{At, FileId};

    fn node(value: Value) -> Node {
        Node { value, place: Place { file: FileId(0), at: At::File } }
    }

    #[test]
    fn a_factor_is_a_number_a_share_or_a_change() {
        let of = |text: &str| factor(&node(Value::Text(text.to_owned())));
        let all = [of("80 %"), of("-20 %"), of("+15 %"), of("1.2"), of("-0.5"), of("5 MW"), of("-120 %"), of("x")];
        assert_eq!(all, [Some(0.8), Some(0.8), Some(1.15), Some(1.2), None, None, None, None]);
        assert_eq!(factor(&node(Value::Number(f64::INFINITY, String::new()))), None);
    }

    #[test]
    fn products_are_those_of_the_decimals() {
        let units = Units { currencies: vec!["USD".to_owned()], works: vec!["H100e".to_owned()] };
        let times = |text: &str, factor: f64| quantity(text, factor, &units, true);
        assert_eq!(times("8530 USD/H100e/year", 1.1).as_deref(), Some("9383 USD/H100e/year"));
        assert_eq!(times("60 k chips/quarter", 0.7).as_deref(), Some("42 k chips/quarter"));
        assert_eq!((times("2026Q1", 1.1), times("liquid", 1.1), times("2026-01-01", 2.0)), (None, None, None));
    }
}
