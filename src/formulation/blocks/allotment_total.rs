//! Vendors deliver no more over the horizon than they allot in all.
//!
//! `sum over p of what counts in p <= cumulative`.
//!
//! Its price is the worth of a thousand more chips (or one more MW) at any time.

use crate::formulation::Statement;
use crate::formulation::allotted::{Allotted, counted};
use crate::formulation::key::Key;
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "allotment_total";

/// One row for each allotment with a cumulative limit.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for allotted in Allotted::all(m.ctx) {
        let Some(most) = allotted.cumulative else { continue };
        let mut taken = Lin::default();
        m.ctx.periods().for_each(|p| taken.add(1.0, &counted(m, &allotted, p, allotted.by_order)));
        rows.push(Row::at_most(Key::new(NAME, allotted.of, None), taken, Lin::number(most / allotted.scale)));
    }
    rows
}
