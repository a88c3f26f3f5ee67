//! The rows of the model: one equation a file.

pub mod agreement_connected;
pub mod agreement_drawn;
pub mod agreement_ended;
pub mod agreement_peak;
pub mod agreement_power;
pub mod agreement_signed;
pub mod allotment_growth;
pub mod allotment_rate;
pub mod allotment_total;
pub mod battery_energy;
pub mod battery_power;
pub mod battery_state;
pub mod bill_demand;
pub mod bill_energy;
pub mod budget_at_least;
pub mod budget_at_most;
pub mod cash_flow;
pub mod chip_assigned;
pub mod chip_owned;
pub mod circuit_built;
pub mod circuit_law;
pub mod circuit_law_back;
pub mod circuit_rating;
pub mod circuit_rating_back;
pub mod commitment_cancelled;
pub mod demand_met;
pub mod demand_waiting;
pub mod expansion_offer;
pub mod group_any_begun;
pub mod group_pick;
pub mod lease_offer;
pub mod line_angle_at_least;
pub mod line_angle_at_most;
pub mod line_law;
pub mod line_loss;
pub mod line_loss_back;
pub mod line_rating;
pub mod line_rating_back;
pub mod matched_load;
pub mod matched_supply;
pub mod node_balance;
pub mod order_least;
pub mod order_placed;
pub mod outage_rating;
pub mod outage_rating_back;
pub mod patience_floor;
pub mod policy_at_least;
pub mod policy_at_most;
pub mod project_after;
pub mod project_all_begun;
pub mod project_all_effective;
pub mod project_begun;
pub mod project_effect;
pub mod project_effect_due;
pub mod project_needs;
pub mod project_pace;
pub mod project_required;
pub mod project_with;
pub mod segment_located;
pub mod segment_one_site;
pub mod site_connection;
pub mod site_connection_back;
pub mod site_it_power;
pub mod site_liquid_power;
pub mod supply_min_output;
pub mod supply_power;
pub mod supply_produced;
pub mod work_balance;

use super::Statement;
use super::row::Row;

/// A block: its name and the function that states its rows.
pub type Block = (&'static str, fn(&Statement) -> Vec<Row>);

/// The equations that are the model, in the order of `docs/mathematics.md`.
pub const BLOCKS: &[Block] = &[
    (project_begun::NAME, project_begun::rows),
    (project_pace::NAME, project_pace::rows),
    (project_after::NAME, project_after::rows),
    (project_with::NAME, project_with::rows),
    (project_all_begun::NAME, project_all_begun::rows),
    (project_needs::NAME, project_needs::rows),
    (project_effect::NAME, project_effect::rows),
    (project_all_effective::NAME, project_all_effective::rows),
    (project_effect_due::NAME, project_effect_due::rows),
    (project_required::NAME, project_required::rows),
    (group_pick::NAME, group_pick::rows),
    (group_any_begun::NAME, group_any_begun::rows),
    (agreement_signed::NAME, agreement_signed::rows),
    (agreement_ended::NAME, agreement_ended::rows),
    (agreement_connected::NAME, agreement_connected::rows),
    (agreement_power::NAME, agreement_power::rows),
    (agreement_drawn::NAME, agreement_drawn::rows),
    (agreement_peak::NAME, agreement_peak::rows),
    (bill_demand::NAME, bill_demand::rows),
    (bill_energy::NAME, bill_energy::rows),
    (commitment_cancelled::NAME, commitment_cancelled::rows),
    (order_placed::NAME, order_placed::rows),
    (order_least::NAME, order_least::rows),
    (chip_owned::NAME, chip_owned::rows),
    (chip_assigned::NAME, chip_assigned::rows),
    (work_balance::NAME, work_balance::rows),
    (demand_met::NAME, demand_met::rows),
    (demand_waiting::NAME, demand_waiting::rows),
    (segment_one_site::NAME, segment_one_site::rows),
    (segment_located::NAME, segment_located::rows),
    (site_it_power::NAME, site_it_power::rows),
    (site_liquid_power::NAME, site_liquid_power::rows),
    (site_connection::NAME, site_connection::rows),
    (site_connection_back::NAME, site_connection_back::rows),
    (node_balance::NAME, node_balance::rows),
    (line_rating::NAME, line_rating::rows),
    (line_rating_back::NAME, line_rating_back::rows),
    (line_law::NAME, line_law::rows),
    (line_angle_at_most::NAME, line_angle_at_most::rows),
    (line_angle_at_least::NAME, line_angle_at_least::rows),
    (line_loss::NAME, line_loss::rows),
    (line_loss_back::NAME, line_loss_back::rows),
    (outage_rating::NAME, outage_rating::rows),
    (outage_rating_back::NAME, outage_rating_back::rows),
    (circuit_built::NAME, circuit_built::rows),
    (circuit_law::NAME, circuit_law::rows),
    (circuit_law_back::NAME, circuit_law_back::rows),
    (circuit_rating::NAME, circuit_rating::rows),
    (circuit_rating_back::NAME, circuit_rating_back::rows),
    (supply_power::NAME, supply_power::rows),
    (supply_produced::NAME, supply_produced::rows),
    (supply_min_output::NAME, supply_min_output::rows),
    (battery_power::NAME, battery_power::rows),
    (battery_energy::NAME, battery_energy::rows),
    (battery_state::NAME, battery_state::rows),
    (expansion_offer::NAME, expansion_offer::rows),
    (lease_offer::NAME, lease_offer::rows),
    (allotment_rate::NAME, allotment_rate::rows),
    (allotment_total::NAME, allotment_total::rows),
    (allotment_growth::NAME, allotment_growth::rows),
    (budget_at_most::NAME, budget_at_most::rows),
    (budget_at_least::NAME, budget_at_least::rows),
    (matched_load::NAME, matched_load::rows),
    (matched_supply::NAME, matched_supply::rows),
    (policy_at_most::NAME, policy_at_most::rows),
    (policy_at_least::NAME, policy_at_least::rows),
    (cash_flow::NAME, cash_flow::rows),
    (patience_floor::NAME, patience_floor::rows),
];
