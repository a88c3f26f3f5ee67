//! IT power of chips in use fits the halls in effect.
//!
//! `sum over k of kw[k] x assigned[s,k,p] <= IT MW in effect[s,p]`.
//!
//! Its price is the worth of one more MW of IT power at the site in p.

use crate::formulation::Statement;
use crate::formulation::context::PlaceKey;
use crate::formulation::effects::{Mw, megawatts, used};
use crate::formulation::key::{Key, Of};
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "site_it_power";

/// One row for each site and period of the horizon.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for s in m.ctx.model.sites.ids() {
        for p in m.ctx.periods() {
            let drawn = used(m.ctx, m.vars, s, p, false);
            let in_effect = megawatts(m.ctx, m.vars, PlaceKey::Site(s), Mw::It, p, false);
            rows.push(Row::at_most(Key::new(NAME, Of::Site(s), Some(p)), drawn, in_effect));
        }
    }
    rows
}
