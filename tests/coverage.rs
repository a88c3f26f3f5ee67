//! What proves each feature, as a page: `docs/coverage.md`; `CAPPLAN_BLESS=1` writes it anew.

use std::collections::BTreeSet;

use crate::bite::{Biting, Found, biting, rejected};
use crate::golden::hold;
use crate::support::{files, root};

/// The features of the mathematics, in the words of the oracle's counts.
const FEATURES: &[&str] = &[
    "discount",
    "price change",
    "price table",
    "price from",
    "currency",
    "project",
    "copies",
    "starts per period",
    "after",
    "with",
    "needs",
    "lag",
    "each",
    "window",
    "window project",
    "window purchase",
    "group",
    "group at-most-one",
    "group exactly-one",
    "required",
    "committed project",
    "committed order",
    "committed chips",
    "committed megawatts",
    "cancel",
    "cancel part",
    "cancel fee",
    "lead",
    "life",
    "salvage",
    "payments",
    "lot",
    "order cost",
    "sites of chip",
    "chip allotment",
    "allotment",
    "allotment at most",
    "allotment cumulative",
    "allotment growth",
    "allotment ordered",
    "expansion growth",
    "lease",
    "expansion",
    "agreement",
    "agreement ramp",
    "agreement queue",
    "agreement sign by",
    "agreement term",
    "agreement signed",
    "agreement needs",
    "agreement minimum demand",
    "agreement minimum bill",
    "agreement exit",
    "agreement deposit",
    "agreement curtail",
    "agreement supply",
    "group agreements",
    "slip",
    "fleet",
    "retirement",
    "eligibility",
    "headroom",
    "utilisation",
    "effective",
    "cooling",
    "reach latency",
    "reach residency",
    "path cost",
    "one-site",
    "firm",
    "defer",
    "defer share",
    "defer firm",
    "defer penalty",
    "defer lapses",
    "contracted",
    "weight",
    "grid",
    "pue",
    "connection",
    "load factor",
    "block hours",
    "representative day",
    "blocks",
    "load factor by block",
    "availability by block",
    "line",
    "line retires",
    "dc flow",
    "phase shift",
    "tap",
    "base power",
    "angle limits",
    "security",
    "losses",
    "circuits",
    "min output",
    "own supply",
    "as-produced",
    "supply minimum bill",
    "supply demand charge",
    "availability",
    "battery",
    "battery power",
    "battery energy",
    "battery availability",
    "battery fixed om",
    "energy price",
    "carbon price",
    "shedding",
    "other load",
    "fixed om",
    "cash line",
    "budget",
    "budget at most",
    "budget at least",
    "budget filter",
    "budget lease",
    "budget opex",
    "carry",
    "after-horizon",
    "policy",
    "policy share",
    "policy sum",
    "policy at most",
    "policy at least",
    "policy filter",
    "policy carbon-free",
    "patience",
    "patience period",
    "patience cumulative",
    "tax",
    "book life",
    "incremental",
    "goal cost",
    "goal unmet",
    "goal list",
    "goal tolerance",
    "bend segment",
    "bend site",
    "bend line",
    "bend allotment",
    "bend budget",
    "bend policy",
    "bend patience",
    "policy spend",
    "policy orders",
    "policy owned",
    "policy it_mw",
    "policy liquid_mw",
    "policy connection_mw",
    "policy supply_mw",
    "policy line_mw",
    "policy served",
    "policy chip_work",
    "policy energy",
    "policy carbon",
    "policy water",
    "site water",
];

/// Features that are limits, and their case in `tests/forgeries`.
const FORGERIES: &[(&str, &str)] = &[
    ("copies", "copies"),
    ("starts per period", "pace"),
    ("after", "after"),
    ("with", "with"),
    ("needs", "needs"),
    ("lag", "lag"),
    ("window", "window"),
    ("window project", "latest"),
    ("window purchase", "first order"),
    ("group at-most-one", "at most one"),
    ("group exactly-one", "exactly one"),
    ("required", "required"),
    ("cancel", "until"),
    ("cancel part", "part"),
    ("salvage", "salvage"),
    ("lot", "lots"),
    ("sites of chip", "sites"),
    ("chip allotment", "a chip's allotment"),
    ("allotment at most", "allotment"),
    ("allotment cumulative", "cumulative"),
    ("allotment growth", "growth"),
    ("expansion growth", "its growth"),
    ("agreement", "drawn"),
    ("agreement sign by", "offer ends"),
    ("agreement exit", "exit"),
    ("agreement supply", "brought"),
    ("group agreements", "letters of a group"),
    ("lease", "lease"),
    ("expansion", "expansion"),
    ("fleet", "owned"),
    ("headroom", "headroom"),
    ("reach latency", "latency"),
    ("reach residency", "residency"),
    ("one-site", "one site"),
    ("firm", "firm"),
    ("defer", "waiting"),
    ("grid", "balance"),
    ("connection", "connection"),
    ("line", "rating"),
    ("dc flow", "law"),
    ("phase shift", "shift"),
    ("angle limits", "angle at most"),
    ("battery", "round trip"),
    ("battery power", "battery MW"),
    ("battery energy", "battery MWh"),
    ("security", "outage"),
    ("losses", "loss"),
    ("availability", "supply"),
    ("availability by block", "supply in a block"),
    ("min output", "least output"),
    ("shedding", "shedding"),
    ("budget at most", "budget"),
    ("budget at least", "at least"),
    ("carry", "carry"),
    ("policy at most", "policy"),
    ("policy at least", "policy at least"),
    ("policy share", "share"),
    ("policy energy", "energy"),
    ("site water", "cooling water"),
    ("patience period", "patience"),
    ("patience cumulative", "cumulative patience"),
    ("bend budget", "bent too far"),
];

