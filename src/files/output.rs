//! Everything that is written: files that are whole or not there, and standard output.

use std::io::{self, Write};
use std::path::Path;

/// Writes a file so that it is either the old one or the whole new one, never a part.
///
/// # Errors
/// When the file cannot be written.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = atomic_write_file::AtomicWriteFile::open(path)?;
    file.write_all(bytes)?;
    file.commit()
}

/// The one writer of standard output: after a closed pipe it is quiet.
#[derive(Debug, Default)]
pub struct Output {
    closed: bool,
}

impl Output {
    /// A writer of standard output.
    #[must_use]
    pub const fn new() -> Self {
        Self { closed: false }
    }

    /// Whether the reader has gone; nothing more need be made for it.
    #[must_use]
    pub const fn closed(&self) -> bool {
        self.closed
    }

    /// Writes text; once the reader has gone, nothing.
    ///
    /// # Errors
    /// When standard output fails for another reason than a closed pipe.
    pub fn text(&mut self, text: &str) -> io::Result<()> {
        self.bytes(text.as_bytes())
    }

    /// Writes bytes; once the reader has gone, nothing.
    ///
    /// # Errors
    /// When standard output fails for another reason than a closed pipe.
    pub fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.closed {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        match out.write_all(bytes).and_then(|()| out.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(())
            }
            result => result,
        }
    }
}
