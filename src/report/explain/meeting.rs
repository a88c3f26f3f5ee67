//! A clash in sentences that can be said in a meeting: beside what cannot be kept together, the number that decides and the
//! smallest way out.

use super::due::kind;
use super::no_plan::noun;
use super::scene::listed;
use super::ways_out::{amount, bends, is_close};
use crate::report::words::money;
use crate::study::clash::{Bent, Clash, Limit, Way};

/// How many kinds of payments are said.
const KINDS: usize = 3;

/// The number that decides, as a sentence; `late` is what stands too late for it. `None` where no amount was told.
pub(super) fn number(groups: &[Vec<&Limit>], late: Option<&str>) -> Option<String> {
    let why = late.map_or_else(String::new, |late| format!(": {late}"));
    let [limit, ..] = groups.first()?.as_slice() else { return None };
    if let ([_], [_]) = (groups, groups[0].as_slice())
        && limit.behind.len() > 1
    {
        return Some(payments(limit));
    }
    if let ([only], Some(asked), Some(gives)) = (groups[0].as_slice(), limit.amount, limit.gives)
        && only.limit.ends_with(".demand")
    {
        let when = only.period.as_ref().map_or_else(String::new, |period| format!("In {period} "));
        let served = asked - gives;
        let most =
            if served < 1e-6 * asked { "none".to_owned() } else { format!("at most {}", amount(served, &limit.unit)) };
        return Some(format!("{when}it asks for {}, of which {most} can be served{why}.", amount(asked, &limit.unit)));
    }
    // Of a choice it depends on the side whether more or less would do, and of several limits the first is told that alone would have to give way in one period.
    let told = groups.iter().find_map(|group| match group.as_slice() {
        [one] if !one.limit.starts_with("group[") => one.gives.map(|gives| (*one, gives)),
        _ => None,
    });
    let (one, gives) = told?;
    let when = one.period.as_ref().map_or_else(String::new, |period| format!(" in {period}"));
    let way = if one.sense == "at-most" { "more" } else { "less" };
    let others = if groups.len() > 1 { " if the rest is kept" } else { "" };
    Some(format!("{} {way} of {}{when} would do{others}{why}.", amount(gives, &one.unit), noun(&one.limit)))
}

/// `Of these, 50 B USD are a cash line and 40.3 B USD are 44 projects under way.`
fn payments(limit: &Limit) -> String {
    let told: Vec<String> = limit
        .behind
        .iter()
        .take(KINDS)
        .map(|payments| {
            let what = kind(payments);
            if payments.count == 1 {
                format!("{} for one {what}", money(payments.usd))
            } else {
                format!("{} for {} {what}", money(payments.usd), payments.count)
            }
        })
        .collect();
    let most = if limit.behind.len() > KINDS { "Most of that is" } else { "That is" };
    let called_off = limit.behind.iter().any(|payments| payments.called_off_usd > 0.0);
    let off = if called_off { ", after all is called off that saves money" } else { "" };
    format!("{most} {}{off}.", listed(&told))
}

/// The smallest way out and what the plan is then worth, as a sentence; `None` where none was found.
pub(super) fn way_out(clash: &Clash) -> Option<String> {
    let way = clash.ways_out.first()?;
    let changes = match &way.rule {
        Some(rule) => format!("to change {}: {}", noun(&rule.limit), rule.words),
        None => format!("to {}", listed(&bends(way).iter().map(change).collect::<Vec<_>>())),
    };
    let (start, perhaps) =
        if way.smallest { ("The smallest way out is", "") } else { ("A way out is", "; perhaps less would do") };
    Some(format!("{start} {changes}{perhaps}{}.", worth(way)))
}

/// `serve up to 10,000 H100e less of the firm demand of `anna` in 2027Q1..2027Q3`.
fn change((limit, list): &(&str, Vec<&Bent>)) -> String {
    let most = list.iter().map(|bent| bent.amount).fold(0.0, f64::max);
    let up_to = if list.len() > 1 { "up to " } else { "" };
    let by = format!("{up_to}{}", amount(most, &list[0].unit));
    let periods: Vec<&str> = list.iter().filter_map(|bent| bent.period.as_deref()).collect();
    let when = match periods.as_slice() {
        [] => String::new(),
        [one] => format!(" in {one}"),
        [first, .., last] => format!(" in {first}..{last}"),
    };
    let what = noun(limit);
    if limit.ends_with(".demand") {
        return format!("serve {by} less of the {what}{when}");
    }
    format!("{} {what} by {by}{when}", if list[0].direction == "raised" { "raise" } else { "lower" })
}

fn worth(way: &Way) -> String {
    let least = if is_close(way) { "" } else { "at least " };
    match (way.price_usd, way.npv_usd) {
        (Some(price), Some(npv)) => {
            format!("; the plan is then worth {least}{}, what that costs included", money(npv - price))
        }
        (None, Some(npv)) => format!("; the plan is then worth {least}{}, before what that costs", money(npv)),
        _ => String::new(),
    }
}
