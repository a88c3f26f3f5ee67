//! Views of the model as graphs.

pub mod reach;
