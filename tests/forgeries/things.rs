//! Limits on power, orders and whole numbers.

use super::{BASE, DEMAND, Forgery, SITES, forgery, site};

#[test]
fn power() {
    let liquid = BASE.replace("[chip.k]", "[chip.k]\ncooling = \"liquid\"");
    let mut cases = vec![
        forgery(
            "it power",
            &[&site("it_power = { air = \"LIMIT MW\" }\nconnection = \"100 MW\""), DEMAND],
            "20",
            "20.2",
            &["site[s].it_power@"],
        ),
        forgery(
            "connection",
            &[&site("it_power = { air = \"60 MW\" }\nconnection = \"LIMIT MW\""), DEMAND],
            "20",
            "20.2",
            &["site[s].connection@"],
        ),
        forgery(
            "rating",
            &[
                &SITES.replace("n\"\npue", "m\"\npue"),
                "[line.l2]\nfrom = \"n\"\nto = \"m\"\nrating = \"LIMIT MW\"\n",
                DEMAND,
            ],
            "20",
            "20.2",
            &["line[l2].rating@"],
        ),
        forgery(
            "supply",
            &[
                SITES,
                "[node.o]\n[supply.o]\nnode = \"o\"\npower = \"LIMIT MW\"\n[site.o]\nregion = \"r\"\nnode = \"o\"\nit_power = { air = \"30 MW\" }\nconnection = \"100 MW\"\n",
                DEMAND,
            ],
            "20",
            "20.2",
            &["supply[o].power@"],
        ),
        forgery(
            "supply in a block",
            &[
                SITES,
                "[block.peak]\nhours = 100\n[block.rest]\nhours = 2090\n[node.o]\n[supply.o]\nnode = \"o\"\npower = \"40 MW\"\navailability = { peak = \"LIMIT %\" }\n[site.o]\nregion = \"r\"\nnode = \"o\"\nit_power = { air = \"30 MW\" }\nconnection = \"100 MW\"\n",
                DEMAND,
            ],
            "50",
            "50.5",
            &["supply[o].power@"],
        ),
        forgery(
            "least output",
            &[
                SITES,
                "[node.o]\nother_load = \"50 MW\"\n[supply.o]\nnode = \"o\"\npower = \"50 MW\"\n[supply.must]\nnode = \"o\"\npower = \"100 MW\"\nmin_output = \"LIMIT MW\"\nprice = \"300 USD/MWh\"\n",
                DEMAND,
            ],
            "20",
            "19.8",
            &["supply[must].min_output@"],
        ),
        forgery(
            "balance",
            &[
                SITES,
                "[node.o]\nother_load = \"LIMIT MW\"\n[supply.o]\nnode = \"o\"\npower = \"50 MW\"\nprice = \"1 USD/MWh\"\n",
                DEMAND,
            ],
            "20",
            "19.8",
            &["node[o].balance@"],
        ),
        forgery(
            "shedding",
            &[
                SITES,
                "[node.o]\nother_load = \"20 MW\"\nLIMIT\n[supply.o]\nnode = \"o\"\npower = \"50 MW\"\nprice = \"10 USD/MWh\"\n",
                DEMAND,
            ],
            "",
            "shed = \"9 USD/MWh\"",
            &["node[o].shed@", "payment[node[o],shedding]@"],
        ),
    ];
    let text = format!(
        "{liquid}{}{DEMAND}",
        site("it_power = { liquid = \"LIMIT MW\", air = \"20 MW\" }\nconnection = \"100 MW\"")
    );
    cases.push(Forgery { name: "liquid", text, honest: "20", wide: "20.2", breaks: &["site[s].liquid@"] });
    // The rating binds only where the other line does not serve.
    cases[2].text = cases[2].text.replace("rating = \"200 MW\"", "rating = \"5 MW\"");
    cases.iter().for_each(Forgery::is_named);
}

