//! `capplan completions`: completions for a shell.

use clap::CommandFactory;

use super::args::{Args, Completions};
use super::say;
use crate::fault::Fault;

pub(super) fn run(args: &Completions) -> Result<(), Fault> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "capplan", &mut script);
    say::result(&String::from_utf8_lossy(&script))
}
