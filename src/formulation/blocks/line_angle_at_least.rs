//! The angle across a line in service stays at or above what the line allows.
//!
//! `angle[from,p] - angle[to,p] >= angle_min[l]`; of a circuit that a project brings, `- slack x (1 - built)` is added on the right, where
//! the slack is what the angle could be beyond the limit while the circuit is not there.
//!
//! Its price is the worth of one degree less across l in p.

use crate::domain::Index;
use crate::formulation::Statement;
use crate::formulation::circuits::{across, unless_built};
use crate::formulation::effects::at;
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "line_angle_at_least";

/// One row for each circuit with such a limit and each period.
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
        for p in m.ctx.periods().filter(|p| m.vars.flow[l.get()][at(*p)].is_some()) {
            let key = Key::new(NAME, Of::Line(l), Some(p));
            rows.push(Row::at_least(key, across(m.ctx, m.vars, l, p), Lin::number(limit)));
        }
        for circuit in m.vars.circuits.iter().filter(|circuit| circuit.line == l) {
            for p in m.ctx.periods().filter(|p| circuit.flow[at(*p)].is_some()) {
                let beyond = (m.ctx.apart[&(l, p)] + limit).max(0.0);
                let mut bound = unless_built(m.ctx, m.vars, circuit, p, -beyond);
                bound.constant += limit;
                let key = Key::new(NAME, Of::Circuit(circuit.project, circuit.copy), Some(p));
                rows.push(Row::at_least(key, across(m.ctx, m.vars, l, p), bound));
            }
        }
    }
    rows
}
