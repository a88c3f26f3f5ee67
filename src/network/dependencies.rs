//! The projects and how they wait for each other, as a directed acyclic graph.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, VecDeque};

use petgraph::Direction;
use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::unionfind::UnionFind;
use petgraph::visit::EdgeRef;

use crate::calendar::Calendar;
use crate::domain::{Adds, Index, Model, Project, ProjectId, RelationKind, SiteId, Table};

/// One project's wait for another, with its lag in whole periods.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wait {
    /// Who waits.
    pub project: ProjectId,
    /// For whom.
    pub on: ProjectId,
    /// How: `after`, `with` or `needs`.
    pub kind: RelationKind,
    /// Further periods that must pass.
    pub lag: i32,
    /// Copy n waits for copy n, instead of all waiting for all.
    pub each: bool,
}

/// What a project's own row says about time, in whole periods.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Timing {
    /// From start to completion.
    pub lead: i32,
    /// In service from completion; `None` stands for ever.
    pub life: Option<i32>,
    /// How many like ones.
    pub copies: usize,
    /// The most begun in one period.
    pub per_period: Option<i32>,
    /// No start before it.
    pub first_start: Option<i32>,
    /// In service by it at the latest.
    pub last_completion: Option<i32>,
    /// The start of all copies of a committed project.
    pub committed: Option<i32>,
}

impl Timing {
    /// Periods from the start of the first copy to that of the last, if all start as fast as allowed.
    #[must_use]
    pub fn ramp(&self) -> i32 {
        let copies = i32::try_from(self.copies).unwrap_or(i32::MAX).max(1);
        self.per_period.map_or(0, |most| (copies - 1) / most.max(1))
    }
}

/// Projects that wait for each other in a circle: each waits for the next, the last for the first.
pub type Cycle = Vec<ProjectId>;

/// The chain of each project by its place: projects that relations tie together, however far, have the same number.
#[must_use]
pub fn chains(projects: &Table<ProjectId, Project>) -> Vec<usize> {
    tied(projects).into_labeling()
}

/// Projects that relations tie together, however far.
fn tied(projects: &Table<ProjectId, Project>) -> UnionFind<usize> {
    let mut ties = UnionFind::new(projects.len());
    for (j, project) in projects.iter() {
        for relation in &project.relations {
            ties.union(j.get(), relation.project.get());
        }
    }
    ties
}

/// The campus of each project by its place: those that relations tie together, however far, or that add to one site have the same number.
#[must_use]
pub fn campuses(projects: &Table<ProjectId, Project>) -> Vec<usize> {
    let mut ties = tied(projects);
    let mut at: BTreeMap<SiteId, ProjectId> = BTreeMap::new();
    for (j, project) in projects.iter() {
        if let Some(Adds::It { site, .. } | Adds::Connection { site, .. }) = project.adds {
            ties.union(j.get(), at.entry(site).or_insert(j).get());
        }
    }
    ties.into_labeling()
}

/// The graph of projects; an edge leads from the project that is waited for to the one that waits.
#[derive(Clone, Debug)]
pub struct Dependencies {
    graph: DiGraph<ProjectId, Wait>,
    order: Vec<ProjectId>,
    timing: Vec<Timing>,
    periods: i32,
}

/// The graph alone, with lags in periods by `lag_of`.
fn graph_of(
    projects: &Table<ProjectId, Project>,
    lag_of: impl Fn(&crate::domain::Relation) -> i32,
) -> DiGraph<ProjectId, Wait> {
    let mut graph = DiGraph::new();
    for id in projects.ids() {
        graph.add_node(id);
    }
    for (id, project) in projects.iter() {
        for relation in &project.relations {
            let wait = Wait {
                project: id,
                on: relation.project,
                kind: relation.kind,
                lag: lag_of(relation),
                each: relation.each,
            };
            graph.add_edge(NodeIndex::new(relation.project.get()), NodeIndex::new(id.get()), wait);
        }
    }
    graph
}

/// The circles among projects, one for each group of projects that cannot be put in order; none in a valid model.
///
/// Each is a shortest circle through the first project of its group, in the order of waiting: each waits for the next.
#[must_use]
pub fn cycles(projects: &Table<ProjectId, Project>) -> Vec<Cycle> {
    let graph = graph_of(projects, |_| 0);
    let mut found: Vec<Cycle> = tarjan_scc(&graph)
        .into_iter()
        .filter(|group| group.len() > 1 || group.iter().any(|&n| graph.contains_edge(n, n)))
        .map(|group| shortest_circle(&graph, &group.into_iter().collect()))
        .collect();
    found.sort();
    found
}

