//! What is mutated: every model of the project, its scenarios and tables, drawn and generated models, and plans.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use capplan::generate::{Ask, folder};
use serde_json::Value;

use crate::support::random_model::random_model;
use crate::support::{files, printed, root, run};

/// A file of a seed, with its path within the seed's folder.
pub(super) type File = (PathBuf, Vec<u8>);

/// A model with everything beside it, or a plan.
pub(super) struct Seed {
    pub(super) name: String,
    /// What a command is given, within the folder.
    pub(super) main: PathBuf,
    pub(super) files: Vec<File>,
    pub(super) scenarios: Vec<String>,
}

impl Seed {
    pub(super) fn is_json(&self) -> bool {
        self.main.extension().is_some_and(|extension| extension == "json")
    }

    fn folder(name: &str, folder: &Path) -> Self {
        let mut kept = Vec::new();
        for extension in ["toml", "csv", "xlsx"] {
            for path in files(folder, extension) {
                let within = path.strip_prefix(folder).expect("a file of the folder").to_owned();
                kept.push((within, std::fs::read(&path).expect("a file can be read")));
            }
        }
        let scenarios = kept.iter().filter(|(path, _)| path.starts_with("scenarios"));
        let scenarios = scenarios.filter_map(|(path, _)| Some(path.file_stem()?.to_str()?.to_owned())).collect();
        Self { name: name.to_owned(), main: PathBuf::from("model.toml"), files: kept, scenarios }
    }

    fn alone(name: String, main: &str, bytes: Vec<u8>) -> Self {
        Self { name, main: main.into(), files: vec![(main.into(), bytes)], scenarios: Vec::new() }
    }
}

/// Every seed; the plans are those of small models.
pub(super) fn seeds() -> Vec<Seed> {
    let mut seeds = Vec::new();
    for name in ["first-steps", "two-valleys", "amazon-small", "amazon-2026"] {
        seeds.push(Seed::folder(name, &root().join("models").join(name)));
    }
    seeds.push(Seed::folder("tables", &root().join("tests/data/two-valleys")));
    for group in ["tests/infeasible", "tests/published", "tests/biting", "tests/invalid", "tests/oracle/stored"] {
        for path in files(&root().join(group), "toml") {
            let bytes = std::fs::read(&path).expect("a model can be read");
            seeds.push(Seed::alone(path.display().to_string(), "model.toml", bytes));
        }
    }
    for path in files(&root().join("tests/oracle/stored"), "json").iter().filter(|path| path.ends_with("model.json")) {
        let bytes = std::fs::read(path).expect("a model can be read");
        seeds.push(Seed::alone(path.display().to_string(), "model.json", bytes));
    }
    for seed in 0..20 {
        seeds.push(Seed::alone(format!("random {seed}"), "model.toml", random_model(seed).into_bytes()));
    }
    let ask = Ask { sites: 3, regions: 2, chips: 4, workloads: 2, projects: 9, periods: 6, tightness: 0.5, seed: 5 };
    let made = folder(&ask).into_iter().map(|made| (PathBuf::from(made.path), made.text.into_bytes())).collect();
    seeds.push(Seed { name: "generated".into(), main: "model.toml".into(), files: made, scenarios: Vec::new() });
    for model in ["models/first-steps", "models/two-valleys", "tests/published/wagner-whitin.toml"] {
        let output = run(root(), &["solve", model, "--quiet", "--threads", "1", "--time-limit", "20 s", "-o", "-"]);
        assert!(!output.stdout.is_empty(), "{}", printed(&output));
        seeds.push(Seed::alone(format!("plan of {model}"), "plan.json", output.stdout));
    }
    seeds
}

/// Words that mean something: those of all seeds and of the schema, and those that are nothing but trouble.
pub(super) fn dictionary(seeds: &[Seed]) -> Vec<Vec<u8>> {
    let mut words: BTreeSet<Vec<u8>> = BTreeSet::new();
    for (_, bytes) in seeds.iter().flat_map(|seed| &seed.files).filter(|(_, bytes)| bytes.len() < 100_000) {
        words.extend(super::mutate::tokens(bytes).into_iter().filter(|word| word.len() < 60).map(<[u8]>::to_vec));
    }
    keys(&capplan::input::schema(), &mut words);
    let mut all: Vec<Vec<u8>> = words.into_iter().collect();
    // As many again that are trouble, so that they are drawn as often.
    let trouble = TROUBLE.iter().map(|word| word.as_bytes().to_vec());
    let times = all.len() / TROUBLE.len();
    all.extend(trouble.cycle().take(times * TROUBLE.len()));
    all
}

