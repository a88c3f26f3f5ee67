//! Files of other programs: what comes out of them, what is left out in words, and what is wrong with them by line.

use std::path::Path;

use serde_json::Value;

use crate::support::plans::{assert_near, assert_verified, number, plan_at};
use crate::support::{printed, root, run};

/// Three buses and an isolated one; every kind of cost, a generator that may draw and one that must.
const CASE: &str = "function mpc = odd
mpc.version = '2';
mpc.baseMVA = 50;   % a comment ; with [ brackets ]
mpc.bus = [
	1	3	-5	0	0	0	1	1	0	230	1	1.1	0.9;
	2	1	60	10	3	0	1	1	0	230	1	1.1	0.9
	7	1	0	0	0	0	1	1	0	230	1	1.1	0.9;
	9	4	50	0	0	0	1	1	0	230	1	1.1	0.9;
];
mpc.gen = [
	1	0	0	0	0	1	100	1	200	20;
	2	0	0	0	0	1	100	1	0	-30;
	2	0	0	0	0	1	100	1	-4	-6;
	7	0	0	0	0	1	100	1	50	0;
	9	0	0	0	0	1	100	1	50	0;
	7	0	0	0	0	1	100	0	50	0;
];
mpc.branch = [
	1	2	0.01	0.1	0.2	0	0	0	0.5	0	1	-360	360;
	1	2	0.01	0.1	0.2	100	0	0	0	0	1	-10 ...
	   20;
	2	7	0	-0.2	0	10	0	0	0	0	1	0	0;
	2	7	0	0.2	0	10	0	0	0	0	0	0	0;
	9	7	0	0.2	0	10	0	0	0	0	1	0	0;
];
mpc.gencost = [
	2	5	0	3	0.1	2	7	0;
	2	0	0	2	8	0	0	0;
	2	0	0	2	100	1	0	0;
	1	0	0	2	0	0	50	100;
	2	0	0	2	1	0	0	0;
	2	0	0	2	1	0	0	0;
];
mpc.dcline = [
	1	7	1	10	0	0	0	1	1	0	0	0	0	0	0	0	0;
];
mpc.bus_name = { 'one'; 'two'; };
";

fn import(folder: &Path, text: &str, options: &[&str]) -> std::process::Output {
    std::fs::write(folder.join("case.m"), text).expect("it can be written");
    run(folder, &[&["import", "matpower", "case.m", "-o", "made"], options].concat())
}