/// A shortest circle through the first node of a strongly connected group.
fn shortest_circle(graph: &DiGraph<ProjectId, Wait>, group: &BTreeSet<NodeIndex>) -> Cycle {
    let first = *group.first().expect("a strongly connected group has a node");
    let mut reached_from = vec![None; graph.node_count()];
    let mut queue = VecDeque::from([first]);
    while let Some(node) = queue.pop_front() {
        // Incoming edges lead from a project to those that it waits for.
        let mut waits_for: Vec<NodeIndex> =
            graph.neighbors_directed(node, Direction::Incoming).filter(|n| group.contains(n)).collect();
        waits_for.sort();
        for next in waits_for {
            if next == first {
                let mut circle = vec![graph[node]];
                let mut at = node;
                while let Some(before) = reached_from[at.index()] {
                    circle.push(graph[before]);
                    at = before;
                }
                circle.reverse();
                return circle;
            }
            if reached_from[next.index()].is_none() {
                reached_from[next.index()] = Some(node);
                queue.push_back(next);
            }
        }
    }
    vec![graph[first]]
}

/// The projects in topological order, those of the file's order first among equals; what stands in a circle is left out.
fn order(graph: &DiGraph<ProjectId, Wait>) -> Vec<ProjectId> {
    let mut waits: Vec<usize> =
        graph.node_indices().map(|n| graph.edges_directed(n, Direction::Incoming).count()).collect();
    let mut free: BinaryHeap<Reverse<NodeIndex>> =
        graph.node_indices().filter(|n| waits[n.index()] == 0).map(Reverse).collect();
    let mut order = Vec::with_capacity(waits.len());
    while let Some(Reverse(node)) = free.pop() {
        order.push(graph[node]);
        for edge in graph.edges_directed(node, Direction::Outgoing) {
            let next = edge.target();
            waits[next.index()] -= 1;
            if waits[next.index()] == 0 {
                free.push(Reverse(next));
            }
        }
    }
    order
}

impl Dependencies {
    /// The graph of a model's projects.
    ///
    /// # Errors
    /// The circles, where projects wait for each other in circles; the reader of model files reports them as findings.
    pub fn new(model: &Model, calendar: &Calendar) -> Result<Self, Vec<Cycle>> {
        let graph = graph_of(&model.projects, |relation| calendar.periods(relation.lag));
        let order = order(&graph);
        if order.len() < graph.node_count() {
            return Err(cycles(&model.projects));
        }
        let timing = model.projects.iter().map(|(_, project)| timing(project, calendar)).collect();
        Ok(Self { graph, order, timing, periods: calendar.len() })
    }

    /// The same without limits on how many copies may start in a period: as fractions of them could wait for each other.
    #[must_use]
    pub fn at_once(mut self) -> Self {
        self.timing.iter_mut().for_each(|timing| timing.per_period = None);
        self
    }

    /// All projects, each after everything it waits for.
    #[must_use]
    pub fn order(&self) -> &[ProjectId] {
        &self.order
    }

    /// Number of periods of the horizon: starts exist in 0..periods.
    #[must_use]
    pub const fn periods(&self) -> i32 {
        self.periods
    }

    /// What a project's row says about time.
    #[must_use]
    pub fn timing(&self, project: ProjectId) -> &Timing {
        &self.timing[project.get()]
    }

    /// What a project waits for directly, in the order of its row.
    #[must_use]
    pub fn waits_of(&self, project: ProjectId) -> Vec<Wait> {
        self.edges(project, Direction::Incoming)
    }

    /// Who waits for a project directly, in the order of the file.
    #[must_use]
    pub fn waits_on(&self, project: ProjectId) -> Vec<Wait> {
        self.edges(project, Direction::Outgoing)
    }

    /// All waits, in the order of the file.
    #[must_use]
    pub fn waits(&self) -> Vec<Wait> {
        self.graph.edge_weights().copied().collect()
    }

    /// Everything that a project waits for, directly or through others, in topological order.
    #[must_use]
    pub fn prerequisites(&self, project: ProjectId) -> Vec<ProjectId> {
        self.closure(project, Direction::Incoming)
    }

    /// Everything that waits for a project, directly or through others, in topological order.
    #[must_use]
    pub fn dependants(&self, project: ProjectId) -> Vec<ProjectId> {
        self.closure(project, Direction::Outgoing)
    }

    fn edges(&self, project: ProjectId, direction: Direction) -> Vec<Wait> {
        let mut edges: Vec<_> = self
            .graph
            .edges_directed(NodeIndex::new(project.get()), direction)
            .map(|edge| (edge.id(), *edge.weight()))
            .collect();
        edges.sort_by_key(|(id, _)| *id);
        edges.into_iter().map(|(_, wait)| wait).collect()
    }

