//! `models/first-steps` against the optimum worked out by hand at the end of its file.

use serde_json::Value;

use crate::support::{plan_of, root};

/// Within a relative millionth.
fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-6 * expected.abs().max(1.0), "{found} is not {expected}");
}

fn rows<'a>(plan: &'a Value, table: &str) -> &'a [Value] {
    plan[table].as_array().unwrap_or_else(|| panic!("there is no table {table}"))
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

#[test]
fn the_optimum_is_the_one_worked_out_by_hand() {
    let plan = plan_of("first-steps", &["--gap", "0"]);
    assert_eq!(plan["outcome"]["status"], "optimal");
    near(number(&plan["totals"]["npv_usd"]), 226_048_676.43);
    near(number(&plan["outcome"]["objective"]), number(&plan["totals"]["npv_usd"]));

    let begun: Vec<(&str, &str)> = rows(&plan, "projects")
        .iter()
        .map(|row| (row["project"].as_str().unwrap_or(""), row["begun"]["period"].as_str().unwrap_or("")))
        .collect();
    assert_eq!(begun.len(), 2, "{begun:?}");
    assert!(begun.contains(&("south-1/substation", "2026Q1")), "{begun:?}");
    assert!(begun.contains(&("south-1/hall", "2026Q2")), "{begun:?}");

    let ordered = |period: &str| -> f64 {
        let rows =
            rows(&plan, "orders").iter().filter(|row| row["state"] == "planned" && row["ordered"]["period"] == period);
        rows.map(|row| number(&row["quantity"])).sum()
    };
    near(ordered("2026Q3"), 6000.0);
    near(ordered("2027Q1"), 4000.0);

    let cancelled = rows(&plan, "cancellations");
    assert_eq!(cancelled.len(), 1);
    assert_eq!(cancelled[0]["commitment"], "order[steady-north-2025q4]");
    near(number(&cancelled[0]["share"]), 1.0);
}

#[test]
fn its_money_is_the_ledger_by_hand() {
    let plan = plan_of("first-steps", &["--gap", "0"]);
    let discounted = |asset: &str| -> f64 {
        let paid = rows(&plan, "payments").iter().filter(|row| row["asset"] == asset);
        let credit = rows(&plan, "salvage").iter().filter(|row| row["asset"] == asset);
        let paid: f64 = paid.map(|row| number(&row["usd_discounted"])).sum();
        paid - credit.map(|row| number(&row["usd_discounted"])).sum::<f64>()
    };
    near(discounted("segment[north-market]"), -146_967_906.32);
    near(discounted("order[steady-north-2025q4]"), 1_187_142.72);
    near(discounted("project[south-1/substation]@2026Q1"), 3_513_232.14);
    near(discounted("project[south-1/hall]@2026Q2"), 17_432_887.36);
    // 6,000 chips from 2027Q1 and 4,000 from 2027Q3, less what they earn and save, against a contract unserved.
    let chips = discounted("buy[swift,south-1]@2026Q3") + discounted("buy[swift,south-1]@2027Q1");
    near(chips + discounted("segment[south-contract]"), 58_013_647.23 - 159_227_679.57);
}

#[test]
fn the_budget_is_worth_what_it_brings_forward() {
    let plan = plan_of("first-steps", &["--gap", "0"]);
    let limit =
        rows(&plan, "limits").iter().find(|row| row["id"] == "budget[fy2026].at_most").expect("the budget is a limit");
    near(number(&limit["level"]), 151.2e6);
    near(number(&limit["price"]), 0.699_062_867_9);
    let worth =
        rows(&plan, "worth").iter().find(|row| row["id"].as_str().is_some_and(|id| id.starts_with("budget[fy2026]")));
    let worth = worth.expect("the budget is among what one more would be worth");
    near(number(&worth["kept_usd"]), number(&worth["step"]) * 0.699_062_867_9);
}

#[test]
fn the_comments_of_the_model_say_the_same_number() {
    let text = std::fs::read_to_string(root().join("models/first-steps/model.toml")).expect("the model is there");
    assert!(text.contains("226.048676 M USD"));
}
