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
