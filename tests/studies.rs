//! Questions that take many solves: planted reasons that `why` must name, and what is true of every comparison and frontier.

use std::path::PathBuf;
use std::sync::Arc;

use capplan::domain::Model;
use capplan::formulation::Formulation;
use capplan::input::{Overlay, Scenario, load_with};
use capplan::plan::kept::kept;
use capplan::plan::types::Plan;
use capplan::solve::known::{Basis, Known};
use capplan::solve::outcome::{Gap, Options};
use capplan::solve::run::solve as solve_stated;
use capplan::study::again::{Interval, worse};
use capplan::study::alternatives::alternatives;
use capplan::study::compare::bridge::{Basis as Bars, Bridge};
use capplan::study::compare::regret::Regret;
use capplan::study::compare::{Comparison, Named, compare};
use capplan::study::frontier::{Frontier, Range, frontier};
use capplan::study::run::{Worth, solve};
use capplan::study::series::Asked;
use capplan::study::why::{Answer, Because, BreakEven, why};

use crate::support::models::model;
use crate::support::root;

/// A field `s` where 20 MW of chips wait for a hall; a megawatt in use serves a thousand units.
const FIELD: &str = r#"
[workload.w]
unit = "u"
[region.r]
[site.s]
region = "r"
[chip.c]
power = "1 kW"
throughput = { w = "1 u" }
[[fleet]]
chip = "c"
site = "s"
quantity = "20 k chips"
[segment.q]
workload = "w"
region = "r"
kind = "market"
price = "1 kUSD/u/year"
"#;

/// A model of so many years around the field.
fn field(years: u32, rate: &str, more: &str) -> Model {
    model(&format!(
        "name = \"field\"\nhorizon = {{ start = \"2026\", periods = {years} }}\n\
         money = {{ currency = \"USD\", discount_rate = \"{rate}\" }}\n{FIELD}{more}"
    ))
}

fn planned(model: &Model, gap: f64) -> Plan {
    let options = Options { gap: Gap::Share(gap), ..Options::default() };
    solve(model, &Scenario::default(), &options, Worth::None).unwrap_or_else(|none| panic!("{none:?}"))
}

fn asked(model: &Model, address: &str) -> Answer {
    why(model, &planned(model, 0.0), address, &Asked::default()).unwrap_or_else(|none| panic!("{none:?}"))
}

/// What it costs, from which price on it would be otherwise, and the addresses of what else changes.
fn costs(answer: &Answer) -> (Interval, Option<BreakEven>, Vec<&str>) {
    match &answer.because {
        Because::Costs { cost, break_even, differs, .. } => {
            (*cost, *break_even, differs.iter().map(|differs| differs.address.as_str()).collect())
        }
        Because::Impossible(clash) => panic!("{clash:?}"),
    }
}

fn is_near(found: f64, by_hand: f64) {
    assert!((found - by_hand).abs() < 1e-6 * by_hand.abs().max(1.0), "{found}, by hand {by_hand}");
}

fn is(interval: Interval, by_hand: f64) {
    for end in [interval.low, interval.best, interval.high] {
        assert!((end - by_hand).abs() < 1.0, "{interval:?}, by hand {by_hand}");
    }
}

/// A hall of 12 M USD would serve 10 M USD of demand: to build it costs 2, and it enters when it costs 2/12 less.
#[test]
fn a_price_keeps_it_out() {
    let hall =
        "demand = \"10 k u\"\n[project.hall]\nsite = \"s\"\nadds = { it_power = \"10 MW\" }\ncost = \"12 M USD\"\n";
    let answer = asked(&field(1, "0 %/year", hall), "project[hall]");
    let (cost, break_even, _) = costs(&answer);
    is(cost, 2e6);
    let Some(BreakEven::Enters(share)) = break_even else { panic!("{break_even:?}") };
    is_near(share, 2.0 / 12.0);
    let cheaper = planned(&field(1, "0 %/year", &hall.replace("12 M", "9.99 M")), 0.0);
    assert_eq!(cheaper.projects.len(), 1, "it enters at a price 16.75 % lower");
    let dearer = planned(&field(1, "0 %/year", &hall.replace("12 M", "10.01 M")), 0.0);
    assert_eq!(dearer.projects.len(), 0, "and not at 16.58 % lower");
}

