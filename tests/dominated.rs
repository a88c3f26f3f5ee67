//! Options that are never worth taking: what is said of them, what keeps them, and that leaving them out changes no optimum.

use capplan::domain::Model;
use capplan::formulation::Formulation;
use capplan::solve::outcome::{Gap, Options};
use capplan::solve::run::solve;
use std::path::PathBuf;

use crate::support::models::{agreed, loaded, model};
use crate::support::random_model::random_model;
use crate::support::{files, root};

/// Two like chips but for the price, a segment that takes both, and halls that one of them fills.
const CHIPS: &str = r#"
name = "two-chips"
horizon = { start = "2026Q1", periods = 8 }
money = { currency = "USD", discount_rate = "9 %/year" }
region = { west = {}, east = {} }
workload = { training = { unit = "H100e" }, inference = { unit = "T/s" } }

[site.mesa]
region = "west"
it_power = { liquid = "10 MW" }

[site.dune]
region = "west"
it_power = { liquid = "2 MW" }

[chip.swift]
vendor = "gale"
power = "1.6 kW"
cooling = "liquid"
lead = "2 quarters"
life = "5 years"
price = "28 kUSD"
throughput = { training = "2 H100e" }

[chip.swallow]
vendor = "gale"
power = "1.6 kW"
cooling = "liquid"
lead = "2 quarters"
life = "5 years"
price = "30 kUSD"
throughput = { training = "2 H100e" }

[segment.anna]
workload = "training"
region = "west"
kind = "contracted"
price = "9 kUSD/H100e/year"
penalty = "2 kUSD/H100e/year"
demand = { "2026Q1" = "2 k H100e", "2027Q1" = "20 k H100e" }

[budget.fy2026]
periods = "2026Q1..2026Q4"
at_most = "90 M USD"
"#;

/// What is said of options that are never worth taking, each without its place.
fn said(text: &str) -> Vec<String> {
    let loaded = loaded(text);
    assert!(loaded.model.is_some(), "{}\n{text}", loaded.findings.render(false));
    let findings = loaded.findings.sorted();
    findings.iter().map(|finding| finding.message.clone()).filter(|words| words.contains("never worth")).collect()
}

fn edited(text: &str, edits: &[(&str, &str)]) -> String {
    let mut text = text.to_owned();
    for (from, to) in edits {
        assert!(text.contains(from), "there is no {from}");
        text = text.replacen(from, to, 1);
    }
    text
}

/// The text with something said of the dearer chip, the last of the two.
fn dearer(words: &str) -> String {
    edited(CHIPS, &[("[chip.swallow]\n", &format!("[chip.swallow]\n{words}\n"))])
}

/// The same of the cheaper one.
fn cheaper(words: &str) -> String {
    edited(CHIPS, &[("[chip.swift]\n", &format!("[chip.swift]\n{words}\n"))])
}

/// The optimum of the last goal, in its own units; `None` where there is no plan.
fn optimum(formulation: &Formulation) -> Option<f64> {
    let options = Options { gap: Gap::Share(0.0), ..Options::default() };
    let solved = solve(formulation, &options).ok()?;
    solved.outcome.goals.last().map(|goal| goal.best)
}

/// Holds the optimum without what is never worth taking to that with it; whether anything was left out.
fn hold(model: &Model, name: &str) -> bool {
    let (some, all) = (Formulation::new(model), Formulation::entire(model));
    if some.ctx.dominated.is_empty() {
        return false;
    }
    assert!(some.vars.keys.len() < all.vars.keys.len(), "{name}: no column is saved");
    let found = (optimum(&some), optimum(&all));
    let same = match found {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-6 * b.abs().max(1.0),
        (None, None) => true,
        _ => false,
    };
    assert!(same, "{name}: {found:?}, left out {:?}", some.ctx.dominated);
    true
}

#[test]
fn a_chip_that_another_outdoes_is_named_with_its_line_and_not_ordered() {
    assert_eq!(
        said(CHIPS),
        ["chip `swallow` is never worth an order: `swift` costs less and is as good in everything else"]
    );
    let words = loaded(CHIPS).findings.render(false);
    for part in ["model.toml:25:", "this one instead", "it is left out of every plan"] {
        assert!(words.contains(part), "{words}");
    }
    let model = model(CHIPS);
    assert!(hold(&model, "two chips"));
    let plan = agreed(&model);
    assert!(plan.orders.iter().all(|row| row.asset != "swallow") && !plan.orders.is_empty());
}

