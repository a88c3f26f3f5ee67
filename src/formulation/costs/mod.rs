//! What a plan pays and earns: one file a cost.

mod agreement_bills;
mod agreement_deposits;
mod cash_lines;
mod commitment_payments;
mod energy;
mod fixed_om;
mod lease_fees;
mod order_payments;
mod project_payments;
mod service_money;
mod shedding;
mod supply_bills;

use super::Statement;
use super::cash::Ledger;

/// A cost: its name and what it adds to the ledger.
pub type Cost = (&'static str, fn(&Statement, &mut Ledger));

/// The costs that are the money of the model.
pub const COSTS: &[Cost] = &[
    ("project_payments", project_payments::add),
    ("order_payments", order_payments::add),
    ("commitment_payments", commitment_payments::add),
    ("lease_fees", lease_fees::add),
    ("agreement_deposits", agreement_deposits::add),
    ("agreement_bills", agreement_bills::add),
    ("fixed_om", fixed_om::add),
    ("energy", energy::add),
    ("supply_bills", supply_bills::add),
    ("shedding", shedding::add),
    ("service_money", service_money::add),
    ("cash_lines", cash_lines::add),
];
