//! Limits that rule decisions out instead of bounding them: windows, reach, chips accepted, one site, sites offered, lots.
//!
//! They have no row, so each is asked by stating the model without it.

use super::{Conflict, Limit, keeps};
use crate::calendar::Calendar;
use crate::domain::{Model, Month, Placement, Reach, SegmentId, Table, Tier, Window};
use crate::formulation::key::{Key, Of};
use crate::plan::limits::tier_name;
use crate::solve::effort::Effort;
use crate::solve::elastic::Answer;
use crate::solve::outcome::Options;
use std::rc::Rc;

type Edit = Box<dyn Fn(&mut Model)>;

/// A rule made milder.
pub(super) struct Step {
    pub(super) words: String,
    /// How much milder, as a share of what the rule says.
    pub(super) share: f64,
    pub(super) change: Edit,
}

/// A limit without a row.
pub(super) struct Rule {
    pub(super) address: String,
    tier: Tier,
    words: String,
    /// The row of the model file.
    owner: String,
    /// Milder and milder; the last takes the rule away.
    pub(super) steps: Vec<Step>,
}

impl Rule {
    pub(super) const fn tier(&self) -> &'static str {
        tier_name(self.tier)
    }

    /// As a member of a conflict.
    pub(super) fn limit(&self, model: &Model) -> Limit {
        Limit {
            limit: self.address.clone(),
            period: None,
            amount: None,
            sense: "rule".to_owned(),
            gives: None,
            unit: String::new(),
            tier: self.tier().to_owned(),
            words: Some(self.words.clone()),
            place: model.places.get(&self.owner).cloned(),
            behind: Vec::new(),
            p: None,
        }
    }
}

/// The rules without which the rows of a conflict could be kept, as few as do, and whether that was told of all.
pub(super) fn of_conflict(
    model: &Model,
    rows: &[Key],
    conflict: &Conflict,
    options: &Options,
    effort: &Rc<Effort>,
) -> (Vec<Rule>, bool) {
    let mut rules = all(model, rows);
    if rules.is_empty() {
        return (rules, true);
    }
    let whole = conflict.only_whole || !options.relax;
    let ask = |held: &[usize], rules: &[Rule]| {
        let mut other = model.clone();
        for (n, rule) in rules.iter().enumerate() {
            if let Some(step) = rule.steps.last().filter(|_| !held.contains(&n)) {
                (step.change)(&mut other);
            }
        }
        keeps(&other, rows, whole, options, effort)
    };
    match ask(&[], &rules) {
        Answer::Yes => {}
        // The rows clash whatever the rules say.
        Answer::No => return (Vec::new(), true),
        Answer::Open => return (Vec::new(), false),
    }
    let mut held: Vec<usize> = (0..rules.len()).collect();
    let (mut told, mut part) = (true, (held.len() / 2).max(1));
    loop {
        let mut from = 0;
        while from < held.len() {
            let to = (from + part).min(held.len());
            let rest: Vec<usize> = held[..from].iter().chain(&held[to..]).copied().collect();
            match ask(&rest, &rules) {
                Answer::No => held = rest,
                answer => {
                    told &= answer == Answer::Yes || part > 1;
                    from = to;
                }
            }
        }
        if part == 1 {
            break;
        }
        part = (part / 2).max(1);
    }
    let mut n = 0;
    rules.retain(|_| {
        n += 1;
        held.contains(&(n - 1))
    });
    (rules, told)
}

/// Every rule that could matter to rows: windows and offers of all, and what is asked of the segments among the rows.
fn all(model: &Model, rows: &[Key]) -> Vec<Rule> {
    let cal = Calendar::new(model);
    let mut rules = Vec::new();
    let mut segments: Vec<SegmentId> = Vec::new();
    for row in rows {
        if let Of::Segment(q) = row.of
            && !segments.contains(&q)
        {
            segments.push(q);
        }
    }
    for q in segments {
        of_segment(model, q, &mut rules);
    }
    windows(model, &cal, &mut rules);
    offers(model, &mut rules);
    rules
}

