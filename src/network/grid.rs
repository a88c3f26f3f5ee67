//! The power network as a graph: islands, sites without supply, and lines whose loss cuts something off.

use std::collections::BTreeMap;

use petgraph::algo::bridges;
use petgraph::graph::{NodeIndex, UnGraph};
use petgraph::unionfind::UnionFind;
use petgraph::visit::{Bfs, EdgeFiltered, EdgeRef};

use crate::domain::{Adds, Index, Line, LineId, Model, NodeId, Path, ProjectId, SiteId, SupplyId};

/// Nodes that lines connect.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Island {
    /// Its nodes in the order of the file.
    pub nodes: Vec<NodeId>,
    /// Supplies that give power on day one or later.
    pub supplies: Vec<SupplyId>,
    /// Its sites.
    pub sites: Vec<SiteId>,
    /// Whether power can come from anywhere in it: a supply, or a node whose other load is negative.
    pub supplied: bool,
}

/// A line without which an island falls apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bridge {
    /// The line.
    pub line: LineId,
    /// The side that would be left without supply or, where both or neither have one, the smaller side.
    pub beyond: Vec<NodeId>,
    /// The sites on that side.
    pub sites: Vec<SiteId>,
    /// Whether that side has a supply of its own.
    pub supplied: bool,
}

/// Which lines and supplies count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    /// What has megawatts on day one.
    DayOne,
    /// What has megawatts on day one or could be given some by a project or an expansion.
    Ever,
}

/// The power network.
#[derive(Clone, Debug)]
pub struct Grid {
    /// Connected parts, in the order of their first nodes.
    pub islands: Vec<Island>,
    /// Lines that connect nothing: no megawatts on day one and nothing that adds to them.
    pub idle_lines: Vec<LineId>,
    /// Bridges in the order of the file.
    pub bridges: Vec<Bridge>,
    island_of: Vec<usize>,
}

/// The projects and expansions that could add megawatts to a place.
fn added_to(model: &Model, is_there: impl Fn(&Adds) -> bool) -> bool {
    let mut adds = model.projects.iter().filter_map(|(_, project)| project.adds.as_ref());
    adds.any(&is_there)
        || model.expansions.iter().any(|(_, expansion)| is_there(&expansion.adds))
        || model.agreements.iter().any(|(_, agreement)| is_there(&agreement.adds()))
}

/// The projects that add to a line, in the order of the file.
#[must_use]
pub fn line_projects(model: &Model, line: LineId) -> Vec<ProjectId> {
    let is_there = |adds: &Adds| widens(adds, line);
    model.projects.iter().filter(|(_, project)| project.adds.as_ref().is_some_and(is_there)).map(|(id, _)| id).collect()
}

/// Whether something adds megawatts or circuits to a line.
fn widens(adds: &Adds, line: LineId) -> bool {
    matches!(adds, Adds::Line { line: on, mw } | Adds::Circuits { line: on, mw, .. } if *on == line && *mw > 0.0)
}

/// Whether a line can carry anything on day one.
#[must_use]
pub fn on_day_one(line: &Line) -> bool {
    line.circuits > 0 && line.rating_mw.is_none_or(|mw| mw > 0.0)
}

fn connects(model: &Model, line: LineId, when: When) -> bool {
    let is_there = |adds: &Adds| widens(adds, line);
    on_day_one(&model.lines[line]) || (when == When::Ever && added_to(model, is_there))
}

fn feeds(model: &Model, supply: SupplyId, when: When) -> bool {
    let is_there = |adds: &Adds| matches!(adds, Adds::Supply { supply: on, mw } if *on == supply && *mw > 0.0);
    model.supplies[supply].power_mw > 0.0 || (when == When::Ever && added_to(model, is_there))
}

/// Whether other load ever feeds in.
fn gives(model: &Model, node: NodeId) -> bool {
    match &model.nodes[node].other_load {
        Path::Growing { value, .. } => *value < 0.0,
        Path::Steps(steps) => steps.iter().any(|(_, value)| *value < 0.0),
    }
}

impl Grid {
    /// The network of a model.
    #[must_use]
    pub fn new(model: &Model, when: When) -> Self {
        let nodes = model.nodes.len();
        let mut parts = UnionFind::<usize>::new(nodes);
        // Parallel lines are one edge, since losing one of them cuts nothing off.
        let mut pairs: BTreeMap<(usize, usize), Vec<LineId>> = BTreeMap::new();
        let mut idle_lines = Vec::new();
        for (id, line) in model.lines.iter() {
            let (from, to) = (line.from.get(), line.to.get());
            if !connects(model, id, when) {
                idle_lines.push(id);
            } else if from != to {
                parts.union(from, to);
                pairs.entry((from.min(to), from.max(to))).or_default().push(id);
            }
        }
        let (islands, island_of) = islands(model, &parts, when);
        let mut graph = UnGraph::<(), Vec<LineId>, u32>::default();
        for _ in 0..nodes {
            graph.add_node(());
        }
        for ((from, to), lines) in pairs {
            graph.add_edge(NodeIndex::new(from), NodeIndex::new(to), lines);
        }
        let mut cut: Vec<_> = bridges(&graph)
            .filter_map(|edge| match edge.weight().as_slice() {
                [line] => Some((*line, edge.id())),
                _ => None,
            })
            .collect();
        cut.sort_unstable();
        let mut grid = Self { islands, idle_lines, bridges: Vec::new(), island_of };
        grid.bridges = cut
            .into_iter()
            .map(|(line, edge)| {
                let rest = EdgeFiltered::from_fn(&graph, |e| e.id() != edge);
                let side = |from: NodeId| {
                    let mut walk = Bfs::new(&rest, NodeIndex::new(from.get()));
                    let mut side = Vec::new();
                    while let Some(node) = walk.next(&rest) {
                        side.push(NodeId::new(node.index()));
                    }
                    side.sort_unstable();
                    side
                };
                bridge(model, line, side(model.lines[line].from), side(model.lines[line].to), when)
            })
            .collect();
        grid
    }

