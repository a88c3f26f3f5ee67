//! The tree's side of a hunt beside it: what it tells, what it is told, and when.

use super::ear::{Asked, Told};
use super::hunt::Hunt;
use super::pace::{Catch, News, Pace};
use super::run::{Grown, Run, Tree};
use super::session::{Ended, Session};
use crate::formulation::lin::Lin;
use std::sync::Arc;

/// Iterations of the hunt before there is a tree, in those of the linear relaxation, where they take turns.
const PRELUDE: i64 = 5;
/// The same where the tree begins beside it: about as long as the tree takes to read, presolve and relax its model.
const BESIDE: i64 = 1;
/// A round of cuts at the root of the tree is as much work as the linear relaxation divided by this.
pub(super) const ROUND: i64 = 2;
/// The hunt works one part of so many of what the tree does, which takes about as long: its models are not presolved.
const PART: i64 = 2;
/// They meet whenever the tree has worked the linear relaxation divided by this, where they take turns.
const OFTEN: i64 = 10;
/// The same beside each other.
const SELDOM: i64 = 2;
/// Beside each other the tree sees what the hunt had so many meetings ago, lest either waits wherever the other has something hard.
const BEHIND: usize = 4;
/// The hunt makes good at once no more than so many meetings that the tree had no ear for.
const CATCH_UP: i64 = 4;

/// A tree beside which somebody hunts.
struct Partner<'a> {
    pace: &'a Pace,
    turns: bool,
    /// Iterations of the linear relaxation.
    root: i64,
    /// Constant of the objective.
    constant: f64,
    /// Work of the tree at the last meeting.
    mark: i64,
    /// Iterations and nodes of the tree at each grant.
    works: Vec<(i64, i64)>,
    /// Iterations that the hunt was granted.
    granted: i64,
    /// Grants of which the tree saw what came of them.
    seen: usize,
    /// A plan of the tree's own that the hunt was not told of.
    found: Option<Vec<f64>>,
    /// A plan of the hunt that the tree was not told of.
    plan: Option<Vec<f64>>,
    /// The best plan of the hunt.
    best: Option<Vec<f64>>,
    /// The value of the last plan that the tree was told of, or will be.
    told: f64,
}

/// Iterations that a hunt may work before it first meets the tree, after what it has worked already.
const fn first_grant(turns: bool, root: i64, worked: i64) -> i64 {
    worked + root * if turns { PRELUDE } else { BESIDE }
}

impl<'a> Partner<'a> {
    /// A tree that has not begun, and that starts from a plan of this value, if any.
    fn new(pace: &'a Pace, turns: bool, root: i64, (constant, told): (f64, f64), granted: i64) -> Self {
        Self {
            pace,
            turns,
            root,
            constant,
            mark: 0,
            works: vec![(0, 0)],
            granted,
            seen: 0,
            found: None,
            plan: None,
            best: None,
            told,
        }
    }

    /// What the tree is told when it asks.
    fn advise(&mut self, asked: &mut Asked) -> Told {
        self.found = asked.found.take().or_else(|| self.found.take());
        let work = asked.iterations + asked.rounds * self.root / ROUND;
        let stretch = (self.root / if self.turns { OFTEN } else { SELDOM }).max(1);
        if work - self.mark >= stretch {
            let since = work - self.mark;
            self.mark = work;
            self.works.push((asked.iterations, asked.nodes));
            let news = News { bound: asked.bound + self.constant, found: self.found.take() };
            self.granted = if self.turns {
                self.granted.max(work / PART)
            } else {
                self.granted + since.min(CATCH_UP * stretch) / PART
            };
            self.pace.grant(self.granted, news);
            self.see(if self.turns { self.works.len() } else { self.works.len().saturating_sub(BEHIND) });
        }
        Told { plan: if asked.takes { self.plan.take() } else { None }, enough: self.pace.is_enough() }
    }

    /// Waits for what came of so many grants; whether it is enough.
    fn see(&mut self, grants: usize) -> Option<f64> {
        let Catch { plan, enough } = self.pace.meet(&mut self.seen, grants);
        if let Some((value, values)) = plan.filter(|(value, _)| *value > self.told) {
            self.told = value;
            self.best = Some(values.clone());
            self.plan = Some(values);
        }
        enough
    }
}

impl Run<'_> {
    /// Grows a tree in a model of its own, made where there is none, while somebody hunts in another; both end as soon as the better of
    /// their plans is near enough.
    pub(super) fn grow_beside(
        &mut self,
        (hunt, session): (&mut Hunt, &mut Session),
        twin: &mut Option<Session>,
        lin: &Lin,
        tree: Tree,
    ) -> Grown {
        let (turns, root, asked) = (self.options.threads == 1, self.root_iterations, tree.asked);
        let granted = first_grant(turns, root, hunt.work.0);
        let pace = Arc::new(Pace::new(granted, turns));
        std::thread::scope(|scope| {
            let _over = Over(&pace);
            scope.spawn(|| hunt.go(session, asked, &pace));
            let told = tree.start.as_ref().map_or(f64::NEG_INFINITY, |values| lin.value(values));
            let mut partner = Partner::new(&pace, turns, root, (tree.constant, told), granted);
            let mut start = tree.start;
            if turns {
                let enough = partner.see(1);
                start = partner.plan.take().or(start);
                if let Some(bound) = enough {
                    return Grown { ended: Ended::Optimal, values: start, bound };
                }
            }
            let twin = twin.get_or_insert_with(|| self.twin(lin));
            let tree = Tree { start: start.clone(), ..tree };
            let (grown, work) = self.grow(twin, tree, Some(&mut |asked| partner.advise(asked)));
            // What the hunt finds enough is the end, whatever the tree has come to meanwhile: which of them is sooner is chance.
            let enough = partner.see(partner.works.len());
            let hunted = partner.best.take().or(start);
            if let Some(bound) = enough {
                self.count(partner.works[partner.seen.max(1) - 1]);
                return Grown { ended: Ended::Optimal, values: hunted, bound };
            }
            self.count(work);
            let plans = [hunted, grown.values].into_iter().flatten();
            let values = plans.max_by(|a, b| lin.value(a).total_cmp(&lin.value(b)));
            Grown { values, ..grown }
        })
    }
}

/// Says when it is dropped that the tree is over, so that no hunt waits for one that is gone.
struct Over<'a>(&'a Pace);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.end();
    }
}
