//! The network on a map and as a graph: where things are, how full lines get, what the next megawatt is worth.

use serde_json::Value;

use crate::power_flow::{solved, triangle};
use crate::support::plans::assert_near;
use crate::support::{printed, run};

/// The triangle with two nodes that have a place, and one that has that of its region.
pub(crate) fn placed() -> String {
    triangle("dc", "[region.south]\nat = [32, -90]\n")
        .replace("[node.a]\n", "[node.a]\nat = [40.5, -75.25]\n")
        .replace("[node.b]\n", "[node.b]\nat = [41, -80]\n")
        .replace("[node.c]\n", "[node.c]\nregion = \"south\"\n")
}

fn features(text: &str) -> Vec<Value> {
    let map: Value = serde_json::from_str(text).expect("it is JSON");
    assert_eq!(map["type"], "FeatureCollection");
    map["features"].as_array().expect("a list").clone()
}

fn named<'f>(features: &'f [Value], name: &str) -> &'f Value {
    features.iter().find(|one| one["properties"]["name"] == name).unwrap_or_else(|| panic!("there is no {name}"))
}

#[test]
fn a_plan_on_the_map_says_what_each_line_carries_and_is_worth() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("plan.json"), solved(&placed()).to_string()).expect("it can be written");
    let output = run(folder.path(), &["export", "plan.json", "--format", "geojson"]);
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
    let features = features(&String::from_utf8_lossy(&output.stdout));
    assert_eq!(features.len(), 6, "three lines, three nodes");
    let full = named(&features, "ac");
    // Longitude stands first.
    assert_eq!(full["geometry"]["coordinates"], serde_json::json!([[-75.25, 40.5], [-90.0, 32.0]]));
    let now = &full["properties"]["periods"][0];
    assert_near(now["mw"].as_f64().expect("a flow"), 40.0, "carried");
    assert_near(now["in_service_mw"].as_f64().expect("a rating"), 40.0, "in service");
    assert!(now["slack_mw"].as_f64().expect("a slack").abs() < 1e-6, "{now}");
    assert_near(
        now["worth_usd_per_mw"].as_f64().expect("a price").abs(),
        30.0,
        "one MW more lets 1.5 through, each 20 USD cheaper",
    );
    assert_eq!(full["properties"]["stroke"], "#c1121f", "full lines are red");
    assert_eq!(named(&features, "ab")["properties"]["stroke"], "#2a8f3a", "a fifth is green");
    let c = named(&features, "c");
    assert_eq!(c["properties"]["placed_at"], "its region");
    assert_near(c["properties"]["periods"][0]["worth_usd_per_mw"].as_f64().expect("a price").abs(), 30.0, "dear power");
    assert_eq!(named(&features, "a")["properties"]["placed_at"], Value::Null);
    for (format, coloured) in [("dot", "color=\"#c1121f\""), ("mermaid", "linkStyle 4 stroke:#c1121f")] {
        let graph = printed(&run(folder.path(), &["show", "plan.json", "grid", "--format", format]));
        assert!(graph.contains(coloured), "{graph}");
    }
}

#[test]
fn a_model_alone_is_on_the_map_and_one_without_places_is_not() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("model.toml"), placed()).expect("it can be written");
    let output = run(folder.path(), &["export", "model.toml", "--format", "geojson"]);
    let found = features(&String::from_utf8_lossy(&output.stdout));
    assert_eq!(named(&found, "ab")["properties"]["periods"], serde_json::json!([]));
    assert_eq!(named(&found, "ab")["properties"]["stroke"], "#808080");
    std::fs::write(folder.path().join("nowhere.toml"), triangle("dc", "")).expect("it can be written");
    let output = run(folder.path(), &["export", "nowhere.toml", "--format", "geojson"]);
    assert_eq!(output.status.code(), Some(2), "{}", printed(&output));
    assert!(printed(&output).contains("`at = [latitude, longitude]`"), "{}", printed(&output));
}
