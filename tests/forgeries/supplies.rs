//! Supplies: behind a meter in both directions, as produced.

use super::{DEMAND, Forgery, SITES, forgery, site};

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
    cases.iter().for_each(Forgery::is_named);
}
