//! Formulation -> outcome: the only room that knows a solver.

pub mod elastic;
pub mod export;
pub mod outcome;
pub mod run;
pub mod session;
mod start;
pub mod state;
pub mod watch;
pub mod worth;
