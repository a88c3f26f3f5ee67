//! One question to the softened model: the relaxation first, then whole numbers near it, and a tree where neither tells.

use super::elastic::{Answer, Elastic};
use super::run::set_heuristics;
use super::session::Ended;

/// Nodes of the tree after which a question over whole numbers stays open.
const NODES: i32 = 2000;
/// Iterations of a tree, in linear relaxations.
const TREE: i64 = 1;
/// A whole number is one within this.
const WHOLE: f64 = 1e-6;
/// An amount that exceeds the relaxation's by less than this share is the least.
const GAP: f64 = 1e-6;
/// The share by which an amount that was not proved least may exceed the relaxation's and still be told; a large model is searched no
/// further then.
const NEAR: f64 = 0.1;
/// The share to which a tree proves an amount: it is told in three digits.
const TREE_GAP: f64 = 1e-4;

/// What a question was answered with.
pub(super) struct Told {
    pub(super) answer: Answer,
    /// The best point that was found, whole where it was asked for.
    pub(super) values: Option<Vec<f64>>,
}

impl Told {
    /// The point where it is known to be the best.
    pub(super) fn best(self) -> Option<Vec<f64>> {
        self.values.filter(|_| self.answer == Answer::Yes)
    }
}

impl Elastic {
    /// Solves what is opened, with whole numbers or without.
    pub(super) fn ask(&mut self, whole: bool) -> Told {
        self.ask_beside(whole, None)
    }

    /// The same beside a point whose whole numbers are known to do, and what counts most in it is settled.
    pub(super) fn ask_beside(&mut self, whole: bool, point: Option<&[f64]>) -> Told {
        let Some(left) = self.effort.left() else { return Told { answer: Answer::Open, values: None } };
        let answer = self.relaxed(left);
        if answer != Answer::Yes {
            return Told { answer, values: None };
        }
        let values = self.stated.session.values();
        let far = |x: &usize| (values[*x] - values[*x].round()).abs() > WHOLE;
        if !whole || !self.integers.iter().any(far) {
            return Told { answer, values: Some(values) };
        }
        let least = self.stated.session.objective();
        // What is begun in part is begun, or what is nearer: where that costs no more than the relaxation, nothing costs less.
        let up = values.iter().map(|x| (x - WHOLE).ceil()).collect();
        let mut known: Option<(f64, Vec<f64>)> = None;
        for whole in [Some(up), Some(values), point.map(<[f64]>::to_vec)].into_iter().flatten() {
            let at = |&(x, lower, upper): &(usize, f64, f64)| (x, whole[x].round().clamp(lower, upper));
            let kept: Vec<(usize, f64, f64)> = self.bounds.iter().map(at).map(|(x, at)| (x, at, at)).collect();
            let Some((found, point)) = self.held(&kept) else { continue };
            if least - found <= GAP * least.abs().max(1e-3) {
                return Told { answer, values: Some(point) };
            }
            if known.as_ref().is_none_or(|(best, _)| found > *best) {
                known = Some((found, point));
            }
        }
        // What is far from the least is no answer to how little would do.
        let near = |(found, _): &(f64, Vec<f64>)| least - found <= NEAR * least.abs() + GAP;
        let settled = point.is_some();
        let enough = known.as_ref().is_some_and(|known| settled || near(known));
        let (answer, found) = if self.effort.is_large() && enough { (Answer::Open, known) } else { self.tree(known) };
        let found = found.filter(|found| answer == Answer::Yes || settled || near(found));
        Told { answer, values: found.map(|(_, point)| point) }
    }

    /// Solves the relaxation of what is opened, in so many iterations, from nothing: the last basis would save no iteration and cost
    /// the presolve, which sees that what no held limit touches can be left out.
    fn relaxed(&mut self, left: i64) -> Answer {
        let session = &mut self.stated.session;
        session.set_integer(&self.integers, false);
        session.forget();
        session.set_whole("simplex_iteration_limit", i32::try_from(left).unwrap_or(i32::MAX));
        let ended = self.timed();
        self.stated.session.set_whole("simplex_iteration_limit", i32::MAX);
        match ended {
            Ended::Optimal => Answer::Yes,
            Ended::Infeasible | Ended::UnboundedOrInfeasible => Answer::No,
            _ => Answer::Open,
        }
    }

    /// The best point with whole numbers held, and its objective; no tree without it, so it is not refused.
    fn held(&mut self, kept: &[(usize, f64, f64)]) -> Option<(f64, Vec<f64>)> {
        self.stated.session.set_bounds(kept);
        let answer = self.relaxed(i64::from(i32::MAX));
        let found = (self.stated.session.objective(), self.stated.session.values());
        self.stated.session.set_bounds(&self.bounds);
        (answer == Answer::Yes).then_some(found)
    }

    /// Searches whole numbers from a point that is known, if any, with its objective.
    fn tree(&mut self, known: Option<(f64, Vec<f64>)>) -> (Answer, Option<(f64, Vec<f64>)>) {
        let Some(left) = self.effort.left() else { return (Answer::Open, known) };
        let most = left.min(TREE * self.effort.relaxation());
        let session = &mut self.stated.session;
        session.set_integer(&self.integers, true);
        session.set_whole("mip_max_nodes", NODES);
        session.set_number("mip_rel_gap", TREE_GAP);
        session.limit_iterations(Some(most));
        // Its own search for plans is not counted while it lasts, and not needed where one is known.
        set_heuristics(session, known.is_none());
        if let Some((_, known)) = &known {
            session.start_from(known);
        }
        let ended = self.timed();
        let session = &mut self.stated.session;
        session.limit_iterations(None);
        let answer = match ended {
            Ended::Optimal => Answer::Yes,
            Ended::Infeasible | Ended::UnboundedOrInfeasible => Answer::No,
            _ => Answer::Open,
        };
        if answer == Answer::No || !session.has_point() {
            session.set_integer(&self.integers, false);
            return (answer, known.filter(|_| answer == Answer::Open));
        }
        // Its whole numbers are rounded and kept, and the rest is solved again.
        let values = session.values();
        let kept: Vec<(usize, f64, f64)> =
            self.integers.iter().map(|&x| (x, values[x].round(), values[x].round())).collect();
        match self.held(&kept) {
            Some(found) => (answer, Some(found)),
            None => (Answer::Open, known),
        }
    }

    /// A solve under the clock, counted.
    fn timed(&mut self) -> Ended {
        self.stated.session.set_number("time_limit", self.effort.seconds());
        let ended = self.stated.session.run();
        self.effort.count(self.stated.session.work().0);
        if matches!(ended, Ended::TimeLimit | Ended::Interrupted) {
            self.effort.stop();
        }
        ended
    }
}
