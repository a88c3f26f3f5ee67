//! Linear power flow: published optima, networks worked out by hand, and laws that are true of every network.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::plans::{assert_near, assert_verified, number, plan_at};
use crate::support::{printed, root, run};

/// A folder of published cases in the one that `CAPPLAN_CASES` names; says so where none is named.
pub(crate) fn cases(folder: &str) -> Option<PathBuf> {
    let found = std::env::var_os("CAPPLAN_CASES").map(PathBuf::from);
    if found.is_none() {
        println!("{folder} is not looked at: CAPPLAN_CASES names no folder of cases");
    }
    found.map(|cases| cases.join(folder))
}

pub(crate) fn solved(text: &str) -> Value {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("model.toml");
    std::fs::write(&path, text).expect("it can be written");
    let plan = plan_at(&path, &["--gap", "0"]);
    assert_verified(&plan);
    plan
}

pub(crate) fn cost(plan: &Value) -> f64 {
    number(plan, "/totals/cost_usd")
}

/// A row of the grid.
pub(crate) fn row<'p>(plan: &'p Value, id: &str) -> &'p Value {
    let rows = plan["grid"].as_array().expect("there is a table of the grid");
    rows.iter().find(|row| row["id"] == id).unwrap_or_else(|| panic!("there is no {id}"))
}

// --- published optima -----------------------------------------------------------------------------------------------

/// Imports a case of PGLib, solves it by the ordinary commands and holds its cost to the digits published (v23.07, column DC).
fn hold_to_pglib(name: &str, published: &str) {
    let Some(cases) = cases("dc-opf") else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let case = cases.join(format!("pglib_opf_{name}.m"));
    let args = ["import", "matpower", case.to_str().expect("the path is text"), "--susceptance", "pglib", "-o", "made"];
    let output = run(folder.path(), &args);
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
    let plan = plan_at(&folder.path().join("made"), &["--gap", "0"]);
    assert_verified(&plan);
    assert_eq!(format!("{:.4e}", cost(&plan)), published, "{name}");
}

#[test]
fn pglib_case5() {
    hold_to_pglib("case5_pjm", "1.7480e4");
}

#[test]
fn pglib_case14() {
    hold_to_pglib("case14_ieee", "2.0515e3");
}

#[test]
fn pglib_case30() {
    hold_to_pglib("case30_ieee", "7.4728e3");
}

#[test]
fn pglib_case118() {
    hold_to_pglib("case118_ieee", "9.3101e4");
}

/// Garver's six buses, with up to five new circuits a corridor; the fixed dispatch where `fixed`.
fn garver(corridors: &Path, fixed: bool) -> String {
    let mut text = "name = \"garver\"\nhorizon = { start = \"2026\", periods = 1 }\n\
                    money = { currency = \"USD\", discount_rate = \"0 %/year\" }\ngoal = [\"cost\"]\nflow = \"dc\"\n"
        .to_owned();
    for (bus, load) in [(1, 80), (2, 240), (3, 40), (4, 160), (5, 240), (6, 0)] {
        let _ = writeln!(text, "[node.{bus}]\nother_load = \"{load} MW\"");
    }
    for (bus, most, given) in [(1, 150, 50), (3, 360, 165), (6, 600, 545)] {
        let (most, least) = if fixed { (given, given) } else { (most, 0) };
        let _ = writeln!(text, "[supply.g{bus}]\nnode = \"{bus}\"\npower = \"{most} MW\"\nmin_output = \"{least} MW\"");
    }
    let rows = std::fs::read_to_string(corridors).unwrap_or_else(|error| panic!("{}: {error}", corridors.display()));
    for row in rows.lines().skip(1) {
        let [from, to, existing, reactance, rating, cost] = row.split(',').collect::<Vec<_>>()[..] else {
            panic!("{row} is no corridor");
        };
        let circuit = format!("from = \"{from}\"\nto = \"{to}\"\nreactance = {reactance}\nrating = \"{rating} MW\"");
        if existing == "1" {
            let _ = writeln!(text, "[line.{from}-{to}]\n{circuit}");
        }
        let _ = writeln!(text, "[line.new-{from}-{to}]\ncircuits = 0\n{circuit}");
        let _ = writeln!(
            text,
            "[project.build-{from}-{to}]\nline = \"new-{from}-{to}\"\nadds = {{ circuits = 1 }}\ncopies = 5\ncost = \"{cost} kUSD\""
        );
    }
    text
}

fn hold_to_garver(fixed: bool, published: f64, built: &[(&str, f64)]) {
    let Some(cases) = cases("expansion") else { return };
    let plan = solved(&garver(&cases.join("garver.csv"), fixed));
    assert_eq!(plan["outcome"]["status"], "optimal");
    assert_near(cost(&plan) / 1000.0, published, "Garver");
    let rows = plan["projects"].as_array().expect("there is a table of projects");
    let found: Vec<(&str, f64)> = rows
        .iter()
        .map(|row| (row["project"].as_str().expect("an id is text"), row["copies"].as_f64().expect("a number")))
        .collect();
    assert_eq!(found, built);
}