/// What is taken stays while its price rises by less than what it is worth: 10 - 8 of 8.
#[test]
fn a_price_keeps_it_in() {
    let hall =
        "demand = \"10 k u\"\n[project.hall]\nsite = \"s\"\nadds = { it_power = \"10 MW\" }\ncost = \"8 M USD\"\n";
    let model = field(1, "0 %/year", hall);
    for address in ["project[hall]", "site[s]", "project[hall]@2026"] {
        let answer = asked(&model, address);
        assert!(answer.opposite.taken);
        let (cost, break_even, _) = costs(&answer);
        is(cost, 2e6);
        assert_eq!(break_even, Some(BreakEven::Stays(0.25)), "{address}");
    }
}

/// Demand comes in 2027; a hall of 5 M USD begun a year before costs 5 x (1.1^-0.5 - 1.1^-1.5) more.
#[test]
fn a_date_keeps_it_later() {
    let hall = "demand = { \"2026\" = \"0 u\", \"2027\" = \"10 k u\" }\n[project.hall]\nsite = \"s\"\nadds = { it_power = \"10 MW\" }\n\
                cost = \"5 M USD\"\n";
    let answer = asked(&field(2, "10 %/year", hall), "project[hall]@2026");
    assert!(!answer.opposite.taken, "{}", answer.opposite.words);
    let (cost, _, _) = costs(&answer);
    is(cost, 5e6 * (1.1_f64.powf(-0.5) - 1.1_f64.powf(-1.5)));
}

/// A hall of 4 M USD serves 8 M USD of demand, and needs a substation of 5: to build it costs 1 and brings the substation with it.
#[test]
fn what_it_needs_keeps_it_out() {
    let hall = "demand = \"8 k u\"\n[project.hall]\nsite = \"s\"\nadds = { it_power = \"10 MW\" }\ncost = \"4 M USD\"\nneeds = [\"substation\"]\n\
                [project.substation]\nsite = \"s\"\ncost = \"5 M USD\"\n";
    let answer = asked(&field(1, "0 %/year", hall), "project[hall]");
    let (cost, _, moved) = costs(&answer);
    is(cost, 1e6);
    assert!(moved.contains(&"project[substation]"), "{moved:?}");
}

/// A policy lets the campus have 5 MW; the hall has 10: the answer is the policy's name.
#[test]
fn a_policy_keeps_it_out() {
    let hall = "demand = \"10 k u\"\n[project.hall]\nsite = \"s\"\nadds = { it_power = \"10 MW\" }\ncost = \"1 M USD\"\n\
                [policy.small-campus]\nmeasure = \"it_mw\"\nfilter = { site = \"s\" }\nperiods = \"2026..2026\"\nat_most = \"5 MW\"\n";
    let answer = asked(&field(1, "0 %/year", hall), "project[hall]");
    let Because::Impossible(clash) = &answer.because else { panic!("{answer:?}") };
    let told = format!("{clash:?}");
    assert!(told.contains("policy[small-campus]"), "{told}");
}

/// Of two like halls only one may be built; the one that is 3 M USD dearer costs these 3.
#[test]
fn a_better_option_keeps_it_out() {
    let halls = "demand = \"10 k u\"\n[project.cheap]\nsite = \"s\"\nadds = { it_power = \"10 MW\" }\ncost = \"4 M USD\"\n\
                 [project.dear]\nsite = \"s\"\nadds = { it_power = \"10 MW\" }\ncost = \"7 M USD\"\n\
                 [group.one]\npick = \"at-most-one\"\nprojects = [\"cheap\", \"dear\"]\n";
    let answer = asked(&field(1, "0 %/year", halls), "project[dear]");
    let (cost, break_even, moved) = costs(&answer);
    is(cost, 3e6);
    assert!(moved.contains(&"project[cheap]"), "{moved:?}");
    let Some(BreakEven::Enters(share)) = break_even else { panic!("{break_even:?}") };
    is_near(share, 3.0 / 7.0);
}

