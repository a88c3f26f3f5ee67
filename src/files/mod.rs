//! Text and tables to a tree of values with places, findings about them, and everything that is written.

pub mod output;

pub use output::{Output, write_atomic};
