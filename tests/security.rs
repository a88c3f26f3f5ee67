//! Plans that survive the outage of any one circuit: by hand, against what they are without, and where there is none.

use serde_json::Value;

use crate::power_flow::{cost, ring, row, solved, triangle};
use crate::support::plans::{assert_near, plan_at};
use crate::support::{printed, run};

/// A network with every outage looked at.
fn secure(text: &str) -> String {
    text.replace("flow = \"dc\"", "flow = \"dc\"\nsecurity = \"n-1\"")
}

/// Two like circuits from cheap power to `b`, and one on to a load of 90 MW beside dear power.
fn double(more: &str) -> String {
    let line = |name: &str, from: &str, to: &str, rating: u32| {
        format!("[line.{name}]\nfrom = \"{from}\"\nto = \"{to}\"\nreactance = 0.1\nrating = \"{rating} MW\"\n")
    };
    let lines = [line("ab-1", "a", "b", 50), line("ab-2", "a", "b", 50), line("bc", "b", "c", 100)].concat();
    format!(
        "name = \"double\"\nhorizon = {{ start = \"2026\", periods = 1 }}\n\
         money = {{ currency = \"USD\", discount_rate = \"0 %/year\" }}\ngoal = [\"cost\"]\nflow = \"dc\"\n\
         [block.hour]\nhours = 1\n[node.a]\n[node.b]\n[node.c]\nother_load = \"90 MW\"\n\
         [supply.cheap]\nnode = \"a\"\npower = \"200 MW\"\nprice = \"10 USD/MWh\"\n\
         [supply.dear]\nnode = \"c\"\npower = \"200 MW\"\nprice = \"30 USD/MWh\"\n{lines}{more}"
    )
}

#[test]
fn what_two_circuits_carry_one_must_be_able_to() {
    assert_near(cost(&solved(&double(""))), 900.0, "90 MW of cheap power");
    let plan = solved(&secure(&double("")));
    // Either circuit alone carries all: 50 MW. The third parts the network, and nothing is asked after its outage.
    assert_near(cost(&plan), 50.0 * 10.0 + 40.0 * 30.0, "cost");
    let notes = plan["outcome"]["notes"].to_string();
    assert!(notes.contains("outages that part the network are not looked at: bc"), "{notes}");
    assert_near(row(&plan, "line[ab-1]@2026")["mw"].as_f64().expect("a flow"), 25.0, "ab-1");
    let limits = plan["limits"].as_array().expect("a table");
    let held: Vec<&Value> = limits.iter().filter(|row| row["block"] == "outage_rating").collect();
    assert_eq!(held.len(), 2, "{held:?}");
    // The two rows hold together; what one of them alone is worth is for the solver to say, both together are worth 20 USD.
    let price: f64 = held.iter().filter_map(|row| row["price"].as_f64()).sum();
    assert_near(price, -20.0, "a megawatt of both emergency ratings");
}

#[test]
fn emergency_ratings_are_for_outages_alone() {
    // ac carries two thirds of what comes through at its 40 MW, and all of it at 50 MW once b is cut off: 50 instead of 60 MW.
    let rated = triangle("dc", "").replace("rating = \"40 MW\"", "rating = \"40 MW\"\nemergency_rating = \"50 MW\"");
    assert_near(cost(&solved(&rated)), 60.0 * 10.0 + 30.0 * 30.0, "nobody looks at outages");
    assert_near(cost(&solved(&secure(&rated))), 50.0 * 10.0 + 40.0 * 30.0, "cost");
    assert_near(cost(&solved(&secure(&triangle("dc", "")))), 40.0 * 10.0 + 50.0 * 30.0, "40 MW also then");
}

#[test]
fn outages_never_help_and_cost_nothing_where_none_matters() {
    let mut dearer = 0;
    for seed in 1..=12 {
        let text = ring(seed, "dc", 1.0);
        let (without, with) = (cost(&solved(&text)), cost(&solved(&secure(&text))));
        assert!(with >= without - 1e-6 * without.abs().max(1.0), "seed {seed}: {with} is less than {without}");
        dearer += usize::from(with > without + 1.0);
        let mut strong = String::new();
        for line in text.lines() {
            strong += &format!("{line}\n");
            if line.starts_with("rating") {
                strong += "emergency_rating = \"1000 MW\"\n";
            }
        }
        assert_near(cost(&solved(&secure(&strong))), without, "emergency ratings that no outage reaches");
    }
    assert!(dearer >= 6, "outages decide something in {dearer} of 12");
}

#[test]
fn a_project_waits_for_the_line_that_can_bear_an_outage() {
    // 30 MW more of ab-1 alone let nothing more through: ab-2 bears as little when ab-1 is out.
    let wire = |name: &str| {
        format!("[project.up-{name}]\nline = \"{name}\"\nadds = {{ rating = \"30 MW\" }}\ncost = \"200 USD\"\n")
    };
    let both = [wire("ab-1"), wire("ab-2")].concat();
    assert_near(cost(&solved(&double(&both))), 900.0, "no outage, no project");
    // Both together bring 30 MW more through, each 20 USD cheaper: 600 USD for 400.
    assert_near(cost(&solved(&secure(&double(&both)))), 80.0 * 10.0 + 10.0 * 30.0 + 400.0, "both or none");
    assert_near(cost(&solved(&secure(&double(&wire("ab-1"))))), 1700.0, "one alone is worth nothing");
}

#[test]
fn the_audit_takes_out_every_circuit_itself() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut plan = solved(&double(""));
    // A plan that was made without a look at outages, told as one of the model with it.
    std::fs::write(folder.path().join("model.toml"), secure(&double(""))).expect("it can be written");
    plan["inputs"] = plan_at(&folder.path().join("model.toml"), &[])["inputs"].clone();
    std::fs::write(folder.path().join("plan.json"), plan.to_string()).expect("it can be written");
    let output = run(folder.path(), &["verify", "plan.json"]);
    assert_eq!(output.status.code(), Some(5), "{}", printed(&output));
    for words in ["line[ab-1].emergency_rating[ab-2]@2026: carries 90 MW", "line[ab-2].emergency_rating[ab-1]@2026"] {
        assert!(printed(&output).contains(words), "{}", printed(&output));
    }
}

#[test]
fn where_no_plan_survives_the_line_and_the_outage_are_named() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let weak = secure(&double("")).replace("node = \"c\"\npower = \"200 MW\"", "node = \"c\"\npower = \"20 MW\"");
    std::fs::write(folder.path().join("model.toml"), weak).expect("it can be written");
    let output = run(folder.path(), &["solve", "model.toml"]);
    assert_eq!(output.status.code(), Some(3), "{}", printed(&output));
    assert!(printed(&output).contains("while `ab-"), "{}", printed(&output));
}

#[test]
fn outages_are_asked_for_on_the_command_line_or_by_a_scenario() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("model.toml");
    let text = format!("{}\n[scenario.secure]\nset = {{ security = \"n-1\" }}\n", double(""));
    std::fs::write(&path, text).expect("it can be written");
    let asked = [(vec![], 900.0), (vec!["--set", "security=n-1"], 1700.0), (vec!["--scenario", "secure"], 1700.0)];
    for (more, usd) in asked {
        let plan = plan_at(&path, &[&["--gap", "0"], more.as_slice()].concat());
        assert_near(cost(&plan), usd, &format!("{more:?}"));
    }
    let plan = plan_at(&path, &["--scenario", "secure", "--set", "security=none"]);
    assert_near(cost(&plan), 900.0, "what is set last wins");
}
