//! The bundled models mean something: sanity that their inputs do not simply restate, and that they decide something.
//!
//! One solve at 0.5 % is shared by all; the rest is asked of the linear relaxation.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use capplan::domain::Model;
use capplan::formulation::Formulation;
use capplan::input;
use capplan::solve::outcome::{Gap, Options};
use capplan::solve::run::solve;
use capplan::solve::worth::{of_steps, standing};
use serde_json::Value;

use crate::support::{plan_of, root};

/// The plan of `amazon-2026` at 0.5 %: at 1 %, which small projects are begun is luck.
fn plan() -> &'static Value {
    static PLAN: OnceLock<Value> = OnceLock::new();
    PLAN.get_or_init(|| plan_of("amazon-2026", &["--gap", "0.5%"]))
}

fn inputs() -> &'static Value {
    static INPUTS: OnceLock<Value> = OnceLock::new();
    INPUTS.get_or_init(|| {
        let loaded = input::load(&root().join("models/amazon-2026"));
        input::write(&loaded.model.expect("the bundled model is valid"))
    })
}

fn rows<'p>(plan: &'p Value, table: &str) -> &'p [Value] {
    plan[table].as_array().expect("a table is a list")
}

fn number(row: &Value, key: &str) -> f64 {
    row[key].as_f64().unwrap_or_else(|| panic!("{key} of {row}"))
}

/// Facility MW that the IT capacity of all sites makes possible at the end of a period.
fn facility_mw(plan: &Value, period: &str) -> f64 {
    let of_period = rows(plan, "sites").iter().filter(|row| row["period"] == period);
    of_period
        .map(|row| {
            let site = row["site"].as_str().expect("a site has a name");
            let pue = plan["inputs"]["site"][site]["pue"].as_f64().expect("a site has a PUE");
            (number(row, "it_mw") * pue).min(number(row, "connection_mw"))
        })
        .sum()
}

/// The day-one facility MW of all sites, from the inputs.
fn facility_mw_on_day_one(plan: &Value) -> f64 {
    let sites = plan["inputs"]["site"].as_object().expect("there are sites");
    let mw = |site: &Value, pointer: &str| site.pointer(pointer).and_then(Value::as_f64).unwrap_or(0.0);
    let facility = |site: &Value| {
        let it = mw(site, "/it_power/liquid/value") + mw(site, "/it_power/air/value");
        (it * mw(site, "/pue")).min(mw(site, "/connection/value"))
    };
    sites.values().map(facility).sum()
}

/// Asked of the relaxation, which is solved to its end: plans near the best differ by a tenth in a single year.
#[test]
fn five_to_eight_gigawatts_come_a_year() {
    let best = plan_of("amazon-2026", &["--relax"]);
    let (start, of_2026, of_2027) =
        (facility_mw_on_day_one(&best), facility_mw(&best, "2026Q4"), facility_mw(&best, "2027Q4"));
    for (year, added) in [("2026", of_2026 - start), ("2027", of_2027 - of_2026)] {
        assert!((5_000.0..=8_000.0).contains(&added), "{year} makes {added:.0} MW of facility power possible");
    }
    let used = |period: &str| -> f64 {
        rows(plan(), "sites").iter().filter(|row| row["period"] == period).map(|row| number(row, "facility_mw")).sum()
    };
    let added = used("2027Q4") - used("2026Q4");
    assert!((5_000.0..=8_000.0).contains(&added), "2027 uses {added:.0} MW more facility power");
}

#[test]
fn it_power_is_less_than_facility_power_and_fits_the_connection() {
    let mut used = 0;
    for row in rows(plan(), "sites") {
        let (it, facility, connection) =
            (number(row, "used_mw"), number(row, "facility_mw"), number(row, "connection_mw"));
        // What stands behind the meter needs no connection.
        let given = connection + number(row, "own_supply_mw");
        assert!(facility <= given + 1e-6 * given.max(1.0), "{row}");
        if it > 0.0 {
            used += 1;
            assert!(it < facility, "{row}");
        }
    }
    assert!(used > 200, "only {used} rows use power");
}

