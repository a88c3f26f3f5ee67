//! All integration tests, in one binary: HiGHS is linked once.

mod architecture;
mod calendar_laws;
mod cli;
mod commands;
mod first_steps;
mod invalid;
mod laws;
mod mangled;
mod model_file;
mod published;
mod readme;
mod support;
