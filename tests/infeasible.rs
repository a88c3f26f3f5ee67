//! Models without a plan, one for each cause: the answer names the planted limits and no innocent, no limit in it is one too many,
//! and every way out leads out.
//!
//! A model says in comments what its answer must hold (`# names: `), what it must not (`# innocent: `) and, where only one is
//! smallest, how its first way out begins (`# first way: `). The proofs are repeated here with rows opened and closed by hand.

use std::path::Path;

use capplan::domain::{Model, Placement, Reach, Window};
use capplan::formulation::blocks::BLOCKS;
use capplan::formulation::key::Key;
use capplan::formulation::lin::Lin;
use capplan::formulation::{Formulation, Tier};
use capplan::input::{self, Scenario};
use capplan::plan::limits::describe;
use capplan::report::explain::no_plan;
use capplan::solve::elastic::is_nature;
use capplan::solve::outcome::{Failure, Gap, Options};
use capplan::solve::run::solve;
use capplan::solve::session::Ended;
use capplan::solve::state::state;
use capplan::study::clash::{Bent, Clash, More, explain};
use capplan::study::run::{NoPlan, Worth, solve as run_study};

use crate::drawn;
use crate::support::{files, root, run};

fn load(path: &Path) -> Model {
    let loaded = input::load(path);
    loaded.model.unwrap_or_else(|| panic!("{}: {}", path.display(), loaded.findings.render(false)))
}

fn marked<'a>(text: &'a str, mark: &str) -> Vec<&'a str> {
    text.lines().filter_map(|line| line.strip_prefix(mark)).map(str::trim).collect()
}

/// Whether a model has a point that keeps the limits that are held, bent as told; the others are dropped.
fn keeps(model: &Model, held: impl Fn(&str) -> bool, bends: &[Bent]) -> bool {
    let formulation = Formulation::new(model);
    let mut stated = state(&formulation, BLOCKS, &Lin::default(), Options::default().watch);
    let mut sides = Vec::new();
    for (n, row) in stated.rows.iter().enumerate() {
        let described = describe(&formulation.ctx, Key { name: row.key.limit(), ..row.key });
        if described.tier == Tier::Physics || is_nature(row) {
            continue;
        }
        let id = described.id.expect("a limit has an address");
        if !held(&id) {
            sides.push((n, f64::NEG_INFINITY, f64::INFINITY));
            continue;
        }
        let bent = |up: &str| {
            let mine = |bent: &&Bent| {
                let at = bent.period.as_ref().map_or_else(String::new, |period| format!("@{period}"));
                bent.direction == up && format!("{}{at}", bent.limit) == id
            };
            // What is under a millionth of a limit is not told as a bend of it.
            let untold = if bends.is_empty() { 0.0 } else { 2e-6 * (row.bound + row.settled).abs().max(1.0) };
            bends.iter().find(mine).map_or(0.0, |bent| bent.amount / described.scale * (1.0 + 1e-6)) + untold
        };
        let (lower, upper) = row.sides(0.0);
        sides.push((n, lower - bent("lowered"), upper + bent("raised")));
    }
    stated.session.set_row_bounds(&sides);
    let integers = formulation.vars.bounds.iter().enumerate().filter(|(_, (_, _, integer))| *integer);
    stated.session.set_integer(&integers.map(|(n, _)| n).collect::<Vec<_>>(), true);
    stated.session.set_whole("threads", 1);
    match stated.session.run() {
        Ended::Optimal => true,
        Ended::Infeasible | Ended::UnboundedOrInfeasible => false,
        other => panic!("{}: {other:?}", model.name),
    }
}

