//! Losses of lines: by hand, how far the pieces lie from the square, and what an import carries over.

use crate::power_flow::{cost, row, solved};
use crate::support::plans::{assert_near, assert_verified, number, plan_at};
use crate::support::{printed, root, run};

/// Cheap power at `a`, a load at `b`, one line.
fn two(load: f64, segments: u32) -> String {
    format!(
        "name = \"two\"\nhorizon = {{ start = \"2026\", periods = 1 }}\n\
         money = {{ currency = \"USD\", discount_rate = \"0 %/year\" }}\ngoal = [\"cost\"]\nflow = \"dc\"\n\
         losses = {{ segments = {segments} }}\n[block.hour]\nhours = 1\n[node.a]\n[node.b]\nother_load = \"{load} MW\"\n\
         [supply.g]\nnode = \"a\"\npower = \"200 MW\"\nprice = \"10 USD/MWh\"\n\
         [line.ab]\nfrom = \"a\"\nto = \"b\"\nreactance = 0.1\nrating = \"100 MW\"\nresistance = 0.05\n"
    )
}

#[test]
fn two_buses_by_hand() {
    // At the end of a piece the loss is the square: 50 MW in the middle lose 0.05 x 50 x 50 / 100 = 1.25 MW.
    let plan = solved(&two(50.0 - 0.625, 2));
    assert_near(cost(&plan), 10.0 * 50.625, "cost");
    let line = row(&plan, "line[ab]@2026");
    assert_near(line["mw"].as_f64().expect("a flow"), 50.0, "in the middle");
    assert_near(line["loss_mw"].as_f64().expect("a loss"), 1.25, "lost");
    // 25 MW, halfway up the first piece: 0.625 MW are told where 0.3125 are lost, the most that two pieces are wrong by.
    let plan = solved(&two(25.0 - 0.3125, 2));
    assert_near(row(&plan, "line[ab]@2026")["loss_mw"].as_f64().expect("a loss"), 0.625, "told");
}

#[test]
fn more_pieces_come_nearer_from_above() {
    let costs = [1, 2, 4, 8, 16].map(|segments| cost(&solved(&two(43.0, segments))));
    assert!(costs.windows(2).all(|pair| pair[1] <= pair[0] + 1e-9), "{costs:?}");
    // f - 0.00025 f^2 = 43 by the square.
    let flow = (1.0 - (1.0 - 4.0 * 0.00025 * 43.0_f64).sqrt()) / (2.0 * 0.00025);
    let exact = 10.0 * (flow + 0.00025 * flow * flow);
    // A piece of 6.25 MW is wrong by no more than 0.0005 x 3.125^2 MW.
    assert!((exact..=exact + 10.0 * 0.0005 * 3.125 * 3.125 + 1e-6).contains(&costs[4]), "{} {exact}", costs[4]);
}

#[test]
fn a_plan_that_wastes_power_on_a_line_is_refused_by_its_name() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    // Who draws at b is paid for it, and wasting draws too.
    let sink = "[supply.sink]\nnode = \"b\"\nmin_output = \"0 MW\"\npower = \"0 MW\"\n";
    let text = two(0.0, 2).replace("price = \"10 USD/MWh\"", "price = \"-10 USD/MWh\"") + sink;
    std::fs::write(folder.path().join("model.toml"), text).expect("it can be written");
    let output = run(folder.path(), &["solve", "model.toml"]);
    assert_ne!(output.status.code(), Some(0), "{}", printed(&output));
    assert!(printed(&output).contains("line[ab]@2026 loss_mw: loses "), "{}", printed(&output));
}

#[test]
fn an_import_carries_resistance_where_losses_are_asked_for() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = std::fs::read_to_string(root().join("docs/cases/three-buses.m")).expect("the case is there");
    assert_eq!(text.matches("\t0\t0.1\t").count(), 3, "three branches without resistance");
    std::fs::write(folder.path().join("case.m"), text.replace("\t0\t0.1\t", "\t0.02\t0.1\t"))
        .expect("it can be written");
    let case = "case.m";
    let cost_of = |options: &[&str], name: &str| {
        let output = run(folder.path(), &[&["import", "matpower", case, "-o", name], options].concat());
        assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
        assert_eq!(printed(&output).contains("losses (--losses"), options.is_empty(), "{}", printed(&output));
        let plan = plan_at(&folder.path().join(name), &["--gap", "0"]);
        assert_verified(&plan);
        number(&plan, "/totals/cost_usd")
    };
    let (without, with) = (cost_of(&[], "without"), cost_of(&["--losses", "4"], "with"));
    assert!(with > without, "{with} is no more than {without}");
}
