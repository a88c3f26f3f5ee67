//! Plans nearly as good: the least and the most of each project and of each region's megawatts among them, and some that are as
//! different as possible.
//!
//! What no plan so near to the best can do is proved by the linear relaxation with the objective held within the distance, its bounds
//! rounded to whole copies; what one can is shown by a plan (modelling to generate alternatives: Brill 1979; near-optimal ranges: Voll and
//! Marquardt 2011).

use super::again::Unanswered;
use super::decisions::decisions;
use super::series::{Asked, Series};
use crate::domain::{Model, ProjectId, RegionId};
use crate::formulation::context::PlaceKey;
use crate::formulation::effects::{Mw, begun, megawatts};
use crate::formulation::lin::Lin;
use crate::formulation::objective::objective;
use crate::formulation::scale::MONEY;
use crate::formulation::{Formulation, GoalKind};
use crate::plan::kept::kept;
use crate::plan::types::{Plan, Status};
use crate::solve::outcome::Gap;
use std::collections::BTreeMap;

/// Copies are whole within this.
const WHOLE: f64 = 1e-6;
/// How many projects, of those that the relaxation leaves open, are asked by solves.
const ASKED: usize = 10;

/// How many copies of a project plans near the best have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Copies {
    /// Which.
    pub project: ProjectId,
    /// In the plan on the table.
    pub planned: f64,
    /// Proved: none has fewer, none more.
    pub proved: (f64, f64),
    /// Shown: the fewest and the most of the plans found.
    pub found: (f64, f64),
}

/// How many megawatts of IT power a region has at the end, in plans near the best.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Megawatts {
    /// Which.
    pub region: RegionId,
    /// In the plan on the table.
    pub planned: f64,
    /// Proved, as far as the relaxation tells.
    pub proved: (f64, f64),
    /// Of the plans found.
    pub found: (f64, f64),
}

/// A plan nearly as good.
#[derive(Clone, Debug)]
pub struct Alternative {
    /// It.
    pub plan: Plan,
    /// By how much it is worse than the plan on the table, USD (unit-years).
    pub worse: f64,
    /// In how many things it decides otherwise.
    pub differs: usize,
}

/// What is known of plans near the best.
#[derive(Clone, Debug)]
pub struct Alternatives {
    /// How much worse they may be than the plan on the table, USD (unit-years).
    pub within: f64,
    /// Every project that is open.
    pub projects: Vec<Copies>,
    /// Every region with halls.
    pub regions: Vec<Megawatts>,
    /// As different as possible from the plan on the table and from each other, the most different first.
    pub plans: Vec<Alternative>,
    /// Projects of which neither is proved, and no solve was asked.
    pub left_out: Vec<ProjectId>,
}

