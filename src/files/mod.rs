//! Text and tables to a tree of values with places, findings about them, and everything that is written.
//!
//! This room alone knows TOML, CSV, workbooks and JSON as formats: what it hands on is a [`Node`], a value that
//! knows where it stands. Whatever is wrong with an input becomes a [`Finding`] at such a place;
//! nothing here stops at the first one.

pub mod finding;
pub mod json;
pub mod number;
pub mod output;
mod read;
mod render;
mod separated;
mod sheet;
pub mod source;
pub mod table;
pub mod text;
pub mod tree;

pub use finding::{Finding, Findings, Severity};
pub use output::{Output, write_atomic};
pub use source::{At, FileId, Place, Source, Sources};
pub use tree::{Entry, Node, Value};
