//! What must be true of every model, on models drawn from a seed: 32 a law, gap 0, one thread.

use capplan::domain::Model;
use capplan::formulation::Formulation;
use capplan::formulation::blocks::{BLOCKS, Block};
use capplan::formulation::scale::MONEY;
use capplan::input::{self, Scenario};
use capplan::plan::types::{Plan, State};
use capplan::solve::outcome::{Failure, Gap, Options};
use capplan::solve::prices::duals;
use capplan::solve::run::{solve, solve_blocks, solve_stepped};
use capplan::study::run::{Worth, solve as solve_and_audit};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::OnceLock;

use crate::support::edit::{add_at, more_is_better, reorder, scale_at, scale_money};
use crate::support::random_model::{Draw, quarter, random_model};

/// Models a law.
const CASES: u64 = 32;

fn options(relax: bool) -> Options {
    Options { gap: Gap::Share(0.0), relax, ..Options::default() }
}

/// The model of a text.
fn read(text: &str) -> Model {
    let table: toml::Table = text.parse().expect("a drawn model is TOML");
    of_value(&serde_json::to_value(table).expect("tables are values"))
}

/// The model of a resolved model.
fn of_value(value: &Value) -> Model {
    let loaded = input::from_value(value);
    loaded.model.unwrap_or_else(|| panic!("{value}\nis not a model: {:?}", loaded.findings))
}

/// A drawn model.
struct Case {
    seed: u64,
    text: String,
    /// Its audited plan, which carries it in its resolved form.
    plan: Plan,
}

impl Case {
    fn best(&self) -> f64 {
        self.plan.outcome.objective
    }

    fn model(&self) -> Model {
        of_value(&self.plan.inputs)
    }
}

/// Every drawn model, solved once for all laws.
fn cases() -> &'static [Case] {
    static CASES_SOLVED: OnceLock<Vec<Case>> = OnceLock::new();
    CASES_SOLVED.get_or_init(|| {
        let case = |seed| {
            let text = random_model(seed);
            let plan = plan(&read(&text), false);
            Case { seed, text, plan }
        };
        (0..CASES).map(case).collect()
    })
}

/// The audited plan of a model.
fn plan(model: &Model, relax: bool) -> Plan {
    solve_and_audit(model, &Scenario::default(), &options(relax), Worth::None)
        .unwrap_or_else(|error| panic!("there is no plan of {}: {error:?}", model.name))
}

/// The optimum of a resolved model, in USD.
fn best(inputs: &Value) -> f64 {
    plan(&of_value(inputs), false).outcome.objective
}

/// By what two optima may differ, in USD.
fn allowed(of: f64) -> f64 {
    1e-6 * of.abs().max(1e6)
}

/// Holds `worse` to be no better than `better`.
fn assert_no_better(worse: f64, better: f64, what: &str) {
    assert!(worse <= better + allowed(better), "{what}: {worse} is better than {better}");
}

/// Holds two optima equal.
fn assert_same(found: f64, expected: f64, what: &str) {
    assert!((found - expected).abs() <= allowed(expected), "{what}: {found} is not {expected}");
}

/// A plan as text, without what may differ between equal runs and, where told, without names of places in files.
fn text_of(plan: &Plan, places: bool) -> String {
    let mut value = serde_json::to_value(plan).expect("a plan is JSON");
    value.as_object_mut().expect("a plan is an object").remove("run");
    if !places {
        for row in value["limits"].as_array_mut().expect("there is a table of limits") {
            row.as_object_mut().expect("a limit is an object").remove("place");
        }
    }
    value.to_string()
}

