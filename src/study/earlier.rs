//! What a project would be worth a period earlier: its megawatts, and those that stand dark for want of it, a period before
//! they stand in the plan; decisions and payments as they are.

use crate::domain::{Adds, BlockId, Cooling, Output, ProjectId, Relation, RelationKind, Step};
use crate::formulation::Formulation;
use crate::formulation::key::{Key, Of};
use crate::formulation::scale::MONEY;
use crate::plan::types::{Plan, ProjectRow, State, WorthRow};
use crate::solve::run::Solved;
use crate::solve::worth::of_steps;
use std::collections::BTreeMap;

/// How many projects are asked, by what the prices promise.
const ASKED: usize = 12;

/// A project and the rows that a period earlier would move.
struct Earlier {
    project: ProjectId,
    steps: Vec<(usize, f64)>,
    waiting: Vec<String>,
    promised: f64,
}

/// The lines of projects that are worth something a period earlier.
pub(super) fn lines(f: &Formulation, solved: &mut Solved, plan: &Plan, before: f64) -> Vec<WorthRow> {
    let place: BTreeMap<Key, usize> = solved.stated.rows.iter().enumerate().map(|(n, row)| (row.key, n)).collect();
    let prices: BTreeMap<Key, f64> = solved.outcome.duals.iter().map(|dual| (dual.key, dual.price.abs())).collect();
    let projects = f.ctx.model.projects.ids();
    let mut asked: Vec<Earlier> = projects.filter_map(|j| earlier(f, plan, j, &place, &prices)).collect();
    asked.sort_by(|a, b| b.promised.total_cmp(&a.promised).then(a.project.cmp(&b.project)));
    asked.truncate(ASKED);
    let period = match f.ctx.model.horizon.step {
        Step::Quarter => "quarter",
        Step::Half => "half",
        Step::Year => "year",
    };
    let mut rows = Vec::new();
    for one in asked {
        if solved.stated.session.stopped() {
            break;
        }
        let Some(gain) = of_steps(f, solved, before, &one.steps) else {
            continue;
        };
        let name = f.ctx.model.projects.name(one.project);
        rows.push(WorthRow {
            id: format!("{}.lead", f.ctx.model.projects.address(one.project)),
            words: format!("{name} one {period} earlier"),
            step: 1.0,
            unit: period.to_owned(),
            kept_usd: Some(gain.max(0.0) * MONEY),
            free_low_usd: None,
            free_best_usd: None,
            free_high_usd: None,
            why: dark(&one.waiting),
        });
    }
    rows
}

/// `a hall and 2 others stand dark for want of it`.
fn dark(waiting: &[String]) -> Option<String> {
    match waiting {
        [] => None,
        [one] => Some(format!("{one} stands dark for want of it")),
        [one, other] => Some(format!("{one} and {other} stand dark for want of it")),
        [one, rest @ ..] => Some(format!("{one} and {} others stand dark for want of it", rest.len())),
    }
}

fn earlier(
    f: &Formulation,
    plan: &Plan,
    j: ProjectId,
    place: &BTreeMap<Key, usize>,
    prices: &BTreeMap<Key, f64>,
) -> Option<Earlier> {
    let ctx = &f.ctx;
    let mut one = Earlier { project: j, steps: Vec::new(), waiting: Vec::new(), promised: 0.0 };
    let mut moved: BTreeMap<usize, f64> = BTreeMap::new();
    let mut move_rows = |k: ProjectId, copies: f64, p: i32, promised: &mut f64| {
        for (key, mw) in rows_of(f, k, p) {
            if let Some(&n) = place.get(&key) {
                *moved.entry(n).or_default() += mw * copies;
                *promised += prices.get(&key).copied().unwrap_or(0.0) * mw * copies;
            }
        }
    };
    // All copies of all that a project needs, but for `j`, are in service, each its lag before `p`.
    let ready = |k: ProjectId, p: i32| {
        let mut needs =
            ctx.model.projects[k].relations.iter().filter(|r| r.kind == RelationKind::Needs && r.project != j);
        needs.all(|r| all_in_service(f, plan, r.project, p - ctx.cal.periods(r.lag)))
    };
    let name = ctx.model.projects.name(j);
    for row in plan.projects.iter().filter(|row| row.project == name && row.state != State::Cancelled) {
        let Some(p) = ctx.periods().find(|p| ctx.cal.label(*p) == row.in_service.period).filter(|p| *p > 0) else {
            continue;
        };
        if ready(j, p - 1) {
            move_rows(j, row.copies, p - 1, &mut one.promised);
        }
        // Only the last copy of what is needed lets those that wait for all of them begin to count.
        if !all_in_service(f, plan, j, p) {
            continue;
        }
        for (k, project) in ctx.model.projects.iter() {
            let waits = |r: &&Relation| r.kind == RelationKind::Needs && r.project == j && !r.each;
            let Some(relation) = project.relations.iter().find(waits) else {
                continue;
            };
            let at = p - 1 + ctx.cal.periods(relation.lag);
            let dark = copies_in_service(f, plan, k, at);
            if at < ctx.cal.len() && dark > 0.0 && ready(k, at) {
                move_rows(k, dark, at, &mut one.promised);
                one.waiting.push(ctx.model.projects.name(k).to_owned());
            }
        }
    }
    one.waiting.sort();
    one.waiting.dedup();
    one.steps = moved.into_iter().collect();
    (one.promised > 0.0).then_some(one)
}

