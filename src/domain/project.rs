//! Undertakings and how they wait for each other.

use super::chip::{Cooling, Place};
use super::id::{ProjectId, RegionId, SiteId};
use super::limit::Tier;
use super::money::{Fee, Money, MoneyPath, Payments};
use super::time::{Duration, Month};

/// What one copy (or one offer) adds, from completion.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Adds {
    /// IT megawatts at a site.
    It {
        /// Where.
        site: SiteId,
        /// How they are cooled.
        cooling: Cooling,
        /// MW.
        mw: f64,
    },
    /// Connection megawatts at a site.
    Connection {
        /// Where.
        site: SiteId,
        /// MW.
        mw: f64,
    },
    /// Megawatts of rating on a line.
    Line {
        /// Which.
        line: super::id::LineId,
        /// MW.
        mw: f64,
    },
    /// New circuits on a line, each like the line's own.
    Circuits {
        /// Which.
        line: super::id::LineId,
        /// How many a copy.
        circuits: u32,
        /// MW of rating that they bring together.
        mw: f64,
    },
    /// Megawatts of a supply.
    Supply {
        /// Which.
        supply: super::id::SupplyId,
        /// MW.
        mw: f64,
    },
    /// Megawatts of a battery, with the hours of energy that it has for each.
    Battery {
        /// Which.
        battery: super::id::BatteryId,
        /// MW.
        mw: f64,
    },
}

impl Adds {
    /// The megawatts.
    #[must_use]
    pub const fn mw(&self) -> f64 {
        match self {
            Self::It { mw, .. }
            | Self::Connection { mw, .. }
            | Self::Line { mw, .. }
            | Self::Circuits { mw, .. }
            | Self::Supply { mw, .. }
            | Self::Battery { mw, .. } => *mw,
        }
    }
    /// What they go to.
    #[must_use]
    pub const fn place(&self) -> Place {
        match self {
            Self::It { site, .. } | Self::Connection { site, .. } => Place::Site(*site),
            Self::Line { line, .. } | Self::Circuits { line, .. } => Place::Line(*line),
            Self::Supply { supply, .. } => Place::Supply(*supply),
            Self::Battery { battery, .. } => Place::Battery(*battery),
        }
    }
}

/// When something may start and by when it must stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Window {
    /// No start (or order) before the period of this month.
    pub start: Option<Month>,
    /// In service by the period of this month at the latest.
    pub complete: Option<Month>,
}

/// How one project waits for another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RelationKind {
    /// Its start waits for the other's completion.
    After,
    /// Its start waits for the other's start.
    With,
    /// Its effects count only while the other is in effect.
    Needs,
}

/// One project's wait for another.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Relation {
    /// How.
    pub kind: RelationKind,
    /// For whom.
    pub project: ProjectId,
    /// Further time that must pass.
    pub lag: Duration,
    /// Copy n waits for copy n, instead of all waiting for all.
    pub each: bool,
}

/// A project started before, or whose start is settled.
#[derive(Clone, PartialEq, Debug)]
pub struct Committed {
    /// All copies started in the period of this month.
    pub start: Month,
    /// Payments still due, for all copies, by month.
    pub to_pay: Vec<(Month, Money)>,
    /// Terms of cancelling; `None` is never.
    pub cancel: Option<Cancel>,
}

/// Terms on which a commitment can be cancelled.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Cancel {
    /// The last period in which it is allowed holds this month.
    pub until: Month,
    /// What it costs, paid in the period of cancelling.
    pub fee: Fee,
    /// Whether a share may be cancelled.
    pub part: bool,
}

/// An undertaking.
#[derive(Clone, PartialEq, Debug)]
pub struct Project {
    /// Its site, if it has one.
    pub site: Option<SiteId>,
    /// The region its money counts in: given, or its site's, line's or supply's.
    pub region: Option<RegionId>,
    /// How many like ones.
    pub copies: u32,
    /// The most that may start in one period.
    pub starts_per_period: Option<u32>,
    /// What a copy adds; `None` for a permit.
    pub adds: Option<Adds>,
    /// Currency a copy; `None` for a committed project whose price is not known.
    pub cost: Option<MoneyPath>,
    /// From start to completion.
    pub lead: Duration,
    /// Service life; `None` stands for ever.
    pub life: Option<Duration>,
    /// What it waits for.
    pub relations: Vec<Relation>,
    /// When the cost is paid.
    pub payments: Payments,
    /// When it may start and must stand.
    pub window: Window,
    /// Whether all copies must be begun.
    pub required: bool,
    /// Tier of its window, of `required` and of its prerequisites' policy rows.
    pub tier: Tier,
    /// Present when its start is settled.
    pub committed: Option<Committed>,
    /// Whether what is left of its life is credited (never without a life).
    pub salvage: bool,
    /// Straight-line depreciation; `None` is the service life.
    pub book_life: Option<Duration>,
    /// Currency a copy and year in service, in effect or dark.
    pub fixed_om: Option<MoneyPath>,
    /// Its category, where it is not the default of what it adds.
    pub category: Option<String>,
    /// Who builds it.
    pub vendor: Option<String>,
    /// Free words for filters.
    pub tags: Vec<String>,
}

/// How many of a group may be begun.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pick {
    /// None or one.
    AtMostOne,
    /// One.
    ExactlyOne,
}

/// A choice among projects and agreements.
#[derive(Clone, PartialEq, Debug)]
pub struct Group {
    /// How many.
    pub pick: Pick,
    /// Of which.
    pub projects: Vec<ProjectId>,
    /// And which agreements.
    pub agreements: Vec<super::id::AgreementId>,
    /// How hard it is.
    pub tier: Tier,
}