#[test]
fn drawn_models_decide_something() {
    let (mut built, mut bought, mut left, mut cancelled) = (0, 0, 0, 0);
    let mut binding = BTreeSet::new();
    for Case { plan, .. } in cases() {
        built += u64::from(plan.projects.iter().any(|row| row.state == State::Planned));
        bought += u64::from(plan.orders.iter().any(|row| row.state == State::Planned));
        left += u64::from(plan.demand.iter().any(|row| row.unmet > 1.0));
        cancelled += u64::from(!plan.cancellations.is_empty());
        let tight = plan.limits.iter().filter(|row| row.slack.abs() < 1e-6 * row.bound.abs().max(1.0));
        binding.extend(tight.map(|row| row.block.clone()));
    }
    assert!(built >= CASES / 2, "projects are begun in {built}");
    assert!(bought >= CASES * 3 / 4, "orders are placed in {bought}");
    assert!(left >= CASES / 2, "demand is declined in {left}");
    assert!(cancelled >= CASES / 8, "commitments are cancelled in {cancelled}");
    let expected = [
        "allotment_growth",
        "allotment_rate",
        "budget_at_most",
        "group_pick",
        "lease_offer",
        "patience_floor",
        "policy_at_most",
        "site_it_power",
        "site_liquid_power",
    ];
    let never: Vec<&str> = expected.into_iter().filter(|block| !binding.contains(*block)).collect();
    assert!(never.is_empty(), "never tight: {never:?} beside {binding:?}");
}

/// Every right-hand side is raised in a third of the models that have it, each time one.
#[test]
fn more_of_one_right_hand_side_never_hurts() {
    for case in cases() {
        let (seed, inputs) = (case.seed, &case.plan.inputs);
        let before = case.best();
        for (n, pointer) in more_is_better(inputs).into_iter().enumerate() {
            if !(n as u64 + seed).is_multiple_of(3) {
                continue;
            }
            let mut more = inputs.clone();
            scale_at(&mut more, &pointer, 1.3);
            assert_no_better(before, best(&more), &format!("seed {seed}, more at {pointer}"));
        }
    }
}

#[test]
fn scaling_money_scales_the_objective() {
    for case in cases() {
        let (seed, inputs) = (case.seed, &case.plan.inputs);
        let factor = [0.25, 3.0][usize::from(seed % 2 == 0)];
        let mut scaled = inputs.clone();
        scale_money(&mut scaled, factor);
        assert_same(best(&scaled), factor * case.best(), &format!("seed {seed}, money times {factor}"));
    }
}

#[test]
fn what_nobody_uses_changes_nothing() {
    for Case { seed, text, plan: before } in cases() {
        let more = format!(
            "{text}\n[region.empty]\n[workload.unasked]\nunit = \"query\"\n[chip.paper]\nvendor = \"nobody\"\npower = \"1 kW\"\nthroughput = {{ work = \"9 piece\", unasked = \"1 query\" }}\n"
        );
        let after = plan(&read(&more), false);
        assert_eq!(before.outcome, after.outcome, "seed {seed}");
        assert_eq!(before.totals, after.totals, "seed {seed}");
        assert_eq!(before.projects, after.projects, "seed {seed}");
        assert_eq!(before.orders, after.orders, "seed {seed}");
        assert_eq!(before.service, after.service, "seed {seed}");
        assert_eq!(before.payments, after.payments, "seed {seed}");
    }
}

/// Things that can never serve anyone, with price, lead, life and payments as drawn: at a site out of everybody's reach, for work that
/// nobody asks for, and behind a permit that comes after the horizon.
fn useless(d: &mut Draw, power: bool) -> String {
    let mut text = "[region.nowhere]\n[site.nowhere]\nregion = \"nowhere\"\n".to_owned();
    text.push_str(if power { "node = \"n\"\nconnection = \"9 MW\"\n" } else { "" });
    text.push_str("[workload.unasked]\nunit = \"query\"\n");
    let life = |d: &mut Draw| {
        if d.chance(70) { format!("life = \"{} months\"\n", d.whole(1, 90)) } else { String::new() }
    };
    let project = |d: &mut Draw, id: &str, site: &str, rest: &str| {
        format!(
            "[project.{id}]\nsite = \"{site}\"\nadds = {{ it_power = \"5 MW\" }}\ncost = {{ value = \"{} M USD\", change = \"{} %/year\" }}\nlead = \"{} months\"\n{}payments = {}\n{rest}\n",
            d.whole(0, 9),
            d.whole(-30, 30),
            d.whole(0, 24),
            life(d),
            d.payments("start", "completion")
        )
    };
    text.push_str(&project(d, "castle", "nowhere", ""));
    text.push_str(&project(d, "ghost", "south-1", "needs = [\"decree\"]"));
    let _ = write!(
        text,
        "[project.decree]\nsite = \"south-1\"\ncost = \"0 USD\"\nlead = \"9 years\"\n\
         [chip.idle]\npower = \"1 kW\"\nthroughput = {{ unasked = \"1 query\" }}\nprice = {{ value = \"{} kUSD\", change = \"{} %/year\" }}\nlead = \"{} months\"\n{}payments = {}\nlot = \"100 chips\"\n",
        d.whole(0, 9),
        d.whole(-30, 30),
        d.whole(0, 24),
        life(d),
        d.payments("order", "delivery")
    );
    let _ = write!(
        text,
        "[expansion.desert]\nsite = \"nowhere\"\nadds = {{ it_power = \"5 MW\" }}\nprice = \"{} M USD/MW\"\nlead = \"{} months\"\n{}payments = {}\n",
        d.whole(0, 9),
        d.whole(0, 24),
        life(d),
        d.payments("order", "delivery")
    );
    text
}

