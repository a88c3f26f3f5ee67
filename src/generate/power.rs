//! One node a utility: what it has contracted to deliver, ties between neighbours, and new plants.

use super::dice::{Dice, Topic, round};
use super::world::{Adds, LOAD_FACTOR, World};

/// A node: one a region, or one for each few campuses.
pub(super) struct Node {
    pub(super) id: String,
    pub(super) region: usize,
    /// MW that is not ours in the first year; shed at a price.
    pub(super) other: f64,
    /// MW contracted.
    pub(super) power: f64,
    /// USD/MWh and its change a year.
    pub(super) price: (f64, f64),
    /// t/MWh.
    pub(super) carbon: f64,
}

/// A tie between neighbours; perhaps it can be upgraded by so many MW at M USD a MW.
pub(super) struct Line {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) rating: f64,
    pub(super) upgrade: Option<(f64, f64)>,
}

/// The network.
pub(super) struct Network {
    pub(super) nodes: Vec<Node>,
    /// By site.
    pub(super) node_of: Vec<usize>,
    pub(super) lines: Vec<Line>,
}

/// Campuses of a region that hang on one node.
const CAMPUSES: usize = 4;

pub(super) fn draw(world: &World) -> Network {
    let mut nodes = Vec::new();
    let mut node_of = vec![0; world.sites.len()];
    for (n, region) in world.regions.iter().enumerate() {
        for (k, campuses) in region.sites.chunks(CAMPUSES).enumerate() {
            let mut dice = Dice::new(world.ask.seed, Topic::Power, 1000 * n + k);
            let (mut now, mut later) = (0.0, 0.0);
            for &site in campuses {
                node_of[site] = nodes.len();
                let here = &world.sites[site];
                now += here.pue * (here.standing() + here.committed) * LOAD_FACTOR;
                later += here.pue * here.open * LOAD_FACTOR;
            }
            let other = if dice.chance(15) { round(dice.between(0.1, 0.5) * now) } else { 0.0 };
            // The scarcer power is, the less of what could be built is contracted.
            let share = (dice.between(0.2, 0.65) - 0.2 * world.scarcity()).max(0.05);
            nodes.push(Node {
                id: format!("{}-n{}", region.id, k + 1),
                region: n,
                other,
                power: round((now * 1.04 + other * 1.25 + later * share + 10.0) * 1.01),
                price: (region.energy.0, region.energy.1),
                carbon: round(dice.between(0.1, 0.6)),
            });
        }
    }
    let lines = lines(world, &nodes);
    Network { nodes, node_of, lines }
}

/// A chain through the nodes of each zone.
fn lines(world: &World, nodes: &[Node]) -> Vec<Line> {
    let mut lines = Vec::new();
    for zone in 0..world.zones {
        let here: Vec<usize> = (0..nodes.len()).filter(|n| world.regions[nodes[*n].region].zone == zone).collect();
        for pair in here.windows(2) {
            let mut dice = Dice::new(world.ask.seed, Topic::Power, 1_000_000 + pair[0]);
            let size = nodes[pair[0]].power.min(nodes[pair[1]].power);
            let upgrade = dice.chance(40).then(|| (round(size * 0.25 + 20.0), round(dice.between(0.4, 1.0))));
            lines.push(Line {
                from: pair[0],
                to: pair[1],
                rating: round(size * dice.between(0.05, 0.2) + 10.0),
                upgrade,
            });
        }
    }
    lines
}

/// The supply that a campus's plants add to.
pub(super) fn plant(campus: &str) -> String {
    format!("{campus}-plant")
}

/// Campuses with a plant among their projects.
pub(super) fn plants(world: &World) -> Vec<usize> {
    let mut sites: Vec<usize> =
        world.projects.iter().filter(|p| matches!(p.adds, Adds::Power(_))).map(|p| p.site).collect();
    sites.sort_unstable();
    sites.dedup();
    sites
}