fn taken_away(words: String, change: impl Fn(&mut Model) + 'static) -> Vec<Step> {
    vec![Step { words, share: 1.0, change: Box::new(change) }]
}

fn of_segment(model: &Model, q: SegmentId, rules: &mut Vec<Rule>) {
    let segment = &model.segments[q];
    let owner = model.segments.address(q);
    let rule = |field: &str, words: String, steps| Rule {
        address: format!("{owner}.{field}"),
        tier: segment.tier,
        words,
        owner: owner.clone(),
        steps,
    };
    if segment.reach != Reach::default() {
        let mut said = Vec::new();
        said.extend(segment.reach.latency_ms.map(|ms| format!("within {ms} ms")));
        let regions = segment.reach.regions.as_ref();
        said.extend(regions.map(|list| format!("from {}", names(&model.regions, list))));
        said.extend(segment.reach.sites.as_ref().map(|list| format!("from {}", names(&model.sites, list))));
        let mut steps = Vec::new();
        if let Some(limit) = segment.reach.latency_ms {
            let mut slower: Vec<f64> = model.paths.iter().filter_map(|(_, path)| path.latency_ms).collect();
            slower.retain(|ms| *ms > limit);
            slower.sort_by(f64::total_cmp);
            slower.dedup();
            for ms in slower {
                let change = move |model: &mut Model| model.segments.get_mut(q).reach.latency_ms = Some(ms);
                let words = format!("serve it within {ms} ms instead of {limit} ms");
                steps.push(Step { words, share: (ms - limit) / limit.max(1.0), change: Box::new(change) });
            }
        }
        let words = "serve it from any site".to_owned();
        steps.extend(taken_away(words, move |model| model.segments.get_mut(q).reach = Reach::default()));
        rules.push(rule("reach", format!("is served {} only", said.join(" and ")), steps));
    }
    let able: Vec<_> = model
        .chips
        .iter()
        .filter(|(_, chip)| chip.throughput.iter().any(|t| t.workload == segment.workload))
        .map(|(k, _)| k)
        .collect();
    if able.len() > segment.chips.len() {
        let words = format!("accepts {} only", names(&model.chips, &segment.chips));
        let change = move |model: &mut Model| model.segments.get_mut(q).chips.clone_from(&able);
        rules.push(rule("chips", words, taken_away("let it accept any chip that can do the work".into(), change)));
    }
    if segment.placement == Placement::OneSite {
        let change = move |model: &mut Model| model.segments.get_mut(q).placement = Placement::Anywhere;
        let steps = taken_away("serve it from several sites".into(), change);
        rules.push(rule("placement", "is served from one site for the whole horizon".into(), steps));
    }
}

