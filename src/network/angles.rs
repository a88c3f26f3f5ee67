//! Angles of a direct-current network: how circuits answer to them, where they are counted from, how far apart they can be,
//! and which angles flows stand for.

use std::collections::{BTreeMap, VecDeque};

use petgraph::algo::dijkstra;
use petgraph::graph::{NodeIndex, UnGraph};
use petgraph::unionfind::UnionFind;

use crate::calendar::Calendar;
use crate::domain::{Adds, Admittance, Index, Line, LineId, Model, NodeId};

/// MW a radian that one circuit of a line carries, its tap included; zero where the model says nothing.
#[must_use]
pub fn susceptance(line: &Line, base_mw: f64) -> f64 {
    let series = match line.circuit.admittance {
        Some(Admittance::Reactance(x)) => base_mw / x,
        Some(Admittance::Susceptance(b)) => b,
        None => 0.0,
    };
    series / line.circuit.tap
}

/// Radians by which a line's start is turned.
#[must_use]
pub fn shift(line: &Line) -> f64 {
    line.circuit.shift.to_radians()
}

/// Whether what stood of a line on day one is in service in a period.
#[must_use]
pub fn stands(model: &Model, calendar: &Calendar, line: LineId, p: i32) -> bool {
    let line = &model.lines[line];
    line.circuits > 0 && line.retires.is_none_or(|month| p < calendar.period_of(month))
}

/// Whether projects bring circuits to a line.
#[must_use]
pub fn grows(model: &Model, line: LineId) -> bool {
    model.projects.iter().any(|(_, j)| matches!(j.adds, Some(Adds::Circuits { line: on, .. }) if on == line))
}

/// The node whose angle is zero, by component of the graph with every line that may ever be: with a node for each part
/// that hangs together today, two parts that a candidate would join could not turn against each other.
#[must_use]
pub fn references(model: &Model) -> Vec<NodeId> {
    let mut parts = UnionFind::<usize>::new(model.nodes.len());
    for (_, line) in model.lines.iter() {
        parts.union(line.from.get(), line.to.get());
    }
    let mut first: BTreeMap<usize, NodeId> = BTreeMap::new();
    for node in model.nodes.ids() {
        first.entry(parts.find(node.get())).or_insert(node);
    }
    let mut nodes: Vec<NodeId> = first.into_values().collect();
    nodes.sort_unstable();
    nodes
}

/// How far the angles at the ends of a line can be apart while the line is not in service, in radians.
#[derive(Clone, Debug)]
pub struct Spread<'m> {
    model: &'m Model,
    /// By line: the widest angle across it while it is in service.
    widest: Vec<Option<f64>>,
}

impl<'m> Spread<'m> {
    /// Looks at every line once.
    #[must_use]
    pub fn new(model: &'m Model) -> Self {
        Self { model, widest: model.lines.ids().map(|line| widest(model, line)).collect() }
    }

    /// No more than this lies across a line: the shortest path over what stands in the period, else as many of the
    /// widest lines as a path can have. `None` where nothing bounds it.
    #[must_use]
    pub fn across(&self, calendar: &Calendar, line: LineId, p: i32) -> Option<f64> {
        let mut graph = UnGraph::<(), f64, u32>::default();
        for _ in self.model.nodes.ids() {
            graph.add_node(());
        }
        for (id, row) in self.model.lines.iter() {
            if let Some(width) = self.widest[id.get()].filter(|_| stands(self.model, calendar, id, p)) {
                graph.add_edge(NodeIndex::new(row.from.get()), NodeIndex::new(row.to.get()), width);
            }
        }
        let row = &self.model.lines[line];
        let (from, to) = (NodeIndex::new(row.from.get()), NodeIndex::new(row.to.get()));
        dijkstra(&graph, from, Some(to), |edge| *edge.weight()).get(&to).copied().or_else(|| self.longest())
    }

    /// The sum of the widest lines, one less than there are nodes: no path without a circle is longer.
    fn longest(&self) -> Option<f64> {
        let mut widths: Vec<f64> = self.widest.iter().copied().collect::<Option<_>>()?;
        widths.sort_by(|a, b| b.total_cmp(a));
        Some(widths.iter().take(self.model.nodes.len().saturating_sub(1)).sum())
    }
}

