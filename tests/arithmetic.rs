//! What is found infeasible by arithmetic is so in the relaxation already: no model with a plan is ever turned down.

use std::path::Path as FilePath;

use capplan::domain::{Model, Path, SegmentKind};
use capplan::formulation::Formulation;
use capplan::input::{self, Impossible, impossible};
use capplan::solve::outcome::{Failure, Gap, Options};
use capplan::solve::run::solve;

use crate::drawn;
use crate::support::{files, printed, root, run};

/// Whether the relaxation has a point; what was stopped says nothing.
fn relaxation_has_one(model: &Model) -> bool {
    let options = Options { gap: Gap::Share(0.01), relax: true, ..Options::default() };
    !matches!(solve(&Formulation::new(model), &options), Err(Failure::Infeasible))
}

fn words(found: &[Impossible]) -> String {
    found.iter().map(|one| one.message.as_str()).collect::<Vec<_>>().join("; ")
}

fn load(path: &FilePath) -> Model {
    let loaded = input::load(path);
    loaded.model.unwrap_or_else(|| panic!("{}: {}", path.display(), loaded.findings.render(false)))
}

/// Drawn models, the same with all demand firm, those that the oracle solved, and the planted ones.
fn models(many: u64) -> Vec<Model> {
    let mut models: Vec<Model> = (0..many).map(drawn::model).collect();
    models.extend((0..many).map(drawn::firm));
    for file in files(&root().join("tests/oracle/stored"), "json") {
        let folder = file.parent().expect("a file stands in a folder");
        let beside = ["model.toml", "model.json"].map(|name| folder.join(name)).into_iter().find(|path| path.is_file());
        if file.ends_with("expected.json") {
            models.push(load(&beside.expect("a model stands beside its optimum")));
        }
    }
    for group in ["tests/biting", "tests/infeasible", "tests/published"] {
        models.extend(files(&root().join(group), "toml").iter().filter_map(|path| input::load(path).model));
    }
    models
}

fn scaled(path: &Path, factor: f64) -> Path {
    match path {
        Path::Growing { value, at, change, from } => {
            Path::Growing { value: value * factor, at: *at, change: *change, from: *from }
        }
        Path::Steps(steps) => Path::Steps(steps.iter().map(|(month, value)| (*month, value * factor)).collect()),
    }
}

/// The model with one of its limits or demands scaled, as a number chooses; `None` where it has nothing of the kind.
fn perturbed(model: &Model, kind: usize, nth: usize, factor: f64) -> Option<Model> {
    let mut model = model.clone();
    let pick = |count: usize| (count > 0).then(|| nth % count);
    match kind {
        0 => {
            let q = model.segments.ids().nth(pick(model.segments.len())?)?;
            let segment = model.segments.get_mut(q);
            (segment.kind, segment.penalty, segment.bend) = (SegmentKind::Firm, None, None);
            segment.demand = scaled(&segment.demand, factor);
        }
        1 => {
            let b = model.budgets.ids().nth(pick(model.budgets.len())?)?;
            let budget = model.budgets.get_mut(b);
            budget.at_most = budget.at_most.map(|most| most * factor);
            budget.at_least =
                budget.at_most.filter(|_| nth.is_multiple_of(2)).map(|most| most * 1.5).or(budget.at_least);
            budget.bend = None;
        }
        2 => {
            let y = model.policies.ids().nth(pick(model.policies.len())?)?;
            let policy = model.policies.get_mut(y);
            let most = policy.bounds.at_most.clone();
            policy.bounds.at_least = policy.bounds.at_least.clone().or(most).map(|path| scaled(&path, factor));
            policy.bend = None;
        }
        3 => {
            let a = model.allotments.ids().nth(pick(model.allotments.len())?)?;
            let allotment = model.allotments.get_mut(a);
            allotment.at_most = allotment.at_most.as_ref().map(|path| scaled(path, 1.0 / factor));
            allotment.cumulative = allotment.cumulative.map(|most| most / factor);
            allotment.bend = None;
        }
        4 => {
            let s = model.sites.ids().nth(pick(model.sites.len())?)?;
            let site = model.sites.get_mut(s);
            (site.liquid_mw, site.air_mw) = (site.liquid_mw / factor, site.air_mw / factor);
            (site.connection_mw, site.bend) = (site.connection_mw / factor, None);
        }
        5 => {
            let j = model.projects.ids().nth(pick(model.projects.len())?)?;
            let project = model.projects.get_mut(j);
            project.required = project.committed.is_none();
            project.lead.months *= factor;
        }
        _ => {
            let n = model.nodes.ids().nth(pick(model.nodes.len())?)?;
            let node = model.nodes.get_mut(n);
            (node.other_load, node.shed) = (scaled(&node.other_load, factor), None);
        }
    }
    Some(model)
}

