//! A plan over time: what decides each site's power, what could slip, what lies idle, and the picture of it.

use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{copy, printed, root, run};

/// A folder with the plan of a bundled model.
fn desk(model: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    copy(&root().join("models").join(model), &folder.path().join("model"));
    solve(folder.path(), "model", &[]);
    folder
}

fn solve(folder: &Path, model: &str, more: &[&str]) {
    let fixed = ["solve", model, "--gap", "0", "--threads", "1", "--worth", "none", "--quiet", "-o", "plan.json"];
    let output = run(folder, &[&fixed[..], more].concat());
    assert!(output.status.success(), "{}", printed(&output));
}

fn ok(folder: &Path, args: &[&str]) -> String {
    let output = run(folder, args);
    assert!(output.status.success(), "{args:?}: {}", printed(&output));
    String::from_utf8(output.stdout).expect("results are text")
}

fn rows(folder: &Path) -> Vec<Value> {
    let text = ok(folder, &["show", "plan.json", "timeline", "--json"]);
    serde_json::from_str(&text).expect("it is JSON")
}

/// Rows of a part, as the values of some keys.
fn part(rows: &[Value], part: &str, keys: &[&str]) -> Vec<String> {
    let of = rows.iter().filter(|row| row["part"] == part);
    let words = |value: &Value| value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
    of.map(|row| keys.iter().map(|key| words(&row[*key])).collect::<Vec<_>>().join(" ")).collect()
}

/// By hand: the substation takes four quarters from today, the hall three; begun with it, the hall would stand dark for one.
const FIRST_STEPS: &str = "\
IT power that halls hold and connections carry, and what decides when

south-1: 0 MW today, full 20 MW from 2027Q1
  full power: its halls decide
    south-1/substation  begun 2026Q1  lead 4 quarters  in effect 2027Q1  begun today
    south-1/hall        begun 2026Q2  lead 3 quarters  in effect 2027Q1  complete when `south-1/substation` is in effect, which it needs

no more power than today at north-1

Projects and agreements, each below what it waits for; slack in quarters
                    │2026            2027              begins  complete  in effect  can slip  state    adds
south-1/substation  │════════════════████████████████  2026Q1  2027Q1    2027Q1            0  planned
south-1/hall        │    ════════════████████████████  2026Q2  2027Q1    2027Q1            0  planned  20 MW IT
═ lead that decides a date of power   ─ other lead   ░ complete, but dark or without connection   █ in effect   ◇ signed   ◆ energised   │ today
not begun: north-1/annex

No hall stands dark

No chip is idle

What happens
";

#[test]
fn the_page_of_first_steps_is_as_by_hand() {
    let folder = desk("first-steps");
    let page = ok(folder.path(), &["show", "plan.json", "timeline"]);
    assert!(page.starts_with(FIRST_STEPS), "{page}");
    assert!(page.contains("2025Q4  is ordered    steady for north-1 "), "{page}");
}

#[test]
fn equal_plans_are_equal_pictures() {
    let folder = desk("first-steps");
    let picture = || ok(folder.path(), &["export", "plan.json", "--format", "svg"]);
    let first = picture();
    solve(folder.path(), "model", &[]);
    assert_eq!(picture(), first);
    let golden = std::fs::read_to_string(root().join("tests/timeline/first-steps.svg")).expect("the picture is there");
    assert!(first == golden, "the picture of first-steps has changed; look at it, then keep it:\n{first}");
    ok(folder.path(), &["export", "plan.json", "--format", "svg", "-o", "plan.svg"]);
    assert_eq!(std::fs::read_to_string(folder.path().join("plan.svg")).expect("it was written"), first);
    let output = run(folder.path(), &["export", "model", "--format", "svg"]);
    assert_eq!(output.status.code(), Some(1), "a model has no timeline: {}", printed(&output));
}

