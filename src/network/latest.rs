//! By when each project of a chain must start for another to be in effect by a given period.

use super::dependencies::Dependencies;
use crate::domain::{Index, ProjectId, RelationKind};

/// The latest dates of a project that keep another's date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Latest {
    /// The last period in which its first copy may start.
    pub start: i32,
    /// The period by which what is waited for of it (one copy or all) must be in effect; `None` where only its start or
    /// completion is waited for.
    pub effect: Option<i32>,
    /// The period by which it must be complete; `None` where only its start is waited for.
    pub complete: Option<i32>,
}

/// What is asked of a project: of its first copy, and of all of them.
#[derive(Clone, Copy)]
struct Asked {
    start: [i32; 2],
    complete: [i32; 2],
    effect: [i32; 2],
}

const FREE: i32 = i32::MAX;
const NOTHING: Asked = Asked { start: [FREE; 2], complete: [FREE; 2], effect: [FREE; 2] };

/// Lowers a date; what is free stays free.
const fn before(date: i32, by: i32) -> i32 {
    if date == FREE { FREE } else { date.saturating_sub(by) }
}

impl Dependencies {
    /// The latest dates that let the first copy of `target` be in effect in period `effect`; `None` for projects that it
    /// does not wait for. A latest completion of a row's own window is kept as well.
    #[must_use]
    pub fn latest(&self, target: ProjectId, effect: i32) -> Vec<Option<Latest>> {
        let mut asked = vec![NOTHING; self.order().len()];
        asked[target.get()].effect[0] = effect;
        let mut latest = vec![None; asked.len()];
        for &project in self.order().iter().rev() {
            let of = asked[project.get()];
            if of.start == [FREE; 2] && of.complete == [FREE; 2] && of.effect == [FREE; 2] {
                continue;
            }
            let timing = self.timing(project);
            let mut start = [FREE; 2];
            let mut complete = [FREE; 2];
            for n in 0..2 {
                if of.start[n] == FREE && of.complete[n] == FREE && of.effect[n] == FREE {
                    continue;
                }
                complete[n] = of.complete[n].min(of.effect[n]).min(timing.last_completion.unwrap_or(FREE));
                start[n] = of.start[n].min(before(complete[n], timing.lead));
            }
            // All copies can have begun by a date only if the first begins so much earlier as the rate asks.
            start[0] = start[0].min(before(start[1], timing.ramp()));
            let known = |dates: [i32; 2]| Some(dates[0].min(dates[1])).filter(|date| *date != FREE);
            latest[project.get()] =
                Some(Latest { start: start[0], effect: known(of.effect), complete: known(complete) });
            for wait in self.waits_of(project) {
                let on = &mut asked[wait.on.get()];
                let (mine, theirs) = match wait.kind {
                    RelationKind::After => (start, &mut on.complete),
                    RelationKind::With => (start, &mut on.start),
                    RelationKind::Needs => (of.effect, &mut on.effect),
                };
                if wait.each {
                    theirs[0] = theirs[0].min(before(mine[0], wait.lag));
                    theirs[1] = theirs[1].min(before(mine[1], wait.lag));
                } else {
                    theirs[1] = theirs[1].min(before(mine[0].min(mine[1]), wait.lag));
                }
            }
        }
        latest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::RelationKind::{After, Needs, With};
    use crate::network::testing::{calendar, model, project, quarter, wait};

    #[test]
    fn latest_starts_that_keep_an_effect() {
        let mut m = model(20);
        let land = project(&mut m, "land", 2);
        let permit = project(&mut m, "permit", 3);
        let hall = project(&mut m, "hall", 6);
        let station = project(&mut m, "substation", 8);
        let survey = project(&mut m, "survey", 1);
        let other = project(&mut m, "other", 1);
        wait(&mut m, permit, After, land, 1, false);
        wait(&mut m, hall, After, permit, 0, false);
        wait(&mut m, hall, Needs, station, 1, false);
        wait(&mut m, station, With, survey, 2, false);
        m.projects.get_mut(land).window.complete = Some(quarter(2026, 3)); // period 2
        let graph = Dependencies::new(&m, &calendar(&m)).expect("no circle");
        let latest = graph.latest(hall, 16);
        let start = |id: ProjectId| latest[id.get()].map(|dates| dates.start);
        assert_eq!(start(hall), Some(10));
        assert_eq!(start(permit), Some(7));
        assert_eq!(start(land), Some(0), "7 - 1 - 2 = 4, but its own window says complete by period 2");
        assert_eq!(start(station), Some(7), "in effect in 15, one before the hall");
        assert_eq!(start(survey), Some(5));
        assert_eq!(start(other), None);
        assert_eq!(latest[station.get()].and_then(|dates| dates.effect), Some(15));
    }

    #[test]
    fn all_copies_must_have_begun_at_their_rate() {
        let mut m = model(20);
        let shells = project(&mut m, "shells", 4);
        m.projects.get_mut(shells).copies = 3;
        m.projects.get_mut(shells).starts_per_period = Some(1);
        let hall = project(&mut m, "hall", 2);
        wait(&mut m, hall, After, shells, 0, false);
        let graph = Dependencies::new(&m, &calendar(&m)).expect("no circle");
        let latest = graph.latest(hall, 12);
        assert_eq!(latest[shells.get()].map(|dates| dates.start), Some(4), "12 - 2 - 4 = 6 for the last of three");
    }
}
