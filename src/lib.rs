//! capplan
pub mod domain;
pub mod plan;
pub mod report;