#[test]
fn what_is_better_is_said_of_each_respect() {
    let cases = [
        (vec![("30 kUSD", "28 kUSD")], "`swift` is as good in everything"),
        (
            vec![("price = \"30 kUSD\"", "price = \"30 kUSD\"\norder_cost = \"1 M USD\"")],
            "`swift` costs less, has no cost of ordering",
        ),
        (
            vec![("training = \"2 H100e\"", "training = \"2.2 H100e\"")],
            "`swift` costs less, does more work, draws less power",
        ),
        (vec![("power = \"1.6 kW\"", "power = \"1.4 kW\"")], "`swift` costs less, draws less power for the same work"),
        (vec![("cooling = \"liquid\"", "cooling = \"air\"")], "`swift` costs less, needs no liquid cooling"),
        (vec![("life = \"5 years\"", "life = \"6 years\"")], "`swift` costs less, serves longer"),
        (vec![("lead = \"2 quarters\"", "lead = \"1 quarter\"")], "`swift` costs less, may be decided later"),
    ];
    for (edits, words) in cases {
        let text = edited(CHIPS, &edits);
        let found = said(&text);
        assert!(found.len() == 1 && found[0].contains(words), "{words}: {found:?}");
        assert!(hold(&model(&text), words));
    }
}

#[test]
fn only_the_sites_are_named_at_which_another_takes_its_place() {
    let text = cheaper("sites = [\"mesa\"]");
    assert_eq!(
        said(&text),
        ["chip `swallow` is never worth an order for mesa: `swift` costs less and is as good in everything else"]
    );
    assert!(hold(&model(&text), "at one site"));
}

#[test]
fn whatever_tells_two_chips_apart_keeps_both() {
    let policy = |words: &str| format!("{CHIPS}\n[policy.x]\nperiods = \"2026Q1..2027Q4\"\n{words}\n");
    let cases = [
        ("a ration of the cheaper", cheaper("allotment = \"100 chips/quarter\"")),
        ("a cost of ordering the cheaper", cheaper("order_cost = \"1 kUSD\"")),
        ("lots of the cheaper", cheaper("lot = \"100 chips\"")),
        ("a window of the cheaper", cheaper("window = { start = \"2026Q2\" }")),
        (
            "other lots",
            edited(&cheaper("lot = \"100 chips\""), &[("[chip.swallow]", "[chip.swallow]\nlot = \"40 chips\"")]),
        ),
        ("upkeep of the cheaper", cheaper("fixed_om = \"1 kUSD/chip/year\"")),
        ("less work", edited(CHIPS, &[("training = \"2 H100e\"", "training = \"1.9 H100e\"")])),
        ("more power", edited(CHIPS, &[("power = \"1.6 kW\"", "power = \"1.7 kW\"")])),
        ("a longer lead", edited(CHIPS, &[("lead = \"2 quarters\"", "lead = \"3 quarters\"")])),
        ("a shorter life", edited(CHIPS, &[("life = \"5 years\"", "life = \"4 years\"")])),
        ("a dearer year", edited(CHIPS, &[("\"28 kUSD\"", "{ \"2026Q1\" = \"28 kUSD\", \"2027Q2\" = \"31 kUSD\" }")])),
        (
            "segments that take one alone",
            edited(CHIPS, &[("region = \"west\"\nkind", "chips = [\"swallow\"]\nregion = \"west\"\nkind")]),
        ),
        (
            "an allotment of the cheaper",
            format!("{CHIPS}\n[allotment.a]\nchip = \"swift\"\nat_most = \"100 chips/quarter\"\n"),
        ),
        (
            "growth of the dearer alone",
            format!(
                "{CHIPS}\n[allotment.a]\nchip = \"swallow\"\ngrowth = {{ rate = \"10 %\", seed = \"100 chips\" }}\n"
            ),
        ),
        (
            "money for another vendor",
            edited(
                &format!(
                    "{CHIPS}\n[budget.gale]\nperiods = \"2026Q1..2026Q4\"\nfilter = {{ vendor = \"gale\" }}\nat_most = \"50 M USD\"\n"
                ),
                &[("[chip.swallow]\nvendor = \"gale\"", "[chip.swallow]\nvendor = \"north\"")],
            ),
        ),
        (
            "a floor on spending",
            format!("{CHIPS}\n[budget.floor]\nperiods = \"2026Q1..2026Q4\"\nat_least = \"10 M USD\"\n"),
        ),
        (
            "a floor on chips owned",
            policy("measure = \"owned\"\nfilter = { chip = \"swallow\" }\nat_least = \"10 chips\""),
        ),
        ("a share of a tag", {
            let text = policy(
                "measure = \"orders\"\nover = \"sum\"\nfilter = { tag = \"own\" }\nof = { measure = \"orders\" }\nat_least = \"20 %\"",
            );
            edited(&text, &[("[chip.swallow]", "[chip.swallow]\ntags = [\"own\"]")])
        }),
        ("a ceiling on what is worked", {
            let text = policy(
                "measure = \"chip_work\"\nfilter = { tag = \"new\", workload = \"training\" }\nat_most = \"5 k H100e\"",
            );
            edited(&text, &[("[chip.swift]", "[chip.swift]\ntags = [\"new\"]")])
        }),
    ];
    for (what, text) in cases {
        assert_eq!(said(&text), [""; 0], "{what}");
    }
    // What both share keeps neither.
    let shared = format!(
        "{CHIPS}\n[allotment.a]\nvendor = \"gale\"\nat_most = \"900 chips/quarter\"\n\
         growth = {{ rate = \"10 %\", seed = \"500 chips\" }}\n"
    );
    assert_eq!(said(&shared).len(), 1, "{:?}", said(&shared));
    assert!(hold(&model(&shared), "a ration of both"));
    assert_eq!(said(&dearer("allotment = \"100 chips/quarter\"")).len(), 1, "a ration of the dearer alone");
}

