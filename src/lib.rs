//! capplan
pub mod domain;
pub mod plan;
