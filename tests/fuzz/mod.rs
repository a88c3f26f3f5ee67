//! Everything a user may give, mutated at random and run through reading, showing, solving and verifying: no panic, no hang, no
//! finding without a place, no plan that the audit does not accept.
//!
//! A few rounds are a test like any other. For longer, on one core:
//!
//! ```text
//! FUZZ_MINUTES=20 FUZZ_SEED=7 cargo test --release --test all fuzz::for_long -- --ignored --nocapture
//! ```
//!
//! Equal seeds make equal rounds. What is found is kept under `target/fuzz/SEED-ROUND`, with the words in `found.txt`; `FUZZ_ROUND=N`
//! makes only that round of a seed.

mod alike;
mod corpus;
mod mutate;
mod target;

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use capplan::input::Overlay;
use serde_json::Value;

use crate::support::{root, run};
use corpus::Seed;
use mutate::Dice;
use target::Reached;

/// Where the last panic was.
static PANIC: Mutex<String> = Mutex::new(String::new());

struct Fuzz {
    seeds: Vec<Seed>,
    /// The plans among the seeds as JSON.
    plans: Vec<Option<Value>>,
    words: Vec<Vec<u8>>,
    folder: tempfile::TempDir,
    reached: Reached,
    programs: u64,
}

impl Fuzz {
    fn new() -> Self {
        let seeds = corpus::seeds();
        let words = corpus::dictionary(&seeds);
        let plan = |seed: &Seed| {
            seed.name.starts_with("plan").then(|| serde_json::from_slice(&seed.files[0].1).expect("a plan is JSON"))
        };
        let plans = seeds.iter().map(plan).collect();
        let folder = tempfile::tempdir().expect("a folder can be made");
        Self { seeds, plans, words, folder, reached: Reached::default(), programs: 0 }
    }

    /// One input: written, run, judged.
    fn round(&mut self, dice: &mut Dice) -> Result<(), String> {
        // Plans are few, and most that are mutated follow their schema no more: they are drawn more often.
        let plans: Vec<usize> = (0..self.seeds.len()).filter(|n| self.plans[*n].is_some()).collect();
        let n = if dice.below(8) == 0 { *dice.one(&plans) } else { dice.below(self.seeds.len()) };
        let seed = &self.seeds[n];
        let folder = self.folder.path().join("case");
        let _ = fs::remove_dir_all(&folder);
        let mut others: Vec<&[u8]> = Vec::new();
        for _ in 0..4 {
            let other = dice.one(&self.seeds);
            others.push(dice.one(&other.files).1.as_slice());
        }
        // Half of the time the model file itself, else what stands beside it.
        let main = seed.files.iter().position(|(path, _)| *path == seed.main).unwrap_or(0);
        let chosen = if dice.below(2) == 0 { main } else { dice.below(seed.files.len()) };
        let as_values = seed.is_json() && dice.below(4) > 0;
        for (at, (path, bytes)) in seed.files.iter().enumerate() {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().expect("a file stands in a folder")).expect("it can be made");
            let bytes = match (at == chosen, &self.plans[n]) {
                (false, _) => bytes.clone(),
                // Most of these can be read, so that what reads plans and judges them is reached.
                (true, Some(plan)) if as_values && dice.below(3) > 0 => {
                    alike::alike(plan, dice).to_string().into_bytes()
                }
                (true, Some(plan)) if as_values => mutate::json(plan, dice, &self.words).to_string().into_bytes(),
                (true, _) if as_values => {
                    let value = serde_json::from_slice(bytes).expect("a resolved model is JSON");
                    mutate::json(&value, dice, &self.words).to_string().into_bytes()
                }
                (true, _) => mutate::text(bytes, dice, &self.words, &others),
            };
            fs::write(path, bytes).expect("it can be written");
        }
        let overlay = self.overlay(n, dice);
        let path = folder.join(&self.seeds[n].main);
        fs::write(folder.join("overlay.txt"), format!("{overlay:?}")).expect("it can be written");
        let begun = Instant::now();
        if self.plans[n].is_some() {
            target::plan(&path, dice, &mut self.reached)?;
        } else {
            target::model(&path, &overlay, dice, &mut self.reached)?;
        }
        if let Some(slow) = target::slow(begun) {
            return Err(slow);
        }
        if dice.below(60) == 0 {
            self.programs += 1;
            return program(&folder, &path, &overlay, self.plans[n].is_some(), dice);
        }
        Ok(())
    }

    /// A scenario that there is or nearly so, and values of addresses that are nearly right.
    fn overlay(&self, n: usize, dice: &mut Dice) -> Overlay {
        let scenarios = &self.seeds[n].scenarios;
        let scenario = (!scenarios.is_empty() && dice.below(2) == 0).then(|| dice.one(scenarios).clone());
        let word = |dice: &mut Dice| dice.word(&self.words);
        let mut set = Vec::new();
        while dice.below(3) == 0 {
            let kind = dice.one(&["site", "segment", "project", "chip", "budget", "order", "fleet", "policy"]);
            let id = if dice.below(2) == 0 { "*".to_owned() } else { word(dice) };
            let at = if dice.below(3) == 0 { "@2026Q2..2027Q1" } else { "" };
            let keys = ["demand", "lead", "price", "it_power", "at_most", "cost", "quantity", "kind", "window.start"];
            let key = if dice.below(3) > 0 { (*dice.one(&keys)).to_owned() } else { word(dice) };
            set.push(format!("{kind}[{id}].{key}{at}={}", word(dice)));
        }
        Overlay { scenario, set }
    }
}

