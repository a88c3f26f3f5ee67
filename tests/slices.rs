//! What a period is cut into does not matter: equal blocks that fill it leave every optimum as it was.

use capplan::audit::verify;
use capplan::domain::{Block, FlowLaw, Model, Table};
use capplan::formulation::Formulation;
use capplan::plan::build::build;
use capplan::solve::outcome::{Gap, Options};
use capplan::solve::run::solve;

use crate::bite::biting;

/// The model with its one block cut into three of unequal hours.
fn sliced(model: &Model) -> Model {
    let mut model = model.clone();
    let whole = model.blocks.iter().next().map(|(_, block)| block.clone()).expect("a model has a block");
    let hours = whole.hours.unwrap_or(8760.0 * f64::from(model.horizon.step.months()) / 12.0);
    model.blocks = Table::default();
    for (name, share) in [("a", 0.5), ("b", 0.3), ("c", 0.2)] {
        model.blocks.push(name, Block { hours: Some(hours * share), part: None, load_factor: whole.load_factor });
    }
    model
}

#[test]
fn cutting_a_period_into_equal_blocks_changes_no_optimum() {
    let (mut cut, mut turned, mut agreed) = (0, 0, 0);
    for one in biting().into_iter().filter(|one| one.model.blocks.len() == 1 && !one.model.nodes.is_empty()) {
        let model = sliced(&one.model);
        let formulation = Formulation::new(&model);
        let options = Options { gap: Gap::Money(0.0), ..Options::default() };
        let found = crate::bite::of_formulation(&formulation, capplan::formulation::blocks::BLOCKS);
        assert!(found.near(one.optimum), "{}: {found} in three blocks, {} in one", one.name, one.optimum);
        let solved = solve(&formulation, &options).expect("what has an optimum is solved");
        let plan = build(&formulation, &solved.outcome, serde_json::Value::Null, String::new());
        let verdict = verify(&model, &plan);
        assert!(verdict.agreed(), "{}: {verdict}", one.name);
        cut += 1;
        turned += usize::from(model.flow == FlowLaw::Dc);
        agreed += usize::from(!model.agreements.is_empty());
    }
    assert!(cut >= 30 && turned >= 10 && agreed >= 10, "{cut} models with a network were cut, {turned}, {agreed}");
}

#[test]
fn names_carry_the_block_only_where_there_are_several() {
    let one = biting().into_iter().find(|one| one.name == "line-rating").expect("it is there");
    let names = |model: &Model| -> Vec<String> {
        let formulation = Formulation::new(model);
        let rows = capplan::formulation::blocks::line_rating::rows(&formulation.statement());
        rows.iter().map(|row| row.key.text(&formulation.ctx)).collect()
    };
    assert!(names(&one.model).iter().all(|name| !name.contains('/')));
    let names = names(&sliced(&one.model));
    assert!(names.iter().any(|name| name == "line_rating[l]@2026/b"), "{names:?}");
}
