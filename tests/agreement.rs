//! Plans of drawn models are accepted by the audit, which computes them again on its own.

use super::drawn;

use capplan::audit::verify;
use capplan::formulation::Formulation;
use capplan::plan::build::build;
use capplan::plan::types::Plan;
use capplan::solve::outcome::{Gap, Options};
use capplan::solve::run::solve;
use serde_json::{Value, json};

#[test]
fn plans_of_drawn_models_are_accepted() {
    let from: u64 = std::env::var("FROM").ok().and_then(|v| v.parse().ok()).unwrap_or(0);
    let many: u64 = std::env::var("MANY").ok().and_then(|v| v.parse().ok()).unwrap_or(40);
    let (mut bad, mut good, mut none) = (0, 0, 0);
    for seed in from..from + many {
        let model = drawn::model(seed);
        for relax in [false, true] {
            let formulation = Formulation::new(&model);
            let options = Options { gap: Gap::Share(0.001), relax, ..Options::default() };
            let solved = match solve(&formulation, &options) {
                Ok(solved) => solved,
                Err(why) => {
                    if !relax {
                        none += 1;
                        println!("seed {seed}: {why:?}");
                    }
                    continue;
                }
            };
            let plan = build(&formulation, &solved.outcome, serde_json::Value::Null, String::new());
            let verdict = verify(&model, &plan);
            if verdict.agreed() {
                good += 1;
            } else {
                bad += 1;
                println!("seed {seed} relax {relax}: {} wrong", verdict.disagreements.len());
                for d in verdict.disagreements.iter().take(12) {
                    println!("    {d}");
                }
            }
        }
    }
    println!("{good} agreed, {bad} did not, {none} had no plan");
    assert_eq!(bad, 0);
}

fn drawn_plan(seed: u64) -> Option<(capplan::domain::Model, Value)> {
    let model = drawn::model(seed);
    let formulation = Formulation::new(&model);
    let options = Options { gap: Gap::Share(0.001), ..Options::default() };
    let solved = solve(&formulation, &options).ok()?;
    let plan = build(&formulation, &solved.outcome, Value::Null, String::new());
    let plan = serde_json::to_value(plan).expect("a plan is JSON");
    Some((model, plan))
}

/// The pointers of all leaves of a value.
fn leaves(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(table) => table.iter().for_each(|(key, inner)| leaves(inner, &format!("{at}/{key}"), found)),
        Value::Array(list) => list.iter().enumerate().for_each(|(n, inner)| leaves(inner, &format!("{at}/{n}"), found)),
        _ => found.push(at.to_owned()),
    }
}

/// Numbers that are reported, not computed from decisions: nothing can be said of their size.
fn reported(pointer: &str) -> bool {
    let tables = ["/prices/", "/worth/", "/audit/", "/run/", "/inputs"];
    let goals = ["/best", "/bound", "/allowed"].iter().any(|field| pointer.ends_with(field));
    tables.iter().any(|table| pointer.starts_with(table))
        || (pointer.starts_with("/outcome/goals") && goals)
        || (pointer.starts_with("/limits/") && pointer.ends_with("/price"))
}

#[test]
fn no_number_of_a_plan_can_be_changed_unnoticed() {
    let mut tried = 0;
    for seed in [3, 12, 40, 67] {
        let Some((model, plan)) = drawn_plan(seed) else {
            continue;
        };
        let mut pointers = Vec::new();
        leaves(&plan, "", &mut pointers);
        for pointer in pointers.iter().filter(|pointer| !reported(pointer)) {
            let Some(number) = plan.pointer(pointer).and_then(Value::as_f64) else {
                continue;
            };
            let row = pointer.rsplit_once('/').and_then(|(row, _)| plan.pointer(row)).unwrap_or(&Value::Null);
            let money = pointer.contains("usd") || row["unit"] == "USD" || pointer.starts_with("/outcome/objective");
            let more = if money { 1e5 } else { 0.5 };
            let mut edited = plan.clone();
            *edited.pointer_mut(pointer).expect("it is there") = (number + 0.01 * number.abs() + more).into();
            let edited: Plan = serde_json::from_value(edited).expect("it is still a plan");
            let verdict = verify(&model, &edited);
            assert!(!verdict.agreed(), "seed {seed}: {pointer} of {} was {number} and nobody noticed", row["id"]);
            tried += 1;
        }
    }
    assert!(tried > 1000, "only {tried} numbers were tried");
}

#[test]
fn a_mangled_plan_is_judged_and_never_a_panic() {
    for seed in 0..12 {
        let Some((model, plan)) = drawn_plan(seed) else {
            continue;
        };
        let mut pointers = Vec::new();
        leaves(&plan, "", &mut pointers);
        let mut dice = drawn::Dice::new(seed + 1000);
        for _ in 0..60 {
            let mut edited = plan.clone();
            for _ in 0..=dice.below(4) {
                let from = plan.pointer(&pointers[dice.below(pointers.len())]).cloned();
                let to = &pointers[dice.below(pointers.len())];
                let odd = [
                    json!(-1e300),
                    json!(1e300),
                    json!("9999"),
                    json!("2026Q9é"),
                    json!(""),
                    json!(null),
                    json!("[]@"),
                ];
                let value = if dice.below(2) == 0 { from } else { Some(odd[dice.below(odd.len())].clone()) };
                *edited.pointer_mut(to).expect("it is there") = value.unwrap_or(Value::Null);
            }
            if let Ok(edited) = serde_json::from_value::<Plan>(edited) {
                let _ = verify(&model, &edited).to_string();
            }
        }
    }
}
