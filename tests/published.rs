//! Problems whose optimum others have published, or that can be enumerated, through ordinary model files and commands.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::plans::{assert_near, assert_verified, number, plan_at};
use crate::support::root;

fn model(name: &str) -> PathBuf {
    root().join("tests/published").join(name)
}

/// The ids of the projects begun.
fn begun(plan: &Value) -> BTreeSet<String> {
    let rows = plan["projects"].as_array().expect("there is a table of projects");
    rows.iter().map(|row| row["project"].as_str().expect("an id is text").to_owned()).collect()
}

// --- capacitated facility location: the OR-Library ------------------------------------------------------------------

/// An instance of the OR-Library's `capopt`: sites (capacity, fixed cost) and customers (demand, cost of all of it from each site).
struct Instance {
    sites: Vec<(f64, f64)>,
    customers: Vec<(f64, Vec<f64>)>,
}

fn read_instance(text: &str) -> Instance {
    let mut numbers = text.split_whitespace().map(|word| word.parse::<f64>().expect("the file holds numbers"));
    let mut next = || numbers.next().expect("the file is complete");
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let (sites, customers) = (next() as usize, next() as usize);
    Instance {
        sites: (0..sites).map(|_| (next(), next())).collect(),
        customers: (0..customers).map(|_| (next(), (0..sites).map(|_| next()).collect())).collect(),
    }
}

/// Writes an instance as a model of one year: a unit of capacity is a chip of 1 kW that costs nothing, a unit of money 1,000 USD.
fn write_model(instance: &Instance, folder: &Path) {
    let head = r#"name    = "facility-location"
horizon = { start = "2026", periods = 1 }
money   = { currency = "USD", discount_rate = "0 %/year" }
goal    = ["cost"]

[tables]
site    = "sites.csv"
project = "projects.csv"
segment = "segments.csv"
paths   = "paths.csv"

[region.here]

[workload.goods]
unit = "piece"

[chip.shelf]
power      = "1 kW"
throughput = { goods = "1 piece" }
price      = "0 USD"
"#;
    let mut sites = "id,region\n".to_owned();
    let mut projects = "id,site,adds.it_power [kW],cost [kUSD]\n".to_owned();
    for (i, (capacity, cost)) in instance.sites.iter().enumerate() {
        let _ = writeln!(sites, "s{i},here");
        let _ = writeln!(projects, "open-s{i},s{i},{capacity},{cost}");
    }
    let mut segments = "id,workload,region,kind,demand [piece]\n".to_owned();
    let mut paths = "from,to,cost [kUSD/piece/year]\n".to_owned();
    for (j, (demand, costs)) in instance.customers.iter().enumerate() {
        let _ = writeln!(segments, "c{j},goods,here,firm,{demand}");
        for (i, cost) in costs.iter().enumerate() {
            let _ = writeln!(paths, "s{i},c{j},{}", cost / demand);
        }
    }
    let files = [
        ("model.toml", head),
        ("sites.csv", &sites),
        ("projects.csv", &projects),
        ("segments.csv", &segments),
        ("paths.csv", &paths),
    ];
    for (name, text) in files {
        std::fs::write(folder.join(name), text).expect("the temporary folder can be written");
    }
}

/// Solves an instance of the folder that `CAPPLAN_CASES` names, and holds its cost to the published optimum.
fn hold_to_library(name: &str, published: f64) {
    let Some(cases) = std::env::var_os("CAPPLAN_CASES") else {
        println!("{name} is not looked at: CAPPLAN_CASES names no folder of cases");
        return;
    };
    let file = Path::new(&cases).join("facility-location").join(format!("{name}.txt"));
    let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let folder = tempfile::tempdir().expect("a temporary folder");
    write_model(&read_instance(&text), folder.path());
    let plan = plan_at(folder.path(), &["--gap", "0"]);
    assert_eq!(plan["outcome"]["status"], "optimal");
    assert_near(number(&plan, "/totals/cost_usd") / 1000.0, published, name);
    assert_near(number(&plan, "/outcome/bound") / 1000.0, published, name);
    assert_verified(&plan);
}

/// J. E. Beasley, "An algorithm for solving large capacitated warehouse location problems", European Journal of Operational
/// Research 33 (1988); the OR-Library, `capopt`.
#[test]
fn facility_location_of_the_library_cap41() {
    hold_to_library("cap41", 1_040_444.375);
}

