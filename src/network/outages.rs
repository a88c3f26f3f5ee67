//! What lines take over when one of them fails: outage factors of a direct-current network, and outages that part it.
//!
//! Injections stay as they are. Without line k, the ends of k miss what k carried, and the rest of the network carries it around: with
//! x the angles of one megawatt from one end of k to the other, line l carries `share[l,k] = y / (1 - y_k)` of what k did, where
//! `y_l = susceptance[l] x (x[from] - x[to])`.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::unionfind::UnionFind;
use rsparse::data::{Nmrc, Symb, Trpl};

use super::angles::{stands, susceptance};
use crate::calendar::Calendar;
use crate::domain::{Index, LineId, Model, NodeId};

/// Of what a line carried, the part that goes no other way: nearer to all of it than this, nothing can be told.
const NO_OTHER_WAY: f64 = 1e-9;
/// How much smaller than the largest of its column a pivot on the diagonal may be.
const PIVOT: f64 = 1e-3;

/// The lines that stand in some periods, and what each takes over from each other.
#[derive(Clone, Debug)]
pub struct Topology {
    /// Lines in service, in order.
    pub lines: Vec<LineId>,
    /// Those whose outage parts the network.
    pub parting: Vec<LineId>,
    /// By outage and line, each by its place in `lines`; nothing for an outage that parts the network.
    shares: Vec<Vec<f64>>,
}

impl Topology {
    /// Outages that leave the network in one piece: the place of the line that fails among the lines, and the line.
    pub fn outages(&self) -> impl Iterator<Item = (usize, LineId)> + '_ {
        let lines = self.lines.iter().copied().enumerate();
        lines.filter(|(place, _)| !self.shares[*place].is_empty())
    }

    /// What a line takes over of what another carried, as a share of it; `None` for a pair without a row.
    #[must_use]
    pub fn share(&self, line: LineId, outage: LineId) -> Option<f64> {
        let [line, outage] = [line, outage].map(|line| self.lines.binary_search(&line));
        let share = self.shares.get(outage.ok()?)?.get(line.ok()?).copied();
        share.filter(|share| line != outage && *share != 0.0)
    }

    /// What the other lines take over of what a line carried: their share of it.
    pub fn taken_over(&self, outage: usize) -> impl Iterator<Item = (LineId, f64)> + '_ {
        let others = self.lines.iter().copied().zip(self.shares[outage].iter().copied());
        others.enumerate().filter(move |(place, (_, share))| *place != outage && *share != 0.0).map(|(_, other)| other)
    }
}

/// The topologies of the horizon.
#[derive(Clone, Debug, Default)]
pub struct Outages {
    topologies: Vec<Topology>,
    of_period: Vec<usize>,
}

impl Outages {
    /// Looks at each set of standing lines once.
    #[must_use]
    pub fn new(model: &Model, calendar: &Calendar) -> Self {
        let mut outages = Self::default();
        for p in calendar.horizon() {
            let lines: Vec<LineId> = model.lines.ids().filter(|line| stands(model, calendar, *line, p)).collect();
            let known = outages.topologies.iter().position(|topology| topology.lines == lines);
            let place = known.unwrap_or_else(|| {
                outages.topologies.push(topology(model, lines));
                outages.topologies.len() - 1
            });
            outages.of_period.push(place);
        }
        outages
    }

    /// What stands in a period; `None` where nothing is asked about outages.
    #[must_use]
    pub fn at(&self, p: i32) -> Option<&Topology> {
        let place = usize::try_from(p).ok().and_then(|p| self.of_period.get(p))?;
        self.topologies.get(*place)
    }

    /// Lines whose outage parts the network in some period.
    #[must_use]
    pub fn parting(&self) -> BTreeSet<LineId> {
        self.topologies.iter().flat_map(|topology| topology.parting.iter().copied()).collect()
    }
}

/// Whether the ends of each line hang together without it.
fn has_another_way(model: &Model, lines: &[LineId], without: LineId) -> bool {
    let mut parts = UnionFind::<usize>::new(model.nodes.len());
    for line in lines.iter().filter(|line| **line != without) {
        let row = &model.lines[*line];
        parts.union(row.from.get(), row.to.get());
    }
    let row = &model.lines[without];
    parts.equiv(row.from.get(), row.to.get())
}

fn topology(model: &Model, lines: Vec<LineId>) -> Topology {
    let factor = Factor::new(model, &lines);
    let mut shares = Vec::with_capacity(lines.len());
    let mut parting = Vec::new();
    for &outage in &lines {
        let row = &model.lines[outage];
        let around = factor.as_ref().filter(|_| has_another_way(model, &lines, outage)).and_then(|factor| {
            let angles = factor.angles(row.from, row.to);
            let over = |line: LineId| {
                let row = &model.lines[line];
                susceptance(row, model.base_mw) * (angles[row.from.get()] - angles[row.to.get()])
            };
            let elsewhere = 1.0 - over(outage);
            let told = elsewhere.abs() > NO_OTHER_WAY && elsewhere.is_finite();
            told.then(|| lines.iter().map(|line| over(*line) / elsewhere).collect::<Vec<f64>>())
        });
        if around.is_none() {
            parting.push(outage);
        }
        shares.push(around.unwrap_or_default());
    }
    Topology { lines, parting, shares }
}

