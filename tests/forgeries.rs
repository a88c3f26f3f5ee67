//! Consistent plans that break one limit: the audit rejects each by that limit's name.
//!
//! A forgery is solved under a model in which one limit is a little wider than in the honest one (1 %, or one where integers are
//! limited). So its decisions and all that follows from them fit together. Then every number that the honest model computes
//! otherwise (bounds, capacities) is written over, until nothing is left to object to but the limit itself.

use std::path::Path;

use capplan::audit::{Verdict, verify};
use capplan::domain::Model;
use capplan::formulation::Formulation;
use capplan::plan::types::Plan;
use capplan::solve::outcome::{Gap, Options};
use capplan::solve::run::solve;
use serde_json::Value;

use crate::support::run;

/// Six quarters, two sites on two nodes, two chips, more demand than can be served.
const BASE: &str = r#"
name    = "forged"
horizon = { start = "2026Q1", periods = 6 }
money   = { currency = "USD", discount_rate = "8 %/year" }

[workload.w]
unit = "u"
[region.r]
[region.far]
[node.n]
region = "r"
[node.m]
region = "r"
[line.l]
from   = "n"
to     = "m"
rating = "200 MW"
[supply.g]
node  = "n"
power = "500 MW"
price = "30 USD/MWh"

[chip.k]
vendor     = "v"
power      = "1 kW"
throughput = { w = "1 u" }
price      = "8 kUSD"
lead       = "1 quarter"
life       = "4 years"
payments   = { order = "50 %", delivery = "50 %" }
"#;

/// Sites, demand and projects that most forgeries share.
const SITES: &str = r#"
[site.s]
region     = "r"
node       = "n"
pue        = 1.2
it_power   = { air = "40 MW" }
connection = "100 MW"
[site.t]
region     = "r"
node       = "m"
pue        = 1.2
it_power   = { air = "10 MW" }
connection = "100 MW"
"#;
const DEMAND: &str = r#"
[segment.q]
workload = "w"
region   = "r"
kind     = "market"
price    = "9 kUSD/u/year"
demand   = "60 k u"
"#;

/// Reads a model from its text.
fn model(text: &str) -> Model {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("model.toml");
    std::fs::write(&path, text).expect("it can be written");
    let loaded = capplan::input::load(&path);
    loaded.model.unwrap_or_else(|| panic!("{:?}\n{text}", loaded.findings))
}

fn plan(model: &Model) -> Plan {
    let formulation = Formulation::new(model);
    let options = Options {
        gap: Gap::Share(0.0),
        ..Options::default()
    };
    let solved = solve(&formulation, &options).unwrap_or_else(|why| panic!("{why:?}"));
    capplan::plan::build::build(&formulation, &solved.outcome, Value::Null, String::new())
}

/// Writes over a number of the plan that is named as `ROW FIELD` or `totals.FIELD`; false where nothing is so named.
fn overwrite(plan: &mut Value, what: &str, found: f64) -> bool {
    if let Some((table @ ("totals" | "outcome"), field)) = what.split_once('.') {
        if let Some(goal) = field.strip_prefix("goals[0].") {
            plan[table]["goals"][0][goal] = found.into();
        } else {
            plan[table][field] = found.into();
        }
        return true;
    }
    let Some((id, field)) = what.rsplit_once(' ') else {
        return false;
    };
    let (only, id) = id
        .strip_prefix("after_horizon ")
        .map_or((None, id), |id| (Some("after_horizon"), id));
    let mut written = false;
    for (name, table) in plan.as_object_mut().expect("a plan is a table") {
        if only.is_some_and(|only| only != name) {
            continue;
        }
        for row in table.as_array_mut().into_iter().flatten() {
            if row["id"] == id && row.get(field).is_some() {
                row[field] = found.into();
                written = true;
            }
        }
    }
    written
}

/// Makes a plan consistent with a model: writes over every number that the audit computes otherwise, until only rules are broken.
fn consistent(model: &Model, plan: &Plan) -> (Plan, Verdict) {
    let mut text = serde_json::to_value(plan).expect("a plan is JSON");
    for _ in 0..4 {
        let now: Plan = serde_json::from_value(text.clone()).expect("it is still a plan");
        let verdict = verify(model, &now);
        let mut written = false;
        for d in &verdict.disagreements {
            if d.note.starts_with("the plan says")
                && let Some(found) = d.found
            {
                written |= overwrite(&mut text, &d.what, found);
            }
        }
        if !written {
            return (now, verdict);
        }
        // What was reported with the objective moves with it, so that only the forged limit is wrong.
        for field in ["objective", "bound"] {
            text["outcome"][field] = text["outcome"]["objective"].clone();
        }
        text["outcome"]["goals"][0]["best"] = text["outcome"]["goals"][0]["value"].clone();
    }
    panic!("the numbers of the plan do not settle");
}