#[test]
fn orders() {
    let big = SITES.replace("40 MW", "400 MW");
    let expansion = |rest: &str| {
        format!(
            "[expansion.x]\nsite = \"s\"\nadds = {{ it_power = \"{rest}\nprice = \"1 M USD/MW\"\nlife = \"10 years\"\n"
        )
    };
    let small = site("connection = \"100 MW\"");
    let lease = |rest: &str| {
        format!(
            "[lease.x]\nsite = \"s\"\nterm = \"4 years\"\nfee = \"0.1 M USD/MW/year\"\nadds = {{ it_power = \"{rest}\n"
        )
    };
    let chip = |rest: &str| BASE.replace("[chip.k]", &format!("[chip.k]\n{rest}"));
    let text = |base: String| format!("{base}{big}{DEMAND}");
    let mut cases = vec![
        forgery("expansion", &[&small, &expansion("LIMIT MW\" }"), DEMAND], "10", "10.1", &["expansion[x].adds@"]),
        forgery(
            "its growth",
            &[&small, &expansion("50 MW\" }\ngrowth = { rate = \"10 %\", seed = \"LIMIT MW\" }"), DEMAND],
            "1",
            "1.01",
            &["expansion[x].growth@"],
        ),
        forgery("lease", &[&small, &lease("LIMIT MW\" }"), DEMAND], "10", "10.1", &["lease[x].adds@"]),
        forgery(
            "allotment",
            &[&big, "[allotment.a]\nvendor = \"v\"\nat_most = \"LIMIT chips/quarter\"\n", DEMAND],
            "5000",
            "5050",
            &["allotment[a].at_most@"],
        ),
        forgery(
            "cumulative",
            &[&big, "[allotment.a]\nvendor = \"v\"\ncumulative = \"LIMIT chips\"\n", DEMAND],
            "5000",
            "5050",
            &["allotment[a].cumulative"],
        ),
        forgery(
            "growth",
            &[&big, "[allotment.a]\nvendor = \"v\"\ngrowth = { rate = \"LIMIT\", seed = \"1000 chips\" }\n", DEMAND],
            "10 %",
            "12 %",
            &["allotment[a].growth@"],
        ),
        forgery(
            "owned",
            &[
                SITES,
                "[segment.q]\nworkload = \"w\"\nregion = \"r\"\nkind = \"market\"\nprice = \"1 kUSD/u/year\"\ndemand = \"60 k u\"\n[[fleet]]\nchip = \"k\"\nsite = \"s\"\nquantity = \"LIMIT chips\"\n",
            ],
            "10000",
            "10100",
            &["owned[s,k]@"],
        ),
    ];
    let mut add = |name, base: String, honest, wide, breaks| {
        cases.push(Forgery { name, text: text(base), honest, wide, breaks });
    };
    add("a chip's allotment", chip("allotment = \"LIMIT chips/quarter\""), "5000", "5050", &["chip[k].allotment@"]);
    add("sites", chip("sites = [LIMIT]"), "\"s\"", "\"s\", \"t\"", &["buy[k,t]@"]);
    add(
        "first order",
        chip("window = { start = \"LIMIT\" }"),
        "2026Q2",
        "2026Q1",
        &["buy[k,s]@2026Q1", "buy[k,t]@2026Q1"],
    );
    let last = chip("window = { start = \"2026Q2\", complete = \"LIMIT\" }");
    add("latest delivery", last, "2026Q3", "2026Q4", &["buy[k,s]@2026Q3", "buy[k,t]@2026Q3"]);
    // Nobody asks before 2026Q4, so no chip is ordered before it must be.
    let late = cases.last_mut().expect("a case was just added");
    late.text = late.text.replace("\"60 k u\"", "{ \"2026Q1\" = \"0 u\", \"2026Q4\" = \"60 k u\" }");
    cases.iter().for_each(Forgery::is_named);
}

