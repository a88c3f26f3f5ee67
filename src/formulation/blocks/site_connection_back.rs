//! What stands behind a site's meter and is not drawn there fits the connection on its way out.
//!
//! `own supply[s,p,b] - pue[s] x IT power[s,p] x load factor[s,b] <= connection MW in effect[s,p]`; absent where nothing stands behind
//! the meter. A connection that bends carries more in, not more out.
//!
//! Its price is the worth of one more MW of connection at the site in b.

use crate::formulation::Statement;
use crate::formulation::context::PlaceKey;
use crate::formulation::effects::{Mw, megawatts};
use crate::formulation::own_supply::imported;
use crate::formulation::row::Row;

use super::site_connection::of_block;

/// The name of the equation and of its rows.
pub const NAME: &str = "site_connection_back";

/// One row for each site with own supply, period and block.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for s in m.ctx.model.sites.ids().filter(|s| m.ctx.has_own_supply(*s)) {
        for (p, b) in m.ctx.slices() {
            let there = megawatts(m.ctx, m.vars, PlaceKey::Site(s), Mw::Power, p, false);
            let export = imported(m.ctx, m.vars, s, p, b).times(-1.0);
            rows.push(Row::at_most(of_block(m, NAME, s, p, b), export, there));
        }
    }
    rows
}
