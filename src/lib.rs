//! capplan
pub mod calendar;
pub mod domain;
pub mod fault;
pub mod files;
pub mod input;
pub mod network;
pub mod plan;
pub mod units;
