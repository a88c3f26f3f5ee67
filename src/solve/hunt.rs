//! Good plans beside the tree: starts rounded campus by campus, then neighbourhoods, each by rounding, by a dive or by a small tree.
//!
//! The tree has a model and a thread of its own, and the two keep pace ([`super::pace`]), so that bound and plan come closer at once. Effort
//! is counted in sub-solves, nodes and iterations, never in seconds: the clock may only end it.

use super::beside::ROUND;
use super::dive::fractions;
use super::ear::{Adviser, Told};
use super::pace::{Catch, Pace};
use super::run::{GAP_MARGIN, run_within, set_heuristics};
use super::session::{Ended, Session};
use super::watch::{Phase, Standing};
use crate::formulation::Formulation;
use crate::formulation::lin::Lin;
use crate::formulation::together::neighbourhoods;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Fewer whole numbers than this are left to the tree.
const FEW: usize = 150;
/// So is a relaxation of fewer iterations: the tree is through before a start is found.
const QUICK: i64 = 2000;
/// Whole numbers that are free at once.
const FREE: usize = 250;
/// Nodes of one small tree.
const NODES: i32 = 100;
/// Work of one small tree, rounds of cuts included, in iterations of the linear relaxation.
const TREE: i64 = 4;
/// The least that a neighbourhood must promise, as a share of what is still open.
const SHARE: f64 = 0.01;
/// A small tree ends within this share of what its neighbourhood promises.
const NEAR: f64 = 0.1;
/// No plan is better by less, as a share of its value.
const NOTHING: f64 = 1e-7;
/// Where nothing better was found, all is tried again once so much less is open.
const LESS: f64 = 0.5;

/// What is hunted.
#[derive(Clone, Copy)]
pub(super) struct Quarry<'a> {
    /// The goal, maximised.
    pub lin: &'a Lin,
    /// The solution of the linear relaxation.
    pub relaxed: &'a [f64],
    /// Iterations that this took.
    pub root: i64,
    /// The gap asked for, internal units.
    pub asked: f64,
    /// How the solve stands.
    pub standing: Standing,
}

/// A hunt for plans, and its best plan.
pub(super) struct Hunt<'a> {
    pub(super) f: &'a Formulation<'a>,
    integers: &'a [usize],
    time_limit: Option<Duration>,
    begun: Instant,
    pace: Arc<Pace>,
    pub(super) quarry: Quarry<'a>,
    /// Iterations and nodes so far.
    pub(super) work: (i64, i64),
    pub(super) bound: f64,
    best: Option<Best>,
    /// A plan that the tree told of.
    heard: Option<Vec<f64>>,
    /// Whether the first plan was looked for to the end.
    started: bool,
    ways: Vec<Way>,
    /// What was open when everything had been tried.
    tired: Option<f64>,
}

/// The best plan so far.
struct Best {
    value: f64,
    values: Vec<f64>,
    /// Whether it was shown to the tree.
    shown: bool,
}

/// Whole numbers that are freed together.
struct Way {
    group: Vec<usize>,
    /// What was tried of it beside this plan.
    tried: Tried,
}

/// What was tried of a neighbourhood.
#[derive(Clone, Copy, PartialEq)]
enum Tried {
    /// Nothing.
    Nothing,
    /// Rounding, in vain, though its relaxation is better by so much.
    Rounding(f64),
    /// All.
    All,
}

/// Whether a hunt is worth its while: many whole numbers, of which the relaxation leaves some broken.
pub(super) fn is_worth_while(f: &Formulation, integers: &[usize], quarry: &Quarry) -> bool {
    let open = integers.iter().filter(|x| f.vars.bounds[**x].0 < f.vars.bounds[**x].1).count();
    open >= FEW && quarry.root >= QUICK && fractions(quarry.relaxed, integers).next().is_some()
}

impl<'a> Hunt<'a> {
    /// Nothing hunted yet, but for a plan that is known.
    pub(super) fn new(
        f: &'a Formulation<'a>,
        integers: &'a [usize],
        (time_limit, begun): (Option<Duration>, Instant),
        quarry: Quarry<'a>,
        known: Option<Vec<f64>>,
    ) -> Self {
        let best = known.map(|values| Best { value: quarry.lin.value(&values), values, shown: false });
        let ways = neighbourhoods(f, FREE).into_iter().map(|group| Way { group, tried: Tried::Nothing }).collect();
        let bound = quarry.standing.bound.unwrap_or(f64::INFINITY);
        let pace = Arc::default();
        Self {
            f,
            integers,
            time_limit,
            begun,
            pace,
            quarry,
            work: (0, 0),
            bound,
            started: best.is_some(),
            best,
            heard: None,
            ways,
            tired: None,
        }
    }

