//! A circuit that a project brings carries no more than the angles at its ends ask for, once it is in effect.
//!
//! `flow[j,c,p,b] <= susceptance x (angle[from,p,b] - angle[to,p,b] - shift) + slack x (1 - built[j,c,p])`;
//! the slack is |susceptance| x the shortest path over what stands, as wide as its lines can be, else the sum of the widest lines.
//!
//! Its price is what one MW that flows around the law would be worth, with the circuits as they are.

use crate::formulation::Statement;
use crate::formulation::circuits::{lawful, slack, unless_built};
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;
use crate::formulation::slices::column;

/// The name of the equation and of its rows.
pub const NAME: &str = "circuit_law";

/// One row for each circuit, each period in which it may be in service and each of its blocks.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for circuit in &m.vars.circuits {
        for (p, b) in m.ctx.slices() {
            let Some(flow) = column(&circuit.flow, p, b) else {
                continue;
            };
            let mut right = lawful(m.ctx, m.vars, circuit.line, circuit.circuits, p, b);
            let slack = slack(m.ctx, circuit, p);
            right.add(1.0, &unless_built(m.ctx, m.vars, circuit, p, slack));
            let key = Key::new(NAME, Of::Circuit(circuit.project, circuit.copy), Some(p)).in_block(m.ctx.named(b));
            rows.push(Row::at_most(key, Lin::of(flow, 1.0), right));
        }
    }
    rows
}
