//! Outages: every circuit is taken out in turn, and the angles of what is left are found anew from what the nodes give.
//!
//! What a node gives is read off the flows of the plan. The angles follow by elimination, the node with the fewest neighbours first,
//! for all slices with the same lines at once; no factor of one outage is used for another.

use std::collections::{BTreeMap, BTreeSet};

use super::Scene;
use super::capacity::slot;
use super::compare::{Findings, Sum, Unit};
use super::limits::{Limit, Sense};
use crate::domain::{BlockId, FlowLaw, Index, LineId, Security};

const NOTE: &str = "carries {said} while it is out, may carry {found}";
/// The share of a limit from which a plan may list it.
const NEARLY: f64 = 0.999;
/// A pivot under this share of the largest entry is none.
const NO_PIVOT: f64 = 1e-11;

/// A period and one of its blocks.
type Slice = (i32, BlockId);

impl Scene<'_> {
    /// What each line may carry while another is out: those that it nearly or more than carries are limits of the plan.
    pub(super) fn outage_limits(&self, limits: &mut Vec<Limit>, findings: &mut Findings) {
        if self.model.security == Security::None || self.model.flow == FlowLaw::Transport {
            return;
        }
        let mut alike: BTreeMap<Vec<LineId>, Vec<Slice>> = BTreeMap::new();
        for slice in self.slices() {
            let standing = self.model.lines.ids().filter(|id| self.stands(*id, slice.0));
            alike.entry(standing.collect()).or_default().push(slice);
        }
        for (standing, slices) in alike {
            for &out in &standing {
                let left: Vec<LineId> = standing.iter().copied().filter(|id| *id != out).collect();
                let parts = self.parts(&left);
                let row = &self.model.lines[out];
                if parts[row.from.get()] != parts[row.to.get()] {
                    continue;
                }
                match self.angles_without(&left, &parts, &slices) {
                    Some(angles) => self.after(out, &left, &slices, &angles, limits, findings),
                    None => findings.wrong(&self.model.lines.address(out), "no angles can be found for its outage"),
                }
            }
        }
    }

    /// The part that each node is in, by the first node of it.
    fn parts(&self, lines: &[LineId]) -> Vec<usize> {
        let mut part: Vec<usize> = (0..self.model.nodes.len()).collect();
        let mut moved = true;
        while moved {
            moved = false;
            for id in lines {
                let (from, to) = (self.model.lines[*id].from.get(), self.model.lines[*id].to.get());
                let first = part[from].min(part[to]);
                moved |= part[from] != part[to];
                (part[from], part[to]) = (first, first);
            }
        }
        part
    }

    /// The angles of each node in each slice, in radians; `None` where some node has none.
    fn angles_without(&self, lines: &[LineId], parts: &[usize], slices: &[Slice]) -> Option<Vec<Vec<f64>>> {
        let nodes = self.model.nodes.len();
        let counted_from = |node: usize| parts[node] == node;
        let mut matrix: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); nodes];
        let mut given = vec![vec![0.0; slices.len()]; nodes];
        for (id, line) in self.model.lines.iter() {
            for (n, (p, block)) in slices.iter().enumerate() {
                let flow = self.decisions.flow[id.get()][slot(*p)][block.get()];
                given[line.from.get()][n] += flow;
                given[line.to.get()][n] -= flow;
            }
        }
        for id in lines {
            let (line, strength) = (&self.model.lines[*id], self.one_circuit(*id));
            let turned = strength * line.circuit.shift.to_radians();
            for (node, other, sign) in [(line.from.get(), line.to.get(), 1.0), (line.to.get(), line.from.get(), -1.0)] {
                *matrix[node].entry(node).or_default() += strength;
                if !counted_from(other) {
                    *matrix[node].entry(other).or_default() -= strength;
                }
                given[node].iter_mut().for_each(|given| *given += sign * turned);
            }
        }
        eliminate(matrix, given, (0..nodes).filter(|node| !counted_from(*node)).collect())
    }

    fn after(
        &self,
        out: LineId,
        left: &[LineId],
        slices: &[Slice],
        angles: &[Vec<f64>],
        limits: &mut Vec<Limit>,
        findings: &mut Findings,
    ) {
        for id in left {
            let line = &self.model.lines[*id];
            let Some(rating) = line.rating_mw else { continue };
            let more = line.emergency_mw.map_or(0.0, |emergency| emergency - rating);
            for (n, (p, block)) in slices.iter().enumerate() {
                let across = angles[line.from.get()][n] - angles[line.to.get()][n] - line.circuit.shift.to_radians();
                let level = Sum::of((self.one_circuit(*id) * across).abs());
                let mut bound = self.capacity.line(*id, *p);
                bound.add(more);
                if level.value < NEARLY * bound.value {
                    findings.limit();
                    continue;
                }
                let (address, out) = (self.model.lines.address(*id), self.model.lines.name(out));
                let name = format!("{address}.emergency_rating[{out}]@{}", self.label(*p));
                let mut limit = Limit::new(name, Sense::AtMost, level, bound, Unit::mw(), NOTE);
                limit.optional = true;
                limits.push(limit.in_block(self.model, *block));
            }
        }
    }
}

/// Solves for the unknowns named, those with the fewest neighbours first; the others are zero.
fn eliminate(
    mut matrix: Vec<BTreeMap<usize, f64>>,
    mut right: Vec<Vec<f64>>,
    mut open: BTreeSet<usize>,
) -> Option<Vec<Vec<f64>>> {
    let largest = matrix.iter().flat_map(BTreeMap::values).fold(0.0_f64, |a, b| a.max(b.abs()));
    let mut order = Vec::with_capacity(open.len());
    while !open.is_empty() {
        let pivot = |node: &&usize| matrix[**node].get(*node).is_some_and(|d| d.abs() > NO_PIVOT * largest);
        let node = *open.iter().filter(pivot).min_by_key(|node| matrix[**node].len())?;
        open.remove(&node);
        let row = std::mem::take(&mut matrix[node]);
        let own = right[node].clone();
        for &other in row.keys().filter(|other| **other != node && open.contains(other)) {
            // The row holds those still open alone, and the matrix is symmetric.
            let factor = row[&other] / row[&node];
            matrix[other].remove(&node);
            for (&column, value) in row.iter().filter(|(column, _)| **column != node) {
                *matrix[other].entry(column).or_default() -= factor * value;
            }
            right[other].iter_mut().zip(&own).for_each(|(right, own)| *right -= factor * own);
        }
        order.push((node, row));
    }
    let mut found = vec![vec![0.0; right.first().map_or(0, Vec::len)]; right.len()];
    for (node, row) in order.into_iter().rev() {
        let mut value = right[node].clone();
        for (&column, entry) in row.iter().filter(|(column, _)| **column != node) {
            let known = found[column].clone();
            value.iter_mut().zip(known).for_each(|(value, known)| *value -= entry * known);
        }
        found[node] = value.into_iter().map(|value| value / row[&node]).collect();
    }
    Some(found)
}
