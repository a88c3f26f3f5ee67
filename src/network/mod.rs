//! What waits for what, and what is connected to what: petgraph views of the projects and of the power network.
//!
//! [`dependencies`] holds the relations of projects as a directed acyclic graph; over it, [`earliest`] computes when
//! each project can start and be in effect (longest path) and which chain holds it, [`latest`] when the chain must start to
//! keep a date, [`slack`] by how much a start of a plan could slip, and [`chain`] which waits decided a date of a plan. [`power`] says from which projects a site gets
//! its megawatts, and when. [`reach`] says which site may serve which segment, [`most`] how much can be there and done at the most. [`grid`] finds islands, sites without supply,
//! and bridges; [`angles`] what a direct-current network needs to know of its lines, [`outages`] what they take over when one of them fails, [`losses`] what they lose, [`deliver`] how much a
//! network can bring to a node. [`dominated`] says which options are never worth taking beside others.

pub mod angles;
pub mod chain;
pub mod deliver;
pub mod dependencies;
pub mod dominated;
pub mod earliest;
pub mod grid;
pub mod latest;
pub mod losses;
pub mod most;
pub mod outages;
pub mod power;
pub mod reach;
pub mod slack;

#[cfg(test)]
pub(crate) mod testing;