    /// Hunts to a gap at a pace, until nobody asks for more.
    pub(super) fn go(&mut self, session: &mut Session, asked: f64, pace: &Arc<Pace>) {
        let _leaving = pace.leaving();
        self.pace = Arc::clone(pace);
        self.quarry.asked = asked;
        self.again(None);
        if let Some(best) = &mut self.best {
            best.shown = false;
        }
        if !self.started {
            self.first(session);
            self.started = !self.over(session);
        }
        loop {
            while !self.is_enough() && !self.over(session) && self.step(session) {}
            let best = self.catch();
            if self.over(session) {
                pace.leave(best);
                return;
            }
            self.rest(best);
        }
    }

    /// Shows what there is, waits for the tree, and takes in what it tells.
    fn rest(&mut self, best: Catch) {
        let Some(news) = self.pace.rest(best) else { return };
        self.bound = self.bound.min(news.bound);
        self.heard = news.found.or_else(|| self.heard.take());
    }

    /// The first plan, the better of one by rounding and one by a dive from the solved relaxation.
    fn first(&mut self, session: &mut Session) {
        session.stand(self.quarry.standing);
        let open: Vec<usize> = self.integers.iter().copied().filter(|x| self.is_open(*x)).collect();
        if let Some(values) = self.rounded(session, self.quarry.relaxed, &open) {
            self.keep(values);
        }
        if !self.is_enough() {
            self.free(session, &open);
            let least = self.best.as_ref().map_or(f64::NEG_INFINITY, |best| best.value);
            if let Some(values) = self.dive(session, self.quarry.relaxed.to_vec(), &open, least) {
                self.keep(values);
            }
        }
    }

    /// What there is to show the tree.
    fn catch(&mut self) -> Catch {
        let enough = self.is_enough().then_some(self.bound);
        let best = self.best.as_mut().filter(|best| !best.shown);
        let plan = best.map(|best| {
            best.shown = true;
            (best.value, best.values.clone())
        });
        Catch { plan, enough }
    }

    /// Frees one neighbourhood, that in which the plan is furthest from the relaxation. False where there is nothing left to try.
    fn step(&mut self, session: &mut Session) -> bool {
        if let Some(found) = self.heard.take() {
            self.keep(found);
        }
        let open = self.bound - self.best.as_ref().map_or(f64::INFINITY, |best| best.value);
        if open <= self.quarry.asked {
            return false;
        }
        if self.tired.is_some_and(|tired| open < tired * LESS) {
            self.again(None);
        }
        let Some(best) = &self.best else { return false };
        let least = self.quarry.asked.max(open) * SHARE;
        let far =
            |way: &Way| (way.tried == Tried::Nothing).then(|| distance(&best.values, self.quarry.relaxed, &way.group));
        let promised = |way: &Way| match way.tried {
            Tried::Rounding(promise) if promise > least => Some(promise),
            _ => None,
        };
        let Some(n) = most(&self.ways, far).or_else(|| most(&self.ways, promised)) else {
            self.tired = self.tired.or(Some(open));
            return false;
        };
        let standing = self.quarry.standing;
        session.stand(Standing {
            // What its small trees prove holds of a neighbourhood alone.
            phase: Phase::Start,
            incumbent: Some(best.value),
            bound: Some(self.bound),
            ..standing
        });
        let values = best.values.clone();
        let group = std::mem::take(&mut self.ways[n].group);
        self.hold(session, &values);
        self.free(session, &group);
        let (found, tried) = match self.ways[n].tried {
            Tried::Rounding(promise) => (self.grown(session, &values, &group, promise * NEAR), Tried::All),
            _ => self.better(session, &values, &group, least),
        };
        self.ways[n] = Way { group, tried };
        if let Some(found) = found {
            self.keep(found);
            self.again((tried == Tried::All).then_some(n));
        }
        true
    }

    /// Everything is worth a try again, but what was just tried.
    fn again(&mut self, but: Option<usize>) {
        self.tired = None;
        for (n, way) in self.ways.iter_mut().enumerate() {
            way.tried = if but == Some(n) { Tried::All } else { Tried::Nothing };
        }
    }

    /// A better plan in a freed neighbourhood by rounding or a dive: none where the relaxation promises less than `least`.
    fn better(
        &mut self,
        session: &mut Session,
        values: &[f64],
        group: &[usize],
        least: f64,
    ) -> (Option<Vec<f64>>, Tried) {
        if self.run(session) != Ended::Optimal {
            return (None, Tried::All);
        }
        let relaxed = session.values();
        let promise = self.quarry.lin.value(&relaxed) - self.quarry.lin.value(values);
        if promise <= least {
            let whole = fractions(&relaxed, group).next().is_none();
            return (Some(relaxed).filter(|found| whole && self.is_better(found, values)), Tried::All);
        }
        let least = self.beaten(values);
        let found = self.rounded_in(session, &relaxed, group, least).or_else(|| {
            self.free(session, group);
            self.dive(session, relaxed, group, least)
        });
        (found, Tried::Rounding(promise))
    }

