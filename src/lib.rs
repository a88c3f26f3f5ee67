//! capplan
pub mod audit;
pub mod domain;
pub mod plan;
