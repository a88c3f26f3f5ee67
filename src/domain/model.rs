//! The whole model.

use std::collections::BTreeMap;

use super::id::{
    AgreementId, AllotmentId, BatteryId, BlockId, BudgetId, CashId, ChipId, CurrencyId, DayId, ExpansionId, FleetId,
    GroupId, LeaseId, LineId, NodeId, OrderId, PathId, PatienceId, PolicyId, ProjectId, RegionId, SegmentId, SiteId,
    SupplyId, Table, WorkloadId,
};
use super::money::{MoneyPath, Path};
use super::time::{Month, Step};
use super::{
    Agreement, Allotment, Basis, Battery, Block, Budget, CashLine, Chip, Day, Expansion, Fleet, FlowLaw, Goal, Group,
    Lease, Line, Node, Order, Patience, Policy, Project, Region, Security, Segment, Site, Supply, TravelPath, Workload,
};

/// When the plan is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Horizon {
    /// The first month of period 0; also the base date.
    pub start: Month,
    /// How many periods, at least one.
    pub periods: usize,
    /// How long each.
    pub step: Step,
    /// First month of the fiscal year (1..=12), if `FY27` labels are used.
    pub fiscal_year_starts: Option<i32>,
}

/// Everything a model file says.
#[derive(Clone, PartialEq, Debug)]
pub struct Model {
    /// Its name.
    pub name: String,
    /// When.
    pub horizon: Horizon,
    /// Nominal discount rate a year, at least 0.
    pub discount_rate: f64,
    /// Tax on operating income, if finance is after tax.
    pub tax_rate: Option<f64>,
    /// Money a tonne of carbon.
    pub carbon_price: Option<MoneyPath>,
    /// Goals in order; never empty.
    pub goals: Vec<Goal>,
    /// What finance counts.
    pub basis: Basis,
    /// Currencies: row 0 is the model's own at rate 1; the rest are units of the model's currency a unit of theirs.
    pub currencies: Table<CurrencyId, Path>,
    /// How flows on lines are decided.
    pub flow: FlowLaw,
    /// Which outages a plan survives.
    pub security: Security,
    /// Losses of lines, in so many straight pieces each; `None` is no losses.
    pub losses: Option<u32>,
    /// MW on which reactances are per unit.
    pub base_mw: f64,
    /// Representative days, of which blocks are parts.
    pub days: Table<DayId, Day>,
    /// Slices of every period; never empty.
    pub blocks: Table<BlockId, Block>,
    /// Regions.
    pub regions: Table<RegionId, Region>,
    /// Workloads.
    pub workloads: Table<WorkloadId, Workload>,
    /// Sites.
    pub sites: Table<SiteId, Site>,
    /// Chips.
    pub chips: Table<ChipId, Chip>,
    /// Segments.
    pub segments: Table<SegmentId, Segment>,
    /// Projects.
    pub projects: Table<ProjectId, Project>,
    /// Groups of projects.
    pub groups: Table<GroupId, Group>,
    /// Orders already placed.
    pub orders: Table<OrderId, Order>,
    /// Existing fleet; the id of a row is `chip,site`.
    pub fleet: Table<FleetId, Fleet>,
    /// Leases on offer.
    pub leases: Table<LeaseId, Lease>,
    /// Connection agreements on offer or signed.
    pub agreements: Table<AgreementId, Agreement>,
    /// Megawatts on offer.
    pub expansions: Table<ExpansionId, Expansion>,
    /// Limits on deliveries and orders (a chip's own allotment is not repeated here).
    pub allotments: Table<AllotmentId, Allotment>,
    /// Paths; the id of a row is `from,to`.
    pub paths: Table<PathId, TravelPath>,
    /// Nodes; when there are none the model has no power rows.
    pub nodes: Table<NodeId, Node>,
    /// Lines.
    pub lines: Table<LineId, Line>,
    /// Supplies.
    pub supplies: Table<SupplyId, Supply>,
    /// Batteries.
    pub batteries: Table<BatteryId, Battery>,
    /// Budgets.
    pub budgets: Table<BudgetId, Budget>,
    /// Policies.
    pub policies: Table<PolicyId, Policy>,
    /// Exogenous money.
    pub cash: Table<CashId, CashLine>,
    /// Floors on free cash flow.
    pub patience: Table<PatienceId, Patience>,
    /// Where each row stands in the input: address -> `file:line`.
    pub places: BTreeMap<String, String>,
}

impl Model {
    /// Whether periods are sliced: names carry the block only then.
    #[must_use]
    pub fn several_blocks(&self) -> bool {
        self.blocks.len() > 1
    }

    /// The blocks of a representative day, in their order.
    #[must_use]
    pub fn blocks_of(&self, day: DayId) -> impl DoubleEndedIterator<Item = (BlockId, &Block)> + Clone {
        let blocks = self.blocks.ids().map(|b| (b, &self.blocks[b]));
        blocks.filter(move |(_, block)| block.part.is_some_and(|part| part.day == day))
    }

    /// The share of nameplate IT power that a site draws in a block.
    #[must_use]
    pub fn load_factor(&self, site: SiteId, block: BlockId) -> f64 {
        let own = self.sites[site].load_factor.as_ref().and_then(|own| own.of(block));
        own.unwrap_or(self.blocks[block].load_factor)
    }
}