/// Of two halls alike in everything either will do, and the words say so.
#[test]
fn a_tie_costs_nothing() {
    let halls = "demand = \"10 k u\"\n[project.a]\nsite = \"s\"\nadds = { it_power = \"10 MW\" }\ncost = \"4 M USD\"\n\
                 [project.b]\nsite = \"s\"\nadds = { it_power = \"10 MW\" }\ncost = \"4 M USD\"\n";
    let model = field(1, "0 %/year", halls);
    for address in ["project[a]", "project[b]"] {
        let answer = asked(&model, address);
        let (cost, _, _) = costs(&answer);
        is(cost, 0.0);
        let text = capplan::report::why::text(&model, &answer);
        assert!(text.contains("a tie"), "{text}");
    }
}

fn small(set: &[&str]) -> Model {
    let overlay = Overlay { scenario: None, set: set.iter().map(|set| (*set).to_owned()).collect() };
    let loaded = load_with(&root().join("models/amazon-small"), &overlay);
    loaded.model.unwrap_or_else(|| panic!("{}", loaded.findings.render(false)))
}

const BUDGET: &str = "budget[fy2026].at_most";

fn along(plan: &Plan, range: (f64, f64, usize), relax: bool) -> Frontier {
    let range = Range { from: range.0, to: range.1, unit: "B USD".into(), points: range.2 };
    frontier(plan, BUDGET, &range, &Asked::default(), relax, &|_| ()).unwrap_or_else(|none| panic!("{none:?}"))
}

/// A frontier in a budget never falls, and that of a linear programme bends downwards; each of its values is that of a cold solve,
/// and the price of the budget lies between what a little more and what a little less of it changes.
#[test]
fn a_frontier_in_a_budget_is_concave_and_as_a_cold_solve_says() {
    let plan = planned(&small(&[]), 0.0);
    let relaxed = along(&plan, (6.0, 12.0, 7), true);
    let values: Vec<f64> =
        relaxed.points.iter().map(|point| point.reached.as_ref().expect("a plan").objective).collect();
    let gains: Vec<f64> = values.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let little = 1e-7 * values[0];
    assert!(gains.iter().all(|gain| *gain >= -little), "{values:?}");
    assert!(gains.windows(2).all(|pair| pair[1] <= pair[0] + little), "{values:?}");
    assert!(gains[0] > 1e6 && gains[5] < 1e6, "it binds at first and not at last: {gains:?}");
    let cold = |value: f64, relax: bool| {
        let options = Options { gap: Gap::Share(0.0), relax, ..Options::default() };
        let model = small(&[&format!("{BUDGET}={value} B USD")]);
        solve(&model, &Scenario::default(), &options, Worth::None).unwrap_or_else(|none| panic!("{none:?}"))
    };
    for (value, warm) in [(6.0, values[0]), (8.0, values[2])] {
        is_near(warm, cold(value, true).outcome.objective);
    }
    let whole = along(&plan, (7.0, 9.0, 2), false);
    for point in &whole.points {
        let reached = point.reached.as_ref().expect("a plan");
        is_near(reached.objective, cold(point.value, false).outcome.objective);
    }
    let priced = cold(7.5, true);
    let price =
        priced.limits.iter().find(|row| row.id == "budget[fy2026]" || row.id == BUDGET).and_then(|row| row.price);
    let price = price.expect("it binds");
    let near = along(&priced, (7.49, 7.51, 3), true);
    let near: Vec<f64> = near.points.iter().map(|point| point.reached.as_ref().expect("a plan").objective).collect();
    let (less, more) = ((near[1] - near[0]) / 1e7, (near[2] - near[1]) / 1e7);
    assert!(more - 1e-6 <= price && price <= less + 1e-6, "{more} <= {price} <= {less}");
}

