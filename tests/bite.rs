//! Every equation and every cost bites: a tiny model worked out by hand has another optimum when it goes.
//!
//! Each file of `tests/biting` opens with lines for this test: `feature`, `block` or `cost`, `optimum`, and what the optimum is
//! `without` the block or cost, or in the `plain` model: the lines marked `#-` taken out, those that begin with `#+` put in.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Display, Formatter};

use capplan::domain::Model;
use capplan::formulation::Formulation;
use capplan::formulation::blocks::{BLOCKS, Block};
use capplan::formulation::costs::{COSTS, Cost};
use capplan::solve::outcome::{Failure, Gap, Options};
use capplan::solve::run::solve_blocks;

use crate::support::{files, root};

/// What solving a model comes to.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Found {
    /// The best value of its last goal, in USD or unit-years.
    Best(f64),
    /// No plan keeps every limit.
    Infeasible,
    /// The objective has no bound.
    Unbounded,
    /// The solver has no answer; never what was stated.
    NoAnswer,
}

impl Found {
    /// Whether it is another one, to a millionth.
    pub(crate) fn near(self, other: Self) -> bool {
        match (self, other) {
            (Self::Best(a), Self::Best(b)) => (a - b).abs() <= 1e-6 * a.abs().max(b.abs()).max(1.0),
            (Self::NoAnswer, _) | (_, Self::NoAnswer) => false,
            (a, b) => a == b,
        }
    }
}

impl Display for Found {
    fn fmt(&self, f: &mut Formatter) -> std::fmt::Result {
        match self {
            Self::Best(value) => write!(f, "{value}"),
            Self::Infeasible => f.write_str("infeasible"),
            Self::Unbounded => f.write_str("unbounded"),
            Self::NoAnswer => f.write_str("no answer"),
        }
    }
}

/// A hand-worked model with what its first lines state.
pub(crate) struct Biting {
    /// The file's name without its ending.
    pub(crate) name: String,
    /// The features it bites for.
    pub(crate) features: Vec<String>,
    /// The equation it bites for.
    pub(crate) block: Option<String>,
    /// The cost it bites for.
    pub(crate) cost: Option<String>,
    /// The optimum by hand.
    pub(crate) optimum: Found,
    /// The unit that values are stated in, and how many of the goal's own make one.
    pub(crate) unit: (String, f64),
    /// The optimum without the block or cost.
    pub(crate) without: Option<Found>,
    /// The optimum of the plain model.
    pub(crate) plain: Option<Found>,
    /// The model.
    pub(crate) model: Model,
    /// The model without the marked lines.
    pub(crate) plain_model: Option<Model>,
}

/// All models of `tests/biting`, in order.
pub(crate) fn biting() -> Vec<Biting> {
    files(&root().join("tests/biting"), "toml").iter().map(|path| read(path)).collect()
}

fn read(path: &std::path::Path) -> Biting {
    let name = path.file_stem().and_then(|stem| stem.to_str()).expect("a name in ASCII").to_owned();
    let text = std::fs::read_to_string(path).expect("the file can be read");
    let of = |key: &str| -> Vec<String> {
        let begins = format!("# {key}: ");
        text.lines().filter_map(|line| line.strip_prefix(&begins)).map(|rest| rest.trim().to_owned()).collect()
    };
    let one = |key: &str| of(key).into_iter().next();
    let optimum = one("optimum").unwrap_or_else(|| panic!("{name} states no optimum"));
    let unit = optimum.split_once(' ').map_or("", |(_, unit)| unit).to_owned();
    let scale = if unit == "M USD" { 1e6 } else { 1.0 };
    let stated = |value: &String| match value.split(' ').next().unwrap_or("") {
        "infeasible" => Found::Infeasible,
        "unbounded" => Found::Unbounded,
        number => {
            Found::Best(number.parse::<f64>().unwrap_or_else(|_| panic!("{name}: {number} is no number")) * scale)
        }
    };
    let plain = one("plain");
    let plain_model = plain.as_ref().map(|_| {
        let lines = text.lines().filter(|line| !line.trim_end().ends_with("#-"));
        let lines: Vec<&str> = lines.map(|line| line.strip_prefix("#+ ").unwrap_or(line)).collect();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("model.toml");
        std::fs::write(&file, lines.join("\n")).expect("the temporary folder can be written");
        load(&file)
    });
    Biting {
        features: of("feature"),
        block: one("block"),
        cost: one("cost"),
        optimum: stated(&optimum),
        unit: (unit, scale),
        without: one("without").as_ref().map(stated),
        plain: plain.as_ref().map(stated),
        model: load(path),
        plain_model,
        name,
    }
}

/// Reads a model that has no errors.
pub(crate) fn load(path: &std::path::Path) -> Model {
    let loaded = capplan::input::load(path);
    loaded.model.unwrap_or_else(|| panic!("{} does not read: {:?}", path.display(), loaded.findings))
}

/// The optimum of a model's last goal under a list of equations and a list of costs.
pub(crate) fn solved(model: &Model, blocks: &[Block], costs: &[Cost]) -> Found {
    of_formulation(&Formulation::with_costs(model, costs), blocks)
}

