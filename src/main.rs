//! Parse, run, print, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    capplan::cli::run()
}
