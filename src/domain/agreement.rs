//! Agreements: letters of a utility that connects a site, or of a developer who brings a supply behind its meter, that may be signed,
//! or have been.

use super::id::{ProjectId, SiteId, SupplyId};
use super::money::{Money, MoneyPath};
use super::project::Adds;
use super::time::{Duration, Month};

/// An agreement on offer, or signed before.
#[derive(Clone, PartialEq, Debug)]
pub struct Agreement {
    /// The site that it connects, or behind whose meter it brings a supply.
    pub site: SiteId,
    /// The supply behind the meter whose MW it brings; `None` connects the site.
    pub supply: Option<SupplyId>,
    /// Contracted MW at the end of its ramp: what bills count.
    pub contracted_mw: f64,
    /// Connection MW (of a supply: its MW) that it gives at the end of its ramp: what limits what is drawn under it.
    pub given_mw: f64,
    /// Share of both from a year of the contract on (1 is the first), by year; empty is all of it from the first day.
    pub ramp: Vec<(u32, f64)>,
    /// From signing to energisation, slip included.
    pub lead: Duration,
    /// Not energised before the period of this month.
    pub queue: Option<Month>,
    /// Not signed after the period of this month.
    pub sign_by: Option<Month>,
    /// How long it runs from energisation.
    pub term: Duration,
    /// Currency a MWh drawn under it.
    pub energy: Option<MoneyPath>,
    /// Currency a billed MW and year.
    pub demand: Option<MoneyPath>,
    /// Share of contracted MW in all hours for which energy is paid at least.
    pub minimum_bill: f64,
    /// Share of contracted MW for which demand is paid at least.
    pub minimum_demand: f64,
    /// Terms of ending it early; `None` is never.
    pub exit: Option<Exit>,
    /// What is paid at signing.
    pub deposit: Option<Deposit>,
    /// What the utility may call off.
    pub curtail: Option<Curtail>,
    /// Projects that must be in effect before its connection is.
    pub needs: Vec<ProjectId>,
    /// The month in whose period it was signed, where it was.
    pub signed: Option<Month>,
    /// The utility.
    pub vendor: Option<String>,
    /// Free words for filters.
    pub tags: Vec<String>,
}

impl Agreement {
    /// What it adds at the end of its ramp.
    #[must_use]
    pub const fn adds(&self) -> Adds {
        match self.supply {
            Some(supply) => Adds::Supply { supply, mw: self.given_mw },
            None => Adds::Connection { site: self.site, mw: self.given_mw },
        }
    }
}

/// Terms of ending an agreement early.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Exit {
    /// Time from energisation that must have passed.
    pub after: Duration,
    /// Paid in the first period without it.
    pub fee: Money,
}

/// Money paid at signing.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Deposit {
    /// How much.
    pub amount: Money,
    /// Time from energisation after which it comes back, if the agreement then still runs; `None` is never.
    pub returned: Option<Duration>,
}

/// Load that the utility may call off.
#[derive(Clone, PartialEq, Debug)]
pub struct Curtail {
    /// Share of what is drawn.
    pub share: f64,
    /// Hours a year.
    pub hours: f64,
    /// Currency a MWh called off: what going without costs.
    pub price: MoneyPath,
}
