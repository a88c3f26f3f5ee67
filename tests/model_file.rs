//! Model files: what is read, what is written, and the page that describes them.

use std::collections::BTreeSet;
use std::path::Path;

use capplan::domain::Model;
use capplan::files::json;
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
    let parsed = json::from_str(&text).expect("what is written is JSON");
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
    assert_eq!(places["project[substation-7]"], "tests/data/two-valleys/model.toml:153");
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
    let only =
        |a: &BTreeSet<(String, String)>, b: &BTreeSet<(String, String)>| a.difference(b).cloned().collect::<Vec<_>>();
    assert_eq!(only(&read, &page), [], "keys that are read and stand in no table of docs/model-file.md");
    assert_eq!(only(&page, &read), [], "keys of docs/model-file.md that are not read");
}

#[test]
fn shapes_within_a_key_are_described_on_the_page() {
    let text = std::fs::read_to_string("docs/model-file.md").expect("the page is there");
    for shape in shape::ALL.iter().filter(|shape| shape.name.contains('.') || shape.name.contains("over time")) {
        for key in shape.keys {
            let there = text.lines().any(|line| {
                line.split('`')
                    .skip(1)
                    .step_by(2)
                    .any(|code| code.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == *key))
            });
            assert!(there, "`{key}` of {} is described nowhere", shape.name);
        }
    }
}

/// Where a table of each shape stands in the resolved two-valleys.
const EXAMPLES: &[(&str, &str)] = &[
    ("Top level", ""),
    ("horizon", "/horizon"),
    ("money", "/money"),
    ("losses", "/losses"),
    ("goal", "/goal/0"),
    ("tables", "/tables"),
    ("scenario", "/scenario/late"),
    ("resolved.overrides", "/overrides"),
    ("resolved.overrides.change", "/overrides/changes/0"),
    ("day", "/day/usual"),
    ("block", "/block/all"),
    ("region", "/region/us-east"),
    ("workload", "/workload/training"),
    ("segment", "/segment/openai-training"),
    ("segment.defer", "/segment/openai-training/defer"),
    ("segment.reach", "/segment/openai-training/reach"),
    ("path", "/path/0"),
    ("site", "/site/valley-east"),
    ("site.it_power", "/site/valley-east/it_power"),
    ("chip", "/chip/gb200"),
    ("project", "/project/solar"),
    ("project.committed", "/project/substation-7/committed"),
    ("project.relation", "/project/valley-east~1hall/after/0"),
    ("group", "/group/east-campus"),
    ("expansion", "/expansion/gas"),
    ("expansion.growth", "/expansion/gas/growth"),
    ("lease", "/lease/colo-west"),
    ("agreement", "/agreement/letter-east"),
    ("agreement.exit", "/agreement/letter-east/exit"),
    ("agreement.deposit", "/agreement/letter-east/deposit"),
    ("agreement.curtail", "/agreement/letter-east/curtail"),
    ("order", "/order/t3-east-2025q3"),
    ("fleet", "/fleet/0"),
    ("node", "/node/east-230"),
    ("line", "/line/east-west"),
    ("supply", "/supply/sun-west"),
    ("battery", "/battery/cells-east"),
    ("allotment", "/allotment/nvidia"),
    ("budget", "/budget/fy2026"),
    ("budget.unspent", "/budget/fy2026/unspent"),
    ("policy", "/policy/nvidia-share"),
    ("policy.of", "/policy/nvidia-share/of"),
    ("cash", "/cash/0"),
    ("patience", "/patience/trough"),
    ("adds", "/project/valley-east~1hall/adds"),
    ("payments", "/chip/gb200/payments"),
    ("cancel", "/order/t3-east-2025q3/cancel"),
    ("window", "/chip/gb200/window"),
    ("filter", "/policy/nvidia-share/filter"),
    ("bend", "/allotment/nvidia/bend"),
    ("quantity", "/chip/gb200/power"),
    ("path over time", "/segment/east-inference/price"),
];