/// To do otherwise never gains, and an interval that bounds prove contains what is found at gap 0.
#[test]
fn what_is_forced_never_gains_and_intervals_contain_the_truth() {
    let model = small(&[]);
    let (best, rough) = (planned(&model, 0.0), planned(&model, 0.01));
    let mut held = 0;
    for address in ["site[umatilla]", "project[aragon/hall]@2026Q1", "site[canton]"] {
        let exact = why(&model, &best, address, &Asked::default()).unwrap_or_else(|none| panic!("{none:?}"));
        let (cost, _, _) = costs(&exact);
        // What is told is held to no less than nothing; what is found is not.
        let Because::Costs { found_usd, relaxed_usd, .. } = &exact.because else { panic!("{exact:?}") };
        assert!(*found_usd >= -1.0 && *relaxed_usd >= -1.0, "{address}: {found_usd}, {relaxed_usd}");
        assert!((cost.high - cost.low).abs() < 1e4, "{address}: {cost:?}");
        let answer = why(&model, &rough, address, &Asked::default()).unwrap_or_else(|none| panic!("{none:?}"));
        if answer.opposite.taken != exact.opposite.taken {
            continue;
        }
        held += 1;
        let (interval, _, _) = costs(&answer);
        // The cost of the opposite is beside the best plan that does what the plan on the table does, which both share.
        assert!(
            interval.low <= cost.best + 1e4 && cost.best <= interval.high + 1e4,
            "{address}: {interval:?}, {cost:?}"
        );
    }
    assert!(held >= 2, "only {held} questions are asked alike of both plans");
}

fn compared(plans: Vec<Named>) -> Comparison {
    compare(plans, Some("2026Q2"), &Asked::default(), &|_| ()).unwrap_or_else(|none| panic!("{none:?}"))
}

fn adds_up(bridge: &Bridge) {
    let bars: f64 = bridge.bars.iter().map(|bar| bar.adds).sum();
    is_near(bridge.from + bars + bridge.rest, bridge.to);
}

/// 10 MW serve 5 k units at 1 kUSD: 5 M USD. Demand doubled by itself adds 5, the price doubled by itself 5, both 15: each has the mean
/// over the two orders, (5 + 10) / 2, whichever is told first. With nothing to decide anew nothing is left.
#[test]
fn a_bridge_gives_each_change_its_share_in_any_order() {
    let text = |demand: &str, price: &str| {
        let more = format!(
            "demand = \"{demand}\"\n[project.hall]\nsite = \"s\"\nadds = {{ it_power = \"10 MW\" }}\ncost = \"1 M USD\"\n"
        );
        let world = FIELD.replace("price = \"1 kUSD/u/year\"", &format!("price = \"{price}\""));
        model(&format!(
            "name = \"field\"\nhorizon = {{ start = \"2026\", periods = 1 }}\n\
             money = {{ currency = \"USD\", discount_rate = \"0 %/year\" }}\n{world}{more}"
        ))
    };
    let before = Named { name: "before".into(), plan: planned(&text("5 k u", "1 kUSD/u/year"), 0.0) };
    let after = Named { name: "after".into(), plan: planned(&text("10 k u", "2 kUSD/u/year"), 0.0) };
    let found =
        compare(vec![before, after], None, &Asked::default(), &|_| ()).unwrap_or_else(|none| panic!("{none:?}"));
    let bridge = &found.steps[0].bridge;
    adds_up(bridge);
    assert_eq!(bridge.basis, Bars::Kept);
    is_near(bridge.from, 4e6);
    is_near(bridge.to, 19e6);
    let shares: Vec<f64> = bridge.bars.iter().map(|bar| bar.adds).collect();
    assert_eq!(shares.len(), 2, "{:?}", bridge.bars);
    for share in shares {
        is_near(share, 7.5e6);
    }
    assert!(bridge.rest.abs() < 1.0, "{}", bridge.rest);
}