#[test]
fn chips_that_nobody_can_be_served_with_are_not_ordered() {
    let far = "\n[site.shore]\nregion = \"east\"\n[segment.bob]\nworkload = \"training\"\nregion = \"east\"\nkind = \"market\"\n\
               price = \"9 kUSD/H100e/year\"\ndemand = \"1 k H100e\"\nchips = [\"swallow\"]\nreach = { regions = [\"east\"] }\n";
    let alone = ("region = \"west\"\nkind", "chips = [\"swift\"]\nregion = \"west\"\nkind");
    let text = edited(&format!("{CHIPS}{far}"), &[alone, ("[chip.swallow]", "[chip.swallow]\nsites = [\"mesa\"]")]);
    let found = said(&text);
    assert_eq!(
        found,
        ["chip `swallow` is never worth an order: no segment that accepts it can be served from where it may stand"]
    );
    assert!(hold(&model(&text), "out of reach"));
}

/// Two ways to build a hall, of which one may be begun.
const HALLS: &str = r#"
[project.permit]
site = "dune"
cost = "1 M USD"
lead = "1 quarter"

[project.stick]
site = "dune"
adds = { it_power = "6 MW", cooling = "liquid" }
cost = "20 M USD"
lead = "2 quarters"
after = ["permit"]

[project.module]
site = "dune"
adds = { it_power = "6 MW", cooling = "liquid" }
cost = "24 M USD"
lead = "2 quarters"
after = ["permit"]

[group.hall]
pick = "at-most-one"
projects = ["stick", "module"]
"#;

