//! The ways a run can end badly: what to do about each, and its exit code.

use std::fmt;

/// A run that did not simply succeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The input has errors; the findings were printed.
    Findings,
    /// A file could not be written.
    Unwritable {
        /// Which.
        path: String,
        /// Why not.
        reason: String,
    },
    /// The command line makes no sense.
    Usage(String),
    /// No plan keeps all limits; which ones clash was printed.
    Infeasible,
    /// Some decision earns without end; which one was printed.
    Unbounded,
    /// A limit of time or a signal came first; the best plan so far was written.
    StoppedEarly,
    /// The audit does not agree with the plan; what is wrong was printed.
    AuditDisagreed,
    /// A mistake in this program.
    Bug(String),
    /// A limit of time or a signal came before any plan was found.
    StoppedWithNone,
}

impl Fault {
    /// The exit code of a run that ends so; a plan without fault is 0.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Findings | Self::Unwritable { .. } => 1,
            Self::Usage(_) => 2,
            Self::Infeasible | Self::Unbounded => 3,
            Self::StoppedEarly => 4,
            Self::AuditDisagreed => 5,
            Self::Bug(_) => 70,
            Self::StoppedWithNone => 130,
        }
    }

    /// What machines call it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Findings => "findings",
            Self::Unwritable { .. } => "unwritable",
            Self::Usage(_) => "usage",
            Self::Infeasible => "infeasible",
            Self::Unbounded => "unbounded",
            Self::StoppedEarly => "stopped-early",
            Self::AuditDisagreed => "audit-disagreed",
            Self::Bug(_) => "bug",
            Self::StoppedWithNone => "stopped-with-none",
        }
    }

    /// What to do about it.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Findings => "put right what the findings name; nothing was solved",
            Self::Unwritable { .. } => "choose another file with -o, or -o - for standard output",
            Self::Usage(_) => "capplan help COMMAND shows what a command takes, and examples",
            Self::Infeasible => "move or bend one of the limits that clash, or give it a softer tier",
            Self::Unbounded => "give the free decision a cost or a limit",
            Self::StoppedEarly => "more time or a wider --gap closes it; the plan is good as it stands",
            Self::AuditDisagreed => "the plan is not to be used; the lines above name what is wrong",
            Self::Bug(_) => "this is a mistake in capplan, not in the model; please report it with the model",
            Self::StoppedWithNone => "give it more time, or ask --relax for a bound",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Findings => f.write_str("the input has errors"),
            Self::Unwritable { path, reason } => write!(f, "`{path}` cannot be written: {reason}"),
            Self::Usage(words) => f.write_str(words),
            Self::Infeasible => f.write_str("no plan keeps all limits"),
            Self::Unbounded => f.write_str("the best plan has no bound"),
            Self::StoppedEarly => f.write_str("stopped early, with a plan"),
            Self::AuditDisagreed => f.write_str("the audit does not agree with the plan"),
            Self::Bug(words) => write!(f, "a mistake in this program: {words}"),
            Self::StoppedWithNone => f.write_str("stopped before any plan was found"),
        }
    }
}

impl std::error::Error for Fault {}