/// Looks for plans that are worse than the one on the table by no more than a share of what it decides, or an amount.
///
/// # Errors
/// [`Unanswered`].
pub fn alternatives(
    model: &Model,
    plan: &Plan,
    within: Gap,
    count: usize,
    asked: &Asked,
    at: &dyn Fn(&str),
) -> Result<Alternatives, Unanswered> {
    if plan.outcome.status == Status::Relaxed {
        return Err(Unanswered::Senseless("a relaxed plan has fractions of starts; solve it without --relax".into()));
    }
    let slack = match within {
        Gap::Money(money) => money,
        Gap::Share(share) if plan.outcome.goal == "unmet" => share * plan.outcome.objective.abs(),
        Gap::Share(share) => share * plan.totals.decided_usd_discounted.abs(),
    };
    let near = || near(model, plan, slack);
    let f = near();
    let mut series = Series::of(plan, asked);
    at("what no plan so near can do");
    let mut span = series.span(&f)?;
    let own: BTreeMap<usize, f64> = kept(plan, &f).into_iter().collect();
    let mut projects = Vec::new();
    for (j, project) in model.projects.iter().filter(|(_, project)| project.committed.is_none()) {
        let copies = begun(&f.ctx, &f.vars, j, f.ctx.last());
        let Some((column, _)) = copies.terms.first() else { continue };
        let planned = own.get(&column.index()).copied().unwrap_or(0.0);
        let most = f64::from(project.copies);
        // What the plan on the table shows needs no proof.
        let least = if planned < WHOLE {
            Some(0.0)
        } else {
            span.most(&copies.times(-1.0)).map(|x| (-x - WHOLE).ceil().max(0.0))
        };
        let upper =
            if planned > most - WHOLE { Some(most) } else { span.most(&copies).map(|x| (x + WHOLE).floor().min(most)) };
        let proved = (least.unwrap_or(0.0).min(planned), upper.unwrap_or(most).max(planned));
        projects.push(Copies { project: j, planned, proved, found: (planned, planned) });
        if series.stopped() {
            return Err(Unanswered::Stopped);
        }
    }
    let mut regions = Vec::new();
    for r in model.regions.ids() {
        let power = region_power(&f, r);
        if power.terms.is_empty() {
            continue;
        }
        let planned = standing(model, plan, r);
        let (most, least) = (span.most(&power), span.most(&power.times(-1.0)).map(|x| -x));
        let proved = (least.unwrap_or(0.0).min(planned), most.unwrap_or(f64::INFINITY).max(planned));
        regions.push(Megawatts { region: r, planned, proved, found: (planned, planned) });
    }
    drop((span, f));
    let mut pool: Vec<Plan> = Vec::new();
    let left_out = ask(model, &mut projects, &near, &mut series, &mut pool, at)?;
    for found in &pool {
        for row in &mut regions {
            let mw = standing(model, found, row.region);
            row.found = (row.found.0.min(mw), row.found.1.max(mw));
        }
    }
    Ok(Alternatives { within: slack, projects, regions, plans: different(plan, pool, count), left_out })
}

/// The model with its objective held within a distance of a plan's.
fn near<'m>(model: &'m Model, plan: &Plan, slack: f64) -> Formulation<'m> {
    let mut f = Formulation::entire(model);
    let kind = model.goals.last().map_or(GoalKind::Npv, |goal| goal.kind);
    let scale = if kind == GoalKind::Unmet { 1.0 } else { MONEY };
    let own = if kind == GoalKind::Npv { plan.outcome.objective } else { -plan.outcome.objective };
    let goal = objective(&f.statement(), kind);
    f.asked.push((goal, (own - slack) / scale));
    f
}

/// Asks solves for one more and one fewer of what neither proof nor plan settles; what is left out of that.
fn ask<'m>(
    model: &'m Model,
    projects: &mut [Copies],
    near: &dyn Fn() -> Formulation<'m>,
    series: &mut Series,
    pool: &mut Vec<Plan>,
    at: &dyn Fn(&str),
) -> Result<Vec<ProjectId>, Unanswered> {
    let size = |row: &Copies| {
        let mw = model.projects[row.project].adds.as_ref().map_or(0.0, crate::domain::Adds::mw);
        (row.proved.1 - row.proved.0) * mw.max(1.0)
    };
    let mut open: Vec<usize> = (0..projects.len()).filter(|n| projects[*n].proved != projects[*n].found).collect();
    open.sort_by(|&a, &b| size(&projects[b]).total_cmp(&size(&projects[a])).then(a.cmp(&b)));
    let left_out = open.split_off(open.len().min(ASKED));
    for n in open {
        for more in [false, true] {
            // A plan found for another may have shown it.
            let row = projects[n];
            let settled = if more { row.found.1 >= row.proved.1 } else { row.found.0 <= row.proved.0 };
            if settled || series.stopped() {
                continue;
            }
            let name = model.projects.name(row.project);
            at(&format!("{} of {name}", if more { "more" } else { "fewer" }));
            let mut f = near();
            let column = begun(&f.ctx, &f.vars, row.project, f.ctx.last()).terms[0].0.index();
            let held = if more { row.found.1 + 1.0 } else { row.found.0 - 1.0 };
            if more {
                f.vars.bounds[column].0 = held;
            } else {
                f.vars.bounds[column].1 = held;
            }
            let words = format!("near {:?} {name} {} {held}", f.asked[0].1, if more { ">=" } else { "<=" });
            match series.solve_stated(&f, &words, false) {
                Ok(Some(found)) => {
                    show(model, projects, &found);
                    pool.push(found);
                }
                Ok(None) if more => projects[n].proved.1 = row.found.1,
                Ok(None) => projects[n].proved.0 = row.found.0,
                Err(Unanswered::Stopped) => {}
                Err(other) => return Err(other),
            }
        }
    }
    let open = |n: &usize| projects[*n].proved != projects[*n].found;
    Ok(left_out.into_iter().filter(open).map(|n| projects[n].project).collect())
}