#[test]
fn of_projects_that_exclude_each_other_the_worse_is_never_begun() {
    let text = format!("{CHIPS}{HALLS}");
    let of_projects =
        |text: &str| -> Vec<String> { said(text).into_iter().filter(|words| words.starts_with("project")).collect() };
    assert_eq!(
        of_projects(&text),
        ["project `module` is never worth a start: `stick` costs less and is as good in everything else"]
    );
    assert!(hold(&model(&text), "two halls"));
    let module = |words: &str| edited(&text, &[("[project.module]\n", &format!("[project.module]\n{words}\n"))]);
    let stick = |words: &str| edited(&text, &[("[project.stick]\n", &format!("[project.stick]\n{words}\n"))]);
    assert_eq!(of_projects(&stick("copies = 2")).len(), 0, "other copies");
    assert_eq!(of_projects(&stick("window = { start = \"2026Q2\" }")).len(), 0, "a later window");
    assert_eq!(of_projects(&stick("life = \"3 years\"")).len(), 0, "it stands for three years");
    assert_eq!(of_projects(&module("required = true")).len(), 0, "it must be begun");
    assert_eq!(of_projects(&stick("needs = [\"permit\"]")).len(), 0, "it needs more");
    let alone = edited(&text, &[("projects = [\"stick\", \"module\"]", "projects = [\"permit\", \"module\"]")]);
    assert_eq!(of_projects(&alone).len(), 0, "both may be begun");
    let awaited = format!(
        "{text}\n[project.annex]\nsite = \"dune\"\ncost = \"1 M USD\"\nlead = \"1 quarter\"\nafter = [\"module\"]\n"
    );
    assert_eq!(of_projects(&awaited).len(), 0, "something waits for it");
    let capped =
        format!("{text}\n[policy.cap]\nmeasure = \"it_mw\"\nperiods = \"2026Q1..2027Q4\"\nat_most = \"15 MW\"\n");
    assert_eq!(of_projects(&capped).len(), 1, "both are counted alike");
    let bigger = edited(&capped, &[("it_power = \"6 MW\"", "it_power = \"7 MW\"")]);
    assert_eq!(of_projects(&bigger).len(), 0, "the cap may not leave room for more");
    let free = edited(&text, &[("it_power = \"6 MW\"", "it_power = \"7 MW\"")]);
    let found = of_projects(&free);
    assert!(found.len() == 1 && found[0].contains("gives more MW"), "{found:?}");
}

/// Models of the repository, by what they are called.
fn models() -> Vec<(String, Model)> {
    let mut list: Vec<PathBuf> = Vec::new();
    for folder in ["tests/biting", "tests/oracle/stored", "tests/published"] {
        list.extend(files(&root().join(folder), "toml"));
    }
    let stored = files(&root().join("tests/oracle/stored"), "json");
    list.extend(stored.into_iter().filter(|path| path.ends_with("model.json")));
    let read = |path: PathBuf| Some((path.display().to_string(), capplan::input::load(&path).model?));
    let drawn = (0..24).map(|seed| (format!("drawn {seed}"), model(&random_model(seed))));
    list.into_iter().filter_map(read).chain(drawn).collect()
}

/// A model with a worse twin of every chip and of every project that may be chosen, so that there is something to leave out.
fn with_twins(model: &Model) -> Model {
    let mut more = model.clone();
    for (k, chip) in model.chips.iter() {
        let mut twin = chip.clone();
        twin.kw *= 1.25;
        let n = more.chips.push(format!("{}-twin", model.chips.name(k)), twin);
        for q in model.segments.ids().filter(|q| model.segments[*q].chips.contains(&k)) {
            more.segments.get_mut(q).chips.push(n);
        }
    }
    for (g, group) in model.groups.iter() {
        for &j in &group.projects {
            let twin = model.projects[j].clone();
            let name = format!("{}-{}-twin", model.groups.name(g), model.projects.name(j));
            let n = more.projects.push(name, twin);
            let groups = model.groups.iter().filter(|(_, group)| group.projects.contains(&j));
            groups.for_each(|(g, _)| more.groups.get_mut(g).projects.push(n));
        }
    }
    more
}

#[test]
fn leaving_options_out_changes_no_optimum() {
    let (mut as_they_are, mut twins) = (0, 0);
    let all = models();
    assert!(all.len() > 200, "{} models", all.len());
    for (n, (name, model)) in all.iter().enumerate() {
        as_they_are += usize::from(hold(model, name));
        // Twins of a quarter of them are enough to find what is wrong, and leave time for other tests.
        if n.is_multiple_of(4) {
            twins += usize::from(hold(&with_twins(model), &format!("{name} with twins")));
        }
    }
    assert!(as_they_are >= 10, "something is left out of {as_they_are} of {}", all.len());
    assert!(twins >= 30, "something is left out of {twins} with twins");
}
