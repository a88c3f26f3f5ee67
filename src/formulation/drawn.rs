//! What is drawn under agreements: what a site draws beyond its own connection, and what a supply gives beyond its own megawatts.

use super::agreed::own_mw;
use super::context::{Context, PlaceKey};
use super::key::Of;
use super::lin::Lin;
use super::own_supply::imported;
use super::slices::dispatched;
use super::vars::Vars;
use crate::domain::{BlockId, SiteId, SupplyId};

/// A place to which agreements give megawatts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Taker {
    /// A site draws through its connection.
    Site(SiteId),
    /// A supply gives behind its site's meter.
    Supply(SupplyId),
}

impl Taker {
    /// All to which an agreement gives anything, sites first; none in a model without nodes.
    pub fn all(ctx: &Context) -> impl Iterator<Item = Self> {
        let sites = ctx.model.sites.ids().map(Self::Site);
        let takers = sites.chain(ctx.model.supplies.ids().map(Self::Supply));
        takers.filter(|taker| ctx.has_power() && ctx.agreements_at(taker.place()).next().is_some())
    }

    /// The place.
    #[must_use]
    pub const fn place(self) -> PlaceKey {
        match self {
            Self::Site(s) => PlaceKey::Site(s),
            Self::Supply(g) => PlaceKey::Supply(g),
        }
    }

    /// What rows of it are about.
    #[must_use]
    pub const fn of(self) -> Of {
        match self {
            Self::Site(s) => Of::Site(s),
            Self::Supply(g) => Of::Supply(g),
        }
    }

    /// MW taken in a block: what a site draws, or what a supply gives.
    #[must_use]
    pub fn taken(self, ctx: &Context, vars: &Vars, p: i32, b: BlockId) -> Lin {
        match self {
            Self::Site(s) => imported(ctx, vars, s, p, b),
            Self::Supply(g) => dispatched(vars, g, p, b),
        }
    }

    /// MW in a block that no agreement gives.
    #[must_use]
    pub fn own(self, ctx: &Context, vars: &Vars, p: i32, b: BlockId) -> Lin {
        let own = own_mw(ctx, vars, self.place(), p);
        match self {
            Self::Site(_) => own,
            Self::Supply(g) => own.times(ctx.model.supplies[g].available(b)),
        }
    }
}
