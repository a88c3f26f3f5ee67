//! Model files: what is read, what is written, and the page that describes them.

use std::collections::BTreeSet;
use std::path::Path;

use capplan::domain::Model;
use capplan::input::{self, shape};

fn two_valleys() -> Model {
    let loaded = input::load(Path::new("tests/data/two-valleys"));
    assert_eq!(loaded.findings.render(false), "");
    loaded.model.expect("a model without findings is there")
}

/// Places say where a model was read, which is not what it says.
fn without_places(model: Model) -> Model {
    Model { places: std::collections::BTreeMap::new(), ..model }
}

#[test]
fn the_resolved_model_reads_as_the_model_it_was_written_from() {
    let model = two_valleys();
    let written = input::write(&model);
    let text = written.to_string();
    let parsed = capplan::files::json::from_str(&text).expect("what is written is JSON");
    let again = input::from_value(&parsed);
    assert_eq!(again.findings.render(false), "");
    let again = again.model.expect("a model without findings is there");
    assert_eq!(input::write(&again).to_string(), text);
    assert_eq!(without_places(again), without_places(model));
}

#[test]
fn a_plan_and_a_resolved_model_are_models() {
    let model = two_valleys();
    let written = input::write(&model);
    let folder = tempfile::tempdir().expect("a folder can be made");
    let at = |name: &str, text: String| {
        let path = folder.path().join(name);
        capplan::files::write_atomic(&path, text.as_bytes()).expect("a file can be written");
        path
    };
    let resolved = at("resolved.json", written.to_string());
    let plan = at("plan.json", format!("{{\"schema\": 1, \"inputs\": {written}}}"));
    let beside = at("beside.json", "{\"schema\": 1, \"inputs\": \"resolved.json\"}".to_owned());
    for path in [resolved, plan, beside] {
        let loaded = input::load(&path);
        assert_eq!(loaded.findings.render(false), "");
        assert_eq!(loaded.model.map(without_places), Some(without_places(model.clone())));
    }
    let broken = at("broken.json", "{\"inputs\": \"nowhere.json\"}".to_owned());
    assert_eq!(input::load(&broken).findings.errors(), 1);
}

#[test]
fn rows_know_where_they_stand() {
    let places = two_valleys().places;
    assert_eq!(places["project[substation-7]"], "tests/data/two-valleys/model.toml:135");
    assert_eq!(places["chip[h200]"], "tests/data/two-valleys/tables/chips.csv:2");
}

/// The keys of each section of the page, as its tables give them.
fn documented() -> BTreeSet<(String, String)> {
    let text = std::fs::read_to_string("docs/model-file.md").expect("the page is there");
    let mut section = String::new();
    let mut keys = BTreeSet::new();
    let mut in_keys = false;
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            name.clone_into(&mut section);
        }
        if !line.starts_with('|') {
            in_keys = false;
        } else if line.starts_with("| key |") {
            in_keys = true;
        } else if in_keys && !line.starts_with("|---") {
            let first = line.split('|').nth(1).unwrap_or_default();
            for key in first.split('`').skip(1).step_by(2) {
                keys.insert((section.clone(), key.to_owned()));
            }
        }
        if section == "filter" && line.starts_with("`category`") {
            let list = line.split(':').next().unwrap_or_default();
            for key in list.split('`').skip(1).step_by(2) {
                keys.insert((section.clone(), key.to_owned()));
            }
        }
    }
    keys
}

#[test]
fn the_page_of_the_model_file_has_the_keys_that_are_read() {
    let read: BTreeSet<(String, String)> = shape::ALL
        .iter()
        .filter(|shape| !shape.name.contains('.') && !["quantity", "path over time"].contains(&shape.name))
        .flat_map(|shape| shape.keys.iter().map(|key| (shape.name.to_owned(), (*key).to_owned())))
        .collect();
    let page = documented();
    let only = |a: &BTreeSet<(String, String)>, b: &BTreeSet<(String, String)>| a.difference(b).cloned().collect::<Vec<_>>();
    assert_eq!(only(&read, &page), [], "keys that are read and stand in no table of docs/model-file.md");
    assert_eq!(only(&page, &read), [], "keys of docs/model-file.md that are not read");
}

#[test]
fn shapes_within_a_key_are_described_on_the_page() {
    let text = std::fs::read_to_string("docs/model-file.md").expect("the page is there");
    for shape in shape::ALL.iter().filter(|shape| shape.name.contains('.') || shape.name.contains("over time")) {
        for key in shape.keys {
            let there = text.lines().any(|line| {
                line.split('`').skip(1).step_by(2).any(|code| code.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == *key))
            });
            assert!(there, "`{key}` of {} is described nowhere", shape.name);
        }
    }
}
