//! What decided a date of a plan: the chain of waits that left no room, back to a start that nothing else set.

use super::dependencies::{Dependencies, Wait};
use super::earliest::{CopyDates, Earliest, Hold, Step, Until, base_of};
use crate::domain::{ProjectId, RelationKind};

/// A step of the chain that decided a date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Decided {
    /// The project and its dates; `held` says what set its start: [`Hold::Planned`] where only the plan did.
    pub step: Step,
    /// The first period in which it could have started, everything that it waits for as planned.
    pub possible: i32,
}

impl Dependencies {
    /// The chain that decided when a begun copy is in effect, from its root to the copy itself.
    ///
    /// `given` are the dates with the starts of the plan. A start is set by what it waits for where that left it no room, else by the
    /// rate at which copies may start, its window, the first day, or by nothing but the plan.
    #[must_use]
    pub fn decided(&self, given: &Earliest, project: ProjectId, copy: usize) -> Vec<Decided> {
        let mut path = Vec::new();
        let (mut at, mut copy, mut until, mut then) = (project, copy, Until::Effect, None);
        loop {
            let mut dates = *given.copy(at, copy);
            let (held, possible) = self.set_by(given, at, copy);
            dates.held = held;
            // A start that only the plan set was set for a need that comes just then: begun earlier, it would stand dark.
            if held == Hold::Planned && until == Until::Effect {
                dates.dark = dates.dark.or_else(|| self.just_in_time(given, at, copy));
            }
            path.push(Decided { step: Step { project: at, copy, dates, until, then }, possible });
            let wait = match (until, dates.dark, held) {
                (Until::Effect, Some(wait), _) | (_, _, Hold::Wait(wait)) => wait,
                (_, _, Hold::Rate) => {
                    (copy, until, then) = (self.before_the_rush(given, at, &dates), Until::Start, None);
                    continue;
                }
                _ => break,
            };
            (copy, at, then) = (given.waited(&wait, copy).0, wait.on, Some(wait));
            until = match wait.kind {
                RelationKind::After => Until::Complete,
                RelationKind::With => Until::Start,
                RelationKind::Needs => Until::Effect,
            };
        }
        path.reverse();
        path
    }

    /// What set the start of a copy, and when it could have started by all but the rate.
    fn set_by(&self, given: &Earliest, project: ProjectId, copy: usize) -> (Hold, i32) {
        let timing = self.timing(project);
        let start = given.copy(project, copy).start;
        if timing.committed.is_some() {
            return (Hold::Committed, start);
        }
        let waits: Vec<Wait> = self.waits_of(project);
        let (base, held) = base_of(timing.first_start, 0, &waits, copy, given);
        if base >= start {
            (held, base)
        } else if self.is_full(given, project, start - 1) {
            (Hold::Rate, base)
        } else {
            (Hold::Planned, base)
        }
    }

    /// A need of a copy that is in effect no earlier than the copy is complete.
    fn just_in_time(&self, given: &Earliest, project: ProjectId, copy: usize) -> Option<Wait> {
        let effect = given.copy(project, copy).effect;
        let mut waits = self.waits_of(project).into_iter().filter(|wait| wait.kind == RelationKind::Needs);
        waits.find(|wait| given.waited(wait, copy).1.effect.saturating_add(wait.lag) == effect)
    }

    /// Whether as many copies start in a period as may.
    fn is_full(&self, given: &Earliest, project: ProjectId, period: i32) -> bool {
        let begun = given.copies(project).iter().filter(|dates| dates.begun && dates.start == period).count();
        let most = self.timing(project).per_period;
        most.is_some_and(|most| begun > 0 && i32::try_from(begun).unwrap_or(i32::MAX) >= most)
    }

    /// The first copy of a run of periods in each of which as many start as may.
    fn before_the_rush(&self, given: &Earliest, project: ProjectId, last: &CopyDates) -> usize {
        let mut start = last.start - 1;
        while self.is_full(given, project, start - 1) {
            start -= 1;
        }
        given.copies(project).iter().position(|dates| dates.begun && dates.start == start).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::RelationKind::{After, Needs};
    use crate::network::earliest::Begun;
    use crate::network::testing::{calendar, model, project, wait};

    #[test]
    fn the_waits_without_room_are_the_chain() {
        let mut m = model(20);
        let permit = project(&mut m, "permit", 3);
        let hall = project(&mut m, "hall", 6);
        let station = project(&mut m, "substation", 12);
        wait(&mut m, hall, After, permit, 1, false);
        wait(&mut m, hall, Needs, station, 0, false);
        let graph = Dependencies::new(&m, &calendar(&m)).expect("no circle");
        let chain = |permit_start: i32, hall_start: i32, station_start: i32| {
            let mut begun = Begun::default();
            for (id, start) in [(permit, permit_start), (hall, hall_start), (station, station_start)] {
                begun.add(id, start, 1);
            }
            let path = graph.decided(&graph.earliest(&begun, 0), hall, 0);
            path.iter().map(|d| (d.step.project, d.step.dates.held, d.possible)).collect::<Vec<_>>()
        };
        let after = graph.waits_of(hall)[0];
        assert_eq!(chain(0, 4, 1)[0], (station, Hold::Planned, 0), "dark from 10 to 13 for want of the substation");
        assert_eq!(chain(0, 9, 0), [(hall, Hold::Planned, 4)], "begun later than it could be");
        assert_eq!(chain(0, 6, 0)[0], (station, Hold::Today, 0), "complete in 12, just when the substation is");
        assert_eq!(chain(5, 9, 0), [(permit, Hold::Planned, 0), (hall, Hold::Wait(after), 9)]);
    }

    #[test]
    fn copies_that_start_as_fast_as_they_may_lead_back_to_the_first() {
        let mut m = model(20);
        let hall = project(&mut m, "hall", 2);
        m.projects.get_mut(hall).copies = 3;
        m.projects.get_mut(hall).starts_per_period = Some(1);
        let graph = Dependencies::new(&m, &calendar(&m)).expect("no circle");
        let mut begun = Begun::default();
        (2..5).for_each(|start| begun.add(hall, start, 1));
        let path = graph.decided(&graph.earliest(&begun, 0), hall, 2);
        let steps: Vec<_> = path.iter().map(|d| (d.step.copy, d.step.dates.start, d.step.dates.held)).collect();
        assert_eq!(steps, [(0, 2, Hold::Planned), (2, 4, Hold::Rate)]);
    }
}
