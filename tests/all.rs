//! All integration tests, in one binary.

mod invalid;
mod model_file;
