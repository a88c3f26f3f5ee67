//! Bills that are the larger of two amounts: those of connection agreements, and those of supplies.

use super::agreed::{contracted, drawn};
use super::context::{Context, PlaceKey};
use super::effects::{Mw, megawatts};
use super::key::Of;
use super::lin::Lin;
use super::slices::dispatched;
use super::vars::{OverPeriods, Vars};
use crate::domain::{AgreementId, BlockId, Index, SupplyId};

/// The columns of the bills of supplies, by supply.
#[derive(Debug, Default)]
pub struct Billed {
    /// `billed_mw`[g][p]: MW for which demand is paid.
    pub mw: Vec<OverPeriods>,
    /// `billed_gwh`[g][p]: GWh for which energy is paid, where there is a minimum bill.
    pub gwh: Vec<OverPeriods>,
}

/// Who bills.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Biller {
    /// A connection agreement, for what is drawn under it.
    Agreement(AgreementId),
    /// A supply, for what it gives.
    Supply(SupplyId),
}

impl Biller {
    /// All that may bill.
    pub fn all(ctx: &Context) -> impl Iterator<Item = Self> {
        let agreements = ctx.model.agreements.ids().map(Self::Agreement);
        agreements.chain(ctx.model.supplies.ids().map(Self::Supply))
    }

    /// What rows of what is taken are about.
    #[must_use]
    pub const fn of(self) -> Of {
        match self {
            Self::Agreement(a) => Of::Agreement(a),
            Self::Supply(g) => Of::SupplyBill(g),
        }
    }

    /// What the row of the minimum is about.
    #[must_use]
    pub const fn minimum(self) -> Of {
        match self {
            Self::Agreement(a) => Of::Minimum(a),
            Self::Supply(g) => Of::SupplyMinimum(g),
        }
    }

    /// The columns of MW for which demand is paid.
    #[must_use]
    pub fn billed_mw(self, vars: &Vars) -> &OverPeriods {
        match self {
            Self::Agreement(a) => &vars.agreed.billed_mw[a.get()],
            Self::Supply(g) => &vars.billed.mw[g.get()],
        }
    }

    /// The columns of GWh for which energy is paid.
    #[must_use]
    pub fn billed_gwh(self, vars: &Vars) -> &OverPeriods {
        match self {
            Self::Agreement(a) => &vars.agreed.billed_gwh[a.get()],
            Self::Supply(g) => &vars.billed.gwh[g.get()],
        }
    }

    /// The shares of contracted MW that are billed at least, of demand and of energy.
    #[must_use]
    pub fn least(self, ctx: &Context) -> (f64, f64) {
        match self {
            Self::Agreement(a) => {
                let terms = &ctx.model.agreements[a];
                (terms.minimum_demand, terms.minimum_bill)
            }
            Self::Supply(g) => {
                let terms = &ctx.model.supplies[g].billing;
                (terms.minimum_demand, terms.minimum_bill)
            }
        }
    }

    /// MW taken in a block.
    #[must_use]
    pub fn taken(self, vars: &Vars, p: i32, b: BlockId) -> Lin {
        match self {
            Self::Agreement(a) => drawn(vars, a, p, b),
            Self::Supply(g) => dispatched(vars, g, p, b),
        }
    }

    /// MWh taken in all blocks of a period.
    #[must_use]
    pub fn taken_mwh(self, ctx: &Context, vars: &Vars, p: i32) -> Lin {
        let mut sum = Lin::default();
        ctx.blocks().for_each(|b| sum.add(ctx.hours(b), &self.taken(vars, p, b)));
        sum
    }

    /// Contracted MW in a period: of a supply that names none, its MW in service, dark ones included.
    #[must_use]
    pub fn contracted(self, ctx: &Context, vars: &Vars, p: i32) -> Lin {
        match self {
            Self::Agreement(a) => contracted(ctx, vars, a, p),
            Self::Supply(g) => match ctx.model.supplies[g].billing.contracted_mw {
                Some(mw) => Lin::number(mw),
                None => megawatts(ctx, vars, PlaceKey::Supply(g), Mw::Power, p, true),
            },
        }
    }
}

impl Vars {
    /// Declares the columns of the bills of supplies.
    pub(super) fn declare_bills(&mut self, ctx: &Context) {
        for (g, supply) in ctx.model.supplies.iter() {
            let mut over = |name: &'static str, wanted: bool| -> OverPeriods {
                ctx.periods().map(|p| wanted.then(|| self.continuous(name, Of::SupplyBill(g), Some(p)))).collect()
            };
            let mw = over("billed_mw", supply.billing.demand.is_some());
            let gwh = over("billed_gwh", supply.billing.minimum_bill > 0.0);
            self.billed.mw.push(mw);
            self.billed.gwh.push(gwh);
        }
    }
}
