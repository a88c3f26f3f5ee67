//! A circuit that a project brings carries no less than the angles at its ends ask for, once it is in effect.
//!
//! `flow[j,c,p] >= susceptance x (angle[from,p] - angle[to,p] - shift) - slack x (1 - built[j,c,p])`;
//! the slack is |susceptance| x the shortest path over what stands, as wide as its lines can be, else the sum of the widest lines.
//!
//! Its price is what one MW that flows around the law would be worth, with the circuits as they are.

use crate::formulation::Statement;
use crate::formulation::circuits::{lawful, slack, unless_built};
use crate::formulation::effects::at;
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "circuit_law_back";

/// One row for each circuit and each period in which it may be in service.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for circuit in &m.vars.circuits {
        for p in m.ctx.periods() {
            let Some(flow) = circuit.flow[at(p)] else {
                continue;
            };
            let mut right = lawful(m.ctx, m.vars, circuit.line, circuit.circuits, p);
            let slack = slack(m.ctx, circuit, p);
            right.add(1.0, &unless_built(m.ctx, m.vars, circuit, p, -slack));
            let key = Key::new(NAME, Of::Circuit(circuit.project, circuit.copy), Some(p));
            rows.push(Row::at_least(key, Lin::of(flow, 1.0), right));
        }
    }
    rows
}
