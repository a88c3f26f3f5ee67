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
    /// `None` where nobody waits for it any more.
    pub(super) fn rest(&self, best: Catch) -> Option<News> {
        let mut shared = self.lock();
        self.enough.fetch_or(best.enough.is_some(), Ordering::SeqCst);
        shared.grants.pop_front();
        shared.used += 1;
        shared.catches.push_back(best);
        self.turned.notify_all();
        loop {
            if shared.over {
                return None;
            }
            if let Some((_, news)) = shared.grants.front_mut() {
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
