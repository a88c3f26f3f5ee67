//! Demand that may wait for a later period.

use crate::domain::{Defer, Model, MoneyPath, Path};
use crate::files::Finding;

use super::read::{Reader, Row};
use super::shape;
use super::value::Want;

impl Reader {
    /// How far a segment's demand may wait, if it may: both a share and a penalty, of which the second may be nothing.
    pub(super) fn defer(&mut self, row: &Row<'_>, rate: &Want, model: &Model) -> Option<Defer> {
        let field = row.get("defer")?;
        let part = self.sub(shape::DEFER, &field)?;
        let up_to = self.need(&part, "up_to").map_or(1.0, |field| self.amount(&field, &Want::share().positive()));
        let penalty = if let Some(field) = part.get("penalty") {
            self.price(&field, rate)
        } else {
            let message = format!("{} is missing; waiting has its price, if only of nothing", part.name("penalty"));
            let hint = "write what a unit that waits costs a year, such as `\"500 USD/H100e/year\"`, or 0 of it";
            self.findings.push(Finding::error(message, part.place.clone()).hint(hint));
            MoneyPath { path: Path::constant(0.0), currency: crate::domain::Index::new(0) }
        };
        if model.horizon.periods == 1 {
            let message =
                format!("{} lets nothing wait: there is one period, and nothing waits beyond the last", field.name);
            self.findings.push(Finding::warning(message, field.place()).hint("leave it out, or plan for more periods"));
        }
        Some(Defer { up_to, penalty })
    }
}