    fn closure(&self, project: ProjectId, direction: Direction) -> Vec<ProjectId> {
        let mut seen = vec![false; self.timing.len()];
        let mut stack = vec![NodeIndex::new(project.get())];
        while let Some(node) = stack.pop() {
            for next in self.graph.neighbors_directed(node, direction) {
                if !std::mem::replace(&mut seen[next.index()], true) {
                    stack.push(next);
                }
            }
        }
        self.order.iter().copied().filter(|id| seen[id.get()]).collect()
    }
}

/// A project's durations and dates in whole periods.
fn timing(project: &Project, calendar: &Calendar) -> Timing {
    Timing {
        lead: calendar.periods(project.lead),
        life: project.life.map(|life| calendar.periods(life)),
        copies: usize::try_from(project.copies).unwrap_or(usize::MAX),
        per_period: project.starts_per_period.map(|most| i32::try_from(most).unwrap_or(i32::MAX)),
        first_start: project.window.start.map(|month| calendar.period_of(month)),
        last_completion: project.window.complete.map(|month| calendar.period_of(month)),
        committed: project.committed.as_ref().map(|committed| calendar.period_of(committed.start)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::RelationKind::{After, Needs, With};
    use crate::network::testing::{calendar, model, project, wait};

    #[test]
    fn circles_are_named_in_the_order_of_waiting() {
        let mut m = model(8);
        let [a, b, c, d] = ["a", "b", "c", "d"].map(|name| project(&mut m, name, 1));
        wait(&mut m, a, After, c, 0, false);
        wait(&mut m, c, Needs, b, 0, false);
        wait(&mut m, b, With, a, 0, false);
        wait(&mut m, d, After, a, 0, false);
        let found = cycles(&m.projects);
        assert_eq!(found, vec![vec![a, c, b]], "a waits for c, c for b, b for a; d is not in the circle");
        assert!(Dependencies::new(&m, &calendar(&m)).is_err());
    }

    #[test]
    fn a_campus_is_what_waits_for_each_other_or_adds_to_one_site() {
        let mut m = model(8);
        let [permit, shell, hall, other, far] =
            ["permit", "shell", "hall", "other", "far"].map(|name| project(&mut m, name, 1));
        wait(&mut m, shell, After, permit, 0, false);
        let mut adds =
            |j, site| m.projects.get_mut(j).adds = Some(Adds::Connection { site: SiteId::new(site), mw: 1.0 });
        adds(shell, 0);
        adds(hall, 0);
        adds(other, 1);
        let campus = campuses(&m.projects);
        let of = |j: ProjectId| campus[j.get()];
        assert!(of(permit) == of(shell) && of(shell) == of(hall), "the hall stands where the shell does: {campus:?}");
        assert!(of(other) != of(hall) && of(far) != of(hall) && of(far) != of(other), "{campus:?}");
        assert_ne!(chains(&m.projects)[hall.get()], chains(&m.projects)[shell.get()], "no relation ties the hall");
    }

    #[test]
    fn a_project_that_waits_for_itself_is_a_circle() {
        let mut m = model(8);
        let a = project(&mut m, "a", 1);
        wait(&mut m, a, After, a, 0, false);
        assert_eq!(cycles(&m.projects), vec![vec![a]]);
    }

    #[test]
    fn two_circles_are_both_named() {
        let mut m = model(8);
        let [a, b, c, d] = ["a", "b", "c", "d"].map(|name| project(&mut m, name, 1));
        wait(&mut m, a, After, b, 0, false);
        wait(&mut m, b, After, a, 0, false);
        wait(&mut m, c, After, d, 0, false);
        wait(&mut m, d, After, c, 0, false);
        assert_eq!(cycles(&m.projects), vec![vec![a, b], vec![c, d]]);
    }

    #[test]
    fn order_prerequisites_and_dependants() {
        let mut m = model(8);
        let [hall, permit, land, other] = ["hall", "permit", "land", "other"].map(|name| project(&mut m, name, 1));
        wait(&mut m, hall, After, permit, 1, false);
        wait(&mut m, permit, After, land, 0, false);
        let graph = Dependencies::new(&m, &calendar(&m)).expect("no circle");
        let at = |id| graph.order().iter().position(|other| *other == id).expect("all are in the order");
        assert!(at(land) < at(permit) && at(permit) < at(hall));
        assert_eq!(graph.prerequisites(hall), vec![land, permit]);
        assert_eq!(graph.dependants(land), vec![permit, hall]);
        assert_eq!(graph.waits_on(permit), graph.waits_of(hall));
        assert_eq!(graph.waits_of(hall)[0].lag, 1);
        assert!(graph.dependants(other).is_empty());
    }
}
