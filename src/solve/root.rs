//! The linear relaxation of a goal: from nothing, from a basis that is known, or from that of the goal before.

use super::first;
use super::outcome::{Failure, Method};
use super::run::{INSIDE, Run, gave_up};
use super::session::{Ended, Session};

impl Run<'_> {
    /// The relaxation that no basis is at hand for.
    pub(super) fn first_relaxation(&mut self, session: &mut Session) -> Result<Vec<f64>, Failure> {
        let ended = match self.warm(session, self.rows) {
            // So much as the relaxation would take from nothing is what other efforts are measured in.
            Some(ended) => {
                self.root_iterations = first::in_simplex(0, Method::Ipm, session.rows());
                ended
            }
            None => self.cold(session),
        };
        let ended = self.secure(session, ended);
        let found = relaxed(session, ended)?;
        self.places = session.basis();
        Ok(found)
    }

    fn cold(&mut self, session: &mut Session) -> Ended {
        first::begin(session, self.method, self.inside);
        let mut ended = self.run(session);
        first::go_on(session);
        if self.inside && first::ended_inside(session, ended) {
            ended = Ended::Optimal;
            self.notes.push(INSIDE.to_owned());
        }
        let iterations = session.work().0;
        if ended == Ended::Optimal && self.method == Method::Ipm && session.has_basis() {
            // It was optimal in units of its own: simplex mends from its basis what is not in those of the model.
            ended = self.run(session);
        }
        self.root_iterations = first::in_simplex(iterations, self.method, session.rows());
        ended
    }

    pub(super) fn relaxation(&mut self, session: &mut Session) -> Result<Vec<f64>, Failure> {
        let ended = self.run(session);
        self.root_iterations = session.work().0;
        let ended = self.secure(session, ended);
        relaxed(session, ended)
    }
}

/// The solution of a linear relaxation, or why there is none.
fn relaxed(session: &mut Session, ended: Ended) -> Result<Vec<f64>, Failure> {
    match ended {
        Ended::Optimal => Ok(session.values()),
        Ended::Infeasible => Err(Failure::Infeasible),
        Ended::Unbounded | Ended::UnboundedOrInfeasible => Err(Failure::Unbounded),
        Ended::TimeLimit | Ended::Interrupted | Ended::WorkLimit => Err(Failure::Stopped),
        Ended::Unproved | Ended::Failed(_) => Err(gave_up(ended)),
    }
}
