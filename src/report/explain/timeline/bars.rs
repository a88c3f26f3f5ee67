//! What the plan begins, or has begun, as bars over time, each with the room that it has.

use super::agreed;
use super::reached::{Chain, Of};
use crate::domain::Index;
use crate::network::slack::{Slack, Stop};
use crate::plan::types::{AgreementRow, OrderRow, ProjectRow, State};
use crate::report::explain::scene::Scene;
use crate::report::words::{count, megawatts};

/// A thing that takes time: begun in one period, complete in another, in effect from a third.
#[derive(Clone, Debug)]
pub(super) struct Bar {
    pub(super) of: Of,
    pub(super) name: String,
    pub(super) site: String,
    /// `2 x 100 MW of IT power`.
    pub(super) amount: String,
    pub(super) state: State,
    /// Begun, signed or ordered.
    pub(super) begins: i32,
    /// Complete, energised or delivered; `None` where it is called off.
    pub(super) complete: Option<i32>,
    /// In effect from; `None` where not within the horizon.
    pub(super) effect: Option<i32>,
    /// No longer in service from.
    pub(super) ends: Option<i32>,
    /// By how many periods it could slip, and what would give then.
    pub(super) slack: Option<(i32, String)>,
    /// Whether it is on a chain that decides a date of its site.
    pub(super) critical: bool,
}

/// The bars in dependency order: each stands below what it waits for.
pub(super) fn bars(scene: &Scene, chains: &[Chain]) -> Vec<Bar> {
    let Some(plan) = scene.plan else { return Vec::new() };
    let slack = scene.slack();
    let slack_of = |row: &ProjectRow| slack.iter().find(|(known, _)| known.id == row.id).map(|(_, slack)| *slack);
    let mut bars: Vec<(usize, u8, Bar)> = Vec::new();
    let place = |name: &str| {
        let id = scene.model.projects.find(name);
        scene.graph.order().iter().position(|known| Some(*known) == id).unwrap_or(usize::MAX)
    };
    for row in &plan.projects {
        let bar = project(scene, row, slack_of(row));
        bars.push((place(&row.project), 1, bar));
    }
    for row in &plan.agreements {
        let needs = scene.model.agreements.find(&row.agreement).map(|a| scene.model.agreements[a].needs.as_slice());
        let needs = needs.unwrap_or_default().iter().map(|id| place(scene.model.projects.name(*id))).max();
        // Below what it needs; what needs nothing stands above what is built at its site.
        let site = scene.model.sites.find(&row.site);
        let built = scene.graph.order().iter().position(|id| site.is_some() && scene.model.projects[*id].site == site);
        let (at, side) = needs.map(|at| (at, 2)).or(built.map(|at| (at, 0))).unwrap_or((usize::MAX, 0));
        bars.push((at, side, agreement(scene, row)));
    }
    for (n, row) in plan.orders.iter().enumerate() {
        let of = Of::Order(n);
        if chains.iter().any(|chain| chain.links.iter().any(|link| link.of == of)) {
            bars.push((usize::MAX, 2, order(scene, n, row)));
        }
    }
    // Equal places keep the order of the plan, which is that of the model.
    bars.sort_by_key(|(place, side, _)| (*place, *side));
    let mut bars: Vec<Bar> = bars.into_iter().map(|(_, _, bar)| bar).collect();
    for bar in &mut bars {
        let on = |chain: &Chain| {
            chain
                .links
                .iter()
                .any(|link| link.of == bar.of && (link.begins == bar.begins || matches!(bar.of, Of::Order(_))))
        };
        bar.critical = chains.iter().any(on);
    }
    bars
}

fn project(scene: &Scene, row: &ProjectRow, slack: Option<Slack>) -> Bar {
    let id = scene.model.projects.find(&row.project);
    let known = id.map(|id| &scene.model.projects[id]);
    let cancelled = row.cancelled_share > 1.0 - 1e-6;
    let called_off = row.cancelled.as_ref().filter(|_| cancelled).map(|span| scene.period(span));
    let adds = known.and_then(|project| project.adds.as_ref()).map(|adds| {
        let copies = row.copies * (1.0 - row.cancelled_share);
        let times = if (copies - 1.0).abs() < 1e-6 { String::new() } else { format!("{} x ", count(copies)) };
        format!("{times}{} MW {}", megawatts(adds.mw()), super::kind_word(adds))
    });
    let site = known.and_then(|project| project.site);
    Bar {
        of: Of::Project(id.map_or(usize::MAX, Index::get)),
        name: row.project.clone(),
        site: site.map(|site| scene.model.sites.name(site).to_owned()).unwrap_or_default(),
        amount: adds.filter(|_| !cancelled).unwrap_or_default(),
        state: row.state,
        begins: scene.period(&row.begun),
        complete: (!cancelled).then(|| scene.period(&row.in_service)),
        effect: row.effect.as_ref().filter(|_| !cancelled).map(|span| scene.period(span)),
        ends: called_off.or_else(|| row.out_of_service.as_ref().map(|span| scene.period(span))),
        slack: slack.map(|slack| (slack.periods, stop(scene, &slack))),
        critical: false,
    }
}

/// What would give if a start slipped further, in a few words.
fn stop(scene: &Scene, slack: &Slack) -> String {
    match slack.stop {
        Stop::OwnEffect => "its effect".into(),
        Stop::Start(wait) => format!("the start of {}", scene.name(wait.project)),
        Stop::Effect(other) => format!("the effect of {}", scene.name(other)),
        Stop::Window => "its window".into(),
        Stop::Rate => "the rate of starts".into(),
        Stop::Horizon => "the end of the horizon".into(),
    }
}

fn agreement(scene: &Scene, row: &AgreementRow) -> Bar {
    let a = scene.model.agreements.find(&row.agreement);
    let ended = scene.plan.map_or(&[][..], |plan| &plan.endings).iter();
    let ended = ended.filter(|end| end.agreement == row.agreement && end.energised == row.energised.period);
    let ends = ended.map(|end| scene.period(&end.span)).fold(scene.period(&row.ends), i32::min);
    Bar {
        of: Of::Agreement(a.map_or(usize::MAX, Index::get)),
        name: row.agreement.clone(),
        site: row.site.clone(),
        amount: a.map(|a| &scene.model.agreements[a]).map_or_else(String::new, |row| {
            format!("{} MW {}", megawatts(row.given_mw), super::kind_word(&row.adds()))
        }),
        state: row.state,
        begins: scene.period(&row.signed),
        complete: Some(scene.period(&row.energised)),
        effect: a.and_then(|a| agreed::gives_from(scene, a, row)),
        ends: Some(ends),
        slack: a.filter(|_| !scene.is_relaxed()).map(|a| agreed::slack(scene, a, row)),
        critical: false,
    }
}

fn order(scene: &Scene, n: usize, row: &OrderRow) -> Bar {
    let in_service = scene.period(&row.in_service);
    Bar {
        of: Of::Order(n),
        name: row.asset.clone(),
        site: row.site.clone().unwrap_or_default(),
        amount: format!("{} MW", megawatts(row.quantity)),
        state: row.state,
        begins: scene.period(&row.ordered),
        complete: Some(in_service),
        effect: Some(in_service),
        ends: None,
        slack: None,
        critical: false,
    }
}