/// The same of a formulation.
pub(crate) fn of_formulation(formulation: &Formulation, blocks: &[Block]) -> Found {
    let options = Options { gap: Gap::Money(0.0), ..Options::default() };
    match solve_blocks(formulation, blocks, &options) {
        // Where `cost` only breaks ties it stands after the model's own goals.
        Ok(solved) => Found::Best(solved.outcome.goals[formulation.ctx.model.goals.len() - 1].best),
        Err(Failure::Infeasible) => Found::Infeasible,
        Err(Failure::Unbounded) => Found::Unbounded,
        Err(Failure::Stopped | Failure::Solver(_)) => Found::NoAnswer,
    }
}

fn blocks_without(name: &str) -> Vec<Block> {
    BLOCKS.iter().filter(|(block, _)| *block != name).copied().collect()
}

fn costs_without(name: &str) -> Vec<Cost> {
    COSTS.iter().filter(|(cost, _)| *cost != name).copied().collect()
}

#[test]
fn hand_worked_models_have_the_optimum_that_was_worked_out() {
    let mut wrong = Vec::new();
    for model in biting() {
        let mut expect = |what: &str, found: Found, stated: Found| {
            if !found.near(stated) {
                wrong.push(format!("{} {what}: found {found}, by hand {stated}", model.name));
            }
        };
        expect("optimum", solved(&model.model, BLOCKS, COSTS), model.optimum);
        if let Some(without) = model.without {
            let found = match (&model.block, &model.cost) {
                (Some(block), None) => solved(&model.model, &blocks_without(block), COSTS),
                (None, Some(cost)) => solved(&model.model, BLOCKS, &costs_without(cost)),
                _ => panic!("{} names one block or one cost", model.name),
            };
            expect("without", found, without);
        }
        if let (Some(plain), Some(plain_model)) = (model.plain, &model.plain_model) {
            expect("plain", solved(plain_model, BLOCKS, COSTS), plain);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_goes_changes_the_optimum() {
    for model in biting() {
        assert!(model.without.is_some() || model.plain.is_some(), "{} states no other optimum", model.name);
        for other in model.without.iter().chain(&model.plain) {
            assert!(!model.optimum.near(*other), "{} does not bite", model.name);
        }
    }
}

#[test]
fn every_equation_and_every_cost_has_a_model_in_which_it_bites() {
    let mut bitten: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for model in biting() {
        let of = model.block.as_ref().or(model.cost.as_ref()).expect("a block or a cost");
        let known =
            BLOCKS.iter().map(|(name, _)| *name).chain(COSTS.iter().map(|(name, _)| *name)).any(|name| name == of);
        assert!(known, "{}: there is no block or cost {of}", model.name);
        if model.without.is_some() {
            bitten.entry(of.clone()).or_default().insert(model.name);
        }
    }
    for name in BLOCKS.iter().map(|(name, _)| *name).chain(COSTS.iter().map(|(name, _)| *name)) {
        assert!(bitten.contains_key(name), "nothing shows that {name} bites");
    }
}

/// What the audit says first about a plan that was made without what bites.
///
/// Such a plan is better than any that keeps to the model, or is not one of it: its decisions break a limit, or its money is not
/// what the model says. Where the plain model has the worse optimum, the plan of the model is held against the plain one.
pub(crate) fn rejected(model: &Biting) -> Option<String> {
    if let (Some(Found::Best(plain)), Some(plain_model), Found::Best(own)) =
        (model.plain, &model.plain_model, model.optimum)
    {
        let least = model.model.goals.last().is_some_and(|goal| goal.kind != capplan::domain::GoalKind::Npv);
        let (made, held) =
            if (plain > own) == least { (&model.model, plain_model) } else { (plain_model, &model.model) };
        return first_word(made, BLOCKS, COSTS, held);
    }
    match (&model.block, &model.cost) {
        (Some(block), _) => first_word(&model.model, &blocks_without(block), COSTS, &model.model),
        (None, Some(cost)) => first_word(&model.model, BLOCKS, &costs_without(cost), &model.model),
        (None, None) => None,
    }
}

/// The first disagreement of the audit about a plan made under one model and held against another.
fn first_word(made: &Model, blocks: &[Block], costs: &[Cost], held: &Model) -> Option<String> {
    let formulation = Formulation::with_costs(made, costs);
    let options = Options { gap: Gap::Money(0.0), ..Options::default() };
    let solved = solve_blocks(&formulation, blocks, &options).ok()?;
    let plan = capplan::plan::build::build(&formulation, &solved.outcome, serde_json::Value::Null, String::new());
    let verdict = capplan::audit::verify(held, &plan);
    verdict.disagreements.first().map(ToString::to_string)
}

#[test]
fn the_audit_rejects_plans_made_without_it() {
    // Without revenue nothing is served, and a plan that serves nothing keeps to every model.
    let earns = |model: &Biting| model.plain.is_none() && model.cost.as_deref() == Some("service_money");
    let accepted =
        biting().into_iter().filter(|model| !earns(model) && rejected(model).is_none()).map(|model| model.name);
    let accepted: Vec<String> = accepted.collect();
    assert!(accepted.is_empty(), "the audit accepts plans made without what bites in {accepted:?}");
}
