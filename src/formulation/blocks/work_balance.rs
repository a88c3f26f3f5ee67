//! Work served, with its headroom, is work that chips do: an equality for each class.
//!
//! `sum over q in c of (1 + headroom[q]) x served[q,s,p] = sum over k of throughput[k,w] x utilisation[w] x assigned[s,k,c,p]`.
//!
//! Its price is the worth of a unit of work of the class done at the site in p.

use crate::domain::Index;
use crate::formulation::Statement;
use crate::formulation::effects::at;
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "work_balance";

/// One row for each class, site and period.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let (ctx, vars) = (m.ctx, m.vars);
    let mut rows = Vec::new();
    for (c, class) in ctx.classes.iter().enumerate() {
        for s in ctx.model.sites.ids() {
            for p in ctx.periods() {
                let mut served = Lin::default();
                for &q in &class.segments {
                    let column = vars.served[q.get()].get(&s).and_then(|row| row[at(p)]);
                    served.terms.extend(column.map(|column| (column, 1.0 + ctx.model.segments[q].headroom)));
                }
                let mut done = Lin::default();
                for &n in &ctx.stocks_at[s.get()] {
                    let column = vars.assigned[n].get(&c).and_then(|row| row[at(p)]);
                    done.terms.extend(column.map(|column| (column, ctx.work_of(ctx.stocks[n].chip, class.workload))));
                }
                if !served.terms.is_empty() || !done.terms.is_empty() {
                    let class = u32::try_from(c).expect("classes are few");
                    rows.push(Row::equal(Key::new(NAME, Of::Class(s, class), Some(p)), served, done));
                }
            }
        }
    }
    rows
}
