//! What stands beside the solver: reading, checking, stating and handing over a model, and a re-solve of it.
//!
//! `cargo bench` prints times by model; `benches/README.md` keeps what was measured and on what.

use capplan::domain::Model;
use capplan::formulation::Formulation;
use capplan::formulation::blocks::BLOCKS;
use capplan::formulation::objective::objective;
use capplan::input;
use capplan::solve::outcome::Options;
use capplan::solve::run::solve;
use capplan::solve::state::state;
use capplan::solve::watch::Watch;
use capplan::solve::worth::standing;
use std::path::Path;

const MODELS: [&str; 2] = ["amazon-small", "amazon-2026"];

fn main() {
    divan::main();
}

fn model(name: &str) -> Model {
    input::load(&Path::new("models").join(name)).model.expect("the bundled models are valid")
}

#[divan::bench(args = MODELS)]
fn read_and_check(name: &str) -> bool {
    input::load(&Path::new("models").join(name)).model.is_some()
}

#[divan::bench(args = MODELS)]
fn columns_and_money(bencher: divan::Bencher, name: &str) {
    let model = model(name);
    bencher.bench_local(|| Formulation::new(&model).ledger.cash.len());
}

/// From columns and money to a model in HiGHS's hands; the non-zeros are counted, so that divan prints them a second.
#[divan::bench(args = MODELS)]
fn rows_to_the_solver(bencher: divan::Bencher, name: &str) {
    let model = model(name);
    let formulation = Formulation::new(&model);
    let lin = objective(&formulation.statement(), model.goals[0].kind);
    let nonzeros = state(&formulation, BLOCKS, &lin, Watch::default()).session.nonzeros();
    bencher
        .counter(divan::counter::ItemsCount::new(nonzeros))
        .bench_local(|| state(&formulation, BLOCKS, &lin, Watch::default()).rows.len());
}

/// A relaxation solved again as it stands: the basis is kept.
#[divan::bench(args = MODELS, sample_count = 5)]
fn solve_again(bencher: divan::Bencher, name: &str) {
    let model = model(name);
    let formulation = Formulation::new(&model);
    let options = Options { relax: true, ..Options::default() };
    let mut solved = solve(&formulation, &options).expect("the bundled models have plans");
    bencher.bench_local(|| standing(&formulation, &mut solved));
}
