//! A dive: whole numbers rounded a few at a time, and the linear relaxation solved again.

use super::hunt::Hunt;
use super::session::{Ended, Session};
use crate::formulation::Formulation;
use crate::formulation::together::rivals;

/// One in so many fractions is rounded at once.
const AT_ONCE: usize = 10;
/// Part of those that are tried again where all together leave no plan.
const AGAIN: usize = 4;
/// A whole number is one within this.
const WHOLE: f64 = 1e-6;

impl Hunt<'_> {
    /// Rounds the fractions of the linear relaxation, earlier periods and larger things first, and solves it again, until none is
    /// left; a rounding that leaves no plan is taken back. `None` where neither way is left, where what is left is not worth more than
    /// `least`, or where the time is up.
    pub(super) fn dive(
        &mut self,
        session: &mut Session,
        mut values: Vec<f64>,
        of: &[usize],
        least: f64,
    ) -> Option<Vec<f64>> {
        let f = self.f;
        let mut room: Vec<(f64, f64)> = f.vars.bounds.iter().map(|(lower, upper, _)| (*lower, *upper)).collect();
        loop {
            if self.quarry.lin.value(&values) <= least {
                return None;
            }
            let mut batch: Vec<usize> = fractions(&values, of).collect();
            if batch.is_empty() {
                return Some(values);
            }
            let when = |x: usize| (is_small(f, x), f.vars.keys[x].p.unwrap_or(0));
            batch.sort_by(|&a, &b| {
                when(a).cmp(&when(b)).then(off(values[a]).total_cmp(&off(values[b]))).then(a.cmp(&b))
            });
            batch.truncate(batch.len().div_ceil(AT_ONCE));
            let up = |x: usize| goes_up(f, x, &values);
            loop {
                let narrow = |x: usize, up: bool| {
                    if up { (x, values[x].ceil(), room[x].1) } else { (x, room[x].0, values[x].floor()) }
                };
                let tried: Vec<(usize, f64, f64)> = batch.iter().map(|&x| narrow(x, up(x))).collect();
                if self.narrowed(session, &tried)? {
                    for &(x, lower, upper) in &tried {
                        room[x] = (lower, upper);
                    }
                    break;
                }
                let undone: Vec<(usize, f64, f64)> = batch.iter().map(|&x| (x, room[x].0, room[x].1)).collect();
                session.set_bounds(&undone);
                if batch.len() > 1 {
                    batch.truncate(batch.len().div_ceil(AGAIN));
                    continue;
                }
                let (x, lower, upper) = narrow(batch[0], !up(batch[0]));
                if !self.narrowed(session, &[(x, lower, upper)])? {
                    return None;
                }
                room[x] = (lower, upper);
                break;
            }
            values = session.values();
        }
    }

    /// Whether the linear relaxation with less room has a solution; `None` where it was not told.
    fn narrowed(&mut self, session: &mut Session, room: &[(usize, f64, f64)]) -> Option<bool> {
        session.set_bounds(room);
        match self.run(session) {
            Ended::Optimal => Some(true),
            Ended::Infeasible => Some(false),
            _ => None,
        }
    }
}

/// Whether a fraction is rounded up: to the nearest, but that an order of any size is placed, whose cost the relaxation hardly sees, and
/// that a segment is at the site where most of it is.
fn goes_up(f: &Formulation, x: usize, values: &[f64]) -> bool {
    match f.vars.keys[x].name {
        "placed" => true,
        "located" => rivals(f, x).all(|y| values[y] <= values[x]),
        _ => values[x].round() > values[x],
    }
}

/// How far a number is from the next whole one.
pub(super) fn off(x: f64) -> f64 {
    (x - x.round()).abs()
}

/// Those of a group that are no whole numbers.
pub(super) fn fractions<'a>(values: &'a [f64], group: &'a [usize]) -> impl Iterator<Item = usize> + 'a {
    group.iter().copied().filter(|x| off(values[*x]) > WHOLE)
}

/// Whether a whole number decides about little: the lots and the placing of an order.
fn is_small(f: &Formulation, x: usize) -> bool {
    matches!(f.vars.keys[x].name, "lots" | "placed")
}
