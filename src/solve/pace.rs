//! How a hunt and a tree keep pace on two threads.
//!
//! Each sees of the other only what it had at agreed amounts of work, counted in iterations; so equal runs stay equal, however fast either
//! happens to be. With one thread of the solver either waits while the other works.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// What the tree tells the hunt.
pub(super) struct News {
    /// What no plan can beat, constant included.
    pub bound: f64,
    /// The last better plan that the tree found itself.
    pub found: Option<Vec<f64>>,
}

/// What the hunt shows the tree.
#[derive(Default)]
pub(super) struct Catch {
    /// Its best plan, with its value; none where it is that of before.
    pub plan: Option<(f64, Vec<f64>)>,
    /// The bound beside which its best plan is near enough, where it is.
    pub enough: Option<f64>,
}

/// What both sides share.
#[derive(Default)]
pub(super) struct Pace {
    shared: Mutex<Shared>,
    turned: Condvar,
    enough: AtomicBool,
    /// Whether the hunt makes its first plan whatever it takes.
    patient: bool,
}

#[derive(Default)]
struct Shared {
    /// Iterations that the hunt may work in all, grant by grant, with what the tree tells then.
    grants: VecDeque<(i64, Option<News>)>,
    /// Grants that the hunt has used up.
    used: usize,
    /// What the hunt had when each was used up, as far as the tree has not seen it.
    catches: VecDeque<Catch>,
    /// The hunt works no more.
    gone: bool,
    /// The tree works no more.
    over: bool,
}

impl Pace {
    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, shared: MutexGuard<'a, Shared>) -> MutexGuard<'a, Shared> {
        self.turned.wait(shared).unwrap_or_else(PoisonError::into_inner)
    }

    /// A pace at which the hunt may work so many iterations at first; more where it is patient and there is no plan yet.
    pub(super) fn new(granted: i64, patient: bool) -> Self {
        let shared = Shared { grants: VecDeque::from([(granted, None)]), ..Shared::default() };
        Self { shared: Mutex::new(shared), patient, ..Self::default() }
    }

    /// The hunt's side: whether, after so many iterations, the grant is used up.
    pub(super) fn is_ahead(&self, work: i64, has_plan: bool) -> bool {
        let shared = self.lock();
        let used = shared.grants.front().is_none_or(|(granted, _)| work >= *granted);
        !shared.over && used && (has_plan || !self.patient)
    }

    /// The hunt's side: whether nobody waits for it any more.
    pub(super) fn is_over(&self) -> bool {
        self.lock().over
    }

    /// The hunt's side: the grant is used up, or there is nothing to do with it; shows what it has, and waits for the next.
    /// `None` where nobody waits for it any more; with enough it waits for that alone, lest it learn more the longer the tree takes to end.
    pub(super) fn rest(&self, best: Catch) -> Option<News> {
        let mut shared = self.lock();
        let enough = best.enough.is_some();
        self.enough.fetch_or(enough, Ordering::SeqCst);
        shared.grants.pop_front();
        shared.used += 1;
        shared.catches.push_back(best);
        self.turned.notify_all();
        loop {
            if shared.over {
                return None;
            }
            if let Some((_, news)) = shared.grants.front_mut().filter(|_| !enough) {
                let news = news.take();
                return news;
            }
            shared = self.wait(shared);
        }
    }

    /// The hunt's side: shows what it has at its end.
    pub(super) fn leave(&self, best: Catch) {
        self.lock().catches.push_back(best);
    }

