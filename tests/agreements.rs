//! Connection agreements: bills of published tariffs by hand, and what must be true of every offer.

use capplan::domain::Model;
use capplan::plan::types::Plan;
use capplan::study::series::Asked;

use crate::support::models::{agreed, model, near, paid};
use crate::support::root;

/// Three campuses of which each draws 40 MW throughout, under the terms of its utility.
fn tariffs(periods: u32) -> String {
    let site = |name: &str| {
        format!(
            "[site.{name}]\nregion = \"r\"\nnode = \"n\"\nit_power = {{ air = \"100 MW\" }}\n\
             [[fleet]]\nchip = \"c\"\nsite = \"{name}\"\nquantity = \"40 k chips\"\n"
        )
    };
    let sites: String = ["columbus", "new-carlisle", "northern-virginia"].map(site).concat();
    format!(
        "name = \"tariffs\"\nhorizon = {{ start = \"2026\", periods = {periods} }}\n\
         money = {{ currency = \"USD\", discount_rate = \"0 %/year\" }}\n\
         [tables]\nagreement = \"{}\"\n[workload.w]\nunit = \"u\"\n[region.r]\n[node.n]\n\
         [supply.g]\nnode = \"n\"\npower = \"1 GW\"\n[chip.c]\npower = \"1 kW\"\nthroughput = {{ w = \"1 u\" }}\n\
         [segment.q]\nworkload = \"w\"\nregion = \"r\"\nkind = \"market\"\ndemand = \"120 k u\"\nprice = \"9 kUSD/u/year\"\n{sites}",
        root().join("data/agreements.csv").display()
    )
}

/// What an agreement bills by year, M USD.
fn billed(plan: &Plan, agreement: &str, milestone: &str) -> Vec<f64> {
    paid(plan, &format!("agreement[{agreement}]"), milestone)
}

/// 8 USD per kW and month are 8 x 12 / 1000 = 0.096 M USD per MW and year.
///
/// - AEP Ohio, 100 MW: 25, 50, 75 and 100 MW in the four years of the ramp, of which 85 % are billed at least; 40 MW are asked for,
///   and 25 of them can be drawn in the first year. Billed MW: 25, max(40, 42.5) = 42.5, max(40, 63.75) = 63.75, 85, 85.
///   Bills: 25 x 0.096 = 2.4, 42.5 x 0.096 = 4.08, 6.12, 8.16, 8.16.
/// - Indiana Michigan: 20, 40, 60, 80, 100 MW, 80 % at least: 20 (drawn), max(40, 32) = 40, max(40, 48) = 48, 64, 80.
///   Bills: 1.92, 3.84, 4.608, 6.144, 7.68.
/// - Dominion: 100 MW from the first day. Wires: 85 x 0.096 = 8.16 a year. Generation: max(40, 60 MW) x 8760 h x 35 USD =
///   60 x 8760 x 35 / 10^6 = 18.396 a year.
#[test]
fn published_tariffs_bill_what_they_bill_by_hand() {
    let plan = agreed(&model(&tariffs(5)));
    near(&billed(&plan, "aep-ohio", "demand charge"), &[2.4, 4.08, 6.12, 8.16, 8.16]);
    near(&billed(&plan, "indiana-michigan", "demand charge"), &[1.92, 3.84, 4.608, 6.144, 7.68]);
    near(&billed(&plan, "dominion", "demand charge"), &[8.16; 5]);
    near(&billed(&plan, "dominion", "energy charge"), &[18.396; 5]);
    let said = |site: &str| -> Vec<f64> {
        plan.sites.iter().filter(|row| row.site == site).map(|row| row.contracted_mw).collect()
    };
    near(&said("columbus"), &[25.0, 50.0, 75.0, 100.0, 100.0]);
    near(&said("northern-virginia"), &[100.0; 5]);
}

/// The exit of AEP Ohio: three years of minimum charges, 3 x 85 x 0.096 = 24.48 M USD, paid once in the first year without it.
///
/// Load ends with 2030. To stay costs 8.16 a year in 2031 to 2034, 32.64 in all; to leave costs 24.48.
#[test]
fn a_contract_is_left_when_its_exit_costs_less_than_its_minimum() {
    let ends = "demand = { \"2026\" = \"120 k u\", \"2031\" = \"0 u\" }";
    let plan = agreed(&model(&tariffs(9).replace("demand = \"120 k u\"", ends)));
    near(&billed(&plan, "aep-ohio", "exit fee"), &[24.48]);
    let ending = plan.endings.iter().find(|row| row.agreement == "aep-ohio").expect("it is ended");
    assert_eq!((ending.span.period.as_str(), ending.energised.as_str()), ("2031", "2026"));
    near(&billed(&plan, "aep-ohio", "demand charge"), &[2.4, 4.08, 6.12, 8.16, 8.16]);
}