/// The widest angle across a line in service: what its full rating, or its angle limits, allow.
fn widest(model: &Model, id: LineId) -> Option<f64> {
    let line = &model.lines[id];
    let limits = line.circuit.angle_min.zip(line.circuit.angle_max);
    let by_limits = limits.map(|(least, most)| least.abs().max(most.abs()).to_radians());
    let added = model.projects.iter().filter_map(|(_, j)| Some((j.adds?, f64::from(j.copies))));
    let added = added.chain(model.expansions.iter().map(|(_, x)| (x.adds, 1.0)));
    let uprated: f64 = added
        .filter(|(adds, _)| matches!(adds, Adds::Line { line, .. } if *line == id))
        .map(|(adds, copies)| adds.mw() * copies)
        .sum();
    let bent = line.bend.as_ref().map_or(Some(0.0), |bend| bend.at_most);
    let by_rating = line.rating_mw.zip(bent).map(|(rating, bent)| {
        let susceptance = susceptance(line, model.base_mw).abs();
        (rating + uprated + bent) / susceptance + shift(line).abs()
    });
    match (by_limits, by_rating) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// The angle of every node in radians, for flows that obey the law: counted from the first node of each island. `circuits`
/// says how many of each line are in service; flows of others tell nothing.
#[must_use]
pub fn angles(model: &Model, flow: &[f64], circuits: &[f64]) -> Vec<f64> {
    // The strongest lines lead the way, so that what is rounded on them is not multiplied.
    let strength = |line: LineId| circuits[line.get()] * susceptance(&model.lines[line], model.base_mw);
    let mut lines: Vec<LineId> = model.lines.ids().filter(|line| strength(*line) != 0.0).collect();
    lines.sort_by(|a, b| strength(*b).abs().total_cmp(&strength(*a).abs()));
    let mut parts = UnionFind::<usize>::new(model.nodes.len());
    let mut beside: Vec<Vec<LineId>> = vec![Vec::new(); model.nodes.len()];
    for line in lines {
        let row = &model.lines[line];
        if parts.union(row.from.get(), row.to.get()) {
            beside[row.from.get()].push(line);
            beside[row.to.get()].push(line);
        }
    }
    let mut known: Vec<Option<f64>> = vec![None; model.nodes.len()];
    for first in model.nodes.ids() {
        if known[first.get()].is_some() {
            continue;
        }
        known[first.get()] = Some(0.0);
        let mut next = VecDeque::from([(first, 0.0)]);
        while let Some((node, here)) = next.pop_front() {
            for &line in &beside[node.get()] {
                let row = &model.lines[line];
                let across = flow[line.get()] / strength(line) + shift(row);
                let (other, there) = if row.from == node { (row.to, here - across) } else { (row.from, here + across) };
                if known[other.get()].is_none() {
                    known[other.get()] = Some(there);
                    next.push_back((other, there));
                }
            }
        }
    }
    known.into_iter().map(|angle| angle.unwrap_or(0.0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Circuit;
    use crate::network::testing::{calendar, line, model, node, project};

    fn reactance(model: &mut Model, line: LineId, x: f64) {
        model.lines.get_mut(line).circuit =
            Circuit { admittance: Some(Admittance::Reactance(x)), ..Circuit::default() };
    }

    #[test]
    fn a_candidate_is_as_wide_as_the_shortest_way_around_it() {
        let mut m = model(4);
        let [a, b, c, d] = ["a", "b", "c", "d"].map(|name| node(&mut m, name));
        let around = [(a, b, 100.0, 0.2), (b, c, 50.0, 0.1), (a, c, 90.0, 0.4)];
        for (n, (from, to, mw, x)) in around.into_iter().enumerate() {
            let id = line(&mut m, &format!("l{n}"), from, to, mw);
            reactance(&mut m, id, x);
        }
        let [ac, ad] = [("new-ac", c), ("new-ad", d)].map(|(name, to)| {
            let id = line(&mut m, name, a, to, 80.0);
            reactance(&mut m, id, 0.5);
            m.lines.get_mut(id).circuits = 0;
            let brings = project(&mut m, &format!("build-{name}"), 1);
            m.projects.get_mut(brings).adds = Some(Adds::Circuits { line: id, circuits: 1, mw: 80.0 });
            id
        });
        let calendar = calendar(&m);
        let spread = Spread::new(&m);
        let near = |a: Option<f64>, b: f64| assert!((a.expect("bounded") - b).abs() < 1e-12, "{a:?} is not {b}");
        near(spread.across(&calendar, ac, 0), 0.2 + 0.05); // 100 MW x 0.2 + 50 MW x 0.1, on 100 MW
        near(spread.across(&calendar, ad, 0), 0.4 + 0.4 + 0.36); // d hangs on nothing: the three widest of five lines
        m.lines.get_mut(LineId::new(1)).retires = Some(crate::domain::Month(m.horizon.start.0 + 3));
        let spread = Spread::new(&m);
        near(spread.across(&calendar, ac, 0), 0.25);
        near(spread.across(&calendar, ac, 1), 0.36);
        assert_eq!(references(&m), [a], "candidates join d to the rest");
        assert!(grows(&m, ac) && !grows(&m, LineId::new(0)));
    }

    #[test]
    fn angles_follow_from_flows() {
        let mut m = model(1);
        let [a, b, c] = ["a", "b", "c"].map(|name| node(&mut m, name));
        let ab = line(&mut m, "ab", a, b, 100.0);
        let cb = line(&mut m, "cb", c, b, 100.0);
        reactance(&mut m, ab, 0.1);
        reactance(&mut m, cb, 0.2);
        m.lines.get_mut(cb).circuit.shift = 90.0;
        m.lines.get_mut(cb).circuit.tap = 0.5;
        let found = angles(&m, &[50.0, 100.0], &[1.0, 1.0]);
        let turned = std::f64::consts::FRAC_PI_2;
        for (found, by_hand) in found.iter().zip([0.0, -0.05, -0.05 + 0.1 + turned]) {
            assert!((found - by_hand).abs() < 1e-12, "{found} is not {by_hand}");
        }
        assert_eq!(angles(&m, &[50.0, 100.0], &[0.0, 0.0]), [0.0; 3], "what is not there tells nothing");
    }
}
