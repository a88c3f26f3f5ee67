//! Losses of lines: straight pieces of a square, read off between the two multiples of a width that a flow lies between.

use super::Scene;
use super::capacity::slot;
use crate::domain::Index;
use crate::domain::{Adds, BlockId, LineId};

impl Scene<'_> {
    /// MW that a line loses by what it carries; `None` where nobody asks.
    pub(super) fn lost(&self, id: LineId, (p, block): (i32, BlockId)) -> Option<f64> {
        let line = &self.model.lines[id];
        let segments = self.model.losses.filter(|_| line.circuit.resistance > 0.0)?;
        let brought = |adds: Option<Adds>, copies: f64| match adds {
            Some(Adds::Line { line, mw }) if line == id => mw * copies,
            _ => 0.0,
        };
        let projects = self.model.projects.iter().map(|(_, row)| brought(row.adds, f64::from(row.copies)));
        let expansions = self.model.expansions.iter().map(|(_, row)| brought(Some(row.adds), 1.0));
        let day_one = line.rating_mw?;
        let most = day_one + projects.chain(expansions).sum::<f64>();
        let carried = self.decisions.flow[id.get()][slot(p)][block.get()].abs();
        if most <= 0.0 {
            return Some(0.0);
        }
        // Widths are those of the rating on day one, of which what is added has more; a thousand of them at most.
        let cut = if day_one > 0.0 { day_one } else { most };
        let width = f64::max(cut / f64::from(segments), most / 1000.0);
        let last = (most / width - 1e-9).ceil() - 1.0;
        let whole = (carried / width).floor().min(last);
        let square = |mw: f64| line.circuit.resistance * (mw / self.model.base_mw).powi(2) * self.model.base_mw;
        let (from, to) = (square(whole * width), square((whole + 1.0) * width));
        Some(from + (to - from) * (carried / width - whole))
    }
}
