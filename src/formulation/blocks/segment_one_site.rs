//! A one-site segment is at one site at most, for the whole horizon.
//!
//! `sum over s of located[q,s] <= 1`.
//!
//! Rows of integers alone have no price.

use crate::formulation::Statement;
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "segment_one_site";

/// One row for each one-site segment.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for q in m.ctx.model.segments.ids() {
        let mut sites = Lin::default();
        let located = m.vars.located.iter().filter(|((segment, _), _)| *segment == q);
        located.for_each(|(_, column)| sites.terms.push((*column, 1.0)));
        if !sites.terms.is_empty() {
            rows.push(Row::at_most(Key::new(NAME, Of::Segment(q), None), sites, Lin::number(1.0)));
        }
    }
    rows
}
