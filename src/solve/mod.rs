//! Formulation -> outcome: the only room that knows a solver.

mod ask;
pub mod conflict;
pub mod effort;
pub mod elastic;
pub mod export;
pub mod outcome;
pub mod ray;
pub mod run;
pub mod session;
mod start;
pub mod state;
pub mod watch;
pub mod way;
pub mod worth;
