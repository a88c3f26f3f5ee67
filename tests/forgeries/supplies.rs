//! Supplies: behind a meter in both directions, as produced.

use capplan::plan::types::Plan;

use super::{BASE, DEMAND, Forgery, SITES, Told, forgery, site};
use crate::support::models::model;

#[test]
fn supplies() {
    let own = "[supply.own]\nsite = \"s\"\npower = \"10 MW\"\n";
    let cases: Vec<Forgery> = vec![
        forgery(
            "connection beside own supply",
            &[&site("it_power = { air = \"60 MW\" }\nconnection = \"LIMIT MW\""), own, DEMAND],
            "20",
            "20.2",
            &["site[s].connection@"],
        ),
        forgery(
            "own supply",
            &[
                &site("it_power = { air = \"60 MW\" }\nconnection = \"20 MW\""),
                &own.replace("10 MW", "LIMIT MW"),
                DEMAND,
            ],
            "20",
            "20.2",
            &["supply[own].power@"],
        ),
        forgery(
            "export",
            &[
                SITES,
                "[node.o]\nother_load = \"50 MW\"\n[supply.o]\nnode = \"o\"\npower = \"50 MW\"\nprice = \"300 USD/MWh\"\n[supply.own]\nsite = \"o\"\npower = \"90 MW\"\n[site.o]\nregion = \"r\"\nnode = \"o\"\nit_power = { air = \"3 MW\" }\nconnection = \"LIMIT MW\"\n",
                DEMAND,
            ],
            "20",
            "20.2",
            &["site[o].export@"],
        ),
        forgery(
            "as produced",
            &[
                SITES,
                "[node.o]\nother_load = \"50 MW\"\n[supply.o]\nnode = \"o\"\npower = \"50 MW\"\nprice = \"30 USD/MWh\"\n[supply.wind]\nnode = \"o\"\npower = \"40 MW\"\noutput = \"as-produced\"\navailability = \"LIMIT %\"\nprice = \"60 USD/MWh\"\n",
                DEMAND,
            ],
            "50",
            "49.5",
            &["supply[wind].power@"],
        ),
    ];
    let mut clean = forgery(
        "carbon-free",
        &[
            &site("it_power = { air = \"60 MW\" }\nconnection = \"100 MW\""),
            own,
            "[policy.clean]\nmeasure = \"carbon_free\"\nfilter = { region = \"r\" }\nof = { measure = \"energy\" }\nat_least = \"LIMIT %\"\n",
            DEMAND,
        ],
        "50",
        "49.5",
        &["policy[clean].at_least@"],
    );
    clean.text = clean.text.replace("power = \"500 MW\"", "power = \"500 MW\"\ncarbon = \"0.4 t/MWh\"");
    clean.is_named();
    cases.iter().for_each(Forgery::is_named);
}

/// A plan with a contract for power, each of whose numbers is told apart.
#[test]
fn supply_bills() {
    let terms = "power = \"500 MW\"\nminimum_bill = \"60 %\"\ndemand = \"9 kUSD/MW/year\"\nminimum_demand = \"85 %\"\ncontracted = \"90 MW\"";
    let honest = model(&format!("{}{SITES}{DEMAND}", BASE.replace("power = \"500 MW\"", terms)));
    let told = Told::new(&honest);
    let named = |name: &str, edit: &dyn Fn(&mut Plan), sentence: &str| told.is_named(name, edit, sentence);
    named("billed", &|p| p.supply_bills[0].billed_mw *= 0.99, "supply_bill[g]@2026Q1 billed_mw");
    named("billed energy", &|p| p.supply_bills[0].billed_mwh *= 0.99, "supply_bill[g]@2026Q1 billed_mwh");
    named("contracted", &|p| p.supply_bills[1].contracted_mw *= 0.99, "supply_bill[g]@2026Q2 contracted_mw");
    named("peak", &|p| p.supply_bills[2].peak_mw *= 0.99, "supply_bill[g]@2026Q3 peak_mw");
    named("taken", &|p| p.supply_bills[2].taken_mwh *= 0.99, "supply_bill[g]@2026Q3 taken_mwh");
    named("left out", &|p| drop(p.supply_bills.remove(3)), "supply_bill[g]@2026Q4");
    for milestone in ["demand charge", "energy charge"] {
        told.payment_is_named("supply[g]", milestone);
    }
}
