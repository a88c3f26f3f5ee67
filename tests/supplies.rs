//! Supplies by hand: what their contracts bill, and what stands behind a meter.

use capplan::domain::Model;
use capplan::plan::types::Plan;
use capplan::solve::outcome::{Gap, Options};

/// One campus that draws 40 MW in the peak of 2,000 hours a year and 20 MW else; 80 MW and 40 MW from 2028 on.
const CAMPUS: &str = r#"
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

fn model(text: &str) -> Model {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("model.toml");
    std::fs::write(&path, text).expect("it can be written");
    let loaded = capplan::input::load(&path);
    loaded.model.unwrap_or_else(|| panic!("{:?}", loaded.findings))
}

fn plan(rest: &str) -> Plan {
    let model = model(&format!("{CAMPUS}{rest}"));
    let formulation = capplan::formulation::Formulation::new(&model);
    let options = Options { gap: Gap::Money(0.0), ..Options::default() };
    let solved = capplan::solve::run::solve(&formulation, &options).unwrap_or_else(|why| panic!("{why:?}"));
    let plan = capplan::plan::build::build(&formulation, &solved.outcome, serde_json::Value::Null, String::new());
    let verdict = capplan::audit::verify(&model, &plan);
    assert!(verdict.agreed(), "{verdict}");
    plan
}

/// What a supply is paid by year, M USD.
fn billed(plan: &Plan, supply: &str, milestone: &str) -> Vec<f64> {
    let asset = format!("supply[{supply}]");
    let rows = plan.payments.iter().filter(|row| row.asset == asset && row.milestone == milestone);
    rows.map(|row| row.usd_nominal / 1e6).collect()
}

fn near(found: &[f64], by_hand: &[f64]) {
    assert_eq!(found.len(), by_hand.len(), "{found:?}");
    let same = found.iter().zip(by_hand).all(|(a, b)| (a - b).abs() < 1e-9 * b.abs().max(1.0));
    assert!(same, "{found:?}, by hand {by_hand:?}");
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
    let plan = plan(&format!("[supply.g]\nnode = \"n\"\n{terms}\n{demand}\n"));
    near(&billed(&plan, "g", "energy charge"), &[11.0376, 15.064]);
    near(&billed(&plan, "g", "demand charge"), &[4.896, 7.68]);
    assert_eq!(billed(&plan, "g", "energy"), [0.0; 0], "the bill stands in the place of the energy");
    let bills: Vec<[f64; 3]> = plan.supply_bills.iter().map(|b| [b.contracted_mw, b.peak_mw, b.billed_mw]).collect();
    near(&bills.concat(), &[60.0, 40.0, 51.0, 60.0, 80.0, 80.0]);
    near(&plan.supply_bills.iter().map(|b| b.billed_mwh).collect::<Vec<_>>(), &[315_360.0, 430_400.0]);
}