fn keys(schema: &Value, words: &mut BTreeSet<Vec<u8>>) {
    match schema {
        Value::Object(map) => map.iter().for_each(|(key, value)| {
            words.insert(key.clone().into_bytes());
            keys(value, words);
        }),
        Value::Array(list) => list.iter().for_each(|value| keys(value, words)),
        Value::String(text) if text.len() < 60 => drop(words.insert(text.clone().into_bytes())),
        _ => {}
    }
}

/// Numbers, dates, units, addresses and signs at the edges of what is allowed, and beyond.
pub(super) const TROUBLE: &[&str] = &[
    "0",
    "-0",
    "-1",
    "1e400",
    "1e-400",
    "1e19",
    "1e20",
    "-1e20",
    "nan",
    "inf",
    "99999999999999999999999",
    "0.1",
    "1e9",
    "1e-9",
    "0x10",
    "1_000",
    "1,000",
    "1.000,5",
    "100000",
    "\"0 MW\"",
    "\"-0 MW\"",
    "\"1e19 MW\"",
    "\"1e-12 MW\"",
    "\"NaN MW\"",
    "\"0 %\"",
    "\"100 %\"",
    "\"-100 %/year\"",
    "\"-99.999999 %/year\"",
    "\"1e6 %/year\"",
    "\"1e9 years\"",
    "\"0 quarters\"",
    "\"1 day\"",
    "\"1e300 USD\"",
    "\"1 USD/MWh\"",
    "\"1 EUR\"",
    "\"0 USD\"",
    "\"1e12 kUSD\"",
    "\"0 chips\"",
    "\"1e-6 chips\"",
    "\"1e12 chips\"",
    "\"2026Q5\"",
    "\"99999999Q1\"",
    "\"2026Q1..2025Q1\"",
    "\"2026Q1\"",
    "\"2026-01-31\"",
    "\"2026-02-30\"",
    "\"1900Q1\"",
    "\"2199Q4\"",
    "\"2200\"",
    "\"FY27\"",
    "\"after-horizon\"",
    "\"2026Q1..2200Q4, after-horizon\"",
    "\"2026H1\"",
    "[]",
    "{}",
    "[[]]",
    "{ value = 1, unit = \"MW\" }",
    "{ value = \"1 MW\", change = \"-50 %/year\" }",
    "{ \"2026Q1\" = \"1 MW\" }",
    "\"\"",
    "\" \"",
    "\"*\"",
    "\"**\"",
    "\"a/b/c\"",
    "\"\\u0000\"",
    "\"é\"",
    "true",
    "false",
    "\"each\"",
    "\"sum\"",
    "\"firm\"",
    "\"one-site\"",
    "site[*].it_power",
    "segment[**].demand@2026Q1..2030Q4",
    "project[*].lead",
    "budget[*]",
    "horizon.periods",
    "[scenario.x]\ninherits = [\"x\"]\n",
    "[scenario.a]\ninherits = [\"b\"]\n[scenario.b]\ninherits = [\"a\"]\n",
    "..",
    "@",
    "#",
    "[",
    "]",
    "{",
    "}",
    "=",
    ",",
    ";",
    ".",
    "/",
    "\n",
    "\r\n",
    "\t",
    "\u{feff}",
    "\0",
    "\\",
    "'",
    "\"",
    "%",
    " MW",
    "/year",
    "each = true",
    "required = true",
    "placement = \"one-site\"",
    "copies = 100000",
    "copies = 1",
    "starts_per_period = 1",
    "lot = \"1 chips\"",
    "lot = \"1e-9 MW\"",
    "tier = \"physics\"",
    "bend = { price = \"1 M USD/MW\", at_most = \"1 MW\" }",
    "unspent = { to = \"late\", up_to = \"100 %\" }",
];
