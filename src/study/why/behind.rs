//! What stands behind the cost of a decision: its own payments, and what it gives to and takes from each limit, at the prices of the
//! linear relaxation in which it is forced.
//!
//! At the optimum of a linear programme the reduced cost of a column is its coefficient in the objective less the sum of its entries
//! times the prices of their rows. The columns of the decision move by what forcing moved them; the sum over them is told by limit.

use super::question::Opposite;
use crate::formulation::blocks::BLOCKS;
use crate::formulation::key::Key;
use crate::formulation::objective::objective;
use crate::formulation::scale::MONEY;
use crate::formulation::{ASKED, Formulation, GoalKind};
use crate::plan::limits::describe;
use crate::solve::run::Solved;
use std::collections::BTreeMap;

/// Shares of the largest that are not worth a line.
const LITTLE: f64 = 0.01;

/// What a limit, or the payments, contribute; USD, positive where it speaks for the decision.
#[derive(Clone, Debug, PartialEq)]
pub struct Behind {
    /// The address of the limit, or the equation; empty for the decision's own payments and earnings.
    pub limit: String,
    /// USD.
    pub usd: f64,
}

/// What stands behind a decision that was forced, the largest first; columns are those of the relaxation with it and without.
#[must_use]
pub fn behind(f: &Formulation, opposite: &Opposite, forced: &mut Solved, before: &[f64]) -> Vec<Behind> {
    let after = &forced.outcome.values;
    let moved: BTreeMap<usize, f64> =
        opposite.columns.iter().map(|&x| (x, after[x] - before[x])).filter(|(_, by)| by.abs() > 1e-9).collect();
    if moved.is_empty() {
        return Vec::new();
    }
    let goal = forced.goal;
    let sign = if goal == GoalKind::Unmet { return Vec::new() } else { MONEY };
    let statement = f.statement();
    let mut shares: BTreeMap<String, f64> = BTreeMap::new();
    let own = objective(&statement, goal);
    let direct: f64 = own.terms.iter().filter_map(|(x, a)| moved.get(&x.index()).map(|by| a * by)).sum();
    shares.insert(String::new(), direct * sign);
    let prices = forced.stated.session.duals();
    let mut n = 0;
    for (_, block) in BLOCKS {
        for row in block(&statement) {
            let entry = |lin: &crate::formulation::lin::Lin| -> f64 {
                lin.terms.iter().filter_map(|(x, a)| moved.get(&x.index()).map(|by| a * by)).sum()
            };
            let by = entry(&row.left) - entry(&row.right);
            if by != 0.0 && row.key.name != ASKED {
                *shares.entry(limit(f, row.key)).or_default() -= prices.get(n).copied().unwrap_or(0.0) * by * sign;
            }
            n += 1;
        }
    }
    let mut list: Vec<Behind> =
        shares.into_iter().filter(|(_, usd)| *usd != 0.0).map(|(limit, usd)| Behind { limit, usd }).collect();
    let most = list.iter().map(|behind| behind.usd.abs()).fold(0.0, f64::max);
    list.retain(|behind| behind.usd.abs() > most * LITTLE);
    list.sort_by(|a, b| b.usd.abs().total_cmp(&a.usd.abs()).then_with(|| a.limit.cmp(&b.limit)));
    list
}

/// The limit that a row belongs to, without its period: of its own, or of the thing whose law it is.
fn limit(f: &Formulation, key: Key) -> String {
    let named = |words: &str| words.to_owned();
    match key.name {
        "chip_owned" => return named("what the chips do"),
        "cash_flow" => return named("patience"),
        "order_placed" | "order_least" => return named("the cost of an order"),
        _ => {}
    }
    let described = describe(&f.ctx, Key { p: None, b: None, ..key });
    described
        .id
        .or_else(|| described.address.map(|address| format!("{} {address}", words(key.name))))
        .unwrap_or_else(|| format!("{}[{}]", key.name, key.of.index(&f.ctx)))
}

/// An equation that is no limit of the planner's, in words.
fn words(equation: &str) -> String {
    match equation {
        "project_begun" | "project_effect" | "project_whole" => "what it brings:".into(),
        "project_after" | "project_with" | "project_all_begun" => "what waits with it:".into(),
        "project_needs" | "project_needs_each" | "project_all_effective" => "what needs it, or what it needs:".into(),
        "agreement_connected" | "agreement_power" | "agreement_drawn" => "what it connects:".into(),
        "bill_demand" | "bill_energy" | "agreement_peak" => "its bills:".into(),
        _ => format!("{}:", equation.replace('_', " ")),
    }
}
