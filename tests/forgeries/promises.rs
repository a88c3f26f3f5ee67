//! Commitments, service and money.

use super::{BASE, DEMAND, Forgery, SITES, forgery};

#[test]
fn commitments() {
    let order = |cancel: &str| {
        format!(
            "[order.o]\nchip = \"k\"\nsite = \"s\"\nquantity = \"1 k chips\"\nordered = \"2025Q4\"\ndelivered = \"2026Q4\"\nto_pay = {{ \"2026Q4\" = \"90 M USD\" }}\n{cancel}\n"
        )
    };
    let cases = [
        forgery("never", &[SITES, &order("LIMIT"), DEMAND], "", "cancel = { until = \"2026Q2\" }", &["order[o]: "]),
        forgery(
            "until",
            &[SITES, &order("cancel = { until = \"LIMIT\", fee = \"1 M USD\" }"), DEMAND],
            "2026Q2",
            "2026Q3",
            &["order[o]"],
        ),
        forgery(
            "part",
            &[
                SITES,
                &order("cancel = { until = \"2026Q1\", fee = \"85 M USD\", part = LIMIT }"),
                "[budget.b]\nperiods = \"2026Q4\"\nat_most = \"45 M USD\"\n",
                DEMAND,
            ],
            "false",
            "true",
            &["order[o]"],
        ),
    ];
    cases.iter().for_each(Forgery::is_named);
}

#[test]
fn service() {
    let firm = "[segment.f]\nworkload = \"w\"\nregion = \"r\"\nkind = \"firm\"\ndemand = { \"2026Q1\" = \"0 u\", \"2026Q2\" = \"LIMIT u\" }\n";
    let waits = "[segment.e]\nworkload = \"w\"\nregion = \"r\"\nkind = \"market\"\nprice = \"9 kUSD/u/year\"\ndemand = { \"2026Q1\" = \"0 u\", \"2026Q3\" = \"60 k u\", \"2026Q4\" = \"30 k u\" }\ndefer = { up_to = \"LIMIT %\", penalty = \"10 USD/u/year\" }\n";
    let far = "[site.x]\nregion = \"far\"\nnode = \"n\"\nit_power = { air = \"10 MW\" }\nconnection = \"50 MW\"\n";
    let row = "[[path]]\nfrom = \"x\"\nto = \"r\"\nlatency = \"50 ms\"\ncost = \"1 USD/unit/year\"\n";
    let reach = |rest: &str| DEMAND.replace("kind ", &format!("{rest}\nkind "));
    let cases = [
        forgery("firm", &[SITES, firm, DEMAND], "5000", "4950", &["segment[f].demand@"]),
        forgery("waiting", &[SITES, waits], "10", "10.1", &["segment[e].defer.up_to@"]),
        forgery("headroom", &[SITES, &reach("headroom = \"LIMIT %\"")], "6", "5", &["work[s,w:k]@", "work[t,w:k]@"]),
        forgery(
            "one site",
            &[SITES, &reach("placement = \"LIMIT\"")],
            "one-site",
            "anywhere",
            &["segment[q]: it must have one site"],
        ),
        forgery(
            "latency",
            &[SITES, far, row, &reach("reach = { latency = \"LIMIT ms\" }")],
            "49",
            "50",
            &["served[q,x]@"],
        ),
        forgery(
            "residency",
            &[SITES, far, &reach("reach = { regions = [\"r\"LIMIT] }")],
            "",
            ", \"far\"",
            &["served[q,x]@"],
        ),
        forgery(
            "residency by site",
            &[SITES, &reach("reach = { sites = [\"s\"LIMIT] }")],
            "",
            ", \"t\"",
            &["served[q,t]@"],
        ),
    ];
    cases.iter().for_each(Forgery::is_named);
}

#[test]
fn money() {
    let budget = |rest: &str| format!("[budget.b]\nperiods = \"2026\"\n{rest}\n");
    let early = "[budget.early]\nperiods = \"2026Q1\"\nat_most = \"50 M USD\"\nunspent = { to = \"late\", up_to = \"LIMIT %\" }\nfilter = { category = [\"chips\"] }\n[budget.late]\nperiods = \"2026Q2..2026Q4\"\nat_most = \"100 M USD\"\nfilter = { category = [\"chips\"] }\n";
    let policy = |measure: &str| format!("[policy.y]\nmeasure = \"{measure}\"\n");
    let late = BASE.replace("[chip.k]", "[chip.k]\nwindow = { start = \"2026Q2\" }");
    let floor = |rest: &str| format!("[patience.f]\n{rest}\n");
    let bend = |at_most: &str| {
        format!("at_most = \"100 M USD\"\nbend = {{ price = \"0.001 USD/USD\", at_most = \"{at_most} M USD\" }}")
    };
    let poor = "[segment.q]\nworkload = \"w\"\nregion = \"r\"\nkind = \"market\"\nprice = \"1 kUSD/u/year\"\ndemand = \"60 k u\"\n";
    let mut cases = vec![
        forgery("budget", &[SITES, &budget("at_most = \"LIMIT M USD\""), DEMAND], "100", "101", &["budget[b].at_most"]),
        forgery(
            "at least",
            &[SITES, &budget("at_least = \"LIMIT M USD\""), poor],
            "100",
            "99",
            &["budget[b].at_least"],
        ),
        forgery(
            "bent too far",
            &[SITES, &budget(&bend("LIMIT")), DEMAND],
            "20",
            "21",
            &["budget[b].at_most: it is bent by"],
        ),
        forgery(
            "policy",
            &[SITES, &policy("orders"), "over = \"sum\"\nat_most = \"LIMIT chips\"\n", DEMAND],
            "9000",
            "9090",
            &["policy[y].at_most"],
        ),
        forgery(
            "policy at least",
            &[SITES, &policy("owned"), "periods = \"2027Q2\"\nat_least = \"LIMIT chips\"\n", poor],
            "9000",
            "8910",
            &["policy[y].at_least@"],
        ),
        forgery(
            "share",
            &[
                SITES,
                &policy("served"),
                "filter = { site = [\"t\"], workload = [\"w\"] }\nof = { measure = \"served\", filter = { workload = [\"w\"] } }\nat_most = \"LIMIT %\"\n",
                DEMAND,
            ],
            "10",
            "10.1",
            &["policy[y].at_most@"],
        ),
        forgery(
            "energy",
            &[SITES, &policy("energy"), "at_most = \"LIMIT MWh\"\n", DEMAND],
            "50000",
            "50500",
            &["policy[y].at_most@"],
        ),
        forgery(
            "cooling water",
            &[
                &SITES.replace("connection =", "water = \"1.8 L/kWh\"\nconnection ="),
                &policy("water"),
                "filter = { site = \"t\" }\nat_most = \"LIMIT m3\"\n",
                DEMAND,
            ],
            "20000",
            "20200",
            &["policy[y].at_most@"],
        ),
        forgery("patience", &[SITES, &floor("at_least = \"LIMIT M USD\""), DEMAND], "-50", "-50.5", &["patience[f]@"]),
        forgery(
            "cumulative patience",
            &[SITES, &floor("per = \"cumulative\"\nat_least = \"LIMIT M USD\""), DEMAND],
            "-80",
            "-80.8",
            &["patience[f]@"],
        ),
    ];
    let text = format!("{late}{SITES}{early}{DEMAND}");
    cases.push(Forgery { name: "carry", text, honest: "10", wide: "12", breaks: &["budget[late].at_most"] });
    cases.iter().for_each(Forgery::is_named);
}
