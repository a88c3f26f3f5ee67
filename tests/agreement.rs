//! Plans of drawn models are accepted by the audit, which computes them again on its own.

use super::drawn;

use capplan::audit::verify;
use capplan::formulation::Formulation;
use capplan::solve::outcome::{Gap, Options};
use capplan::solve::run::solve;

#[test]
fn plans_of_drawn_models_are_accepted() {
    let from: u64 = std::env::var("FROM").ok().and_then(|v| v.parse().ok()).unwrap_or(0);
    let many: u64 = std::env::var("MANY").ok().and_then(|v| v.parse().ok()).unwrap_or(40);
    let (mut bad, mut good, mut none) = (0, 0, 0);
    for seed in from..from + many {
        let model = drawn::model(seed);
        for relax in [false, true] {
            let formulation = Formulation::new(&model);
            let options = Options {
                gap: Gap::Share(0.001),
                relax,
                ..Options::default()
            };
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
            let plan =
                capplan::plan::build::build(&formulation, &solved.outcome, serde_json::Value::Null, String::new());
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

#[test]
#[ignore = "shows one drawn model"]
fn show() {
    let seed: u64 = std::env::var("SEED").ok().and_then(|v| v.parse().ok()).unwrap_or(0);
    let relax = std::env::var("RELAX").is_ok();
    let model = drawn::model(seed);
    let formulation = Formulation::new(&model);
    let solved = solve(
        &formulation,
        &Options {
            gap: Gap::Share(0.001),
            relax,
            ..Options::default()
        },
    )
    .unwrap_or_else(|e| panic!("{e:?}"));
    let plan = capplan::plan::build::build(&formulation, &solved.outcome, serde_json::Value::Null, String::new());
    println!("{:#?}", solved.outcome.goals);
    println!("{:?}", plan.totals);
    for r in &plan.projects {
        println!(
            "P {} copies {} {} in {} effect {:?} share {}",
            r.id,
            r.copies,
            r.begun.period,
            r.in_service.period,
            r.effect.as_ref().map(|s| s.period.clone()),
            r.cancelled_share
        );
    }
    for r in &plan.orders {
        println!(
            "O {} {} {} in {} share {}",
            r.id, r.quantity, r.ordered.period, r.in_service.period, r.cancelled_share
        );
    }
    for r in &plan.payments {
        println!("$ {} {} {:?}", r.id, r.usd_nominal, r.kind);
    }
    for r in &plan.salvage {
        println!("S {} {} {}", r.id, r.unused_share, r.usd_discounted);
    }
    for r in &plan.bends {
        println!("B {} {} {}", r.id, r.amount, r.usd_discounted);
    }
    for r in &plan.finance {
        println!("F {:?}", r);
    }
    for r in &plan.finance_years {
        println!("Y {:?}", r);
    }
    println!(
        "{:#?}",
        verify(&model, &plan)
            .disagreements
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    );
    if std::env::var("MODEL").is_ok() {
        println!("{model:#?}");
    }
}
