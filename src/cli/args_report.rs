//! Arguments of `report`, as clap reads them.

use std::path::PathBuf;

use clap::Args as ClapArgs;

/// Arguments of `report`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  capplan report plan.json -o report.html
  capplan report plan.json > report.html

The page is one file and asks no network for anything: it can be mailed, and read without a connection.")]
pub struct Report {
    /// The plan
    pub plan: PathBuf,
    /// The page; absent or `-`: standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}