#[test]
fn offering_what_can_never_be_used_leaves_the_optimum() {
    for Case { seed, text, plan: before } in cases() {
        let more = format!("{text}\n{}", useless(&mut Draw::new(seed + 1000), text.contains("[node.n]")));
        let after = plan(&read(&more), false);
        assert_same(after.outcome.objective, before.outcome.objective, &format!("seed {seed}:\n{more}"));
    }
}

#[test]
fn the_relaxation_is_no_worse() {
    for case in cases() {
        let relaxed = plan(&case.model(), true).outcome.objective;
        assert_no_better(case.best(), relaxed, &format!("seed {}", case.seed));
    }
}

/// Every block is dropped in a fourth of the models, each time one.
#[test]
fn dropping_a_block_never_worsens_the_optimum() {
    let mut dropped = 0;
    for case in cases() {
        let seed = case.seed;
        let model = case.model();
        let formulation = Formulation::new(&model);
        let found = solve(&formulation, &options(false)).expect("doing nothing is a plan");
        let before = found.outcome.goals[0].best;
        for (n, (name, rows)) in BLOCKS.iter().enumerate() {
            if !(n as u64 + seed).is_multiple_of(4) || rows(&formulation.statement()).is_empty() {
                continue;
            }
            let without: Vec<Block> = BLOCKS.iter().copied().filter(|(other, _)| other != name).collect();
            match solve_blocks(&formulation, &without, &options(false)) {
                Ok(after) => {
                    assert_no_better(before, after.outcome.goals[0].best, &format!("seed {seed} without {name}"))
                }
                // Without some blocks work costs nothing or is served without end.
                Err(Failure::Unbounded) => {}
                Err(failure) => panic!("seed {seed} without {name}: {failure:?}"),
            }
            dropped += 1;
        }
    }
    assert!(dropped >= 4 * CASES, "only {dropped} blocks were dropped");
}

