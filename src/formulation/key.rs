//! Names of rows and columns: an equation or variable and an index, turned into text only when someone reads them.

use super::context::{Bought, CommitmentOf, Context};
use crate::domain::{
    AgreementId, AllotmentId, BatteryId, BlockId, BudgetId, ChipId, ExpansionId, GroupId, LeaseId, LineId, NodeId,
    PatienceId, PolicyId, ProjectId, RegionId, SegmentId, SiteId, SupplyId,
};

/// What a row or column is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Of {
    /// The whole plan.
    Plan,
    /// A project.
    Project(ProjectId),
    /// A project that waits for another.
    Wait(ProjectId, ProjectId),
    /// A group.
    Group(GroupId),
    /// A commitment.
    Commitment(CommitmentOf),
    /// A purchase.
    Purchase(Bought),
    /// A site.
    Site(SiteId),
    /// Chips at a site.
    Stock(SiteId, ChipId),
    /// Chips of a site at work for a class.
    Assigned(SiteId, ChipId, u32),
    /// A class at a site.
    Class(SiteId, u32),
    /// A segment.
    Segment(SegmentId),
    /// A segment at a site.
    Served(SegmentId, SiteId),
    /// A node.
    Node(NodeId),
    /// A line.
    Line(LineId),
    /// A straight piece of the loss of a line, counted from 1.
    Piece(LineId, u32),
    /// A line after the outage of another.
    Outage(LineId, LineId),
    /// What a copy of a project, counted from 1, brings to a line.
    Circuit(ProjectId, u32),
    /// A region.
    Region(RegionId),
    /// A supply.
    Supply(SupplyId),
    /// A battery.
    Battery(BatteryId),
    /// A chip's own allotment.
    Chip(ChipId),
    /// An allotment.
    Allotment(AllotmentId),
    /// An expansion.
    Expansion(ExpansionId),
    /// A connection agreement.
    Agreement(AgreementId),
    /// A connection agreement energised in a period.
    Energised(AgreementId, i32),
    /// A connection agreement that waits for a project.
    Awaited(AgreementId, ProjectId),
    /// What a connection agreement connects at least.
    Due(AgreementId),
    /// The minimum that a connection agreement bills.
    Minimum(AgreementId),
    /// What a supply bills, which may bear the name of an agreement.
    SupplyBill(SupplyId),
    /// The minimum that a supply bills.
    SupplyMinimum(SupplyId),
    /// A lease.
    Lease(LeaseId),
    /// A budget.
    Budget(BudgetId),
    /// A policy.
    Policy(PolicyId),
    /// A floor on free cash flow.
    Patience(PatienceId),
    /// A goal by its place in the list.
    Goal(u32),
}

/// The name of a row or column: equation or variable, index, period.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Key {
    /// The equation's or variable's name.
    pub name: &'static str,
    /// What it is about.
    pub of: Of,
    /// The period, if it has one.
    pub p: Option<i32>,
    /// The block, where a period has several.
    pub b: Option<BlockId>,
}

impl Key {
    /// A name.
    #[must_use]
    pub const fn new(name: &'static str, of: Of, p: Option<i32>) -> Self {
        Self { name, of, p, b: None }
    }

    /// The name under which both directions of a limit are one: of a line, and of a site's connection.
    #[must_use]
    pub fn limit(self) -> &'static str {
        match self.name {
            "line_rating_back" => "line_rating",
            "outage_rating_back" => "outage_rating",
            name => name,
        }
    }

    /// The same in a block.
    #[must_use]
    pub const fn in_block(self, b: Option<BlockId>) -> Self {
        Self { b, ..self }
    }

    /// `site_it_power[valley-east]@2026Q3`, `node_balance[east]@2026Q3/peak`.
    #[must_use]
    pub fn text(&self, ctx: &Context) -> String {
        let index = self.of.index(ctx);
        format!("{}[{index}]{}", self.name, self.when(ctx))
    }

    /// `@2026Q3`, `@2026Q3/peak`, or nothing.
    #[must_use]
    pub fn when(&self, ctx: &Context) -> String {
        let block = self.b.map_or_else(String::new, |b| format!("/{}", ctx.model.blocks.name(b)));
        self.p.map_or_else(String::new, |p| format!("@{}{block}", ctx.cal.label(p)))
    }
}

