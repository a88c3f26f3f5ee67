//! All integration tests, in one binary: HiGHS is linked once.

mod agreement;
mod architecture;
mod bite;
mod cli;
mod commands;
mod coverage;
mod drawn;
mod first_steps;
mod forgeries;
mod golden;
mod invalid;
mod mangled;
mod mathematics;
mod model_file;
mod mutations;
mod readme;
mod support;
