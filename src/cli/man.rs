//! `capplan man`: manual pages, made of the same words as `--help`.

use std::path::Path;

use clap::CommandFactory;
use clap_mangen::Man as Page;

use super::args::{Args, Man};
use super::say;
use crate::fault::Fault;

pub(super) fn run(args: &Man) -> Result<(), Fault> {
    let pages = pages();
    if let Some(folder) = &args.output {
        for (name, page) in &pages {
            say::write(&folder.join(format!("{name}.1")), page)?;
        }
        say::note(&format!("{} pages in {}", pages.len(), folder.display()));
        return Ok(());
    }
    let name = args.command.as_ref().map_or_else(|| "capplan".to_owned(), |command| format!("capplan-{command}"));
    match pages.iter().find(|(known, _)| *known == name) {
        Some((_, page)) => say::write(Path::new("-"), page),
        None => Err(unknown(args.command.as_deref().unwrap_or_default())),
    }
}

/// Every page with its name: that of the program, and one a command.
fn pages() -> Vec<(String, Vec<u8>)> {
    let mut program = Args::command();
    program.build();
    let commands = program.get_subcommands().filter(|command| command.get_name() != "help").cloned();
    // A page is found by `man capplan-solve`, the name that a built command goes by.
    let named = commands.map(|command| (format!("capplan-{}", command.get_name()), command));
    let own = [("capplan".to_owned(), program.clone())];
    own.into_iter().chain(named).map(|(name, command)| (name, rendered(command))).collect()
}

fn rendered(command: clap::Command) -> Vec<u8> {
    let mut page = Vec::new();
    Page::new(command).manual("capplan").render(&mut page).expect("memory takes any write");
    page
}

fn unknown(command: &str) -> Fault {
    let program = Args::command();
    let near = say::nearest(command, program.get_subcommands().map(clap::Command::get_name));
    Fault::Usage(format!("there is no command `{command}`{near}"))
}