/// The gain in USD a MW-year of one more MW of connection and halls at a site in all quarters of 2027, by a re-solve.
#[test]
fn a_megawatt_year_is_worth_a_few_million_where_power_binds() {
    let model = model(inputs());
    let formulation = Formulation::new(&model);
    let options = Options { relax: true, ..Options::default() };
    let mut solved = solve(&formulation, &options).expect("the bundled model has a plan");
    let before = standing(&formulation, &mut solved).expect("the relaxation stands");
    let mut worth: Vec<(f64, String)> = Vec::new();
    for (s, _) in model.sites.iter() {
        let of_site = |row: &capplan::solve::state::StatedRow| {
            matches!(row.key.of, capplan::formulation::key::Of::Site(site) if site == s)
                && row.key.p.is_some_and(|p| (4..8).contains(&p))
        };
        let steps: Vec<(usize, f64)> =
            solved.stated.rows.iter().enumerate().filter(|(_, row)| of_site(row)).map(|(n, _)| (n, 1.0)).collect();
        let gain = of_steps(&formulation, &mut solved, before, &steps).expect("more never hurts");
        worth.push((gain, model.sites.name(s).to_owned()));
    }
    worth.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (best, site) = &worth[0];
    assert!((1.0..=13.0).contains(best), "a MW-year at {site} is worth {best:.2} M USD: {worth:?}");
    let binding = worth.iter().filter(|(gain, _)| *gain > 1.0).count();
    assert!(binding >= 3, "power binds at {binding} sites: {worth:?}");
}

/// Twice the power of the end of 2025, by the end of 2027, with new power in Northern Virginia alone.
#[test]
fn northern_virginia_alone_cannot_double_it() {
    let mut inputs = inputs().clone();
    let day_one: f64 = {
        let mw = |site: &Value| {
            ["/it_power/liquid/value", "/it_power/air/value"]
                .map(|p| site.pointer(p).and_then(Value::as_f64).unwrap_or(0.0))
        };
        inputs["site"].as_object().expect("there are sites").values().flat_map(mw).sum()
    };
    inputs["policy"]["doubling"] = serde_json::json!({
        "measure": "it_mw", "periods": "2027Q4..2027Q4",
        "at_least": { "value": 1.5 * day_one, "unit": "MW" },
    });
    let relax = Options { relax: true, ..Options::default() };
    let anywhere = model(&inputs);
    assert!(
        solve(&Formulation::new(&anywhere), &relax).is_ok(),
        "half as much again can be had when all campuses may grow"
    );
    for (name, project) in inputs["project"].as_object_mut().expect("there are projects") {
        if !name.starts_with("northern-virginia/") && project.get("committed").is_none() {
            project["window"] = serde_json::json!({ "start": "2030Q4" });
        }
    }
    inputs["policy"]["doubling"]["at_least"]["value"] = (2.0 * day_one).into();
    let virginia = model(&inputs);
    let failed = solve(&Formulation::new(&virginia), &relax).err();
    assert!(matches!(failed, Some(capplan::solve::outcome::Failure::Infeasible)), "{failed:?}");
}

#[test]
fn a_third_to_two_thirds_of_the_open_projects_are_begun() {
    let open: BTreeSet<&String> = plan()["inputs"]["project"]
        .as_object()
        .expect("there are projects")
        .iter()
        .filter(|(_, project)| project.get("committed").is_none())
        .map(|(name, _)| name)
        .collect();
    let begun: BTreeSet<&str> = rows(plan(), "projects")
        .iter()
        .filter(|row| row["state"] == "planned")
        .filter_map(|row| row["project"].as_str())
        .collect();
    let share = begun.len() as f64 / open.len() as f64;
    assert!((1.0 / 3.0..=2.0 / 3.0).contains(&share), "{} of {} open projects are begun", begun.len(), open.len());
}

#[test]
fn each_kind_of_limit_binds_somewhere() {
    let mut tight: BTreeMap<&str, usize> = BTreeMap::new();
    for limit in rows(plan(), "limits") {
        let (slack, bound) = (number(limit, "slack"), number(limit, "bound"));
        if bound.abs() > 0.0 && slack.abs() <= 1e-6 * bound.abs() {
            *tight.entry(limit["block"].as_str().expect("a block has a name")).or_default() += 1;
        }
    }
    for block in ["budget_at_most", "allotment_rate", "site_connection", "site_it_power", "line_rating"] {
        assert!(tight.contains_key(block), "no row of {block} binds: {tight:?}");
    }
    let prices = rows(plan(), "prices");
    assert!(
        prices.iter().any(|row| row["block"] == "project_needs" || row["block"] == "project_effect"),
        "no prerequisite has a price"
    );
}

fn model(inputs: &Value) -> Model {
    let loaded = input::from_value(inputs);
    loaded.model.unwrap_or_else(|| panic!("{}", loaded.findings.render(false)))
}

/// The objective of the relaxation, M USD.
fn relaxed(inputs: &Value) -> f64 {
    let model = model(inputs);
    let options = Options { relax: true, gap: Gap::Share(0.0), ..Options::default() };
    let solved = solve(&Formulation::new(&model), &options).expect("taking a feature away leaves a plan");
    solved.outcome.goals[0].best / 1e6
}