/// The factors of the matrix that turns angles into what nodes give, without the first node of each part.
struct Factor {
    ordering: Symb,
    numbers: Nmrc<f64>,
    /// By node: its row; none where angles are counted from.
    row: Vec<Option<usize>>,
}

impl Factor {
    /// `None` where the matrix has no inverse, or the network no line.
    fn new(model: &Model, lines: &[LineId]) -> Option<Self> {
        let mut parts = UnionFind::<usize>::new(model.nodes.len());
        for line in lines {
            let row = &model.lines[*line];
            parts.union(row.from.get(), row.to.get());
        }
        let mut seen = BTreeSet::new();
        let mut count = 0;
        let mut row = Vec::with_capacity(model.nodes.len());
        for node in model.nodes.ids() {
            let counted_from = seen.insert(parts.find(node.get()));
            row.push((!counted_from).then_some(count));
            count += usize::from(!counted_from);
        }
        let mut entries: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        for line in lines {
            let line = &model.lines[*line];
            let strength = susceptance(line, model.base_mw);
            let (from, to) = (row[line.from.get()], row[line.to.get()]);
            for (at, other) in [(from, to), (to, from)] {
                let Some(at) = at else { continue };
                *entries.entry((at, at)).or_default() += strength;
                if let Some(other) = other {
                    *entries.entry((other, at)).or_default() -= strength;
                }
            }
        }
        if count == 0 {
            return None;
        }
        let mut triplets = Trpl::new();
        for ((column, at), value) in entries {
            triplets.append(at, column, value);
        }
        let matrix = triplets.to_sprs();
        let mut ordering = rsparse::sqr(&matrix, 0, false);
        let numbers = rsparse::lu(&matrix, &mut ordering, PIVOT).ok()?;
        Some(Self { ordering, numbers, row })
    }

    /// The angles, by node and a megawatt, of one megawatt from a node to another.
    fn angles(&self, from: NodeId, to: NodeId) -> Vec<f64> {
        let mut given = vec![0.0; self.numbers.l.n];
        for (node, mw) in [(from, 1.0), (to, -1.0)] {
            if let Some(row) = self.row[node.get()] {
                given[placed(self.numbers.pinv.as_ref(), row)] = mw;
            }
        }
        rsparse::lsolve(&self.numbers.l, &mut given);
        rsparse::usolve(&self.numbers.u, &mut given);
        let mut angles = vec![0.0; given.len()];
        for (place, angle) in given.into_iter().enumerate() {
            angles[placed(self.ordering.q.as_ref(), place)] = angle;
        }
        self.row.iter().map(|row| row.map_or(0.0, |row| angles[row])).collect()
    }
}

/// Where a permutation puts an entry.
fn placed(permutation: Option<&Vec<isize>>, place: usize) -> usize {
    permutation.map_or(place, |p| usize::try_from(p[place]).expect("a permutation has no negative place"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Admittance, Circuit, Month};
    use crate::network::testing::{calendar, line, model, node};

    fn strong(model: &mut Model, name: &str, from: NodeId, to: NodeId, strength: f64) -> LineId {
        let id = line(model, name, from, to, 100.0);
        model.lines.get_mut(id).circuit =
            Circuit { admittance: Some(Admittance::Susceptance(strength)), ..Circuit::default() };
        id
    }

    fn share(topology: &Topology, outage: LineId, line: LineId) -> f64 {
        let place = topology.lines.iter().position(|l| *l == outage).expect("it stands");
        let told = topology.taken_over(place).find(|(l, _)| *l == line).map(|(_, share)| share);
        assert_eq!(told, topology.share(line, outage));
        told.unwrap_or(0.0)
    }

    #[test]
    fn the_rest_takes_over_by_its_strength() {
        let mut m = model(4);
        let [a, b, c, d] = ["a", "b", "c", "d"].map(|name| node(&mut m, name));
        let ab = strong(&mut m, "ab", a, b, 1000.0);
        let ab_2 = strong(&mut m, "ab-2", a, b, 500.0);
        let bc = strong(&mut m, "bc", b, c, 1000.0);
        let ca = strong(&mut m, "ca", c, a, 1000.0);
        let cd = strong(&mut m, "cd", c, d, 1000.0);
        m.lines.get_mut(ca).retires = Some(Month(m.horizon.start.0 + 3));
        let outages = Outages::new(&m, &calendar(&m));
        let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} is not {b}");
        let first = outages.at(0).expect("a topology");
        // Without ab, ab-2 with 500 and the way over c with 500 share alike; ca points the other way.
        near(share(first, ab, ab_2), 0.5);
        near(share(first, ab, bc), -0.5);
        near(share(first, ab, ca), -0.5);
        near(share(first, ab, cd), 0.0);
        // Without bc, what went from b to c goes over a: 1000 and 500 side by side, and ca, all against their direction.
        near(share(first, bc, ab), -2.0 / 3.0);
        near(share(first, bc, ab_2), -1.0 / 3.0);
        near(share(first, bc, ca), -1.0);
        assert_eq!(first.parting, [cd]);
        let later = outages.at(1).expect("a topology");
        assert_eq!(later.parting, [bc, cd], "ca has retired");
        near(share(later, ab, ab_2), 1.0);
        assert_eq!(outages.parting().into_iter().collect::<Vec<_>>(), [bc, cd]);
        assert!(Outages::default().at(0).is_none());
    }
}