#[test]
fn a_model_with_a_plan_is_never_turned_down() {
    let many: u64 = std::env::var("MANY").ok().and_then(|v| v.parse().ok()).unwrap_or(60);
    let (mut without, mut caught, mut wrong) = (0, 0, Vec::new());
    for model in models(many) {
        let found = impossible(&model);
        if found.is_empty() {
            let options = Options { gap: Gap::Share(0.01), ..Options::default() };
            without += usize::from(matches!(solve(&Formulation::new(&model), &options), Err(Failure::Infeasible)));
            continue;
        }
        (without, caught) = (without + 1, caught + 1);
        if relaxation_has_one(&model) {
            wrong.push(format!("{}: {}", model.name, words(&found)));
        }
    }
    println!("{caught} of {without} models without a plan are found by arithmetic");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(caught >= 10, "only {caught} of {without} are found by arithmetic");
}

#[test]
fn what_is_turned_down_has_no_plan_however_it_is_scaled() {
    let many: u64 = std::env::var("MANY").ok().and_then(|v| v.parse().ok()).unwrap_or(60);
    let mut dice = drawn::Dice::new(20_260_217);
    let (mut tried, mut caught, mut wrong) = (0, [0; 7], Vec::new());
    for model in models(many) {
        for (kind, caught) in caught.iter_mut().enumerate() {
            let factor = [0.1, 0.5, 0.8, 1.2, 2.0, 5.0, 20.0, 1000.0][dice.below(8)];
            let Some(model) = perturbed(&model, kind, dice.below(100), factor) else { continue };
            tried += 1;
            let found = impossible(&model);
            if found.is_empty() {
                continue;
            }
            *caught += 1;
            if relaxation_has_one(&model) {
                wrong.push(format!("{} with {kind} x {factor}: {}", model.name, words(&found)));
            }
        }
    }
    println!("{caught:?} of {tried} scaled models are turned down, by what was scaled");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(caught.iter().sum::<usize>() >= 50, "only {caught:?} of {tried} are turned down");
}

#[test]
fn planted_causes_are_told_before_a_solve() {
    // The others need the money of a whole plan, whole numbers, or several limits at once.
    let planted = [
        ("allotment", "at most"),
        ("chip-window", "none of the chips"),
        ("connection", "MW of IT power"),
        ("cooling", "MW of IT power"),
        ("power-in-time", "MW of IT power"),
        ("reach", "MW of IT power"),
        ("window", "2027Q2 at the earliest"),
    ];
    for (name, says) in planted {
        let path = format!("tests/infeasible/{name}.toml");
        let found = impossible(&load(&root().join(&path)));
        assert!(words(&found).contains(says), "{name}: {}", words(&found));
        let output = run(root(), &["check", &path]);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{}", printed(&output));
        assert!(told.contains(&format!("--> {path}:")) && told.contains("1 error"), "{told}");
        let output = run(root(), &["solve", &path, "--threads", "1"]);
        assert_eq!(output.status.code(), Some(3), "{}", printed(&output));
        let solved = String::from_utf8_lossy(&output.stderr);
        assert!(solved.starts_with(told.trim_end()) && solved.contains("smallest ways out"), "{solved}");
    }
}

/// Firm demand that may wait is asked for less what may wait, but in the last period in full.
#[test]
fn what_may_wait_is_not_turned_down() {
    let text = std::fs::read_to_string(root().join("tests/biting/defer-firm.toml")).expect("it can be read");
    let found = |demand: &str, defer: &str| {
        let text = text.replace(r#""2026" = "10 k u", "2027" = "4 k u""#, demand).replace("50 %", defer);
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("model.toml");
        std::fs::write(&file, text).expect("it can be written");
        let loaded = input::load(&file);
        words(&loaded.model.as_ref().map(impossible).unwrap_or_default()) + &loaded.findings.render(false)
    };
    assert_eq!(found(r#""2026" = "10 k u", "2027" = "4 k u""#, "50 %"), "");
    assert_eq!(found(r#""2026" = "20 k u", "2027" = "4 k u""#, "150 %"), "", "more may wait than is asked for");
    let short = found(r#""2026" = "20 k u", "2027" = "4 k u""#, "50 %");
    assert!(short.contains("is 10,000 u in 2026, less what may wait; at most 8,000 u can be served"), "{short}");
    let last = found(r#""2026" = "4 k u", "2027" = "10 k u""#, "50 %");
    assert!(last.contains("is 10,000 u in 2027, less what may wait; at most 8,000 u can be served"), "{last}");
}