#[test]
fn the_inputs_of_a_plan_give_the_same_plan() {
    for Case { seed, plan: first, .. } in cases() {
        let again = plan(&of_value(&first.inputs), false);
        assert_eq!(text_of(first, false), text_of(&again, false), "seed {seed}");
        let once_more = plan(&of_value(&again.inputs), false);
        assert_eq!(text_of(&again, true), text_of(&once_more, true), "seed {seed}");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for Case { seed, text, plan: first } in cases() {
        let again = plan(&read(text), false);
        assert_eq!(text_of(first, true), text_of(&again, true), "seed {seed}");
    }
}

#[test]
fn the_order_of_rows_does_not_change_the_objective() {
    for case in cases() {
        let (seed, inputs) = (case.seed, &case.plan.inputs);
        let mut other = inputs.clone();
        reorder(&mut other, &mut Draw::new(seed + 2000));
        assert_same(best(&other), case.best(), &format!("seed {seed}"));
    }
}

/// Holds a price between what a step up brings and what a step down takes, by unit; `None` where the step leaves no plan.
fn assert_bracketed(price: f64, up: Option<f64>, down: Option<f64>, what: &str) {
    let slack = 2e-4 * price.abs().max(1.0);
    if let Some(up) = up {
        assert!(up <= price + slack, "{what}: a step up brings {up} a unit, the price says {price}");
    }
    if let Some(down) = down {
        assert!(price <= down + slack, "{what}: a step down takes {down} a unit, the price says {price}");
    }
}

#[test]
fn a_price_lies_between_the_differences_of_a_step_up_and_down() {
    const STEP: f64 = 0.01;
    let mut looked_at = BTreeSet::new();
    for case in cases() {
        let seed = case.seed;
        let model = case.model();
        let formulation = Formulation::new(&model);
        let mut solved = solve(&formulation, &options(true)).expect("doing nothing is a plan");
        let before = solved.outcome.goals[0].best / MONEY;
        let mut prices = duals(&mut solved, &formulation, false).expect("nobody interrupts it");
        Draw::new(seed + 3000).shuffle(&mut prices);
        for dual in prices.iter().take(8) {
            let after =
                |step: f64| match solve_stepped(&formulation, &BTreeMap::from([(dual.key, step)]), &options(true)) {
                    Ok(solved) => Some((solved.outcome.goals[0].best / MONEY - before) / step),
                    Err(Failure::Infeasible) => None,
                    Err(failure) => panic!("seed {seed}, {:?}: {failure:?}", dual.key),
                };
            let what = format!("seed {seed}, {}", dual.key.text(&formulation.ctx));
            let (up, down) = (after(STEP), after(-STEP));
            assert_bracketed(dual.price, up, down, &what);
            looked_at.insert(dual.key.name);
            // Within its range a price holds exactly.
            let row = solved.stated.rows.iter().find(|row| row.key == dual.key).expect("a price is that of a row");
            let Some((from, to)) = dual.range else { continue };
            for (step, slope) in [(STEP, up), (-STEP, down)] {
                if (from..=to).contains(&(row.bound + step)) {
                    let slope = slope.expect("within the range there is a plan");
                    let near = (slope - dual.price).abs() <= 2e-4 * dual.price.abs().max(1.0);
                    assert!(near, "{what}: {slope} a unit within the range of {}", dual.price);
                }
            }
        }
    }
    assert!(looked_at.len() >= 12, "prices of {looked_at:?} only");
}

#[test]
fn the_price_of_a_budget_is_what_a_dollar_more_or_less_does() {
    const STEP: f64 = 10_000.0;
    let mut priced = 0;
    for case in cases() {
        let (seed, inputs) = (case.seed, &case.plan.inputs);
        let relaxed = plan(&case.model(), true);
        for (id, pointer) in
            [("budget[early].at_most", "/budget/early/at_most"), ("budget[late].at_most", "/budget/late/at_most")]
        {
            let Some(price) = relaxed.limits.iter().find(|row| row.id == id).and_then(|row| row.price) else {
                continue;
            };
            let after = |step: f64| {
                let mut edited = inputs.clone();
                add_at(&mut edited, pointer, step);
                Some((plan(&of_value(&edited), true).outcome.objective - relaxed.outcome.objective) / step)
            };
            // What a budget hands on is a share of it, and so grows with it: a dollar more is worth at least its price.
            if inputs["budget"]["early"]["unspent"] == "lost" {
                assert_bracketed(price, after(STEP), after(-STEP), &format!("seed {seed}, {id}"));
                priced += 1;
            }
        }
    }
    assert!(priced >= 8, "only {priced} budgets have a price");
}

#[test]
fn splitting_a_budget_into_equal_halves_never_helps() {
    for case in cases() {
        let (seed, inputs) = (case.seed, &case.plan.inputs);
        let budget = |periods: String, millions: i64, unspent: Value| json!({ "periods": periods, "at_most": format!("{millions} M USD"), "unspent": unspent });
        let half = Draw::new(seed + 4000).whole(8, 60);
        let first = || format!("{}..{}", quarter(0), quarter(1));
        let second = || format!("{}..{}", quarter(2), quarter(3));
        let with = |budgets: Value| {
            let mut edited = inputs.clone();
            edited["budget"] = budgets;
            best(&edited)
        };
        let whole =
            with(json!({ "whole": budget(format!("{}..{}", quarter(0), quarter(3)), 2 * half, json!("lost")) }));
        let halves = with(json!({
            "first": budget(first(), half, json!("lost")),
            "second": budget(second(), half, json!("lost")),
        }));
        let carried = with(json!({
            "first": budget(first(), half, json!({ "to": "second", "up_to": "100 %" })),
            "second": budget(second(), half, json!("lost")),
        }));
        assert_no_better(halves, carried, &format!("seed {seed}: lost against carried"));
        assert_no_better(carried, whole, &format!("seed {seed}: carried against whole"));
    }
}
