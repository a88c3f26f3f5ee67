//! capplan
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
