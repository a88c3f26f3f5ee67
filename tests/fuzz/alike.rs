//! Plans that are wrong and can be read: each value gives way to one of its kind, each row to one of its table.

use serde_json::{Number, Value};

use super::mutate::{Dice, all};

/// Numbers are multiplied by these, which keeps most of them what a reader allows.
const FACTORS: [f64; 10] = [0.0, -1.0, 0.5, 0.999_999, 1.000_001, 1.01, 2.0, 1e3, 1e9, 1e-9];

/// A plan of which one to five values or rows are others of their kind.
pub(super) fn alike(plan: &Value, dice: &mut Dice) -> Value {
    let mut pointers = Vec::new();
    all(plan, &mut String::new(), &mut pointers);
    // What a plan was made from is left alone but for one in eight: it is mutated as a model elsewhere.
    let inputs = dice.below(8) == 0;
    pointers.retain(|at| at.starts_with("/inputs") == inputs);
    let mut edited = plan.clone();
    for _ in 0..=dice.below(5) {
        let at = dice.one(&pointers).clone();
        let key = at.rsplit('/').next().unwrap_or_default();
        // Values of the same key elsewhere: ids, dates, states.
        let named: Vec<&String> = pointers.iter().filter(|other| other.rsplit('/').next() == Some(key)).collect();
        let other = plan.pointer(dice.one(&named).as_str()).cloned();
        let Some(value) = edited.pointer_mut(&at) else { continue };
        match value {
            Value::Number(number) => *number = scaled(number, dice),
            Value::Bool(is) => *is = !*is,
            Value::Array(rows) => rearranged(rows, dice),
            Value::String(_) | Value::Null if !key.starts_with(|c: char| c.is_ascii_digit()) => {
                *value = other.unwrap_or(Value::Null);
            }
            // A row gives way to another of its table.
            Value::Object(_) => {
                let (table, _) = at.rsplit_once('/').unwrap_or_default();
                let rows = plan.pointer(table).and_then(Value::as_array);
                if let Some(rows) = rows.filter(|rows| !rows.is_empty()) {
                    *value = dice.one(rows).clone();
                }
            }
            _ => {}
        }
    }
    edited
}

/// Whole numbers stay whole, since counts and years are.
fn scaled(number: &Number, dice: &mut Dice) -> Number {
    let factor = *dice.one(&FACTORS);
    if let Some(whole) = number.as_u64() {
        let others = [0, 1, whole / 2, whole.saturating_add(1), whole.saturating_sub(1), whole.saturating_mul(2)];
        return Number::from(*dice.one(&others));
    }
    number.as_f64().and_then(|value| Number::from_f64(value * factor)).unwrap_or_else(|| number.clone())
}

fn rearranged(rows: &mut Vec<Value>, dice: &mut Dice) {
    if rows.is_empty() {
        return;
    }
    let (n, m) = (dice.below(rows.len()), dice.below(rows.len()));
    match dice.below(4) {
        0 => drop(rows.remove(n)),
        1 => rows.insert(m, rows[n].clone()),
        2 => rows.swap(n, m),
        _ => rows.truncate(n),
    }
}