/// A model without a rule of a conflict.
fn without(model: &Model, rule: &str) -> Model {
    let mut model = model.clone();
    let (owner, field) = rule.rsplit_once("].").expect("a rule has a field");
    let (kind, id) = owner.split_once('[').expect("an address has an id");
    match (kind, field) {
        ("project", "window") => {
            let id = model.projects.find(id).expect("it is there");
            model.projects.get_mut(id).window = Window::default();
        }
        ("lease", _) => {
            let id = model.leases.find(id).expect("it is there");
            let lease = model.leases.get_mut(id);
            if field == "lot" { lease.lot = None } else { lease.window = Window::default() }
        }
        ("expansion", _) => {
            let id = model.expansions.find(id).expect("it is there");
            let supply = &mut model.expansions.get_mut(id).supply;
            if field == "lot" { supply.lot = None } else { supply.window = Window::default() }
        }
        ("chip", _) => {
            let id = model.chips.find(id).expect("it is there");
            let chip = model.chips.get_mut(id);
            match (field, &mut chip.supply) {
                ("sites", _) => chip.sites = None,
                ("lot", Some(supply)) => supply.lot = None,
                (_, Some(supply)) => supply.window = Window::default(),
                (_, None) => panic!("{rule} is no rule"),
            }
        }
        ("segment", _) => {
            let id = model.segments.find(id).expect("it is there");
            let w = model.segments[id].workload;
            let able = model.chips.iter().filter(|(_, chip)| chip.throughput.iter().any(|t| t.workload == w));
            let able = able.map(|(k, _)| k).collect();
            let segment = model.segments.get_mut(id);
            match field {
                "reach" => segment.reach = Reach::default(),
                "chips" => segment.chips = able,
                _ => segment.placement = Placement::Anywhere,
            }
        }
        _ => panic!("{rule} is no rule"),
    }
    model
}

/// A model without any rule but these.
fn without_others(model: &Model, kept: &[&str]) -> Model {
    let mut rules = Vec::new();
    rules.extend(model.projects.ids().map(|id| format!("{}.window", model.projects.address(id))));
    for (id, lease) in model.leases.iter() {
        let address = model.leases.address(id);
        rules.push(format!("{address}.window"));
        rules.extend(lease.lot.map(|_| format!("{address}.lot")));
    }
    for (id, _) in model.expansions.iter() {
        rules.extend(["window", "lot"].map(|field| format!("{}.{field}", model.expansions.address(id))));
    }
    for (id, chip) in model.chips.iter() {
        let fields: &[&str] = if chip.supply.is_some() { &["window", "lot", "sites"] } else { &["sites"] };
        rules.extend(fields.iter().map(|field| format!("{}.{field}", model.chips.address(id))));
    }
    for id in model.segments.ids() {
        rules.extend(["reach", "chips", "placement"].map(|field| format!("{}.{field}", model.segments.address(id))));
    }
    let others = rules.iter().filter(|rule| !kept.contains(&rule.as_str()));
    others.fold(model.clone(), |model, rule| without(&model, rule))
}

/// What is wrong with an answer.
fn faults(model: &Model, clash: &Clash) -> Vec<String> {
    let mut wrong = Vec::new();
    if !clash.told {
        return vec!["nothing was told".to_owned()];
    }
    let id = |limit: &capplan::study::clash::Limit| {
        let at = limit.period.as_ref().map_or_else(String::new, |period| format!("@{period}"));
        format!("{}{at}", limit.limit)
    };
    let rows: Vec<String> = clash.conflict.iter().filter(|limit| limit.sense != "rule").map(id).collect();
    let rules: Vec<&str> =
        clash.conflict.iter().filter(|limit| limit.sense == "rule").map(|limit| limit.limit.as_str()).collect();
    // What is in no conflict is dropped, rules as well as rows.
    let alone = without_others(model, &rules);
    if keeps(&alone, |id| rows.iter().any(|row| row == id), &[]) {
        wrong.push(format!("these can be kept together: {rows:?} and {rules:?}"));
    }
    if clash.minimal {
        for left in &rows {
            if !keeps(&alone, |id| id != left && rows.iter().any(|row| row == id), &[]) {
                wrong.push(format!("{left} is one too many"));
            }
        }
        for left in &rules {
            if !keeps(&without(&alone, left), |id| rows.iter().any(|row| row == id), &[]) {
                wrong.push(format!("{left} is one too many"));
            }
        }
    }
    for way in &clash.ways_out {
        let leads_out = match &way.rule {
            Some(rule) => keeps(&without(model, &rule.limit), |_| true, &[]),
            None => keeps(model, |_| true, &way.bends),
        };
        if !leads_out {
            wrong.push(format!("this leads nowhere: {way:?}"));
        }
    }
    if !clash.least.is_empty() && !keeps(model, |_| true, &clash.least) {
        wrong.push(format!("this is not enough: {:?}", clash.least));
    }
    wrong
}

