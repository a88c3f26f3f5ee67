//! Vendors deliver no more in a period than they allot (or take no more orders).
//!
//! `sum over i of ordered[i, p - lead] + commitments delivered in p <= rate[p] x years`.
//!
//! Its price is the worth of a thousand more chips (or one more MW) allotted in p.

use crate::formulation::Statement;
use crate::formulation::allotted::{Allotted, counted};
use crate::formulation::key::Key;
use crate::formulation::lin::Lin;
use crate::formulation::row::Row;

/// The name of the equation and of its rows.
pub const NAME: &str = "allotment_rate";

/// One row for each allotment with a rate (a chip's own included) and each period of the horizon.
#[must_use]
pub fn rows(m: &Statement) -> Vec<Row> {
    let mut rows = Vec::new();
    for allotted in Allotted::all(m.ctx) {
        let Some(rate) = allotted.rate else { continue };
        for p in m.ctx.periods() {
            let taken = counted(m, &allotted, p, allotted.by_order);
            let mut most = Lin::number(m.ctx.cal.value(rate, p) * m.ctx.cal.years() / allotted.scale);
            most.add(1.0, &m.vars.bent(NAME, allotted.of, Some(p)));
            rows.push(Row::at_most(Key::new(NAME, allotted.of, Some(p)), taken, most));
        }
    }
    rows
}