/// Demand comes in 2027, or not; a hall of 10 MW for 6 M USD takes a year and would serve 10 M USD of it. Whoever decided for the demand loses 6
/// where it does not come, whoever did not loses 10 - 6 = 4 where it does; both begin the road.
#[test]
fn regrets_and_what_is_common_are_those_by_hand() {
    let world = |demand: &str| {
        let hall = "[project.hall]\nsite = \"s\"\nadds = { it_power = \"10 MW\" }\ncost = \"6 M USD\"\nlead = \"1 year\"\n\
                    [project.road]\nsite = \"s\"\ncost = \"1 M USD\"\nrequired = true\nwindow = { complete = \"2026\" }\n";
        field(2, "0 %/year", &format!("demand = {{ \"2026\" = \"0 u\", \"2027\" = \"{demand}\" }}\n{hall}"))
    };
    let named = |name: &str, demand: &str| Named { name: name.into(), plan: planned(&world(demand), 0.0) };
    let plans = vec![named("much", "10 k u"), named("none", "0 u")];
    let found = compare(plans, Some("2026"), &Asked::default(), &|_| ()).unwrap_or_else(|none| panic!("{none:?}"));
    let regret = |n: usize, m: usize| match found.regrets[n][m] {
        Regret::Costs(costs) => costs,
        Regret::Broken => panic!("it can be kept"),
    };
    is(regret(0, 1), 6e6);
    is(regret(1, 0), 4e6);
    let common: Vec<&str> = found.common.iter().map(|shared| shared.address.as_str()).collect();
    assert_eq!(common, ["project[road]"]);
}

/// Of two scenarios of the small model: the bars add up, no regret is less than nothing, and one's own scenario costs nothing.
#[test]
fn comparisons_add_up_and_no_regret_is_a_gain() {
    let base = Named { name: "base".into(), plan: planned(&small(&[]), 0.0) };
    let other = small(&["chip[trainium3].price=25 kUSD", "budget[fy2026].at_most=8 B USD"]);
    let other = Named { name: "other".into(), plan: planned(&other, 0.0) };
    let found = compared(vec![base, other]);
    adds_up(&found.steps[0].bridge);
    assert_eq!(found.steps[0].bridge.bars.len(), 2);
    for (n, row) in found.regrets.iter().enumerate() {
        for (m, regret) in row.iter().enumerate() {
            if let Regret::Costs(costs) = regret {
                assert!(costs.low <= costs.best + 1.0 && costs.best <= costs.high + 1.0, "{costs:?}");
                assert!(n != m || costs.high == 0.0);
            }
        }
    }
    let back = worse(&found.plans[0].plan, &found.plans[1].plan);
    is_near(back.best, found.steps[0].bridge.from - found.steps[0].bridge.to);
}

/// 20 MW of demand are worth 20 M USD; halls of 10 MW cost 4, 4 and 6: the best plan builds the first two, 12 M USD, and one with the third
/// is 2 M USD worse. Within 1 M USD nothing else will do; within 3 M USD either of the first may give way to the third.
#[test]
fn plans_nearly_as_good_are_those_by_hand() {
    let hall = |name: &str, cost: &str| {
        format!("[project.{name}]\nsite = \"s\"\nadds = {{ it_power = \"10 MW\" }}\ncost = \"{cost} M USD\"\n")
    };
    let halls = format!("demand = \"20 k u\"\n{}{}{}", hall("a", "4"), hall("b", "4"), hall("c", "6"));
    let model = field(1, "0 %/year", &halls);
    let plan = planned(&model, 0.0);
    is_near(plan.outcome.objective, 12e6);
    let within = |usd: f64| {
        alternatives(&model, &plan, Gap::Money(usd), 3, &Asked::default(), &|_| ())
            .unwrap_or_else(|none| panic!("{none:?}"))
    };
    let near = within(1e6);
    let proved: Vec<(f64, f64)> = near.projects.iter().map(|row| row.proved).collect();
    assert_eq!(proved, [(1.0, 1.0), (1.0, 1.0), (0.0, 0.0)]);
    assert!(near.plans.is_empty());
    let far = within(3e6);
    let found: Vec<(f64, f64)> = far.projects.iter().map(|row| row.found).collect();
    assert_eq!(found, [(0.0, 1.0); 3]);
    assert!(!far.plans.is_empty());
    for plan in &far.plans {
        is_near(plan.worse, 2e6);
    }
}