/// As [`facility_location_of_the_library_cap41`].
#[test]
fn facility_location_of_the_library_cap71() {
    hold_to_library("cap71", 932_615.750);
}

/// As [`facility_location_of_the_library_cap41`].
#[test]
fn facility_location_of_the_library_cap131() {
    hold_to_library("cap131", 793_439.562);
}

// --- four sites, six customers: enumeration -------------------------------------------------------------------------

/// The data of `four-sites.toml`, in whole thousands of jobs and millions of dollars.
struct FourSites {
    capacity: Vec<i64>,
    fixed: Vec<i64>,
    demand: Vec<i64>,
    /// Cost of a thousand jobs by site and customer.
    cost: Vec<Vec<i64>>,
}

/// The whole number at the start of a quantity: all units of the file fit together.
fn whole(value: &toml::Value) -> i64 {
    let text = value.as_str().expect("a quantity is text");
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().expect("a quantity starts with a whole number")
}

fn four_sites() -> FourSites {
    let text = std::fs::read_to_string(model("four-sites.toml")).expect("the model is there");
    let table: toml::Table = text.parse().expect("the model is TOML");
    let mut data = FourSites { capacity: Vec::new(), fixed: Vec::new(), demand: Vec::new(), cost: vec![vec![0; 6]; 4] };
    for i in 1..=4 {
        let project = &table["project"][format!("open-s{i}").as_str()];
        data.capacity.push(whole(&project["adds"]["it_power"]));
        data.fixed.push(whole(&project["cost"]));
    }
    for j in 1..=6 {
        data.demand.push(whole(&table["segment"][format!("c{j}").as_str()]["demand"]));
    }
    let paths = table["path"].as_array().expect("paths are a list");
    assert_eq!(paths.len(), 24);
    for path in paths {
        let at =
            |key: &str| path[key].as_str().expect("an id is text")[1..].parse::<usize>().expect("ids are numbered") - 1;
        data.cost[at("from")][at("to")] = whole(&path["cost"]);
    }
    data
}

/// An arc of a network: from, to, what it can still carry, cost of a unit.
type Arc = (usize, usize, i64, i64);

/// The least cost of serving all demand, shared as one likes, from a set of open sites; `None` where they carry too little.
/// Successive shortest paths: nodes 0..4 are the sites, 4..10 the customers, 10 and 11 source and sink; arc n ^ 1 is the reverse of arc n.
fn transport(data: &FourSites, open: &[usize]) -> Option<i64> {
    let (source, sink) = (10, 11);
    let mut arcs: Vec<Arc> = Vec::new();
    let mut join =
        |from: usize, to: usize, room: i64, cost: i64| arcs.extend([(from, to, room, cost), (to, from, 0, -cost)]);
    for &i in open {
        join(source, i, data.capacity[i], 0);
        for (j, cost) in data.cost[i].iter().enumerate() {
            join(i, 4 + j, i64::MAX, *cost);
        }
    }
    for (j, demand) in data.demand.iter().enumerate() {
        join(4 + j, sink, *demand, 0);
    }
    let (mut left, mut total): (i64, i64) = (data.demand.iter().sum(), 0);
    while left > 0 {
        let mut reached: Vec<Option<(i64, usize)>> = vec![None; 12];
        reached[source] = Some((0, usize::MAX));
        for _ in 0..12 {
            for (n, &(from, to, room, cost)) in arcs.iter().enumerate() {
                let Some((so_far, _)) = reached[from] else { continue };
                if room > 0 && reached[to].is_none_or(|(known, _)| so_far + cost < known) {
                    reached[to] = Some((so_far + cost, n));
                }
            }
        }
        let (cost, _) = reached[sink]?;
        let mut route = Vec::new();
        let mut at = sink;
        while at != source {
            let (_, n) = reached[at].expect("the route was reached");
            route.push(n);
            at = arcs[n].0;
        }
        let amount = route.iter().map(|n| arcs[*n].2).min().expect("a route has arcs").min(left);
        for n in route {
            arcs[n].2 = arcs[n].2.saturating_sub(amount);
            arcs[n ^ 1].2 += amount;
        }
        left -= amount;
        total += amount * cost;
    }
    Some(total)
}

