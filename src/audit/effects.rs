//! Which copies are complete, in service and in effect, period by period.

use super::calendar::Calendar;
use super::compare::Findings;
use super::decisions::{Decisions, Timed};
use crate::domain::{Index, Model, Project, ProjectId, RelationKind};

/// How far a number of copies may miss a whole.
const WHOLE: f64 = 1e-6;

/// One project along the calendar.
pub(super) struct Course {
    /// Copies begun by period, before cancelling.
    pub(super) starts: Timed,
    /// Share of it cancelled by period (commitments only).
    pub(super) dropped: Timed,
    /// Periods from start to completion.
    pub(super) lead: i32,
    /// Periods in service.
    pub(super) life: Option<i32>,
    /// How many there could be.
    pub(super) copies: f64,
    effective: Vec<f64>,
}

impl Course {
    /// Copies begun in period `p` or before, whether cancelled later or not.
    pub(super) fn begun(&self, p: i32) -> f64 {
        self.starts.range(..=p).map(|(_, copies)| copies).sum()
    }

    /// Copies complete throughout period `p`.
    pub(super) fn complete(&self, p: i32) -> f64 {
        let begun: f64 = self.starts.range(..=p - self.lead).map(|(_, copies)| copies).sum();
        if begun == 0.0 { 0.0 } else { begun * Decisions::kept(&self.dropped, p) }
    }

    /// Copies in service throughout period `p`: complete and within their life.
    pub(super) fn in_service(&self, p: i32) -> f64 {
        self.complete(p) - self.life.map_or(0.0, |life| self.retired(p, life))
    }

    fn retired(&self, p: i32, life: i32) -> f64 {
        let gone: f64 = self.starts.range(..=p - self.lead - life).map(|(_, copies)| copies).sum();
        gone * Decisions::kept(&self.dropped, p)
    }
}

/// All projects along the calendar.
pub(super) struct Effects {
    courses: Vec<Course>,
    first: i32,
}

impl Effects {
    /// Walks the calendar from the first commitment to the end of the horizon, needed projects before those that need them.
    pub(super) fn walk(model: &Model, calendar: &Calendar, decisions: &Decisions, findings: &mut Findings) -> Self {
        let courses: Vec<Course> =
            model.projects.iter().map(|(id, project)| course(id, project, calendar, decisions)).collect();
        let first = courses.iter().filter_map(|c| c.starts.keys().next().copied()).min().unwrap_or(0).min(0);
        let mut effects = Self { courses, first };
        let order = needed_first(model);
        if order.len() < model.projects.len() {
            findings.wrong("project", "some projects wait for each other in a circle");
        }
        for id in order {
            let effective = (first..calendar.periods)
                .map(|p| effects.limited(&model.projects[id], id, p, calendar, decisions.relaxed))
                .collect();
            effects.courses[id.get()].effective = effective;
        }
        effects
    }

    /// One project along the calendar.
    pub(super) fn of(&self, id: ProjectId) -> &Course {
        &self.courses[id.get()]
    }

    /// Copies of a project in effect in period `p` of the horizon or before.
    pub(super) fn effective(&self, id: ProjectId, p: i32) -> f64 {
        let n = usize::try_from(p - self.first).ok();
        n.and_then(|n| self.courses[id.get()].effective.get(n)).copied().unwrap_or(0.0)
    }

    /// Copies in service whose needs are met.
    fn limited(&self, project: &Project, id: ProjectId, p: i32, calendar: &Calendar, relaxed: bool) -> f64 {
        let mut copies = self.of(id).in_service(p);
        for need in project.relations.iter().filter(|r| r.kind == RelationKind::Needs) {
            let there = self.effective(need.project, p - calendar.whole(need.lag));
            let all = self.of(need.project).copies;
            let most = if need.each {
                there
            } else if relaxed {
                self.of(id).copies * (there / all).min(1.0)
            } else if there >= all - WHOLE {
                copies
            } else {
                0.0
            };
            copies = copies.min(most);
        }
        copies
    }
}

fn course(id: ProjectId, project: &Project, calendar: &Calendar, decisions: &Decisions) -> Course {
    let copies = f64::from(project.copies);
    let starts = match &project.committed {
        Some(committed) => Timed::from([(calendar.period(committed.start), copies)]),
        None => decisions.begun[id.get()].clone(),
    };
    Course {
        starts,
        dropped: decisions.dropped_projects[id.get()].clone(),
        lead: calendar.whole(project.lead),
        life: project.life.map(|life| calendar.whole(life)),
        copies,
        effective: Vec::new(),
    }
}

/// Projects in an order in which every needed one comes before those that need it; those in a circle are left out.
fn needed_first(model: &Model) -> Vec<ProjectId> {
    let needs = |project: &Project| {
        let needs: Vec<ProjectId> =
            project.relations.iter().filter(|r| r.kind == RelationKind::Needs).map(|r| r.project).collect();
        needs
    };
    let mut waiting: Vec<usize> = model.projects.iter().map(|(_, project)| needs(project).len()).collect();
    let mut followers: Vec<Vec<ProjectId>> = vec![Vec::new(); model.projects.len()];
    for (id, project) in model.projects.iter() {
        for needed in needs(project) {
            followers[needed.get()].push(id);
        }
    }
    let mut order: Vec<ProjectId> = model.projects.ids().filter(|id| waiting[id.get()] == 0).collect();
    let mut next = 0;
    while let Some(id) = order.get(next).copied() {
        next += 1;
        for follower in &followers[id.get()] {
            waiting[follower.get()] -= 1;
            if waiting[follower.get()] == 0 {
                order.push(*follower);
            }
        }
    }
    order
}
