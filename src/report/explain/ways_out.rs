//! The smallest ways out of a clash, a line each: what changes, what it costs, what the plan is then worth.

use crate::report::table::{finish, text_table};
use crate::report::words::{count, megawatts, money};
use crate::study::clash::{Bent, Clash, Way};

/// The ways out as a table.
pub(super) fn ways(clash: &Clash) -> String {
    if clash.ways_out.is_empty() {
        return "\n\nno way out was proved within the work allowed".to_owned();
    }
    let single = clash.ways_out.len() == 1;
    let mut text =
        format!("\n\n{}, each proved by a solve\n", if single { "smallest way out" } else { "smallest ways out" });
    if single {
        text = text.replace(", each proved", ", proved");
    }
    let mut table = text_table();
    for (n, way) in clash.ways_out.iter().enumerate() {
        let mut changes = changes(way);
        let first = if changes.is_empty() { String::new() } else { changes.remove(0) };
        table.add_row([format!("  {}", n + 1), first, price(way)]);
        for change in changes {
            table.add_row([String::new(), format!("and {change}"), String::new()]);
        }
    }
    text + finish(&table).trim_end()
}

/// What changes, a line a limit.
fn changes(way: &Way) -> Vec<String> {
    if let Some(rule) = &way.rule {
        return vec![format!("{}  ('{}', {})", rule.words, rule.limit, rule.tier)];
    }
    bends(way).iter().map(tell).collect()
}

/// What bends, by limit and direction.
pub(super) fn bends(way: &Way) -> Vec<(&str, Vec<&Bent>)> {
    let mut by_limit: Vec<(&str, Vec<&Bent>)> = Vec::new();
    let liquid = |site: &str| way.bends.iter().any(|bent| bent.limit.strip_suffix(".liquid") == Some(site));
    for bent in &way.bends {
        // More liquid-cooled power is more power: it is told once.
        if bent.limit.strip_suffix(".it_power").is_some_and(liquid) {
            continue;
        }
        match by_limit.iter_mut().find(|(limit, list)| *limit == bent.limit && list[0].direction == bent.direction) {
            Some((_, list)) => list.push(bent),
            None => by_limit.push((&bent.limit, vec![bent])),
        }
    }
    by_limit
}

fn tell((limit, list): &(&str, Vec<&Bent>)) -> String {
    let most = list.iter().map(|bent| bent.amount).fold(0.0, f64::max);
    let periods: Vec<&str> = list.iter().filter_map(|bent| bent.period.as_deref()).collect();
    let when = match periods.as_slice() {
        [] => String::new(),
        [one] => format!(" in {one}"),
        [first, .., last] => format!(" in {first}..{last}"),
    };
    let of = list[0].of.filter(|_| list.len() == 1);
    let of = of.map_or_else(String::new, |of| format!(" (of {})", amount(of, &list[0].unit)));
    let verb = if limit.ends_with(".demand") {
        "serve less of"
    } else if list[0].direction == "raised" {
        "raise"
    } else {
        "lower"
    };
    let up_to = if list.len() > 1 { "up to " } else { "" };
    format!("{verb} '{limit}' by {up_to}{}{when}{of}  ({})", amount(most, &list[0].unit), list[0].tier)
}

/// Whether the best plan with a way out is known but for a hundredth.
pub(super) fn is_close(way: &Way) -> bool {
    way.npv_usd.zip(way.npv_bound_usd).is_some_and(|(found, bound)| bound - found <= 0.01 * found.abs())
}

/// What a way costs and what the plan is then worth.
fn price(way: &Way) -> String {
    let least = if is_close(way) { "" } else { "at least " };
    let perhaps = if way.smallest { "" } else { "; perhaps less would do" };
    let told = match (way.price_usd, way.npv_usd) {
        (Some(price), Some(npv)) => {
            format!("bending costs {}: NPV {least}{} after it", money(price), money(npv - price))
        }
        (Some(price), None) => format!("bending costs {}", money(price)),
        (None, Some(npv)) => format!("the model has no price for it: NPV {least}{} before what it costs", money(npv)),
        (None, None) => "the model has no price for it".to_owned(),
    };
    told + perhaps
}

/// An amount with its unit.
pub(super) fn amount(value: f64, unit: &str) -> String {
    match unit {
        "USD" => money(value),
        "MW" if value.abs() >= 100.0 => format!("{} MW", megawatts(value)),
        "copies" | "projects" if (value - 1.0).abs() < 1e-9 => {
            format!("1 {}", if unit == "copies" { "copy" } else { "project" })
        }
        _ if value.abs() >= 1000.0 => format!("{} {unit}", count(value.round())),
        _ => format!("{} {unit}", count(value)),
    }
}
