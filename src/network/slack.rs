//! By how much a start of a plan could slip before anything else moves.

use super::dependencies::{Dependencies, Wait};
use crate::domain::{Index, ProjectId, RelationKind};

/// Copies of a project begun in one period of a plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Start {
    /// The project.
    pub project: ProjectId,
    /// When.
    pub period: i32,
    /// How many copies.
    pub copies: usize,
    /// Whether all of it stays: a commitment that is cancelled in part never counts as complete for others.
    pub whole: bool,
}

/// What would have to give if a start slipped by one period more than its slack.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stop {
    /// What it adds itself would be in effect later.
    OwnEffect,
    /// This start could no longer be when it is planned.
    Start(Wait),
    /// The effect of this project would come later.
    Effect(ProjectId),
    /// The latest completion of its own row.
    Window,
    /// The most that may be begun in one period.
    Rate,
    /// The end of the horizon.
    Horizon,
}

/// The slack of a start.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Slack {
    /// By how many periods it could slip, everything else as planned.
    pub periods: i32,
    /// What stops it from slipping further.
    pub stop: Stop,
}

/// The starts of a plan: for each project its copies' start periods in order.
struct Timeline {
    starts: Vec<Vec<i32>>,
    whole: Vec<bool>,
}

impl Dependencies {
    /// The slack of each start of a plan, in the order given: the most periods by which it alone could slip so that no
    /// megawatt in effect within the horizon comes later, and every other start stays possible when it is planned.
    ///
    /// `adds` says which projects have effects of their own; permits count only by what waits for them.
    #[must_use]
    pub fn slack(&self, starts: &[Start], adds: impl Fn(ProjectId) -> bool) -> Vec<Slack> {
        let line = self.timeline(starts, None);
        let planned = self.effective(&line);
        starts
            .iter()
            .enumerate()
            .map(|(n, start)| {
                let room = self.periods() - 1 - start.period;
                for by in 1..=room.max(0) {
                    let moved = self.timeline(starts, Some((n, by)));
                    let stop = self.stop(start, by, &line, &moved, &planned, &adds);
                    if let Some(stop) = stop {
                        return Slack { periods: by - 1, stop };
                    }
                }
                Slack { periods: room.max(0), stop: Stop::Horizon }
            })
            .collect()
    }

    /// Copy-periods in effect within the horizon that a slip of a whole project takes from each project: its own starts move by `by`
    /// periods, those that wait for its completion or start move as far as they must, and all others stay as planned.
    #[must_use]
    pub fn delay(&self, starts: &[Start], project: ProjectId, by: i32) -> Vec<(ProjectId, usize)> {
        let before = self.timeline(starts, None);
        let mut slipped = starts.to_vec();
        let push = |slipped: &mut Vec<Start>, whose: ProjectId, by: i32| {
            slipped.iter_mut().filter(|start| start.project == whose).for_each(|start| start.period += by);
        };
        push(&mut slipped, project, by);
        let mut waiting = self.dependants(project);
        waiting.sort_by_key(|id| self.order().iter().position(|known| known == id));
        for id in waiting {
            for _ in 0..self.periods() {
                let after = self.timeline(&slipped, None);
                let mut waits = self.waits_of(id).into_iter();
                if !waits.any(|wait| self.possible(&wait, &before) && !self.possible(&wait, &after)) {
                    break;
                }
                push(&mut slipped, id, 1);
            }
        }
        let (planned, now) = (self.effective(&before), self.effective(&self.timeline(&slipped, None)));
        let from = self.reach();
        let lost = |id: &ProjectId| -> usize {
            let pairs = planned[id.get()].iter().zip(&now[id.get()]).skip(from);
            pairs.map(|(before, after)| before.saturating_sub(*after)).sum()
        };
        self.order().iter().map(|id| (*id, lost(id))).filter(|(_, lost)| *lost > 0).collect()
    }