/// The resolved two-valleys with what only a model file or a scenario of it has besides.
fn with_scenario() -> json::Value {
    let mut resolved = input::write(&two_valleys());
    resolved["losses"] = json::json!({ "segments": 4 });
    resolved["tables"] = json::json!({});
    resolved["scenario"] = json::json!({ "late": {} });
    let change = json::json!({ "address": "name", "old": "a", "new": "b", "from": "--set" });
    resolved["overrides"] = json::json!({ "scenario": "late", "changes": [change] });
    resolved
}

#[test]
fn every_key_is_read_and_found_wrong_where_it_is() {
    let resolved = with_scenario();
    assert_eq!(input::from_value(&resolved).findings.errors(), 0);
    let mut examples: Vec<&str> = EXAMPLES.iter().map(|(name, _)| *name).collect();
    let mut shapes: Vec<&str> = shape::ALL.iter().map(|shape| shape.name).collect();
    examples.sort_unstable();
    shapes.sort_unstable();
    assert_eq!(examples, shapes);
    for (name, pointer) in EXAMPLES {
        let shape = shape::ALL.iter().find(|shape| shape.name == *name).expect("every example has a shape");
        for key in shape.keys {
            let mut value = resolved.clone();
            let table = value.pointer_mut(pointer).and_then(json::Value::as_object_mut);
            let table = table.unwrap_or_else(|| panic!("{pointer} is not a table"));
            table.insert((*key).to_owned(), json::json!({ "nonsense": [null] }));
            let loaded = input::from_value(&value);
            let words = loaded.findings.render(false);
            let there = words.contains(&format!("--> inputs: {pointer}")) && words.contains(key);
            assert!(there, "nothing is found wrong at {pointer}/{key}:\n{words}");
        }
    }
}

#[test]
fn a_finding_in_json_stands_at_its_pointer() {
    let mut value = input::write(&two_valleys());
    value["chip"]["gb200"]["power"] = json::json!("5 MWh");
    value["segment"]["west-general"]["bend"]["price"]["unit"] = json::json!("USD/MW");
    let expected = "\
error: `power` of chip `gb200` is `5 MWh`, an energy; a power such as `kW` is needed here
--> inputs: /chip/gb200/power

error: `bend.price` of segment `west-general` is `900 USD/MW`, money per MW; money per vCPU such as `M USD/vCPU` is needed here
--> inputs: /segment/west-general/bend/price

2 errors
";
    assert_eq!(input::from_value(&value).findings.render(false), expected);
}

#[test]
fn strict_makes_warnings_errors() {
    let mut loaded = input::load(Path::new("tests/invalid/block_hours.toml"));
    assert!(loaded.model.is_some());
    assert_eq!((loaded.findings.errors(), loaded.findings.warnings()), (0, 1));
    loaded.findings.strict();
    assert_eq!((loaded.findings.errors(), loaded.findings.warnings()), (1, 0));
}

#[test]
fn files_from_another_system_say_the_same() {
    let source = Path::new("tests/data/two-valleys");
    let folder = tempfile::tempdir().expect("a folder can be made");
    std::fs::create_dir(folder.path().join("tables")).expect("a folder can be made");
    for file in ["model.toml", "tables/demand.csv", "tables/chips.csv", "tables/paths.csv", "tables/other_load.csv"] {
        let text = std::fs::read_to_string(source.join(file)).expect("a file of the model is there");
        let text = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        std::fs::write(folder.path().join(file), text).expect("a file can be written");
    }
    let loaded = input::load(folder.path());
    assert_eq!(loaded.findings.render(false), "");
    let model = loaded.model.expect("a model without findings is there");
    let here = folder.path().join("tables/chips.csv").display().to_string();
    assert_eq!(model.places["chip[graviton5]"], format!("{here}:3"));
    assert_eq!(without_places(model), without_places(two_valleys()));
}

