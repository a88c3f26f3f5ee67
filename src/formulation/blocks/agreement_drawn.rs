//! What is taken beyond what a place has of its own is drawn under its agreements.
//!
//! `pue[s] x IT power[s,p] x load factor[s,b] - own supply[s,p,b] <= own connection[s,p] + sum over its agreements of drawn[a,p,b]`, where
//! its own connection is all that no agreement gives and its own supply all that stands behind its meter. A connection that bends has no
//! agreements: what is drawn beyond it would be billed by nobody. Of a supply that agreements bring,
//! `dispatch[g,p,b] <= availability[g,b] x own MW[g,p] + sum over its agreements of drawn[a,p,b]`.
//!
//! Its price is what the agreements charge for one more MW in b.

use crate::formulation::Statement;
use crate::formulation::agreed::drawn;
use crate::formulation::drawn::Taker;
use crate::formulation::key::Key;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "agreement_drawn";

/// One row for each site and supply with agreements, period and block.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for taker in Taker::all(m.ctx) {
        for (p, b) in m.ctx.slices() {
            let mut covered = taker.own(m.ctx, m.vars, p, b);
            m.ctx.agreements_at(taker.place()).for_each(|a| covered.add(1.0, &drawn(m.vars, a, p, b)));
            let key = Key::new(NAME, taker.of(), Some(p)).in_block(m.ctx.named(b));
            rows.push(Row::at_most(key, taker.taken(m.ctx, m.vars, p, b), covered));
        }
    }
    rows
}
