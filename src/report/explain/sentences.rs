//! What holds a site's next megawatt, in words.

use std::collections::BTreeSet;

use super::holds::{Full, Holder, Verdict};
use super::scene::{Scene, listed, quoted};
use super::site::Run;
use crate::domain::{SegmentId, SiteId};
use crate::network::power::{Gain, Power, Rise, Source, gains};
use crate::plan::types::SiteRow;
use crate::report::words::{megawatts, money};

/// What holds, in a few words.
pub(super) fn short(scene: &Scene, site: SiteId, verdict: &Verdict) -> String {
    match &verdict.holder {
        Holder::Time(Some(period)) => {
            let gain = rise_at(scene, site, *period).and_then(|rise| rise.decisive);
            let what = gain.map(|gain| format!(": {}{}", source(scene, &gain), dark(scene, &gain))).unwrap_or_default();
            format!("time: no more power can be in effect before {}{what}", scene.label(*period))
        }
        Holder::Time(None) => "no more power: nothing in the model adds to it".into(),
        Holder::Money(limits) => format!("money: {}", names(limits)),
        Holder::Chips(limits, _) if !limits.is_empty() => format!("chips: {}", names(limits)),
        Holder::Chips(_, Some(period)) => format!("chips: none ordered today arrives before {}", scene.label(*period)),
        Holder::Chips(_, None) => "chips: none that unmet demand accepts can be bought and used here".into(),
        Holder::Demand => "demand: nothing unmet that it reaches".into(),
        Holder::Grid(limits) => format!("the power network: {}", names(limits)),
        Holder::Policy(policies) => format!("a policy: {}", names(policies)),
        Holder::Choice(groups) => format!("a choice: {}", names(groups)),
        Holder::Worth => "nothing but its worth: more would not pay".into(),
    }
}

fn names<'a>(limits: impl IntoIterator<Item = &'a String>) -> String {
    listed(&limits.into_iter().map(|limit| format!("'{limit}'")).collect::<Vec<_>>())
}

/// The rise of a site's power at a period, everything begun as early as it can be.
fn rise_at(scene: &Scene, site: SiteId, period: i32) -> Option<Rise> {
    let power = Power::of(scene.model, site, &gains(scene.model, &scene.calendar, &scene.alone, site, 0));
    power.rises.into_iter().find(|rise| rise.period == period)
}

/// What gives megawatts, in words: `substation-9`, `lease[colo-west]`.
pub(super) fn source(scene: &Scene, gain: &Gain) -> String {
    let model = scene.model;
    match gain.source {
        Source::Project(project, _) => scene.name(project),
        Source::Agreement(agreement) => format!("'{}'", model.agreements.address(agreement)),
        Source::Lease(lease) => format!("'{}'", model.leases.address(lease)),
        Source::Expansion(expansion) => format!("'{}'", model.expansions.address(expansion)),
        Source::Order(order) => format!("'{}'", model.orders.address(order)),
    }
}

/// What a gain stands dark for, if that is what makes it late.
fn dark(scene: &Scene, gain: &Gain) -> String {
    let Source::Project(project, copy) = gain.source else {
        return String::new();
    };
    let need = scene.alone.copy(project, copy).dark;
    need.map(|need| format!(", dark until {}", scene.name(need.on))).unwrap_or_default()
}

/// What a run says in sentences, with the chain where time holds.
pub(super) fn paragraph(scene: &Scene, site: SiteId, run: &Run) -> String {
    let when = scene.range(run.first, run.last);
    let verdict = &run.verdict;
    let mut out = format!("\n{when}: {}{}.\n", used_up(scene, site, verdict), sentence(scene, run));
    if let Holder::Time(Some(period)) = verdict.holder
        && let Some(rise) = rise_at(scene, site, period)
    {
        out.push_str(&awaited(scene, &rise));
    }
    if verdict.holder == Holder::Time(None) {
        out.push_str(&never(scene, site));
    }
    if !matches!(verdict.holder, Holder::Time(_) | Holder::Demand) {
        out.push_str(&could_stand(scene, verdict));
    }
    out
}

