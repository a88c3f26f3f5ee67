//! `capplan report`: the page says what the plan says, in one file that asks for nothing.

use std::path::Path;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::support::plans::assert_near;
use crate::support::{plan_of, printed, root, run};

/// Writes the page of a plan and returns it.
fn page_of(folder: &Path, plan: &Value) -> String {
    std::fs::write(folder.join("plan.json"), plan.to_string()).expect("it can be written");
    let output = run(folder, &["report", "plan.json", "-o", "report.html"]);
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
    assert!(output.stdout.is_empty() && output.stderr.is_empty(), "{}", printed(&output));
    std::fs::read_to_string(folder.join("report.html")).expect("the page was written")
}

/// The data of a page.
fn data(page: &str) -> Value {
    let (_, rest) = page.split_once("<script type=\"application/json\" id=\"plan\">").expect("the page has data");
    let (json, _) = rest.split_once("</script>").expect("the block of data ends");
    assert!(!json.contains('<'), "no markup within the data");
    serde_json::from_str(json).expect("it is JSON")
}

/// The chart of a section by its kind.
fn chart<'p>(page: &'p Value, section: &str, kind: &str) -> &'p Value {
    let sections = page["sections"].as_array().expect("a list");
    let found = sections.iter().find(|one| one["id"] == section).unwrap_or_else(|| panic!("no section {section}"));
    let mut charts = found["charts"].as_array().expect("a list").iter();
    charts.find(|one| one["kind"] == kind).unwrap_or_else(|| panic!("no {kind} in {section}"))
}

fn list<'p>(page: &'p Value, section: &str, name: &str) -> &'p Value {
    let sections = page["sections"].as_array().expect("a list");
    let found = sections.iter().find(|one| one["id"] == section).unwrap_or_else(|| panic!("no section {section}"));
    let mut lists = found["lists"].as_array().expect("a list").iter();
    let starts = |one: &&Value| one["name"].as_str().is_some_and(|told| told.starts_with(name));
    lists.find(starts).unwrap_or_else(|| panic!("no list {name} in {section}"))
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

#[test]
fn the_page_says_what_the_plan_and_its_summary_say() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let plan = plan_of("first-steps", &["--gap", "0"]);
    let page = page_of(folder.path(), &plan);
    let again = page_of(folder.path(), &plan);
    assert!(page == again, "equal plans give equal bytes");
    let page = data(&page);
    let summary = String::from_utf8_lossy(&run(folder.path(), &["show", "plan.json"]).stdout).into_owned();
    let first = summary.lines().next().expect("a summary has a first line");
    let [which, answer] = ["plan", "answer"].map(|part| page["headline"][part].as_str().expect("words").to_owned());
    assert!(first.starts_with(&which) && first.ends_with(&answer), "{first}\n{which}\n{answer}");
    let spaced: String = summary.split_whitespace().collect::<Vec<_>>().join(" ");
    for line in page["headline"]["lines"].as_array().expect("lines") {
        let details = line["details"].as_array().expect("a list").iter().filter_map(Value::as_str);
        for words in details.chain(line["lead"].as_str()) {
            assert!(spaced.contains(words), "the summary does not say `{words}`:\n{summary}");
        }
    }
    // Every layer of the flow holds all capital.
    let flow = chart(&page, "capital", "flow");
    let scale = if flow["unit"] == "M USD" { 1e6 } else { 1e9 };
    for layer in [0, 1] {
        let nodes = flow["nodes"].as_array().expect("nodes");
        let place = |link: &Value| link["from"].as_u64().and_then(|place| usize::try_from(place).ok());
        let from = |link: &&Value| place(link).is_some_and(|place| nodes[place]["layer"] == layer);
        let links = flow["links"].as_array().expect("links").iter().filter(from);
        let sum: f64 = links.map(|link| number(&link["value"])).sum();
        assert_near(sum * scale, number(&plan["totals"]["capital_usd_nominal"]), "the flow of a layer");
    }
    // Used, idle and dark power of the last period.
    let power = chart(&page, "power", "over-time");
    let last = |name: &str| {
        let mut series = power["series"].as_array().expect("series").iter();
        let found = series.find(|one| one["name"] == name).unwrap_or_else(|| panic!("no {name}"));
        found["values"].as_array().and_then(|values| values.last()).map_or(f64::NAN, number)
    };
    let end = plan["finance"].as_array().and_then(|rows| rows.last()).expect("a last period")["period"].clone();
    let sites = plan["sites"].as_array().expect("rows").iter().filter(|row| row["period"] == end);
    let (it, used) =
        sites.fold((0.0, 0.0), |sum, row| (sum.0 + number(&row["it_mw"]), sum.1 + number(&row["used_mw"])));
    assert_near(last("used by chips"), used, "used");
    assert_near(last("used by chips") + last("in service, idle"), it, "in service");
    // The lists are those of the terminal.
    let finance = String::from_utf8_lossy(&run(folder.path(), &["show", "plan.json", "finance"]).stdout).into_owned();
    for row in list(&page, "cash", "Finance")["rows"].as_array().expect("rows") {
        let cells: Vec<&str> = row.as_array().expect("cells").iter().filter_map(|cell| cell[1].as_str()).collect();
        assert!(finance.lines().any(|line| cells.iter().all(|cell| line.contains(cell))), "{cells:?}\n{finance}");
    }
    let critical = chart(&page, "timeline", "gantt")["bars"].as_array().expect("bars").iter();
    assert!(critical.clone().any(|bar| bar["critical"] == true) && critical.clone().count() > 1);
}