/// The program itself: it ends by itself with one of its exit codes.
fn program(folder: &Path, path: &Path, overlay: &Overlay, is_plan: bool, dice: &mut Dice) -> Result<(), String> {
    let path = path.to_str().expect("the path is text");
    let mut args: Vec<&str> = match (is_plan, dice.below(4)) {
        (true, 0) => vec!["verify", path],
        (true, _) => vec!["show", path, *dice.one(&["summary", "limits", "timeline", "site[mesa]", "chip[*]", "grid"])],
        (false, 0) => vec!["show", path, "dependencies", "--format", "dot"],
        (false, 1) => vec!["show", path, "--changes"],
        (false, _) => vec!["check", path],
    };
    if !is_plan {
        if let Some(scenario) = &overlay.scenario {
            args.extend(["--scenario", scenario]);
        }
        // An argument cannot hold a zero byte.
        overlay.set.iter().filter(|set| !set.contains('\0')).for_each(|set| args.extend(["--set", set]));
    }
    let output = run(folder, &args);
    let words = String::from_utf8_lossy(&output.stderr);
    match output.status.code() {
        Some(0 | 5) => Ok(()),
        Some(1..=3) if !words.trim().is_empty() => Ok(()),
        code => Err(format!("{args:?} ended with {code:?}: {words}")),
    }
}

/// Rounds that are a test like any other.
#[test]
fn a_few_mutated_inputs_are_survived() {
    let mut fuzz = Fuzz::new();
    for round in 0..400 {
        let outcome = fuzz.round(&mut Dice::new(round));
        assert_eq!(outcome, Ok(()), "round {round} of seed 0");
    }
    // Which rounds get through changes with every model that is added; that many still do is what makes them worth their time.
    assert!(fuzz.reached.read > 20, "{} of the mutated models could be read", fuzz.reached.read);
    assert!(fuzz.reached.plans > 10, "{} of the mutated plans could be read", fuzz.reached.plans);
    assert!(fuzz.reached.solved > 2, "{} of the mutated models were solved", fuzz.reached.solved);
}

fn asked(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|value| value.parse().ok())
}

/// Ends the run where a round hangs, as nothing else can.
fn watch(round: &'static AtomicU64, folder: PathBuf, kept: PathBuf) {
    std::thread::spawn(move || {
        let (mut last, mut since) = (u64::MAX, Instant::now());
        loop {
            std::thread::sleep(Duration::from_secs(1));
            let now = round.load(Ordering::Relaxed);
            if now != last {
                (last, since) = (now, Instant::now());
            } else if since.elapsed() > Duration::from_secs(120) {
                keep(&folder, &kept.join(format!("hang-{now}")), "it hangs");
                println!("round {now} hangs");
                std::process::exit(1);
            }
        }
    });
}

fn keep(case: &Path, to: &Path, words: &str) {
    let _ = fs::remove_dir_all(to);
    crate::support::copy(case, to);
    fs::write(to.join("found.txt"), words).expect("it can be written");
}

/// The most memory that was used since it was last asked, in MB; 0 where the system does not say.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let _ = fs::write("/proc/self/clear_refs", "5");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// As long as asked; see the top of this file.
#[test]
#[ignore = "runs for minutes: a search, not a test"]
fn for_long() {
    static ROUND: AtomicU64 = AtomicU64::new(0);
    let minutes = asked("FUZZ_MINUTES").unwrap_or(1);
    let seed = asked("FUZZ_SEED").unwrap_or(1);
    let only = asked("FUZZ_ROUND");
    let kept = root().join("target/fuzz");
    let mut fuzz = Fuzz::new();
    watch(&ROUND, fuzz.folder.path().join("case"), kept.clone());
    std::panic::set_hook(Box::new(|info| {
        let at = info.location().map(ToString::to_string).unwrap_or_default();
        *PANIC.lock().expect("nothing panics while it is held") = format!("panic at {at}: {info}");
    }));
    let begun = Instant::now();
    let mut found: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    let mut rounds = 0;
    peak();
    for round in only.unwrap_or(0).. {
        if begun.elapsed() > Duration::from_secs(60 * minutes) || only.is_some_and(|only| round > only) {
            break;
        }
        ROUND.store(round, Ordering::Relaxed);
        rounds += 1;
        let mut dice = Dice::new(seed.wrapping_mul(1_000_003).wrapping_add(round));
        let before = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| fuzz.round(&mut dice)))
            .unwrap_or_else(|_| Err(PANIC.lock().expect("nothing panics while it is held").clone()));
        let used = peak();
        let outcome = if used > 1500 && outcome.is_ok() { Err(format!("it took {used} MB")) } else { outcome };
        if let Err(words) = outcome {
            // One of a kind is told at once, the others are counted.
            let kind: String = words.chars().filter(|c| !c.is_ascii_digit()).take(60).collect();
            let list = found.entry(kind).or_default();
            list.push(round);
            if list.len() <= 3 {
                keep(&fuzz.folder.path().join("case"), &kept.join(format!("{seed}-{round}")), &words);
                println!("round {round}, {:.1} s: {words}", before.elapsed().as_secs_f64());
            }
        }
    }
    let Reached { read, solved, infeasible, plans } = fuzz.reached;
    println!(
        "{rounds} rounds in {:.1} minutes: {read} models read, {solved} solved and verified, {infeasible} without a plan, {plans} \
         plans read, {} runs of the program",
        begun.elapsed().as_secs_f64() / 60.0,
        fuzz.programs
    );
    for (kind, rounds) in &found {
        println!("{} times: {kind}", rounds.len());
    }
    assert!(found.is_empty(), "{} kinds of findings", found.len());
}
