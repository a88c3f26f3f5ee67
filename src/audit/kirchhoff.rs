//! Power flow with angles: whether the flows of a plan obey Kirchhoff's laws, and the angles that they stand for.
//!
//! The angles are found here from the plan's flows alone: along a tree of the strongest lines of each island every flow says how
//! far the angle turns, and every line beside the tree closes a circle, on which its flow must be what the angles ask for. With
//! the balance of each node, which [`super::grid`] checks, this is exact: flows keep both laws if and only if nothing is found.

use super::Scene;
use super::blocks::label;
use super::capacity::slot;
use super::compare::{Findings, Sum, Unit};
use super::limits::{Limit, Sense};
use crate::domain::{Adds, Admittance, BlockId, FlowLaw, Index, LineId, NodeId};
use crate::plan::types::Plan;

/// A period and one of its blocks.
type Slice = (i32, BlockId);

const DEGREES: f64 = 180.0 / std::f64::consts::PI;

/// The network of one block of a period.
struct Turned {
    /// By line: MW a radian of all its circuits in service; zero where nothing of it is, or (of a relaxed plan) a part of a circuit.
    strength: Vec<f64>,
    /// By line: circuits in service.
    circuits: Vec<f64>,
    /// By node, in radians from the first node of its island.
    angle: Vec<f64>,
    /// Lines that close a circle.
    closing: Vec<LineId>,
}

/// Checks the laws, the angles that the plan reports and what carries without a circuit.
pub(super) fn check(scene: &Scene, plan: &Plan, findings: &mut Findings) {
    for slice in scene.slices() {
        let turned = scene.turned(slice);
        scene.without_circuit(&turned, slice, findings);
        if scene.model.flow == FlowLaw::Dc {
            scene.circles(&turned, slice, findings);
            scene.new_circuits(&turned, slice, findings);
        }
        scene.reported(plan, &turned, slice, findings);
    }
}