impl Of {
    /// The ids, joined by commas.
    #[must_use]
    pub fn index(&self, ctx: &Context) -> String {
        let m = ctx.model;
        match *self {
            Self::Plan => "plan".into(),
            Self::Project(j) | Self::Commitment(CommitmentOf::Project(j)) => m.projects.name(j).into(),
            Self::Wait(j, other) => format!("{},{}", m.projects.name(j), m.projects.name(other)),
            Self::Group(g) => m.groups.name(g).into(),
            Self::Commitment(CommitmentOf::Order(o)) => m.orders.name(o).into(),
            Self::Purchase(Bought::Chip(k, s)) => format!("{},{}", m.chips.name(k), m.sites.name(s)),
            Self::Purchase(Bought::Expansion(x)) | Self::Expansion(x) => m.expansions.name(x).into(),
            Self::Purchase(Bought::Lease(l)) | Self::Lease(l) => m.leases.name(l).into(),
            Self::Agreement(a) => m.agreements.name(a).into(),
            Self::Energised(a, e) => format!("{},{}", m.agreements.name(a), ctx.cal.label(e)),
            Self::Awaited(a, j) => format!("{},{}", m.agreements.name(a), m.projects.name(j)),
            Self::Due(a) => format!("{},due", m.agreements.name(a)),
            Self::Minimum(a) => format!("{},minimum", m.agreements.name(a)),
            Self::SupplyBill(g) => format!("{},supply", m.supplies.name(g)),
            Self::SupplyMinimum(g) => format!("{},supply,minimum", m.supplies.name(g)),
            Self::Site(s) => m.sites.name(s).into(),
            Self::Stock(s, k) => format!("{},{}", m.sites.name(s), m.chips.name(k)),
            Self::Assigned(s, k, c) => {
                format!("{},{},{}", m.sites.name(s), m.chips.name(k), ctx.class_name(c as usize))
            }
            Self::Class(s, c) => format!("{},{}", m.sites.name(s), ctx.class_name(c as usize)),
            Self::Segment(q) => m.segments.name(q).into(),
            Self::Served(q, s) => format!("{},{}", m.segments.name(q), m.sites.name(s)),
            Self::Node(n) => m.nodes.name(n).into(),
            Self::Line(l) => m.lines.name(l).into(),
            Self::Piece(l, n) => format!("{},{n}", m.lines.name(l)),
            Self::Outage(l, k) => format!("{},{}", m.lines.name(l), m.lines.name(k)),
            Self::Circuit(j, copy) => format!("{},{copy}", m.projects.name(j)),
            Self::Region(r) => m.regions.name(r).into(),
            Self::Supply(g) => m.supplies.name(g).into(),
            Self::Battery(y) => m.batteries.name(y).into(),
            Self::Chip(k) => m.chips.name(k).into(),
            Self::Allotment(a) => m.allotments.name(a).into(),
            Self::Budget(b) => m.budgets.name(b).into(),
            Self::Policy(y) => m.policies.name(y).into(),
            Self::Patience(y) => m.patience.name(y).into(),
            Self::Goal(n) => format!("{}", n + 1),
        }
    }
}

impl Context<'_> {
    /// A class in words: `training:gb200+trainium2`.
    #[must_use]
    pub fn class_name(&self, c: usize) -> String {
        let class = &self.classes[c];
        let chips: Vec<&str> = class.chips.iter().map(|k| self.model.chips.name(*k)).collect();
        format!("{}:{}", self.model.workloads.name(class.workload), chips.join("+"))
    }
}
