//! Why there is no plan: the limits that clash, by address, with amounts and units.

use crate::formulation::Formulation;
use crate::formulation::key::Key;
use crate::formulation::row::Sense;
use crate::plan::limits::describe;
use crate::solve::elastic::{Excess, clash};
use crate::solve::outcome::{Failure, Options};
use std::collections::BTreeMap;

/// How many limits are named before the rest is counted.
const NAMED: usize = 12;

/// Sentences that name the limits which clash.
#[must_use]
pub fn explain(formulation: &Formulation, options: &Options) -> String {
    let tier_of = |key: Key| describe(&formulation.ctx, key).tier;
    match clash(formulation, &tier_of, options) {
        Ok(excess) if !excess.is_empty() => sentences(formulation, &excess),
        Ok(_) => "no plan: the limits clash by less than the solver's tolerance; widen one that is met exactly".to_owned(),
        Err(Failure::Infeasible) => {
            "no plan: the model's own balances clash, whatever limits give way; look at least outputs, forced loads and commitments".to_owned()
        }
        Err(_) => "no plan keeps all limits; which ones clash could not be told in the time".to_owned(),
    }
}

fn sentences(formulation: &Formulation, excess: &[Excess]) -> String {
    let ctx = &formulation.ctx;
    let mut lines = Vec::new();
    let mut by_limit: BTreeMap<String, (f64, usize)> = BTreeMap::new();
    for one in excess {
        let described = describe(ctx, one.key);
        let id = described.id.clone().unwrap_or_else(|| one.key.text(ctx));
        let (amount, bound) = (one.amount * described.scale, one.bound * described.scale);
        let words = match one.sense {
            Sense::AtMost => {
                format!("at most {}: a plan needs {} more", said(bound, &described.unit), said(amount, &described.unit))
            }
            Sense::AtLeast => format!(
                "at least {}: a plan falls {} short",
                said(bound, &described.unit),
                said(amount, &described.unit)
            ),
            Sense::Equal if one.key.name != "demand_met" => {
                format!("exactly {}: a plan is off by {}", said(bound, &described.unit), said(amount, &described.unit))
            }
            Sense::Equal => format!(
                "{} asked for: {} cannot be served",
                said(bound, &described.unit),
                said(amount, &described.unit)
            ),
        };
        let place = described.address.and_then(|address| ctx.model.places.get(&address).cloned());
        let place = place.map_or_else(String::new, |place| format!("  ({place})"));
        by_limit.entry(id.split('@').next().unwrap_or(&id).to_owned()).or_default().1 += 1;
        lines.push(format!("  '{id}'  {words}{place}"));
    }
    let named = by_limit.keys().map(|id| format!("'{id}'")).collect::<Vec<_>>().join(", ");
    let more = lines.len().saturating_sub(NAMED);
    let mut text = format!("no plan: not all limits can be kept; the least that must give way: {named}\n");
    for line in lines.into_iter().take(NAMED) {
        text.push('\n');
        text.push_str(&line);
    }
    if more > 0 {
        text.push_str(&format!("\n  and {more} more periods or limits"));
    }
    text
}

/// A number with its unit, in three significant digits.
pub(super) fn said(amount: f64, unit: &str) -> String {
    if unit == "USD" {
        let (scale, word) = match amount.abs() {
            x if x >= 1e9 => (1e9, "B USD"),
            x if x >= 1e6 => (1e6, "M USD"),
            x if x >= 1e3 => (1e3, "k USD"),
            _ => (1.0, "USD"),
        };
        return format!("{} {word}", short(amount / scale));
    }
    format!("{} {unit}", short(amount))
}

/// A number in three significant digits, thousands apart.
pub(super) fn short(x: f64) -> String {
    let size = x.abs();
    if size >= 1000.0 {
        let digits = format!("{size:.0}");
        let mut grouped = String::new();
        for (n, digit) in digits.chars().enumerate() {
            if n > 0 && (digits.len() - n).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        return if x < 0.0 { format!("-{grouped}") } else { grouped };
    }
    let decimals = if size >= 100.0 {
        0
    } else if size >= 10.0 {
        1
    } else if size >= 1.0 {
        2
    } else {
        3
    };
    let text = format!("{x:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// Which decision earns without end.
#[must_use]
pub fn unbounded(formulation: &Formulation, keys: &[Key]) -> String {
    let names: Vec<String> = keys.iter().take(NAMED).map(|key| format!("'{}'", key.text(&formulation.ctx))).collect();
    if names.is_empty() {
        return "the best plan has no bound: some decision earns without end and costs nothing".to_owned();
    }
    format!("the best plan has no bound: {} grow without end; give them a cost or a limit", names.join(", "))
}