fn used_up(scene: &Scene, site: SiteId, verdict: &Verdict) -> String {
    let row = scene.site_row(site, verdict.period);
    let mw = |mw: fn(&SiteRow) -> f64| row.map_or_else(|| "0".into(), |row| megawatts(mw(row)));
    match verdict.full {
        Full::Connection if row.is_none_or(|row| row.connection_mw < 1e-6) => "no connection is in effect. ".into(),
        Full::Connection => {
            format!(
                "all {} MW of connection are used ({} MW of IT power stand). ",
                mw(|row| row.connection_mw),
                mw(|row| row.it_mw)
            )
        }
        Full::Both if row.is_none_or(|row| row.it_mw < 1e-6) => "no IT power and no connection are in effect. ".into(),
        Full::Both => {
            format!(
                "all {} MW of IT power and all {} MW of connection are used. ",
                mw(|row| row.it_mw),
                mw(|row| row.connection_mw)
            )
        }
        Full::It if row.is_none_or(|row| row.it_mw < 1e-6) => "no IT power is in effect. ".into(),
        Full::It => format!("all {} MW of IT power are used. ", mw(|row| row.it_mw)),
        Full::Liquid if row.is_none_or(|row| row.liquid_mw < 1e-6) => "no liquid-cooled IT power is in effect. ".into(),
        Full::Liquid => format!("all {} MW of liquid-cooled IT power are used. ", mw(|row| row.liquid_mw)),
        Full::Nothing => format!("{} of {} MW of IT power are used. ", mw(|row| row.used_mw), mw(|row| row.it_mw)),
    }
}

fn sentence(scene: &Scene, run: &Run) -> String {
    let verdict = &run.verdict;
    let unmet = wanted_by(scene, verdict);
    match &verdict.holder {
        Holder::Time(Some(period)) => {
            let from = scene.label(*period);
            format!("Time holds it: whatever is begun today, nothing more can be in effect before {from}")
        }
        Holder::Time(None) => {
            "Nothing in the model can give it more: no project, lease or expansion that still could".into()
        }
        Holder::Money(limits) => {
            let limits = with_prices(scene, limits, run);
            format!("Money holds it: more would serve {unmet}, but does not fit under {limits}")
        }
        Holder::Chips(limits, _) if !limits.is_empty() => {
            let limits = with_prices(scene, limits, run);
            format!("Chips hold it: those accepted by {unmet} are used up under {limits}")
        }
        Holder::Chips(_, Some(period)) => {
            let from = scene.label(*period);
            format!("Chips hold it: ordered today, none accepted by {unmet} arrives before {from}")
        }
        Holder::Chips(_, None) => format!("Chips hold it: none accepted by {unmet} can be bought and used here"),
        Holder::Demand => "Demand holds it: nothing is unmet that this site can reach".into(),
        Holder::Grid(limits) => {
            let limits = with_prices(scene, limits, run);
            format!("The power network holds it: no more reaches its node with {limits} at the limit")
        }
        Holder::Policy(limits) => {
            let limits = with_prices(scene, limits, run);
            format!("A policy holds it: more would serve {unmet}, but {limits} is at its limit")
        }
        Holder::Choice(groups) => format!("A choice holds it: another project was picked in {}", names(groups)),
        Holder::Worth if verdict.full == Full::Nothing => {
            format!("No limit holds it: serving more of {unmet} from here was possible and does not pay in this plan")
        }
        Holder::Worth => {
            let worth = if run.price >= 0.5 {
                format!(" (one more MW is worth at most {})", money(run.price))
            } else {
                String::new()
            };
            format!(
                "No limit holds it: more power was possible{worth}, and serving more of {unmet} with it does not pay in this plan"
            )
        }
    }
}

/// The first few segments with unmet demand.
fn wanted_by(scene: &Scene, verdict: &Verdict) -> String {
    let name = |segment: &SegmentId| quoted(&scene.model.segments, *segment);
    let mut unmet: Vec<String> = verdict.unmet.iter().take(3).map(name).collect();
    if verdict.unmet.len() > unmet.len() {
        unmet.push(format!("{} more", verdict.unmet.len() - unmet.len()));
    }
    listed(&unmet)
}

