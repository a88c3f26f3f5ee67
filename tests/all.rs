//! One binary for all integration tests: HiGHS is linked once.

mod architecture;
mod cli;
mod commands;
mod first_steps;
mod readme;
mod support;
