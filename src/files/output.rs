//! Everything that is written: files that are whole or not there, and standard output.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

/// After so long nobody writes to a folder any more: the largest models take seconds.
const STALE: Duration = Duration::from_secs(3600);

/// Writes a file so that it is either the old one or the whole new one, never a part. A link stays and its file is replaced; what is
/// no file, a device or a pipe, is written to: moving a file into its place would destroy it.
///
/// # Errors
/// When the file cannot be written.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        return fs::OpenOptions::new().write(true).open(path)?.write_all(bytes);
    }
    // A link to what is not there yet has no other name: it is replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let mut file = atomic_write_file::AtomicWriteFile::open(target)?;
    file.write_all(bytes)?;
    file.commit()
}

/// Writes a folder of files so that it is whole or not there: beside it first, then moved into its place.
///
/// # Errors
/// When something stands in its place, or it cannot be written.
pub fn write_folder(folder: &Path, files: &[(&str, &[u8])]) -> io::Result<()> {
    let full = || io::Error::new(io::ErrorKind::AlreadyExists, "it is there already and not an empty folder");
    match fs::read_dir(folder) {
        Ok(mut entries) => {
            if entries.next().is_some() {
                return Err(full());
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Err(full()),
        Err(error) => return Err(error),
    }
    let name = folder.file_name().ok_or_else(|| io::Error::other("it has no name of its own"))?;
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent)?;
    let hidden = format!(".{}.", name.to_string_lossy());
    clear_stale(parent, &hidden);
    let beside = parent.join(format!("{hidden}{}", std::process::id()));
    let written = write_files(&beside, files).and_then(|()| fs::rename(&beside, folder));
    if written.is_err() {
        // What cannot be removed was not written whole either; the first error is the one to tell.
        let _ = fs::remove_dir_all(&beside);
    }
    written
}

/// Removes hidden folders that runs which were killed while they wrote to the same place have left: `.NAME.PID`, untouched for longer
/// than writing takes. What cannot be read or removed is left, as it was before.
fn clear_stale(parent: &Path, hidden: &str) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let of_a_run = name
            .to_str()
            .and_then(|name| name.strip_prefix(hidden))
            .is_some_and(|pid| !pid.is_empty() && pid.bytes().all(|byte| byte.is_ascii_digit()));
        let old = || entry.metadata().and_then(|there| there.modified()).ok()?.elapsed().ok();
        if of_a_run && entry.file_type().is_ok_and(|kind| kind.is_dir()) && old().is_some_and(|age| age > STALE) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn write_files(folder: &Path, files: &[(&str, &[u8])]) -> io::Result<()> {
    fs::create_dir(folder)?;
    for (name, bytes) in files {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let mut file = fs::File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()?;
    }
    Ok(())
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