/// Everything was settled before: a hall that is complete in 2026Q3, a contract that is energised in 2026Q4 and needs a transformer
/// that stands in 2027Q2, and a permit that nothing waits for. 50 MW of halls at a PUE of 1.2 are 60 MW of connection.
const SETTLED: &str = r#"
name = "settled <A & B>"
horizon = { start = "2026Q1", periods = 8 }
money = { currency = "USD", discount_rate = "0 %/year" }
[workload.w]
unit = "u"
[region.r]
[node.n]
[supply.g]
node = "n"
power = "1 GW"
[site.west]
region = "r"
node = "n"
pue = 1.2
[chip.c]
power = "1 kW"
throughput = { w = "1 u" }
[[fleet]]
chip = "c"
site = "west"
quantity = "30 k chips"
[segment.q]
workload = "w"
region = "r"
kind = "market"
demand = "100 k u"
price = "9 kUSD/u/year"
[project.hall]
site = "west"
adds = { it_power = "50 MW", cooling = "air" }
lead = "6 quarters"
committed = { start = "2025Q1", to_pay = {} }
[project.transformer]
site = "west"
lead = "8 quarters"
committed = { start = "2025Q2", to_pay = {} }
[project.permit]
lead = "2 quarters"
committed = { start = "2026Q1", to_pay = {} }
[agreement.letter]
site = "west"
contracted = "60 MW"
lead = "4 quarters"
signed = "2025Q4"
term = "10 years"
needs = ["transformer"]
"#;

#[test]
fn what_decides_slips_and_lies_idle_is_as_by_hand() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("settled.toml"), SETTLED).expect("it can be written");
    solve(folder.path(), "settled.toml", &[]);
    let rows = rows(folder.path());
    let chain = part(&rows, "full power", &["site", "period", "amount", "decided_by", "what", "begins", "complete"]);
    let by_hand =
        ["transformer 2025Q2 2027Q2", "letter 2025Q4 2027Q2"].map(|link| format!("west 2027Q2 50.0 connection {link}"));
    assert_eq!(chain, by_hand, "the hall stands since 2026Q3: only the connection decides");
    assert!(part(&rows, "first power", &["what"]).is_empty(), "all of it comes at once");
    // The letter is energised two quarters before the transformer, the permit is of no use to anything: it may end with the horizon.
    let slack = part(&rows, "project", &["what", "slack_periods", "critical"]);
    assert_eq!(slack, ["hall 0 false", "transformer 0 true", "permit 7 false"]);
    assert_eq!(
        part(&rows, "agreement", &["what", "complete", "in_effect", "slack_periods"]),
        ["letter 2026Q4 2027Q2 2"]
    );
    let dark = part(&rows, "dark", &["site", "period", "amount", "why"]);
    assert_eq!(dark, ["2026Q3", "2026Q4", "2027Q1"].map(|period| format!("west {period} 50.0 connection")));
    let idle = part(&rows, "idle", &["period", "amount"]);
    let quarters = ["2026Q1", "2026Q2", "2026Q3", "2026Q4", "2027Q1"];
    assert_eq!(idle, quarters.map(|period| format!("{period} 30000.0")), "no chip works before there is power");
    let picture = ok(folder.path(), &["export", "plan.json", "--format", "svg"]);
    assert!(picture.contains("settled &lt;A &amp; B&gt; · base"), "{picture}");
}

#[test]
fn bars_of_many_periods_fit_a_narrow_page() {
    let folder = desk("four-letters");
    let output = crate::support::capplan(folder.path())
        .args(["show", "plan.json", "timeline"])
        .env("COLUMNS", "40")
        .output()
        .expect("it was built");
    let page = String::from_utf8(output.stdout).expect("a page is text");
    let bar = page.lines().find(|line| line.starts_with("river-firm ")).expect("it is signed");
    // 24 quarters, two before them, and the line of today: 27 characters beside the longest name.
    assert!(bar.chars().count() <= 40 && bar.contains('◆') && bar.contains('░') && bar.contains('█'), "{bar}");
}

#[test]
fn a_fraction_of_a_start_decides_no_date() {
    let folder = desk("first-steps");
    solve(folder.path(), "model", &["--relax"]);
    let rows = rows(folder.path());
    assert!(!part(&rows, "project", &["what"]).is_empty(), "parts of projects are begun");
    assert!(part(&rows, "full power", &["what"]).is_empty() && part(&rows, "first power", &["what"]).is_empty());
    let page = ok(folder.path(), &["show", "plan.json", "timeline"]);
    assert!(page.contains("no chain decides a date, and none has a slack"), "{page}");
}
