//! The model with every limit softened: whatever is no physics may give way, by columns that open and close between solves.
//!
//! One live model answers all that is asked where there is no plan: what must give way at least, which limits clash
//! ([`super::conflict`]), and which single limit would have to bend by how much ([`super::way`]).

use super::effort::Effort;
use super::outcome::{Failure, Options};
use super::state::{Stated, StatedRow, state};
use crate::formulation::blocks::BLOCKS;
use crate::formulation::key::{Key, Of};
use crate::formulation::lin::Lin;
use crate::formulation::objective::bend_price;
use crate::formulation::row::Sense;
use crate::formulation::{Formulation, Tier};
use std::collections::BTreeSet;
use std::rc::Rc;

/// An excess under this share of the bound is the solver's noise.
pub(super) const NOISE: f64 = 1e-6;
/// Tiers from the hardest that may bend to the softest.
const TIERS: [Tier; 3] = [Tier::Contract, Tier::Policy, Tier::Wish];

/// A limit that gives way, in internal units.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Excess {
    /// The row.
    pub key: Key,
    /// How it compares.
    pub sense: Sense,
    /// By how much it must give way.
    pub amount: f64,
    /// Whether the level lies over the bound.
    pub up: bool,
    /// What it allows or asks for.
    pub bound: f64,
}

/// A column by which a row may give way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slack {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) tier: Tier,
    /// Whether it lets the level lie over the bound.
    pub(super) up: bool,
    /// What an internal unit weighs beside the others.
    pub(super) weight: f64,
}

/// What was answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    /// There is a point.
    Yes,
    /// There is none.
    No,
    /// Not told within the work allowed.
    Open,
}

/// The least that must give way.
#[derive(Clone, Debug)]
pub struct Bending {
    /// By limit and period.
    pub excess: Vec<Excess>,
    /// Whether less was proved not to do.
    pub proved: bool,
}

/// The softened model.
pub struct Elastic {
    pub(super) stated: Stated,
    pub(super) slacks: Vec<Slack>,
    pub(super) integers: Vec<usize>,
    pub(super) bounds: Vec<(usize, f64, f64)>,
    /// How much may be asked, shared with the other models that are asked.
    pub effort: Rc<Effort>,
    /// Rows that are no limits any more: those of conflicts that were told.
    pub(super) dropped: Vec<bool>,
}

