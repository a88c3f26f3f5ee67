//! Options that are never worth taking, because another is at least as good in all that a model can see.
//!
//! An option is left out where every plan that takes it can be changed into one that does not, breaks no row and is worth no less. This is
//! looked at limit by limit and errs on the side of keeping: a ration, a floor, a filter or a wait that tells two options apart keeps both.
//! Each is left out for another that stays, or that is left out in turn for a third, so that some best plan is always left. Expansions
//! and leases are never left out: each is on offer only up to an amount, beyond which the next best comes in.

mod agreements;
mod chips;
mod cost;
mod limits;
mod offer;
mod projects;
#[cfg(test)]
mod tests;

pub use limits::effects_can_hurt;

use crate::domain::{AgreementId, ChipId, Model, ProjectId, SiteId};
use crate::network::reach::Reach;
use limits::Limits;
use std::collections::{BTreeMap, BTreeSet};

/// In what one option is better than another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Respect {
    /// It costs less.
    Cheaper,
    /// It costs nothing to place an order.
    NoOrderCost,
    /// It is there sooner.
    Sooner,
    /// It is there as soon, and need not be decided as early.
    Later,
    /// It serves longer.
    Longer,
    /// One does more work.
    MoreWork,
    /// It draws less for the same work.
    LessPower,
    /// It needs no hall that is cooled by liquid.
    NoLiquid,
    /// What it adds may be cooled by liquid.
    Liquid,
    /// It adds more.
    MoreMegawatts,
    /// It waits for less.
    WaitsForLess,
}

/// Why an option is never worth taking.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Why<I> {
    /// Nobody who may be served there accepts it.
    Idle,
    /// Another is at least as good in everything.
    Outdone {
        /// Which.
        by: I,
        /// In what it is better; in nothing where the two are alike.
        respects: BTreeSet<Respect>,
    },
}

/// The options of a model that are never worth taking, each with the reason.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Dominated {
    /// Chips for a site.
    pub chips: BTreeMap<(ChipId, SiteId), Why<ChipId>>,
    /// Projects of which a group lets one be begun.
    pub projects: BTreeMap<ProjectId, Why<ProjectId>>,
    /// Agreements of which a group lets one be signed.
    pub agreements: BTreeMap<AgreementId, Why<AgreementId>>,
}

impl Dominated {
    /// Looks at every option beside every other.
    #[must_use]
    pub fn new(model: &Model, reach: &Reach) -> Self {
        let limits = Limits::new(model);
        if !limits.are_plain() {
            return Self::default();
        }
        Self {
            chips: chips::find(&limits, reach),
            projects: projects::find(&limits),
            agreements: agreements::find(&limits),
        }
    }

    /// How many options are left out.
    #[must_use]
    pub fn len(&self) -> usize {
        self.chips.len() + self.projects.len() + self.agreements.len()
    }

    /// Whether all options are looked at.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
