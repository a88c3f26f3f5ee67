//! What the commands of studies have in common: how members are solved, what is said meanwhile, and how a question ends without answer.

use std::sync::Arc;

use super::asks::{Format, Members};
use super::interrupt::Interrupt;
use super::progress::Progress;
use super::{model, say, verify};
use crate::fault::Fault;
use crate::report::table::Table;
use crate::solve::outcome::Options;
use crate::solve::watch::Watch;
use crate::study::again::Unanswered;
use crate::study::series::Asked;

/// A study on its way.
pub(super) struct Underway {
    /// How members are solved.
    pub(super) asked: Asked,
    progress: Progress,
}

impl Underway {
    /// Begins: from now on the first Ctrl-C asks for what is known so far.
    pub(super) fn begin(members: &Members, words: &str) -> Self {
        let interrupt = Interrupt::listen();
        interrupt.begin();
        let options = Options {
            time_limit: members.time_limit.map(|limit| limit.0),
            threads: members.threads,
            watch: Watch::new(Arc::clone(&interrupt.raised), Arc::new(|_| {})),
            ..Options::default()
        };
        Self {
            asked: Asked { options, gap: members.gap, keep: members.keep.clone() },
            progress: Progress::begin(words, members.quiet),
        }
    }

    /// Says which member is being solved.
    pub(super) fn say(&self, words: &str) {
        self.progress.say(words);
    }

    /// Ends, with the answer or the fault that there is none.
    pub(super) fn end<T>(self, answer: Result<T, Unanswered>) -> Result<T, Fault> {
        self.progress.end();
        answer.map_err(fault)
    }
}

/// Says why there is no answer.
fn fault(none: Unanswered) -> Fault {
    match none {
        Unanswered::Senseless(sentence) => Fault::Usage(sentence),
        Unanswered::Input(findings) => {
            model::print(&findings);
            Fault::Findings
        }
        Unanswered::Unbounded => Fault::Unbounded,
        Unanswered::Stopped => Fault::StoppedWithNone,
        Unanswered::Audit(sentences) => {
            verify::disagreements(&sentences);
            Fault::AuditDisagreed
        }
        Unanswered::Solver(words) => Fault::Bug(format!("the solver gave up on a member: {words}")),
        Unanswered::Unwritable(path, reason) => Fault::Unwritable { path, reason },
    }
}

/// Prints an answer for reading or as data.
pub(super) fn printed(format: Format, text: impl Fn() -> String, table: impl Fn() -> Table) -> Result<(), Fault> {
    match format {
        Format::Table => say::page(&text()),
        Format::Csv => say::result(&table().csv()),
        Format::Json => say::data(&table().json()),
        Format::Dot | Format::Mermaid => {
            Err(Fault::Usage("only dependencies and grid are drawn as dot or mermaid".into()))
        }
    }
}
