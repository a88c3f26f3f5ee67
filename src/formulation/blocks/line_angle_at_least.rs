//! The angle across a line in service stays at or above what the line allows.
//!
//! `angle[from,p,b] - angle[to,p,b] >= angle_min[l]`; of a circuit that a project brings, `- slack x (1 - built)` is added on the right, where
//! the slack is what the angle could be beyond the limit while the circuit is not there.
//!
//! Its price is the worth of one degree less across l in b.

use crate::domain::Index;
use crate::formulation::Statement;
use crate::formulation::circuits::{across, unless_built};
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;
use crate::formulation::slices::column;

/// The name of the equation and of its rows.
pub const NAME: &str = "line_angle_at_least";

/// One row for each circuit with such a limit, period and block.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    if !m.ctx.has_angles() {
        return rows;
    }
    for (l, line) in m.ctx.model.lines.iter() {
        let Some(limit) = line.circuit.angle_min.map(f64::to_radians) else {
            continue;
        };
        for (p, b) in m.ctx.slices().filter(|(p, b)| column(&m.vars.flow[l.get()], *p, *b).is_some()) {
            let key = Key::new(NAME, Of::Line(l), Some(p)).in_block(m.ctx.named(b));
            rows.push(Row::at_least(key, across(m.ctx, m.vars, l, p, b), Lin::number(limit)));
        }
        for circuit in m.vars.circuits.iter().filter(|circuit| circuit.line == l) {
            for (p, b) in m.ctx.slices().filter(|(p, b)| column(&circuit.flow, *p, *b).is_some()) {
                let beyond = (m.ctx.apart[&(l, p)] + limit).max(0.0);
                let mut bound = unless_built(m.ctx, m.vars, circuit, p, -beyond);
                bound.constant += limit;
                let key = Key::new(NAME, Of::Circuit(circuit.project, circuit.copy), Some(p)).in_block(m.ctx.named(b));
                rows.push(Row::at_least(key, across(m.ctx, m.vars, l, p, b), bound));
            }
        }
    }
    rows
}
