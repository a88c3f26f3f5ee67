//! Which decision earns without end, what a unit of it earns, and which limit is missing.

use super::said::said;
use crate::formulation::Formulation;
use crate::formulation::context::Bought;
use crate::formulation::key::{Key, Of};
use crate::formulation::scale::{CHIPS, MONEY};
use crate::solve::outcome::Options;
use crate::solve::ray::ray;

/// Decisions, those that a planner takes first; what follows from them is not told.
const DECISIONS: [&str; 7] = ["ordered", "lots", "begun", "bend", "dispatch", "shed", "carried"];
/// How many periods of it are told.
const NAMED: usize = 3;

/// Sentences that name the free decision.
pub(super) fn words(formulation: &Formulation, options: &Options) -> String {
    let ray = ray(formulation, options);
    let chosen = DECISIONS.iter().find_map(|name| {
        let found: Vec<&(Key, f64)> = ray.iter().filter(|(key, _)| key.name == *name).collect();
        (!found.is_empty()).then_some(found)
    });
    let Some(found) = chosen.filter(|found| found.len() <= 3 * NAMED) else {
        return "no best plan: some decision earns without end and costs nothing; look for prices below what is got back for them"
            .to_owned();
    };
    let mut text = String::from("no best plan: it has no bound\n");
    for (key, grows) in found.into_iter().take(NAMED) {
        let (what, unit, scale, missing) = told(formulation, *key);
        let each = MONEY / (grows.abs() * scale);
        let at = key.p.map_or_else(String::new, |p| format!(" in {}", formulation.ctx.cal.label(p)));
        text.push_str(&format!(
            "\n  {what}{at} can grow without end: each {unit} more earns {}, after everything it costs\n    {missing}",
            said(each, "USD")
        ));
    }
    text
}

/// What grows, its unit and scale, and the limit that is missing.
fn told(formulation: &Formulation, key: Key) -> (String, &'static str, f64, String) {
    let m = formulation.ctx.model;
    let lots = key.name == "lots";
    match key.of {
        Of::Purchase(Bought::Chip(k, s)) => {
            let (chip, site) = (m.chips.name(k), m.sites.name(s));
            let what = format!("orders of `{chip}` for `{site}`");
            let missing = format!(
                "nothing limits them: give 'chip[{chip}].allotment', a budget, or a price above what they bring"
            );
            (what, if lots { "lot" } else { "chip" }, if lots { 1.0 } else { CHIPS }, missing)
        }
        Of::Purchase(of) => {
            let address = match of {
                Bought::Expansion(x) => m.expansions.address(x),
                Bought::Lease(l) => m.leases.address(l),
                Bought::Chip(..) => key.text(&formulation.ctx),
            };
            let missing = format!(
                "what '{address}' adds at most does not limit what is ordered beyond the horizon: give it a price or a window"
            );
            (format!("orders of '{address}'"), if lots { "lot" } else { "MW" }, 1.0, missing)
        }
        _ => {
            let name = key.text(&formulation.ctx);
            (format!("'{name}'"), "unit", 1.0, "give it a cost or a limit".to_owned())
        }
    }
}
