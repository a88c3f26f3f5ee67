//! What is true of batteries in any model: what holds nothing changes nothing, and room for more never hurts.

use capplan::audit::verify;
use capplan::domain::{Battery, Block, Day, Feed, GoalKind, Model, PartOfDay, Shares, Table};
use capplan::formulation::Formulation;
use capplan::formulation::blocks::BLOCKS;
use capplan::plan::build::build;
use capplan::solve::outcome::{Gap, Options};
use capplan::solve::run::solve;

use crate::bite::{Found, biting, of_formulation};

/// The model with its one block cut into three of a day, of which the second draws less, and a battery at its first node.
fn with_battery(model: &Model, hours: f64) -> Model {
    let mut model = model.clone();
    let whole = model.blocks.iter().next().map(|(_, block)| block.clone()).expect("a model has a block");
    let all = whole.hours.unwrap_or(8760.0 * f64::from(model.horizon.step.months()) / 12.0);
    let day = model.days.push("usual", Day { days: all / 24.0 });
    model.blocks = Table::default();
    for (name, hours, load) in [("a", 12.0, 1.0), ("b", 7.0, 0.7), ("c", 5.0, 1.0)] {
        let part = Some(PartOfDay { day, hours });
        model.blocks.push(name, Block { hours: None, part, load_factor: whole.load_factor * load });
    }
    let node = model.nodes.ids().next().expect("the model has a node");
    model.batteries.push(
        "store",
        Battery {
            feed: Feed::Node(node),
            power_mw: 5.0,
            hours,
            efficiency: 1.0,
            availability: Shares::Same(1.0),
            fixed_om: None,
            tags: Vec::new(),
        },
    );
    model
}

fn without(model: &Model) -> Model {
    let mut model = model.clone();
    model.batteries = Table::default();
    model
}

fn optimum(model: &Model) -> Found {
    of_formulation(&Formulation::new(model), BLOCKS)
}

#[test]
fn a_battery_that_holds_nothing_changes_nothing_and_more_never_hurts() {
    let (mut held, mut better) = (0, 0);
    for one in biting()
        .into_iter()
        .filter(|one| one.model.blocks.len() == 1 && !one.model.nodes.is_empty() && one.model.batteries.is_empty())
    {
        let empty = with_battery(&one.model, 0.0);
        let plain = optimum(&without(&empty));
        let found = optimum(&empty);
        assert!(found.near(plain), "{}: {found} with a battery that holds nothing, {plain} without one", one.name);
        let Found::Best(before) = plain else { continue };
        let large = with_battery(&one.model, 4.0);
        let Found::Best(after) = optimum(&large) else { panic!("{}: a battery takes the plan away", one.name) };
        let most = one.model.goals.last().is_some_and(|goal| goal.kind == GoalKind::Npv);
        let gain = if most { after - before } else { before - after };
        // Of a list of goals the last may get worse for the sake of the first.
        if one.model.goals.len() == 1 {
            assert!(gain >= -1e-6 * before.abs().max(1.0), "{}: {after} with room for more, {before} before", one.name);
        }
        let formulation = Formulation::new(&large);
        let options = Options { gap: Gap::Money(0.0), ..Options::default() };
        let solved = solve(&formulation, &options).expect("what has an optimum is solved");
        let verdict = verify(&large, &build(&formulation, &solved.outcome, serde_json::Value::Null, String::new()));
        assert!(verdict.agreed(), "{}: {verdict}", one.name);
        held += 1;
        better += usize::from(gain > 1e-6 * before.abs().max(1.0));
    }
    assert!(held >= 30 && better >= 3, "{held} models, {better} of them better with a battery");
}
