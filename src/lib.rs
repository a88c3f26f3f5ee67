//! capplan: what to build, buy, connect and serve, when and where, under a capital budget.
//!
//! The story in one page, each word a room:
//!
//! 1. **Read**: [`files`] turns text and tables into a tree of values with places.
//! 2. **Check**: [`input`] turns the tree into the planner's nouns of [`domain`], and says everything that is wrong at once,
//!    in the units of [`units`].
//! 3. **Formulate**: [`formulation`] states the mathematics over them, one equation a file; it reads dates and prices from
//!    [`calendar`], and what waits for what and who reaches whom from [`network`].
//! 4. **Solve**: [`solve`] hands the statement to HiGHS and comes back with an honest outcome.
//! 5. **Plan**: [`plan`] turns the outcome into flat rows in the planner's words and units.
//! 6. **Audit**: [`audit`] computes the plan again from its decisions, sharing no arithmetic with the builder.
//! 7. **Study**: [`study`] asks what takes several solves: what clashes, what one more is worth.
//! 8. **Report**: [`report`] shows plans and models; [`cli`] is the command line, and [`fault`] its ways to end badly.
//!
//! [`generate`] and [`import`] stand before the story: they make models, of any size or of other programs' files, to be read
//! like any other.

pub mod audit;
pub mod calendar;
pub mod cli;
pub mod domain;
pub mod fault;
pub mod files;
pub mod formulation;
pub mod generate;
pub mod import;
pub mod input;
pub mod network;
pub mod plan;
pub mod report;
pub mod solve;
pub mod study;
pub mod units;
