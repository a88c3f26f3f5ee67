//! Synthetic models of any size with the structure of real ones: a pure function from arguments to the text of a folder.
//!
//! The text is that of an ordinary model, so that everything between a file and a plan is met as a planner would meet it.
//! This room uses no other: what it writes is read by `input` like anything else. Equal arguments give equal bytes in one
//! version of the program.
//!
//! **Feasible by construction.** Doing nothing is a plan: firm demand is at most what the fleet of its own region can still
//! do, or carries a bend; what stands on day one fits its halls, connections and supplies; budgets hold what is committed
//! and something besides; floors on cash bend at a price.
//!
//! **Active.** Capital, vendors' allotments, connections and supplies are sized as shares of what building everything would
//! take, so that about half of what could be built is worth building; `tightness` moves these shares.

mod campuses;
mod chips;
mod demand;
mod dice;
mod folder;
mod limits;
mod model;
mod places;
mod power;
mod sheet;
mod standing;
mod world;

pub use folder::{Made, folder};

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ask {
    /// Campuses.
    pub sites: usize,
    /// Regions; those beyond the number of sites have demand alone.
    pub regions: usize,
    /// Chips on offer.
    pub chips: usize,
    /// Kinds of computing: training, inference, general, and again.
    pub workloads: usize,
    /// Projects, committed ones included.
    pub projects: usize,
    /// Quarters.
    pub periods: usize,
    /// How scarce capital and power are, from 0 to 1.
    pub tightness: f64,
    /// What is drawn.
    pub seed: u64,
}

impl Ask {
    /// The command that makes the same model, without where to.
    #[must_use]
    pub fn command(&self) -> String {
        format!(
            "capplan generate --sites {} --regions {} --chips {} --workloads {} --projects {} --periods {} --tightness {} --seed {}",
            self.sites,
            self.regions,
            self.chips,
            self.workloads,
            self.projects,
            self.periods,
            self.tightness,
            self.seed
        )
    }
}
