//! What lines carry after an outage, and which of the many rows about it are asked for.
//!
//! A network of L lines has some L x L such rows in each direction and slice, of which few ever hold. So a statement says which it
//! watches: all where the model is written down, and in a solve those that a plan on the way was found to break.

use super::Statement;
use super::context::{Context, PlaceKey};
use super::effects::{Mw, at, megawatts};
use super::key::{Key, Of};
use super::lin::Lin;
use super::slices::column;
use super::vars::Vars;
use crate::domain::{BlockId, Index, LineId, Security};
use crate::network::outages::Topology;
use std::collections::{BTreeMap, BTreeSet};

/// MW beyond the limit from which a row is broken.
const BROKEN: f64 = 1e-6;
/// The share of a limit within which a row holds.
const HOLDS: f64 = 1e-6;

/// A line after the outage of another, in a slice.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Watch {
    /// The period.
    pub p: i32,
    /// The block.
    pub b: BlockId,
    /// What fails.
    pub outage: LineId,
    /// What carries more for it.
    pub line: LineId,
    /// Whether it carries from its end to its start.
    pub back: bool,
}

/// Which outages a statement speaks of.
#[derive(Clone, Copy, Debug, Default)]
pub enum Watched<'a> {
    /// All.
    #[default]
    All,
    /// Those that were found to matter.
    These(&'a BTreeSet<Watch>),
}

/// A row about an outage: its name without the equation's, what the line carries from its start to its end, what it may carry.
pub struct After {
    /// What it is about.
    pub of: Of,
    /// When.
    pub p: i32,
    /// In which block.
    pub b: BlockId,
    /// MW after the outage.
    pub flow: Lin,
    /// MW of emergency rating in effect.
    pub limit: Lin,
}

impl After {
    /// The name of its row.
    #[must_use]
    pub fn key(&self, ctx: &Context, name: &'static str) -> Key {
        Key::new(name, self.of, Some(self.p)).in_block(ctx.named(self.b))
    }
}

impl Context<'_> {
    /// Whether a plan is to survive outages.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.has_angles() && self.model.security == Security::OneOut
    }

    /// MW that a line may carry while another is out: its emergency rating, and what was added to its rating.
    #[must_use]
    pub fn emergency(&self, vars: &Vars, l: LineId, p: i32) -> Lin {
        let line = &self.model.lines[l];
        let mut limit = megawatts(self, vars, PlaceKey::Line(l), Mw::Power, p, false);
        limit.constant += line.emergency_mw.zip(line.rating_mw).map_or(0.0, |(emergency, rating)| emergency - rating);
        limit
    }
}

/// The rows of the outages that a statement watches, in one direction.
#[must_use]
pub fn after(m: &Statement, back: bool) -> Vec<After> {
    let mut rows = Vec::new();
    let mut row = |watch: Watch, share: f64| {
        let [own, lost] = [watch.line, watch.outage].map(|l| column(&m.vars.flow[l.get()], watch.p, watch.b));
        let limited = m.ctx.model.lines[watch.line].rating_mw.is_some() && watch.back == back;
        if let (Some(own), Some(lost), true) = (own, lost, limited) {
            let flow = Lin { constant: 0.0, terms: vec![(own, 1.0), (lost, share)] };
            let limit = m.ctx.emergency(m.vars, watch.line, watch.p);
            rows.push(After { of: Of::Outage(watch.line, watch.outage), p: watch.p, b: watch.b, flow, limit });
        }
    };
    match m.watched {
        Watched::All => each(m.ctx, |watch, share| row(Watch { back, ..watch }, share)),
        Watched::These(these) => {
            for watch in these {
                let topology = m.ctx.outages.at(watch.p);
                let share = topology.and_then(|topology| topology.share(watch.line, watch.outage));
                if let Some(share) = share {
                    row(*watch, share);
                }
            }
        }
    }
    rows
}

/// Every line after every outage that leaves the network in one piece.
fn each(ctx: &Context, mut tell: impl FnMut(Watch, f64)) {
    for (p, b) in ctx.slices() {
        for (place, outage) in ctx.outages.at(p).into_iter().flat_map(Topology::outages) {
            for (line, share) in ctx.outages.at(p).into_iter().flat_map(|topology| topology.taken_over(place)) {
                tell(Watch { p, b, outage, line, back: false }, share);
            }
        }
    }
}

/// MW after each outage at a point, and the MW that may be.
fn levels(ctx: &Context, vars: &Vars, values: &[f64], mut tell: impl FnMut(Watch, f64, f64)) {
    if !ctx.is_secure() {
        return;
    }
    let limit = |l: LineId, p: i32| ctx.model.lines[l].rating_mw.map(|_| ctx.emergency(vars, l, p).value(values));
    let limits = |p: i32| ctx.model.lines.ids().map(|l| limit(l, p)).collect();
    let limits: Vec<Vec<Option<f64>>> = ctx.periods().map(limits).collect();
    let flow = |l: LineId, p: i32, b: BlockId| column(&vars.flow[l.get()], p, b).map_or(0.0, |c| values[c.index()]);
    each(ctx, |watch, share| {
        let Some(limit) = limits[at(watch.p)][watch.line.get()] else { return };
        let level = flow(watch.line, watch.p, watch.b) + share * flow(watch.outage, watch.p, watch.b);
        tell(Watch { back: level < 0.0, ..watch }, level.abs(), limit);
    });
}

/// Of each line in each slice and direction the outage that breaks its limit most, where one does.
#[must_use]
pub fn broken(ctx: &Context, vars: &Vars, values: &[f64]) -> BTreeSet<Watch> {
    let mut worst: BTreeMap<(i32, BlockId, LineId, bool), (f64, Watch)> = BTreeMap::new();
    levels(ctx, vars, values, |watch, level, limit| {
        let over = level - limit;
        if over > BROKEN {
            let known = worst.entry((watch.p, watch.b, watch.line, watch.back)).or_insert((over, watch));
            if over > known.0 {
                *known = (over, watch);
            }
        }
    });
    worst.into_values().map(|(_, watch)| watch).collect()
}

/// The outages after which a line carries all that it may, told as if it always carried from its start to its end.
#[must_use]
pub fn holding(ctx: &Context, vars: &Vars, values: &[f64]) -> BTreeSet<Watch> {
    let mut holding = BTreeSet::new();
    levels(ctx, vars, values, |watch, level, limit| {
        if level >= limit - HOLDS * limit.max(1.0) {
            holding.insert(Watch { back: false, ..watch });
        }
    });
    holding
}