#[test]
fn odd_cases_come_out_as_they_are() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = import(folder.path(), CASE, &["--error", "0.5", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
    let told: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let told = told.to_string();
    for words in [
        "3 buses",
        "3 branches",
        "4 generators",
        "1 isolated bus",
        "1 branch out of service",
        "2 branches",
        "generator out of service",
        "`mpc.dcline`",
        "starting and stopping",
        "shunts of 1 bus",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    let table = |name: &str| std::fs::read_to_string(folder.path().join("made/tables").join(name)).expect("a table");
    assert_eq!(table("nodes.csv"), "id,other_load [MW]\nbus-1,-5\nbus-2,67\nbus-7,0\n", "what must draw 4 MW is load");
    assert_eq!(
        table("lines.csv").lines().skip(1).collect::<Vec<_>>(),
        [
            "line-1-2,bus-1,bus-2,,0.1,0.5,0,,",
            "line-1-2-2,bus-1,bus-2,100,0.1,1,0,-10,20",
            "line-2-7,bus-2,bus-7,10,-0.2,1,0,,"
        ]
    );
    let supplies = table("supplies.csv");
    assert!(supplies.contains("gen-2,bus-2,0,-30,8\n"), "{supplies}");
    assert!(supplies.contains("gen-3,bus-2,0,-2,100\n"), "{supplies}");
    let plan = plan_at(&folder.path().join("made"), &["--gap", "0"]);
    assert_verified(&plan);
    // Bus 7 gives 10 MW at 2 USD, the generator that must draw 4 draws 6 (at 100 USD a MWh it is paid for), so bus 1 gives
    // 67 + 2 - 10 - 5 = 54; what may draw 30 MW is paid 8, and at 54 MW the next megawatt costs 2 + 2 x 0.1 x 54 = 12.8.
    let curve = 0.1 * 54.0 * 54.0 + 2.0 * 54.0 + 7.0;
    let by_hand = curve + 20.0 + (1.0 - 6.0 * 100.0);
    let goal = -number(&plan, "/totals/npv_usd");
    assert!((by_hand - 0.5..=by_hand + 1e-6).contains(&goal), "{goal} is not within 0.5 below {by_hand}");
}

#[test]
fn what_is_wrong_has_a_line() {
    let cases = [
        ("mpc.baseMVA = 50;", "mpc.baseMVA = abc;", "`abc` is no number", "case.m:3:"),
        ("1	2	0.01	0.1	0.2	0", "1	5	0.01	0.1	0.2	0", "no bus has the number 5", "case.m:19:"),
        ("1	2	0.01	0.1	0.2	0", "1	2	0.01	0	0.2	0", "has no reactance", "case.m:19:"),
        ("2	5	0	3	0.1	2	7", "2	5	0	3	-0.1	2	7", "falls off with output", "case.m:27:"),
        ("2	5	0	3	0.1	2	7	0", "2	5	0	5	1	1	0.1	2	7", "degree 4", "case.m:27:"),
        ("1	100	1	200	20;", "1	100	1	200	220;", "above the 200 MW of Pmax", "case.m:11:"),
        ("1	0	0	2	0	0	50	100;", "1	0	0	2	50	0	0	100;", "in order of output", "case.m:30:"),
        ("mpc.bus = [", "mpc.busses = [", "the case has no `mpc.bus`", "case.m"),
        ("mpc.dcline = [", "mpc.dcline(1) = [", "computes something", "case.m:34:"),
        ("	7	1	0	0	0	0", "	2	1	0	0	0	0", "bus 2 is there twice", "case.m:7:"),
    ];
    for (there, wrong, words, place) in cases {
        let folder = tempfile::tempdir().expect("a temporary folder");
        assert!(CASE.contains(there), "{there}");
        let output = import(folder.path(), &CASE.replacen(there, wrong, 1), &[]);
        assert_eq!(output.status.code(), Some(1), "{wrong}: {}", printed(&output));
        let said = printed(&output);
        assert!(said.contains(words) && said.contains(place), "{wrong}: {said}");
        assert!(!folder.path().join("made").exists(), "{wrong}: a folder was made");
    }
}

#[test]
fn the_case_of_the_docs_costs_what_it_says() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = std::fs::read_to_string(root().join("docs/cases/three-buses.m")).expect("the case is there");
    let output = import(folder.path(), &text, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
    assert!(printed(&output).contains("not carried over: "), "{}", printed(&output));
    let plan = plan_at(&folder.path().join("made"), &["--gap", "0"]);
    assert_near(number(&plan, "/totals/cost_usd"), 60.0 * 10.0 + 30.0 * 30.0 + 5.0, "two thirds go straight");
    // A network alone serves no demand and has nothing to pay back: its summary does not speak of them.
    let said = printed(&run(folder.path(), &["solve", "made", "--gap", "0"]));
    assert!(said.contains("free cash flow"), "{said}");
    for word in ["Pays back", "Serves", "IT power", "Declines"] {
        assert!(!said.contains(word), "{word}: {said}");
    }
    // A folder that is there is not written over.
    assert_eq!(import(folder.path(), &text, &[]).status.code(), Some(1));
}

// --- PyPSA ----------------------------------------------------------------------------------------------------------

fn pypsa(folder: &Path, options: &[&str]) -> std::process::Output {
    run(folder, &[&["import", "pypsa", "towns", "-o", "made"], options].concat())
}

/// The folder of `tests/data/pypsa` in a temporary one, with a text of one of its files replaced.
fn towns(folder: &Path, change: Option<(&str, &str, &str)>) {
    std::fs::create_dir(folder.join("towns")).expect("it can be made");
    for path in crate::support::files(&root().join("tests/data/pypsa"), "csv") {
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        let mut text = std::fs::read_to_string(&path).expect("it is there");
        if let Some((_, there, other)) = change.filter(|(file, ..)| *file == name) {
            assert!(text.contains(there), "{name} has no {there}");
            text = text.replacen(there, other, 1);
        }
        std::fs::write(folder.join("towns").join(name), text).expect("it can be written");
    }
}

#[test]
fn towns_of_pypsa_cost_what_was_worked_out() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    towns(folder.path(), None);
    let output = pypsa(folder.path(), &["--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
    let told: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    for words in ["3 buses", "2 snapshots", "2 loads", "3 generators", "3 lines"] {
        assert!(told["carried_over"].to_string().contains(words), "{words}: {told}");
    }
    for words in ["ramp limits of generators (1 generator)", "1 link", "`storage_units.csv` (1 row)", "losses"] {
        assert!(told["left_out"].to_string().contains(words), "{words}: {told}");
    }
    let table = |name: &str| std::fs::read_to_string(folder.path().join("made/tables").join(name)).expect("a table");
    let nodes = "id,at,other_load [MW],load_factor.t1,load_factor.t2\na,50.1;8.7,0,1,1\nb,51.3;9.5,0,1,1\nc-north,,90,1,0.6666666666666666\n";
    assert_eq!(table("nodes.csv"), nodes);
    assert!(table("supplies.csv").contains("wind,b,30,0 %,0,0,0,1\n"), "{}", table("supplies.csv"));
    assert!(table("supplies.csv").contains("cheap,a,200,0 %,10,0.4,1,1\n"), "0.2 t a MWh of gas, half of it power");
    assert!(table("lines.csv").contains("ac,a,c-north,40,1000\n"), "100 kV x 100 kV / 10 ohm");
    let plan = plan_at(&folder.path().join("made"), &["--gap", "0"]);
    assert_verified(&plan);
    // First 90 MW and no wind: two thirds of what comes from a go straight, 40 of 60 MW; the rest is dear. Then for two hours 60 MW, half of
    // them wind, of which a third goes over a: ac carries 10 + 20 MW, and all is cheap.
    assert_near(number(&plan, "/totals/cost_usd"), 60.0 * 10.0 + 30.0 * 30.0 + 2.0 * 30.0 * 10.0, "cost");
}

#[test]
fn links_that_carry_alike_both_ways_are_lines_where_nothing_else_is() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    towns(
        folder.path(),
        Some((
            "links.csv",
            "name,bus0,bus1,p_nom,efficiency\ncable,a,b,50,0.97",
            "name,bus0,bus1,p_nom,p_min_pu\ncable,a,C north,50,-1",
        )),
    );
    std::fs::remove_file(folder.path().join("towns/lines.csv")).expect("it was there");
    let output = pypsa(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
    let plan = plan_at(&folder.path().join("made"), &["--gap", "0"]);
    // The wind is cut off; 50 MW come over the cable.
    assert_near(
        number(&plan, "/totals/cost_usd"),
        50.0 * 10.0 + 40.0 * 30.0 + 2.0 * (50.0 * 10.0 + 10.0 * 30.0),
        "cost",
    );
}

#[test]
fn what_is_wrong_with_a_folder_has_a_file_and_a_line() {
    let cases = [
        ("generators.csv", "cheap,a,gas,200", "cheap,z,gas,200", "no bus is called `z`", "generators.csv:2"),
        ("generators.csv", "cheap,a,gas,200,10", "cheap,a,gas,200,ten", "`ten` is no number", "generators.csv:2"),
        ("lines.csv", "ab,a,b,10,", "ab,a,b,,", "`ab` has no reactance", "lines.csv:2"),
        ("loads-p_set.csv", ",40", ",-40", "draws in some snapshots and gives in others", "buses.csv:4"),
        ("generators-p_max_pu.csv", "00,1", "00,1.5", "can use 1.5 of its p_nom", "generators.csv:4"),
        ("snapshots.csv", "snapshot,objective", "period,objective", "several investment periods", "snapshots.csv:2"),
    ];
    for (file, there, other, words, place) in cases {
        let folder = tempfile::tempdir().expect("a temporary folder");
        towns(folder.path(), Some((file, there, other)));
        let output = pypsa(folder.path(), &[]);
        assert_eq!(output.status.code(), Some(1), "{other}: {}", printed(&output));
        let said = printed(&output);
        assert!(said.contains(words) && said.contains(place), "{other}: {said}");
        assert!(!folder.path().join("made").exists(), "{other}: a folder was made");
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::create_dir(folder.path().join("towns")).expect("it can be made");
    let output = pypsa(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(1), "{}", printed(&output));
    assert!(printed(&output).contains("buses.csv"), "{}", printed(&output));
}