fn sentences(verdict: &Verdict) -> Vec<String> {
    verdict.disagreements.iter().map(ToString::to_string).collect()
}

/// A limit written narrow and wide in the place of `LIMIT`; what is broken starts with one of these addresses.
struct Forgery {
    name: &'static str,
    text: String,
    honest: &'static str,
    wide: &'static str,
    breaks: &'static [&'static str],
}

fn forgery(
    name: &'static str,
    parts: &[&str],
    honest: &'static str,
    wide: &'static str,
    breaks: &'static [&'static str],
) -> Forgery {
    let text = format!("{BASE}{}", parts.concat());
    assert_eq!(text.matches("LIMIT").count(), 1, "{name}");
    Forgery {
        name,
        text,
        honest,
        wide,
        breaks,
    }
}

impl Forgery {
    fn forge(&self) -> (Model, Plan, Verdict) {
        let honest = model(&self.text.replace("LIMIT", self.honest));
        let own = plan(&honest);
        let agreed = verify(&honest, &own);
        assert!(
            agreed.agreed(),
            "{}: the honest plan is not accepted\n{agreed}",
            self.name
        );
        let wide = model(&self.text.replace("LIMIT", self.wide));
        let (forged, verdict) = consistent(&honest, &plan(&wide));
        (honest, forged, verdict)
    }

    fn is_named(&self) {
        let (_, _, verdict) = self.forge();
        let sentences = sentences(&verdict);
        assert!(!sentences.is_empty(), "{}: the forgery is accepted", self.name);
        for sentence in &sentences {
            let named = self.breaks.iter().any(|name| sentence.starts_with(name));
            assert!(
                named,
                "{}: expected only {:?}\n{}",
                self.name,
                self.breaks,
                sentences.join("\n")
            );
        }
        for name in self.breaks {
            assert!(
                sentences.iter().any(|s| s.starts_with(name)),
                "{}: no {name} in\n{}",
                self.name,
                sentences.join("\n")
            );
        }
    }
}

/// A site with `LIMIT` among its keys.
fn site(rest: &str) -> String {
    format!("[site.s]\nregion = \"r\"\nnode = \"n\"\npue = 1.2\n{rest}\n")
}

