//! All integration tests, in one binary: HiGHS is linked once.

mod agreement;
mod architecture;
mod bite;
mod calendar_laws;
mod cli;
mod commands;
mod coverage;
mod drawn;
mod first_steps;
mod forgeries;
mod generated;
mod golden;
mod invalid;
mod laws;
mod mangled;
mod mathematics;
mod model_file;
mod models;
mod mutations;
mod published;
mod readme;
mod stored;
mod support;