#[test]
fn every_planted_cause_is_named_and_no_innocent() {
    let cases = files(&root().join("tests/infeasible"), "toml");
    assert!(cases.len() >= 20, "{} cases", cases.len());
    let mut wrong = Vec::new();
    for path in cases {
        let model = load(&path);
        let marks = std::fs::read_to_string(&path).expect("a model is text");
        let clash = explain(&Formulation::new(&model), &Options::default());
        let words = no_plan(&model, &clash);
        let mut faults = faults(&model, &clash);
        let names = marked(&marks, "# names: ");
        assert!(!names.is_empty(), "{} expects nothing", path.display());
        faults.extend(names.iter().filter(|name| !words.contains(**name)).map(|name| format!("{name} is not named")));
        let innocents = marked(&marks, "# innocent: ");
        faults.extend(innocents.iter().filter(|name| words.contains(**name)).map(|name| format!("{name} is innocent")));
        for way in marked(&marks, "# first way: ") {
            let first = words.lines().find_map(|line| line.strip_prefix("  1  ")).unwrap_or_default();
            if !first.starts_with(way) {
                faults.push(format!("the first way is {first}"));
            }
        }
        if !clash.minimal || clash.ways_out.is_empty() {
            faults.push("the answer is a part of one".to_owned());
        }
        if !faults.is_empty() {
            wrong.push(format!("{}\n{}\n{words}\n", path.display(), faults.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn conflicts_of_drawn_models_are_minimal_and_ways_lead_out() {
    let many: u64 = std::env::var("MANY").ok().and_then(|v| v.parse().ok()).unwrap_or(60);
    let mut models: Vec<Model> = (0..many).map(drawn::model).collect();
    models.extend((0..many / 2).map(drawn::firm));
    for file in files(&root().join("tests/oracle/stored"), "json") {
        let text = std::fs::read_to_string(&file).expect("the file can be read");
        if file.ends_with("expected.json") && text.contains("infeasible") {
            let folder = file.parent().expect("a file stands in a folder");
            let path =
                ["model.toml", "model.json"].map(|name| folder.join(name)).into_iter().find(|path| path.is_file());
            models.push(load(&path.expect("a model stands beside its optimum")));
        }
    }
    let (mut found, mut minimal, mut physics, mut ways) = (0, 0, 0, 0);
    let mut wrong = Vec::new();
    for model in &models {
        let formulation = Formulation::new(model);
        let options = Options { gap: Gap::Share(0.001), ..Options::default() };
        if !matches!(solve(&formulation, &options), Err(Failure::Infeasible)) {
            continue;
        }
        let clash = explain(&formulation, &options);
        found += 1;
        minimal += usize::from(clash.minimal);
        physics += usize::from(clash.conflict.is_empty());
        ways += clash.ways_out.len();
        let _ = no_plan(model, &clash);
        wrong.extend(faults(model, &clash).into_iter().map(|fault| format!("{}: {fault}", model.name)));
    }
    println!("{found} without a plan: {minimal} minimal, {physics} of physics alone, {ways} ways out");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(found >= 10, "only {found} of them have no plan");
}

#[test]
fn words_go_to_stderr_and_data_to_stdout() {
    let path = "tests/infeasible/budget.toml";
    let output = run(root(), &["solve", path, "--threads", "1", "--json"]);
    assert_eq!(output.status.code(), Some(3));
    let words = String::from_utf8(output.stderr).expect("words are text");
    let three = "\
no plan: firm demand of `anna` cannot be met with budget `years`
In 2027Q1 it asks for 20,000 H100e, of which at most 13,333 H100e can be served.
The smallest way out is to serve up to 6,667 H100e less of the firm demand of `anna` in 2027Q1..2027Q4; the plan is then worth 54.6 M \
USD, before what that costs.
\n";
    assert!(words.starts_with(three), "{words}");
    let data: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    assert_eq!(data["minimal"], true);
    let member = |n: usize, key: &str| data["conflict"][n][key].clone();
    assert_eq!(member(0, "limit"), "segment[anna].demand");
    assert_eq!((member(1, "limit"), member(1, "unit")), ("budget[years].at_most".into(), "USD".into()));
    assert_eq!((member(1, "period"), member(1, "tier")), (serde_json::Value::Null, "policy".into()));
    assert!((member(1, "gives").as_f64().expect("an amount") - 100e6).abs() < 1e3);
    assert!(data["ways_out"].as_array().is_some_and(|ways| ways.len() == 2), "{data}");
    let output = run(root(), &["solve", path, "--threads", "1"]);
    assert!(output.stdout.is_empty());
}

#[test]
fn the_same_work_gives_the_same_answer_and_the_clock_only_ends_it() {
    let model = load(&root().join("tests/infeasible/two-causes.toml"));
    let formulation = Formulation::new(&model);
    let clash = explain(&formulation, &Options::default());
    assert!(!clash.stopped);
    // Time that does not run out changes nothing.
    let patient = Options { time_limit: Some(std::time::Duration::from_secs(86_400)), ..Options::default() };
    assert_eq!(explain(&formulation, &patient), clash);
    let hurried = Options { time_limit: Some(std::time::Duration::ZERO), ..Options::default() };
    let none = explain(&formulation, &hurried);
    assert!(none.stopped && !none.told && none.ways_out.is_empty(), "{none:?}");
    assert!(no_plan(&model, &none).contains("The search was stopped before it was done"));
}

#[test]
fn clashes_that_share_nothing_are_told_apart_and_left_together() {
    let model = load(&root().join("tests/infeasible/two-causes.toml"));
    let clash = explain(&Formulation::new(&model), &Options::default());
    let [other] = clash.others.as_slice() else { panic!("{:?}", clash.others) };
    assert!(other.minimal && clash.more == More::None, "{clash:?}");
    let shared = other.conflict.iter().filter(|limit| clash.conflict.iter().any(|first| first.limit == limit.limit));
    assert_eq!(shared.count(), 0);
    // Each of them clashes by itself, and no way out leaves one of them as it is.
    let held = |limits: &[capplan::study::clash::Limit], id: &str| {
        limits.iter().any(|limit| id.split('@').next() == Some(limit.limit.as_str()))
    };
    for conflict in [&clash.conflict, &other.conflict] {
        assert!(!keeps(&model, |id| held(conflict, id), &[]));
        for way in &clash.ways_out {
            assert!(way.bends.iter().any(|bent| held(conflict, &bent.limit)), "{way:?}");
        }
    }
}

#[test]
fn a_decision_without_a_bound_is_named() {
    let mut model = load(&root().join("models/first-steps"));
    let swift = model.chips.find("swift").expect("the model has it");
    let supply = model.chips.get_mut(swift).supply.as_mut().expect("it can be bought");
    supply.price.path = capplan::domain::Path::constant(-1000.0);
    model.budgets = capplan::domain::Table::default();
    let solved = run_study(&model, &Scenario::default(), &Options::default(), Worth::None);
    let Err(NoPlan::Unbounded(words)) = solved else { panic!("{solved:?}") };
    assert!(
        words.contains("orders of `swift` for `") && words.contains("can grow without end: each chip more earns"),
        "{words}"
    );
    assert!(words.contains("'chip[swift].allotment'"), "{words}");
}