/// L. L. Garver, "Transmission network estimation using linear programming", IEEE Transactions on Power Apparatus and Systems 89
/// (1970); R. Romero et al., "Test systems and mathematical models for transmission network expansion planning" (2002).
#[test]
fn garver_with_redispatch_costs_110() {
    hold_to_garver(false, 110.0, &[("build-3-5", 1.0), ("build-4-6", 3.0)]);
}

/// As [`garver_with_redispatch_costs_110`].
#[test]
fn garver_with_fixed_generation_costs_200() {
    hold_to_garver(true, 200.0, &[("build-2-6", 4.0), ("build-3-5", 1.0), ("build-4-6", 2.0)]);
}

// --- by hand --------------------------------------------------------------------------------------------------------

/// A triangle of equal lines, cheap power at `a`, a load and dear power at `c`.
pub(crate) fn triangle(flow: &str, more: &str) -> String {
    let line = |name: &str, from: &str, to: &str, rating: u32| {
        format!("[line.{name}]\nfrom = \"{from}\"\nto = \"{to}\"\nreactance = 0.1\nrating = \"{rating} MW\"\n")
    };
    let lines = [line("ab", "a", "b", 100), line("bc", "b", "c", 100), line("ac", "a", "c", 40)].concat();
    format!(
        "name = \"triangle\"\nhorizon = {{ start = \"2026\", periods = 1 }}\n\
         money = {{ currency = \"USD\", discount_rate = \"0 %/year\" }}\ngoal = [\"cost\"]\nflow = \"{flow}\"\n\
         [block.hour]\nhours = 1\n[node.a]\n[node.b]\n[node.c]\nother_load = \"90 MW\"\n\
         [supply.cheap]\nnode = \"a\"\npower = \"200 MW\"\nprice = \"10 USD/MWh\"\n\
         [supply.dear]\nnode = \"c\"\npower = \"200 MW\"\nprice = \"30 USD/MWh\"\n{lines}{more}"
    )
}

#[test]
fn power_divides_itself_over_a_triangle() {
    let plan = solved(&triangle("dc", ""));
    // Two thirds go straight: 40 of 60 MW. The rest is dear.
    assert_near(cost(&plan), 60.0 * 10.0 + 30.0 * 30.0, "cost");
    for (id, mw, loading) in [("line[ac]@2026", 40.0, 1.0), ("line[ab]@2026", 20.0, 0.2), ("line[bc]@2026", 20.0, 0.2)]
    {
        assert_near(row(&plan, id)["mw"].as_f64().expect("a flow"), mw, id);
        assert_near(row(&plan, id)["loading"].as_f64().expect("a share"), loading, id);
    }
    // 1000 MW a radian.
    for (id, radians) in [("node[a]@2026", 0.0), ("node[b]@2026", -0.02), ("node[c]@2026", -0.04)] {
        let angle = row(&plan, id)["angle_degrees"].as_f64().expect("an angle");
        assert_near(angle, f64::to_degrees(radians), id);
    }
    let free = solved(&triangle("transport", ""));
    assert_near(cost(&free), 900.0, "all 90 MW come from the cheap one");
    assert_eq!(row(&free, "node[c]@2026")["angle_degrees"], Value::Null);
}

#[test]
fn the_page_of_the_grid_says_what_the_next_megawatt_is_worth_and_what_stops_more() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("plan.json"), solved(&triangle("dc", "")).to_string())
        .expect("it can be written");
    let page = printed(&run(folder.path(), &["show", "plan.json", "grid"]));
    // One MW more on ac lets one and a half more through, each 20 USD cheaper.
    assert!(page.contains("the next MW of line ac is worth 30 USD in 2026"), "{page}");
    assert!(page.contains("100 %"), "{page}");
    let page = printed(&run(root(), &["show", "models/amazon-small", "grid"]));
    let row = page.lines().find(|line| line.starts_with("northern-virginia")).unwrap_or_default();
    assert!(row.contains("780") && row.ends_with("line pjm-west-east and supply dominion-grid"), "{page}");
}

/// D. Braess's paradox in power: a circuit of little rating beside a strong one holds the angle down.
#[test]
fn a_circuit_that_must_be_built_can_cost_and_one_on_offer_cannot() {
    let new = |required: bool| {
        format!(
            "[line.new]\nfrom = \"a\"\nto = \"c\"\ncircuits = 0\nreactance = 0.1\nrating = \"10 MW\"\n\
             [project.build]\nline = \"new\"\nadds = {{ circuits = 1 }}\ncost = \"0 USD\"\nrequired = {required}\n"
        )
    };
    let without = cost(&solved(&triangle("dc", "")));
    let forced = cost(&solved(&triangle("dc", &new(true))));
    let offered = cost(&solved(&triangle("dc", &new(false))));
    // At 0.01 radians ac and new carry 10 MW each, and 5 go around.
    assert_near(forced, 25.0 * 10.0 + 65.0 * 30.0, "forced");
    assert!(forced > without + 1.0);
    assert_near(offered, without, "offered");
}

