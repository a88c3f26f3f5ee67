//! The command line: one file a command; [`args`] and [`asks`] alone know clap.
//!
//! Results go to standard output, words to standard error. A closed pipe is a quiet end, a mistake of the program is a line
//! and exit code 70, never a panic.

mod alternatives;
pub mod args;
pub mod args_report;
pub mod asks;
pub mod values;

mod check;
mod compare;
mod completions;
mod explain;
mod export;
mod frontier;
mod generate;
mod given;
mod import;
mod init;
mod interrupt;
mod man;
mod members;
mod model;
mod progress;
mod report;
mod say;
mod schema;
mod show;
mod solve;
mod verify;
mod why;

use std::io::Write;
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;

use crate::fault::Fault;
use args::{Args, Command};

/// Runs the command line and returns its exit code.
#[must_use]
pub fn run() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Help and version are results, which a full disk loses; a reader that has gone does not mind.
            if let Err(lost) = error.print().and_then(|()| std::io::stdout().flush())
                && lost.kind() != std::io::ErrorKind::BrokenPipe
            {
                let fault = Fault::Unwritable { path: "standard output".into(), reason: lost.to_string() };
                say::fault(&fault);
                return ExitCode::from(fault.exit_code());
            }
            return ExitCode::from(if error.use_stderr() { Fault::Usage(String::new()).exit_code() } else { 0 });
        }
    };
    let begun = Instant::now();
    say::measure();
    std::panic::set_hook(Box::new(|info| say::bug(&info.to_string())));
    let outcome = std::panic::catch_unwind(|| dispatch(args.command));
    let (ended, code) = match outcome {
        Ok(Ok(())) => ("done", 0),
        Ok(Err(fault)) => {
            // Findings say what to do themselves; that a plan is not the best possible is said above its summary.
            if !matches!(fault, Fault::Findings | Fault::StoppedEarly) {
                say::fault(&fault);
            }
            (fault.name(), fault.exit_code())
        }
        // The hook has said what happened.
        Err(_) => {
            let bug = Fault::Bug(String::new());
            (bug.name(), bug.exit_code())
        }
    };
    say::end(ended, code, begun);
    ExitCode::from(code)
}

fn dispatch(command: Command) -> Result<(), Fault> {
    match command {
        Command::Check(args) => check::run(&args),
        Command::Solve(args) => solve::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Show(args) => show::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Why(args) => why::run(&args),
        Command::Alternatives(args) => alternatives::run(&args),
        Command::Compare(args) => compare::run(&args),
        Command::Frontier(args) => frontier::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Report(args) => report::run(&args),
        Command::Init(args) => init::run(&args),
        Command::Generate(args) => generate::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => man::run(&args),
    }
}