/// Limits with what is left of them and what one more of each is worth in the periods of a run.
fn with_prices(scene: &Scene, limits: &BTreeSet<String>, run: &Run) -> String {
    let here: Vec<String> = (run.first..=run.last).map(|period| format!("@{}", scene.label(period))).collect();
    let describe = |limit: &String| {
        let rows = scene.limits(limit);
        let rows = rows.iter().filter(|row| !row.id.contains('@') || here.iter().any(|at| row.id.ends_with(at)));
        let row = rows.max_by(|a, b| a.price.unwrap_or(0.0).abs().total_cmp(&b.price.unwrap_or(0.0).abs()));
        let mut notes = Vec::new();
        if let Some(row) = row {
            if row.unit == "USD" && !row.id.contains('@') {
                notes.push(format!("{} left", money(row.slack)));
            }
            if let Some(price) = row.price.map(f64::abs).filter(|price| *price > 1e-9) {
                let up_to = if row.id.contains('@') && run.first < run.last { "up to " } else { "" };
                notes.push(match row.unit.as_str() {
                    "USD" => format!("1 M USD more is worth {up_to}{}", money(price * 1e6)),
                    "chips" => format!("one more chip is worth {up_to}{}", money(price)),
                    unit => format!("one more {unit} is worth {up_to}{}", money(price)),
                });
            }
        }
        if notes.is_empty() { format!("'{limit}'") } else { format!("'{limit}' ({})", notes.join("; ")) }
    };
    listed(&limits.iter().map(describe).collect::<Vec<_>>())
}

/// What a rise waits for: the chain, and what the plan makes of it.
fn awaited(scene: &Scene, rise: &Rise) -> String {
    let Some(gain) = rise.decisive else {
        return String::new();
    };
    let mut out = format!("  What comes first is {} with {}:\n", source(scene, &gain), scene.adds(&gain.adds));
    let Source::Project(project, copy) = gain.source else {
        out.push_str(&format!("    ordered today it is in service from {}\n", scene.label(gain.period)));
        return out;
    };
    out.push_str(&scene.chain(&rise.path(&scene.graph, &scene.alone)));
    let dates = scene.given.copy(project, copy);
    let name = scene.name(project);
    out.push_str(&match (dates.begun, dates.blocked) {
        (true, Some(why)) => format!("  It never takes effect in this plan: {}.\n", scene.blocked(project, why)),
        (true, None) if dates.effect == gain.period => format!("  The plan has {name} in effect then.\n"),
        (true, None) => format!("  The plan has {name} in effect from {}.\n", scene.label(dates.effect)),
        (false, _) => format!("  This plan does not begin {name}.\n"),
    });
    out
}

/// What could add to a site and cannot stand, and why.
pub(super) fn never(scene: &Scene, site: SiteId) -> String {
    let mut out = String::new();
    for (id, project) in scene.model.projects.iter() {
        if project.adds.is_none_or(|adds| adds.place() != crate::domain::Place::Site(site)) {
            continue;
        }
        if let Some(why) = scene.alone.copies(id).iter().find_map(|dates| dates.blocked) {
            out.push_str(&format!("  {} is no help: {}.\n", scene.name(id), scene.blocked(id, why)));
        }
    }
    out
}

/// What could stand by then and does not.
fn could_stand(scene: &Scene, verdict: &Verdict) -> String {
    let mut out = String::new();
    let mut told = std::collections::BTreeSet::new();
    for gain in &verdict.missing {
        if !told.insert(source(scene, gain)) {
            continue;
        }
        let from = scene.label(gain.period);
        let what = format!("{} ({})", source(scene, gain), scene.adds(&gain.adds));
        let in_plan = match gain.source {
            Source::Project(project, copy) => {
                let dates = scene.given.copy(project, copy);
                let cost =
                    scene.cost(&scene.model.projects[project], dates.start).map(|cost| format!("; it costs {cost}"));
                let when = if dates.begun {
                    format!("the plan has it from {}", scene.label(dates.effect))
                } else {
                    "the plan does not begin it".into()
                };
                format!("{when}{}", cost.unwrap_or_default())
            }
            _ => "the plan does not take all of it".into(),
        };
        out.push_str(&format!("  {what} could be in effect from {from}: {in_plan}.\n"));
    }
    out
}
