//! What is begun, complete and in effect when, and what decides it.

use super::Subject;
use super::parts::{Cell, Chart, Gantt, List, Section};
use crate::report::explain::timeline_drawn;

pub(super) fn section(subject: &Subject) -> Result<Option<Section>, String> {
    let drawn = timeline_drawn(subject.model, subject.plan)?;
    if drawn.bars.is_empty() {
        return Ok(None);
    }
    let heads = ["site", "power", "decided by", "link", "begins", "ends", "why"];
    let mut list = List::new("What decides when each site has its power, link by link", &heads);
    // A link stands below the one that it waits for.
    list.fixed = true;
    list.rows = drawn.links.iter().map(|cells| cells.iter().map(Cell::words).collect()).collect();
    let lead = format!(
        "Each bar stands below what it waits for; those that decide a date of power are on the critical path, and the last column says by \
         how many {} a bar could slip so that nothing comes later.",
        drawn.unit
    );
    let lists = [list].into_iter().filter(|list| !list.rows.is_empty()).collect();
    let name = "Projects, agreements and orders that decide".into();
    let charts = vec![Chart::Gantt(Gantt { name, drawn })];
    Ok(Some(Section { id: "timeline", title: "When, and what decides it", lead: vec![lead], charts, lists }))
}