impl Scene<'_> {
    fn turned(&self, (p, block): Slice) -> Turned {
        let lines = self.model.lines.len();
        let mut turned = Turned {
            strength: vec![0.0; lines],
            circuits: vec![0.0; lines],
            angle: vec![0.0; self.model.nodes.len()],
            closing: Vec::new(),
        };
        for (id, line) in self.model.lines.iter() {
            let stands = line.retires.is_none_or(|month| self.calendar.period(month) > p);
            turned.circuits[id.get()] = if stands { f64::from(line.circuits) } else { 0.0 };
        }
        for (id, project) in self.model.projects.iter() {
            if let Some(Adds::Circuits { line, circuits, .. }) = project.adds {
                turned.circuits[line.get()] += self.effects.effective(id, p) * f64::from(circuits);
            }
        }
        if self.model.flow == FlowLaw::Transport {
            return turned;
        }
        for id in self.model.lines.ids() {
            let count = turned.circuits[id.get()];
            let whole = (count - count.round()).abs() < 1e-6;
            // Copies that are partly there may be so one by one, even where their sum is whole.
            let mixed = self.decisions.relaxed && self.is_brought(id);
            turned.strength[id.get()] = if whole && !mixed { count.round() * self.one_circuit(id) } else { 0.0 };
        }
        self.turn(&mut turned, (p, block));
        turned
    }

    /// MW a radian of one circuit of a line.
    pub(super) fn one_circuit(&self, id: LineId) -> f64 {
        let circuit = &self.model.lines[id].circuit;
        match circuit.admittance {
            Some(Admittance::Reactance(x)) => self.model.base_mw / x / circuit.tap,
            Some(Admittance::Susceptance(b)) => b / circuit.tap,
            None => 0.0,
        }
    }

    fn is_brought(&self, id: LineId) -> bool {
        self.model.projects.iter().any(|(_, j)| matches!(j.adds, Some(Adds::Circuits { line, .. }) if line == id))
    }

    /// Joins nodes by the strongest lines first, turning one of the two parts so that the line's flow fits: what is
    /// rounded on a strong line stays small on a weak one.
    fn turn(&self, turned: &mut Turned, slice: Slice) {
        let mut lines: Vec<LineId> = self.model.lines.ids().filter(|id| turned.strength[id.get()] != 0.0).collect();
        let size = |id: &LineId| turned.strength[id.get()].abs();
        lines.sort_by(|a, b| size(b).total_cmp(&size(a)));
        let mut part: Vec<usize> = (0..self.model.nodes.len()).collect();
        for id in lines {
            let line = &self.model.lines[id];
            let (from, to) = (line.from.get(), line.to.get());
            if part[from] == part[to] {
                turned.closing.push(id);
                continue;
            }
            let across = self.flow(id, slice) / turned.strength[id.get()] + line.circuit.shift / DEGREES;
            let by = turned.angle[from] - across - turned.angle[to];
            let (kept, moved) = (part[from], part[to]);
            for (island, angle) in part.iter_mut().zip(&mut turned.angle).filter(|(island, _)| **island == moved) {
                *island = kept;
                *angle += by;
            }
        }
        // Angles count from the first node of each island.
        let mut first: Vec<Option<f64>> = vec![None; part.len()];
        for (node, island) in part.iter().enumerate() {
            let zero = *first[*island].get_or_insert(turned.angle[node]);
            turned.angle[node] -= zero;
        }
        turned.closing.sort_unstable();
    }

    fn flow(&self, id: LineId, (p, block): Slice) -> f64 {
        self.decisions.flow[id.get()][slot(p)][block.get()]
    }

    fn at(&self, (p, block): Slice) -> String {
        label(self.model, &self.calendar, p, block)
    }

    /// The angle at the start of a line less that at its end, in degrees.
    fn across(&self, turned: &Turned, id: LineId) -> f64 {
        let line = &self.model.lines[id];
        (turned.angle[line.from.get()] - turned.angle[line.to.get()]) * DEGREES
    }

    /// A line without a circuit in service carries nothing.
    fn without_circuit(&self, turned: &Turned, slice: Slice, findings: &mut Findings) {
        for (id, line) in self.model.lines.iter() {
            if line.rating_mw.is_none() && turned.circuits[id.get()] == 0.0 {
                let what = format!("{}.circuits@{}", self.model.lines.address(id), self.at(slice));
                let note = "carries {said}, and no circuit of it is in service to carry more than {found}";
                findings.limit();
                findings.within(&what, Sum::of(self.flow(id, slice).abs()), Sum::of(0.0), &Unit::mw(), note);
            }
        }
    }

    /// What a line carries that closes a circle is what the angles of the circle ask for.
    fn circles(&self, turned: &Turned, slice: Slice, findings: &mut Findings) {
        let flows = self.model.lines.ids().map(|id| self.flow(id, slice).abs());
        let largest = flows.fold(0.0, f64::max);
        for &id in &turned.closing {
            let line = &self.model.lines[id];
            let strength = turned.strength[id.get()];
            let asked = strength * (self.across(turned, id) - line.circuit.shift) / DEGREES;
            let shifted = (strength * line.circuit.shift / DEGREES).abs();
            let what = format!("{}.law@{}", self.model.lines.address(id), self.at(slice));
            let note = "carries {said}, the angles at its ends ask for {found} (Kirchhoff's law around a circle)";
            let asked = Sum { value: asked, largest: largest.max(shifted) };
            findings.limit();
            findings.number_noted(&what, self.flow(id, slice), asked, &Unit::mw(), note);
        }
    }

    /// Angle limits of lines that have no circuit but those that projects bring; the others are limits of their own.
    fn new_circuits(&self, turned: &Turned, slice: Slice, findings: &mut Findings) {
        for (id, line) in self.model.lines.iter() {
            if turned.strength[id.get()] == 0.0 || self.stands(id, slice.0) {
                continue;
            }
            let across = self.across(turned, id);
            let what = format!("{}.angle@{}", self.model.lines.address(id), self.at(slice));
            let unit = Unit::new("deg", 1.0);
            for (level, limit) in [(across, line.circuit.angle_max), (-across, line.circuit.angle_min.map(|x| -x))] {
                if let Some(limit) = limit {
                    findings.limit();
                    let note = "{said} lie across it, {found} may";
                    findings.within(&what, Sum::of(level), Sum::of(limit), &unit, note);
                }
            }
        }
    }

    pub(super) fn stands(&self, id: LineId, p: i32) -> bool {
        let line = &self.model.lines[id];
        line.circuits > 0 && line.retires.is_none_or(|month| self.calendar.period(month) > p)
    }

    /// Angles and loading as the plan reports them.
    fn reported(&self, plan: &Plan, turned: &Turned, slice: Slice, findings: &mut Findings) {
        let (label, several) = (self.calendar.label(slice.0), self.model.blocks.len() > 1);
        let block = several.then(|| self.model.blocks.name(slice.1));
        let here = plan.grid.iter().filter(|row| row.span.period == label && row.block.as_deref() == block);
        for row in here {
            let node = self.model.nodes.find(&row.element).filter(|_: &NodeId| row.kind == "node");
            let angle = node.filter(|_| self.model.flow == FlowLaw::Dc).map(|id| turned.angle[id.get()] * DEGREES);
            let line = self.model.lines.find(&row.element).filter(|_: &LineId| row.kind == "line");
            let full = line.map(|id| self.capacity.line(id, slice.0).value).filter(|mw| mw.is_finite() && *mw > 0.0);
            let loading = line.zip(full).map(|(id, mw)| self.flow(id, slice).abs() / mw);
            let lost = line.and_then(|id| self.lost(id, slice));
            if lost.is_some() || row.loss_mw.is_some() {
                let (said, found) = (row.loss_mw.unwrap_or(0.0), lost.unwrap_or(0.0));
                let note = "loses {said}, and by what it carries {found}: no more may be wasted where power is worth less than nothing";
                findings.number_noted(&format!("{} loss_mw", row.id), said, Sum::of(found), &Unit::mw(), note);
            }
            for (name, said, found, unit) in [
                ("angle_degrees", row.angle_degrees, angle, Unit::new("deg", 1.0)),
                ("loading", row.loading, loading, Unit::plain()),
            ] {
                match (said, found) {
                    (Some(said), Some(found)) => {
                        findings.number(&format!("{} {name}", row.id), said, Sum::of(found), &unit);
                    }
                    (None, None) => {}
                    (said, found) => findings.same(&row.id, name, &said, &found),
                }
            }
        }
    }

    /// Limits on the angle across lines that stand.
    pub(super) fn angle_limits(&self, limits: &mut Vec<Limit>) {
        if self.model.flow == FlowLaw::Transport {
            return;
        }
        for slice in self.slices() {
            let turned = self.turned(slice);
            for (id, line) in self.model.lines.iter().filter(|(id, _)| self.stands(*id, slice.0)) {
                let across = Sum::of(self.across(&turned, id));
                let unit = Unit::new("degrees", 1.0);
                let at = self.at(slice);
                for (key, sense, limit) in
                    [("max", Sense::AtMost, line.circuit.angle_max), ("min", Sense::AtLeast, line.circuit.angle_min)]
                {
                    let Some(limit) = limit.map(Sum::of) else { continue };
                    let name = format!("{}.angle_{key}@{at}", self.model.lines.address(id));
                    let note = "{said} lie across it, the limit is {found}";
                    limits.push(Limit::new(name, sense, across, limit, unit.clone(), note));
                }
            }
        }
    }
}
