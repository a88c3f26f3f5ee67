//! Synthetic models: the same bytes for the same arguments, sound, with a plan, whole or not there.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use capplan::formulation::Formulation;
use capplan::generate::{Ask, Made, folder};
use capplan::input;
use capplan::solve::outcome::Options;
use capplan::solve::run::solve;
use sha2::{Digest, Sha256};

use crate::support::{files, printed, run};

const ASK: Ask =
    Ask { sites: 6, regions: 3, chips: 6, workloads: 3, projects: 24, periods: 12, tightness: 0.5, seed: 1 };

/// Small and odd sizes: one of everything, nothing to build, more regions than campuses, no general computing ...
const ASKS: [Ask; 14] = [
    ASK,
    Ask { seed: 2, ..ASK },
    Ask { seed: 3, tightness: 0.0, ..ASK },
    Ask { seed: 4, tightness: 1.0, ..ASK },
    Ask { seed: 5, sites: 1, regions: 1, chips: 1, workloads: 1, projects: 1, periods: 1, ..ASK },
    Ask { seed: 6, sites: 1, regions: 1, chips: 1, workloads: 3, projects: 3, periods: 5, ..ASK },
    Ask { seed: 7, projects: 0, ..ASK },
    Ask { seed: 8, sites: 2, regions: 7, ..ASK },
    Ask { seed: 9, workloads: 2, chips: 2, ..ASK },
    Ask { seed: 10, workloads: 7, chips: 12, ..ASK },
    Ask { seed: 11, sites: 11, regions: 2, projects: 61, periods: 8, ..ASK },
    Ask { seed: 12, chips: 20, periods: 6, ..ASK },
    Ask { seed: 13, projects: 40, periods: 30, tightness: 0.7, ..ASK },
    Ask { seed: 14, sites: 30, regions: 26, projects: 10, periods: 4, ..ASK },
];

fn write(made: &[Made], to: &Path) {
    for file in made {
        let path = to.join(&file.path);
        std::fs::create_dir_all(path.parent().expect("a file stands in a folder")).expect("it can be made");
        std::fs::write(path, &file.text).expect("it can be written");
    }
}

#[test]
fn equal_arguments_make_equal_bytes() {
    let mut all = Sha256::new();
    for ask in &ASKS {
        let made = folder(ask);
        assert_eq!(made, folder(ask), "{ask:?}");
        for file in &made {
            all.update(&file.path);
            all.update(&file.text);
        }
    }
    // Kept, so that what an argument list means cannot change unseen: a change here is named in CHANGELOG.md.
    let mut hash = String::new();
    for byte in all.finalize() {
        write!(hash, "{byte:02x}").expect("a text can grow");
    }
    assert_eq!(hash, "424f329b23beac3a02b88266f80a81a1d59951857b17104584c20a74ef9f4f8a");
}

#[test]
fn every_argument_counts() {
    let base = folder(&ASK);
    for other in [
        Ask { sites: 7, ..ASK },
        Ask { regions: 4, ..ASK },
        Ask { chips: 7, ..ASK },
        Ask { workloads: 2, ..ASK },
        Ask { projects: 25, ..ASK },
        Ask { periods: 13, ..ASK },
        Ask { tightness: 0.6, ..ASK },
        Ask { seed: 99, ..ASK },
    ] {
        let without_comments = |made: &[Made]| -> Vec<String> {
            made.iter().map(|file| file.text.lines().skip(1).collect::<Vec<_>>().join("\n")).collect()
        };
        assert_ne!(without_comments(&folder(&other)), without_comments(&base), "{other:?}");
        assert!(folder(&other).iter().all(|file| file.text.starts_with(&format!("# {} (", other.command()))));
    }
}

#[test]
fn made_models_are_sound_and_as_large_as_asked() {
    for ask in &ASKS {
        let place = tempfile::tempdir().expect("a temporary folder");
        write(&folder(ask), place.path());
        let loaded = input::load(place.path());
        assert!(loaded.findings.is_empty(), "{ask:?}\n{}", loaded.findings.render(false));
        let model = loaded.model.expect("nothing is wrong");
        let sizes = [model.sites.len(), model.regions.len(), model.chips.len(), model.workloads.len()];
        assert_eq!(sizes, [ask.sites, ask.regions, ask.chips, ask.workloads], "{ask:?}");
        assert_eq!([model.projects.len(), model.horizon.periods], [ask.projects, ask.periods], "{ask:?}");
    }
}

#[test]
fn made_models_have_plans() {
    for ask in &ASKS {
        let place = tempfile::tempdir().expect("a temporary folder");
        write(&folder(ask), place.path());
        let model = input::load(place.path()).model.expect("nothing is wrong");
        let relaxed = Options { relax: true, ..Options::default() };
        let solved = solve(&Formulation::new(&model), &relaxed);
        assert!(solved.is_ok(), "{ask:?}: {:?}", solved.err());
    }
}

