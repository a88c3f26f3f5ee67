//! All integration tests, in one binary.

mod agreement;
mod drawn;
mod invalid;
mod mangled;
mod model_file;
