//! What the network could bring to each site and what stops more, and what the next megawatt of each line is worth.

use super::scene::{Scene, listed};
use crate::domain::{BlockId, Index, NodeId, SiteId};
use crate::network::deliver::{Delivery, Situation, deliverable};
use crate::plan::types::{GridRow, LimitRow};
use crate::report::table::{finish, head, right, text_table};
use crate::report::words::{megawatts, money};

/// A site and block, the first and last period in which it is so, and what could be brought to it.
type Stretch = ((SiteId, BlockId), String, String, Delivery);

/// What each site could get, a line for each block and stretch of periods that are alike.
pub(super) fn sites(scene: &Scene) -> String {
    let model = scene.model;
    let mut stretches: Vec<Stretch> = Vec::new();
    for (id, site) in model.sites.iter() {
        let Some(node) = site.node else { continue };
        for block in model.blocks.ids() {
            for (label, now) in situations(scene, id, block) {
                let found = deliverable(model, node, &now);
                match stretches.last_mut() {
                    Some((of, _, last, same)) if *of == (id, block) && alike(same, &found) => *last = label,
                    _ => stretches.push(((id, block), label.clone(), label, found)),
                }
            }
        }
    }
    if stretches.is_empty() {
        return String::new();
    }
    let mut table = text_table();
    let mut heads = vec![head("site", false), head("when", false)];
    if model.several_blocks() {
        heads.push(head("block", false));
    }
    heads.extend([head("MW at the most", true), head("what stops more", false)]);
    table.set_header(heads);
    for ((id, block), first, last, found) in stretches {
        let when = if first == last { first } else { format!("{first}..{last}") };
        let lines = found.lines.iter().map(|id| format!("line {}", model.lines.name(*id)));
        let supplies = found.supplies.iter().map(|id| format!("supply {}", model.supplies.name(*id)));
        let stops: Vec<String> = lines.chain(supplies).collect();
        let stops = if stops.is_empty() { "nothing feeds it".to_owned() } else { listed(&stops) };
        let mut row = vec![head(model.sites.name(id), false), head(&when, false)];
        if model.several_blocks() {
            row.push(head(model.blocks.name(block), false));
        }
        row.extend([right(megawatts(found.mw)), head(&stops, false)]);
        table.add_row(row);
    }
    format!("\nwhat the network could bring to each site, others drawing what they draw\n{}", finish(&table))
}

fn alike(a: &Delivery, b: &Delivery) -> bool {
    (a.mw - b.mw).abs() < 0.5 && a.lines == b.lines && a.supplies == b.supplies
}

/// What everything can do in a block and what all but one site draw: in each period of the plan, or on day one of a model.
fn situations(scene: &Scene, but: SiteId, block: BlockId) -> Vec<(String, Situation)> {
    let model = scene.model;
    let Some(plan) = scene.plan else {
        let draw = |id: NodeId| scene.calendar.value(&model.nodes[id].other_load, 0) * model.nodes[id].drawn(block);
        let rating =
            |line: &crate::domain::Line| if line.circuits == 0 { 0.0 } else { line.rating_mw.unwrap_or(f64::INFINITY) };
        return vec![(
            "day one".to_owned(),
            Situation {
                supply: model.supplies.iter().map(|(_, supply)| supply.power_mw * supply.available(block)).collect(),
                rating: model.lines.iter().map(|(_, line)| rating(line)).collect(),
                draw: model.nodes.ids().map(draw).collect(),
            },
        )];
    };
    let periods = usize::try_from(scene.calendar.len()).unwrap_or(0);
    let mut all = vec![
        Situation {
            supply: vec![0.0; model.supplies.len()],
            rating: vec![0.0; model.lines.len()],
            draw: vec![0.0; model.nodes.len()],
        };
        periods
    ];
    let at = |row: &GridRow| usize::try_from(scene.period(&row.span)).ok().filter(|p| *p < periods);
    let here = |row: &&GridRow| row.block.as_deref().is_none_or(|name| name == model.blocks.name(block));
    for row in plan.grid.iter().filter(here) {
        let Some(now) = at(row).map(|p| &mut all[p]) else { continue };
        let limit = row.limit_mw.unwrap_or(f64::INFINITY);
        if let Some(id) = model.supplies.find(&row.element).filter(|_| row.kind == "supply") {
            now.supply[id.get()] = limit * model.supplies[id].available(block);
        } else if let Some(id) = model.lines.find(&row.element).filter(|_| row.kind == "line") {
            now.rating[id.get()] = limit;
        } else if let Some(id) = model.nodes.find(&row.element).filter(|_| row.kind == "node") {
            now.draw[id.get()] += limit - row.mw;
        }
    }
    for row in &plan.sites {
        let (Some(id), Ok(p)) = (model.sites.find(&row.site), usize::try_from(scene.period(&row.span))) else {
            continue;
        };
        let site = &model.sites[id];
        if let Some(node) = site.node.filter(|_| id != but && p < periods) {
            // What stands behind its meter is among the supplies.
            all[p].draw[node.get()] += row.facility_mw * model.load_factor(id, block);
        }
    }
    all.into_iter().zip(scene.calendar.horizon()).map(|(now, p)| (scene.label(p), now)).collect()
}

/// What the next megawatt of each line is worth in the period where it is worth most; nothing where the plan has no such prices.
/// More rating never hurts, so whichever way the goal counts, a price is a gain.
pub(super) fn worth(scene: &Scene) -> String {
    let mut out = String::new();
    for (id, _) in scene.model.lines.iter() {
        let of_line = format!("{}.rating@", scene.model.lines.address(id));
        let limits = scene.plan.map_or(&[][..], |plan| &plan.limits).iter();
        let priced = limits.filter_map(|row: &LimitRow| Some((row.id.strip_prefix(&of_line)?, row.price?.abs())));
        let best = priced.filter(|(_, price)| *price > 0.5).max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((period, price)) = best {
            let name = scene.model.lines.name(id);
            out.push_str(&format!("the next MW of line {name} is worth {} in {period}\n", money(price)));
        }
    }
    if out.is_empty() { out } else { format!("\n{out}") }
}
