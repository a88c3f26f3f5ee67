//! The chain that holds something, as lines of a table and as a sentence.

use super::scene::Scene;
use crate::domain::{ProjectId, RelationKind};
use crate::network::dependencies::Wait;
use crate::network::earliest::{Blocked, CopyDates, Hold, Step, Until};
use crate::report::table::{finish, text_table};

impl Scene<'_> {
    /// `after`, `with` or `needs` in words: who waits for what.
    pub(super) fn waits(&self, wait: &Wait) -> String {
        let later = if wait.lag > 0 { format!(", {} later", self.long(wait.lag)) } else { String::new() };
        let on = self.name(wait.on);
        match wait.kind {
            RelationKind::After => format!("starts after {on} is complete{later}"),
            RelationKind::With => format!("starts with {on}{later}"),
            RelationKind::Needs => format!("stands dark until {on} is in effect{later}"),
        }
    }

    /// Why a copy does not start earlier.
    pub(super) fn held(&self, project: ProjectId, dates: &CopyDates) -> String {
        match dates.held {
            Hold::Today => "could start today".into(),
            Hold::Committed => "committed".into(),
            Hold::Planned => "begun in this plan".into(),
            Hold::Window => format!("not before {} by its window", self.label(dates.start)),
            Hold::Rate => {
                let most = self.graph.timing(project).per_period.unwrap_or(1);
                format!("at most {most} may start in one {}", self.long(1).trim_start_matches("1 "))
            }
            Hold::Wait(wait) => self.waits(&wait),
        }
    }

    /// Why something can never stand.
    pub(super) fn blocked(&self, project: ProjectId, why: Blocked) -> String {
        let timing = self.graph.timing(project);
        match why {
            Blocked::Window => {
                let last = timing.last_completion.map(|last| self.label(last)).unwrap_or_default();
                format!("it cannot be complete by {last}, the latest that its window allows")
            }
            Blocked::Horizon => "it could not start within the horizon".into(),
            Blocked::Life => "what it needs is out of service by then".into(),
            Blocked::Wait(on) => format!("it waits for {}, which cannot stand", self.name(on)),
            Blocked::Cancelled => "it is called off".into(),
        }
    }

    /// The chain as lines, each project below the one it waits for.
    pub(super) fn chain(&self, path: &[Step]) -> String {
        let mut text = text_table();
        for step in path {
            let lead = self.graph.timing(step.project).lead;
            let begins = if step.dates.begun { "begun" } else { "starts" };
            let until = match step.until {
                Until::Effect => format!("in effect {}", self.label(step.dates.effect)),
                Until::Start | Until::Complete => format!("complete {}", self.label(step.dates.complete)),
            };
            let why = match (step.until, step.dates.dark) {
                (Until::Effect, Some(need)) => self.waits(&need),
                _ => self.held(step.project, &step.dates),
            };
            text.add_row([
                format!("    {}", self.model.projects.name(step.project)),
                format!("{begins} {}", self.label(step.dates.start)),
                format!("lead {}", self.long(lead)),
                until,
                why,
            ]);
        }
        finish(&text)
    }

    /// The chain in one line: `permit -> substation-9`.
    pub(super) fn chain_names(&self, path: &[Step]) -> String {
        path.iter().map(|step| self.model.projects.name(step.project)).collect::<Vec<_>>().join(" -> ")
    }
}