const HEAD: &str = "# Coverage

What proves each feature of the mathematics. A test writes this page and fails when it is out of date.

- *bites*: a model of `tests/biting`, worked out by hand, and by how much its optimum differs from the optimum without the feature (or without its
  equation or cost, where the model states no other).
- *oracle*: how many of the oracle's random models have another optimum without the feature (`tests/oracle/coverage.json`).
- *forgery*: a consistent plan that breaks it is rejected by the audit: the case of `tests/forgeries`, and what the audit names first in a plan of
  the biting model that was made without it (where the plain model has the worse optimum, in a plan of the model held against the plain one).

| feature | equation or cost | bites | oracle | forgery |
|---|---|---|---|---|
";

#[test]
fn every_feature_has_its_line() {
    let models = biting();
    let oracle = std::fs::read_to_string(root().join("tests/oracle/coverage.json")).unwrap_or_default();
    let oracle: serde_json::Value = serde_json::from_str(&oracle).unwrap_or_default();
    let forgeries: Vec<String> = files(&root().join("tests/forgeries"), "rs")
        .iter()
        .map(|file| std::fs::read_to_string(file).expect("the file can be read"))
        .collect();
    let forgeries = forgeries.concat();
    let mut page = HEAD.to_owned();
    for feature in FEATURES {
        let model = shown(&models, feature);
        let file = match (&model.block, &model.cost) {
            (Some(block), _) => format!("`src/formulation/blocks/{block}.rs`"),
            (None, Some(cost)) => format!("`src/formulation/costs/{cost}.rs`"),
            (None, None) => panic!("{} names no equation and no cost", model.name),
        };
        let bites = format!("[{}](../tests/biting/{}.toml): {}", model.name, model.name, amount(model));
        let counted = oracle[*feature]["changes"].as_u64().map_or(String::new(), |n| n.to_string());
        page += &format!("| {feature} | {file} | {bites} | {counted} | {} |\n", forged(&forgeries, model, feature));
    }
    hold("docs/coverage.md", &page);
}

/// The model that is shown for a feature: the one that names it first, one that states the plain optimum before others.
fn shown<'a>(models: &'a [Biting], feature: &str) -> &'a Biting {
    let with = models.iter().filter_map(|model| {
        let place = model.features.iter().position(|name| name == feature)?;
        Some(((place, model.plain.is_none()), model))
    });
    let (_, model) = with.min_by_key(|(order, _)| *order).unwrap_or_else(|| panic!("no model bites for {feature}"));
    model
}

/// The optimum less the optimum without the feature.
fn amount(model: &Biting) -> String {
    let (unit, scale) = &model.unit;
    match (model.optimum, model.plain.or(model.without)) {
        (Found::Best(with), Some(Found::Best(without))) => {
            let text = format!("{:+.6}", (with - without) / scale);
            format!("{} {unit}", text.trim_end_matches('0').trim_end_matches('.'))
        }
        (Found::Best(_), Some(other)) => format!("{other} without it"),
        (other, _) => format!("{other} with it"),
    }
}

/// The case that forges a plan against a feature, where there is one, and what the audit names in the plan made without it.
fn forged(text: &str, model: &Biting, feature: &str) -> String {
    let case = FORGERIES.iter().find(|(name, _)| *name == feature).map(|(_, case)| case);
    let case = case.map(|case| {
        assert!(text.contains(&format!("\"{case}\"")), "tests/forgeries has no case {case}");
        format!("*{case}*; ")
    });
    let named = rejected(model).unwrap_or_else(|| panic!("the audit accepts a plan made without {feature}"));
    let what = named.split(": ").next().unwrap_or("");
    format!("{}`{what}`", case.unwrap_or_default())
}

#[test]
fn models_and_oracle_know_no_other_feature() {
    let known: BTreeSet<&str> = FEATURES.iter().copied().collect();
    for model in biting() {
        for feature in &model.features {
            assert!(known.contains(feature.as_str()), "{}: no feature is called {feature}", model.name);
        }
    }
    let Ok(oracle) = std::fs::read_to_string(root().join("tests/oracle/coverage.json")) else {
        return;
    };
    let oracle: serde_json::Value = serde_json::from_str(&oracle).expect("the oracle writes JSON");
    for feature in oracle.as_object().expect("counts by feature").keys() {
        assert!(known.contains(feature.as_str()), "the oracle counts {feature}");
    }
}
