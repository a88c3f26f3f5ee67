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
