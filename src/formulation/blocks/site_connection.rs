//! What a site draws at nameplate fits its connection.
//!
//! `pue[s] x IT power[s,p] <= connection MW in effect[s,p]`; absent in a model without nodes.
//!
//! Its price is the worth of one more MW of connection at the site in p.

use crate::formulation::Statement;
use crate::formulation::context::PlaceKey;
use crate::formulation::effects::{Mw, megawatts, used};
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "site_connection";

/// One row for each site and period of the horizon.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    if !m.ctx.has_power() {
        return rows;
    }
    for (s, site) in m.ctx.model.sites.iter() {
        for p in m.ctx.periods() {
            let drawn: Lin = used(m.ctx, m.vars, s, p, false).times(site.pue);
            let mut connected = megawatts(m.ctx, m.vars, PlaceKey::Site(s), Mw::Power, p, false);
            connected.add(1.0, &m.vars.bent(NAME, Of::Site(s), Some(p)));
            rows.push(Row::at_most(Key::new(NAME, Of::Site(s), Some(p)), drawn, connected));
        }
    }
    rows
}
