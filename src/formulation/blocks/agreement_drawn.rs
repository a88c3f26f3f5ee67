//! What a site draws beyond its own connection is drawn under its agreements.
//!
//! `pue[s] x IT power[s,p] x load factor[s,b] - own supply[s,p,b] <= own connection[s,p] + sum over its agreements of drawn[a,p,b]`, where
//! its own connection is all that no agreement gives and its own supply all that stands behind its meter. A connection that bends has no agreements: what is drawn beyond it would be billed by nobody.
//!
//! Its price is what the agreements charge for one more MW of load in b.

use crate::formulation::Statement;
use crate::formulation::agreed::{drawn, own_connection};
use crate::formulation::key::{Key, Of};
use crate::formulation::own_supply::imported;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "agreement_drawn";

/// One row for each site with agreements, period and block.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for s in m.ctx.model.sites.ids() {
        if !m.ctx.has_power() || m.ctx.agreements_at(s).next().is_none() {
            continue;
        }
        for (p, b) in m.ctx.slices() {
            let mut covered = own_connection(m.ctx, m.vars, s, p);
            m.ctx.agreements_at(s).for_each(|a| covered.add(1.0, &drawn(m.vars, a, p, b)));
            let key = Key::new(NAME, Of::Site(s), Some(p)).in_block(m.ctx.named(b));
            rows.push(Row::at_most(key, imported(m.ctx, m.vars, s, p, b), covered));
        }
    }
    rows
}
