//! A line on standard error that says what is being done, once it takes more than a second; only on a terminal.

use std::fmt::Write;
use std::sync::Mutex;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

/// What takes less is not worth a line.
const PATIENCE: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(120);

/// Progress of a run; ending it removes the line.
pub(super) struct Progress {
    bar: ProgressBar,
    waiter: Mutex<Option<(Sender<()>, JoinHandle<()>)>>,
}

impl Progress {
    /// Begins; `quiet` never shows anything.
    pub(super) fn begin(words: &str, quiet: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {passed} {wide_msg}") {
            let passed = |state: &ProgressState, to: &mut dyn Write| {
                // A terminal that cannot be written to shows nothing at all.
                let _ = to.write_str(&passed(state.elapsed().as_secs()));
            };
            bar.set_style(style.with_key("passed", passed));
        }
        bar.set_message(words.to_owned());
        if quiet {
            return Self { bar, waiter: Mutex::new(None) };
        }
        let (done, waiting) = channel();
        let shown = bar.clone();
        let waiter = std::thread::spawn(move || {
            if waiting.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                shown.set_draw_target(ProgressDrawTarget::stderr());
                shown.enable_steady_tick(TICK);
            }
        });
        Self { bar, waiter: Mutex::new(Some((done, waiter))) }
    }

    /// Says what is being done now.
    pub(super) fn say(&self, words: &str) {
        self.bar.set_message(words.to_owned());
    }

    /// Removes the line, if there is one.
    pub(super) fn end(&self) {
        if let Ok(mut waiter) = self.waiter.lock()
            && let Some((done, waiter)) = waiter.take()
        {
            drop(done);
            // The waiter cannot panic; and if it did, the line would simply stay.
            let _ = waiter.join();
        }
        self.bar.finish_and_clear();
    }
}

/// A time as one reads it from a clock that runs: `48s`, `1m 26s`, `2h 03m`.
fn passed(seconds: u64) -> String {
    match seconds {
        0..60 => format!("{seconds}s"),
        60..3600 => format!("{}m {:02}s", seconds / 60, seconds % 60),
        _ => format!("{}h {:02}m", seconds / 3600, seconds / 60 % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::passed;

    #[test]
    fn seconds_stay_in_sight_for_an_hour() {
        assert_eq!([0, 59, 60, 86, 3599, 7380].map(passed), ["0s", "59s", "1m 00s", "1m 26s", "59m 59s", "2h 03m"]);
    }
}
