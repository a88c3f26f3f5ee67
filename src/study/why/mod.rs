//! Why a plan decides something, or does not: what the opposite would cost, from which price on it would be otherwise, and what
//! stands behind it.

pub mod behind;
pub mod question;

use super::again::{Interval, Unanswered, is_money, worse};
use super::clash::{self, Clash};
use super::decisions::{Differs, decisions, differences};
use super::series::{Asked, Series};
use crate::domain::Model;
use crate::formulation::Formulation;
use crate::plan::types::{MoneyKind, Plan, Status};
use crate::solve::run::Solved;
use behind::{Behind, behind};
use question::{Opposite, Question, opposite};

/// From which price on a decision would be otherwise, as a share of what it costs: proved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BreakEven {
    /// It is taken, and stays so while its price rises by less than this share.
    Stays(f64),
    /// It is not, and enters at the latest when its price has fallen by this share.
    Enters(f64),
    /// No fall of its own price is proved to bring it in.
    NotByPrice,
}

/// What came of a question.
#[derive(Clone, Debug)]
pub enum Because {
    /// The opposite costs something.
    Costs {
        /// How much, as far as it is proved.
        cost: Interval,
        /// The plan on the table less the plan found, USD: less than nothing where the second is better, for which the gap of the first
        /// leaves room.
        found_usd: f64,
        /// How much in the linear relaxation, where starts and lots may be fractions, USD.
        relaxed_usd: f64,
        /// What its own payments are worth in the plan that has it, net of salvage, discounted, USD.
        own_usd: f64,
        /// From which price on it would be otherwise; nothing where it costs nothing of its own.
        break_even: Option<BreakEven>,
        /// What stands behind it.
        behind: Vec<Behind>,
        /// What else would be decided otherwise.
        differs: Vec<Differs>,
    },
    /// No plan with the opposite keeps every limit: these clash.
    Impossible(Box<Clash>),
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What was asked.
    pub question: Question,
    /// The opposite of what the plan does.
    pub opposite: Opposite,
    /// What came of it.
    pub because: Because,
}

/// Asks a plan why it decides as it does about an address.
///
/// # Errors
/// [`Unanswered`]: among others where there is no such decision.
pub fn why(model: &Model, plan: &Plan, address: &str, asked: &Asked) -> Result<Answer, Unanswered> {
    is_money(plan)?;
    if plan.outcome.status == Status::Relaxed {
        return Err(Unanswered::Senseless("a relaxed plan has fractions of starts; solve it without --relax".into()));
    }
    let question = Question::read(address, model)?;
    // Also of what is left out of every plan, since another option outdoes it.
    let free = Formulation::entire(model);
    let opposite = opposite(&question, plan, &free)?;
    let mut forced = Formulation::entire(model);
    for &(x, lower, upper) in &opposite.held {
        forced.vars.bounds[x].0 = lower;
        forced.vars.bounds[x].1 = upper;
    }
    forced.asked.extend(opposite.asked.clone());
    let mut series = Series::of(plan, asked);
    // The relaxations come first: the second starts from the basis of the first, and the plan from that of the second.
    let before = series.relaxation(&free)?;
    let relaxed = series.relaxation(&forced)?;
    let (Some(before), Some(mut relaxed)) = (before, relaxed) else {
        return Ok(impossible(question, opposite, &forced, asked));
    };
    let value = |solved: &Solved| solved.outcome.goals.last().map_or(0.0, |goal| goal.best);
    let sign = if plan.outcome.goal == "cost" { -1.0 } else { 1.0 };
    let relaxed_usd = sign * (value(&before) - value(&relaxed));
    let behind = behind(&forced, &opposite, &mut relaxed, &before.outcome.values);
    drop((before, relaxed));
    let Some(other) = series.solve_stated(&forced, &opposite.words, false)? else {
        return Ok(impossible(question, opposite, &forced, asked));
    };
    let cost = worse(plan, &other);
    let found_usd = cost.best;
    // What is forced can gain nothing: what is below is what the plan on the table lacks itself.
    let cost = Interval { low: cost.low.max(0.0), best: cost.best.max(0.0), high: cost.high.max(0.0) };
    let own_usd = own(if opposite.taken { plan } else { &other }, &opposite.assets);
    let break_even = break_even(opposite.taken, cost, own_usd);
    let differs = differences(&decisions(plan), &decisions(&other));
    let because = Because::Costs { cost, found_usd, relaxed_usd, own_usd, break_even, behind, differs };
    Ok(Answer { question, opposite, because })
}

fn impossible(question: Question, opposite: Opposite, forced: &Formulation, asked: &Asked) -> Answer {
    let clash = clash::explain(forced, &asked.options);
    Answer { question, opposite, because: Because::Impossible(Box::new(clash)) }
}

/// What is paid for something and to run it, net of salvage, discounted.
fn own(plan: &Plan, assets: &[String]) -> f64 {
    let of = |asset: &str| assets.iter().any(|own| asset.starts_with(own.as_str()));
    let priced =
        plan.payments.iter().filter(|row| matches!(row.kind, MoneyKind::Capital | MoneyKind::Lease | MoneyKind::Opex));
    let paid: f64 = priced.filter(|row| of(&row.asset)).map(|row| row.usd_discounted).sum();
    let back: f64 = plan.salvage.iter().filter(|row| of(&row.asset)).map(|row| row.usd_discounted).sum();
    paid - back
}

/// Of a decision that is taken no plan without it pays its price, and of one that is not the plan on the table does not: a price
/// that changes by a share of what it costs changes that side alone.
fn break_even(taken: bool, cost: Interval, own_usd: f64) -> Option<BreakEven> {
    if own_usd <= 1.0 {
        return None;
    }
    Some(match taken {
        true => BreakEven::Stays(cost.low / own_usd),
        false if cost.high < own_usd => BreakEven::Enters(cost.high / own_usd),
        false => BreakEven::NotByPrice,
    })
}
