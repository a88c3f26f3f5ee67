//! When each project can start and be in effect at the earliest: the longest path through everything it waits for.

use std::collections::{BTreeMap, BTreeSet};

use super::dependencies::{Dependencies, Wait};
use crate::domain::{Index, ProjectId, RelationKind};

/// Copies that are dated one by one; those beyond, of a project with very many, are dated like the last of them.
const COPIES_DATED: usize = 4096;

/// What keeps a copy from starting earlier.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hold {
    /// Nothing: it could start today.
    Today,
    /// It was settled before.
    Committed,
    /// It is begun in the plan.
    Planned,
    /// The earliest start that its row allows.
    Window,
    /// The most that may be begun in one period.
    Rate,
    /// Its wait for another project.
    Wait(Wait),
}

/// Why a copy can never stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Blocked {
    /// It could not be complete in time for the latest completion of its own row.
    Window,
    /// It could not start within the horizon.
    Horizon,
    /// What it needs is out of service before it could be in effect, or it is itself.
    Life,
    /// What it waits for can never stand.
    Wait(ProjectId),
    /// It was settled before and is called off in the plan.
    Cancelled,
}

/// The earliest dates of one copy, as periods; computed beyond the horizon as well.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CopyDates {
    /// Start.
    pub start: i32,
    /// In service from.
    pub complete: i32,
    /// In effect from: complete, and everything it needs in effect.
    pub effect: i32,
    /// What keeps it from starting earlier.
    pub held: Hold,
    /// The need that keeps it dark beyond its completion.
    pub dark: Option<Wait>,
    /// Whether its start is settled or planned.
    pub begun: bool,
    /// Why it can never start.
    pub stuck: Option<Blocked>,
    /// Why it can never be in effect; also where it can never start.
    pub blocked: Option<Blocked>,
    /// The last period in which it can be in effect, where its start is known and something has a life.
    ends: Option<i32>,
}

/// Starts that are known: those of a plan. Committed projects need not be repeated.
#[derive(Clone, Debug, Default)]
pub struct Begun {
    starts: BTreeMap<ProjectId, Vec<i32>>,
    cancelled: BTreeSet<ProjectId>,
}

impl Begun {
    /// Adds starts of copies in a period.
    pub fn add(&mut self, project: ProjectId, start: i32, copies: usize) {
        let starts = self.starts.entry(project).or_default();
        starts.extend(std::iter::repeat_n(start, copies.min(COPIES_DATED)));
        starts.sort_unstable();
    }

    /// Marks a committed project as called off: it never stands.
    pub fn cancel(&mut self, project: ProjectId) {
        self.cancelled.insert(project);
    }

    /// The starts of a project's copies in order.
    #[must_use]
    pub fn of(&self, project: ProjectId) -> &[i32] {
        self.starts.get(&project).map_or(&[], Vec::as_slice)
    }
}

/// The earliest dates of all projects.
#[derive(Clone, Debug)]
pub struct Earliest {
    copies: Vec<Vec<CopyDates>>,
}

/// Which date of a project a step of a path is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Until {
    /// Its start.
    Start,
    /// Its completion.
    Complete,
    /// Its effect.
    Effect,
}

/// A step of a critical path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step {
    /// The project.
    pub project: ProjectId,
    /// Which copy, from 0.
    pub copy: usize,
    /// Its dates.
    pub dates: CopyDates,
    /// Up to which of its dates the path runs.
    pub until: Until,
    /// How the next step waits for this one; `None` at the end.
    pub then: Option<Wait>,
}

impl Dependencies {
    /// The earliest dates of every copy of every project, if whatever is not begun may start in period `today` or later.
    #[must_use]
    pub fn earliest(&self, begun: &Begun, today: i32) -> Earliest {
        let mut all = Earliest { copies: vec![Vec::new(); self.order().len()] };
        for &project in self.order() {
            all.copies[project.get()] = self.copies_of(project, begun, today, &all);
        }
        all
    }

