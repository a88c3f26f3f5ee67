//! Orders grow no faster than the vendor's lines.
//!
//! `ordered[p] <= (1 + rate) x ordered[p-1] + seed`, where ordered[-1] are the commitments ordered then.
//!
//! Its price is the worth of a thousand more chips (or one more MW) ordered in p.

use crate::formulation::Statement;
use crate::formulation::allotted::{Allotted, counted};
use crate::formulation::key::Key;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "allotment_growth";

/// One row for each allotment or expansion with growth and each period.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for allotted in Allotted::all(m.ctx) {
        let Some(growth) = allotted.growth else { continue };
        for p in m.ctx.periods() {
            let mut most = counted(m, &allotted, p - 1, true).times(1.0 + growth.rate);
            most.constant += growth.seed / allotted.scale;
            rows.push(Row::at_most(Key::new(NAME, allotted.of, Some(p)), counted(m, &allotted, p, true), most));
        }
    }
    rows
}