/// Two offers at one site, alike in all but what is worse in one of them: that one is never signed.
#[test]
fn a_dominated_offer_is_never_signed() {
    let worse = [
        "demand = \"8 USD/kW/month\"\nminimum_demand = \"90 %\"",
        "demand = \"8.5 USD/kW/month\"\nminimum_demand = \"85 %\"",
        "demand = \"8 USD/kW/month\"\nminimum_demand = \"85 %\"\nqueue = \"2028\"",
        "demand = \"8 USD/kW/month\"\nminimum_demand = \"85 %\"\nlead = \"1 year\"",
        "demand = \"8 USD/kW/month\"\nminimum_demand = \"85 %\"\ndeposit = { amount = \"1 M USD\", returned = \"2 years\" }",
        "demand = \"8 USD/kW/month\"\nminimum_demand = \"85 %\"\ncurtail = { share = \"30 %\", hours = 50, price = \"500 USD/MWh\" }",
        "demand = \"8 USD/kW/month\"\nminimum_demand = \"85 %\"\nconnection = \"35 MW\"",
        "demand = \"8 USD/kW/month\"\nminimum_demand = \"85 %\"\nramp = { 1 = \"50 %\", 2 = \"100 %\" }",
    ];
    let base = tariffs(4);
    let base: String = base.lines().filter(|l| !l.starts_with("agreement =")).flat_map(|l| [l, "\n"]).collect();
    let letter = |name: &str, terms: &str| {
        format!("[agreement.{name}]\nsite = \"columbus\"\ncontracted = \"60 MW\"\nterm = \"10 years\"\n{terms}\n")
    };
    for terms in worse {
        let text = format!(
            "{base}{}{}[group.letters]\npick = \"at-most-one\"\nagreements = [\"worse\", \"better\"]\n",
            letter("worse", terms),
            letter("better", "demand = \"8 USD/kW/month\"\nminimum_demand = \"85 %\"")
        );
        let plan = agreed(&model(&text));
        let signed: Vec<&str> = plan.agreements.iter().map(|row| row.agreement.as_str()).collect();
        assert_eq!(signed, ["better"], "{terms}");
    }
}

/// A feeder of 10 MW for 1 M USD and a letter of 4 MW at 0.25 M USD a MW and year, each a year away, and 14 MW to serve at 1 M USD a
/// year each: (14 - 1) x 2 - 1 = 25 M USD over 2027 and 2028.
const TWO_WAYS: &str = r#"
name = "two-ways"
horizon = { start = "2026", periods = 3 }
money = { currency = "USD", discount_rate = "0 %/year" }
[workload.w]
unit = "u"
[region.r]
[node.n]
[supply.g]
node = "n"
power = "100 MW"
[site.s]
region = "r"
it_power = { air = "100 MW" }
node = "n"
[segment.q]
workload = "w"
region = "r"
kind = "market"
demand = "14 k u"
price = "1 kUSD/u/year"
[chip.c]
power = "1 kW"
throughput = { w = "1 u" }
[[fleet]]
chip = "c"
site = "s"
quantity = "20 k chips"
[project.feeder]
site = "s"
cost = "1 M USD"
lead = "1 year"
adds = { connection = "10 MW" }
[agreement.letter]
site = "s"
contracted = "4 MW"
lead = "1 year"
term = "5 years"
demand = "0.25 M USD/MW/year"
minimum_demand = "85 %"
[agreement.dear]
site = "s"
contracted = "4 MW"
term = "5 years"
demand = "2 M USD/MW/year"
minimum_demand = "100 %"
"#;

/// A year's slip of the feeder costs its 10 MW in 2027, of the letter its 4 MW less what they are billed: 4 - 1 = 3 M USD. Each delays
/// its own megawatts by a year. The letter is worth 2 x 3 M USD, one that costs more than it brings nothing.
#[test]
fn a_slip_and_a_letter_are_worth_what_they_are_by_hand() {
    let model = model(TWO_WAYS);
    let plan = agreed(&model);
    assert!((plan.outcome.objective - 25e6).abs() < 1.0, "{}", plan.outcome.objective);
    let slips = capplan::study::slip::slips(&model, &plan, &Asked::default()).expect("a plan of money");
    assert!(slips.left_out.is_empty());
    let table = capplan::report::slips::table(&model, &plan, &slips);
    let row = |n: usize| -> (String, Vec<f64>) {
        let amounts = table.rows[n][1..].iter().map(|cell| cell.as_f64().expect("a number"));
        (table.rows[n][0].as_str().unwrap_or_default().to_owned(), amounts.collect())
    };
    let (first, amounts) = row(0);
    assert_eq!(first, "project[feeder]");
    near(&amounts, &[0.0, 10.0, 10e6, 10e6, 10e6]);
    let (second, amounts) = row(1);
    assert_eq!(second, "agreement[letter]");
    near(&amounts, &[0.0, 4.0, 3e6, 3e6, 3e6]);
    assert_eq!(table.rows.len(), 2, "what the plan does not use cannot slip");
    let letters = capplan::study::letters::letters(&model, &plan, &Asked::default()).expect("a plan of money");
    let worth: Vec<f64> = letters.iter().map(|letter| letter.worth.expect("there is a plan").best).collect();
    near(&worth, &[6e6, 0.0]);
    assert_eq!(letters[1].signed, None);
}

/// A slip said in a scenario is the lead that much longer, of a commitment and of an agreement with a queue date too.
#[test]
fn a_slip_makes_the_wait_longer() {
    let base = model(TWO_WAYS);
    let late = model(&TWO_WAYS.replace("lead = \"1 year\"", "lead = \"1 year\"\nslip = \"1 year\""));
    let feeder = |model: &Model| model.projects.iter().map(|(_, project)| project.lead.months).sum::<f64>();
    let letter = |model: &Model| model.agreements.iter().map(|(_, agreement)| agreement.lead.months).sum::<f64>();
    assert_eq!((feeder(&base), letter(&base)), (12.0, 12.0));
    assert_eq!((feeder(&late), letter(&late)), (24.0, 24.0));
    let queued = model(&TWO_WAYS.replace(
        "term = \"5 years\"\ndemand = \"0.25",
        "term = \"5 years\"\nqueue = \"2027\"\nslip = \"7 months\"\ndemand = \"0.25",
    ));
    let queue = queued.agreements.iter().next().and_then(|(_, agreement)| agreement.queue);
    assert_eq!(queue.map(|month| (month.year(), month.month())), Some((2028, 1)), "in whole periods");
}
