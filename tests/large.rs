//! The first linear programme: its method by size, and what a plan without prices saves and keeps.

use capplan::domain::Model;
use capplan::formulation::Formulation;
use capplan::generate::{Ask, folder};
use capplan::input::{self, Scenario};
use capplan::plan::types::Plan;
use capplan::solve::first::{LARGE, may_end_inside};
use capplan::solve::outcome::{Method, Options};
use capplan::solve::{prices, run};
use capplan::study::run::{Worth, solve};

/// A made model that simplex and interior point both solve in a moment.
fn made() -> Model {
    let ask = Ask { sites: 6, regions: 3, chips: 6, workloads: 3, projects: 24, periods: 12, tightness: 0.5, seed: 1 };
    let place = tempfile::tempdir().expect("a temporary folder");
    for file in folder(&ask) {
        let path = place.path().join(&file.path);
        std::fs::create_dir_all(path.parent().expect("a file stands in a folder")).expect("it can be made");
        std::fs::write(path, file.text).expect("it can be written");
    }
    input::load(place.path()).model.expect("a made model is sound")
}

fn relaxed(method: Method, prices: bool) -> Options {
    Options { relax: true, method, prices, ..Options::default() }
}

/// A plan that is handed out has passed its audit.
fn plan(model: &Model, options: &Options) -> Plan {
    solve(model, &Scenario::default(), options, Worth::Kept).expect("doing nothing is always a plan")
}

#[test]
fn size_chooses_the_method() {
    assert_eq!(Method::Auto.first(LARGE - 1), Method::Simplex);
    assert_eq!(Method::Auto.first(LARGE), Method::Ipm);
    for asked in [Method::Simplex, Method::Ipm, Method::Pdlp] {
        assert_eq!([asked.first(1), asked.first(LARGE)], [asked, asked]);
    }
}

#[test]
fn only_a_relaxation_of_one_goal_without_prices_may_end_inside() {
    let asked = relaxed(Method::Ipm, false);
    assert!(may_end_inside(&asked, 1));
    assert!(!may_end_inside(&asked, 2), "a later goal starts from the basis of the one before");
    assert!(!may_end_inside(&Options { relax: false, ..asked }, 1), "whole numbers are looked for from a basis");
    assert!(!may_end_inside(&relaxed(Method::Ipm, true), 1), "prices are those of a vertex");
}

#[test]
fn a_plan_without_prices_is_audited_says_so_and_is_worth_the_same() {
    let model = made();
    let vertex = plan(&model, &relaxed(Method::Simplex, true));
    let inside = plan(&model, &relaxed(Method::Ipm, false));
    let (at, best) = (inside.outcome.objective, vertex.outcome.objective);
    assert!((at - best).abs() <= 1e-6 * best.abs(), "{at} is not {best}");
    assert!(inside.audit.agreed && inside.audit.limits_checked > 0);
    assert!(inside.prices.is_empty() && inside.worth.is_empty());
    assert!(inside.limits.iter().all(|limit| limit.price.is_none()));
    assert!(inside.outcome.notes.iter().any(|note| note.contains("without crossover")), "{:?}", inside.outcome.notes);
    let again = plan(&model, &relaxed(Method::Ipm, false));
    let text = |plan: &Plan| {
        let mut plan = serde_json::to_value(plan).expect("a plan is JSON");
        plan["run"]["seconds"].take();
        plan
    };
    assert_eq!(text(&inside), text(&again), "two runs differ");
}

#[test]
fn prices_are_those_of_a_vertex_by_either_method() {
    let model = made();
    for method in [Method::Simplex, Method::Ipm] {
        let formulation = Formulation::new(&model);
        let mut solved = run::solve(&formulation, &relaxed(method, true)).expect("doing nothing is always a plan");
        assert!(solved.stated.session.has_basis(), "{method:?}");
        assert!(!prices::duals(&mut solved, &formulation, false).is_none_or(|prices| prices.is_empty()), "{method:?}");
    }
    let formulation = Formulation::new(&model);
    let mut inside = run::solve(&formulation, &relaxed(Method::Ipm, false)).expect("doing nothing is always a plan");
    assert!(!inside.stated.session.has_basis());
    let priced = prices::duals(&mut inside, &formulation, false);
    assert!(
        priced.is_some_and(|prices| !prices.is_empty()) && inside.stated.session.has_basis(),
        "prices can still be asked afterwards"
    );
}

#[test]
fn what_is_solved_after_interior_point_starts_from_its_basis() {
    let model = made();
    let formulation = Formulation::new(&model);
    let mut solved = run::solve(&formulation, &relaxed(Method::Ipm, true)).expect("doing nothing is always a plan");
    assert!(solved.outcome.work.0 > 0);
    prices::duals(&mut solved, &formulation, false);
    assert_eq!(solved.stated.session.work().0, 0, "the same programme was solved again from nothing");
}

#[test]
fn ranges_of_a_large_model_are_asked_only_for_who_wants_them() {
    let model = made();
    let formulation = Formulation::new(&model);
    let mut solved = run::solve(&formulation, &relaxed(Method::Simplex, true)).expect("doing nothing is always a plan");
    let mut ranges = |asked: bool| {
        let prices = prices::duals(&mut solved, &formulation, asked).expect("nobody interrupts it");
        let with = prices.iter().filter(|dual| dual.range.is_some()).count();
        (with, prices.len(), solved.outcome.notes.len(), std::mem::replace(&mut solved.outcome.size.2, LARGE))
    };
    let (with, all, notes, _) = ranges(false);
    assert_eq!((with, notes), (all, 0));
    // From here on it passes for a large one.
    let (with, _, notes, size) = ranges(false);
    assert_eq!((with, notes, size), (0, 1, LARGE));
    let (with, all, notes, _) = ranges(true);
    assert_eq!((with, notes), (all, 1));
}
