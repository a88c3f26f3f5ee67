//! Views of what is connected to what.

pub mod reach;
