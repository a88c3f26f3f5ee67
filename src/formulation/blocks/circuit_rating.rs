//! A circuit that a project brings carries no more than its own rating from its start to its end, and nothing before it is in effect.
//!
//! `flow[j,c,p,b] <= rating[l] x built[j,c,p]`.
//!
//! Its price is the worth of one more MW of rating of the circuit in b, with the circuits as they are.

use crate::domain::Adds;
use crate::formulation::Statement;
use crate::formulation::circuits::built;
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;
use crate::formulation::slices::column;

/// The name of the equation and of its rows.
pub const NAME: &str = "circuit_rating";

/// One row for each circuit, each period in which it may be in service and each of its blocks.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for circuit in &m.vars.circuits {
        let rating = m.ctx.model.projects[circuit.project].adds.as_ref().map_or(0.0, Adds::mw);
        for (p, b) in m.ctx.slices() {
            let Some(flow) = column(&circuit.flow, p, b) else {
                continue;
            };
            let key = Key::new(NAME, Of::Circuit(circuit.project, circuit.copy), Some(p)).in_block(m.ctx.named(b));
            rows.push(Row::at_most(key, Lin::of(flow, 1.0), built(m.ctx, m.vars, circuit, p).times(rating)));
        }
    }
    rows
}
