//! capplan
pub mod audit;
pub mod calendar;
pub mod domain;
pub mod formulation;
pub mod network;
pub mod plan;
pub mod report;
pub mod solve;
pub mod study;