#[test]
fn power() {
    let liquid = BASE.replace("[chip.k]", "[chip.k]\ncooling = \"liquid\"");
    let mut cases = vec![
        forgery(
            "it power",
            &[
                &site("it_power = { air = \"LIMIT MW\" }\nconnection = \"100 MW\""),
                DEMAND,
            ],
            "20",
            "20.2",
            &["site[s].it_power@"],
        ),
        forgery(
            "connection",
            &[
                &site("it_power = { air = \"60 MW\" }\nconnection = \"LIMIT MW\""),
                DEMAND,
            ],
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
    cases.push(Forgery {
        name: "liquid",
        text,
        honest: "20",
        wide: "20.2",
        breaks: &["site[s].liquid@"],
    });
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
        forgery(
            "expansion",
            &[&small, &expansion("LIMIT MW\" }"), DEMAND],
            "10",
            "10.1",
            &["expansion[x].adds@"],
        ),
        forgery(
            "its growth",
            &[
                &small,
                &expansion("50 MW\" }\ngrowth = { rate = \"10 %\", seed = \"LIMIT MW\" }"),
                DEMAND,
            ],
            "1",
            "1.01",
            &["expansion[x].growth@"],
        ),
        forgery(
            "lease",
            &[&small, &lease("LIMIT MW\" }"), DEMAND],
            "10",
            "10.1",
            &["lease[x].adds@"],
        ),
        forgery(
            "allotment",
            &[
                &big,
                "[allotment.a]\nvendor = \"v\"\nat_most = \"LIMIT chips/quarter\"\n",
                DEMAND,
            ],
            "5000",
            "5050",
            &["allotment[a].at_most@"],
        ),
        forgery(
            "cumulative",
            &[
                &big,
                "[allotment.a]\nvendor = \"v\"\ncumulative = \"LIMIT chips\"\n",
                DEMAND,
            ],
            "5000",
            "5050",
            &["allotment[a].cumulative"],
        ),
        forgery(
            "growth",
            &[
                &big,
                "[allotment.a]\nvendor = \"v\"\ngrowth = { rate = \"LIMIT\", seed = \"1000 chips\" }\n",
                DEMAND,
            ],
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
        cases.push(Forgery {
            name,
            text: text(base),
            honest,
            wide,
            breaks,
        })
    };
    add(
        "a chip's allotment",
        chip("allotment = \"LIMIT chips/quarter\""),
        "5000",
        "5050",
        &["chip[k].allotment@"],
    );
    add(
        "sites",
        chip("sites = [LIMIT]"),
        "\"s\"",
        "\"s\", \"t\"",
        &["buy[k,t]@"],
    );
    add(
        "first order",
        chip("window = { start = \"LIMIT\" }"),
        "2026Q2",
        "2026Q1",
        &["buy[k,s]@2026Q1", "buy[k,t]@2026Q1"],
    );
    let last = chip("window = { start = \"2026Q2\", complete = \"LIMIT\" }");
    add(
        "latest delivery",
        last,
        "2026Q3",
        "2026Q4",
        &["buy[k,s]@2026Q3", "buy[k,t]@2026Q3"],
    );
    // Nobody asks before 2026Q4, so no chip is ordered before it must be.
    let late = cases.last_mut().expect("a case was just added");
    late.text = late
        .text
        .replace("\"60 k u\"", "{ \"2026Q1\" = \"0 u\", \"2026Q4\" = \"60 k u\" }");
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
            &[
                &small,
                &hall("required = true\ncopies = LIMIT").replace("1 M USD", "900 M USD"),
                DEMAND,
            ],
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
        forgery(
            "after",
            &[&small, &hall("after = [LIMIT]"), permit, DEMAND],
            "\"permit\"",
            "",
            &["project[h]@2026Q2"],
        ),
        forgery(
            "lag",
            &[
                &small,
                &hall("after = [{ project = \"permit\", lag = \"LIMIT quarters\" }]"),
                permit,
                DEMAND,
            ],
            "1",
            "0",
            &["project[h]@2026Q3"],
        ),
        forgery(
            "with",
            &[&small, &hall("with = [LIMIT]"), permit, DEMAND],
            "\"permit\"",
            "",
            &["project[h]@2026Q2"],
        ),
        forgery(
            "needs",
            &[&small, &hall("needs = [LIMIT]"), permit, DEMAND],
            "\"permit\"",
            "",
            &["site[s].it_power@", "project[h]@2026Q2: the plan says it is in effect"],
        ),
        forgery(
            "at most one",
            &[
                &small,
                pair,
                "[group.g]\npick = \"at-most-one\"\nprojects = [\"a\"LIMIT]\n",
                DEMAND,
            ],
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

#[test]
fn commitments() {
    let order = |cancel: &str| {
        format!(
            "[order.o]\nchip = \"k\"\nsite = \"s\"\nquantity = \"1 k chips\"\nordered = \"2025Q4\"\ndelivered = \"2026Q4\"\nto_pay = {{ \"2026Q4\" = \"90 M USD\" }}\n{cancel}\n"
        )
    };
    let cases = [
        forgery(
            "never",
            &[SITES, &order("LIMIT"), DEMAND],
            "",
            "cancel = { until = \"2026Q2\" }",
            &["order[o]: "],
        ),
        forgery(
            "until",
            &[
                SITES,
                &order("cancel = { until = \"LIMIT\", fee = \"1 M USD\" }"),
                DEMAND,
            ],
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
    let far = "[site.x]\nregion = \"far\"\nnode = \"n\"\nit_power = { air = \"10 MW\" }\nconnection = \"50 MW\"\n";
    let row = "[[path]]\nfrom = \"x\"\nto = \"r\"\nlatency = \"50 ms\"\ncost = \"1 USD/unit/year\"\n";
    let reach = |rest: &str| DEMAND.replace("kind ", &format!("{rest}\nkind "));
    let cases = [
        forgery("firm", &[SITES, firm, DEMAND], "5000", "4950", &["segment[f].demand@"]),
        forgery(
            "headroom",
            &[SITES, &reach("headroom = \"LIMIT %\"")],
            "6",
            "5",
            &["work[s,w:k]@", "work[t,w:k]@"],
        ),
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
        forgery(
            "budget",
            &[SITES, &budget("at_most = \"LIMIT M USD\""), DEMAND],
            "100",
            "101",
            &["budget[b].at_most"],
        ),
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
            &[
                SITES,
                &policy("orders"),
                "over = \"sum\"\nat_most = \"LIMIT chips\"\n",
                DEMAND,
            ],
            "9000",
            "9090",
            &["policy[y].at_most"],
        ),
        forgery(
            "policy at least",
            &[
                SITES,
                &policy("owned"),
                "periods = \"2027Q2\"\nat_least = \"LIMIT chips\"\n",
                poor,
            ],
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
            "patience",
            &[SITES, &floor("at_least = \"LIMIT M USD\""), DEMAND],
            "-50",
            "-50.5",
            &["patience[f]@"],
        ),
        forgery(
            "cumulative patience",
            &[
                SITES,
                &floor("per = \"cumulative\"\nat_least = \"LIMIT M USD\""),
                DEMAND,
            ],
            "-80",
            "-80.8",
            &["patience[f]@"],
        ),
    ];
    let text = format!("{late}{SITES}{early}{DEMAND}");
    cases.push(Forgery {
        name: "carry",
        text,
        honest: "10",
        wide: "12",
        breaks: &["budget[late].at_most"],
    });
    cases.iter().for_each(Forgery::is_named);
}

/// A plan whose limits are all kept, to be edited.
fn honest() -> (Model, Plan) {
    let hall = "[project.h]\nsite = \"s\"\ncost = \"10 M USD\"\nlead = \"1 quarter\"\nlife = \"10 years\"\nadds = { it_power = \"10 MW\" }\nwindow = { start = \"2026Q2\" }\n";
    let model = model(&format!("{BASE}{SITES}{hall}{DEMAND}"));
    let plan = plan(&model);
    let verdict = verify(&model, &plan);
    assert!(verdict.agreed(), "{verdict}");
    (model, plan)
}

#[test]
fn edits() {
    let (model, good) = honest();
    let named = |name: &str, edit: &dyn Fn(&mut Plan), sentence: &str| {
        let mut plan = good.clone();
        edit(&mut plan);
        let sentences = sentences(&verify(&model, &plan));
        assert!(
            sentences.iter().any(|s| s.starts_with(sentence)),
            "{name}: no {sentence} in\n{}",
            sentences.join("\n")
        );
    };
    named("objective", &|p| p.outcome.objective *= 1.01, "outcome.objective: ");
    named("salvage", &|p| p.salvage[0].usd_discounted *= 1.01, "salvage[");
    named(
        "total",
        &|p| p.totals.capital_usd_nominal *= 1.01,
        "totals.capital_usd_nominal: ",
    );
    named(
        "a zero",
        &|p| p.demand[0].unmet += p.demand[0].demand,
        "demand[q]@2026Q1 unmet: ",
    );
    named(
        "two sites swapped",
        &|p| {
            for row in &mut p.assignments {
                let other = if row.site == "s" { "t" } else { "s" };
                row.id = row.id.replacen(&format!("[{},", row.site), &format!("[{other},"), 1);
                row.site = other.to_owned();
            }
        },
        "owned[t,k]@",
    );
    named(
        "a start one period early",
        &|p| {
            let (row, first) = (&mut p.projects[0], p.finance[0].span.clone());
            row.id = row.id.replace(&row.begun.period, &first.period);
            row.begun = first;
        },
        "project[h]@2026Q1: its window opens in 2026Q2",
    );
}

#[test]
fn verify_ends_with_5_and_the_name() {
    let case = forgery(
        "budget",
        &[
            SITES,
            "[budget.b]\nperiods = \"2026\"\nat_most = \"LIMIT M USD\"\n",
            DEMAND,
        ],
        "100",
        "101",
        &[],
    );
    let (honest, mut forged, _) = case.forge();
    forged.inputs = capplan::input::write(&honest);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = serde_json::to_string(&forged).expect("a plan is JSON");
    std::fs::write(folder.path().join("plan.json"), text).expect("it can be written");
    let output = run(Path::new(folder.path()), &["verify", "plan.json"]);
    let words = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(5), "{words}");
    assert!(
        words.contains("budget[b].at_most: spends 101 M USD, may spend 100 M USD"),
        "{words}"
    );
}
