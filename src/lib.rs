//! capplan
pub mod calendar;
pub mod domain;
pub mod plan;
pub mod report;