/// Windows of projects and purchases: a latest completion moved period by period, then both sides open.
fn windows(model: &Model, cal: &Calendar, rules: &mut Vec<Rule>) {
    let mut add = |owner: String, tier: Tier, window: Window, set: fn(&mut Model, usize, Window), n: usize| {
        let begun = if owner.starts_with("project") { "begun" } else { "ordered" };
        let complete_by = if owner.starts_with("project") { "complete" } else { "in service" };
        if window == Window::default() {
            return;
        }
        let label = |month: Month| cal.label(cal.period_of(month));
        let mut said = Vec::new();
        said.extend(window.start.map(|month| format!("not {begun} before {}", label(month))));
        said.extend(window.complete.map(|month| format!("{complete_by} by {} at the latest", label(month))));
        let mut steps = Vec::new();
        let (length, count) = (model.horizon.step.months(), cal.len());
        for later in 1..=count {
            let Some(complete) = window.complete else { break };
            let moved = Month(complete.0 + later * length);
            let words = format!("let it be {complete_by} by {} instead of {}", label(moved), label(complete));
            let other = Window { complete: Some(moved), ..window };
            let share = f64::from(later) / f64::from(count);
            steps.push(Step { words, share, change: Box::new(move |model| set(model, n, other)) });
        }
        steps.extend(taken_away("open its window on both sides".into(), move |model| {
            set(model, n, Window::default());
        }));
        let words = format!("is {}", said.join(" and "));
        rules.push(Rule { address: format!("{owner}.window"), tier, words, owner, steps });
    };
    for (n, (j, project)) in model.projects.iter().enumerate().filter(|(_, (_, row))| row.committed.is_none()) {
        let set = |model: &mut Model, n: usize, window| nth(&mut model.projects, n).window = window;
        add(model.projects.address(j), project.tier, project.window, set, n);
    }
    for (n, (k, chip)) in model.chips.iter().enumerate() {
        let set = |model: &mut Model, n: usize, window| {
            nth(&mut model.chips, n).supply.iter_mut().for_each(|supply| supply.window = window);
        };
        let window = chip.supply.as_ref().map_or_else(Window::default, |supply| supply.window);
        add(model.chips.address(k), Tier::Policy, window, set, n);
    }
    for (n, (x, expansion)) in model.expansions.iter().enumerate() {
        let set = |model: &mut Model, n: usize, window| nth(&mut model.expansions, n).supply.window = window;
        add(model.expansions.address(x), Tier::Policy, expansion.supply.window, set, n);
    }
    for (n, (l, lease)) in model.leases.iter().enumerate() {
        let set = |model: &mut Model, n: usize, window| nth(&mut model.leases, n).window = window;
        add(model.leases.address(l), Tier::Policy, lease.window, set, n);
    }
}

/// Lots, and chips that are sold to some sites only.
fn offers(model: &Model, rules: &mut Vec<Rule>) {
    let rule = |owner: String, field: &str, words, steps| Rule {
        address: format!("{owner}.{field}"),
        tier: Tier::Contract,
        words,
        owner,
        steps,
    };
    for (k, chip) in model.chips.iter() {
        let owner = model.chips.address(k);
        if let Some(lot) = chip.supply.as_ref().and_then(|supply| supply.lot) {
            let steps = taken_away("order it in any quantity".into(), move |model| {
                model.chips.get_mut(k).supply.iter_mut().for_each(|supply| supply.lot = None);
            });
            rules.push(rule(owner.clone(), "lot", format!("comes in lots of {lot}"), steps));
        }
        if let Some(sites) = &chip.sites {
            let steps = taken_away("order it for any site".into(), move |model| model.chips.get_mut(k).sites = None);
            rules.push(rule(owner, "sites", format!("may stand at {} only", names(&model.sites, sites)), steps));
        }
    }
    for (x, expansion) in model.expansions.iter() {
        if let Some(lot) = expansion.supply.lot {
            let change = move |model: &mut Model| model.expansions.get_mut(x).supply.lot = None;
            let steps = taken_away("order it in any quantity".into(), change);
            rules.push(rule(model.expansions.address(x), "lot", format!("comes in lots of {lot} MW"), steps));
        }
    }
    for (l, lease) in model.leases.iter() {
        if let Some(lot) = lease.lot {
            let steps = taken_away("lease it in any quantity".into(), move |model| model.leases.get_mut(l).lot = None);
            rules.push(rule(model.leases.address(l), "lot", format!("comes in lots of {lot} MW"), steps));
        }
    }
}

fn nth<I: crate::domain::Index, T>(table: &mut Table<I, T>, n: usize) -> &mut T {
    table.get_mut(I::new(n))
}

fn names<I: crate::domain::Index, T>(table: &Table<I, T>, ids: &[I]) -> String {
    let names: Vec<String> = ids.iter().map(|id| format!("`{}`", table.name(*id))).collect();
    match names.as_slice() {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