#[test]
fn the_audit_names_the_line_that_breaks_the_law() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut plan = solved(&triangle("dc", ""));
    // A megawatt that goes around instead of straight: every balance still holds.
    for row in plan["grid"].as_array_mut().expect("a table") {
        let by = match row["id"].as_str() {
            Some("line[ac]@2026") => -1.0,
            Some("line[ab]@2026" | "line[bc]@2026") => 1.0,
            _ => continue,
        };
        row["mw"] = (row["mw"].as_f64().expect("a flow") + by).into();
        row["mwh"] = row["mw"].clone();
    }
    std::fs::write(folder.path().join("plan.json"), plan.to_string()).expect("it can be written");
    let output = run(folder.path(), &["verify", "plan.json"]);
    assert_eq!(output.status.code(), Some(5), "{}", printed(&output));
    assert!(printed(&output).contains("ac].law@2026: carries 39 MW"), "{}", printed(&output));
}

// --- laws -----------------------------------------------------------------------------------------------------------

/// A ring of five with two chords, drawn from a seed: susceptances, ratings, loads and prices; angles and shifts scaled by `turn`,
/// susceptances by its inverse.
pub(crate) fn ring(seed: u64, flow: &str, turn: f64) -> String {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut draw = |least: u64, most: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        #[allow(clippy::cast_precision_loss)]
        let drawn = (least + state % (most - least + 1)) as f64;
        drawn
    };
    let mut text = format!(
        "name = \"ring\"\nhorizon = {{ start = \"2026\", periods = 1 }}\n\
         money = {{ currency = \"USD\", discount_rate = \"0 %/year\" }}\ngoal = [\"cost\"]\nflow = \"{flow}\"\n\
         [block.hour]\nhours = 1\n"
    );
    for node in 0..5 {
        let _ = writeln!(text, "[node.n{node}]\nother_load = \"{} MW\"\nshed = \"1000 USD/MWh\"", draw(0, 60));
        let (power, price) = (draw(20, 90), draw(5, 95));
        let _ =
            writeln!(text, "[supply.g{node}]\nnode = \"n{node}\"\npower = \"{power} MW\"\nprice = \"{price} USD/MWh\"");
    }
    for (n, (from, to)) in [(0, 1), (1, 2), (2, 3), (3, 4), (4, 0), (0, 2), (1, 3)].into_iter().enumerate() {
        let (susceptance, rating, angle) = (draw(300, 2000) / turn, draw(10, 50), draw(1, 4) / 100.0 * turn);
        let shift = if n == 2 { 0.005 * turn } else { 0.0 };
        let _ = writeln!(
            text,
            "[line.l{n}]\nfrom = \"n{from}\"\nto = \"n{to}\"\nsusceptance = {susceptance}\nrating = \"{rating} MW\"\n\
             angle_max = \"{angle} rad\"\nangle_min = \"-{angle} rad\"\nshift = \"{shift} rad\""
        );
    }
    text
}

/// Parts of copies may add up to a whole circuit (here 0.75 and 0.25 of two), whose flow tells no angle all the same.
#[test]
fn a_relaxed_plan_whose_circuits_add_up_agrees_with_its_audit() {
    let text = std::fs::read_to_string(root().join("tests/biting/circuit-full-back.toml")).expect("it is there");
    let folder = tempfile::tempdir().expect("a temporary folder");
    for load in ["70", "90", "40", "60", "80"] {
        let path = folder.path().join("model.toml");
        let said = "\"2027\" = \"90 MW\"";
        assert!(text.contains(said));
        std::fs::write(&path, text.replace(said, &format!("\"2027\" = \"{load} MW\""))).expect("it can be written");
        assert_verified(&plan_at(&path, &["--relax"]));
    }
}

#[test]
fn angles_never_help_and_their_unit_does_not_matter() {
    let mut dearer = 0;
    for seed in 1..=12 {
        let lawful = cost(&solved(&ring(seed, "dc", 1.0)));
        let free = cost(&solved(&ring(seed, "transport", 1.0)));
        assert!(lawful >= free - 1e-6 * free.abs().max(1.0), "seed {seed}: {lawful} is less than {free}");
        dearer += usize::from(lawful > free + 1.0);
        assert_near(
            cost(&solved(&ring(seed, "dc", 4.0))),
            lawful,
            "a quarter of the susceptance, four times the angles",
        );
    }
    assert!(dearer >= 6, "angles decide something in {dearer} of 12");
}