#[test]
fn the_page_asks_no_network() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let page = page_of(folder.path(), &plan_of("first-steps", &[]));
    assert!(page.contains(
        "content=\"default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:\""
    ));
    for wish in [" src=", "url(", "@import", "href=\"http", "<link rel=\"style", "<iframe"] {
        // ECharts can load pictures that an option names; no option of ours does.
        let ours: String = page.split("<script>").enumerate().filter(|(n, _)| *n != 1).map(|(_, part)| part).collect();
        assert!(!ours.contains(wish), "the page holds `{wish}`");
    }
    let echarts = std::fs::read(root().join("assets/echarts/echarts.min.js")).expect("it is there");
    let sum = format!("{:x}", Sha256::digest(&echarts));
    let told = std::fs::read_to_string(root().join("assets/echarts/README.md")).expect("it is there");
    assert!(told.contains(&sum), "{sum} is not the sum that the README tells");
    assert!(page.contains("Licensed to the Apache Software Foundation"), "the licence goes with the page");
}

#[test]
fn no_name_becomes_markup() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut plan = plan_of("first-steps", &[]);
    let name = "</script><script>alert(1)</script><!--<b onload=x>";
    plan["model"]["name"] = name.into();
    for row in plan["payments"].as_array_mut().expect("rows") {
        row["category"] = name.into();
    }
    let html = page_of(folder.path(), &plan);
    assert!(!html.contains("<script>alert") && !html.contains("<b onload"));
    let page = data(&html);
    assert!(page["title"].as_str().is_some_and(|title| title.starts_with(name)), "{}", page["title"]);
    let nodes = chart(&page, "capital", "flow")["nodes"].as_array().expect("nodes").clone();
    assert!(nodes.iter().any(|node| node["name"] == name), "the name is said as it is");
}

#[test]
fn a_page_is_of_a_plan_and_whole_or_not_there() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("plan.json"), plan_of("first-steps", &[]).to_string())
        .expect("it can be written");
    let output = run(folder.path(), &["report", "plan.json"]);
    assert!(output.stdout.starts_with(b"<!doctype html>") && output.stdout.ends_with(b"</html>\n"));
    std::fs::write(folder.path().join("taken"), "a file").expect("it can be written");
    let output = run(folder.path(), &["report", "plan.json", "-o", "taken/report.html"]);
    assert_eq!(output.status.code(), Some(1), "{}", printed(&output));
    let model = root().join("models/first-steps").display().to_string();
    let output = run(folder.path(), &["report", &model, "-o", "report.html"]);
    assert_eq!(output.status.code(), Some(1), "{}", printed(&output));
    assert!(printed(&output).contains("is a model, not a plan"), "{}", printed(&output));
    assert!(!folder.path().join("report.html").exists());
}

#[test]
fn a_plan_without_power_or_money_has_a_page() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let plan = crate::power_flow::solved(&crate::power_flow::triangle("dc", ""));
    let page = data(&page_of(folder.path(), &plan));
    let sections: Vec<&str> =
        page["sections"].as_array().expect("a list").iter().filter_map(|one| one["id"].as_str()).collect();
    assert!(!sections.contains(&"demand") && !sections.contains(&"map"), "{sections:?}");
    for section in page["sections"].as_array().expect("a list") {
        let [charts, lists] = ["charts", "lists"].map(|part| section[part].as_array().map_or(0, Vec::len));
        assert!(charts + lists > 0, "{section}");
    }
}
