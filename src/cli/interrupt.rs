//! Ctrl-C and SIGTERM: the first asks the solver to stop with its best plan, the second ends the program.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::fault::Fault;

/// A flag that the first signal raises; the second signal ends the program with exit code 130.
pub(super) fn flag() -> Arc<AtomicBool> {
    let raised = Arc::new(AtomicBool::new(false));
    let handler = Arc::clone(&raised);
    let again = AtomicBool::new(false);
    // Without a handler a signal simply ends the program: worse, but no reason not to plan.
    let _ = ctrlc::set_handler(move || {
        handler.store(true, Ordering::SeqCst);
        if again.swap(true, Ordering::SeqCst) {
            std::process::exit(i32::from(Fault::StoppedWithNone.exit_code()));
        }
        anstream::eprintln!("stopping with the best plan so far; once more ends at once");
    });
    raised
}