#[test]
fn whole_lots_and_halls() {
    let lots = BASE.replace("[chip.k]", "[chip.k]\nlot = \"LIMIT chips\"");
    let hall = |rest: &str| {
        format!(
            "[project.h]\nsite = \"s\"\ncost = \"1 M USD\"\nlife = \"10 years\"\nadds = {{ it_power = \"10 MW\" }}\n{rest}\n"
        )
    };
    let small = site("connection = \"100 MW\"");
    let permit = "[project.permit]\ncost = \"1 M USD\"\nlead = \"2 quarters\"\n";
    let pair = "[project.a]\nsite = \"s\"\ncost = \"1 M USD\"\nlife = \"10 years\"\nadds = { it_power = \"10 MW\" }\n[project.b]\nsite = \"s\"\ncost = \"2 M USD\"\nlife = \"10 years\"\nadds = { it_power = \"9 MW\" }\n";
    let cases = [
        Forgery {
            name: "lots",
            text: format!("{lots}{SITES}{DEMAND}"),
            honest: "3000",
            wide: "1000",
            breaks: &["buy[k,"],
        },
        forgery(
            "pace",
            &[&small, &hall("copies = 3\nstarts_per_period = LIMIT"), DEMAND],
            "1",
            "2",
            &["project[h].starts_per_period@"],
        ),
        forgery(
            "copies",
            &[&small, &hall("copies = LIMIT"), DEMAND],
            "1",
            "2",
            &["project[h]: 2 copies are begun, there are 1"],
        ),
        forgery(
            "required",
            &[&small, &hall("required = true\ncopies = LIMIT").replace("1 M USD", "900 M USD"), DEMAND],
            "2",
            "1",
            &["project[h].required"],
        ),
        forgery(
            "window",
            &[&small, &hall("window = { start = \"LIMIT\" }"), DEMAND],
            "2026Q3",
            "2026Q2",
            &["project[h]@2026Q2: its window opens in 2026Q3"],
        ),
        forgery(
            "latest",
            &[
                &small,
                &hall(
                    "lead = \"1 quarter\"\nwindow = { start = \"2026Q2\", complete = \"2026Q4\" }\nrequired = true\nwith = [\"late\"]",
                ),
                "[project.late]\ncost = \"1 M USD\"\nwindow = { start = \"LIMIT\" }\n",
                DEMAND,
            ],
            "2026Q3",
            "2026Q2",
            &["project[late]@2026Q2: its window opens"],
        ),
        forgery("after", &[&small, &hall("after = [LIMIT]"), permit, DEMAND], "\"permit\"", "", &["project[h]@2026Q2"]),
        forgery(
            "lag",
            &[&small, &hall("after = [{ project = \"permit\", lag = \"LIMIT quarters\" }]"), permit, DEMAND],
            "1",
            "0",
            &["project[h]@2026Q3"],
        ),
        forgery("with", &[&small, &hall("with = [LIMIT]"), permit, DEMAND], "\"permit\"", "", &["project[h]@2026Q2"]),
        forgery(
            "needs",
            &[&small, &hall("needs = [LIMIT]"), permit, DEMAND],
            "\"permit\"",
            "",
            &["site[s].it_power@", "project[h]@2026Q2: the plan says it is in effect"],
        ),
        forgery(
            "at most one",
            &[&small, pair, "[group.g]\npick = \"at-most-one\"\nprojects = [\"a\"LIMIT]\n", DEMAND],
            ", \"b\"",
            "",
            &["group[g]"],
        ),
        forgery(
            "exactly one",
            &[
                &small,
                pair,
                "[project.c]\ncost = \"5 M USD\"\n[group.g]\npick = \"exactly-one\"\nprojects = [\"c\"LIMIT]\n",
                DEMAND,
            ],
            ", \"a\", \"b\"",
            "",
            &["group[g]"],
        ),
    ];
    cases.iter().for_each(Forgery::is_named);
}
