//! A line loses no less than each straight piece of its loss says of what it carries from its start to its end.
//!
//! `loss[l,p,b] >= slope[l,n] x flow[l,p,b] - offset[l,n]`, for every piece n of a line with a resistance in a model with `losses`;
//! half of the loss is drawn at each end (`node_balance`).
//!
//! Its price is what a MW lost on l in b would be worth if it were not; where power is worth less than nothing, no piece binds.

use crate::domain::Index;
use crate::formulation::Statement;
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;
use crate::formulation::slices::column;
use crate::network::losses::chords;

/// The name of the equation and of its rows.
pub const NAME: &str = "line_loss";

/// One row for each piece of each line that loses something, period and block.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for l in m.ctx.model.lines.ids() {
        for (n, chord) in (1..).zip(chords(m.ctx.model, l)) {
            for (p, b) in m.ctx.slices() {
                let [flow, loss] = [&m.vars.flow, &m.vars.loss].map(|columns| column(&columns[l.get()], p, b));
                let (Some(flow), Some(loss)) = (flow, loss) else { continue };
                let key = Key::new(NAME, Of::Piece(l, n), Some(p)).in_block(m.ctx.named(b));
                let mut least = Lin::of(flow, chord.slope);
                least.constant -= chord.offset;
                rows.push(Row::at_least(key, Lin::of(loss, 1.0), least));
            }
        }
    }
    rows
}
