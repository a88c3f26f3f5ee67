//! The auditor's own reading of blocks: their hours, what sites draw in them, and how names carry them.

use super::calendar::Calendar;
use crate::domain::{BlockId, Index, Model, NodeId, SiteId};

/// An amount by period and block.
pub(super) type Sliced = Vec<Vec<f64>>;

/// Hours of a block in a period.
pub(super) fn hours(model: &Model, calendar: &Calendar, block: BlockId) -> f64 {
    if let Some(part) = &model.blocks[block].part {
        return model.days[part.day].days * part.hours;
    }
    model.blocks[block].hours.unwrap_or(8760.0 * calendar.years())
}

/// The share of nameplate that a site draws in a block: its own, else the block's.
pub(super) fn factor(model: &Model, site: SiteId, block: BlockId) -> f64 {
    match &model.sites[site].load_factor {
        Some(own) => own.of(block).unwrap_or(model.blocks[block].load_factor),
        None => model.blocks[block].load_factor,
    }
}

/// The share of a node's other load that is drawn: its own, else all.
pub(super) fn share(model: &Model, node: NodeId, block: BlockId) -> f64 {
    model.nodes[node].load_factor.of(block).unwrap_or(1.0)
}

/// `2026Q3`, or `2026Q3/peak` where periods have several blocks.
pub(super) fn label(model: &Model, calendar: &Calendar, p: i32, block: BlockId) -> String {
    let period = calendar.label(p);
    if model.blocks.len() > 1 { format!("{period}/{}", model.blocks.name(block)) } else { period }
}

/// MWh of an amount of MW in each block of a period.
pub(super) fn mwh(model: &Model, calendar: &Calendar, mw: &[f64]) -> f64 {
    model.blocks.ids().map(|block| mw[block.get()] * hours(model, calendar, block)).sum()
}
