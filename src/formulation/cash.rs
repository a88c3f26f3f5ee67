//! The one family of payments that budgets, policies, patience, the objective and the report all read.

use super::context::{Bought, CommitmentOf, Context};
use super::lin::Lin;
use crate::domain::{
    AgreementId, Attributes, BatteryId, CashId, FleetId, NodeId, Project, ProjectId, SegmentId, SiteId, SupplyId,
};
use std::sync::Arc;

/// What kind of money a payment is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum CashKind {
    /// A capital payment.
    Capital,
    /// A lease fee.
    Lease,
    /// Operating expenditure other than lease fees.
    Opex,
    /// A penalty for contracted demand that is unmet, or for demand that waits.
    Penalty,
    /// An exogenous cash line.
    CashLine,
    /// Revenue: money in, negative.
    Revenue,
}

/// What is paid for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Asset {
    /// Copies of a project started in a period.
    Project(ProjectId, i32),
    /// A committed project or order.
    Commitment(CommitmentOf),
    /// An order of a period.
    Bought(Bought, i32),
    /// Existing chips.
    Fleet(FleetId),
    /// A connection agreement.
    Agreement(AgreementId),
    /// A supply.
    Supply(SupplyId),
    /// A battery.
    Battery(BatteryId),
    /// A node.
    Node(NodeId),
    /// A segment.
    Segment(SegmentId),
    /// The way from a site to a segment.
    Path(SiteId, SegmentId),
    /// A cash line.
    Cash(CashId),
}

/// A payment, linear in the decisions: M USD, nominal; money out is positive.
#[derive(Clone, Debug)]
pub struct CashTerm {
    /// When.
    pub t: i32,
    /// What kind.
    pub kind: CashKind,
    /// Which payment of its asset.
    pub milestone: &'static str,
    /// What for.
    pub asset: Asset,
    /// What filters look at.
    pub of: Arc<Attributes>,
    /// Whether it is owed by what was settled before (commitments, existing fleet, cash lines).
    pub committed: bool,
    /// How much.
    pub amount: Lin,
}

/// A credit for life left at the end of the horizon: M USD, discounted.
#[derive(Clone, Debug)]
pub struct SalvageTerm {
    /// What for.
    pub asset: Asset,
    /// Share of its life unused.
    pub unused: f64,
    /// The credit.
    pub amount: Lin,
}

/// Straight-line depreciation of an asset: M USD, nominal.
#[derive(Clone, Debug)]
pub struct BookTerm {
    /// What for.
    pub asset: Asset,
    /// What is written off in all.
    pub base: Lin,
    /// First period in service.
    pub from: i32,
    /// Periods over which it is written off; `None` is never.
    pub periods: Option<i32>,
    /// Whether it was settled before.
    pub committed: bool,
    /// Its payments, without cancelling fees.
    pub payments: Vec<(i32, Lin)>,
    /// Of a commitment: what it owes as if nothing were cancelled.
    pub owed: Option<Owed>,
}

/// What a commitment owes as if nothing were cancelled, M USD.
#[derive(Clone, Debug)]
pub struct Owed {
    /// Its full price, or what is still due where no price is known.
    pub full: f64,
    /// What is due when.
    pub due: Vec<(i32, f64)>,
}

/// Something of long life that is paid for in parts; payments, salvage and depreciation all follow from it.
pub struct Investment {
    /// What.
    pub asset: Asset,
    /// What filters look at.
    pub of: Arc<Attributes>,
    /// First period in service.
    pub in_service: i32,
    /// Periods in service; `None` stands for ever.
    pub life: Option<i32>,
    /// Whether unused life is credited.
    pub salvage: bool,
    /// Periods over which it is written off.
    pub book: Option<i32>,
    /// Whether it was settled before.
    pub committed: bool,
    /// When, which payment, how much.
    pub payments: Vec<(i32, &'static str, Lin)>,
    /// Payments that earn no salvage (order cost).
    pub without_salvage: Vec<(i32, &'static str, Lin)>,
    /// What is written off, where it is not the sum of payments.
    pub base: Option<Lin>,
    /// Of a commitment: what it owes as if nothing were cancelled.
    pub owed: Option<Owed>,
}

/// All money of a model.
#[derive(Debug, Default)]
pub struct Ledger {
    /// Payments, sorted by cost and asset as the costs list them.
    pub cash: Vec<CashTerm>,
    /// Salvage credits.
    pub salvage: Vec<SalvageTerm>,
    /// Depreciation.
    pub book: Vec<BookTerm>,
}

impl Ledger {
    /// Adds a payment, unless nothing can ever be paid.
    pub fn pay(&mut self, term: CashTerm) {
        if !term.amount.is_zero() {
            self.cash.push(term);
        }
    }

    /// Adds an investment: its payments, its credit and its depreciation.
    pub fn invest(&mut self, ctx: &Context, investment: Investment) {
        let Investment { asset, of, in_service, life, salvage, book, committed, payments, without_salvage, base, owed } =
            investment;
        if let Some(life) = life.filter(|_| salvage) {
            let unused = ctx.cal.unused(in_service, life);
            let mut amount = Lin::default();
            for (t, _, paid) in &payments {
                let discount = if *t < ctx.cal.len() { ctx.cal.discount_at_end() } else { ctx.cal.discount(*t) };
                amount.add(unused * discount, paid);
            }
            if !amount.is_zero() {
                self.salvage.push(SalvageTerm { asset, unused, amount });
            }
        }
        let all = || payments.iter().chain(&without_salvage);
        let base = base.unwrap_or_else(|| {
            let mut sum = Lin::default();
            all().for_each(|(_, _, paid)| sum.add(1.0, paid));
            sum
        });
        let paid = all().map(|(t, _, amount)| (*t, amount.clone())).collect();
        self.book.push(BookTerm {
            asset,
            base,
            from: in_service,
            periods: book.or(life),
            committed,
            payments: paid,
            owed,
        });
        for (t, milestone, amount) in payments.into_iter().chain(without_salvage) {
            let of = Arc::clone(&of);
            self.pay(CashTerm { t, kind: CashKind::Capital, milestone, asset, of, committed, amount });
        }
    }
}

impl Context<'_> {
    /// What filters see of a project's money.
    #[must_use]
    pub fn project_attributes(&self, project: &Project) -> Arc<Attributes> {
        Arc::new(Attributes::of_project(project))
    }

    /// What filters see of a purchase's money; an order's own tags besides.
    #[must_use]
    pub fn purchase_attributes(&self, of: Bought, more_tags: &[String]) -> Arc<Attributes> {
        let attributes = match of {
            Bought::Chip(k, s) => Attributes::of_chips(self.model, k, s),
            Bought::Expansion(x) => Attributes::of_expansion(self.model, x),
            Bought::Lease(l) => Attributes::of_lease(self.model, l),
        };
        Arc::new(attributes.tagged(more_tags))
    }

    /// What filters see of a supply's money.
    #[must_use]
    pub fn supply_attributes(&self, g: SupplyId) -> Arc<Attributes> {
        Arc::new(Attributes::of_supply(self.model, g))
    }
}