    fn timeline(&self, starts: &[Start], moved: Option<(usize, i32)>) -> Timeline {
        let mut line = Timeline { starts: vec![Vec::new(); self.order().len()], whole: vec![true; self.order().len()] };
        for (n, start) in starts.iter().enumerate() {
            let by = moved.filter(|(which, _)| *which == n).map_or(0, |(_, by)| by);
            line.starts[start.project.get()].extend(std::iter::repeat_n(start.period + by, start.copies));
            line.whole[start.project.get()] &= start.whole;
        }
        for starts in &mut line.starts {
            starts.sort_unstable();
        }
        line
    }

    /// What a slip breaks first, if anything.
    fn stop(
        &self,
        start: &Start,
        by: i32,
        before: &Timeline,
        after: &Timeline,
        planned: &[Vec<usize>],
        adds: &impl Fn(ProjectId) -> bool,
    ) -> Option<Stop> {
        let timing = self.timing(start.project);
        if timing.last_completion.is_some_and(|last| start.period + by + timing.lead > last) {
            return Some(Stop::Window);
        }
        for wait in self.waits_on(start.project) {
            if self.possible(&wait, before) && !self.possible(&wait, after) {
                return Some(Stop::Start(wait));
            }
        }
        let mut now = planned.to_vec();
        now[start.project.get()] = self.effective_of(start.project, after, &now);
        for id in self.dependants(start.project) {
            now[id.get()] = self.effective_of(id, after, &now);
        }
        let later = |id: &ProjectId| {
            let horizon = self.reach()..planned[id.get()].len();
            adds(*id) && horizon.into_iter().any(|p| now[id.get()][p] < planned[id.get()][p])
        };
        if later(&start.project) {
            return Some(Stop::OwnEffect);
        }
        if let Some(other) = self.order().iter().find(|id| later(id)) {
            return Some(Stop::Effect(*other));
        }
        let there = after.starts[start.project.get()].iter().filter(|p| **p == start.period + by).count();
        timing.per_period.is_some_and(|most| i32::try_from(there).unwrap_or(i32::MAX) > most).then_some(Stop::Rate)
    }

    /// Whether the planned starts of the one that waits keep a relation.
    fn possible(&self, wait: &Wait, line: &Timeline) -> bool {
        let lead = match wait.kind {
            RelationKind::After => self.timing(wait.on).lead,
            RelationKind::With => 0,
            RelationKind::Needs => return true,
        };
        let (on, mine) = (&line.starts[wait.on.get()], &line.starts[wait.project.get()]);
        let all = on.last().filter(|_| on.len() >= self.timing(wait.on).copies).copied();
        mine.iter().enumerate().all(|(n, start)| {
            let waited = if wait.each { on.get(n).copied() } else { all };
            waited.is_some_and(|on| on + lead + wait.lag <= *start)
        })
    }

    /// How many periods before the horizon are looked at: a lag on a need looks back, and a chain of lags further still.
    fn reach(&self) -> usize {
        let lags = self.waits().iter().filter(|wait| wait.kind == RelationKind::Needs).map(|wait| wait.lag).sum();
        usize::try_from(i32::min(lags, 1000)).unwrap_or(0)
    }

    /// Effective copies of each project by period, from `reach` periods before the horizon to its end.
    fn effective(&self, line: &Timeline) -> Vec<Vec<usize>> {
        let mut all = vec![Vec::new(); self.order().len()];
        for &project in self.order() {
            all[project.get()] = self.effective_of(project, line, &all);
        }
        all
    }

