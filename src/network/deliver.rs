//! How many megawatts a network can bring to a node, and which lines and supplies stop more: a maximum flow and its cut.
//!
//! Angles are not looked at, so where flows obey them it is at most so much.

use petgraph::algo::ford_fulkerson;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::domain::{Index, LineId, Model, NodeId, SupplyId};

/// What every node, line and supply can do at one time, in MW.
#[derive(Clone, Debug, PartialEq)]
pub struct Situation {
    /// By supply: what it can give.
    pub supply: Vec<f64>,
    /// By line: what it can carry either way; may be without end.
    pub rating: Vec<f64>,
    /// By node: what others draw there and are not to lose; what they feed in where negative.
    pub draw: Vec<f64>,
}

/// What can be brought to a node.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    /// MW beside what others draw.
    pub mw: f64,
    /// Lines that are full when so much comes.
    pub lines: Vec<LineId>,
    /// Supplies that give all they can, on the near side of those lines.
    pub supplies: Vec<SupplyId>,
}

/// A share of the largest number under which what is left over is noise.
const NOISE: f64 = 1e-9;

/// What can be brought to a node while others draw what they draw.
#[must_use]
pub fn deliverable(model: &Model, node: NodeId, now: &Situation) -> Delivery {
    let feeds = now.draw.iter().map(|mw| (-mw).max(0.0)).sum::<f64>();
    let all: f64 = now.supply.iter().map(|mw| mw.max(0.0)).sum::<f64>() + feeds;
    let nodes = model.nodes.len();
    let (source, sink) = (NodeIndex::new(nodes), NodeIndex::new(nodes + 1));
    let mut graph = DiGraph::<(), f64>::new();
    for _ in 0..nodes + 2 {
        graph.add_node(());
    }
    for (id, supply) in model.supplies.iter() {
        if let Some(node) = model.node_of(supply.feed) {
            graph.add_edge(source, NodeIndex::new(node.get()), now.supply[id.get()].max(0.0));
        }
    }
    for (id, line) in model.lines.iter() {
        let (from, to) = (NodeIndex::new(line.from.get()), NodeIndex::new(line.to.get()));
        // More than there is anywhere is as good as no end.
        let most = now.rating[id.get()].clamp(0.0, all);
        graph.add_edge(from, to, most);
        graph.add_edge(to, from, most);
    }
    for id in model.nodes.ids() {
        let draw = now.draw[id.get()];
        graph.add_edge(source, NodeIndex::new(id.get()), (-draw).max(0.0));
        graph.add_edge(NodeIndex::new(id.get()), sink, draw.max(0.0));
    }
    let (others, _) = ford_fulkerson(&graph, source, sink);
    let wanted = graph.add_edge(NodeIndex::new(node.get()), sink, all);
    let (total, flows) = ford_fulkerson(&graph, source, sink);
    // From the node backwards over whatever could still carry more towards it.
    let left = |edge: usize, weight: f64| weight - flows[edge] > NOISE * all.max(1.0);
    let mut near = vec![false; nodes + 2];
    near[node.get()] = true;
    let mut next = vec![node.get()];
    while let Some(at) = next.pop() {
        for edge in graph.edge_indices().filter(|edge| *edge != wanted) {
            let (from, to) = graph.edge_endpoints(edge).expect("the edge is of this graph");
            let forth = to.index() == at && left(edge.index(), graph[edge]);
            let back = from.index() == at && flows[edge.index()] > NOISE * all.max(1.0);
            let other = if forth { from } else { to };
            if (forth || back) && other != sink && !near[other.index()] {
                near[other.index()] = true;
                next.push(other.index());
            }
        }
    }
    let crosses = |line: &LineId| {
        let line = &model.lines[*line];
        near[line.from.get()] != near[line.to.get()]
    };
    let lines = model.lines.ids().filter(|id| crosses(id) && now.rating[id.get()] > 0.0).collect();
    let gives = |id: &SupplyId| {
        model.node_of(model.supplies[*id].feed).is_some_and(|node| near[node.get()]) && now.supply[id.get()] > 0.0
    };
    Delivery { mw: total - others, lines, supplies: model.supplies.ids().filter(gives).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::testing::{line, model, node, supply};

    #[test]
    fn what_comes_is_held_by_the_narrowest_cut_and_by_what_others_draw() {
        let mut m = model(1);
        let [a, b, c] = ["a", "b", "c"].map(|name| node(&mut m, name));
        line(&mut m, "ab", a, b, 100.0);
        let bc = line(&mut m, "bc", b, c, 60.0);
        let ac = line(&mut m, "ac", a, c, 30.0);
        supply(&mut m, "plant", a, 500.0);
        let near = supply(&mut m, "near", c, 5.0);
        let mut now =
            Situation { supply: vec![500.0, 5.0], rating: vec![100.0, 60.0, 30.0], draw: vec![0.0, 20.0, 10.0] };
        let found = deliverable(&m, c, &now);
        assert!((found.mw - 85.0).abs() < 1e-9, "60 + 30 + 5 less the 10 of others there: {}", found.mw);
        assert_eq!((found.lines, found.supplies), (vec![bc, ac], vec![near]));
        now.supply[0] = 50.0;
        let found = deliverable(&m, c, &now);
        assert!((found.mw - 25.0).abs() < 1e-9, "55 MW less 30 of others: {}", found.mw);
        assert!(found.lines.is_empty() && found.supplies.len() == 2, "all supplies give what they can");
        now.rating = vec![f64::INFINITY, 0.0, f64::INFINITY];
        assert!((deliverable(&m, b, &now).mw - 25.0).abs() < 1e-9);
    }
}