/// A feature, and how to take it away.
type Removal = (&'static str, fn(&mut Value));

const FEATURES: &[Removal] = &[
    ("cancellation", |m| {
        each(m, "project", |p| {
            drop(p.pointer_mut("/committed").and_then(Value::as_object_mut).and_then(|c| c.remove("cancel")))
        });
        each(m, "order", |o| drop(o.as_object_mut().and_then(|o| o.remove("cancel"))));
    }),
    ("carry", |m| {
        each(m, "budget", |b| drop(b.as_object_mut().and_then(|b| b.insert("unspent".into(), "lost".into()))))
    }),
    ("allotments of chips", |m| each(m, "chip", |k| drop(k.as_object_mut().and_then(|k| k.remove("allotment"))))),
    ("allotments", |m| remove(m, "allotment")),
    ("lags", |m| {
        for kind in ["after", "with", "needs"] {
            each(m, "project", |p| {
                for relation in p.get_mut(kind).and_then(Value::as_array_mut).into_iter().flatten() {
                    relation["lag"] = serde_json::json!({ "value": 0, "unit": "months" });
                }
            });
        }
    }),
    ("prerequisites", |m| {
        for kind in ["after", "with", "needs"] {
            each(m, "project", |p| drop(p.as_object_mut().and_then(|p| p.remove(kind))));
        }
    }),
    ("chip preference", |m| each(m, "segment", |q| drop(q.as_object_mut().and_then(|q| q.remove("chips"))))),
    ("patience", |m| remove(m, "patience")),
    ("leases", |m| remove(m, "lease")),
    ("expansions", |m| {
        remove(m, "expansion");
        remove(m, "allotment/modular");
    }),
    ("headroom", |m| each(m, "segment", |q| drop(q.as_object_mut().and_then(|q| q.remove("headroom"))))),
    ("groups", |m| remove(m, "group")),
    ("starts per period", |m| {
        each(m, "project", |p| drop(p.as_object_mut().and_then(|p| p.remove("starts_per_period"))))
    }),
    ("windows", |m| {
        for table in ["project", "chip", "lease", "expansion"] {
            each(m, table, |row| drop(row.as_object_mut().and_then(|row| row.remove("window"))));
        }
    }),
    ("budgets", |m| remove(m, "budget")),
    ("policies", |m| remove(m, "policy")),
    ("carbon price", |m| drop(m["money"].as_object_mut().and_then(|money| money.remove("carbon_price")))),
    ("path costs", |m| {
        for path in m["path"].as_array_mut().into_iter().flatten() {
            drop(path.as_object_mut().and_then(|path| path.remove("cost")));
        }
    }),
    ("fixed O&M of chips", |m| each(m, "chip", |k| drop(k.as_object_mut().and_then(|k| k.remove("fixed_om"))))),
    ("ratings of lines", |m| {
        each(m, "line", |line| drop(line.as_object_mut().and_then(|line| line.remove("rating"))));
        if let Some(expansions) = m.get_mut("expansion").and_then(Value::as_object_mut) {
            expansions.retain(|_, expansion| expansion.get("line").is_none());
        }
    }),
    ("the law of flow", |m| m["flow"] = "transport".into()),
    ("transit of others", |m| {
        each(m, "node", |node| drop(node.as_object_mut().and_then(|node| node.remove("other_load"))));
    }),
    ("parts of a day", |m| each(m, "block", |block| block["load_factor"]["value"] = 0.78.into())),
    ("letters", |m| {
        remove(m, "agreement");
        remove(m, "group/columbus-step-2");
    }),
    ("salvage", |m| each(m, "project", |p| p["salvage"] = "none".into())),
];

fn each(model: &mut Value, table: &str, change: impl Fn(&mut Value)) {
    if let Some(rows) = model.get_mut(table).and_then(Value::as_object_mut) {
        rows.values_mut().for_each(change);
    }
}

fn remove(model: &mut Value, what: &str) {
    match what.split_once('/') {
        Some((table, row)) => drop(model[table].as_object_mut().and_then(|rows| rows.remove(row))),
        None => drop(model.as_object_mut().and_then(|model| model.remove(what))),
    }
}

#[test]
fn every_feature_moves_the_relaxation() {
    let base = relaxed(inputs());
    let mut still = Vec::new();
    for (feature, take_away) in FEATURES {
        let mut changed = inputs().clone();
        take_away(&mut changed);
        assert!(&changed != inputs(), "{feature} is not in the model");
        let without = relaxed(&changed);
        if (without - base).abs() <= 1e-6 * base.abs() {
            still.push(format!("{feature}: {base:.3} -> {without:.3}"));
        }
    }
    assert!(still.is_empty(), "taking these away changes nothing: {still:?}");
}
