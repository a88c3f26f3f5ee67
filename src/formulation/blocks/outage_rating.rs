//! After the outage of any one circuit, no other line carries more than its emergency rating from its start to its end, with the same dispatch.
//!
//! `flow[l,p,b] + share[l,k,p] x flow[k,p,b] <= emergency MW in effect[l,p]`, for l and k that stand in a model with `security = "n-1"`;
//! the share is what l takes over of what k carried, and outages that part the network have no rows.
//!
//! Its price is the worth of one more MW of emergency rating of l in b while k is out.

use crate::formulation::Statement;
use crate::formulation::outages::after;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "outage_rating";

/// One row for each line with a rating, each other line that fails, period and block; of those only that are watched.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let after = after(m, false).into_iter();
    after.map(|after| Row::at_most(after.key(m.ctx, NAME), after.flow, after.limit)).collect()
}
