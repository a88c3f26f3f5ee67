//! Consistent plans that break one limit: the audit rejects each by that limit's name.
//!
//! A forgery is solved under a model in which one limit is a little wider than in the honest one (1 %, or one where integers are
//! limited). So its decisions and all that follows from them fit together. Then every number that the honest model computes
//! otherwise (bounds, capacities) is written over, until nothing is left to object to but the limit itself.

// Tables of cases read best in one piece.
#![allow(clippy::too_many_lines)]

mod agreements;
mod angles;
mod batteries;
mod promises;
mod supplies;
mod things;

use std::path::Path;

use capplan::audit::{Verdict, verify};
use capplan::domain::Model;
use capplan::plan::types::Plan;
use serde_json::Value;

use crate::support::models::{agreed, best, model};
use crate::support::run;

/// Six quarters, two sites on two nodes, two chips, more demand than can be served.
const BASE: &str = r#"
name    = "forged"
horizon = { start = "2026Q1", periods = 6 }
money   = { currency = "USD", discount_rate = "8 %/year" }

[workload.w]
unit = "u"
[region.r]
[region.far]
[node.n]
region = "r"
[node.m]
region = "r"
[line.l]
from   = "n"
to     = "m"
rating = "200 MW"
[supply.g]
node  = "n"
power = "500 MW"
price = "30 USD/MWh"

[chip.k]
vendor     = "v"
power      = "1 kW"
throughput = { w = "1 u" }
price      = "8 kUSD"
lead       = "1 quarter"
life       = "4 years"
payments   = { order = "50 %", delivery = "50 %" }
"#;

/// Sites, demand and projects that most forgeries share.
const SITES: &str = r#"
[site.s]
region     = "r"
node       = "n"
pue        = 1.2
it_power   = { air = "40 MW" }
connection = "100 MW"
[site.t]
region     = "r"
node       = "m"
pue        = 1.2
it_power   = { air = "10 MW" }
connection = "100 MW"
"#;
const DEMAND: &str = r#"
[segment.q]
workload = "w"
region   = "r"
kind     = "market"
price    = "9 kUSD/u/year"
demand   = "60 k u"
"#;

/// A plan whose numbers are told apart one by one.
struct Told<'m> {
    honest: &'m Model,
    good: Plan,
}

impl<'m> Told<'m> {
    fn new(honest: &'m Model) -> Self {
        Self { honest, good: agreed(honest) }
    }

    /// Holds the audit to begin one of its sentences so where the plan is edited.
    fn is_named(&self, name: &str, edit: &dyn Fn(&mut Plan), sentence: &str) {
        let mut forged = self.good.clone();
        edit(&mut forged);
        let (_, verdict) = consistent(self.honest, &forged);
        let first = sentences(&verify(self.honest, &forged));
        let found = first.iter().any(|s| s.starts_with(sentence));
        assert!(found, "{name}: no {sentence} in\n{}\n{verdict}", first.join("\n"));
    }

    /// The same where a payment is a hundredth too high.
    fn payment_is_named(&self, asset: &str, milestone: &str) {
        let edit = |p: &mut Plan| {
            let row = p.payments.iter_mut().find(|row| row.milestone == milestone).expect("it is paid");
            row.usd_nominal *= 1.01;
        };
        self.is_named(milestone, &edit, &format!("payment[{asset},{milestone}]@"));
    }
}

/// Writes over a number of the plan that is named as `ROW FIELD` or `totals.FIELD`; false where nothing is so named.
fn overwrite(plan: &mut Value, what: &str, found: f64) -> bool {
    if let Some((table @ ("totals" | "outcome"), field)) = what.split_once('.') {
        if let Some(goal) = field.strip_prefix("goals[0].") {
            plan[table]["goals"][0][goal] = found.into();
        } else {
            plan[table][field] = found.into();
        }
        return true;
    }
    let Some((id, field)) = what.rsplit_once(' ') else {
        return false;
    };
    let (only, id) = id.strip_prefix("after_horizon ").map_or((None, id), |id| (Some("after_horizon"), id));
    let mut written = false;
    for (name, table) in plan.as_object_mut().expect("a plan is a table") {
        if only.is_some_and(|only| only != name) {
            continue;
        }
        for row in table.as_array_mut().into_iter().flatten() {
            if row["id"] == id && row.get(field).is_some() {
                row[field] = found.into();
                written = true;
            }
        }
    }
    written
}

/// Makes a plan consistent with a model: writes over every number that the audit computes otherwise, until only rules are broken.
fn consistent(model: &Model, plan: &Plan) -> (Plan, Verdict) {
    let mut text = serde_json::to_value(plan).expect("a plan is JSON");
    for _ in 0..4 {
        let now: Plan = serde_json::from_value(text.clone()).expect("it is still a plan");
        let verdict = verify(model, &now);
        let mut written = false;
        for d in &verdict.disagreements {
            if d.note.starts_with("the plan says")
                && let Some(found) = d.found
            {
                written |= overwrite(&mut text, &d.what, found);
            }
        }
        if !written {
            return (now, verdict);
        }
        // What was reported with the objective moves with it, so that only the forged limit is wrong.
        for field in ["objective", "bound"] {
            text["outcome"][field] = text["outcome"]["objective"].clone();
        }
        text["outcome"]["goals"][0]["best"] = text["outcome"]["goals"][0]["value"].clone();
    }
    panic!("the numbers of the plan do not settle");
}

