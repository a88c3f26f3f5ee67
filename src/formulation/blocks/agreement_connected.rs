//! An agreement gives what it promises, connection or megawatts of a supply, once all that it needs is in effect.
//!
//! `connected[a,p] <= connection[a] x sum over e of ramp[a, year of p - e] x running[a,e,p]` and, for each project j that it needs,
//! `connected[a,p] <= connection[a] x all_effective[j,p]`, with `running[a,e,p] = signed for e - ended[a,e,..p]` within the term; where
//! effects can hurt, `connected[a,p] >= promised[a,p] - connection[a] x sum over j of (1 - all_effective[j,p])` as well. Without needs
//! the promise stands in place of the column.
//!
//! Its price is the worth of one more MW connected in p.

use crate::domain::Index;
use crate::formulation::Statement;
use crate::formulation::agreed::{missing, promised};
use crate::formulation::effects::{all_effective, at};
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "agreement_connected";

/// Rows for each agreement with needs and each period in which it may be in force.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for (a, agreement) in m.ctx.model.agreements.iter() {
        for p in m.ctx.periods() {
            let Some(column) = m.vars.agreed.connected[a.get()][at(p)] else {
                continue;
            };
            let of = Of::Agreement(a);
            let (mw, promise) = (agreement.given_mw, promised(m.ctx, m.vars, a, p));
            rows.push(Row::at_most(Key::new(NAME, of, Some(p)), Lin::of(column, 1.0), promise.clone()));
            for &j in &agreement.needs {
                let there = all_effective(m.ctx, m.vars, j, p).times(mw);
                rows.push(Row::at_most(Key::new(NAME, Of::Awaited(a, j), Some(p)), Lin::of(column, 1.0), there));
            }
            if m.ctx.effects_can_hurt {
                let mut least = promise;
                least.add(-mw, &missing(m.ctx, m.vars, a, p));
                rows.push(Row::at_least(Key::new(NAME, Of::Due(a), Some(p)), Lin::of(column, 1.0), least));
            }
        }
    }
    rows
}
