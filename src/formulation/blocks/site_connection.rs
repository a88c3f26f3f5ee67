//! What a site draws at nameplate, less what stands behind its meter, fits its connection.
//!
//! `pue[s] x IT power[s,p] - own supply[s,p,b] <= connection MW in effect[s,p]`; a site without own supply has one row for all blocks.
//! Absent in a model without nodes.
//!
//! Its price is the worth of one more MW of connection at the site in p, and in b where it has own supply.

use crate::domain::{BlockId, SiteId};
use crate::formulation::Statement;
use crate::formulation::context::PlaceKey;
use crate::formulation::effects::{Mw, megawatts, used};
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::own_supply::own_supply;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "site_connection";

/// One row for each site and period of the horizon; where something stands behind the meter, one for each block of it.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    if !m.ctx.has_power() {
        return rows;
    }
    for (s, site) in m.ctx.model.sites.iter() {
        for p in m.ctx.periods() {
            let drawn: Lin = used(m.ctx, m.vars, s, p, false).times(site.pue);
            if !m.ctx.has_own_supply(s) {
                rows.push(Row::at_most(Key::new(NAME, Of::Site(s), Some(p)), drawn, connection(m, s, p)));
                continue;
            }
            for b in m.ctx.blocks() {
                let mut import = drawn.clone();
                import.add(-1.0, &own_supply(m.ctx, m.vars, s, p, b));
                rows.push(Row::at_most(of_block(m, NAME, s, p, b), import, connection(m, s, p)));
            }
        }
    }
    rows
}

/// The name of a row of a site's connection in a block.
pub(super) fn of_block(m: &Statement, name: &'static str, s: SiteId, p: i32, b: BlockId) -> Key {
    Key::new(name, Of::Site(s), Some(p)).in_block(m.ctx.named(b))
}

/// Connection MW of a site in effect, with what is bent of it.
fn connection(m: &Statement, s: SiteId, p: i32) -> Lin {
    let mut connected = megawatts(m.ctx, m.vars, PlaceKey::Site(s), Mw::Power, p, false);
    connected.add(1.0, &m.vars.bent(NAME, Of::Site(s), Some(p)));
    connected
}
