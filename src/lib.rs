//! Cloud capacity planning: what to build, buy, connect and serve, when and where, and what one more would be worth.
//!
//! The story in one page. A run goes through the rooms in this order, and each knows only those it needs:
//!
//! 1. **Read.** [`files`] turns text and tables into trees of values with places; [`input`] reads the planner's nouns
//!    ([`domain`]) from them, in the units of [`units`], and collects every finding instead of stopping at the first.
//! 2. **Check.** [`calendar`] turns dates into periods; [`network`] sees what waits for what and what is connected to what.
//! 3. **Formulate.** [`formulation`] states the mathematics: one file an equation, one a cost, nothing about solvers.
//! 4. **Solve.** [`solve`] hands it to HiGHS and brings back values, a bound and duals, or the limits that clash.
//! 5. **Plan.** [`plan`] says the outcome in the planner's words: every payment, limit and price as a flat row.
//! 6. **Audit.** [`audit`] computes all of it again from decisions and inputs, sharing no arithmetic with 3 and 5.
//! 7. **Study.** [`study`] asks what takes several solves: what one more would be worth, which limits clash.
//! 8. **Report.** [`report`] makes the summary, pages, tables and sentences; [`cli`] is the command line; [`fault`] says how a
//!    run can end badly.
//!
//! ```
//! use capplan::{input, report::summary::Summary, solve::outcome::Options, study::run};
//!
//! let model = input::load("models/first-steps".as_ref()).model.expect("it has no errors");
//! let plan = run::solve(&model, &Options::default(), run::Worth::None).expect("it has a plan");
//! assert!(plan.audit.agreed);
//! assert_eq!((plan.totals.npv_usd / 1e6).round(), 226.0);
//! assert!(Summary::of(&plan).text().contains("NPV 226 M USD"));
//! ```

pub mod audit;
pub mod calendar;
pub mod cli;
pub mod domain;
pub mod fault;
pub mod files;
pub mod formulation;
pub mod input;
pub mod network;
pub mod plan;
pub mod report;
pub mod solve;
pub mod study;
pub mod units;