    /// The hunt's side: whatever happens, nobody waits for a hunt that is gone.
    pub(super) fn leaving(&self) -> Leaving<'_> {
        Leaving(self)
    }

    /// Whether the hunt has a plan that is near enough, so that the tree need not go on.
    pub(super) fn is_enough(&self) -> bool {
        self.enough.load(Ordering::SeqCst)
    }

    /// The tree's side: waits until the hunt has used up so many grants, and sees what it had then: its last plan that is new, and
    /// whether it was enough.
    pub(super) fn meet(&self, seen: &mut usize, used: usize) -> Catch {
        let mut shared = self.lock();
        while shared.used < used && !shared.gone && !self.is_enough() {
            shared = self.wait(shared);
        }
        let mut best = Catch::default();
        while *seen < used {
            let Some(next) = shared.catches.pop_front() else { break };
            *seen += 1;
            best = Catch { plan: next.plan.or(best.plan), enough: next.enough.or(best.enough) };
        }
        best
    }

    /// The tree's side: grants so many iterations in all.
    pub(super) fn grant(&self, iterations: i64, news: News) {
        self.lock().grants.push_back((iterations, Some(news)));
        self.turned.notify_all();
    }

    /// The tree's side: no more is asked.
    pub(super) fn end(&self) {
        self.lock().over = true;
        self.turned.notify_all();
    }
}

/// Says when it is dropped that the hunt is gone.
pub(super) struct Leaving<'a>(&'a Pace);

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        self.0.lock().gone = true;
        self.0.turned.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn news(bound: f64) -> News {
        News { bound, found: None }
    }

    fn plan(value: f64) -> Catch {
        Catch { plan: Some((value, Vec::new())), enough: None }
    }

    /// A hunt that is far ahead and one that is far behind show the tree the same at each meeting.
    #[test]
    fn what_the_tree_sees_does_not_depend_on_who_is_faster() {
        let seen = |hunt: u64, tree: u64| {
            let pace = Pace::new(10, false);
            std::thread::scope(|scope| {
                scope.spawn(|| {
                    let _leaving = pace.leaving();
                    let (mut work, mut heard) = (0, 0.0);
                    while !pace.is_over() {
                        while pace.is_ahead(work, true) {
                            let Some(news) = pace.rest(plan(f64::from(u32::try_from(work).unwrap()) + heard)) else {
                                return;
                            };
                            heard += news.bound;
                        }
                        std::thread::sleep(Duration::from_millis(hunt));
                        work += 7;
                    }
                });
                let (mut values, mut seen) = (Vec::new(), 0);
                for step in 1..6_u32 {
                    std::thread::sleep(Duration::from_millis(tree));
                    pace.grant(10 + 20 * i64::from(step), news(0.125));
                    let met = pace.meet(&mut seen, usize::try_from(step).unwrap() - 1);
                    values.push(met.plan.map(|(value, _)| value));
                }
                pace.end();
                values
            })
        };
        let slow = seen(3, 0);
        assert_eq!(slow, [None, Some(14.0), Some(35.125), Some(56.25), Some(70.375)]);
        assert_eq!(seen(0, 3), slow);
    }

    #[test]
    fn a_hunt_that_has_enough_keeps_nobody_waiting() {
        let pace = Pace::new(10, false);
        std::thread::scope(|scope| {
            let mut seen = 0;
            pace.grant(20, news(7.0));
            pace.grant(30, news(7.0));
            let hunt = scope.spawn(|| pace.rest(Catch { plan: Some((5.0, Vec::new())), enough: Some(6.0) }).is_none());
            let met = pace.meet(&mut seen, 3);
            assert!(pace.is_enough());
            assert_eq!(met.enough, Some(6.0));
            pace.end();
            assert!(hunt.join().expect("it ends"), "what the tree granted since is nothing to it");
        });
    }

    #[test]
    fn a_hunt_that_is_gone_keeps_nobody_waiting() {
        let pace = Pace::new(10, false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let _leaving = pace.leaving();
                pace.leave(plan(5.0));
            });
            let mut seen = 0;
            assert_eq!(pace.meet(&mut seen, 2).plan.map(|(value, _)| value), Some(5.0));
        });
    }

    #[test]
    fn without_a_plan_a_patient_pace_goes_on() {
        assert!(Pace::new(10, false).is_ahead(10, false));
        assert!(!Pace::new(10, true).is_ahead(10, false));
        assert!(Pace::new(10, true).is_ahead(10, true));
        assert!(!Pace::new(10, true).is_ahead(9, true));
    }
}
