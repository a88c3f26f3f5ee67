//! capplan
pub mod calendar;
pub mod domain;
pub mod network;
pub mod plan;
pub mod report;
