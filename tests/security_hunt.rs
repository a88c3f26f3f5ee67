//! Networks that survive outages and grow by projects: plans that are hunted beside the tree survive them as well.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use capplan::domain::{GoalKind, Model};
use capplan::formulation::Formulation;
use capplan::formulation::blocks::BLOCKS;
use capplan::formulation::objective::objective;
use capplan::formulation::outages::broken;
use capplan::input::Scenario;
use capplan::plan::types::{LimitRow, Plan};
use capplan::solve::outcome::{Gap, Options};
use capplan::solve::session::Ended;
use capplan::solve::state::{StatedRow, state_insecure};
use capplan::solve::watch::{Phase, Watch};
use capplan::study::run::{Worth, solve};

use crate::support::models::model;

const NODES: usize = 12;
const YEARS: usize = 11;
/// How near to the best plans are proved to be.
const GAP: f64 = 0.01;
/// Slices of a year, which make the relaxation large enough for a hunt.
const BLOCKS_A_YEAR: usize = 12;

/// A ring with chords whose loads grow, cheap power at one side of it, and a project for more rating of each line.
fn growing(seed: u64) -> String {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut draw = |least: u64, most: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        least + state % (most - least + 1)
    };
    let mut text = format!(
        "name = \"growing\"\nhorizon = {{ start = \"2026\", periods = {YEARS} }}\n\
         money = {{ currency = \"USD\", discount_rate = \"5 %/year\" }}\ngoal = [\"cost\"]\n\
         flow = \"dc\"\nsecurity = \"n-1\"\n"
    );
    let blocks = || 0..BLOCKS_A_YEAR;
    for block in blocks() {
        let _ = writeln!(text, "[block.b{block}]\nhours = {}", 8760 / BLOCKS_A_YEAR);
    }
    let factors: Vec<String> = blocks().map(|block| format!("b{block} = \"{} %\"", 100 - 5 * block)).collect();
    for node in 0..NODES {
        let (load, more) = (draw(20, 50), draw(2, 6));
        let _ = write!(
            text,
            "[node.n{node}]\nshed = \"3000 USD/MWh\"\nload_factor = {{ {} }}\nother_load = {{ ",
            factors.join(", ")
        );
        for year in 0..YEARS as u64 {
            let _ = write!(text, "\"{}\" = \"{} MW\", ", 2026 + year, load + more * year);
        }
        text += "}\n";
        let (power, price) = if node % 5 == 0 { (400, draw(8, 20)) } else { (60, draw(50, 110)) };
        let _ =
            writeln!(text, "[supply.g{node}]\nnode = \"n{node}\"\npower = \"{power} MW\"\nprice = \"{price} USD/MWh\"");
    }
    let ring = (0..NODES).map(|node| (node, (node + 1) % NODES));
    let chords = (0..NODES).step_by(2).map(|node| (node, (node + 5) % NODES));
    for (n, (from, to)) in ring.chain(chords).enumerate() {
        let (susceptance, rating, cost) = (draw(400, 1600), draw(35, 90), draw(4, 30));
        let _ = writeln!(
            text,
            "[line.l{n}]\nfrom = \"n{from}\"\nto = \"n{to}\"\nsusceptance = {susceptance}\nrating = \"{rating} MW\"\n\
             [project.up{n}]\nline = \"l{n}\"\nadds = {{ rating = \"40 MW\" }}\ncost = \"{cost} M USD\"\nlead = \"1 year\"\nlife = \"30 years\""
        );
    }
    text
}

/// The audited plan, and whether plans were hunted on the way to it.
fn planned(model: &Model, threads: u32, gap: Gap) -> (Plan, bool) {
    let seen = Arc::new(Mutex::new(false));
    let hunted = Arc::clone(&seen);
    let on_tick = move |tick: capplan::solve::watch::Tick| {
        *hunted.lock().expect("nothing panics while it is held") |= tick.phase == Phase::Start;
    };
    let watch = Watch::new(Arc::new(AtomicBool::new(false)), Arc::new(on_tick));
    let options = Options { gap, threads, watch, ..Options::default() };
    let plan = solve(model, &Scenario::default(), &options, Worth::None).unwrap_or_else(|why| panic!("{why:?}"));
    let hunted = *seen.lock().expect("nothing panics while it is held");
    (plan, hunted)
}

/// What no plan costs less than and what one costs, by the tree alone, with rows about outages wherever its last plan breaks one, M USD.
fn by_the_tree_alone(model: &Model) -> (f64, f64) {
    let f = Formulation::new(model);
    let goal = objective(&f.statement(), GoalKind::Cost);
    let mut session = state_insecure(&f, BLOCKS, &goal, Watch::default()).session;
    let whole: Vec<usize> = (0..f.vars.bounds.len()).filter(|x| f.vars.bounds[*x].2).collect();
    session.set_number("mip_rel_gap", GAP);
    let (mut known, mut in_parts) = (BTreeSet::new(), true);
    loop {
        assert_eq!(session.run(), Ended::Optimal);
        let values = session.values();
        let mut found = broken(&f.ctx, &f.vars, &values);
        found.retain(|watch| known.insert(*watch));
        if found.is_empty() && in_parts {
            // Most rows are known before whole numbers are asked for.
            in_parts = false;
            session.set_integer(&whole, true);
            continue;
        }
        if found.is_empty() {
            return (-(session.mip_bound() + goal.constant), -goal.value(&values));
        }
        for (_, block) in BLOCKS.iter().filter(|(name, _)| name.starts_with("outage_")) {
            for row in block(&f.watching(&found)) {
                let mut terms: BTreeMap<usize, f64> = BTreeMap::new();
                row.left.terms.iter().for_each(|(x, a)| *terms.entry(x.index()).or_default() += a);
                row.right.terms.iter().for_each(|(x, a)| *terms.entry(x.index()).or_default() -= a);
                let (lower, upper) = StatedRow::of(&row).sides(0.0);
                session.add_row(lower, upper, &terms.into_iter().collect::<Vec<_>>());
            }
        }
    }
}

#[test]
fn hunted_plans_survive_outages_and_are_as_good() {
    let model = model(&growing(3));
    let (plan, hunted) = planned(&model, 1, Gap::Share(GAP));
    assert!(hunted, "there was no hunt");
    assert!(plan.audit.agreed, "the audit takes out every circuit itself");
    let (least, alone) = by_the_tree_alone(&model);
    let (best, bound) = (plan.outcome.objective / 1e6, plan.outcome.bound / 1e6);
    // Whichever way it is found, the optimum lies between the bound and the plan of both.
    let near = 1e-6 * alone;
    assert!(bound <= alone + near && least <= best + near, "{bound} to {best}, by the tree alone {least} to {alone}");
    assert!(best - least <= 2.0 * GAP * best, "{bound} to {best}, by the tree alone {least} to {alone}");
    let tight = |row: &&LimitRow| row.block.starts_with("outage_rating") && row.slack.abs() < 1e-6;
    assert!(plan.limits.iter().any(|row| tight(&row)) && !plan.projects.is_empty(), "no outage decides anything");
}

#[test]
fn equal_runs_are_equal() {
    let model = model(&growing(3));
    for threads in [1, 2] {
        let text = || {
            let (plan, hunted) = planned(&model, threads, Gap::Share(GAP));
            assert!(hunted, "there was no hunt with {threads} threads");
            let mut value = serde_json::to_value(plan).expect("a plan is JSON");
            // Times differ; the work that is counted beside them must not.
            value["run"]["seconds"].take();
            value.to_string()
        };
        assert!(text() == text(), "two runs with {threads} threads differ");
    }
}