fn sentences(verdict: &Verdict) -> Vec<String> {
    verdict.disagreements.iter().map(ToString::to_string).collect()
}

/// A limit written narrow and wide in the place of `LIMIT`; what is broken starts with one of these addresses.
struct Forgery {
    name: &'static str,
    text: String,
    honest: &'static str,
    wide: &'static str,
    breaks: &'static [&'static str],
}

fn forgery(
    name: &'static str,
    parts: &[&str],
    honest: &'static str,
    wide: &'static str,
    breaks: &'static [&'static str],
) -> Forgery {
    let text = format!("{BASE}{}", parts.concat());
    assert_eq!(text.matches("LIMIT").count(), 1, "{name}");
    Forgery { name, text, honest, wide, breaks }
}

impl Forgery {
    fn forge(&self) -> (Model, Plan, Verdict) {
        let honest = model(&self.text.replace("LIMIT", self.honest));
        let own = best(&honest);
        let agreed = verify(&honest, &own);
        assert!(agreed.agreed(), "{}: the honest plan is not accepted\n{agreed}", self.name);
        let wide = model(&self.text.replace("LIMIT", self.wide));
        let (forged, verdict) = consistent(&honest, &best(&wide));
        (honest, forged, verdict)
    }

    fn is_named(&self) {
        let (_, _, verdict) = self.forge();
        let sentences = sentences(&verdict);
        assert!(!sentences.is_empty(), "{}: the forgery is accepted", self.name);
        for sentence in &sentences {
            let named = self.breaks.iter().any(|name| sentence.starts_with(name));
            assert!(named, "{}: expected only {:?}\n{}", self.name, self.breaks, sentences.join("\n"));
        }
        for name in self.breaks {
            assert!(
                sentences.iter().any(|s| s.starts_with(name)),
                "{}: no {name} in\n{}",
                self.name,
                sentences.join("\n")
            );
        }
    }
}

/// A site with `LIMIT` among its keys.
fn site(rest: &str) -> String {
    format!("[site.s]\nregion = \"r\"\nnode = \"n\"\npue = 1.2\n{rest}\n")
}

/// A plan whose limits are all kept, to be edited.
fn honest() -> (Model, Plan) {
    let hall = "[project.h]\nsite = \"s\"\ncost = \"10 M USD\"\nlead = \"1 quarter\"\nlife = \"10 years\"\nadds = { it_power = \"10 MW\" }\nwindow = { start = \"2026Q2\" }\n";
    let model = model(&format!("{BASE}{SITES}{hall}{DEMAND}"));
    let plan = best(&model);
    let verdict = verify(&model, &plan);
    assert!(verdict.agreed(), "{verdict}");
    (model, plan)
}

#[test]
fn edits() {
    let (model, good) = honest();
    let named = |name: &str, edit: &dyn Fn(&mut Plan), sentence: &str| {
        let mut plan = good.clone();
        edit(&mut plan);
        let sentences = sentences(&verify(&model, &plan));
        assert!(
            sentences.iter().any(|s| s.starts_with(sentence)),
            "{name}: no {sentence} in\n{}",
            sentences.join("\n")
        );
    };
    named("objective", &|p| p.outcome.objective *= 1.01, "outcome.objective: ");
    named("salvage", &|p| p.salvage[0].usd_discounted *= 1.01, "salvage[");
    named("total", &|p| p.totals.capital_usd_nominal *= 1.01, "totals.capital_usd_nominal: ");
    named("a zero", &|p| p.demand[0].unmet += p.demand[0].demand, "demand[q]@2026Q1 unmet: ");
    named(
        "two sites swapped",
        &|p| {
            for row in &mut p.assignments {
                let other = if row.site == "s" { "t" } else { "s" };
                row.id = row.id.replacen(&format!("[{},", row.site), &format!("[{other},"), 1);
                row.site = other.to_owned();
            }
        },
        "owned[t,k]@",
    );
    named(
        "a start one period early",
        &|p| {
            let (row, first) = (&mut p.projects[0], p.finance[0].span.clone());
            row.id = row.id.replace(&row.begun.period, &first.period);
            row.begun = first;
        },
        "project[h]@2026Q1: its window opens in 2026Q2",
    );
}

#[test]
fn verify_ends_with_5_and_the_name() {
    let case = forgery(
        "budget",
        &[SITES, "[budget.b]\nperiods = \"2026\"\nat_most = \"LIMIT M USD\"\n", DEMAND],
        "100",
        "101",
        &[],
    );
    let (honest, mut forged, _) = case.forge();
    forged.inputs = capplan::input::write(&honest);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = serde_json::to_string(&forged).expect("a plan is JSON");
    std::fs::write(folder.path().join("plan.json"), text).expect("it can be written");
    let output = run(Path::new(folder.path()), &["verify", "plan.json"]);
    let words = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(5), "{words}");
    assert!(words.contains("budget[b].at_most: spends 101 M USD, may spend 100 M USD"), "{words}");
}
