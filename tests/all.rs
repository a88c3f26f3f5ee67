//! All integration tests, in one binary.

mod invalid;
mod mangled;
mod model_file;