    /// A better plan in a freed neighbourhood by a small tree, which ends within `least` of its best.
    fn grown(&mut self, session: &mut Session, values: &[f64], group: &[usize], least: f64) -> Option<Vec<f64>> {
        session.set_integer(group, true);
        set_heuristics(session, true);
        session.set_whole("mip_max_nodes", NODES);
        session.set_number("mip_abs_gap", least);
        session.start_from(values);
        let ended = self.run_tree(session);
        let known = matches!(ended, Ended::Optimal | Ended::WorkLimit | Ended::TimeLimit | Ended::Interrupted);
        let found = if known && session.has_point() { Some(session.values()) } else { None };
        session.set_whole("mip_max_nodes", i32::MAX);
        set_heuristics(session, false);
        session.set_integer(group, false);
        found.filter(|found| self.is_better(found, values))
    }

    /// Whether the best plan is near enough to what is proved.
    pub(super) fn is_enough(&self) -> bool {
        self.best.as_ref().is_some_and(|best| self.bound - best.value <= self.quarry.asked * GAP_MARGIN)
    }

    fn is_better(&self, found: &[f64], than: &[f64]) -> bool {
        self.quarry.lin.value(found) > self.beaten(than)
    }

    /// The value that a better plan has more than.
    fn beaten(&self, by: &[f64]) -> f64 {
        let value = self.quarry.lin.value(by);
        value + NOTHING * value.abs().max(1.0)
    }

    /// Takes a plan, if it is the best.
    pub(super) fn keep(&mut self, values: Vec<f64>) {
        let value = self.quarry.lin.value(&values);
        if self.best.as_ref().is_none_or(|best| value > best.value) {
            self.best = Some(Best { value, values, shown: false });
        }
    }

    /// Waits until the tree has come as far.
    fn keep_pace(&mut self) {
        while self.pace.is_ahead(self.work.0, self.best.is_some()) {
            let best = self.catch();
            self.rest(best);
        }
    }

    /// Solves the model as it stands, as soon as the pace allows, and counts the work.
    pub(super) fn run(&mut self, session: &mut Session) -> Ended {
        self.counted(session, None)
    }

    /// Grows a small tree, whose rounds of cuts are work as well.
    fn run_tree(&mut self, session: &mut Session) -> Ended {
        let (mut rounds, root) = (0, self.quarry.root);
        let count: &mut Adviser = &mut |asked| {
            rounds = asked.rounds * root / ROUND;
            Told { plan: None, enough: asked.iterations + rounds > TREE * root }
        };
        let ended = self.counted(session, Some(count));
        self.work.0 += rounds;
        ended
    }

    fn counted(&mut self, session: &mut Session, adviser: Option<&mut Adviser>) -> Ended {
        self.keep_pace();
        if self.over(session) {
            return Ended::Interrupted;
        }
        let (ended, (iterations, nodes)) = run_within(session, self.time_limit, self.begun, adviser);
        self.work = (self.work.0 + iterations, self.work.1 + nodes);
        ended
    }

    /// Whether the time is up, or somebody asked to stop, or nobody asks for more.
    fn over(&self, session: &Session) -> bool {
        let late = self.time_limit.is_some_and(|limit| self.begun.elapsed() >= limit);
        late || session.stopped() || self.pace.is_over()
    }

    fn is_open(&self, x: usize) -> bool {
        self.f.vars.bounds[x].0 < self.f.vars.bounds[x].1
    }

    /// Gives whole numbers back the room that the model gives them.
    pub(super) fn free(&self, session: &mut Session, group: &[usize]) {
        let room = group.iter().map(|&x| (x, self.f.vars.bounds[x].0, self.f.vars.bounds[x].1));
        let room: Vec<(usize, f64, f64)> = room.collect();
        session.set_bounds(&room);
    }

    /// Holds all whole numbers at the values of a plan.
    fn hold(&self, session: &mut Session, values: &[f64]) {
        let held: Vec<(usize, f64, f64)> =
            self.integers.iter().map(|&x| (x, values[x].round(), values[x].round())).collect();
        session.set_bounds(&held);
    }
}

fn distance(values: &[f64], relaxed: &[f64], group: &[usize]) -> f64 {
    group.iter().map(|&x| (values[x] - relaxed[x]).abs()).sum()
}

/// The way of which a measure is largest; the first of equals.
fn most(ways: &[Way], measure: impl Fn(&Way) -> Option<f64>) -> Option<usize> {
    let known = ways.iter().enumerate().filter_map(|(n, way)| measure(way).map(|x| (x, n)));
    known.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))).map(|(_, n)| n)
}