/// Where a value has keys that a schema does not know.
fn unknown(at: &str, value: &json::Value, schema: &json::Value, whole: &json::Value) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(name) = schema["$ref"].as_str() {
        let target = whole.pointer(name.trim_start_matches('#')).unwrap_or_else(|| panic!("{name} is not defined"));
        return unknown(at, value, target, whole);
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        found.extend(unknown(at, value, part, whole));
    }
    for (n, item) in value.as_array().into_iter().flatten().enumerate() {
        found.extend(unknown(&format!("{at}/{n}"), item, &schema["items"], whole));
    }
    for (key, inner) in value.as_object().into_iter().flatten() {
        let at = format!("{at}/{key}");
        match (schema["properties"].get(key), &schema["additionalProperties"]) {
            (None, json::Value::Bool(false)) => found.push(at),
            (Some(schema), _) | (None, schema) => found.extend(unknown(&at, inner, schema, whole)),
        }
    }
    found
}

#[test]
fn the_schema_of_the_model_file_has_the_keys_that_are_read() {
    let schema = input::schema();
    let top = schema["properties"].as_object().expect("a model has keys").keys().map(String::as_str);
    // A scenario may hold rows of every kind besides its own keys.
    let own = |key: &&str| *key != "fx" && !shape::ALL.iter().any(|shape| shape.name == "Top level" && shape.has(key));
    let kinds: Vec<&str> = top.filter(own).collect();
    assert!(kinds.contains(&"segment") && kinds.contains(&"fleet"), "{kinds:?}");
    for shape in shape::ALL {
        let properties = &schema["definitions"][shape.name.replace(' ', "-")]["properties"];
        let keys: Vec<&str> = properties.as_object().into_iter().flatten().map(|(key, _)| key.as_str()).collect();
        let mut expected = shape.keys.to_vec();
        if shape.name == "scenario" {
            expected.extend(kinds.iter().copied());
        }
        assert_eq!(keys, expected, "{}", shape.name);
        for key in shape.keys.iter().filter(|_| !shape.name.contains(['.', ' ']) && shape.name != "filter") {
            let described = properties[key]["description"].is_string() || shape.name == "quantity";
            assert!(described || shape.name == "Top level", "`{key}` of {} has no description", shape.name);
        }
    }
    let mut resolved = with_scenario();
    assert_eq!(unknown("", &resolved, &schema, &schema), Vec::<String>::new());
    let late = json::json!({
        "inherits": ["base"], "remove": ["chip[gb200].window"], "tables": { "demand": "high.xlsx#Demand" },
        "set": { "project[substation-7].lead": "9 quarters" }, "scale": { "demand[**]": "+15 %" },
        "chip": { "gb200": { "window": { "start": "2026Q2" } } }, "fleet": [{ "chip": "h200" }],
    });
    resolved["scenario"]["late"] = late;
    assert_eq!(unknown("", &resolved, &schema, &schema), Vec::<String>::new());
    for pointer in ["tables", "chip/gb200", "chip/gb200/window", "fleet/0"].map(|at| format!("/scenario/late/{at}")) {
        let mut value = resolved.clone();
        value.pointer_mut(&pointer).expect("it is there")["nonsense"] = json::json!(1);
        assert_eq!(unknown("", &value, &schema, &schema), [format!("{pointer}/nonsense")]);
    }
    for (_, pointer) in EXAMPLES.iter().filter(|(name, _)| !["quantity", "path over time"].contains(name)) {
        let mut value = resolved.clone();
        let table = value.pointer_mut(pointer).and_then(json::Value::as_object_mut).expect("examples are tables");
        table.insert("nonsense".to_owned(), json::json!(1));
        let found = unknown("", &value, &schema, &schema);
        assert!(!found.is_empty(), "the schema does not miss `nonsense` at {pointer}");
    }
}
