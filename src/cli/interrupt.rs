//! Ctrl-C and SIGTERM: the first asks the solver to stop with its best plan, the second ends the program.
//!
//! The second is answered within the handler itself: it needs no thread that may be starved, and runs no destructors under the
//! feet of a solver that still works.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use signal_hook::iterator::Signals;

use super::say;
use crate::fault::Fault;

/// Who hears signals for a command that has something to lose.
pub(super) struct Interrupt {
    /// Raised by the first signal.
    pub(super) raised: Arc<AtomicBool>,
    /// Whether the next signal ends the program.
    at_once: Arc<AtomicBool>,
}

impl Interrupt {
    /// Listens from now on. As long as nothing is at stake, any signal ends the program.
    pub(super) fn listen() -> Self {
        let heard = Self { raised: Arc::default(), at_once: Arc::new(AtomicBool::new(true)) };
        // Without a handler a signal simply ends the program: worse, but no reason not to plan.
        let _ = heard.register();
        heard
    }

    fn register(&self) -> std::io::Result<()> {
        let code = i32::from(Fault::StoppedWithNone.exit_code());
        for signal in [SIGINT, SIGTERM] {
            // In this order: the signal that raises the flags is not the one that finds them raised.
            flag::register_conditional_shutdown(signal, code, Arc::clone(&self.at_once))?;
            flag::register(signal, Arc::clone(&self.at_once))?;
            flag::register(signal, Arc::clone(&self.raised))?;
        }
        let mut signals = Signals::new([SIGINT, SIGTERM])?;
        std::thread::spawn(move || {
            if signals.forever().next().is_some() {
                say::note("stopping with the best plan so far; once more ends at once");
            }
        });
        Ok(())
    }

    /// From now on the first signal is a request, since there is something to lose.
    pub(super) fn begin(&self) {
        self.at_once.store(false, Ordering::SeqCst);
    }
}
