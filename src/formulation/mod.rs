//! THE MATHEMATICS: the model as two lists, the equations ([`blocks::BLOCKS`]) and the money ([`costs::COSTS`]).
//!
//! A block is a pure function from the statement to rows; a cost adds payments to the one ledger that budgets, policies,
//! patience, the objective and the plan all read. Nothing here sees a file or a solver.

pub mod agreed;
pub mod allotted;
pub mod billed;
pub mod blocks;
pub mod cash;
pub mod circuits;
pub mod context;
pub mod costs;
pub mod drawn;
pub mod effects;
pub mod key;
pub mod lin;
pub mod matched;
pub mod measure;
pub mod objective;
pub mod outages;
pub mod own_supply;
pub mod row;
pub mod scale;
pub mod slices;
mod stocks;
pub mod storage;
pub mod together;
pub mod vars;
pub mod waiting;

/// The nouns that a solve speaks of.
pub use crate::domain::{Goal, GoalKind, Model, Tier};

use cash::Ledger;
use context::Context;
use key::{Key, Of};
use lin::Lin;
use outages::{Watch, Watched};
use row::Row;
use std::collections::BTreeSet;
use vars::Vars;

/// The name of the rows that a question asks for.
pub const ASKED: &str = "asked";

/// What blocks and costs read: the model with its look-ups, the columns and the money.
#[derive(Clone, Copy)]
pub struct Statement<'a, 'm> {
    /// The model and its index sets.
    pub ctx: &'a Context<'m>,
    /// The columns.
    pub vars: &'a Vars,
    /// The money, empty while the costs are being asked.
    pub ledger: &'a Ledger,
    /// The outages that it speaks of.
    pub watched: Watched<'a>,
}

/// A model stated: its look-ups, columns and money.
pub struct Formulation<'m> {
    /// The model and its index sets.
    pub ctx: Context<'m>,
    /// The columns.
    pub vars: Vars,
    /// The money.
    pub ledger: Ledger,
    /// What a question asks for beside the model: sums of columns, and what they are at least. A model by itself has none.
    pub asked: Vec<(Lin, f64)>,
}

impl<'m> Formulation<'m> {
    /// Declares the columns of a model and asks the costs for its money.
    #[must_use]
    pub fn new(model: &'m crate::domain::Model) -> Self {
        Self::of(Context::new(model), costs::COSTS)
    }

    /// The same with columns for all options, also for those that are never worth taking.
    #[must_use]
    pub fn entire(model: &'m crate::domain::Model) -> Self {
        Self::of(Context::entire(model), costs::COSTS)
    }

    /// The same with a list of costs of one's own, by which other options may be worth taking; tests replace members of it.
    #[must_use]
    pub fn with_costs(model: &'m crate::domain::Model, costs: &[costs::Cost]) -> Self {
        Self::of(Context::entire(model), costs)
    }

    fn of(ctx: Context<'m>, costs: &[costs::Cost]) -> Self {
        let vars = Vars::new(&ctx);
        let mut ledger = Ledger::default();
        let nothing = Ledger::default();
        let statement = Statement { ctx: &ctx, vars: &vars, ledger: &nothing, watched: Watched::All };
        for (_, add) in costs {
            add(&statement, &mut ledger);
        }
        Self { ctx, vars, ledger, asked: Vec::new() }
    }

    /// The rows of what a question asks for.
    pub fn asked_rows(&self) -> impl Iterator<Item = Row> {
        self.asked.iter().enumerate().map(|(n, (sum, least))| {
            let of = Of::Goal(u32::try_from(n).expect("questions ask for little"));
            Row::at_least(Key::new(ASKED, of, None), sum.clone(), Lin::number(*least))
        })
    }

    /// What blocks read.
    #[must_use]
    pub const fn statement(&self) -> Statement<'_, 'm> {
        Statement { ctx: &self.ctx, vars: &self.vars, ledger: &self.ledger, watched: Watched::All }
    }

    /// The same of some outages alone.
    #[must_use]
    pub const fn watching<'a>(&'a self, outages: &'a BTreeSet<Watch>) -> Statement<'a, 'm> {
        Statement { watched: Watched::These(outages), ..self.statement() }
    }
}
