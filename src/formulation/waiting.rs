//! Demand that waits: what may, and what does.

use super::context::Context;
use super::effects::at;
use super::lin::Lin;
use super::vars::Vars;
use crate::calendar::Calendar;
use crate::domain::{Index, Segment, SegmentId};

/// Units of work that may wait at the end of a period at most: nothing waits beyond the horizon.
#[must_use]
pub fn may_wait(cal: &Calendar, segment: &Segment, p: i32) -> f64 {
    let within = p >= 0 && p < cal.len() - 1;
    let share = segment.defer.as_ref().filter(|_| within).map_or(0.0, |defer| defer.up_to);
    share * cal.value(&segment.demand, p).max(0.0)
}

/// Units of work that a period can be asked for at most: its own demand and what waits from before.
#[must_use]
pub fn most_asked(cal: &Calendar, segment: &Segment, p: i32) -> f64 {
    cal.value(&segment.demand, p) + may_wait(cal, segment, p - 1)
}

impl Context<'_> {
    /// Scaled work of a segment that may wait at the end of a period at most.
    #[must_use]
    pub fn may_wait(&self, q: SegmentId, p: i32) -> f64 {
        let segment = &self.model.segments[q];
        self.scaled_work(segment.workload, may_wait(&self.cal, segment, p))
    }

    /// Scaled work of a segment that a period can be asked for at most.
    #[must_use]
    pub fn most_asked(&self, q: SegmentId, p: i32) -> f64 {
        let segment = &self.model.segments[q];
        self.scaled_work(segment.workload, most_asked(&self.cal, segment, p))
    }
}

/// Work of a segment that waits at the end of a period; nothing does before the first.
#[must_use]
pub fn waiting(vars: &Vars, q: SegmentId, p: i32) -> Lin {
    let column = (p >= 0).then(|| vars.waiting[q.get()][at(p)]).flatten();
    column.map_or_else(Lin::default, |column| Lin::of(column, 1.0))
}

/// What a period is asked for: its demand, what waits from before, less what is left to wait.
#[must_use]
pub fn asked(ctx: &Context, vars: &Vars, q: SegmentId, p: i32) -> Lin {
    let mut asked = Lin::number(ctx.demand(q, p));
    asked.add(1.0, &waiting(vars, q, p - 1));
    asked.add(-1.0, &waiting(vars, q, p));
    asked
}