/// What a plan shows of every project.
fn show(model: &Model, projects: &mut [Copies], plan: &Plan) {
    let decided = decisions(plan);
    for row in projects {
        let copies = decided.get(&model.projects.address(row.project)).map_or(0.0, super::decisions::Decided::total);
        row.found = (row.found.0.min(copies), row.found.1.max(copies));
    }
}

/// IT MW of a region's sites in effect at the end.
fn region_power(f: &Formulation, r: RegionId) -> Lin {
    let mut power = Lin::default();
    for (s, site) in f.ctx.model.sites.iter() {
        if site.region == r {
            power.add(1.0, &megawatts(&f.ctx, &f.vars, PlaceKey::Site(s), Mw::It, f.ctx.last(), false));
        }
    }
    power
}

/// The same of a plan.
fn standing(model: &Model, plan: &Plan, r: RegionId) -> f64 {
    let last = plan.sites.iter().map(|row| row.span.starts.as_str()).max().unwrap_or_default();
    let of = |site: &str| model.sites.find(site).is_some_and(|s| model.sites[s].region == r);
    plan.sites.iter().filter(|row| row.span.starts == last && of(&row.site)).map(|row| row.it_mw).sum()
}

/// Plans as different as possible, by how many things they decide otherwise: the furthest from all that were chosen, one after the other.
fn different(plan: &Plan, pool: Vec<Plan>, count: usize) -> Vec<Alternative> {
    let sums = |plan: &Plan| -> BTreeMap<String, i64> {
        let decided = decisions(plan).into_iter().filter(|(id, _)| !id.starts_with("buy["));
        // Copies and signatures are whole, megawatts near enough.
        #[allow(clippy::cast_possible_truncation)]
        decided.map(|(id, decided)| (id, decided.total().round() as i64)).collect()
    };
    let distance = |a: &BTreeMap<String, i64>, b: &BTreeMap<String, i64>| {
        let ids: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
        ids.into_iter().filter(|id| a.get(*id).unwrap_or(&0) != b.get(*id).unwrap_or(&0)).count()
    };
    let own = sums(plan);
    let mut left: Vec<(BTreeMap<String, i64>, Plan)> = pool.into_iter().map(|plan| (sums(&plan), plan)).collect();
    let mut chosen = vec![own.clone()];
    let mut plans = Vec::new();
    let sign = if plan.outcome.goal == "npv" { 1.0 } else { -1.0 };
    while plans.len() < count {
        let far = |sums: &BTreeMap<String, i64>| chosen.iter().map(|other| distance(sums, other)).min().unwrap_or(0);
        let best = left.iter().enumerate().map(|(n, (sums, _))| (far(sums), std::cmp::Reverse(n))).max();
        let Some((_, std::cmp::Reverse(n))) = best.filter(|(away, _)| *away > 0) else { break };
        let (sums, other) = left.remove(n);
        plans.push(Alternative {
            worse: sign * (plan.outcome.objective - other.outcome.objective),
            differs: distance(&sums, &own),
            plan: other,
        });
        chosen.push(sums);
    }
    plans
}