#[test]
fn four_sites_cost_what_sixteen_sets_of_them_leave_as_least() {
    let data = four_sites();
    let mut best: Option<(i64, BTreeSet<String>)> = None;
    for set in 0..16_u32 {
        let open: Vec<usize> = (0..4).filter(|i| set & (1 << i) != 0).collect();
        let Some(served) = transport(&data, &open) else {
            continue;
        };
        let cost = served + open.iter().map(|i| data.fixed[*i]).sum::<i64>();
        if best.as_ref().is_none_or(|(least, _)| cost < *least) {
            best = Some((cost, open.iter().map(|i| format!("open-s{}", i + 1)).collect()));
        }
    }
    let (cost, open) = best.expect("all four sites together carry the demand");
    let plan = plan_at(&model("four-sites.toml"), &["--gap", "0"]);
    assert_near(number(&plan, "/totals/cost_usd") / 1e6, cost as f64, "four sites");
    assert_eq!(begun(&plan), open);
    assert_verified(&plan);
}

#[test]
fn four_sites_cost_what_4096_ways_to_serve_from_one_site_leave_as_least() {
    let data = four_sites();
    let mut best = i64::MAX;
    for way in 0..4096_usize {
        let site = |j: usize| (way >> (2 * j)) & 3;
        let mut load = [0; 4];
        let mut cost = 0;
        for j in 0..6 {
            load[site(j)] += data.demand[j];
            cost += data.demand[j] * data.cost[site(j)][j];
        }
        let fits = (0..4).all(|i| load[i] <= data.capacity[i]);
        let opened: i64 = (0..4).filter(|i| load[*i] > 0).map(|i| data.fixed[i]).sum();
        if fits {
            best = best.min(cost + opened);
        }
    }
    let text = std::fs::read_to_string(model("four-sites.toml")).expect("the model is there");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = text.replace(r#"placement = "anywhere""#, r#"placement = "one-site""#);
    std::fs::write(folder.path().join("model.toml"), text).expect("it can be written");
    let plan = plan_at(folder.path(), &["--gap", "0"]);
    assert_near(number(&plan, "/totals/cost_usd") / 1e6, best as f64, "one site a customer");
    assert_verified(&plan);
}

// --- capital rationing and lot sizing ---------------------------------------------------------------------------------

#[test]
fn lorie_and_savage_choose_whole_projects_worth_70() {
    let plan = plan_at(&model("lorie-savage.toml"), &["--gap", "0"]);
    assert_near(number(&plan, "/totals/npv_usd") / 1e6, 70.0, "integer optimum");
    let chosen = ["p1", "p3", "p4", "p6", "p9"].map(str::to_owned);
    assert_eq!(begun(&plan), BTreeSet::from(chosen));
    assert_verified(&plan);
}

#[test]
fn weingartner_relaxes_and_prices_capital() {
    let plan = plan_at(&model("lorie-savage.toml"), &["--gap", "0", "--relax"]);
    // 70 + 3/11, which is printed as 70.2727.
    assert_near(number(&plan, "/totals/npv_usd") / 1e6, 70.0 + 3.0 / 11.0, "relaxation");
    let limits = plan["limits"].as_array().expect("there is a table of limits");
    for (id, price) in [("budget[first].at_most", 3.0 / 22.0), ("budget[second].at_most", 41.0 / 22.0)] {
        let limit = limits.iter().find(|row| row["id"] == id).expect("the budget is a limit");
        assert_near(number(limit, "/price"), price, id);
        assert_near(number(limit, "/slack"), 0.0, id);
    }
    assert_verified(&plan);
}

#[test]
fn wagner_and_whitin_order_six_times_for_864() {
    let plan = plan_at(&model("wagner-whitin.toml"), &["--gap", "0"]);
    let text = std::fs::read_to_string(model("wagner-whitin.toml")).expect("the model is there");
    let demand = [69, 29, 36, 61, 61, 26, 34, 67, 45, 67, 79, 56];
    let in_use: i32 = (1..=12).map(|so_far| demand[..so_far].iter().sum::<i32>()).sum();
    assert!(text.contains(&format!("{in_use} M USD")), "{in_use}");
    assert_near(number(&plan, "/totals/cost_usd") / 1e6, f64::from(864 + in_use), "lot sizes");
    let orders = plan["orders"].as_array().expect("there is a table of orders");
    let ordered: BTreeSet<&str> = orders.iter().filter_map(|row| row["ordered"]["period"].as_str()).collect();
    let published = ["2026Q1", "2026Q3", "2027Q1", "2027Q4", "2028Q2", "2028Q3"];
    assert_eq!(ordered, BTreeSet::from(published));
    assert_verified(&plan);
}
