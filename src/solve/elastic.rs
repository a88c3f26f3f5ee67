//! Which limits clash: every limit that is not physics may be exceeded, softer tiers first, and the least excess is found.

use super::outcome::{Failure, Options};
use super::session::Ended;
use super::state::state;
use crate::formulation::Formulation;
use crate::formulation::Tier;
use crate::formulation::blocks::BLOCKS;
use crate::formulation::key::Key;
use crate::formulation::lin::Lin;
use crate::formulation::row::Sense;

/// A contract is given up only where a thousand times as much of softer limits would not help.
const HARDER: f64 = 1000.0;
/// An excess under this share of the bound is the solver's noise.
const NOISE: f64 = 1e-6;
/// Seconds after which the best answer so far is taken.
const PATIENCE: f64 = 120.0;

/// A limit that must give way, in internal units.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Excess {
    /// The row.
    pub key: Key,
    /// How it compares.
    pub sense: Sense,
    /// By how much it must give way; positive.
    pub amount: f64,
    /// The constant on its right-hand side.
    pub bound: f64,
}

/// The limits that must give way, by how much: only tiers up to the softest that suffices.
///
/// # Errors
/// [`Failure::Infeasible`] when even giving up every limit leaves a clash of physics; others as for a solve.
pub fn clash(
    formulation: &Formulation,
    tier_of: &dyn Fn(Key) -> Tier,
    options: &Options,
) -> Result<Vec<Excess>, Failure> {
    for allowed in [Tier::Wish, Tier::Policy, Tier::Contract] {
        match give_way(formulation, tier_of, allowed, options) {
            Err(Failure::Infeasible) => {}
            other => return other,
        }
    }
    Err(Failure::Infeasible)
}

fn give_way(
    formulation: &Formulation,
    tier_of: &dyn Fn(Key) -> Tier,
    allowed: Tier,
    options: &Options,
) -> Result<Vec<Excess>, Failure> {
    let mut stated = state(formulation, BLOCKS, &Lin::default(), options.watch.clone());
    let session = &mut stated.session;
    let mut slacks: Vec<(usize, usize)> = Vec::new();
    for (n, row) in stated.rows.iter().enumerate() {
        let tier = tier_of(row.key);
        if tier == Tier::Physics || tier > allowed {
            continue;
        }
        let weight = if tier == Tier::Contract { HARDER } else { 1.0 } / (row.bound + row.settled).abs().max(1.0);
        let add = |session: &mut super::session::Session, coefficient: f64| {
            session.add_column(-weight, 0.0, f64::INFINITY, n, coefficient)
        };
        match row.sense {
            Sense::AtMost => slacks.push((n, add(session, -1.0))),
            Sense::AtLeast => slacks.push((n, add(session, 1.0))),
            Sense::Equal => {
                slacks.push((n, add(session, 1.0)));
                // Firm demand can only be served less; other equalities (a group's pick) may be off either way.
                if row.key.name != "demand_met" {
                    slacks.push((n, add(session, -1.0)));
                }
            }
        }
    }
    if slacks.is_empty() {
        return Err(Failure::Infeasible);
    }
    session.set_whole("threads", i32::try_from(options.threads).unwrap_or(1));
    session.set_number("mip_rel_gap", 1e-6);
    session.set_number("time_limit", PATIENCE);
    match session.run() {
        Ended::Infeasible | Ended::UnboundedOrInfeasible => return Err(Failure::Infeasible),
        Ended::Failed(status) => return Err(Failure::Solver(format!("HiGHS ended with status {status}"))),
        Ended::Interrupted => return Err(Failure::Stopped),
        _ if !session.has_point() => return Err(Failure::Stopped),
        _ => {}
    }
    let values = session.values();
    let excess = slacks.iter().filter_map(|&(n, column)| {
        let row = &stated.rows[n];
        let amount = values[column];
        let told = amount > NOISE * row.bound.abs().max(1.0);
        told.then_some(Excess { key: row.key, sense: row.sense, amount, bound: row.bound })
    });
    Ok(excess.collect())
}