impl Elastic {
    /// States a model and softens it; `tier_of` says what may give way, and no question is asked beyond the effort.
    #[must_use]
    pub fn new(
        formulation: &Formulation,
        tier_of: &dyn Fn(Key) -> Tier,
        options: &Options,
        effort: &Rc<Effort>,
    ) -> Self {
        let mut stated = state(formulation, BLOCKS, &Lin::default(), options.watch.clone());
        let soft: Vec<(usize, StatedRow, Tier)> = stated
            .rows
            .iter()
            .enumerate()
            .map(|(n, row)| (n, *row, tier_of(row.key)))
            .filter(|(_, row, tier)| *tier != Tier::Physics && !is_nature(row))
            .collect();
        effort.measure(stated.rows.len());
        let price = |row: &StatedRow| bend_price(&formulation.ctx, (row.key.of, row.key.p, row.key.limit()));
        let size = |row: &StatedRow| (row.bound + row.settled).abs().max(1.0);
        // A priced limit bent by as much as the average one costs weighs as much as any other bent by all of itself.
        let priced: Vec<f64> = soft.iter().map(|(_, row, _)| price(row) * size(row)).filter(|p| *p > 0.0).collect();
        let usual = priced.iter().sum::<f64>() / f64::from(u32::try_from(priced.len().max(1)).unwrap_or(u32::MAX));
        let mut slacks = Vec::new();
        for (row, told, tier) in soft {
            let price = price(&told);
            let weight = if price > 0.0 { price / usual } else { 1.0 / size(&told) };
            let ways: &[bool] = match told.sense {
                Sense::AtMost => &[true],
                Sense::Equal if matches!(told.key.name, "group_pick" | "supply_produced") => &[false, true],
                // Firm demand can only be served less, a required project only have fewer copies.
                Sense::AtLeast | Sense::Equal => &[false],
            };
            for &up in ways {
                let entry = [(row, if up { -1.0 } else { 1.0 })];
                let column = stated.session.add_column(0.0, 0.0, 0.0, &entry);
                slacks.push(Slack { row, column, tier, up, weight });
            }
        }
        // Where things may be had in parts, nothing in the model comes whole.
        let come_whole = |(n, (_, _, integer)): (usize, &(f64, f64, bool))| integer.then_some(n);
        let all: Vec<usize> = formulation.vars.bounds.iter().enumerate().filter_map(come_whole).collect();
        stated.session.set_integer(&all, false);
        let integers =
            formulation.vars.bounds.iter().enumerate().filter(|(_, (_, _, integer))| *integer && !options.relax);
        let bounds: Vec<(usize, f64, f64)> =
            integers.map(|(column, (lower, upper, _))| (column, *lower, *upper)).collect();
        let integers: Vec<usize> = bounds.iter().map(|(column, _, _)| *column).collect();
        stated.session.set_whole("threads", options.solver_threads());
        stated.session.set_number("mip_feasibility_tolerance", 1e-7);
        let dropped = vec![false; stated.rows.len()];
        Self { stated, slacks, integers, bounds, effort: Rc::clone(effort), dropped }
    }

    /// Whether anything in the model comes whole.
    #[must_use]
    pub fn has_integers(&self) -> bool {
        !self.integers.is_empty()
    }

    /// The rows that may give way, without those that were dropped.
    #[must_use]
    pub fn limits(&self) -> Vec<usize> {
        let mut rows: Vec<usize> = self.slacks.iter().map(|slack| slack.row).collect();
        rows.dedup();
        rows.retain(|row| !self.dropped[*row]);
        rows
    }

    /// Drops the limits of these rows in all their periods; none takes all back.
    pub fn drop_limits(&mut self, rows: &[usize]) {
        if rows.is_empty() {
            self.dropped.fill(false);
        }
        let of = |row: usize| (self.stated.rows[row].key.of, self.stated.rows[row].key.limit());
        let limits: BTreeSet<_> = rows.iter().map(|&row| of(row)).collect();
        let dropped: Vec<usize> = (0..self.stated.rows.len()).filter(|&row| limits.contains(&of(row))).collect();
        for row in dropped {
            self.dropped[row] = true;
        }
    }

    /// A row as it was stated.
    #[must_use]
    pub fn row(&self, row: usize) -> StatedRow {
        self.stated.rows[row]
    }

    /// The row with a name.
    #[must_use]
    pub fn find(&self, key: Key) -> Option<usize> {
        self.stated.rows.iter().position(|row| row.key == key)
    }

    /// Opens each slack as far as it is told and sets what it costs; what was dropped is open and costs nothing.
    pub(super) fn open(&mut self, upper: impl Fn(&Slack) -> f64, cost: impl Fn(&Slack) -> f64) {
        let far = |slack: &Slack| if self.dropped[slack.row] { f64::INFINITY } else { upper(slack) };
        let bounds: Vec<(usize, f64, f64)> = self.slacks.iter().map(|s| (s.column, 0.0, far(s))).collect();
        self.stated.session.set_bounds(&bounds);
        let mut costs = vec![0.0; self.stated.session.columns()];
        for slack in self.slacks.iter().filter(|slack| !self.dropped[slack.row]) {
            costs[slack.column] = -cost(slack);
        }
        self.stated.session.set_costs(&costs);
    }

