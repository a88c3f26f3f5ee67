//! The power network: balance at every node, and shedding.

use super::Scene;
use super::capacity::slot;
use super::compare::{Findings, Sum, Unit};
use crate::domain::{Index, NodeId};

/// Checks both.
pub(super) fn check(scene: &Scene, findings: &mut Findings) {
    for id in scene.model.nodes.ids() {
        for p in 0..scene.calendar.periods {
            balance(scene, id, p, findings);
            shedding(scene, id, p, findings);
        }
    }
}

/// What comes in equals what goes out.
fn balance(scene: &Scene, id: NodeId, p: i32, findings: &mut Findings) {
    let (model, decisions) = (scene.model, &scene.decisions);
    let (mut comes, mut goes) = (Sum::default(), Sum::default());
    for (supply, _) in model.supplies.iter().filter(|(_, supply)| supply.node == id) {
        comes.add(decisions.dispatch[supply.get()][slot(p)]);
    }
    for (line, row) in model.lines.iter() {
        let flow = decisions.flow[line.get()][slot(p)];
        if row.to == id {
            comes.add(flow);
        }
        if row.from == id {
            goes.add(flow);
        }
    }
    comes.add(decisions.shed[id.get()][slot(p)]);
    goes.add(scene.calendar.at(&model.nodes[id].other_load, p));
    for (site, row) in model.sites.iter().filter(|(_, site)| site.node == Some(id)) {
        let factor = row.load_factor.unwrap_or(model.block.load_factor);
        goes.take(scene.service.used[site.get()][slot(p)].times(row.pue * factor));
    }
    let what = format!("{}.balance@{}", model.nodes.address(id), scene.calendar.label(p));
    let goes = Sum { value: goes.value, largest: goes.largest.max(comes.largest) };
    findings.limit();
    findings.number_noted(&what, comes.value, goes, &Unit::mw(), "{said} come in, {found} are drawn or go out");
}

/// Only other load is shed, only at a price, and no more than there is.
fn shedding(scene: &Scene, id: NodeId, p: i32, findings: &mut Findings) {
    let node = &scene.model.nodes[id];
    let shed = scene.decisions.shed[id.get()][slot(p)];
    let load = scene.calendar.at(&node.other_load, p).max(0.0);
    let most = if node.shed.is_some() { load } else { 0.0 };
    let what = format!("{}.shed@{}", scene.model.nodes.address(id), scene.calendar.label(p));
    findings.limit();
    findings.within(&what, Sum::of(shed), Sum::of(most), &Unit::mw(), "{said} are shed, {found} may be");
}
