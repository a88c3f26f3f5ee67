//! One binary for all integration tests: HiGHS is linked once.

mod architecture;
mod cli;
mod readme;
mod support;
