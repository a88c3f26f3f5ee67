//! Connection agreements: what is drawn, when one is signed, energised and ended, and what is billed.

use capplan::plan::types::Plan;

use super::{BASE, DEMAND, Forgery, Told, forgery, site};
use crate::support::models::model;

/// A site whose connection is that of an agreement alone, with chips that come in the second quarter.
fn letter(rest: &str) -> String {
    let site = site("it_power = { air = \"60 MW\" }");
    format!("{site}[agreement.a]\nsite = \"s\"\ncontracted = \"30 MW\"\n{rest}\n")
}

#[test]
fn letters() {
    let short = DEMAND.replace("\"60 k u\"", "{ \"2026Q1\" = \"60 k u\", \"2027Q1\" = \"0 u\" }");
    let cases: Vec<Forgery> = vec![
        forgery(
            "drawn",
            &[&letter("connection = \"LIMIT MW\"\nterm = \"5 years\""), DEMAND],
            "20",
            "20.2",
            &["agreement[a].connection@", "site[s].connection@"],
        ),
        forgery(
            "brought",
            &[
                &site("it_power = { air = \"60 MW\" }\nconnection = \"10 MW\""),
                "[supply.own]\nsite = \"s\"\npower = \"1 MW\"\n[agreement.d]\nsupply = \"own\"\ncontracted = \"LIMIT MW\"\nterm = \"5 years\"\n",
                DEMAND,
            ],
            "20",
            "20.2",
            &["agreement[d].power@", "supply[own].power@"],
        ),
        forgery(
            "offer ends",
            &[
                &letter(
                    "term = \"5 years\"\nsign_by = \"LIMIT\"\ndemand = \"90 kUSD/MW/year\"\nminimum_demand = \"85 %\"",
                ),
                DEMAND,
            ],
            "2026Q1",
            "2026Q2",
            &["agreement[a]@2026Q2"],
        ),
        forgery(
            "exit",
            &[
                &letter(
                    "term = \"5 years\"\ndemand = \"900 kUSD/MW/year\"\nminimum_demand = \"100 %\"\nsign_by = \"2026Q1\"\nexit = { after = \"LIMIT quarters\", fee = \"1 k USD\" }",
                ),
                &short,
            ],
            "5",
            "4",
            &["ended[a,2026Q1]@2027Q1"],
        ),
        forgery(
            "letters of a group",
            &[
                &letter("term = \"5 years\""),
                "[agreement.b]\nsite = \"s\"\ncontracted = \"10 MW\"\nterm = \"5 years\"\n[group.g]\npick = \"at-most-one\"\nagreements = [\"a\"LIMIT]\n",
                DEMAND,
            ],
            ", \"b\"",
            "",
            &["group[g]"],
        ),
    ];
    cases.iter().for_each(Forgery::is_named);
}

/// A plan with an agreement, each of whose numbers is told apart.
#[test]
fn bills() {
    let terms = "term = \"5 years\"\ndemand = \"90 kUSD/MW/year\"\nminimum_demand = \"85 %\"\nenergy = \"9 USD/MWh\"\nminimum_bill = \"60 %\"\ndeposit = { amount = \"1 M USD\", returned = \"1 year\" }\ncurtail = { share = \"20 %\", hours = 100, price = \"300 USD/MWh\" }";
    let honest = model(&format!("{BASE}{}{DEMAND}", letter(terms)));
    let told = Told::new(&honest);
    let named = |name: &str, edit: &dyn Fn(&mut Plan), sentence: &str| told.is_named(name, edit, sentence);
    named("billed", &|p| p.bills[0].billed_mw *= 0.99, "bill[a]@2026Q2 billed_mw");
    named("billed energy", &|p| p.bills[0].billed_mwh *= 0.99, "bill[a]@2026Q2 billed_mwh");
    named("contracted", &|p| p.bills[1].contracted_mw *= 0.99, "bill[a]@2026Q3 contracted_mw");
    named("drawn", &|p| p.bills[1].drawn_mw *= 0.99, "bill[a]@2026Q3 drawn_mw");
    named("drawn energy", &|p| p.draws[1].mwh *= 0.99, "drawn[a]@2026Q3 mwh");
    named("drawn too little", &|p| p.draws[3].mw *= 0.99, "site[s].drawn@2027Q1");
    named("energised", &|p| p.agreements[0].energised = p.finance[2].span.clone(), "agreement[a]@2026Q2");
    for milestone in ["demand charge", "energy charge", "curtailment", "deposit", "deposit returned"] {
        told.payment_is_named("agreement[a]", milestone);
    }
}

/// A plan with a supply that a developer brings, each of whose numbers is told apart.
#[test]
fn brought() {
    let own = "[supply.own]\nsite = \"s\"\npower = \"1 MW\"\navailability = \"90 %\"\nprice = \"20 USD/MWh\"\n";
    let terms = "[agreement.d]\nsupply = \"own\"\ncontracted = \"20 MW\"\nterm = \"5 years\"\ndemand = \"90 kUSD/MW/year\"\nminimum_demand = \"95 %\"\n";
    let site = site("it_power = { air = \"60 MW\" }\nconnection = \"10 MW\"");
    let honest = model(&format!("{BASE}{site}{own}{terms}{DEMAND}"));
    let told = Told::new(&honest);
    let named = |name: &str, edit: &dyn Fn(&mut Plan), sentence: &str| told.is_named(name, edit, sentence);
    named("what it brings", &|p| p.bills[0].supply_mw *= 0.99, "bill[d]@2026Q2 supply_mw");
    named("a connection", &|p| p.bills[0].connection_mw = 1.0, "bill[d]@2026Q2 connection_mw");
    named("drawn too little", &|p| p.draws[3].mw *= 0.99, "supply[own].drawn@2027Q1");
    named("whose", &|p| p.agreements[0].site = "t".into(), "agreement[d]@2026Q2: the plan says the site is t");
    told.payment_is_named("agreement[d]", "demand charge");
}
