//! Supplies by hand: what their contracts bill, and what stands behind a meter.

use capplan::domain::Model;
use capplan::plan::types::Plan;

use crate::support::models::{agreed, loaded, near, paid};
use crate::support::plans::{assert_verified, plan_at};
use crate::support::root;

/// One campus that draws 40 MW in the peak of 2,000 hours a year and 20 MW else; 80 MW and 40 MW from 2028 on.
pub(crate) const CAMPUS: &str = r#"
name    = "contracts"
horizon = { start = "2027", periods = 2 }
money   = { currency = "USD", discount_rate = "0 %/year" }
[block.peak]
hours = 2000
[block.rest]
hours       = 6760
load_factor = 0.5
[workload.w]
unit = "u"
[region.r]
[node.n]
region = "r"
[site.s]
region     = "r"
node       = "n"
it_power   = { air = "100 MW" }
connection = "100 MW"
[chip.c]
power      = "1 kW"
throughput = { w = "1 u" }
[[fleet]]
chip     = "c"
site     = "s"
quantity = "80 k chips"
[segment.q]
workload = "w"
region   = "r"
kind     = "market"
demand   = { "2027" = "40 k u", "2028" = "80 k u" }
price    = "9 kUSD/u/year"
"#;

fn clean(text: &str) -> Model {
    let loaded = loaded(text);
    assert_eq!(loaded.findings.render(false), "");
    loaded.model.expect("a model without findings is there")
}

fn plan(text: &str) -> Plan {
    agreed(&clean(text))
}

/// What a supply is paid by year, M USD.
fn billed(plan: &Plan, supply: &str, milestone: &str) -> Vec<f64> {
    paid(plan, &format!("supply[{supply}]"), milestone)
}

/// 60 MW contracted at 35 USD/MWh, 60 % of them in all hours at least; 8 USD per kW and month for 85 % of them at least.
///
/// - Energy taken: 2027 2000 x 40 + 6760 x 20 = 215,200 MWh; 2028 twice as much, 430,400. The minimum is 0.6 x 60 x 8760 = 315,360 MWh.
///   Bills: 315,360 x 35 = 11.0376 M USD, 430,400 x 35 = 15.064 M USD.
/// - Peak: 40 MW, then 80 MW; the minimum is 0.85 x 60 = 51 MW. 8 x 12 / 1000 = 0.096 M USD per MW and year: 4.896 and 7.68 M USD.
#[test]
fn a_contract_for_power_bills_what_it_bills_by_hand() {
    let terms = "power = \"100 MW\"\nprice = \"35 USD/MWh\"\nminimum_bill = \"60 %\"\ncontracted = \"60 MW\"";
    let demand = "demand = \"8 USD/kW/month\"\nminimum_demand = \"85 %\"";
    let plan = plan(&format!("{CAMPUS}[supply.g]\nnode = \"n\"\n{terms}\n{demand}\n"));
    near(&billed(&plan, "g", "energy charge"), &[11.0376, 15.064]);
    near(&billed(&plan, "g", "demand charge"), &[4.896, 7.68]);
    assert_eq!(billed(&plan, "g", "energy"), [0.0; 0], "the bill stands in the place of the energy");
    let bills: Vec<[f64; 3]> = plan.supply_bills.iter().map(|b| [b.contracted_mw, b.peak_mw, b.billed_mw]).collect();
    near(&bills.concat(), &[60.0, 40.0, 51.0, 60.0, 80.0, 80.0]);
    near(&plan.supply_bills.iter().map(|b| b.billed_mwh).collect::<Vec<_>>(), &[315_360.0, 430_400.0]);
}

/// What a plan gives of a row of its network in a year, by block.
fn given(plan: &Plan, element: &str, year: &str) -> Vec<f64> {
    let rows = plan.grid.iter().filter(|row| row.element == element && row.span.period == year);
    rows.map(|row| row.mw).collect()
}

