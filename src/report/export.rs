//! Every table of a plan, flat.

use serde_json::Value;

use super::table::Table;
use super::units::unit;
use crate::plan::types::Plan;

/// The keys of a plan that are not tables of results.
const NOT_TABLES: [&str; 2] = ["inputs", "run"];

/// Every array of rows in a plan as a flat table, in the plan's order, empty ones included.
///
/// `totals` becomes a table of one row.
#[must_use]
pub fn tables(plan: &Plan) -> Vec<Table> {
    let json = serde_json::to_value(plan).expect("a plan is plain data");
    let Value::Object(keys) = json else { return Vec::new() };
    let tables = keys.iter().filter(|(key, _)| !NOT_TABLES.contains(&key.as_str()));
    let tables = tables.filter_map(|(key, value)| match value {
        Value::Array(_) => Some(Table::from_json(key, value)),
        Value::Object(_) if key == "totals" => Some(Table::from_json(key, &Value::Array(vec![value.clone()]))),
        _ => None,
    });
    let goal = &plan.outcome.goal;
    let with_units = |mut table: Table| {
        table.units = table.columns.iter().map(|column| unit(&table.name, column, goal)).collect();
        table
    };
    tables.map(with_units).collect()
}

/// Those of them that have rows: what is written for other programs.
pub fn filled(plan: &Plan) -> impl Iterator<Item = Table> {
    tables(plan).into_iter().filter(|table| !table.rows.is_empty())
}

/// One of them by name.
#[must_use]
pub fn table(plan: &Plan, name: &str) -> Option<Table> {
    tables(plan).into_iter().find(|table| table.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn every_array_of_a_plan_is_a_table() {
        let names: Vec<String> = tables(&sample::plan_of(8)).into_iter().map(|table| table.name).collect();
        for name in ["totals", "projects", "orders", "payments", "sites", "limits", "worth", "after_horizon"] {
            assert!(names.iter().any(|n| n == name), "{name} is missing of {names:?}");
        }
        assert!(!names.iter().any(|n| n == "inputs" || n == "run"));
    }
}
