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
mod golden;
mod infeasible;
mod invalid;
mod laws;
mod mangled;
mod mathematics;
mod model_file;
mod models;
mod mutations;
mod published;
mod readme;
mod robust;
mod scenarios;
mod sheets;
mod stored;
mod support;
