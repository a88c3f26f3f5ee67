//! A formulation with the values of a plan, and how its things are addressed.

use super::types::Span;
use crate::domain::{BlockId, Index as _};
use crate::formulation::cash::Asset;
use crate::formulation::context::{Bought, CommitmentOf};
use crate::formulation::lin::Lin;
use crate::formulation::{Formulation, Statement};

/// What the tables of a plan are read from.
#[derive(Clone, Copy)]
pub struct View<'a, 'm> {
    /// The formulation.
    pub f: &'a Formulation<'m>,
    /// Settled column values.
    pub values: &'a [f64],
    /// Whether starts and lots may be fractions.
    pub relaxed: bool,
}

impl<'a, 'm> View<'a, 'm> {
    /// What the blocks read.
    #[must_use]
    pub const fn statement(&self) -> Statement<'a, 'm> {
        self.f.statement()
    }

    /// The value of a linear amount.
    #[must_use]
    pub fn value(&self, lin: &Lin) -> f64 {
        lin.value(self.values)
    }

    /// A period with its days.
    #[must_use]
    pub fn span(&self, t: i32) -> Span {
        let covered = self.f.ctx.cal.covered(t);
        Span { period: covered.label, starts: covered.starts, ends: covered.ends }
    }

    /// `@2026Q3`.
    #[must_use]
    pub fn at(&self, t: i32) -> String {
        format!("@{}", self.f.ctx.cal.label(t))
    }

    /// `@2026Q3`, or `@2026Q3/peak` where a period has several blocks.
    #[must_use]
    pub fn at_block(&self, t: i32, b: BlockId) -> String {
        let block = self.f.ctx.named(b).map_or_else(String::new, |b| format!("/{}", self.f.ctx.model.blocks.name(b)));
        format!("{}{block}", self.at(t))
    }

    /// The address of what is paid for.
    #[must_use]
    pub fn address(&self, asset: Asset) -> String {
        let m = self.f.ctx.model;
        match asset {
            Asset::Project(j, p) => format!("{}{}", m.projects.address(j), self.at(p)),
            Asset::Commitment(of) => self.commitment(of),
            Asset::Bought(of, p) => self.order(of, p),
            Asset::Fleet(f) => m.fleet.address(f),
            Asset::Agreement(a) => m.agreements.address(a),
            Asset::Supply(g) => m.supplies.address(g),
            Asset::Battery(y) => m.batteries.address(y),
            Asset::Node(n) => m.nodes.address(n),
            Asset::Segment(q) => m.segments.address(q),
            Asset::Path(s, q) => format!("path[{},{}]", m.sites.name(s), m.segments.name(q)),
            Asset::Cash(id) => m.cash.address(id),
        }
    }

    /// `project[ID]` or `order[ID]`.
    #[must_use]
    pub fn commitment(&self, of: CommitmentOf) -> String {
        match of {
            CommitmentOf::Project(j) => self.f.ctx.model.projects.address(j),
            CommitmentOf::Order(o) => self.f.ctx.model.orders.address(o),
        }
    }

    /// `buy[chip,site]@2026Q3`, `expansion[ID]@2026Q3`, `lease[ID]@2026Q3`.
    #[must_use]
    pub fn order(&self, of: Bought, p: i32) -> String {
        let m = self.f.ctx.model;
        let what = match of {
            Bought::Chip(k, s) => format!("buy[{},{}]", m.chips.name(k), m.sites.name(s)),
            Bought::Expansion(x) => m.expansions.address(x),
            Bought::Lease(l) => m.leases.address(l),
        };
        format!("{what}{}", self.at(p))
    }

    /// Share of a commitment cancelled in each period that has any, and in all.
    #[must_use]
    pub fn cancelled(&self, of: CommitmentOf) -> (Vec<(i32, f64)>, f64) {
        let Some(c) = self.f.ctx.cancellable(of) else {
            return (Vec::new(), 0.0);
        };
        let row = self.f.ctx.periods().zip(&self.f.vars.cancel[c]);
        let parts: Vec<(i32, f64)> = row
            .filter_map(|(p, column)| column.map(|column| (p, self.values[column.index()])))
            .filter(|(_, share)| *share > 0.0)
            .collect();
        let all = parts.iter().map(|(_, share)| share).sum();
        (parts, all)
    }

    /// Planner's units of work in an internal unit of a segment's workload.
    #[must_use]
    pub fn work_scale(&self, q: crate::domain::SegmentId) -> f64 {
        self.f.ctx.work_scale[self.f.ctx.model.segments[q].workload.get()]
    }

    /// The unit of a segment's work.
    #[must_use]
    pub fn work_unit(&self, q: crate::domain::SegmentId) -> String {
        let m = self.f.ctx.model;
        m.workloads[m.segments[q].workload].unit.clone()
    }
}