/// Both kinds of model are in it: firm demand that the fleet covers, and firm demand that may bend.
#[test]
fn made_models_hold_what_real_ones_do() {
    let mut said = BTreeSet::new();
    for seed in 0..16 {
        let made = folder(&Ask { seed, sites: 12, chips: 12, projects: 60, periods: 20, ..ASK });
        let text: String = made.iter().map(|file| file.text.as_str()).collect();
        for word in [
            "committed.start",
            "committed.cancel.until",
            "each = true",
            "lag = ",
            "starts_per_period",
            "/plant-",
            "one-site",
            "vendor:boron",
            "contracted",
            "firm",
            "bend.price",
            "unspent",
            "at-most-one",
            "allotment",
            "lot = ",
            "order_cost = ",
            "window",
            "retires.",
            "[patience.",
            "[policy.",
            "colo-",
            "modular-",
            "upgrade-",
            "other_load",
            "cancel.fee",
        ] {
            if text.contains(word) {
                said.insert(word);
            }
        }
    }
    assert_eq!(said.len(), 25, "{said:?}");
}

#[test]
fn a_folder_is_whole_or_not_there() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let args = ["generate", "--sites", "3", "--regions", "2", "--projects", "9", "--periods", "8", "-o", "made"];
    let first = run(place.path(), &args);
    assert_eq!(first.status.code(), Some(0), "{}", printed(&first));
    assert!(first.stdout.is_empty(), "{}", printed(&first));
    let check = run(place.path(), &["check", "made", "--strict"]);
    assert_eq!(check.status.code(), Some(0), "{}", printed(&check));
    let before = files(place.path(), "csv").len();
    // What is there stays as it is, and nothing is left beside it.
    let again = run(place.path(), &args);
    assert_eq!(again.status.code(), Some(1), "{}", printed(&again));
    assert_eq!(files(place.path(), "csv").len(), before);
    assert_eq!(std::fs::read_dir(place.path()).expect("it is there").count(), 1);
    std::fs::create_dir(place.path().join("empty")).expect("it can be made");
    let empty = run(place.path(), &["generate", "--projects", "3", "-o", "empty"]);
    assert_eq!(empty.status.code(), Some(0), "{}", printed(&empty));
    let file = run(place.path(), &["generate", "-o", "made/model.toml"]);
    assert_eq!(file.status.code(), Some(1), "{}", printed(&file));
}

#[test]
fn sizes_that_make_no_sense_are_refused() {
    let place = tempfile::tempdir().expect("a temporary folder");
    for (option, value) in [("--sites", "0"), ("--tightness", "1.5"), ("--periods", "0"), ("--seed", "-1")] {
        let refused = run(place.path(), &["generate", option, value, "-o", "made"]);
        assert_eq!(refused.status.code(), Some(2), "{option} {value}: {}", printed(&refused));
        assert!(!place.path().join("made").exists());
    }
}

/// Through the starts, the neighbourhoods and their small trees, which count their effort in work and never in seconds, whether they take turns
/// with the tree or work beside it.
#[test]
fn three_runs_that_end_by_their_gap_give_the_same_bytes() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let sizes =
        ["--sites", "6", "--regions", "3", "--chips", "6", "--projects", "40", "--periods", "24", "--seed", "2"];
    let made = run(place.path(), &[&["generate"], &sizes[..], &["-o", "made"]].concat());
    assert_eq!(made.status.code(), Some(0), "{}", printed(&made));
    let solve = |threads: &str| {
        let solved = run(place.path(), &["solve", "made", "--quiet", "--threads", threads, "--gap", "3%", "-o", "-"]);
        assert_eq!(solved.status.code(), Some(0), "{}", printed(&solved));
        let text = String::from_utf8(solved.stdout).expect("a plan is text");
        let (before, run) = text.split_once("\n  \"run\": {").expect("a plan says how it was run");
        let (run, after) = run.split_once("\n  }").expect("what was opened is closed");
        assert!(run.contains("within-gap") || after.contains("within-gap") || before.contains("within-gap"));
        format!("{before}{after}")
    };
    for threads in ["1", "2"] {
        let first = solve(threads);
        assert!((0..2).all(|_| solve(threads) == first), "three runs with {threads} threads gave different plans");
    }
}

#[test]
fn what_a_killed_run_has_left_beside_is_cleared_away() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let hidden = |name: &str| place.path().join(name);
    let (left, writing, other) = (hidden(".made.12345"), hidden(".made.12346"), hidden(".made.notes"));
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(7200);
    for folder in [&left, &writing, &other] {
        std::fs::create_dir(folder).expect("it can be made");
        std::fs::write(folder.join("model.toml"), "name").expect("it can be written");
        if folder != &writing {
            std::fs::File::open(folder).and_then(|file| file.set_modified(long_ago)).expect("its time can be set");
        }
    }
    let made = run(place.path(), &["generate", "--sites", "2", "--regions", "2", "--projects", "4", "-o", "made"]);
    assert_eq!(made.status.code(), Some(0), "{}", printed(&made));
    assert!(!left.exists(), "what a killed run left is still there");
    assert!(writing.exists() && other.exists(), "what another run writes now, or somebody else wrote, is gone");
}
