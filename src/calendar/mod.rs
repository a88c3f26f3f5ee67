//! Dates, periods and their labels.

pub mod label;