    /// Whether a point keeps these limits, all others dropped.
    pub fn keeps(&mut self, held: &[usize], whole: bool) -> Answer {
        let mut is_held = vec![false; self.stated.rows.len()];
        for &row in held {
            is_held[row] = true;
        }
        self.open(|slack| if is_held[slack.row] { 0.0 } else { f64::INFINITY }, |_| 0.0);
        let told = self.ask(whole);
        // Any point that keeps them is one, also where its search was cut short.
        if told.values.is_some() { Answer::Yes } else { told.answer }
    }

    /// The least that must give way: least of contracts, then least of policies, then least of wishes.
    ///
    /// # Errors
    /// [`Failure::Infeasible`] where giving up every limit leaves a clash; [`Failure::Stopped`] where nothing was found in time.
    pub fn least(&mut self, whole: bool) -> Result<Bending, Failure> {
        let mut kept = 0;
        let found = self.by_tiers(whole, &mut kept);
        (0..kept).for_each(|_| self.stated.session.drop_last_row());
        found
    }

    fn by_tiers(&mut self, whole: bool, kept: &mut usize) -> Result<Bending, Failure> {
        let (mut proved, mut values) = (true, Vec::new());
        for tier in TIERS {
            let mine = |slack: &&Slack| slack.tier == tier && !self.dropped[slack.row];
            let terms: Vec<(usize, f64)> = self.slacks.iter().filter(mine).map(|s| (s.column, s.weight)).collect();
            if terms.is_empty() && (tier != Tier::Wish || !values.is_empty()) {
                continue;
            }
            self.open(|_| f64::INFINITY, |slack| if slack.tier == tier { slack.weight } else { 0.0 });
            let told = self.ask(whole);
            proved &= told.answer == Answer::Yes;
            values = match (told.values, told.answer) {
                (Some(point), _) => point,
                (None, Answer::No) if values.is_empty() => return Err(Failure::Infeasible),
                // A tier that was not asked about gives way at will in the point of the tier before.
                (None, _) => return Err(Failure::Stopped),
            };
            let least: f64 = terms.iter().map(|(column, weight)| values[*column].max(0.0) * weight).sum();
            if !terms.is_empty() {
                self.stated.session.add_row(f64::NEG_INFINITY, least * (1.0 + 1e-7) + 1e-9, &terms);
                *kept += 1;
            }
        }
        let excess = self.given(&values, |_| true).into_iter().map(|(_, excess)| excess).collect();
        Ok(Bending { excess, proved })
    }

    /// Rows that give way at a point, and by how much.
    pub(super) fn given(&self, values: &[f64], of: impl Fn(&Slack) -> bool) -> Vec<(usize, Excess)> {
        let kept = self.slacks.iter().filter(|slack| !self.dropped[slack.row] && of(slack));
        kept.filter_map(|slack| Some((slack.row, self.excess(slack, *values.get(slack.column)?)?))).collect()
    }

    /// What a slack tells, where it is more than noise.
    pub(super) fn excess(&self, slack: &Slack, amount: f64) -> Option<Excess> {
        let row = &self.stated.rows[slack.row];
        let bound = row.bound + row.settled;
        let told = amount > NOISE * bound.abs().max(1.0);
        told.then_some(Excess { key: row.key, sense: row.sense, amount, up: slack.up, bound })
    }
}

/// Whether nobody stated a row that bears the name of a limit: a supply without a least output gives no less than nothing.
#[must_use]
pub fn is_nature(row: &StatedRow) -> bool {
    row.key.name == "supply_min_output" && row.bound + row.settled <= 0.0
}

/// Whether bending one limit takes the other along: both directions of one, and liquid-cooled power is power.
#[must_use]
pub fn bends_along(limit: (Of, &'static str), key: Key) -> bool {
    let along = |of, name| limit.1 == of && key.name == name;
    limit.0 == key.of
        && (limit.1 == key.limit()
            || along("site_liquid_power", "site_it_power")
            || along("site_connection", "site_connection_back"))
}
