//! Agreements that can never be signed, ended or paid back, and floors that count their bills.

use crate::domain::{Agreement, Attributes, Model, Supply};
use crate::files::{Finding, Node};

use super::check::within;
use super::read::Reader;

/// Whether anything is billed while it is in force.
fn bills(agreement: &Agreement) -> bool {
    agreement.demand.is_some() || agreement.energy.is_some() || agreement.curtail.is_some()
}

/// Whether a supply bills the larger of two amounts.
fn billed(supply: &Supply) -> bool {
    supply.billing.minimum_bill > 0.0 || supply.billing.demand.is_some()
}

impl Reader {
    /// All checks of agreements.
    pub(super) fn check_agreements(&mut self, model: &Model, root: &Node) {
        for (id, agreement) in model.agreements.iter() {
            let name = model.agreements.name(id);
            let mut say = |key: &str, message: String| {
                self.warning(message, &within(root, "agreement", name, &[key]));
            };
            if agreement.sign_by.is_some_and(|month| month < model.horizon.start) {
                say("sign_by", format!("agreement `{name}` can never be signed: its offer ends before the horizon"));
            }
            let over = |after: crate::domain::Duration| after.months >= agreement.term.months - 1e-9;
            if agreement.exit.is_some_and(|exit| over(exit.after)) {
                say("exit", format!("agreement `{name}` can never be ended early: its term is over by then"));
            }
            if agreement.deposit.is_some_and(|deposit| deposit.returned.is_some_and(over)) {
                say("deposit", format!("the deposit of agreement `{name}` never comes back: its term is over by then"));
            }
        }
        for (id, agreement) in model.agreements.iter().filter(|(_, agreement)| agreement.supply.is_none()) {
            let (name, site) = (model.agreements.name(id), model.sites.name(agreement.site));
            if model.sites[agreement.site].bend.is_some() {
                let message = format!("the connection of site `{site}` bends, and agreement `{name}` is for that site");
                let hint =
                    "what is drawn beyond a connection is billed by no agreement; take `bend` away, or the agreement";
                let place = within(root, "site", site, &["bend"]);
                self.findings.push(Finding::error(message, place).hint(hint));
            }
        }
        self.check_floors(model, root);
    }

    /// A bill is the larger of two amounts; as part of a least spending it could be as large as one likes.
    fn check_floors(&mut self, model: &Model, root: &Node) {
        for (b, budget) in model.budgets.iter().filter(|(_, budget)| budget.at_least.is_some() && budget.counts.opex) {
            let agreement = model
                .agreements
                .iter()
                .find(|(id, agreement)| bills(agreement) && Attributes::of_agreement(model, *id).pass(&budget.filter))
                .map(|(id, _)| format!("agreement `{}`", model.agreements.name(id)));
            let supply = model
                .supplies
                .iter()
                .find(|(id, supply)| billed(supply) && Attributes::of_supply(model, *id).pass(&budget.filter))
                .map(|(id, _)| format!("supply `{}`", model.supplies.name(id)));
            if let Some(whose) = agreement.or(supply) {
                let name = model.budgets.name(b);
                let message = format!("budget `{name}` has `at_least` and counts the bills of {whose}");
                let hint =
                    "a bill is the larger of two amounts, which a floor may not count; leave it out by the filter";
                let place = within(root, "budget", name, &["at_least"]);
                self.findings.push(Finding::error(message, place).hint(hint));
            }
        }
    }
}
