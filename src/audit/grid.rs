//! The power network: balance at every node, and shedding.

use super::Scene;
use super::blocks::{label, share};
use super::capacity::slot;
use super::compare::{Findings, Sum, Unit};
use crate::domain::{BlockId, Feed, Index, NodeId};

/// Checks both.
pub(super) fn check(scene: &Scene, findings: &mut Findings) {
    for id in scene.model.nodes.ids() {
        for p in 0..scene.calendar.periods {
            for block in scene.model.blocks.ids() {
                balance(scene, id, (p, block), findings);
                shedding(scene, id, (p, block), findings);
            }
        }
    }
}

/// What comes in equals what goes out.
fn balance(scene: &Scene, id: NodeId, (p, block): (i32, BlockId), findings: &mut Findings) {
    let (model, decisions) = (scene.model, &scene.decisions);
    let (mut comes, mut goes) = (Sum::default(), Sum::default());
    for (supply, _) in model.supplies.iter().filter(|(_, supply)| supply.feed == Feed::Node(id)) {
        comes.add(decisions.dispatch[supply.get()][slot(p)][block.get()]);
    }
    for (line, row) in model.lines.iter() {
        let flow = decisions.flow[line.get()][slot(p)][block.get()];
        if row.to == id {
            comes.add(flow);
        }
        if row.from == id {
            goes.add(flow);
        }
        if row.from == id || row.to == id {
            goes.add(scene.lost(line, (p, block)).unwrap_or(0.0) / 2.0);
        }
    }
    for (battery, _) in model.batteries.iter().filter(|(_, battery)| battery.feed == Feed::Node(id)) {
        let (taken, given) = decisions.stored[battery.get()][slot(p)][block.get()];
        comes.add(given);
        goes.add(taken);
    }
    comes.add(decisions.shed[id.get()][slot(p)][block.get()]);
    goes.add(scene.calendar.at(&model.nodes[id].other_load, p) * share(model, id, block));
    for (site, _) in model.sites.iter().filter(|(_, site)| site.node == Some(id)) {
        goes.take(scene.import(site, p, block));
    }
    let what = format!("{}.balance@{}", model.nodes.address(id), label(scene.model, &scene.calendar, p, block));
    let goes = Sum { value: goes.value, largest: goes.largest.max(comes.largest) };
    findings.limit();
    findings.number_noted(&what, comes.value, goes, &Unit::mw(), "{said} come in, {found} are drawn or go out");
}

/// Only other load is shed, only at a price, and no more than there is.
fn shedding(scene: &Scene, id: NodeId, (p, block): (i32, BlockId), findings: &mut Findings) {
    let node = &scene.model.nodes[id];
    let shed = scene.decisions.shed[id.get()][slot(p)][block.get()];
    let load = scene.calendar.at(&node.other_load, p).max(0.0) * share(scene.model, id, block);
    let most = if node.shed.is_some() { load } else { 0.0 };
    let what = format!("{}.shed@{}", scene.model.nodes.address(id), label(scene.model, &scene.calendar, p, block));
    findings.limit();
    findings.within(&what, Sum::of(shed), Sum::of(most), &Unit::mw(), "{said} are shed, {found} may be");
}