/// Of the small model: what is found lies within what is proved, and no alternative is further away than was asked.
#[test]
fn alternatives_lie_within_what_is_proved() {
    let model = small(&[]);
    let plan = planned(&model, 0.0);
    let found = alternatives(&model, &plan, Gap::Share(0.003), 2, &Asked::default(), &|_| ());
    let found = found.unwrap_or_else(|none| panic!("{none:?}"));
    for row in &found.projects {
        assert!(row.proved.0 <= row.found.0 && row.found.1 <= row.proved.1, "{row:?}");
    }
    for row in &found.regions {
        assert!(row.proved.0 <= row.found.0 + 1e-3 && row.found.1 <= row.proved.1 + 1e-3, "{row:?}");
    }
    for plan in &found.plans {
        assert!(plan.worse >= -1.0 && plan.worse <= found.within + 1.0 && plan.differs > 0, "{}", plan.worse);
    }
    let settled = found.projects.iter().filter(|row| row.proved == row.found).count();
    assert!(settled > 0 && settled + found.left_out.len() <= found.projects.len());
}

/// What a plan decides, put back into its own model, is that plan: a gap that any plan is within ends at it.
#[test]
fn a_plan_is_a_start_of_its_own_model() {
    for name in ["first-steps", "four-letters", "amazon-small"] {
        let model = load_with(&root().join("models").join(name), &Overlay::default()).model.expect("it can be read");
        let plan = planned(&model, 0.0);
        let f = Formulation::new(&model);
        let known = Known { starts: vec![kept(&plan, &f)], ..Known::default() };
        let solved = solve_stated(&f, &Options { gap: Gap::Share(100.0), known, ..Options::default() });
        let found = solved.unwrap_or_else(|failure| panic!("{name}: {failure:?}")).outcome.goals[0].best;
        is_near(found, plan.outcome.objective);
    }
}

/// The basis of a relaxation is found again by the names of its rows and columns: nothing is left to do from it, and little where one number
/// has changed.
#[test]
fn a_basis_is_found_again_by_name() {
    let relaxed = |model: &Model, basis: Option<Arc<Basis>>| {
        let f = Formulation::new(model);
        let known = Known { basis, wanted: true, ..Known::default() };
        let solved = solve_stated(&f, &Options { relax: true, known, ..Options::default() });
        let solved = solved.unwrap_or_else(|failure| panic!("{failure:?}"));
        let places = solved.places.as_ref().expect("simplex ends with a basis");
        let named = Basis::named(&f, &solved.stated.rows, places);
        (solved.outcome.goals[0].best, solved.outcome.work.0, Arc::new(named))
    };
    let (model, tighter) = (small(&[]), small(&["budget[fy2026].at_most=8 B USD"]));
    let (first, cold, basis) = relaxed(&model, None);
    let (again, warm, _) = relaxed(&model, Some(Arc::clone(&basis)));
    assert!(cold > 100 && warm == 0, "{cold}, {warm}");
    is_near(again, first);
    let (other, little, _) = relaxed(&tighter, Some(basis));
    assert!(little > 0 && little < cold / 2, "{cold}, {little}");
    is_near(other, relaxed(&tighter, None).0);
}

/// Asked again, what was kept in a folder is not solved again, and the answer is the same; a file that somebody changed is not believed.
#[test]
fn a_frontier_that_was_kept_is_read_again() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let plan = planned(&small(&[]), 0.0);
    let range = Range { from: 8.0, to: 9.0, unit: "B USD".into(), points: 2 };
    let asked = Asked { keep: Some(folder.path().join("kept")), ..Asked::default() };
    let ask = || frontier(&plan, BUDGET, &range, &asked, true, &|_| ()).unwrap_or_else(|none| panic!("{none:?}"));
    let first = ask();
    let files = || -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder.path().join("kept")).expect("it is there").flatten();
        entries.map(|entry| entry.path()).collect()
    };
    assert_eq!(files().len(), 2);
    let written: Vec<_> = files().iter().map(|path| path.metadata().and_then(|file| file.modified()).ok()).collect();
    assert_eq!(ask(), first);
    let after: Vec<_> = files().iter().map(|path| path.metadata().and_then(|file| file.modified()).ok()).collect();
    assert_eq!(written, after, "nothing was written again");
    for path in files() {
        let mut forged: Plan = serde_json::from_slice(&std::fs::read(&path).expect("it is there")).expect("a plan");
        forged.outcome.objective += 1e9;
        std::fs::write(&path, serde_json::to_vec(&forged).expect("a plan")).expect("it can be written");
    }
    assert_eq!(ask(), first);
}