/// 60 MW of panels behind the meter give all of it in the peak and a quarter else; others draw 100 MW at the node.
///
/// - 2027: the campus draws 40 and 20 MW; 60 and 15 come from the panels, so 20 leave in the peak and 5 are drawn else. The grid gives
///   100 - 20 = 80 and 100 + 5 = 105 MW.
/// - 2028: it draws 80 and 40 MW, 20 and 25 of them through the connection: the grid gives 120 and 125 MW.
#[test]
fn panels_behind_a_meter_give_others_what_is_too_much() {
    let campus = CAMPUS.replace("[node.n]", "[node.n]\nother_load = \"100 MW\"");
    let plan = plan(&format!(
        "{campus}[supply.g]\nnode = \"n\"\npower = \"300 MW\"\nprice = \"40 USD/MWh\"\n[supply.panels]\nsite = \"s\"\npower = \"60 MW\"\n\
         output = \"as-produced\"\navailability = {{ peak = 1, rest = 0.25 }}\n"
    ));
    near(&given(&plan, "panels", "2027"), &[60.0, 15.0]);
    near(&given(&plan, "g", "2027"), &[80.0, 105.0]);
    near(&given(&plan, "g", "2028"), &[120.0, 125.0]);
    near(&plan.sites.iter().map(|row| row.own_supply_mw).collect::<Vec<_>>(), &[15.0, 15.0]);
    let level = |id: &str| plan.limits.iter().find(|row| row.id == id).map(|row| row.level).expect("it is told");
    near(&[level("site[s].export@2027/peak"), level("site[s].connection@2028/rest")], &[20.0, 80.0 - 15.0]);
}

/// 10 MW of hydropower without carbon, and 30 % of the load of two years matched by the hour.
///
/// A MW of chips draws 2000 + 6760/2 = 5380 MWh a year; the campus draws 10 MW and more in every block, so 10 x 8760 x 2 = 175,200 MWh are
/// matched. 175,200 / (0.3 x 5380) = 108.550186 MW-years, of the 40 and 80 that are asked for.
#[test]
fn a_share_of_carbon_free_power_is_matched_by_the_hour() {
    let plan = plan(&format!(
        "{CAMPUS}[supply.g]\nnode = \"n\"\npower = \"300 MW\"\ncarbon = \"0.4 t/MWh\"\n[supply.hydro]\nnode = \"n\"\npower = \"10 MW\"\n\
         [policy.clean]\nmeasure = \"carbon_free\"\nfilter = {{ region = \"r\" }}\n\
         of = {{ measure = \"energy\", filter = {{ region = \"r\" }} }}\nat_least = \"30 %\"\nover = \"sum\"\n"
    ));
    near(&[plan.sites.iter().map(|row| row.used_mw).sum()], &[175_200.0 / (0.3 * 5380.0)]);
    let clean = plan.limits.iter().find(|row| row.id == "policy[clean].at_least").expect("it is told");
    near(&[clean.level, clean.bound], &[175_200.0, 175_200.0]);
}

/// The model that the guide shows reads without a finding, is solved, and each of its supplies has figures in the table.
#[test]
fn ten_ways_to_power_a_campus_are_stated_as_the_guide_says() {
    let guide = std::fs::read_to_string(root().join("docs/guides/supplies.md")).expect("the guide is there");
    let text = guide.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("it shows a model");
    let model = clean(text);
    let plan = plan(text);
    let matched = plan.limits.iter().find(|row| row.id == "policy[clean].at_least@2031").expect("it is told");
    assert!(matched.level >= matched.bound * (1.0 - 1e-6), "{} of {}", matched.level, matched.bound);
    let drawn: f64 = plan.sites.iter().filter(|row| row.span.period == "2031").map(|row| row.facility_mw).sum();
    assert!(drawn > 250.0, "what stands behind the meter carries more than the connection: {drawn} MW");
    assert!(model.supplies.len() >= 10);
    let figures = std::fs::read_to_string(root().join("data/supplies.csv")).expect("the table is there");
    let rows = guide.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| supply"));
    for id in rows.filter_map(|line| line.rsplit('`').nth(1)) {
        assert!(figures.lines().any(|line| line.starts_with(&format!("{id}/"))), "{id} has no figures");
    }
}

/// Demand, own supply and a connection of nothing meet to the last digit: what a limit of nothing is, noise must not decide.
#[test]
fn a_campus_that_lives_on_its_own_supply_has_a_plan_that_agrees() {
    let path = root().join("tests/oracle/stored/200/model.toml");
    assert_verified(&plan_at(&path, &["--gap", "0"]));
}