    fn copies_of(&self, project: ProjectId, begun: &Begun, today: i32, all: &Earliest) -> Vec<CopyDates> {
        let timing = self.timing(project);
        let waits = self.waits_of(project);
        let count = timing.copies.clamp(1, COPIES_DATED);
        let known = known_starts(timing.committed, begun.of(project), count);
        let mut taken: BTreeMap<i32, i32> = BTreeMap::new();
        for start in &known {
            *taken.entry(*start).or_default() += 1;
        }
        let mut dates = Vec::with_capacity(count);
        let mut rate_from = i32::MIN;
        for copy in 0..count {
            let (start, held, stuck) = if let Some(&start) = known.get(copy) {
                let cancelled = begun.cancelled.contains(&project).then_some(Blocked::Cancelled);
                (start, if timing.committed.is_some() { Hold::Committed } else { Hold::Planned }, cancelled)
            } else {
                let (base, held) = base_of(timing.first_start, today, &waits, copy, all);
                let mut start = base.max(rate_from);
                while timing.per_period.is_some_and(|most| taken.get(&start).is_some_and(|n| *n >= most)) {
                    start += 1;
                }
                *taken.entry(start).or_default() += 1;
                rate_from = start;
                let held = if start > base { Hold::Rate } else { held };
                (start, held, self.start_blocked(project, start, &waits, copy, all))
            };
            let begun = copy < known.len();
            let complete = start.saturating_add(timing.lead);
            // Only a known start fixes the end of a life: any other copy may simply start later.
            let ends = timing.life.filter(|_| begun).map(|life| complete.saturating_add(life) - 1);
            let alone =
                CopyDates { start, complete, effect: complete, held, dark: None, begun, stuck, blocked: stuck, ends };
            dates.push(with_needs(alone, &waits, copy, all));
        }
        dates
    }

    /// Why a start can never be.
    fn start_blocked(
        &self,
        project: ProjectId,
        start: i32,
        waits: &[Wait],
        copy: usize,
        all: &Earliest,
    ) -> Option<Blocked> {
        let timing = self.timing(project);
        let waiting = waits
            .iter()
            .find(|wait| wait.kind != RelationKind::Needs && all.any_waited(wait, copy, |on| on.stuck.is_some()));
        if let Some(wait) = waiting {
            Some(Blocked::Wait(wait.on))
        } else if timing.last_completion.is_some_and(|last| start + timing.lead > last) {
            Some(Blocked::Window)
        } else if start >= self.periods() {
            Some(Blocked::Horizon)
        } else {
            None
        }
    }

    /// The chain that holds a copy's effect, from its root to the copy itself.
    #[must_use]
    pub fn critical_path(&self, earliest: &Earliest, project: ProjectId, copy: usize) -> Vec<Step> {
        let mut path = Vec::new();
        let (mut at, mut copy, mut until, mut then) = (project, copy, Until::Effect, None);
        loop {
            let dates = *earliest.copy(at, copy);
            path.push(Step { project: at, copy, dates, until, then });
            // Where the rate sets the pace, the chain goes on from the copy that was the first to start.
            let holder = (0..=copy).rev().find(|&n| earliest.copy(at, n).held != Hold::Rate).unwrap_or(copy);
            let wait = match (until, dates.dark, earliest.copy(at, holder).held) {
                (Until::Effect, Some(wait), _) => wait,
                (_, _, Hold::Wait(wait)) => {
                    copy = holder;
                    wait
                }
                _ => break,
            };
            copy = earliest.waited(&wait, copy).0;
            at = wait.on;
            until = match wait.kind {
                RelationKind::After => Until::Complete,
                RelationKind::With => Until::Start,
                RelationKind::Needs => Until::Effect,
            };
            then = Some(wait);
        }
        path.reverse();
        path
    }
}

/// The starts of the copies whose start is known.
fn known_starts(committed: Option<i32>, begun: &[i32], count: usize) -> Vec<i32> {
    match committed {
        Some(start) => vec![start; count],
        None => begun.iter().copied().take(count).collect(),
    }
}