/// Whether all copies of a project are in service in a period.
fn all_in_service(f: &Formulation, plan: &Plan, k: ProjectId, p: i32) -> bool {
    copies_in_service(f, plan, k, p) > f64::from(f.ctx.model.projects[k].copies) - 1e-6
}

/// Copies of a project that the plan has in service in a period.
fn copies_in_service(f: &Formulation, plan: &Plan, k: ProjectId, p: i32) -> f64 {
    let by = f.ctx.cal.covered(p).starts;
    let name = f.ctx.model.projects.name(k);
    let rows = plan.projects.iter().filter(|row| row.project == name && row.state != State::Cancelled);
    let stands = |row: &&ProjectRow| {
        row.in_service.starts <= by && row.out_of_service.as_ref().is_none_or(|out| out.starts > by)
    };
    rows.filter(stands).map(|row| row.copies * (1.0 - row.cancelled_share)).sum()
}

/// The rows that a copy's megawatts widen in a period.
fn rows_of(f: &Formulation, k: ProjectId, p: i32) -> Vec<(Key, f64)> {
    let key = |name, of| Key::new(name, of, Some(p));
    let sliced = |key: Key| f.ctx.blocks().map(move |b| (b, key.in_block(f.ctx.named(b))));
    match f.ctx.model.projects[k].adds {
        None => Vec::new(),
        Some(Adds::It { site, cooling, mw }) => {
            let mut rows = vec![(key("site_it_power", Of::Site(site)), mw)];
            if cooling == Cooling::Liquid {
                rows.push((key("site_liquid_power", Of::Site(site)), mw));
            }
            rows
        }
        Some(Adds::Connection { site, mw }) if f.ctx.has_own_supply(site) => {
            let both = ["site_connection", "site_connection_back"].map(|name| key(name, Of::Site(site)));
            both.into_iter().flat_map(|key| sliced(key).map(move |(_, key)| (key, mw))).collect()
        }
        Some(Adds::Connection { site, mw }) => vec![(key("site_connection", Of::Site(site)), mw)],
        Some(Adds::Line { line, mw } | Adds::Circuits { line, mw, .. }) => {
            let both = ["line_rating", "line_rating_back"].map(|name| key(name, Of::Line(line)));
            both.into_iter().flat_map(|key| sliced(key).map(move |(_, key)| (key, mw))).collect()
        }
        Some(Adds::Supply { supply, mw }) => {
            let row = &f.ctx.model.supplies[supply];
            let name = if row.output == Output::AsProduced { "supply_produced" } else { "supply_power" };
            sliced(key(name, Of::Supply(supply))).map(|(b, key)| (key, mw * row.available(b))).collect()
        }
        Some(Adds::Battery { battery, mw }) => {
            let (row, of) = (&f.ctx.model.batteries[battery], Of::Battery(battery));
            let within = |(b, _): &(BlockId, Key)| f.ctx.model.blocks[*b].part.is_some();
            let power = sliced(key("battery_power", of)).filter(within).map(|(b, key)| (key, mw * row.available(b)));
            let energy = sliced(key("battery_energy", of)).filter(within).map(|(_, key)| (key, mw * row.hours));
            power.chain(energy).collect()
        }
    }
}
