//! capplan
pub mod calendar;
pub mod cli;
pub mod domain;
pub mod fault;
pub mod files;
pub mod plan;
pub mod report;
pub mod units;
