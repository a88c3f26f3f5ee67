//! The planner's nouns: plain data, valid once built, saying only what the model file says.
//!
//! Nothing here reads a file, does arithmetic on dates or money, or can be serialised. References
//! between nouns are typed indices ([`id`]), so a chip can never be looked up among the sites.
//! Months are absolute ([`time::Month`]); turning them into periods is the calendar's work, and the
//! audit does it again on its own.

pub mod agreement;
pub mod attributes;
pub mod battery;
pub mod block;
pub mod chip;
pub mod circuit;
pub mod demand;
pub mod feed;
pub mod id;
pub mod limit;
pub mod model;
pub mod money;
pub mod power;
pub mod project;
pub mod site;
pub mod time;

pub use agreement::{Agreement, Curtail, Deposit, Exit};
pub use attributes::Attributes;
pub use battery::Battery;
pub use block::{Block, Day, PartOfDay, Shares};
pub use chip::{Chip, Cooling, Expansion, Fleet, Lease, Order, OrderOf, Place, ServiceLife, Supplying, Throughput};
pub use circuit::{Admittance, Circuit, FlowLaw, Security};
pub use demand::{Defer, PathEnd, Placement, Reach, Region, Segment, SegmentKind, TravelPath, Workload};
pub use feed::Feed;
pub use id::{
    AgreementId, AllotmentId, BatteryId, BlockId, BudgetId, CashId, ChipId, CurrencyId, DayId, ExpansionId, FleetId,
    GroupId, Index, LeaseId, LineId, NodeId, OrderId, PathId, PatienceId, PolicyId, ProjectId, RegionId, SegmentId,
    SiteId, SupplyId, Table, WorkloadId,
};
pub use limit::{
    Allotment, AllotmentOf, Basis, Bend, Bounds, Budget, CashLine, Counts, Filter, Goal, GoalKind, Growth, Measure,
    MeasureKind, Over, Patience, Per, Policy, Tier, Unspent,
};
pub use model::{Horizon, Model};
pub use money::{Fee, Money, MoneyPath, Path, Payments};
pub use power::{Billing, Line, MinOutput, Node, Output, Supply};
pub use project::{Adds, Cancel, Committed, Group, Pick, Project, Relation, RelationKind, Window};
pub use site::Site;
pub use time::{Date, Duration, Month, Months, Step};