    /// The number of the island of a node in `islands`.
    #[must_use]
    pub fn island_of(&self, node: NodeId) -> usize {
        self.island_of[node.get()]
    }

    /// Sites whose island nothing supplies, in the order of the file.
    #[must_use]
    pub fn unreachable_sites(&self) -> Vec<SiteId> {
        let mut sites: Vec<SiteId> =
            self.islands.iter().filter(|island| !island.supplied).flat_map(|island| island.sites.clone()).collect();
        sites.sort_unstable();
        sites
    }
}

fn islands(model: &Model, parts: &UnionFind<usize>, when: When) -> (Vec<Island>, Vec<usize>) {
    let mut islands: Vec<Island> = Vec::new();
    let mut number: BTreeMap<usize, usize> = BTreeMap::new();
    let mut island_of = Vec::with_capacity(model.nodes.len());
    for node in model.nodes.ids() {
        let next = islands.len();
        let n = *number.entry(parts.find(node.get())).or_insert(next);
        if n == next {
            islands.push(Island::default());
        }
        islands[n].nodes.push(node);
        islands[n].supplied |= gives(model, node);
        island_of.push(n);
    }
    for (id, supply) in model.supplies.iter() {
        if feeds(model, id, when) {
            let Some(node) = model.node_of(supply.feed) else { continue };
            let island = &mut islands[island_of[node.get()]];
            island.supplies.push(id);
            island.supplied = true;
        }
    }
    for (id, site) in model.sites.iter() {
        if let Some(node) = site.node {
            islands[island_of[node.get()]].sites.push(id);
        }
    }
    (islands, island_of)
}

/// A bridge by its two sides.
fn bridge(model: &Model, line: LineId, from: Vec<NodeId>, to: Vec<NodeId>, when: When) -> Bridge {
    let supplied = |side: &[NodeId]| {
        side.iter().any(|node| gives(model, *node))
            || model.supplies.iter().any(|(id, supply)| {
                model.node_of(supply.feed).is_some_and(|node| side.contains(&node)) && feeds(model, id, when)
            })
    };
    let fed = (supplied(&from), supplied(&to));
    let (beyond, supplied) = match fed {
        (true, false) => (to, false),
        (false, true) => (from, false),
        (both, _) if from.len() < to.len() => (from, both),
        (both, _) => (to, both),
    };
    let sites = model
        .sites
        .iter()
        .filter(|(_, site)| site.node.is_some_and(|node| beyond.contains(&node)))
        .map(|(id, _)| id)
        .collect();
    Bridge { line, beyond, sites, supplied }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::testing::{line, model, node, project, site, supply};

    #[test]
    fn islands_bridges_and_sites_without_supply() {
        let mut m = model(4);
        let [a, b, c, d, e] = ["a", "b", "c", "d", "e"].map(|name| node(&mut m, name));
        line(&mut m, "ab", a, b, 100.0);
        line(&mut m, "ab-2", a, b, 100.0);
        let bc = line(&mut m, "bc", b, c, 100.0);
        let cd = line(&mut m, "cd", c, d, 0.0); // nothing adds to it
        let de = line(&mut m, "de", d, e, 0.0);
        supply(&mut m, "plant", a, 500.0);
        let west = site(&mut m, "west", Some(c));
        let north = site(&mut m, "north", Some(e));
        let project = project(&mut m, "de-build", 4);
        m.projects.get_mut(project).adds = Some(Adds::Line { line: de, mw: 300.0 });

        let grid = Grid::new(&m, When::Ever);
        assert_eq!(
            grid.islands.iter().map(|island| island.nodes.clone()).collect::<Vec<_>>(),
            [vec![a, b, c], vec![d, e]]
        );
        assert_eq!(grid.unreachable_sites(), [north]);
        assert_eq!(grid.idle_lines, [cd]);
        assert_eq!(grid.bridges.iter().map(|bridge| bridge.line).collect::<Vec<_>>(), [bc, de], "ab is double");
        assert_eq!(grid.bridges[0].beyond, [c]);
        assert_eq!(grid.bridges[0].sites, [west]);
        assert!(!grid.bridges[0].supplied);
        assert_eq!(line_projects(&m, de), [project]);
        assert_eq!((grid.island_of(a), grid.island_of(e)), (0, 1));

        let today = Grid::new(&m, When::DayOne);
        assert_eq!(today.islands.len(), 3);
        assert_eq!(today.idle_lines, [cd, de]);
    }

    #[test]
    fn a_node_that_feeds_in_is_a_supply() {
        let mut m = model(4);
        let [a, b] = ["a", "b"].map(|name| node(&mut m, name));
        line(&mut m, "ab", a, b, 10.0);
        m.nodes.get_mut(a).other_load = Path::constant(-50.0);
        site(&mut m, "s", Some(b));
        assert!(Grid::new(&m, When::Ever).unreachable_sites().is_empty());
    }
}
