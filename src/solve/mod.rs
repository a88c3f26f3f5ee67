//! Formulation -> outcome: the only room that knows a solver.

mod ask;
mod beside;
pub mod conflict;
mod dive;
mod ear;
pub mod effort;
pub mod elastic;
pub mod export;
pub mod first;
mod hunt;
pub mod known;
pub mod outcome;
mod pace;
pub mod prices;
pub mod ray;
mod root;
mod rounds;
pub mod run;
pub mod secure;
pub mod session;
pub mod span;
pub mod state;
mod threshold;
pub mod watch;
pub mod way;
pub mod worth;
