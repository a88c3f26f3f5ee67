//! Models from their text, and their best plans.

use capplan::domain::Model;
use capplan::input::Loaded;
use capplan::plan::types::Plan;
use capplan::solve::outcome::{Gap, Options};

/// Reads a model from its text.
pub(crate) fn loaded(text: &str) -> Loaded {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("model.toml");
    std::fs::write(&path, text).expect("it can be written");
    capplan::input::load(&path)
}

/// The same, where it can be read.
pub(crate) fn model(text: &str) -> Model {
    let loaded = loaded(text);
    loaded.model.unwrap_or_else(|| panic!("{}\n{text}", loaded.findings.render(false)))
}

/// The plan at gap 0.
pub(crate) fn best(model: &Model) -> Plan {
    let formulation = capplan::formulation::Formulation::new(model);
    let options = Options { gap: Gap::Share(0.0), ..Options::default() };
    let solved = capplan::solve::run::solve(&formulation, &options).unwrap_or_else(|why| panic!("{why:?}"));
    capplan::plan::build::build(&formulation, &solved.outcome, serde_json::Value::Null, String::new())
}

/// The same, agreed to by the audit.
pub(crate) fn agreed(model: &Model) -> Plan {
    let plan = best(model);
    let verdict = capplan::audit::verify(model, &plan);
    assert!(verdict.agreed(), "{verdict}");
    plan
}

/// What an asset is paid by year, M USD.
pub(crate) fn paid(plan: &Plan, asset: &str, milestone: &str) -> Vec<f64> {
    let rows = plan.payments.iter().filter(|row| row.asset == asset && row.milestone == milestone);
    rows.map(|row| row.usd_nominal / 1e6).collect()
}

/// Holds amounts to those by hand.
pub(crate) fn near(found: &[f64], by_hand: &[f64]) {
    assert_eq!(found.len(), by_hand.len(), "{found:?}");
    let same = found.iter().zip(by_hand).all(|(a, b)| (a - b).abs() < 1e-9 * b.abs().max(1.0));
    assert!(same, "{found:?}, by hand {by_hand:?}");
}