    fn effective_of(&self, project: ProjectId, line: &Timeline, all: &[Vec<usize>]) -> Vec<usize> {
        let timing = self.timing(project);
        let reach = i32::try_from(self.reach()).unwrap_or(0);
        let needs: Vec<Wait> =
            self.waits_of(project).into_iter().filter(|wait| wait.kind == RelationKind::Needs).collect();
        let in_service = |p: i32, start: i32| {
            let complete = start + timing.lead;
            complete <= p && timing.life.is_none_or(|life| p < complete.saturating_add(life))
        };
        (-reach..self.periods())
            .map(|p| {
                let mut copies = line.starts[project.get()].iter().filter(|start| in_service(p, **start)).count();
                for wait in &needs {
                    let then = usize::try_from(p - wait.lag + reach).ok();
                    let on = then.and_then(|then| all[wait.on.get()].get(then)).copied().unwrap_or(0);
                    let whole = line.whole[wait.on.get()] && on >= self.timing(wait.on).copies;
                    copies = if wait.each {
                        copies.min(on)
                    } else if whole {
                        copies
                    } else {
                        0
                    };
                }
                copies
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::RelationKind::{After, Needs};
    use crate::network::testing::{adds_connection, adds_it, calendar, model, project, quarter, site, wait};

    const fn start(project: ProjectId, period: i32) -> Start {
        Start { project, period, copies: 1, whole: true }
    }

    #[test]
    fn a_start_slips_until_something_moves() {
        let mut m = model(20);
        let east = site(&mut m, "east", None);
        let permit = project(&mut m, "permit", 3);
        let hall = project(&mut m, "hall", 6);
        let station = project(&mut m, "substation", 12);
        let lone = project(&mut m, "lone", 1);
        adds_it(&mut m, hall, east, 120.0);
        adds_connection(&mut m, station, east, 400.0);
        wait(&mut m, hall, After, permit, 0, false);
        wait(&mut m, hall, Needs, station, 0, false);
        let graph = Dependencies::new(&m, &calendar(&m)).expect("no circle");
        let starts = [start(permit, 0), start(hall, 4), start(station, 1), start(lone, 2)];
        let adds = |id: ProjectId| m.projects[id].adds.is_some();
        let slack = graph.slack(&starts, adds);
        assert_eq!(slack[0].periods, 1, "complete in 3, the hall starts in 4");
        assert!(matches!(slack[0].stop, Stop::Start(wait) if wait.project == hall));
        assert_eq!(slack[1], Slack { periods: 3, stop: Stop::OwnEffect }, "complete in 10, dark until 13");
        assert_eq!(slack[2], Slack { periods: 0, stop: Stop::OwnEffect });
        assert_eq!(slack[3], Slack { periods: 17, stop: Stop::Horizon }, "a permit that nothing waits for");
        let without = graph.slack(&starts, |id| id == hall);
        assert_eq!(without[2], Slack { periods: 0, stop: Stop::Effect(hall) });
    }

    #[test]
    fn a_slip_takes_what_waits_for_it_along() {
        let mut m = model(20);
        let east = site(&mut m, "east", None);
        let permit = project(&mut m, "permit", 3);
        let hall = project(&mut m, "hall", 6);
        let station = project(&mut m, "substation", 12);
        adds_it(&mut m, hall, east, 120.0);
        adds_connection(&mut m, station, east, 400.0);
        wait(&mut m, hall, After, permit, 0, false);
        wait(&mut m, hall, Needs, station, 0, false);
        let graph = Dependencies::new(&m, &calendar(&m)).expect("no circle");
        let starts = [start(permit, 0), start(hall, 4), start(station, 1)];
        // The permit is complete in 3; the hall of 4 follows it by what is over, and is dark until 13 in any case.
        assert_eq!(graph.delay(&starts, permit, 1), [(permit, 1)]);
        assert_eq!(graph.delay(&starts, permit, 6), [(permit, 6), (hall, 2)], "the hall starts in 9 and stands in 15");
        assert_eq!(graph.delay(&starts, station, 2), [(station, 2), (hall, 2)]);
        assert_eq!(graph.delay(&starts, hall, 1), [], "it stands dark in 10 and in 11");
    }

    #[test]
    fn windows_and_rates_stop_a_slip() {
        let mut m = model(20);
        let a = project(&mut m, "a", 2);
        m.projects.get_mut(a).window.complete = Some(quarter(2027, 2)); // period 5
        let b = project(&mut m, "b", 1);
        m.projects.get_mut(b).copies = 2;
        m.projects.get_mut(b).starts_per_period = Some(1);
        let graph = Dependencies::new(&m, &calendar(&m)).expect("no circle");
        let slack = graph.slack(&[start(a, 1), start(b, 3), start(b, 5)], |_| false);
        assert_eq!(slack[0], Slack { periods: 2, stop: Stop::Window });
        assert_eq!(slack[1], Slack { periods: 1, stop: Stop::Rate });
    }
}