/// The earliest start by everything but the rate.
pub(super) fn base_of(
    first_start: Option<i32>,
    today: i32,
    waits: &[Wait],
    copy: usize,
    all: &Earliest,
) -> (i32, Hold) {
    let (mut base, mut held) = (today, Hold::Today);
    if let Some(first) = first_start.filter(|first| *first > base) {
        (base, held) = (first, Hold::Window);
    }
    for wait in waits {
        let on = all.waited(wait, copy).1;
        let from = match wait.kind {
            RelationKind::After => on.complete,
            RelationKind::With => on.start,
            RelationKind::Needs => continue,
        };
        let from = from.saturating_add(wait.lag);
        // Of a window and a wait for the same date the wait is the one to tell of.
        if from > base || (from == base && held == Hold::Window) {
            (base, held) = (from, Hold::Wait(*wait));
        }
    }
    (base, held)
}

/// The dates of a copy, what it needs considered.
fn with_needs(mut dates: CopyDates, waits: &[Wait], copy: usize, all: &Earliest) -> CopyDates {
    for wait in waits.iter().filter(|wait| wait.kind == RelationKind::Needs) {
        let on = all.waited(wait, copy).1;
        let from = on.effect.saturating_add(wait.lag);
        if from > dates.effect {
            (dates.effect, dates.dark) = (from, Some(*wait));
        }
        if let Some(last) = on.ends.map(|last| last.saturating_add(wait.lag)) {
            dates.ends = Some(dates.ends.map_or(last, |mine| mine.min(last)));
        }
        if dates.blocked.is_none() && all.any_waited(wait, copy, |on| on.blocked.is_some()) {
            dates.blocked = Some(Blocked::Wait(wait.on));
        }
    }
    if dates.blocked.is_none() && dates.ends.is_some_and(|last| dates.effect > last) {
        dates.blocked = Some(Blocked::Life);
    }
    dates
}

impl Earliest {
    /// All copies of a project; those begun come first.
    #[must_use]
    pub fn copies(&self, project: ProjectId) -> &[CopyDates] {
        &self.copies[project.get()]
    }

    /// A copy; one beyond the last counts as the last.
    ///
    /// # Panics
    /// Never for a project of the model: each has at least one copy.
    #[must_use]
    pub fn copy(&self, project: ProjectId, copy: usize) -> &CopyDates {
        let copies = &self.copies[project.get()];
        copies.get(copy).or(copies.last()).expect("every project has a copy")
    }

    /// The first copy that is not begun.
    #[must_use]
    pub fn next(&self, project: ProjectId) -> Option<(usize, &CopyDates)> {
        self.copies(project).iter().enumerate().find(|(_, dates)| !dates.begun)
    }

    /// The first period in which some copy can be in effect; `None` is never.
    #[must_use]
    pub fn first_effect(&self, project: ProjectId) -> Option<i32> {
        self.copies(project).iter().filter(|dates| dates.blocked.is_none()).map(|dates| dates.effect).min()
    }

    /// The first period in which all copies can be in effect; `None` is never.
    #[must_use]
    pub fn full_effect(&self, project: ProjectId) -> Option<i32> {
        let copies = self.copies(project);
        if copies.iter().any(|dates| dates.blocked.is_some()) {
            return None;
        }
        copies.iter().map(|dates| dates.effect).max()
    }

    /// The copy that copy `copy` waits for by a relation: the same with `each`, else the one that comes last.
    pub(super) fn waited(&self, wait: &Wait, copy: usize) -> (usize, &CopyDates) {
        if wait.each {
            return (copy, self.copy(wait.on, copy));
        }
        let date = |dates: &CopyDates| match wait.kind {
            RelationKind::After => dates.complete,
            RelationKind::With => dates.start,
            RelationKind::Needs => dates.effect,
        };
        self.copies(wait.on)
            .iter()
            .enumerate()
            .max_by_key(|(n, dates)| (date(dates), std::cmp::Reverse(*n)))
            .expect("every project has a copy")
    }

    /// Whether any copy that copy `copy` waits for is so.
    fn any_waited(&self, wait: &Wait, copy: usize, so: impl Fn(&CopyDates) -> bool) -> bool {
        if wait.each { so(self.copy(wait.on, copy)) } else { self.copies(wait.on).iter().any(so) }
    }
}

#[cfg(test)]
mod tests;
