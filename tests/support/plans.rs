//! Plans of model files, and whether the audit agrees with them.

use std::path::Path;

use serde_json::Value;

use super::{printed, root, run};

/// The plan of a model file, solved on one thread with options.
pub(crate) fn plan_at(model: &Path, options: &[&str]) -> Value {
    let model = model.to_str().expect("the path is text");
    let fixed = ["solve", model, "--quiet", "--threads", "1", "--worth", "none", "-o", "-"];
    let output = run(root(), &[&fixed[..], options].concat());
    assert_eq!(output.status.code(), Some(0), "{model}: {}", printed(&output));
    serde_json::from_slice(&output.stdout).expect("a plan is JSON")
}

/// Holds `capplan verify` to agree with a plan.
pub(crate) fn assert_verified(plan: &Value) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("plan.json"), plan.to_string()).expect("it can be written");
    let output = run(folder.path(), &["verify", "plan.json"]);
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
}

/// A number of a plan, by JSON pointer.
pub(crate) fn number(plan: &Value, pointer: &str) -> f64 {
    let found = plan.pointer(pointer).and_then(Value::as_f64);
    found.unwrap_or_else(|| panic!("there is no number at {pointer}"))
}

/// Holds two numbers within a relative millionth.
pub(crate) fn assert_near(found: f64, expected: f64, what: &str) {
    let allowed = 1e-6 * expected.abs().max(1.0);
    assert!((found - expected).abs() <= allowed, "{what}: {found} is not {expected}");
}
