//! What flows into a node flows out of it.
//!
//! `sum of dispatch[g,p,b] + sum of (discharged[y,p,b] - charged[y,p,b]) + inflow - outflow - half of what its lines lose + shed[n,p,b] = other load[n,p] x load factor[n,b] + sum over its sites of import[s,p,b]`, where
//! `import[s,p,b] = pue[s] x IT power[s,p] x load factor[s,b] - own supply[s,p,b]`; negative where a site feeds in.
//!
//! Its price is the worth of one MW given to the node throughout b.

use crate::domain::Feed;
use crate::formulation::Statement;
use crate::formulation::circuits::{carried, lost};
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::own_supply::imported;
use crate::formulation::row::Row;
use crate::formulation::slices::{dispatched, shed};
use crate::formulation::storage::given_at;

/// The name of the equation and of its rows.
pub const NAME: &str = "node_balance";

/// One row for each node, period and block.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let (ctx, vars) = (m.ctx, m.vars);
    let mut rows = Vec::new();
    for (n, node) in ctx.model.nodes.iter() {
        for (p, b) in ctx.slices() {
            let mut fed = Lin::default();
            for (g, _) in ctx.model.supplies.iter().filter(|(_, supply)| supply.feed == Feed::Node(n)) {
                fed.add(1.0, &dispatched(vars, g, p, b));
            }
            for (l, line) in ctx.model.lines.iter() {
                if line.to == n {
                    fed.add(1.0, &carried(vars, l, p, b));
                }
                if line.from == n {
                    fed.add(-1.0, &carried(vars, l, p, b));
                }
                if line.from == n || line.to == n {
                    fed.add(-0.5, &lost(vars, l, p, b));
                }
            }
            fed.add(1.0, &given_at(ctx, vars, n, p, b));
            fed.add(1.0, &shed(vars, n, p, b));
            let mut load = Lin::number(ctx.cal.value(&node.other_load, p) * node.drawn(b));
            for (s, _) in ctx.model.sites.iter().filter(|(_, site)| site.node == Some(n)) {
                load.add(1.0, &imported(ctx, vars, s, p, b));
            }
            rows.push(Row::equal(Key::new(NAME, Of::Node(n), Some(p)).in_block(ctx.named(b)), fed, load));
        }
    }
    rows
}
