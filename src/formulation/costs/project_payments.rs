//! What projects cost: copies started in p pay the price of p on its milestones.
//!
//! `cost[j](p) x share x exchange[t] x (begun[j,p] - begun[j,p-1])` in each period t of the payment schedule.

use crate::calendar::{Calendar, Milestone};
use crate::formulation::Statement;
use crate::formulation::cash::{Asset, Investment, Ledger};
use crate::formulation::effects::started;
use crate::formulation::scale::MONEY;

/// Payments, salvage and depreciation of every start.
pub(super) fn add(m: &Statement, ledger: &mut Ledger) {
    let ctx = m.ctx;
    for (j, project) in ctx.model.projects.iter() {
        let Some(cost) = &project.cost else { continue };
        let lead = ctx.cal.periods(project.lead);
        let of = ctx.project_attributes(project);
        for p in ctx.starts(j) {
            let starts = started(ctx, m.vars, j, p);
            let payments = Calendar::schedule(project.payments, p, lead)
                .into_iter()
                .map(|(milestone, t, share)| {
                    let name = match milestone {
                        Milestone::Start => "start",
                        Milestone::Spread => "spread",
                        Milestone::Completion => "completion",
                    };
                    (t, name, starts.times(share * ctx.cal.price_paid(cost, p, t) / MONEY))
                })
                .collect();
            ledger.invest(
                ctx,
                Investment {
                    asset: Asset::Project(j, p),
                    of: of.clone(),
                    in_service: p + lead,
                    life: project.life.map(|life| ctx.cal.periods(life)),
                    salvage: project.salvage,
                    book: project.book_life.map(|life| ctx.cal.periods(life)),
                    committed: false,
                    payments,
                    without_salvage: Vec::new(),
                    base: None,
                    owed: None,
                },
            );
        }
    }
}
